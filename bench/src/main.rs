//! Deliveries to many readers: our server, a raw `send` loop of the same bytes, and every other server that is installed here,
//! one after the other in each round, so that what the machine does meanwhile meets them all.

mod crowd;
mod ours;
mod peers;
mod process;
mod scenarios;
mod served;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Parser;

use crowd::Counted;
use peers::{Kind, Peer};

/// What is measured.
#[derive(Debug, Parser)]
struct Arguments {
    /// The `nightcount` program.
    #[arg(long)]
    server: PathBuf,
    /// Readers at once.
    #[arg(long, default_value_t = 5_000)]
    readers: usize,
    /// Rounds, of which the median counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds that each server is measured in each round.
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Messages a second to each reader, of every server.
    #[arg(long, default_value_t = 10.0)]
    rate: f64,
    /// About how many bytes a message has: the others send what a frame of ours turns out to have.
    #[arg(long, value_delimiter = ',', default_values_t = [512, 4_096])]
    bytes: Vec<usize>,
    /// Only these; all that are installed if none is named.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// First port of thirty-one.
    #[arg(long, default_value_t = 4_360)]
    port: u16,
    /// What only our server is asked to show, instead of the comparison: all, or by name.
    #[arg(long, value_delimiter = ',')]
    scenarios: Vec<String>,
    /// Seconds that the readers of the scenario `idle` stay; there are twice as many as `--readers`.
    #[arg(long, default_value_t = 3.0)]
    idle: f64,
    /// A few hundred readers and one round: whether it works, not how fast it is.
    #[arg(long)]
    quick: bool,
}

/// What one server did in one round.
struct Sample {
    /// Microseconds of processor time for each message that a reader received.
    cpu: f64,
    /// Bytes that a reader received for each message, all headers of the protocol included.
    bytes: f64,
    /// Kilobytes of resident memory for each reader.
    memory: f64,
    /// Messages that a reader received in a second.
    rate: f64,
}

fn main() -> Result<()> {
    let mut arguments = Arguments::parse();
    if arguments.quick {
        (arguments.readers, arguments.rounds, arguments.seconds) = (arguments.readers.min(300), 1, 2.0);
    }
    // Some scenarios take twice as many.
    process::room_for(arguments.readers * if arguments.scenarios.is_empty() { 1 } else { 2 })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    if !arguments.scenarios.is_empty() {
        return runtime.block_on(scenarios::run(&arguments));
    }
    let peers = peers::installed(&arguments.only)?;
    for bytes in arguments.bytes.clone() {
        let bytes = Sizes { asked: bytes, sent: runtime.block_on(measured_size(&arguments, bytes))? };
        println!(
            "{} readers, messages of {} bytes, {} rounds of {} s, {} a second",
            arguments.readers, bytes.sent, arguments.rounds, arguments.seconds, arguments.rate
        );
        let samples = runtime.block_on(rounds(&arguments, &peers, bytes))?;
        table(&peers, &samples);
    }
    Ok(())
}

/// How large the messages are.
#[derive(Clone, Copy)]
struct Sizes {
    /// What our feed aims at.
    asked: usize,
    /// The payload that it makes, which the others are given.
    sent: usize,
}

/// The payload of the frames that our server sends where about so many bytes are wanted, without a WebSocket header.
async fn measured_size(arguments: &Arguments, asked: usize) -> Result<usize> {
    let (_running, _fed) = ours::start(arguments, arguments.port + 30, asked)?;
    let crowd = crowd::connect(arguments.port + 30, ours::greeting(false), 1).await?;
    // The snapshot has another size.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let before = crowd.counted();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let Counted { messages, bytes, .. } = crowd.counted().since(before);
    ensure!(messages > 0, "our server sends nothing");
    let framed = usize::try_from(bytes / messages)?;
    Ok(framed - if framed < 128 { 2 } else { 4 })
}

type Samples = BTreeMap<&'static str, Vec<Option<Sample>>>;

async fn rounds(arguments: &Arguments, peers: &[Peer], bytes: Sizes) -> Result<Samples> {
    let mut samples = Samples::new();
    for round in 0..arguments.rounds {
        for (at, peer) in peers.iter().enumerate() {
            // A port of its own each time: the last one's sockets are still dying.
            let port = arguments.port + u16::try_from((round * peers.len() + at) % 30)?;
            let sample = measure(arguments, peer, bytes, port).await;
            let sample = sample.inspect_err(|error| println!("  {}: {error:#}", peer.name)).ok();
            samples.entry(peer.name).or_default().push(sample);
        }
    }
    Ok(samples)
}

async fn measure(arguments: &Arguments, peer: &Peer, bytes: Sizes, port: u16) -> Result<Sample> {
    let mut running = peer.start(arguments, port, bytes).await?;
    let empty = running.process.memory()?;
    let crowd = crowd::connect(port, peer.greeting(bytes.sent), arguments.readers).await?;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let memory = running.process.memory()?.saturating_sub(empty);
    let (before, cpu, began) = (crowd.counted(), running.process.cpu()?, Instant::now());
    tokio::time::sleep(Duration::from_secs_f64(arguments.seconds)).await;
    let (after, spent, took) = (crowd.counted(), running.process.cpu()? - cpu, began.elapsed());
    running.stop();
    let Counted { messages, bytes, .. } = after.since(before);
    ensure!(messages > 0, "no message arrived");
    ensure!(after.lost == 0, "{} readers were disconnected", after.lost);
    let messages = messages as f64;
    Ok(Sample {
        cpu: spent * 1e6 / messages,
        bytes: bytes as f64 / messages,
        memory: memory as f64 / arguments.readers as f64,
        rate: messages / arguments.readers as f64 / took.as_secs_f64(),
    })
}

fn table(peers: &[Peer], samples: &Samples) {
    println!(
        "{:<20}{:>12}{:>12}{:>12}{:>14}{:>10}{:>8}",
        "", "µs/message", "× raw", "bytes", "kB a reader", "a second", "rounds"
    );
    let raw: Vec<Option<f64>> =
        samples.get(Kind::RAW).into_iter().flatten().map(|one| one.as_ref().map(|one| one.cpu)).collect();
    for peer in peers {
        let all = &samples[peer.name];
        let of = |figure: fn(&Sample) -> f64| median(all.iter().flatten().map(figure).collect());
        let ratios = all.iter().zip(&raw).filter_map(|(one, raw)| Some(one.as_ref()?.cpu / (*raw)?)).collect();
        let ratio = median(ratios);
        println!(
            "{:<20}{:>12.2}{:>12.2}{:>12.0}{:>14.2}{:>10.1}{:>8}",
            peer.name,
            of(|one| one.cpu),
            ratio,
            of(|one| one.bytes),
            of(|one| one.memory),
            of(|one| one.rate),
            all.iter().flatten().count(),
        );
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
