//! Clients that are slow, wrong or greedy, on purpose or not: each is refused within the limits, and meanwhile another reader of the
//! same thread is told of every report.

mod sockets_client;
mod stage;

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use election::reader::{Reader, Step};
use election::wire::Frame;
use flate2::{Compress, Compression, FlushCompress};
use serde_json::json;
use server::limits::Limits;
use server::telemetry::Metric;
use sockets_client::{Client, LAND, close_code, frame, masked, until, vote};
use stage::{Stage, scratch};

/// A reader who does nothing wrong.
struct Other {
    client: Client,
    reader: Reader,
    revision: u32,
}

impl Other {
    fn of(stage: &Stage) -> Self {
        let mut client = Client::open(&stage.base, LAND, "");
        let Frame::Snapshot(snapshot) = frame(&mut client) else { panic!("a snapshot comes first") };
        Self { client, reader: Reader::from_snapshot(snapshot), revision: 0 }
    }

    /// A report is accepted, and it is told.
    fn goes_on(&mut self, stage: &Stage) {
        self.revision += 1;
        vote(stage, "s/1", self.revision);
        while self.reader.position().is_some_and(|(_, seq)| seq < u64::from(self.revision)) {
            let step = self.reader.receive(frame(&mut self.client));
            assert!(matches!(step, Step::Advanced { .. } | Step::Ignored), "{step:?}");
        }
    }

    /// The others have gone, and it has not noticed anything of them.
    fn ends_alone(mut self, stage: &Stage) {
        until(stage, "only the other one is left", |get| get(Metric::Readers) == 1 && get(Metric::Views) == 1);
        self.goes_on(stage);
        assert_eq!(self.reader.health().snapshots, 1, "it had to be healed");
    }
}

/// A server with its good reader.
fn opened(limits: Limits) -> (tempfile::TempDir, Stage, Other) {
    let (dir, data) = scratch();
    let stage = Stage::limited(&data, limits);
    let other = Other::of(&stage);
    (dir, stage, other)
}

/// What a socket that sends these bytes is told.
fn told(stage: &Stage, other: &mut Other, extensions: &str, bytes: &[u8]) -> u16 {
    let mut client = Client::open(&stage.base, LAND, extensions);
    client.send(bytes);
    other.goes_on(stage);
    let code = close_code(&mut client);
    assert!(client.is_at_end(), "the server hangs up");
    code
}

const DEFLATE: &str = "permessage-deflate";

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 64);
    Compress::new(Compression::best(), false).compress_vec(bytes, &mut out, FlushCompress::Sync).expect("deflate");
    out.truncate(out.len() - 4);
    out
}

#[test]
fn a_head_that_never_ends_is_not_waited_for() {
    let (_dir, stage, mut other) = opened(Limits { handshake: 1, ..Limits::default() });
    let mut slow = TcpStream::connect(stage.base.trim_start_matches("http://")).unwrap();
    slow.write_all(b"GET /live?election=small HTTP/1.1\r\nHost: x\r\nX-A: ").unwrap();
    // A letter now and then does not help.
    let mut ended = false;
    for _ in 0..200 {
        std::thread::sleep(Duration::from_millis(50));
        ended = slow.write_all(b"a").is_err();
        if ended {
            break;
        }
        other.goes_on(&stage);
    }
    assert!(ended, "the head was waited for");
    until(&stage, "the connection is gone", |get| get(Metric::Connections) == 0);
    other.ends_alone(&stage);
}

