//! What a delivery costs beyond the `send` that nobody can save: the server's own threads and a bare loop that sends the same bytes to
//! as many sockets, in turns, each judged by the processor time of its threads. Prints a table and stops.
//!
//! `cargo bench -p server --bench sendloop -- [readers] [rounds] [deflate]`

#[path = "../tests/sockets_client/mod.rs"]
mod sockets_client;
#[path = "../tests/stage/mod.rs"]
mod stage;

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use election::Definition;
use election::folder;
use mio::{Events, Interest, Poll, Token};
use server::config::Config;
use server::limits::Limits;
use server::telemetry::Metric;
use sockets_client::Client;
use stage::Stage;

const REGIONS: u32 = 300;
const TICKS: u32 = 30;
const TICK: Duration = Duration::from_millis(100);

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let readers = numbers.first().copied().unwrap_or(4_000);
    let rounds = numbers.get(1).copied().unwrap_or(5);
    let offer = if std::env::args().any(|word| word == "deflate") { "permessage-deflate" } else { "" };
    let dir = tempfile::tempdir().expect("a folder");
    let limits = Limits { readers_per_address: 0, connections_per_address: 0, ..Limits::default() };
    let config = Config { limits, ..Config::default() };
    let stage = Stage::configured(definition(), dir.path(), "127.0.0.1:0", config);
    let before = resident();
    let mut sockets: Vec<TcpStream> = Vec::new();
    for _ in 0..readers {
        let mut client = Client::open(&stage.base, "&contest=assembly&unit=land&level=region", offer);
        client.message();
        sockets.push(client.into_stream());
    }
    println!("resident memory a reader, with its client: {} B", (resident() - before) * 1024 / readers as u64);
    let (mut bare, far) = pairs(readers);
    sockets.extend(far);
    let done = Arc::new(AtomicBool::new(false));
    let drain = drain(sockets, done.clone());
    let mut revision = 0;
    for stations in [5, REGIONS] {
        let mut ratios = Vec::new();
        for _ in 0..rounds {
            let (ours, size) = publish(&stage, stations, &mut revision);
            let (theirs, deliveries) = send_loop(&mut bare, size);
            let theirs = theirs / deliveries as f64;
            println!("{size:>5} B: ours {:.2} us, loop {:.2} us, {:.3}", ours, theirs, ours / theirs);
            ratios.push(ours / theirs);
        }
        ratios.sort_by(f64::total_cmp);
        println!("median {:.3}", ratios[ratios.len() / 2]);
    }
    done.store(true, Ordering::Relaxed);
    let _ = drain.join();
    stage.close();
}

/// Publishes ticks in which so many stations change; microseconds of the sending threads per delivery, and the bytes of one.
fn publish(stage: &Stage, stations: u32, revision: &mut u32) -> (f64, usize) {
    let counted = |metric| stage.site.telemetry.get(metric);
    let (frames, bytes) = (counted(Metric::Frames), counted(Metric::FrameBytes));
    let before = processor("fanout");
    let mut next = Instant::now();
    for _ in 0..TICKS {
        *revision += 1;
        stage.post_csv(&rows(stations, *revision));
        stage.night.hub.tick();
        next += TICK;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    std::thread::sleep(Duration::from_millis(300));
    let used = processor("fanout") - before;
    let frames = counted(Metric::Frames) - frames;
    ((used as f64) / 1e3 / frames as f64, ((counted(Metric::FrameBytes) - bytes) / frames) as usize)
}

/// The same with nothing but `send`.
fn send_loop(sockets: &mut [TcpStream], size: usize) -> (f64, u64) {
    let frame = vec![7_u8; size];
    let mut deliveries = 0;
    let before = own_processor();
    let mut next = Instant::now();
    for _ in 0..TICKS {
        for socket in &mut *sockets {
            deliveries += u64::from(socket.write(&frame).is_ok());
        }
        next += TICK;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    ((own_processor() - before) as f64 / 1e3, deliveries)
}

/// Reads whatever comes.
fn drain(sockets: Vec<TcpStream>, done: Arc<AtomicBool>) -> std::thread::JoinHandle<()> {
    let work = move || {
        let mut poll = Poll::new().expect("a poll");
        let mut kept: Vec<mio::net::TcpStream> = Vec::new();
        for (at, socket) in sockets.into_iter().enumerate() {
            socket.set_nonblocking(true).expect("a socket");
            let mut socket = mio::net::TcpStream::from_std(socket);
            poll.registry().register(&mut socket, Token(at), Interest::READABLE).expect("watched");
            kept.push(socket);
        }
        let (mut events, mut buffer) = (Events::with_capacity(1_024), vec![0; 64 << 10]);
        while !done.load(Ordering::Relaxed) {
            poll.poll(&mut events, Some(Duration::from_millis(200))).expect("events");
            for event in &events {
                while matches!(kept[event.token().0].read(&mut buffer), Ok(1..)) {}
            }
        }
    };
    std::thread::Builder::new().name("drain".into()).spawn(work).expect("a thread")
}

fn pairs(count: usize) -> (Vec<TcpStream>, Vec<TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    (0..count)
        .map(|_| {
            let far = TcpStream::connect(address).expect("a socket");
            let (near, _) = listener.accept().expect("a socket");
            near.set_nonblocking(true).expect("a socket");
            near.set_nodelay(true).expect("a socket");
            (near, far)
        })
        .unzip()
}

/// Nanoseconds on the processor of the threads of this name.
fn processor(name: &str) -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").expect("threads").flatten().map(|task| task.path());
    let named =
        tasks.filter(|task| std::fs::read_to_string(task.join("comm")).is_ok_and(|comm| comm.starts_with(name)));
    named.map(|task| nanoseconds(&task.join("schedstat"))).sum()
}

fn own_processor() -> u64 {
    nanoseconds("/proc/thread-self/schedstat".as_ref())
}

fn nanoseconds(path: &std::path::Path) -> u64 {
    let text = std::fs::read_to_string(path).expect("schedstat");
    text.split(' ').next().and_then(|figure| figure.parse().ok()).expect("a number")
}

/// Resident kB.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").expect("status");
    let line = text.lines().find(|line| line.starts_with("VmRSS")).expect("VmRSS");
    line.split_ascii_whitespace().nth(1).and_then(|figure| figure.parse().ok()).expect("a number")
}

/// So many stations say more than before.
fn rows(stations: u32, revision: u32) -> String {
    let mut csv = String::from("unit,revision,sea,hill,nan\n");
    for station in 0..stations {
        let _ = writeln!(csv, "s/{station},{revision},{},{},{}", revision * 100, revision * 90, revision * 80);
    }
    csv
}

/// The tests' election with a region for each of many stations.
fn definition() -> Definition {
    let mut folder = stage::folder();
    let mut units = String::from("id,parent,level,name,registered,categories\nland,,country,Land,,\n");
    for region in 0..REGIONS {
        let _ = writeln!(
            units,
            "r/{region},land,region,Region {region},,\ns/{region},r/{region},station,Hall {region},100000,"
        );
    }
    folder.files.insert("units.csv".into(), units.into_bytes());
    folder::read(&folder).expect("a folder")
}
