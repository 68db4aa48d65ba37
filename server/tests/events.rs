//! Server-sent events: readers who do not read, and what becomes of them when there is too much.

mod stage;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use server::limits::Limits;
use server::telemetry::Metric;
use socket2::{Domain, Socket, Type};
use stage::{Stage, scratch};

/// Opens `/events` of the small election by a socket that takes little.
fn open(stage: &Stage) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.set_recv_buffer_size(4_096).expect("a small buffer");
    let address: SocketAddr = stage.base.trim_start_matches("http://").parse().expect("an address");
    socket.connect(&address.into()).expect("a server");
    let mut stream: TcpStream = socket.into();
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time");
    let request =
        "GET /events?election=small&contest=assembly&unit=land&level=region&format=json HTTP/1.1\r\nHost: x\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("sent");
    until(stage, "the reader is there", |get| get(Metric::Frames) > 0);
    stream
}

/// Waits until something that the server counts is so.
fn until(stage: &Stage, what: &str, is_so: impl Fn(&dyn Fn(Metric) -> u64) -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_so(&|metric| stage.site.telemetry.get(metric)) {
        assert!(Instant::now() < end, "never: {what}\n{}", stage.site.telemetry.render(&[]));
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// One report more, published at once.
fn publish(stage: &Stage, revision: u32) {
    stage.post_csv(&format!("unit,revision,sea,hill,nan\ns/1,{revision},{revision},0,0\n"));
    stage.night.hub.tick();
}

/// What comes, up to a word.
fn read_until(reader: &mut TcpStream, word: &str) -> String {
    let (mut told, mut buffer) = (String::new(), [0; 4_096]);
    while !told.contains(word) {
        let read = reader.read(&mut buffer).expect("it is told before it ends");
        assert!(read > 0, "{told}");
        told.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    told
}

/// Publishes until the last of the readers has gone.
fn publish_until_gone(stage: &Stage) {
    let end = Instant::now() + Duration::from_secs(30);
    for revision in 1.. {
        let frames = stage.site.telemetry.get(Metric::Frames);
        publish(stage, revision);
        let gone = || stage.site.telemetry.get(Metric::Readers) == 0;
        for _ in 0..40 {
            if gone() || stage.site.telemetry.get(Metric::Frames) > frames {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        if gone() {
            return;
        }
        assert!(Instant::now() < end, "it stays\n{}", stage.site.telemetry.render(&[]));
    }
}

#[test]
fn a_reader_that_takes_nothing_is_let_go_and_others_are_served() {
    let (_dir, data) = scratch();
    let stage = Stage::limited(&data, Limits { send_buffer: 4_096, stalled: 1, ..Limits::default() });
    let _reader = open(&stage);
    publish_until_gone(&stage);
    let ended = |metric| stage.site.telemetry.get(metric);
    assert_eq!((ended(Metric::EndedStalled), ended(Metric::EndedLeft)), (1, 0));
    until(&stage, "its connection is gone too", |get| get(Metric::Connections) == 0);
    drop(open(&stage));
}

#[test]
fn a_reader_that_has_everything_may_be_silent_for_longer() {
    let (_dir, data) = scratch();
    let stage = Stage::limited(&data, Limits { stalled: 1, ..Limits::default() });
    let reader = open(&stage);
    std::thread::sleep(Duration::from_millis(2_500));
    assert_eq!(stage.site.telemetry.get(Metric::Readers), 1);
    drop(reader);
    publish_until_gone(&stage);
    assert_eq!(stage.site.telemetry.get(Metric::EndedLeft), 1);
}

#[test]
fn readers_are_told_that_figures_come_less_often() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let mut reader = open(&stage);
    stage.site.fanout.shed().hold(4);
    publish(&stage, 1);
    let told = read_until(&mut reader, "\"to\":1");
    let (pace, delta) = (told.find("{\"seconds\":2,\"type\":\"pace\"}"), told.find("\"to\":1"));
    assert!(pace.is_some() && pace < delta, "{told}");
    stage.site.fanout.shed().hold(0);
    // Though nothing more is reported.
    read_until(&mut reader, "{\"seconds\":0,\"type\":\"pace\"}");
}

#[test]
fn under_the_worst_overload_readers_are_sent_to_poll() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let mut reader = open(&stage);
    stage.site.fanout.shed().hold(6);
    publish_until_gone(&stage);
    assert_eq!(stage.site.telemetry.get(Metric::EndedShed), 1);
    let told = read_until(&mut reader, "\"code\":\"poll\"");
    assert!(told.contains("\"type\":\"refused\""), "{told}");
}
