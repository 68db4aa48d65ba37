//! Watched folders: files are taken once and whole, whole-file feeds bring only what is new, and chaos is sorted out.

mod process;
mod stage;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use election::folder::{self, Folder};
use election::import::Mapping;
use election::{ContestIx, Definition, Ledger};
use process::{Process, nightcount, serve};
use server::clock::Clock;
use server::desk::FeedFile;
use server::feed::watch::{Taken, take_file};
use server::night::Night;
use server::simulate::{self, Fault, Options, Outcome};
use server::telemetry::Telemetry;
use stage::scratch;

/// The small election on disk, a folder that is watched, and the configuration that says so.
struct Post {
    dir: PathBuf,
    watched: PathBuf,
}

impl Post {
    fn set(dir: &Path, mapping: Option<&str>) -> Self {
        let (folder, watched) = (dir.join("small"), dir.join("incoming"));
        std::fs::create_dir(&folder).expect("a scratch folder");
        std::fs::create_dir(&watched).expect("a scratch folder");
        for (name, bytes) in stage::folder().files {
            std::fs::write(folder.join(name), bytes).expect("a scratch folder");
        }
        let mut config = format!("[[watch]]\nelection = \"small\"\nfolder = {:?}\n", watched.display());
        if let Some(mapping) = mapping {
            std::fs::write(dir.join("mapping.toml"), mapping).expect("a scratch folder");
            config += &format!("mapping = {:?}\n", dir.join("mapping.toml").display());
        }
        std::fs::write(dir.join("nightcount.toml"), config).expect("a scratch folder");
        Self { dir: dir.to_owned(), watched }
    }

    fn serve(&self) -> Command {
        let mut command = serve(&self.dir.join("small"), &self.dir.join("data"));
        command.arg("--config").arg(self.dir.join("nightcount.toml"));
        command
    }

    fn drop_file(&self, name: &str, text: &str) {
        std::fs::write(self.watched.join(name), text).expect("a scratch folder");
    }
}

