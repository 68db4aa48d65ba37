//! What only our server is asked to show, by its own load generator.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process::Running;
use crate::{Arguments, crowd, ours};

/// Name, what it shows, seconds, and the arguments of `nightcount load`; `FEED` stands for the rehearsal night.
const LOADS: [(&str, &str, u32, &[&str]); 6] = [
    ("night-60", "a night at 60×, everybody keeps up", 330, &["FEED", "--speed", "60"]),
    (
        "night-600",
        "a night at 600× while mixed readers come and go",
        60,
        &["FEED", "--speed", "600", "--stay", "10", "--slow", "5", "--stalled", "1", "--json", "10"],
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
    if wanted("writes") {
        writes(arguments).await?;
    }
    for (at, (name, what, seconds, words)) in (2..).zip(LOADS) {
        if wanted(name) {
            println!("{name}: {what}");
            let readers = arguments.readers * if name == "storm" && !arguments.quick { 2 } else { 1 };
            load(arguments, arguments.port + at, readers, (seconds, words), false)?;
        }
    }
    Ok(())
}

/// Resident memory of readers to whom nothing happens, and what is left of it when they have gone.
async fn idle(arguments: &Arguments) -> Result<()> {
    let readers = arguments.readers * if arguments.quick { 1 } else { 2 };
    let (running, _fed) = ours::start(&arguments.server, arguments.port, 0)?;
    let before = running.memory()?;
    let crowd = crowd::connect(arguments.port, ours::greeting(false), readers).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let with = running.memory()?;
    drop(crowd);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let each = with.saturating_sub(before) as f64 / readers as f64;
    println!(
        "idle: {readers} readers, {each:.2} kB each; {before} kB before, {with} kB with them, {} kB after",
        running.memory()?
    );
    Ok(())
}

/// Writes for each reader and tick, as the kernel sees them.
async fn writes(arguments: &Arguments) -> Result<()> {
    println!("writes: four views each, under strace");
    load(arguments, arguments.port + 1, 100, (20, &["FEED", "--speed", "600", "--views", "4"]), true)
}

/// The rehearsal country with an empty journal, and a crowd in it.
fn load(
    arguments: &Arguments,
    port: u16,
    readers: usize,
    (seconds, words): (u32, &[&str]),
    traced: bool,
) -> Result<()> {
    // Long enough for a storm and for somebody to stall.
    let seconds = if arguments.quick { seconds.min(20) } else { seconds };
    let folder = tempfile::tempdir()?;
    let country = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nights/rehearsal");
    let server = ours::serve(&arguments.server, &country, &folder.path().join("data"), port)?;
    let report: PathBuf = folder.path().join("report.json");
    let mut load = Command::new(&arguments.server);
    load.arg("load").arg(format!("http://127.0.0.1:{port}")).args(["--readers", &readers.to_string()]);
    load.args(["--addresses", "50", "--pid", &server.pid().to_string(), "--token", ours::TOKEN, "--report"])
        .arg(&report);
    load.args(["--seconds", &seconds.to_string()]);
    for word in words {
        match *word {
            "FEED" => load.arg("--feed").arg(&country),
            word => load.arg(word),
        };
    }
    if arguments.quick {
        load.args(["--arrival", "1"]);
    }
    let tracing = traced.then(|| trace(&server, &folder.path().join("calls"))).transpose()?;
    let ended = load.status().context("nightcount load")?;
    if let Some(tracing) = tracing {
        println!("{}", calls(tracing, &folder.path().join("calls"), &report)?);
    }
    ensure!(ended.success(), "a figure was wrong or missing");
    Ok(())
}

fn trace(server: &Running, file: &Path) -> Result<Running> {
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-c", "-e", "trace=write,writev,sendto,sendmsg", "-p", &server.pid().to_string(), "-o"])
        .arg(file);
    Running::start(strace.stdin(Stdio::null())).context("apt-get install strace")
}

/// What strace counted, for each frame that was received.
fn calls(tracing: Running, file: &Path, report: &Path) -> Result<String> {
    let ended = Command::new("kill").args(["-INT", &tracing.pid().to_string()]).status()?;
    ensure!(ended.success(), "strace has ended before");
    std::thread::sleep(Duration::from_secs(1));
    drop(tracing);
    let text = std::fs::read_to_string(file).context("strace counted nothing")?;
    let report: Value = serde_json::from_slice(&std::fs::read(report)?)?;
    let total = text.lines().find(|line| line.trim_end().ends_with("total")).context("strace gives no total")?;
    let count: f64 = total.split_whitespace().nth(3).context("no number")?.parse()?;
    let frames = report["counts"]["frames"].as_f64().unwrap_or(1.0);
    Ok(format!("writes: {count} calls for {frames} frames: {:.2} a frame", count / frames))
}
