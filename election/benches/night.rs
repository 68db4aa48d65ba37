//! Indonesia's size in memory, on one core: 823,236 stations × 18 lists through a six-level tree.
//!
//! `cargo xtask bench night`. Each figure is the median of several rounds; ratios are taken within one run.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use election::definition::{BallotOption, Category, Contest, Definition, Level};
use election::plausibility::{Rule, Setting};
use election::tree::{UnitRecord, UnitTree};
use election::view::Layout;
use election::{
    Applied, CategoryIx, ContestIx, Count, CountItemStatus, Figures, Ledger, LevelIx, Report, UnitIx, View, ViewKey,
};

/// Units per level below the root: provinces, regencies, districts, villages, stations (KPU, 2024).
const LEVELS: [usize; 5] = [38, 514, 7_277, 83_731, 823_236];
const LISTS: usize = 18;
const ROUNDS: usize = 7;
/// The five figures and the lists.
const COLUMNS: usize = 5 + LISTS;

fn main() {
    let definition = Arc::new(definition());
    let reports = reports(&definition);
    println!(
        "{} stations × {LISTS} lists, {} units, one core, medians of {ROUNDS}\n",
        reports.len(),
        definition.units.len()
    );

    let mut ledger = Ledger::new(definition.clone());
    let arrival = timed(|| {
        for report in &reports {
            ledger.apply(report).expect("a plausible report");
        }
    });
    line("arrival of all reports in random order, ledger included", arrival, "budget 1 s");

    let bare = Bare::of(&definition, &ledger);
    let bare_fold = median(|| {
        black_box(bare.fold());
    });
    line("full fold, bare array loop over the same data", bare_fold, "the limit");
    let fold = median(|| ledger.fold());
    line("full fold", fold, &format!("{:.2} of the limit's speed, budget 0.5", bare_fold / fold));

    let corrections: Vec<Report> = reports.iter().step_by(8).map(corrected).collect();
    let all = timed(|| {
        for report in &corrections {
            assert!(matches!(ledger.apply(report), Ok(Applied::Change(_))));
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "a count of reports")]
    let each = all / corrections.len() as f64;
    line("one correction with its parents", each, "budget 1 µs");

    let layout = Layout::new(&definition, ViewKey { contest: ContestIx(0), unit: UnitIx(0), level: LevelIx(2) });
    let view = median(|| {
        black_box(View { matrix: layout.matrix(&ledger), ..View::default() }.digest());
    });
    line("national view by 514 regencies, with its digest", view, "");
    let hash = median(|| {
        black_box(ledger.state_hash());
    });
    line("state hash", hash, "");
    drop(reports);
    drop(corrections);
    println!("\nresident memory with definition and ledger: {} MB (budget 600)", resident_mb());
}

fn line(what: &str, seconds: f64, note: &str) {
    let time = if seconds < 1e-4 { format!("{:.3} µs", seconds * 1e6) } else { format!("{:.2} ms", seconds * 1e3) };
    println!("{what:<58} {time:>12}   {note}");
}

fn timed(work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64()
}

fn median(mut work: impl FnMut()) -> f64 {
    let mut rounds: Vec<f64> = (0..ROUNDS).map(|_| timed(&mut work)).collect();
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}

fn definition() -> Definition {
    let mut records = vec![UnitRecord { id: "0".into(), ..UnitRecord::default() }];
    let mut above = vec!["0".to_owned()];
    for (depth, size) in LEVELS.into_iter().enumerate() {
        let ids: Vec<String> = (0..size).map(|at| format!("{depth}.{at}")).collect();
        for (at, id) in ids.iter().enumerate() {
            records.push(UnitRecord {
                id: id.clone(),
                parent: above[at * above.len() / size].clone(),
                level: LevelIx::new(depth + 1),
                registered: Count::from((depth == 4).then_some(300)),
                ..UnitRecord::default()
            });
        }
        above = ids;
    }
    let (units, _) = UnitTree::build(&records, 1).expect("a tree");
    let option = |at: usize| BallotOption { id: format!("p{at}"), ..BallotOption::default() };
    let mut contest = Contest { id: "dpr".into(), options: (0..LISTS).map(option).collect(), ..Contest::default() };
    contest.rules.set(Rule::FigureMissing, Setting::default());
    Definition {
        id: "size".into(),
        levels: (0..6).map(|at| Level { id: format!("l{at}"), ..Level::default() }).collect(),
        categories: vec![Category::default()],
        contests: vec![contest],
        baselines: vec![Default::default()],
        hours_before: Vec::new(),
        units,
        ..Definition::default()
    }
}

/// A small generator (SplitMix64): the same night each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).expect("a small number");
        usize::try_from(self.next() % limit).expect("below the limit")
    }
}