#[test]
fn a_frame_that_never_ends_is_not_waited_for() {
    let (_dir, stage, mut other) = opened(Limits { ping_after: 600, idle: 2, ..Limits::default() });
    let mut client = Client::open(&stage.base, LAND, "");
    // Who reads only may be silent for long; a byte of a frame now and then is not the answer to a ping either.
    let mut listens = 0;
    for byte in [0x81, 0xfe, 0x01, 0x00, 0, 0, 0, 0].into_iter().chain(std::iter::repeat_n(b'x', 200)) {
        if client.try_send(&[byte]).is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
        listens += 1;
        if listens % 20 == 0 {
            other.client.say(r#"{"unsubscribe":{"id":9}}"#);
            other.goes_on(&stage);
        }
    }
    until(&stage, "the socket is gone", |get| get(Metric::EndedSilent) == 1);
    other.ends_alone(&stage);
}

#[test]
fn giants_are_1009_whether_they_come_in_one_frame_or_in_many() {
    let (_dir, stage, mut other) = opened(Limits::default());
    let declared = [vec![0x81, 0xff], (1_u64 << 40).to_be_bytes().to_vec(), vec![0; 4]].concat();
    let whole = masked(0x81, &[b'x'; 4_097]);
    let parts = [vec![masked(0x01, &[b'x'; 1_000])], vec![masked(0x00, &[b'x'; 1_000]); 5]].concat().concat();
    for bytes in [declared, whole, parts] {
        assert_eq!(told(&stage, &mut other, "", &bytes), 1009);
    }
    other.ends_alone(&stage);
}

#[test]
fn a_message_that_is_small_until_it_is_unpacked_is_1009() {
    let (_dir, stage, mut other) = opened(Limits::default());
    let bomb = deflated(&vec![b'x'; 3_900_000]);
    assert!(bomb.len() < 4_096, "{} bytes would be refused as they are", bomb.len());
    assert_eq!(told(&stage, &mut other, DEFLATE, &masked(0xc1, &bomb)), 1009);
    let (first, rest) = bomb.split_at(2_000);
    let parts = [masked(0x41, first), masked(0x80, rest)].concat();
    assert_eq!(told(&stage, &mut other, DEFLATE, &parts), 1009);
    assert_eq!(told(&stage, &mut other, "", &masked(0xc1, &bomb)), 1002, "it was not agreed on");
    other.ends_alone(&stage);
}

#[test]
fn what_is_no_text_is_1007_whole_in_parts_and_packed() {
    let (_dir, stage, mut other) = opened(Limits::default());
    let parts = [masked(0x01, &[0xc5]), masked(0x80, b"x")].concat();
    for bytes in [masked(0x81, &[0xff, 0xff]), parts, masked(0x88, &[0x03, 0xe8, 0xff])] {
        assert_eq!(told(&stage, &mut other, "", &bytes), 1007);
    }
    for payload in [deflated(&[0xff; 40]), vec![0xff; 40]] {
        assert_eq!(told(&stage, &mut other, DEFLATE, &masked(0xc1, &payload)), 1007);
    }
    other.ends_alone(&stage);
}

#[test]
fn frames_without_mask_with_unknown_words_or_in_the_wrong_order_are_1002() {
    let (_dir, stage, mut other) = opened(Limits::default());
    let mut wrong = vec![
        vec![0x81, 0x02, b'h', b'i'],
        masked(0x80, b"of nothing"),
        masked(0x09, b"in parts"),
        masked(0x89, &[0; 126]),
    ];
    wrong.push([masked(0x01, b"a"), masked(0x81, b"b")].concat());
    wrong.extend([0x83, 0x87, 0x8b, 0x8f, 0x91, 0xa1, 0xc1].map(|first| masked(first, b"x")));
    // A length that could have been written shorter.
    wrong.push(vec![0x81, 0xfe, 0, 5, 0, 0, 0, 0]);
    for bytes in wrong {
        assert_eq!(told(&stage, &mut other, "", &bytes), 1002, "{bytes:x?}");
    }
    // The right bits with another mask than the one that is named are noise.
    let mut unlike = masked(0x81, "šolë".as_bytes());
    unlike[2] ^= 0xff;
    assert_eq!(told(&stage, &mut other, "", &unlike), 1007);
    other.ends_alone(&stage);
}

/// Sends the same again and again until the server does not take it any more.
fn flood(stage: &Stage, other: &mut Other, next: impl Fn(usize) -> Vec<u8>) {
    let mut client = Client::open(&stage.base, "", "");
    for at in 0..1_000_000 {
        if client.try_send(&next(at)).is_err() {
            break;
        }
        if at == 30 {
            other.goes_on(stage);
        }
    }
    other.goes_on(stage);
    until(stage, "the flood has ended", |get| get(Metric::Readers) == 1);
}

#[test]
fn floods_of_pings_of_parts_and_of_nonsense_end_their_sockets_and_nothing_else() {
    let (_dir, stage, mut other) = opened(Limits::default());
    flood(&stage, &mut other, |_| masked(0x89, b"are you there?"));
    flood(&stage, &mut other, |at| masked(if at == 0 { 0x01 } else { 0x00 }, b""));
    flood(&stage, &mut other, |_| masked(0x82, b"nobody asked"));
    assert_eq!(stage.site.telemetry.get(Metric::EndedTooMany), 3);
    other.ends_alone(&stage);
}

#[test]
fn a_million_subscriptions_end_the_socket_and_nothing_else() {
    let (_dir, stage, mut other) = opened(Limits::default());
    let wish =
        |id: usize, unit: &str| json!({ "subscribe": { "id": id, "contest": "assembly", "unit": unit } }).to_string();
    let known = |at: usize| wish(at, ["land", "north", "south"][at % 3]);
    flood(&stage, &mut other, |at| masked(0x81, known(at).as_bytes()));
    // Every one another view.
    flood(&stage, &mut other, |at| masked(0x81, wish(at, &format!("u/{at}")).as_bytes()));
    assert_eq!(stage.site.telemetry.get(Metric::EndedTooMany), 2);
    other.ends_alone(&stage);
}

#[test]
fn who_asks_for_more_views_than_a_socket_may_have_keeps_those_it_has() {
    let limits = Limits { topics_per_reader: 4, messages_at_once: 1_000, ..Limits::default() };
    let (_dir, stage, mut other) = opened(limits);
    let mut client = Client::open(&stage.base, "", "");
    let units = ["land", "north", "south", "n/1", "n/2", "s/1"];
    let mut refused = 0;
    for id in 0..300 {
        client.say(&json!({ "subscribe": { "id": id, "contest": "assembly", "unit": units[id % 6] } }).to_string());
        let answer = loop {
            if let (1, answer) = client.message() {
                break serde_json::from_slice::<serde_json::Value>(&answer).unwrap();
            }
        };
        refused += u32::from(answer["refused"]["code"] == "too-many-views");
        assert!(stage.site.telemetry.get(Metric::Views) <= 4 + 1);
    }
    assert_eq!(refused, 296);
    other.goes_on(&stage);
    drop(client);
    other.ends_alone(&stage);
}

#[test]
fn who_goes_on_talking_after_its_end_does_not_keep_the_others_waiting() {
    let (_dir, stage, mut other) = opened(Limits { fanout_threads: 1, ..Limits::default() });
    let client = Client::open(&stage.base, "", "");
    let ending = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Together faster than one thread reads.
        for _ in 0..3 {
            let mut stream = client.stream();
            let ending = &ending;
            scope.spawn(move || {
                let much = masked(0x82, &[7; 4_000]).repeat(250);
                while !ending.load(Ordering::Relaxed) && stream.write_all(&much).is_ok() {}
            });
        }
        for _ in 0..4 {
            other.goes_on(&stage);
        }
        ending.store(true, Ordering::Relaxed);
    });
    drop(client);
    assert_eq!(stage.site.telemetry.get(Metric::EndedTooMany), 1);
    other.ends_alone(&stage);
}
