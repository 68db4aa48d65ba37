//! Turnout through the day before the night: what a commission says while the polls are open, with the slips that it makes.

use election::UnitIx;
use election::definition::{CountItemType, Definition};
use election::turnout::{TurnoutReport, TurnoutSubmission};
use election::{ContestIx, folder};

use super::baseline::Sums;
use super::elementary::{exp, power};
use super::places::Places;
use super::random::{Purpose, normal, pick};
use super::turnout;

/// Hours before the polls close, and the part of the voters who have come by then.
const HOURS: [(i64, f64); 6] = [(10, 0.09), (8, 0.25), (6, 0.43), (4, 0.60), (2, 0.80), (0, 0.985)];
/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;
/// The hour of [`HOURS`] that is missing, too high, or corrected at some places.
const SLIPPED: usize = 3;

/// What was said of each contest: of the whole, and of the units of the level that is shown first, but for those without a
/// station of the day. It fits the night of the same seed: nowhere have more people voted than ballots are counted there.
#[must_use]
pub fn hours(definition: &Definition, seed: u64) -> Vec<TurnoutSubmission> {
    let sums: Vec<Sums> = (0..definition.contests.len()).map(|contest| Sums::of(definition, contest)).collect();
    let places = Places::of(definition, &sums, seed);
    let ballots = turnout::ballots(definition, &sums, &places, seed);
    let root = definition.units.root();
    let of_the_day = |unit: UnitIx| -> u32 {
        let cells = definition.units.cells_below(unit);
        cells.filter(|cell| places.kinds[*cell] == CountItemType::ElectionDay).map(|cell| ballots[cell]).sum()
    };
    let rows: Vec<UnitIx> = definition.units.cut(root, definition.default_level(root));
    let rows: Vec<UnitIx> = rows.into_iter().filter(|unit| of_the_day(*unit) > 0).collect();
    let voters: Vec<[u32; HOURS.len()]> =
        rows.iter().map(|unit| through_the_day(of_the_day(*unit), seed, unit.at())).collect();
    let fates = Fates::of(rows.len(), seed);
    let mut said = Vec::new();
    for contest in (0..definition.contests.len()).map(ContestIx::new) {
        for (at, (before, _)) in HOURS.into_iter().enumerate() {
            let report = |unit, voters| TurnoutReport {
                contest,
                unit,
                at: definition.polls_close - before * HOUR,
                voters,
                source: String::new(),
                reason: String::new(),
            };
            said.push(first(report(root, voters.iter().map(|hours| hours[at]).sum())));
            for (row, (unit, hours)) in rows.iter().zip(&voters).enumerate() {
                fates.tell(row, at, hours, |voters| report(*unit, voters), &mut said);
            }
        }
    }
    said
}

/// The text of `turnout.csv`.
#[must_use]
pub fn hours_csv(definition: &Definition, seed: u64) -> String {
    folder::write_turnout(definition, &hours(definition, seed))
}

/// Voters by hour: here they come a little earlier, there a little later.
fn through_the_day(ballots: u32, seed: u64, unit: usize) -> [u32; HOURS.len()] {
    let late = exp(0.09 * normal(seed, Purpose::Hours, unit, 0));
    HOURS.map(|(_, part)| (f64::from(ballots) * power(part, late)) as u32)
}

fn first(report: TurnoutReport) -> TurnoutSubmission {
    TurnoutSubmission { revision: None, report }
}

/// Whose figures are not what they should be.
struct Fates {
    silent: Vec<usize>,
    missing: Vec<usize>,
    lower: Vec<usize>,
    corrected: Vec<usize>,
}

impl Fates {
    /// Of a few places, none have slips.
    fn of(rows: usize, seed: u64) -> Self {
        let all: Vec<usize> = (0..rows).collect();
        let some = if rows < 12 { 0 } else { 1 };
        let slip = |what: usize, count: usize| pick(seed, Purpose::Hours, what, &all, count * some);
        let silent = slip(1, 1);
        let mut taken = silent.clone();
        let mut other = |what, count| {
            let mut picked = slip(what, count);
            picked.retain(|row| !taken.contains(row));
            taken.extend(&picked);
            picked
        };
        Self { missing: other(2, 3), lower: other(3, 1), corrected: other(4, 2), silent }
    }

    fn tell(
        &self,
        row: usize,
        at: usize,
        hours: &[u32],
        report: impl Fn(u32) -> TurnoutReport,
        said: &mut Vec<TurnoutSubmission>,
    ) {
        let slips = at == SLIPPED;
        if self.silent.contains(&row) || (slips && self.missing.contains(&row)) {
            return;
        }
        // More than at the next hour, which nobody mends.
        let too_many = hours.get(at + 1).map_or(hours[at], |next| next + next / 20);
        if slips && self.lower.contains(&row) {
            said.push(first(report(too_many)));
        } else if slips && self.corrected.contains(&row) {
            said.push(TurnoutSubmission { revision: Some(1), report: report(too_many) });
            let report = TurnoutReport { reason: "one station was added twice".into(), ..report(hours[at]) };
            said.push(TurnoutSubmission { revision: Some(2), report });
        } else {
            said.push(first(report(hours[at])));
        }
    }
}
