//! Where votes are still to come: arithmetic on what is counted, not a forecast.
//!
//! In each place and category, the stations that are fully counted have so many votes per registered voter (or per vote of
//! the baseline, or per station, where nothing better is known); the stations that are not are taken to have as many. Where
//! a place has none counted, the rate is that of all places together. Nothing is said about whom those votes will go to.

use crate::definition::Definition;
use crate::ids::{CategoryIx, ContestIx, UnitIx};
use crate::ledger::Ledger;
use crate::report::{CountItemStatus, Figure};

/// What the expected votes of a station are in proportion to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Its registered voters.
    Registered,
    /// Its votes in the baseline.
    Baseline,
    /// Nothing: all stations of a category alike.
    Reports,
}

/// What is open in one place or category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemainingRow {
    /// Stations (cells) that are not fully counted.
    pub open: u32,
    /// Votes that are expected of them, over those that each has reported already.
    pub expected: u64,
    /// Those of them of which nothing can be expected, because nothing of their category is counted anywhere.
    pub unknown: u32,
    /// Votes counted there, by option.
    pub votes: Vec<u64>,
}

/// What is open below a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remaining {
    /// One per place asked for.
    pub places: Vec<RemainingRow>,
    /// One per category of the definition.
    pub categories: Vec<RemainingRow>,
    /// What each category's expectation is made of.
    pub bases: Vec<Basis>,
}

impl Remaining {
    /// What is open below `places`, which must lie apart (as the rows of a view do).
    #[must_use]
    pub fn of(ledger: &Ledger, contest: ContestIx, places: &[UnitIx]) -> Self {
        let definition = ledger.definition();
        let options = definition.contests[contest.at()].options.len();
        let blank = RemainingRow { votes: vec![0; options], ..RemainingRow::default() };
        let mut remaining = Self {
            places: vec![blank.clone(); places.len()],
            categories: vec![blank; definition.categories.len()],
            bases: Vec::with_capacity(definition.categories.len()),
        };
        for category in (0..definition.categories.len()).map(CategoryIx::new) {
            remaining.add_category(ledger, contest, places, category);
        }
        remaining
    }

    /// Votes that are expected altogether.
    #[must_use]
    pub fn expected(&self) -> u64 {
        self.places.iter().map(|place| place.expected).sum()
    }

    /// Stations that are not fully counted altogether.
    #[must_use]
    pub fn open(&self) -> u32 {
        self.places.iter().map(|place| place.open).sum()
    }

    /// Those of them of which nothing can be expected.
    #[must_use]
    pub fn unknown(&self) -> u32 {
        self.places.iter().map(|place| place.unknown).sum()
    }

    fn add_category(&mut self, ledger: &Ledger, contest: ContestIx, places: &[UnitIx], category: CategoryIx) {
        let weights = Weights::of(ledger.definition(), contest, places, category);
        self.bases.push(weights.basis);
        let tallies: Vec<Tally> =
            places.iter().map(|place| Tally::of(ledger, contest, *place, category, &weights)).collect();
        let all = tallies.iter().fold(Rate::default(), |sum, tally| sum.plus(tally.rate));
        for (place, tally) in self.places.iter_mut().zip(&tallies) {
            tally.add_to(place, all);
            tally.add_to(&mut self.categories[category.at()], all);
        }
    }
}

/// Votes of fully counted stations, and the weight that they came from.
#[derive(Clone, Copy, Debug, Default)]
struct Rate {
    votes: u64,
    weight: u64,
}

impl Rate {
    fn plus(self, other: Self) -> Self {
        Self { votes: self.votes + other.votes, weight: self.weight + other.weight }
    }

    /// Votes of that much weight, rounded; none where nothing tells.
    fn expected(self, weight: u64) -> Option<u64> {
        let (votes, own) = (u128::from(self.votes), u128::from(self.weight));
        (own > 0).then(|| u64::try_from((u128::from(weight) * votes * 2 + own) / (own * 2)).unwrap_or(u64::MAX))
    }
}

