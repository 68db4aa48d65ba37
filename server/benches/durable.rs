//! Reports a second that are on disk when they are acknowledged: CSV batches through HTTP into a server of its own process.
//!
//! `cargo xtask bench durable`. Beside it, in the same run, what the disk and SQLite alone can do.

#[path = "../tests/process/mod.rs"]
mod process;

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use process::{Process, agent, reports, serve};
use rusqlite::{Connection, params};

const ELECTION: &str = "durable";
const MUNICIPALITIES: usize = 400;
const STATIONS: usize = 40_000;
const LISTS: usize = 12;
/// Reports of each station: the count and its corrections.
const REVISIONS: usize = 5;
const CLIENTS: usize = 4;
const BATCH: usize = 1_000;
const RUNS: usize = 5;
const BUDGET: f64 = 50_000.0;

fn main() -> anyhow::Result<()> {
    let scratch = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let folder = scratch.path().join("folder");
    write_folder(&folder)?;
    let bodies: Vec<Vec<String>> = (0..CLIENTS).map(bodies).collect();
    println!(
        "{} reports of {LISTS} lists, {CLIENTS} clients, batches of {BATCH} rows, medians of {RUNS}\n",
        STATIONS * REVISIONS
    );
    let mut body = 0;
    let acknowledged = median(|| {
        let data = tempfile::tempdir_in(scratch.path())?;
        let rate = acknowledged(&folder, data.path(), &bodies)?;
        body = mean_body(data.path())?;
        Ok(rate)
    })?;
    let plain = median(|| plain_inserts(scratch.path(), body))?;
    let syncs = median(|| syncs(scratch.path()))?;
    line("reports acknowledged through HTTP, on disk", acknowledged, &format!("budget {BUDGET}"));
    let share = format!("{:.2} of it are acknowledged reports", acknowledged / plain);
    line(&format!("plain SQLite inserts of {body} bytes, same transactions"), plain, &share);
    line("fsync of 4 kB appended to a file", syncs, "the disk");
    Ok(())
}

fn line(what: &str, rate: f64, note: &str) {
    println!("{what:<58} {rate:>9.0} a second   {note}");
}

fn median(mut run: impl FnMut() -> anyhow::Result<f64>) -> anyhow::Result<f64> {
    let mut rates = (0..RUNS).map(|_| run()).collect::<anyhow::Result<Vec<f64>>>()?;
    rates.sort_by(f64::total_cmp);
    Ok(rates[RUNS / 2])
}

#[expect(clippy::cast_precision_loss, reason = "a count of reports")]
fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

