//! A plausible night for any definition: votes, turnout and geography, and the order in which a country reports.
//!
//! First the truth of every cell is drawn, then what is heard of it: partial counts, the count, mistakes that are put right.
//! The same definition and options give the same reports, on every machine; there is no clock here.

mod baseline;
mod chaos;
mod count;
mod drama;
mod elementary;
mod geography;
mod hours;
mod life;
mod places;
mod random;
mod schedule;
mod slip;
#[cfg(test)]
mod tests;
mod timeline;
mod turnout;

use election::folder::write_reports;
use election::submission::Submission;
use election::{ContestIx, Definition, Report};

use baseline::Sums;
pub use chaos::{Chaos, Fault, Outcome, Planted, chaos};
use count::BallotBox;
use geography::Landscape;
pub use hours::{hours, hours_csv};
use life::Lives;
use places::Places;
use schedule::Schedule;
pub use timeline::{Moment, Table, timeline};

/// Which night to simulate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Another seed gives another night.
    pub seed: u64,
    /// From the close of the polls to the last report; less than ten minutes are ten.
    pub duration_minutes: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, duration_minutes: 360 }
    }
}

/// A night of reports in the order of their times.
///
/// Each passes the definition's hard rules. A handful is flagged by soft ones and corrected later; where a definition's rules
/// object to any count that could be drawn for a cell, that cell stays open or flagged.
#[must_use]
pub fn simulate(definition: &Definition, options: &Options) -> Vec<Report> {
    let seed = options.seed;
    let sums: Vec<Sums> = (0..definition.contests.len()).map(|contest| Sums::of(definition, contest)).collect();
    let places = Places::of(definition, &sums, seed);
    let ballots = turnout::ballots(definition, &sums, &places, seed);
    let schedule = Schedule::plan(&places, seed, options.duration_minutes.max(10));
    let mut reports = Vec::with_capacity(definition.units.cells() * definition.contests.len() * 21 / 20);
    for (contest, sums) in sums.iter().enumerate() {
        let contest_ix = ContestIx::new(contest);
        let landscape = Landscape::draw(definition, contest_ix, sums, &places, &ballots, seed);
        let lives = Lives::of(definition, &places, &schedule, seed, contest);
        let boxes = BallotBox {
            definition,
            contest: contest_ix,
            sums,
            places: &places,
            ballots: &ballots,
            landscape: &landscape,
            seed,
        };
        for cell in 0..definition.units.cells() {
            let other = || boxes.truth(if cell == 0 { definition.units.cells() - 1 } else { cell - 1 });
            if let Some(truth) = boxes.truth(cell) {
                lives.tell(cell, truth, other, &mut reports);
            }
        }
    }
    reports.sort_by_key(|report| (report.observed_at, report.unit, report.contest, report.category, report.revision));
    reports
}

/// A night as the text of `night.csv`.
#[must_use]
pub fn csv(definition: &Definition, reports: &[Report]) -> String {
    let submissions: Vec<Submission> = reports.iter().cloned().map(Submission::from).collect();
    write_reports(definition, &submissions)
}
