//! The votes of a live election as a house wants them.

use super::outcome::{DistrictTally, Tally};
use super::rule::House;
use crate::ids::{ContestIx, OptionIx, UnitIx};
use crate::ledger::Ledger;
use crate::report::{CountItemStatus, Figure};
use crate::totals::Standing;

impl Tally {
    /// The votes of `contest` as the ledger has them; `house` is the contest's.
    ///
    /// # Panics
    /// If a district or a constituency of the house is not a unit of the definition.
    #[must_use]
    pub fn of(ledger: &Ledger, contest: ContestIx, house: &House) -> Self {
        let definition = ledger.definition();
        let places: Vec<UnitIx> = house
            .districts
            .iter()
            .map(|district| definition.units.find(&district.id).expect("a house's districts are units"))
            .collect();
        let root = ledger.whole_standing(contest, definition.units.root());
        let expected = u64::try_from(definition.units.cells()).unwrap_or(u64::MAX);
        Self {
            districts: places.into_iter().map(|place| district(ledger, contest, place)).collect(),
            constituencies: constituencies(ledger, contest, house),
            counted: (root.completed.into(), expected),
        }
    }
}

/// First votes of each list in each constituency; the contest that has them names its options as this one does.
fn constituencies(ledger: &Ledger, contest: ContestIx, house: &House) -> Vec<Vec<u64>> {
    let definition = ledger.definition();
    let Some(first) = definition.contests[contest.at()].first_votes else { return Vec::new() };
    let options: Vec<Option<OptionIx>> =
        house.lists.iter().map(|list| definition.contests[first.at()].option(&list.id)).collect();
    let votes = |id: &str| -> Vec<u64> {
        let unit = definition.units.find(id).expect("a house's constituencies are units");
        let Standing { sums, .. } = ledger.whole_standing(first, unit);
        options.iter().map(|option| option.map_or(0, |option| sums[Figure::COUNT + option.at()])).collect()
    };
    house.constituencies.iter().map(|constituency| votes(&constituency.id)).collect()
}

fn district(ledger: &Ledger, contest: ContestIx, unit: UnitIx) -> DistrictTally {
    let Standing { sums, .. } = ledger.whole_standing(contest, unit);
    let (registered, uncounted) = electorate(ledger, contest, unit);
    let votes = sums[Figure::COUNT..].to_vec();
    let valid = match sums[Figure::Valid as usize] {
        0 => votes.iter().sum(),
        valid => valid,
    };
    let cast = sums[Figure::Ballots as usize].max(valid);
    DistrictTally { votes, valid, cast, registered, uncounted }
}

/// Registered voters below a unit, and how many votes may still come from those of its leaves that are not counted: each is
/// known only if it is known of every leaf concerned.
fn electorate(ledger: &Ledger, contest: ContestIx, unit: UnitIx) -> (Option<u64>, Option<u64>) {
    let units = &ledger.definition().units;
    let (mut registered, mut uncounted) = (Some(0u64), Some(0u64));
    for leaf in (unit.0..units.end(unit).0).map(UnitIx).filter(|leaf| units.is_leaf(*leaf)) {
        let cells = units.cells_below(leaf);
        if cells.is_empty() {
            continue;
        }
        let voters = units.registered(leaf).get().map(u64::from);
        let add = |sum: Option<u64>, more: Option<u64>| Some(sum? + more?);
        registered = add(registered, voters);
        let open = |cell: &usize| !ledger.entry(contest, *cell).status.is_counted();
        if !cells.clone().any(|cell| open(&cell)) {
            continue;
        }
        // What the leaf's voters have cast in cells that report already cannot come again.
        let seen = |cell: usize| -> u64 {
            let figures = ledger.figures(contest, cell);
            let touched = ledger.entry(contest, cell).status != CountItemStatus::NotProcessed;
            if touched { figures[Figure::COUNT..].iter().map(|count| u64::from(count.or_zero())).sum() } else { 0 }
        };
        let seen: u64 = cells.map(seen).sum();
        uncounted = add(uncounted, voters.map(|voters| voters.saturating_sub(seen)));
    }
    (registered, uncounted)
}