/// One place in one category.
struct Tally {
    rate: Rate,
    open: u32,
    /// Weight of the open stations that have reported nothing yet.
    silent: u64,
    /// Weight, and votes so far, of each station that has reported a part of them.
    partly: Vec<(u64, u64)>,
    votes: Vec<u64>,
}

impl Tally {
    fn of(ledger: &Ledger, contest: ContestIx, place: UnitIx, category: CategoryIx, weights: &Weights<'_>) -> Self {
        let definition = ledger.definition();
        let options = definition.contests[contest.at()].options.len();
        let mut tally = Self { rate: Rate::default(), open: 0, silent: 0, partly: Vec::new(), votes: vec![0; options] };
        for cell in cells(definition, place, category) {
            let votes = &ledger.figures(contest, cell)[Figure::COUNT..];
            let sum: u64 = votes.iter().map(|vote| u64::from(vote.or_zero())).sum();
            for (total, vote) in tally.votes.iter_mut().zip(votes) {
                *total += u64::from(vote.or_zero());
            }
            let weight = weights.of_cell(cell);
            let status = ledger.entry(contest, cell).status;
            if status.is_counted() {
                tally.rate = tally.rate.plus(Rate { votes: sum, weight });
                continue;
            }
            tally.open += 1;
            if status == CountItemStatus::InProcess {
                tally.partly.push((weight, sum));
            } else {
                tally.silent += weight;
            }
        }
        tally
    }

    /// Votes that are still to come at that rate. Who has more already than expected takes nothing from the others.
    fn expected(&self, rate: Rate) -> Option<u64> {
        let mut expected = rate.expected(self.silent)?;
        for (weight, votes) in &self.partly {
            expected += rate.expected(*weight)?.saturating_sub(*votes);
        }
        Some(expected)
    }

    fn add_to(&self, row: &mut RemainingRow, all: Rate) {
        let rate = if self.rate.weight > 0 { self.rate } else { all };
        row.open += self.open;
        match self.expected(rate) {
            Some(expected) => row.expected += expected,
            None => row.unknown += self.open,
        }
        for (sum, votes) in row.votes.iter_mut().zip(&self.votes) {
            *sum += votes;
        }
    }
}

/// How much each station of a category weighs.
struct Weights<'a> {
    definition: &'a Definition,
    contest: ContestIx,
    basis: Basis,
    /// What a station weighs of which nothing is known: as much as the others on average.
    other: u64,
}

impl<'a> Weights<'a> {
    /// By the first basis that is known of at least half of the stations.
    fn of(definition: &'a Definition, contest: ContestIx, places: &[UnitIx], category: CategoryIx) -> Self {
        for basis in [Basis::Registered, Basis::Baseline] {
            let weights = Self { definition, contest, basis, other: 0 };
            let (mut all, mut known, mut sum) = (0_u64, 0_u64, 0_u64);
            for cell in places.iter().flat_map(|place| cells(definition, *place, category)) {
                all += 1;
                if let Some(weight) = weights.known(cell) {
                    known += 1;
                    sum += weight;
                }
            }
            if known > 0 && known * 2 >= all {
                return Self { other: sum / known, ..weights };
            }
        }
        Self { definition, contest, basis: Basis::Reports, other: 1 }
    }

    fn of_cell(&self, cell: usize) -> u64 {
        self.known(cell).unwrap_or(self.other)
    }

    fn known(&self, cell: usize) -> Option<u64> {
        let units = &self.definition.units;
        let unit = units.unit_of_cell(cell);
        match self.basis {
            Basis::Registered => units.registered(unit).get().map(u64::from).filter(|voters| *voters > 0),
            // A baseline knows a station as a whole.
            Basis::Baseline if units.cells_below(unit).len() > 1 => None,
            Basis::Baseline => {
                let figures = self.definition.baselines.get(self.contest.at())?.get(&unit)?;
                Some(figures[Figure::COUNT..].iter().flatten().sum()).filter(|votes| *votes > 0)
            }
            Basis::Reports => None,
        }
    }
}