fn write_folder(folder: &Path) -> anyhow::Result<()> {
    let mut toml = format!(
        "format = 1\nid = \"{ELECTION}\"\ndate = 2025-10-12\ntime_zone = \"Europe/Zagreb\"\n\
         polls_close = 2025-10-12T19:00:00+02:00\nlanguages = [\"en\"]\nsource = \"The bench\"\ntitle = {{ en = \"Durable\" }}\n"
    );
    for level in ["country", "municipality", "station"] {
        write!(toml, "[[levels]]\nid = \"{level}\"\nname = {{ en = \"{level}\" }}\n")?;
    }
    toml += "[[categories]]\nid = \"regular\"\nkind = \"election-day\"\nname = { en = \"Polling stations\" }\n\
             [[contests]]\nid = \"assembly\"\ntitle = { en = \"Assembly\" }\nvariation = \"proportional\"\n\
             figures = [\"ballots\", \"valid\", \"invalid\"]\n";
    let mut units = String::from("id,parent,level,name,registered\nland,,country,Land,\n");
    for at in 0..MUNICIPALITIES {
        writeln!(units, "m{at},land,municipality,Municipality {at},")?;
    }
    for at in 0..STATIONS {
        writeln!(units, "m{0}/{at},m{0},station,School {at},3000", at % MUNICIPALITIES)?;
    }
    let mut options = String::from("contest,id,number,name\n");
    for at in 1..=LISTS {
        writeln!(options, "assembly,list-{at},{at},List {at}")?;
    }
    std::fs::create_dir(folder)?;
    for (name, text) in [("election.toml", toml), ("units.csv", units), ("options.csv", options)] {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}

/// What one client sends: its stations' reports, revision by revision.
fn bodies(client: usize) -> Vec<String> {
    let mut head = String::from("time,unit,revision,ballots,valid,invalid");
    (1..=LISTS).for_each(|list| head += &format!(",list-{list}"));
    head += ",reason\n";
    let stations = (0..STATIONS).filter(|station| station % CLIENTS == client);
    let reports: Vec<(usize, usize)> =
        (1..=REVISIONS).flat_map(|revision| stations.clone().map(move |station| (revision, station))).collect();
    let batches = reports.chunks(BATCH).map(|batch| {
        let mut csv = head.clone();
        batch.iter().for_each(|(revision, station)| write_row(&mut csv, *revision, *station));
        csv
    });
    batches.collect()
}

fn write_row(csv: &mut String, revision: usize, station: usize) {
    let votes: Vec<usize> = (0..LISTS).map(|list| (station * 7 + list * 31 + revision * 13) % 97).collect();
    let valid: usize = votes.iter().sum();
    let (minute, municipality) = (station % 60, station % MUNICIPALITIES);
    let _ =
        write!(csv, "2025-10-12T20:{minute:02}:30+02:00,m{municipality}/{station},{revision},{},{valid},4", valid + 4);
    votes.iter().for_each(|votes| csv.push_str(&format!(",{votes}")));
    csv.push_str(if revision > 1 { ",recounted\n" } else { ",\n" });
}

/// Sends everything to a new server and waits for every answer.
fn acknowledged(folder: &Path, data: &Path, bodies: &[Vec<String>]) -> anyhow::Result<f64> {
    let server = Process::start(&mut serve(folder, data));
    let base = &server.base;
    let began = Instant::now();
    let accepted: usize = std::thread::scope(|scope| {
        let clients: Vec<_> = bodies.iter().map(|bodies| scope.spawn(move || send(base, bodies))).collect();
        clients.into_iter().map(|client| client.join().expect("a client ends")).sum::<anyhow::Result<usize>>()
    })?;
    let time = began.elapsed();
    anyhow::ensure!(accepted == STATIONS * REVISIONS, "only {accepted} reports were accepted");
    let seq = usize::try_from(server.state(ELECTION).seq)?;
    anyhow::ensure!(seq == accepted, "{seq} is another sequence number than the {accepted} acknowledged reports");
    server.kill();
    Ok(rate(accepted, time))
}

fn send(base: &str, bodies: &[String]) -> anyhow::Result<usize> {
    let agent = agent();
    let mut accepted = 0;
    for body in bodies {
        let answer = reports(&agent, base, ELECTION).send(body)?.body_mut().read_to_string()?;
        // The counts stand before the rows; reading all of these would be the clients' work, not the server's.
        let count = answer.split_once("\"accepted\":").and_then(|(_, rest)| rest.split(',').next());
        accepted += count.ok_or_else(|| anyhow::anyhow!("{answer}"))?.parse::<usize>()?;
    }
    Ok(accepted)
}

/// Bytes of a journalled report.
fn mean_body(data: &Path) -> anyhow::Result<usize> {
    let journal = Connection::open(data.join(ELECTION).join("journal.sqlite"))?;
    let mean: i64 = journal.query_row("SELECT avg(length(body)) FROM entries", [], |row| {
        row.get::<_, f64>(0).map(|mean| {
            #[expect(clippy::cast_possible_truncation, reason = "some dozens of bytes")]
            let whole = mean.round() as i64;
            whole
        })
    })?;
    Ok(usize::try_from(mean)?)
}

/// The same table, filled as fast as SQLite can.
fn plain_inserts(dir: &Path, body: usize) -> anyhow::Result<f64> {
    let dir = tempfile::tempdir_in(dir)?;
    let db = Connection::open(dir.path().join("plain.sqlite"))?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA locking_mode = EXCLUSIVE;
         CREATE TABLE reports (seq INTEGER PRIMARY KEY, accepted_at INTEGER NOT NULL, body BLOB NOT NULL, chain BLOB NOT NULL);",
    )?;
    let (body, chain) = (vec![7_u8; body], [7_u8; 32]);
    let began = Instant::now();
    for first in (0..STATIONS * REVISIONS).step_by(BATCH) {
        db.execute_batch("BEGIN IMMEDIATE")?;
        let mut insert = db.prepare_cached("INSERT INTO reports VALUES (?1, ?2, ?3, ?4)")?;
        for seq in first..first + BATCH {
            insert.execute(params![i64::try_from(seq)?, 1_760_288_400_000_i64, body, chain])?;
        }
        db.execute_batch("COMMIT")?;
    }
    Ok(rate(STATIONS * REVISIONS, began.elapsed()))
}

fn syncs(dir: &Path) -> anyhow::Result<f64> {
    let mut file = File::create(dir.join("synced"))?;
    let began = Instant::now();
    let mut count = 0;
    while began.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(rate(count, began.elapsed()))
}
