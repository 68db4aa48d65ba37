//! Our server at work: an election made for the size of its frames, and a feed that reports in it as often as it publishes.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Result;
use tempfile::TempDir;

use crate::Arguments;
use crate::crowd::Greeting;
use crate::process::Running;
pub use crate::served::{TOKEN, serve};

/// Rows of the view that everybody reads.
const ROWS: usize = 120;
const LISTS: usize = 12;

/// The running server and what feeds it.
pub struct Fed {
    ending: Arc<AtomicBool>,
    feed: Option<JoinHandle<()>>,
    _folder: TempDir,
}

impl Drop for Fed {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
        if let Some(feed) = self.feed.take() {
            let _ = feed.join();
        }
    }
}

/// Starts the server with an election of its own, so that it publishes at the rate that is asked for; with `bytes`, a feed makes frames of
/// about that size.
pub fn start(arguments: &Arguments, port: u16, bytes: usize) -> Result<(Running, Fed)> {
    let folder = tempfile::tempdir()?;
    write(folder.path())?;
    let tick = Duration::from_secs_f64(1.0 / arguments.rate);
    let config = folder.path().join("nightcount.toml");
    std::fs::write(&config, format!("[limits]\ntick = {}\n", tick.as_millis()))?;
    let (election, data) = (folder.path().join("election"), folder.path().join("data"));
    let running = serve(&arguments.server, &election, &data, port, &["--config".as_ref(), config.as_ref()])?;
    let ending = Arc::new(AtomicBool::new(false));
    let feed = (bytes > 0).then(|| {
        let ending = ending.clone();
        std::thread::spawn(move || feed(port, reports(bytes), tick, &ending))
    });
    Ok((running, Fed { ending, feed, _folder: folder }))
}

/// How its readers begin.
pub fn greeting(deflate: bool) -> Greeting {
    let path = "/live?election=bench&contest=assembly&unit=land&level=region".into();
    Greeting { path, says: Vec::new(), plain: None, deflate }
}

/// How many reports of a tick make a delta of about so many bytes.
fn reports(bytes: usize) -> usize {
    // As measured: a correction changes a row, and the first twenty have a line in the ticker too, with the old figures and the new.
    const HEAD: usize = 60;
    const ROW: usize = 29;
    const EVENT: usize = 145;
    const EVENTS: usize = 20;
    let size = |reports: usize| HEAD + reports * ROW + reports.min(EVENTS) * EVENT;
    (1..=ROWS).min_by_key(|&reports| size(reports).abs_diff(bytes)).unwrap_or(1)
}

/// Regions of one station each.
fn write(folder: &Path) -> Result<()> {
    let election = folder.join("election");
    std::fs::create_dir_all(&election)?;
    std::fs::write(election.join("election.toml"), ELECTION)?;
    let (mut units, mut options) = ("id,parent,level,name,registered\nland,,country,Land,\n".to_owned(), String::new());
    for row in 0..ROWS {
        writeln!(units, "r{row},land,region,Region {row},\ns{row},r{row},station,Station {row},4000000000")?;
    }
    options += "contest,id,number,short,colour,name\n";
    for list in 0..LISTS {
        writeln!(options, "assembly,l{list},{list},L{list},#1d5fa8,List {list}")?;
    }
    std::fs::write(election.join("units.csv"), units)?;
    std::fs::write(election.join("options.csv"), options)?;
    Ok(())
}

const ELECTION: &str = r#"format = 1
id = "bench"
date = 2026-05-03
time_zone = "Europe/Zagreb"
polls_close = 2026-05-03T19:00:00+02:00
languages = ["en"]
source = "The benchmark"
title = { en = "A benchmark" }
[[levels]]
id = "country"
name = { en = "Country" }
[[levels]]
id = "region"
name = { en = "Region" }
[[levels]]
id = "station"
name = { en = "Station" }
[[categories]]
id = "regular"
kind = "election-day"
name = { en = "Polling stations" }
[[contests]]
id = "assembly"
title = { en = "Assembly" }
variation = "proportional"
figures = []
"#;

/// Each tick another revision of so many stations.
fn feed(port: u16, each_tick: usize, tick: Duration, ending: &AtomicBool) {
    let address = format!("http://127.0.0.1:{port}/api/v1/elections/bench/reports");
    let mut revision = vec![0_usize; ROWS];
    let mut votes = vec![[0_u64; LISTS]; ROWS];
    let mut chance = 1_u64;
    let mut at = 0;
    // All stations report once before, so that every frame brings corrections and has the same size.
    let mut stations = ROWS;
    let mut next = Instant::now();
    while !ending.load(Ordering::Relaxed) {
        let mut body = "unit,revision".to_owned();
        (0..LISTS).for_each(|list| _ = write!(body, ",l{list}"));
        for _ in 0..stations {
            at = (at + 1) % ROWS;
            revision[at] += 1;
            let _ = write!(body, "\ns{at},{}", revision[at]);
            for votes in &mut votes[at] {
                // Figures without a pattern, so that compression has no easier work than on a real night.
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *votes += (chance >> 40) % 12_000;
                let _ = write!(body, ",{votes}");
            }
        }
        let sent = ureq::post(&address).header("Authorization", &format!("Bearer {TOKEN}"));
        // A server that is being stopped does not answer; the readers tell the rest.
        let _ = sent.header("Content-Type", "text/csv").send(body + "\n");
        stations = each_tick;
        // What takes a tick's time itself must not make the next one late.
        next = (next + tick).max(Instant::now());
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
}