/// The cells below a place that are of that category.
fn cells(definition: &Definition, place: UnitIx, category: CategoryIx) -> impl Iterator<Item = usize> + '_ {
    let units = &definition.units;
    units.cells_below(place).filter(move |cell| units.category_of_cell(*cell) == category)
}

#[cfg(test)]
mod tests {
    use super::super::country::{Country, LISTS};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn before_anything_is_counted_nothing_can_be_expected() {
        let remaining = Country::new().remaining();
        assert_eq!((remaining.expected(), remaining.open(), remaining.unknown()), (0, 6, 6));
    }

    #[test]
    fn an_open_station_is_expected_to_vote_as_its_place_does() {
        let mut country = Country::new();
        // 200 registered, 100 votes: a2 (100 registered) will have 50.
        country.count("a1", &[60, 40, 0]);
        let remaining = country.remaining();
        assert_eq!(remaining.bases, [Basis::Registered, Basis::Reports]);
        assert_eq!((remaining.places[0].expected, remaining.places[0].open, remaining.places[0].unknown), (50, 2, 1));
        assert_eq!(remaining.places[1].expected, 150, "b has none of its own: 300 registered at the rate of all");
        assert_eq!((remaining.categories[0].expected, remaining.categories[1].unknown), (200, 2));
    }

    #[test]
    fn what_a_station_has_reported_in_part_is_not_expected_again() {
        let mut country = Country::new();
        country.count("a1", &[60, 40, 0]);
        country.count_partly("a2", &[20, 10, 0]);
        assert_eq!(country.remaining().places[0].expected, 20);
        country.count_partly("a2", &[40, 40, 0]);
        assert_eq!(country.remaining().places[0].expected, 0, "more than expected is not less than nothing");
    }

    #[test]
    fn a_station_with_more_votes_than_expected_takes_none_from_another() {
        let mut country = Country::new();
        country.count("b1", &[60, 40, 0]);
        country.count_partly("a2", &[80, 20, 0]);
        assert_eq!(country.remaining().places[0].expected, 100, "a1 has 200 registered voters, of whom half will vote");
    }

    #[test]
    fn postal_votes_of_which_no_voters_are_known_are_alike() {
        let mut country = Country::new();
        country.count("post-a", &[7, 3, 0]);
        let remaining = country.remaining();
        assert_eq!((remaining.categories[1].expected, remaining.categories[1].open), (10, 1));
        assert_eq!(remaining.places[1].votes, [0; LISTS]);
    }

    proptest! {
        #[test]
        fn places_and_categories_say_the_same_and_nothing_is_expected_of_what_is_counted(
            votes in proptest::collection::vec((0_u32..50, 0_u32..50, 0_u8..3), 6),
        ) {
            let mut country = Country::new();
            for (station, (one, other, how)) in Country::STATIONS.into_iter().zip(&votes) {
                match how {
                    0 => {}
                    1 => country.count_partly(station, &[*one, *other, 0]),
                    _ => country.count(station, &[*one, *other, 0]),
                }
            }
            let remaining = country.remaining();
            let sum = |rows: &[RemainingRow], of: fn(&RemainingRow) -> u64| rows.iter().map(of).sum::<u64>();
            prop_assert_eq!(sum(&remaining.places, |row| row.expected), sum(&remaining.categories, |row| row.expected));
            prop_assert_eq!(sum(&remaining.places, |row| row.open.into()), sum(&remaining.categories, |row| row.open.into()));
            for (station, (one, other, _)) in Country::STATIONS.into_iter().zip(&votes) {
                country.count(station, &[*one, *other, 0]);
            }
            let complete = country.remaining();
            prop_assert_eq!((complete.expected(), complete.open(), complete.unknown()), (0, 0, 0));
        }
    }
}