/// Waits until so many reports are accepted.
fn until(server: &Process, seq: u64) {
    let end = Instant::now() + Duration::from_secs(30);
    while server.state("small").seq < seq {
        assert!(Instant::now() < end, "{:?}", server.state("small"));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(server.state("small").seq, seq);
}

#[test]
fn a_file_in_a_watched_folder_is_taken_once_also_across_a_restart() {
    let (_dir, dir) = scratch();
    let post = Post::set(&dir, None);
    let server = Process::start(&mut post.serve());
    post.drop_file("1.csv", "unit,revision,sea,hill,nan\ns/1,,5,0,2\nn/2,,7,7,7\n");
    until(&server, 2);
    // By hand, later: the file's older figures must not come back.
    server.post_csv("small", "unit,sea,hill,nan\ns/1,6,0,2\n");
    let (_, log) = server.stop();
    assert!(log.contains("changed=2 unchanged=0 refused=0"), "{log}");

    let server = Process::start(&mut post.serve());
    post.drop_file("2.csv", "unit,revision,sea,hill,nan\nn/2,,8,7,7\n");
    // Files are looked at in the order of their names: `1.csv` was passed over before `2.csv` was taken.
    until(&server, 4);
    let (_, log) = server.stop();
    assert!(log.contains("changed=1 unchanged=0 refused=0") && !log.contains("1.csv"), "{log}");
}

#[test]
fn a_half_written_file_is_not_taken_until_it_is_complete() {
    let (_dir, dir) = scratch();
    let post = Post::set(&dir, None);
    let server = Process::start(&mut post.serve());
    let whole = "unit,revision,sea,hill,nan\nn/2,,8,7,7\ns/1,,5,0,25\n";
    post.drop_file("1.csv", &whole[..whole.len() - 2]);
    std::thread::sleep(Duration::from_millis(700));
    post.drop_file("2.csv", "unit,category,sea,hill,nan\nn/1,postal,1,1,1\n");
    until(&server, 1);
    post.drop_file("1.csv", whole);
    until(&server, 3);
    let view = server.base.clone() + "/api/v1/elections/small/contests/assembly/units/s/1?format=csv";
    let end = Instant::now() + Duration::from_secs(10);
    while !process::agent().get(&view).call().unwrap().body_mut().read_to_string().unwrap().contains(",5,0,25") {
        assert!(Instant::now() < end, "25 votes, not 2");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_whole_results_file_brings_only_the_rows_that_changed() {
    let (_dir, dir) = scratch();
    let mapping = "format = \"csv\"\ndelimiter = \";\"\nthousands = \".\"\nsource = \"The commission\"\n\
                   [[unit]]\nfind = \"{Place}\"\nlevel = \"station\"\n[category]\nalways = \"regular\"\n\
                   [options.columns]\nSea = \"sea\"\nHill = \"hill\"\nNandu = \"nan\"\n";
    let post = Post::set(&dir, Some(mapping));
    let server = Process::start(&mut post.serve());
    let head = "Place;Sea;Hill;Nandu\n";
    post.drop_file("20-00.csv", &format!("{head}School one;1;2;3\nSCHOOL TWO;;;\nHall;4;5;6\n"));
    until(&server, 2);
    post.drop_file("20-15.csv", &format!("{head}School one;1;2;3\nSCHOOL TWO;7;8;9\nHall;4;5;5\n"));
    until(&server, 4);
    post.drop_file("20-30.csv", &format!("{head}School one;1;2;3\nSCHOOL TWO;7;8;9\nHall;4;5;5\nAll;12;15;17\n"));
    post.drop_file("20-45.csv", &format!("{head}School one;1;2;3\nSCHOOL TWO;7;8;9\nHall;4;5;1.005\n"));
    until(&server, 5);
    let (_, log) = server.stop();
    let taken: Vec<&str> =
        log.lines().filter_map(|line| line.split_once(" changed=")).map(|(_, counts)| counts.trim()).collect();
    let expected =
        ["2 unchanged=0 refused=0", "2 unchanged=1 refused=0", "0 unchanged=3 refused=1", "1 unchanged=2 refused=0"];
    assert_eq!(taken, expected, "{log}");
    assert!(log.contains("20-30.csv:5:"), "{log}");
}

/// The small election with two hundred stations.
fn wide() -> Folder {
    let mut folder = stage::folder();
    let units = folder.files.get_mut("units.csv").expect("units");
    for at in 10..210 {
        let region = ["north", "south"][at % 2];
        units.extend(format!("w/{at},{region},station,School {at},1000,regular|postal\n").bytes());
    }
    folder
}

async fn take(night: &Night, mapping: Option<&Mapping>, name: &str, bytes: &[u8]) -> Taken {
    let hash = format!("{:016x}", bytes.len());
    take_file(night, mapping, FeedFile { name: name.into(), hash }, bytes).await.expect("a journal")
}

fn open(definition: &Definition, data: &Path) -> std::sync::Arc<Night> {
    Night::open(definition.clone(), None, data, Clock::System, &Telemetry::default()).expect("a journal")
}

#[test]
fn every_fault_of_a_chaotic_night_is_named_and_all_else_is_as_if_there_were_none() {
    let (_dir, dir) = scratch();
    let definition = folder::read(&wide()).unwrap();
    let reports = simulate::simulate(&definition, &Options { seed: 5, ..Options::default() });
    let chaos = simulate::chaos(&definition, &reports, 5);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let night = open(&definition, &dir);
    let mut refused = BTreeSet::new();
    for (name, bytes) in &chaos.files {
        let taken = runtime.block_on(take(&night, None, name, bytes));
        let places = taken.refused.iter().map(|line| line.splitn(3, ':').take(2).collect::<Vec<_>>().join(":"));
        refused.extend(places);
        if chaos.planted.iter().any(|planted| planted.file == *name && planted.outcome == Outcome::FileRefused) {
            assert_eq!((taken.changed, taken.unchanged), (0, 0), "{name}");
        }
    }
    let is_refusal = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_) | Outcome::FileRefused);
    let planted = chaos.planted.iter().filter(|planted| is_refusal(&planted.outcome));
    let planted: BTreeSet<String> = planted.map(|planted| format!("{}:{}", planted.file, planted.line)).collect();
    assert_eq!(refused, planted, "these lines are refused, and no others");
    let kinds: BTreeSet<Fault> = chaos.planted.iter().map(|planted| planted.fault).collect();
    assert!(kinds.len() >= 20, "{kinds:?}");

    let mut clean = Ledger::new(night.definition.clone());
    reports.iter().for_each(|report| drop(clean.apply(report)));
    let truth = night.hub.truth().read().unwrap();
    for cell in 0..definition.units.cells() {
        let contest = ContestIx(0);
        let same = clean.entry(contest, cell) == truth.ledger.entry(contest, cell)
            && clean.figures(contest, cell) == truth.ledger.figures(contest, cell);
        assert_eq!(same, !chaos.touched.contains(&(contest, cell)), "cell {cell}");
    }
}

#[test]
fn simulate_writes_the_chaos_and_where_it_is() {
    let (_dir, dir) = scratch();
    let folder = dir.join("wide");
    std::fs::create_dir(&folder).unwrap();
    for (name, bytes) in wide().files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let written = nightcount().arg("simulate").arg(&folder).args(["--seed", "5", "--chaos"]).output().unwrap();
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    let definition = folder::read(&wide()).unwrap();
    let reports = simulate::simulate(&definition, &Options { seed: 5, ..Options::default() });
    let chaos = simulate::chaos(&definition, &reports, 5);
    for (name, bytes) in &chaos.files {
        assert_eq!(std::fs::read(folder.join("chaos").join(name)).unwrap(), *bytes, "{name}");
    }
    let faults = std::fs::read_to_string(folder.join("chaos/faults.csv")).unwrap();
    assert_eq!(faults.lines().count(), chaos.planted.len() + 1);
}
