//! What only our server is asked to show, by its own load generator.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::crowd::Greeting;
use crate::process::Running;
use crate::{Arguments, crowd, ours};

/// Name, what it shows, seconds, and the arguments of `nightcount load`; `FEED` stands for the rehearsal night.
const LOADS: [(&str, &str, u32, &[&str]); 6] = [
    ("night-60", "a night at 60×, everybody keeps up", 330, &["FEED", "--speed", "60"]),
    (
        "night-600",
        "a night at 600× while mixed readers come and go",
        60,
        &["FEED", "--speed", "600", "--stay", "10", "--slow", "5", "--stalled", "1", "--json", "10", "--deflate", "50"],
    ),
    ("storm", "all lines break at once", 45, &["FEED", "--speed", "600", "--storm", "15"]),
    ("unstalled", "a night at 600×, nobody stalls", 40, &["FEED", "--speed", "600"]),
    ("stalled", "the same, 1 % stall", 40, &["FEED", "--speed", "600", "--stalled", "1"]),
    ("several", "four views each on one socket", 40, &["FEED", "--speed", "600", "--views", "4"]),
];

pub async fn run(arguments: &Arguments) -> Result<()> {
    let wanted = |name: &str| arguments.scenarios.iter().any(|one| one == name || one == "all");
    if wanted("idle") {
        idle(arguments).await?;
    }
    if wanted("compression") {
        compression(arguments).await?;
    }
    if wanted("writes") {
        writes(arguments).await?;
    }
    for (at, (name, what, seconds, words)) in (2..).zip(LOADS) {
        if wanted(name) {
            println!("{name}: {what}");
            let readers = arguments.readers * if name == "storm" && !arguments.quick { 2 } else { 1 };
            load(arguments, arguments.port + at, readers, (seconds, words))?;
        }
    }
    Ok(())
}

/// Resident memory of readers to whom nothing happens, and what is left of it when they have gone. Without the pages of the program's own
/// file, which come when their code first runs and which the system takes back when it likes.
async fn idle(arguments: &Arguments) -> Result<()> {
    let readers = arguments.readers * if arguments.quick { 1 } else { 2 };
    let (running, _fed) = ours::start(arguments, arguments.port, 0)?;
    let before = running.private_memory()?;
    let crowd = crowd::connect(arguments.port, ours::greeting(false), readers).await?;
    tokio::time::sleep(Duration::from_secs_f64(arguments.idle)).await;
    let with = running.private_memory()?;
    let lost = crowd.counted().lost;
    ensure!(lost == 0, "{lost} readers were disconnected");
    drop(crowd);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let each = with.saturating_sub(before) as f64 / readers as f64;
    println!(
        "idle: {readers} readers, {each:.2} kB each; {before} kB before, {with} kB with them, {} kB after",
        running.private_memory()?
    );
    Ok(())
}

/// A night at 600× in both forms, each with and without compression: what travels and what it costs.
async fn compression(arguments: &Arguments) -> Result<()> {
    println!("compression: a night at 600×, {} readers of all municipalities", arguments.readers);
    for (at, (name, form)) in (10..).step_by(2).zip([("binary", ""), ("JSON", "&format=json")]) {
        let plain = one_night(arguments, arguments.port + at, form, false).await?;
        let deflated = one_night(arguments, arguments.port + at + 1, form, true).await?;
        println!(
            "{name}: {:.0} bytes and {:.2} µs a message; compressed {:.0} bytes ({:.0} %) and {:.2} µs ({:.2})",
            plain.0,
            plain.1,
            deflated.0,
            100.0 * deflated.0 / plain.0,
            deflated.1,
            deflated.1 / plain.1
        );
    }
    Ok(())
}

/// Bytes and microseconds of processor time for each message of the rehearsal night.
async fn one_night(arguments: &Arguments, port: u16, form: &str, deflate: bool) -> Result<(f64, f64)> {
    let (_folder, server) = rehearsal(arguments, port)?;
    let path = format!("/live?election=rehearsal&contest=assembly&unit=velmara&level=municipality{form}");
    let greeting = Greeting { path, says: Vec::new(), plain: None, deflate };
    let crowd = crowd::connect(port, greeting, arguments.readers).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (before, cpu) = (crowd.counted(), server.cpu()?);
    let mut replay = Command::new(&arguments.server);
    replay.arg("replay").arg(country()).args(["--speed", "600", "--to", &format!("http://127.0.0.1:{port}")]);
    let mut replay = replay.env("NIGHTCOUNT_TOKEN", ours::TOKEN).stdout(Stdio::null()).spawn()?;
    let ended = tokio::task::spawn_blocking(move || replay.wait()).await??;
    ensure!(ended.success(), "the night was not sent");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (counted, spent) = (crowd.counted().since(before), server.cpu()? - cpu);
    ensure!(counted.messages > 0 && counted.lost == 0, "{} readers were disconnected", counted.lost);
    let messages = counted.messages as f64;
    Ok((counted.bytes as f64 / messages, spent * 1e6 / messages))
}

