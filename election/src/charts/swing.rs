//! A list's share in each place, then and now.

use crate::definition::Baseline;
use crate::format::share;
use crate::ids::{ContestIx, OptionIx, UnitIx};
use crate::ledger::Ledger;
use crate::report::Figure;

/// A place with a share in the baseline and one now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swing {
    /// The place.
    pub unit: UnitIx,
    /// The share in the baseline, in tenths of a percent.
    pub before: u32,
    /// The share of what is counted, in tenths of a percent.
    pub now: u32,
    /// Votes counted there, of all options.
    pub votes: u64,
    /// Whether all of it is counted.
    pub complete: bool,
}

impl Swing {
    /// The change in tenths of a point.
    #[must_use]
    pub fn change(&self) -> i32 {
        self.now.cast_signed() - self.before.cast_signed()
    }
}

/// The places among `rows` that have votes now, and where the baseline has votes of this option; in their order.
#[must_use]
pub fn swings(ledger: &Ledger, contest: ContestIx, rows: &[UnitIx], option: OptionIx) -> Vec<Swing> {
    let definition = ledger.definition();
    let Some(baseline) = definition.baselines.get(contest.at()).filter(|baseline| !baseline.is_empty()) else {
        return Vec::new();
    };
    let swing = |unit: &UnitIx| {
        let before = before(baseline, *unit, option)?;
        let standing = ledger.whole_standing(contest, *unit);
        let votes = &standing.sums[Figure::COUNT..];
        let all = votes.iter().sum();
        let complete = standing.completed as usize == definition.units.cells_below(*unit).len();
        Some(Swing { unit: *unit, before, now: share(votes[option.at()], all)?, votes: all, complete })
    };
    rows.iter().filter_map(swing).collect()
}

/// The option's share in the baseline at a unit; none if it did not stand there.
fn before(baseline: &Baseline, unit: UnitIx, option: OptionIx) -> Option<u32> {
    let votes = &baseline.get(&unit)?[Figure::COUNT..];
    share(votes[option.at()]?, votes.iter().flatten().sum())
}

#[cfg(test)]
mod tests {
    use super::super::country::Country;

    #[test]
    fn a_place_has_a_swing_when_it_has_votes_then_and_now() {
        let mut country = Country::new();
        assert!(country.swings(0).is_empty());
        country.count("a1", &[60, 40, 0]);
        country.count("b1", &[10, 90, 0]);
        let swings = country.swings(0);
        assert_eq!(swings.len(), 1, "the baseline does not know b");
        assert_eq!((swings[0].before, swings[0].now, swings[0].change(), swings[0].complete), (500, 600, 100, false));
    }

    #[test]
    fn a_new_list_has_no_swing() {
        let mut country = Country::new();
        country.count("a1", &[60, 30, 10]);
        assert!(country.swings(2).is_empty());
    }
}
