//! Baden-Württemberg, 23 February 2025: the real snapshots of the night as a feed of whole files. Only what changed becomes
//! a report.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod real;

use std::sync::Arc;

use election::folder::{self, Folder};
use election::import::Mapping;
use election::ledger::{Applied, ChangeKind};
use election::report::Figure;
use election::{CategoryIx, ContestIx, Definition, Ledger, Submission, UnitIx};
use real::{data, own};

const SNAPSHOTS: &str = "germany-2025-bw-live/snapshots.tar.xz";

/// What a snapshot did to the ledger.
#[derive(Debug, Default, PartialEq, Eq)]
struct Step {
    arrivals: usize,
    corrections: usize,
    /// Codes of the rows that were refused.
    refused: Vec<&'static str>,
}

struct Night {
    mapping: Mapping,
    ledger: Ledger,
}

impl Night {
    fn begin(first: &(String, Vec<u8>)) -> Self {
        let file = |name: &str| (name.to_owned(), own(&format!("tests/germany/{name}")));
        let folder = Folder { files: ["election.toml", "units.csv", "options.csv"].map(file).into() };
        let mapping = Mapping::parse("mapping.toml", &own("tests/germany/mapping.toml")).unwrap();
        let folder = mapping.extend_units(&folder, &[(&first.0, &first.1)]).unwrap();
        let definition: Definition = folder::read(&folder).unwrap();
        Self { mapping, ledger: Ledger::new(Arc::new(definition)) }
    }

    /// The whole file again: what says the same as before is no report.
    fn snapshot(&mut self, name: &str, bytes: &[u8]) -> Step {
        let (rows, defects) = self.mapping.submissions(self.ledger.definition(), name, bytes);
        assert_eq!(defects, []);
        let mut step = Step::default();
        for (_, submission) in rows {
            self.take(submission, &mut step);
        }
        step
    }

    fn take(&mut self, submission: Submission, step: &mut Step) {
        let Some(report) = submission.settle(&self.ledger) else { return };
        match self.ledger.apply(&report) {
            Ok(Applied::Change(change)) if change.kind == ChangeKind::Arrival => step.arrivals += 1,
            Ok(Applied::Change(change)) if change.kind == ChangeKind::Correction => step.corrections += 1,
            Ok(other) => panic!("{other:?}"),
            Err(rejection) => {
                assert!(rejection.to_string().contains("`BW` is the sum of the "), "{rejection}");
                step.refused.push(rejection.code());
            }
        }
    }

    fn sum(&self, column: usize) -> u64 {
        self.ledger.standing(ContestIx(0), UnitIx(0), CategoryIx(0)).sums[column]
    }

    fn votes(&self, option: &str) -> u64 {
        self.sum(Figure::COUNT + self.ledger.definition().contests[0].option(option).unwrap().at())
    }
}

/// The files of a tar archive, by name.
fn files_of_tar(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let text = |field: &[u8]| String::from_utf8_lossy(field).trim_matches(['\0', ' ']).to_owned();
    let mut files = Vec::new();
    let mut rest = archive;
    while rest.len() >= 512 && rest[0] != 0 {
        let (name, size) = (text(&rest[..100]), usize::from_str_radix(&text(&rest[124..136]), 8).unwrap());
        files.push((name, rest[512..512 + size].to_vec()));
        rest = &rest[512 + size.next_multiple_of(512)..];
    }
    files.sort();
    files
}

/// Valid second votes of the municipalities of a snapshot, and how many have any: without any of our code.
fn plain_valid(latin1: &[u8]) -> (u64, usize) {
    let text: String = latin1.iter().map(|byte| char::from(*byte)).collect();
    let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let column = head.iter().position(|name| *name == "Gültige_Zweitstimmen").unwrap();
    let cells = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let valid: Vec<u64> =
        cells.filter(|cells| cells[0] != "BW").filter_map(|cells| cells[column].parse().ok()).collect();
    (valid.iter().sum(), valid.len())
}

#[test]
fn a_night_of_whole_file_snapshots_becomes_reports_of_what_changed() {
    let Some(archive) = data(SNAPSHOTS) else { return };
    let files: Vec<_> = files_of_tar(&archive).into_iter().filter(|(name, _)| is_snapshot(name)).collect();
    assert_eq!(files.len(), 84);
    let mut night = Night::begin(&files[0]);
    assert_eq!(night.ledger.definition().units.cells(), 1104);
    let mut steps = Vec::new();
    for (name, bytes) in &files {
        let step = night.snapshot(name, bytes);
        let (valid, counted) = plain_valid(bytes);
        assert_eq!(night.sum(Figure::Valid as usize), valid, "{name}");
        if step != Step::default() {
            println!(
                "{}: {} new, {} corrected, {} refused; {counted} of 1104, {valid} valid",
                &name[..19],
                step.arrivals,
                step.corrections,
                step.refused.len()
            );
            steps.push((name[..19].to_owned(), step, valid));
        }
    }
    assert_the_steps(&steps);
    assert_eq!([night.votes("cdu"), night.votes("afd")], [2_006_866, 1_256_430]);
}

/// Neither the files by district nor those with shares.
fn is_snapshot(name: &str) -> bool {
    name.starts_with("2025-") && name.ends_with("-gemeinden.csv")
}

fn assert_the_steps(steps: &[(String, Step, u64)]) {
    let changes: Vec<_> = steps.iter().filter(|(_, step, _)| step.arrivals + step.corrections > 0).collect();
    assert_eq!(changes.len(), 16, "15 steps of the night and the final result");
    assert_eq!(changes[0].0, "2025-02-23-22-29-05");
    let arrivals: usize = steps.iter().map(|(_, step, _)| step.arrivals).sum();
    assert_eq!(arrivals, 1104, "each municipality arrives once");

    let (_, complete, valid) = changes[14];
    assert_eq!(changes[14].0, "2025-02-24-01-42-40");
    assert_eq!(*valid, 6_349_086);
    assert_eq!(complete.refused, ["aggregate-unit"], "the row of the whole state is filled at the end");

    // 197 rows of the file differ in their second votes: 196 municipalities, and the sum of the state, which is refused.
    let (_, last, valid) = changes[15];
    assert_eq!(changes[15].0, "2025-03-13-12-59-36");
    assert_eq!(*last, Step { arrivals: 0, corrections: 196, refused: vec!["aggregate-unit"] });
    assert_eq!(*valid, 6_349_998);
}