/// Writes for each reader and tick, as the kernel sees them.
async fn writes(arguments: &Arguments) -> Result<()> {
    const READERS: usize = 100;
    println!("writes: {READERS} readers of four views each, the threads that send under strace");
    let port = arguments.port + 1;
    let (folder, server) = rehearsal(arguments, port)?;
    let words = ["FEED", "--speed", "600", "--arrival", "1", "--views", "4"];
    let mut load = crowd_of(arguments, port, READERS, (20, &words)).stdout(Stdio::null()).spawn()?;
    // When all have come and have their first frames.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let (senders, calls) = (senders(&server)?, folder.path().join("calls"));
    let counted =
        || anyhow::Ok((metric(port, "nightcount_pass_seconds_count")?, metric(port, "nightcount_frames_total")?));
    let (passes, frames) = counted()?;
    let tracing = trace(&senders, &calls)?;
    tokio::time::sleep(Duration::from_secs(8)).await;
    let ended = Command::new("kill").args(["-INT", &tracing.pid().to_string()]).status()?;
    ensure!(ended.success(), "strace has ended before");
    let after = counted()?;
    ensure!(load.wait()?.success(), "a figure was wrong or missing");
    drop(tracing);
    let text = std::fs::read_to_string(calls).context("strace counted nothing")?;
    let total = text.lines().find(|line| line.trim_end().ends_with("total")).context("strace gives no total")?;
    let count: f64 = total.split_whitespace().nth(3).context("no number")?.parse()?;
    let (ticks, frames) = ((after.0 - passes) / senders.len() as f64, after.1 - frames);
    let each = count / ticks / READERS as f64;
    println!("writes: {count} calls for {frames} frames in {ticks} ticks: {each:.2} for a reader and tick");
    Ok(())
}

/// A figure of the server's `/metrics`.
fn metric(port: u16, name: &str) -> Result<f64> {
    let text = ureq::get(format!("http://127.0.0.1:{port}/metrics")).call()?.body_mut().read_to_string()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    Ok(line.with_context(|| format!("there is no {name}"))?.trim().parse()?)
}

/// One of `LOADS`, by our load generator: it fails where a single figure is wrong or missing.
fn load(arguments: &Arguments, port: u16, readers: usize, asked: (u32, &[&str])) -> Result<()> {
    let (folder, server) = rehearsal(arguments, port)?;
    let mut load = crowd_of(arguments, port, readers, asked);
    load.args(["--pid", &server.pid().to_string()]);
    ensure!(load.status().context("nightcount load")?.success(), "a figure was wrong or missing");
    drop(folder);
    Ok(())
}

/// The rehearsal country with an empty journal.
fn rehearsal(arguments: &Arguments, port: u16) -> Result<(TempDir, Running)> {
    let folder = tempfile::tempdir()?;
    let server = ours::serve(&arguments.server, &country(), &folder.path().join("data"), port, &[])?;
    Ok((folder, server))
}

fn country() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights/rehearsal")
}

fn crowd_of(arguments: &Arguments, port: u16, readers: usize, (seconds, words): (u32, &[&str])) -> Command {
    // Long enough for a storm and for somebody to stall.
    let seconds = if arguments.quick { seconds.min(20) } else { seconds };
    let mut load = Command::new(&arguments.server);
    load.arg("load").arg(format!("http://127.0.0.1:{port}")).args(["--readers", &readers.to_string()]);
    load.args(["--addresses", "50", "--token", ours::TOKEN, "--seconds", &seconds.to_string()]);
    for word in words {
        match *word {
            "FEED" => load.arg("--feed").arg(country()),
            word => load.arg(word),
        };
    }
    if arguments.quick {
        load.args(["--arrival", "1"]);
    }
    load
}

/// Ids of the threads that send.
fn senders(server: &Running) -> Result<Vec<String>> {
    let named = |id: &String| {
        let file = format!("/proc/{}/task/{id}/comm", server.pid());
        std::fs::read_to_string(file).is_ok_and(|name| name.starts_with("fanout"))
    };
    let all = std::fs::read_dir(format!("/proc/{}/task", server.pid()))?;
    let ids = all.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    Ok(ids.collect::<std::io::Result<Vec<_>>>()?.into_iter().filter(named).collect())
}

fn trace(threads: &[String], file: &Path) -> Result<Running> {
    let mut strace = Command::new("strace");
    strace.args(["-c", "-e", "trace=write,writev,sendto,sendmsg", "-o"]).arg(file);
    threads.iter().for_each(|thread| _ = strace.args(["-p", thread]));
    Running::start(strace.stdin(Stdio::null())).context("apt-get install strace")
}
