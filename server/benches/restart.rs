//! A restart with Indonesia's night: 823,236 stations × 18 lists through a six-level tree, all of them reported.
//!
//! `cargo xtask bench restart`: from the start of the program to `/readyz`, and what it holds in memory then.

#[path = "../tests/process/mod.rs"]
mod process;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use election::folder::{self, Folder};
use election::{Applied, CategoryIx, ContestIx, Count, CountItemStatus, Figures, OptionIx, Report, UnitIx};
use process::{Process, serve};
use server::journal::Journal;
use server::truth::Truth;

const ELECTION: &str = "size";
/// Units per level below the root: provinces, regencies, districts, villages, stations (KPU, 2024).
const LEVELS: [(&str, usize); 5] =
    [("province", 38), ("regency", 514), ("district", 7_277), ("village", 83_731), ("station", 823_236)];
const LISTS: u32 = 18;
/// Reports after the snapshot.
const TAIL: usize = 100_000;
/// Reports of one transaction.
const GROUP: usize = 8_192;
const RUNS: usize = 3;

fn main() -> anyhow::Result<()> {
    let scratch = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let (folder, data) = (scratch.path().join("folder"), scratch.path().join("data"));
    let files = files();
    std::fs::create_dir(&folder)?;
    files.files.iter().try_for_each(|(name, bytes)| std::fs::write(folder.join(name), bytes))?;
    let definition = Arc::new(folder::read(&files).map_err(|defects| anyhow::anyhow!("{defects:?}"))?);
    drop(files);
    println!("{} units, {} stations × {LISTS} lists, medians of {RUNS}\n", definition.units.len(), LEVELS[4].1);

    let mut journal = Journal::open(&data.join(ELECTION), ELECTION, definition.hash())?;
    let mut truth = Truth::new(definition.clone());
    let stations: Vec<UnitIx> = definition.units.units().filter(|unit| definition.units.is_leaf(*unit)).collect();
    record(&mut journal, &mut truth, stations.iter().map(|unit| report(*unit, 1)))?;
    truth.image(journal.epoch(), journal.chain()).write(journal.dir())?;
    drop(journal);
    measure("snapshot, nothing after it", &folder, &data, truth.seq)?;

    let mut journal = Journal::open(&data.join(ELECTION), ELECTION, definition.hash())?;
    record(&mut journal, &mut truth, stations.iter().step_by(8).take(TAIL).map(|unit| report(*unit, 2)))?;
    drop(journal);
    measure(&format!("snapshot and {TAIL} reports after it"), &folder, &data, truth.seq)
}

fn files() -> Folder {
    let mut toml = format!(
        "format = 1\nid = \"{ELECTION}\"\ndate = 2024-02-14\ntime_zone = \"Asia/Jakarta\"\n\
         polls_close = 2024-02-14T13:00:00+07:00\nlanguages = [\"en\"]\nsource = \"The bench\"\ntitle = {{ en = \"Size\" }}\n"
    );
    for level in std::iter::once("country").chain(LEVELS.map(|(name, _)| name)) {
        toml += &format!("[[levels]]\nid = \"{level}\"\nname = {{ en = \"{level}\" }}\n");
    }
    toml += "[[categories]]\nid = \"regular\"\nkind = \"election-day\"\nname = { en = \"Polling stations\" }\n\
             [[contests]]\nid = \"dpr\"\ntitle = { en = \"DPR\" }\nvariation = \"proportional\"\nfigures = []\n";
    let mut options = String::from("contest,id,number,name\n");
    (1..=LISTS).for_each(|list| options += &format!("dpr,p{list},{list},Partai {list}\n"));
    let files = [("election.toml", toml), ("units.csv", units()), ("options.csv", options)];
    Folder { files: files.map(|(name, text)| (name.to_owned(), text.into_bytes())).into() }
}

/// Every unit but the root has an id of one level and number, and its parent's share of the level.
fn units() -> String {
    let mut units = String::from("id,parent,level,name,registered\n0,,country,Indonesia,\n");
    let mut above = 1;
    for (depth, (level, size)) in LEVELS.into_iter().enumerate() {
        let registered = if level == "station" { "300" } else { "" };
        for at in 0..size {
            let parent = at * above / size;
            let parent = if depth == 0 { "0".to_owned() } else { format!("{}.{parent}", depth - 1) };
            let _ = writeln!(units, "{depth}.{at},{parent},{level},{level} {at},{registered}");
        }
        above = size;
    }
    units
}

fn report(unit: UnitIx, revision: u32) -> Report {
    let lists = usize::try_from(LISTS).expect("18");
    let mut figures = Figures::missing(lists);
    for list in 0..LISTS {
        let votes = (unit.0.wrapping_mul(2_654_435_761) >> 20).wrapping_add(list * 5 + revision) % 16;
        figures.set_vote(OptionIx::new(usize::try_from(list).expect("18")), Count::from(Some(votes)));
    }
    Report {
        contest: ContestIx(0),
        unit,
        category: CategoryIx(0),
        revision,
        observed_at: 1_707_900_000_000 + i64::from(unit.0),
        status: CountItemStatus::Completed,
        figures,
        source: "TPS".into(),
        reason: String::new(),
    }
}

/// Writes reports as the desk does.
fn record(journal: &mut Journal, truth: &mut Truth, reports: impl Iterator<Item = Report>) -> anyhow::Result<()> {
    let reports: Vec<Report> = reports.collect();
    for group in reports.chunks(GROUP) {
        journal.begin()?;
        for report in group {
            let applied = truth.ledger.apply(report).map_err(|rejection| anyhow::anyhow!("{rejection}"))?;
            let Applied::Change(change) = applied else { anyhow::bail!("every report is news") };
            let seq = journal.append(report.observed_at, report)?;
            truth.log(seq, report.observed_at, report, &change);
        }
        journal.commit()?;
        truth.seq = journal.seq();
    }
    Ok(())
}

fn measure(what: &str, folder: &Path, data: &Path, seq: u64) -> anyhow::Result<()> {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let began = Instant::now();
        let server = Process::start(&mut serve(folder, data));
        let time = began.elapsed().as_secs_f64();
        let memory = (memory_mb(server.id(), "VmRSS:"), memory_mb(server.id(), "VmHWM:"));
        let reached = server.state(ELECTION).seq;
        anyhow::ensure!(reached == seq, "it came back with {reached} reports, not {seq}");
        server.kill();
        runs.push((time, memory));
    }
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (time, (resident, peak)) = runs[RUNS / 2];
    println!("{what:<40} ready after {time:>6.2} s   budget 5 s");
    println!("{:<40} resident {resident:>9} MB   budget 600 MB (at most {peak} MB while it started)", "");
    Ok(())
}

/// A figure of a process's memory in megabytes, where the system tells.
fn memory_mb(process: u32, what: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix(what));
    kilobytes.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