fn reports(definition: &Definition) -> Vec<Report> {
    let mut random = Random(7);
    let leaves = definition.units.units().filter(|unit| definition.units.is_leaf(*unit));
    let mut reports: Vec<Report> = leaves
        .map(|unit| {
            let votes: Vec<u32> = (0..LISTS).map(|_| u32::try_from(random.below(16)).expect("small")).collect();
            Report {
                contest: ContestIx(0),
                unit,
                category: CategoryIx(0),
                revision: 1,
                observed_at: 1_707_900_000_000,
                status: CountItemStatus::Completed,
                figures: Figures::from_votes(&votes),
                source: String::new(),
                reason: String::new(),
            }
        })
        .collect();
    for at in (1..reports.len()).rev() {
        reports.swap(at, random.below(at + 1));
    }
    reports
}

fn corrected(report: &Report) -> Report {
    let mut votes: Vec<u32> = report.figures.votes().iter().map(|vote| vote.or_zero()).collect();
    votes.swap(0, 1);
    votes[2] += 1;
    Report { revision: 2, figures: Figures::from_votes(&votes), ..report.clone() }
}

/// The limit: the same figures as plain arrays, and the plainest loop that adds them up the same tree.
struct Bare {
    cells: Vec<u32>,
    cell_parent: Vec<u32>,
    slot_parent: Vec<u32>,
}

impl Bare {
    fn of(definition: &Definition, ledger: &Ledger) -> Self {
        let units = &definition.units;
        let mut slot = vec![u32::MAX; units.len()];
        let mut slot_parent = Vec::new();
        for (unit, next) in units.units().filter(|unit| !units.is_leaf(*unit)).zip(0..) {
            slot[unit.at()] = next;
            slot_parent.push(units.parent(unit).map_or(u32::MAX, |parent| slot[parent.at()]));
        }
        let cells = (0..units.cells()).flat_map(|cell| ledger.figures(ContestIx(0), cell)).map(|count| count.or_zero());
        let parent = |cell: usize| slot[units.parent(units.unit_of_cell(cell)).expect("below the root").at()];
        Self { cells: cells.collect(), cell_parent: (0..units.cells()).map(parent).collect(), slot_parent }
    }

    fn fold(&self) -> Vec<u64> {
        let mut sums = vec![0u64; self.slot_parent.len() * COLUMNS];
        for (row, parent) in self.cells.chunks_exact(COLUMNS).zip(&self.cell_parent) {
            let above = *parent as usize * COLUMNS;
            for (sum, figure) in sums[above..above + COLUMNS].iter_mut().zip(row) {
                *sum += u64::from(*figure);
            }
        }
        for slot in (1..self.slot_parent.len()).rev() {
            let (above, below) = sums.split_at_mut(slot * COLUMNS);
            let parent = self.slot_parent[slot] as usize * COLUMNS;
            for (sum, more) in above[parent..parent + COLUMNS].iter_mut().zip(&below[..COLUMNS]) {
                *sum += more;
            }
        }
        sums
    }
}

/// Resident memory of this process in megabytes, where the system tells.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    kilobytes.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
