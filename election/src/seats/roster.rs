//! The candidates of a live election who are elected as things stand.

use super::candidates::{Elected, Slate, elect};
use super::face::HouseView;
use super::outcome::{Lot, Tally, Warning};
use super::outlook::house_view;
use crate::definition::{Candidate, Contest};
use crate::ids::ContestIx;
use crate::ledger::Ledger;
use crate::report::Figure;

/// The preference votes of each list's candidates, in the order of the list; `None` where no contest reports them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences(Vec<Option<Vec<u64>>>);

impl Preferences {
    /// Those of `contest` as the ledger has them.
    #[must_use]
    pub fn of(ledger: &Ledger, contest: ContestIx) -> Self {
        let definition = ledger.definition();
        let own = &definition.contests[contest.at()];
        let Some(reported) = own.preferences else { return Self(vec![None; own.candidates.len()]) };
        let options = &definition.contests[reported.at()];
        let sum = ledger.whole_standing(reported, definition.units.root());
        let votes = |id: &str| options.option(id).map_or(0, |option| sum.sums[Figure::COUNT + option.at()]);
        Self(own.candidates.iter().map(|list| Some(list.iter().map(|one| votes(&one.id)).collect())).collect())
    }

    /// Those of the candidates of a list, in its order; none where no contest reports them.
    #[must_use]
    pub fn of_list(&self, list: usize) -> Option<&[u64]> {
        self.0.get(list)?.as_deref()
    }
}

/// Who takes the `seats` of each list, as far as candidates are known; nobody where the house has several districts, since a
/// list's candidates are not told by district. With what a reader must know of it.
#[must_use]
pub fn roster(
    contest: &Contest,
    tally: &Tally,
    preferences: &Preferences,
    lots: &[Lot],
    seats: &[u32],
) -> (Vec<Elected>, Vec<Warning>) {
    let Some(house) = contest.house.as_ref().filter(|house| house.districts.len() == 1) else {
        return Default::default();
    };
    let elected = |(at, candidates): (usize, &Vec<Candidate>)| {
        let place = format!("candidates:{}", house.lists[at].id);
        let votes = preferences.0.get(at).and_then(Option::as_deref);
        let list_votes = tally.districts.iter().map(|there| there.votes[at]).sum();
        elect(&house.candidates, &Slate { place: &place, candidates, votes, list_votes }, seats[at], lots)
    };
    let roster: Vec<Elected> = contest.candidates.iter().enumerate().map(elected).collect();
    let unchecked = roster.iter().zip(&house.lists).filter(|(elected, _)| elected.gender_unknown);
    let warnings = unchecked.map(|(_, list)| Warning::GenderUnknown { list: list.id.clone() }).collect();
    (roster, warnings)
}

/// What readers see of the house that `contest` fills, with the candidates who are elected. `None` if it fills none.
///
/// # Panics
/// As [`super::allocate`].
#[must_use]
pub fn contest_view(contest: &Contest, tally: &Tally, preferences: &Preferences, lots: &[Lot]) -> Option<HouseView> {
    let mut view = house_view(contest.house.as_ref()?, tally, lots);
    if !view.state.has_owners() {
        return Some(view);
    }
    let seats: Vec<u32> = view.lists.iter().map(|list| list.seats).collect();
    let (roster, warnings) = roster(contest, tally, preferences, lots, &seats);
    for (list, Elected { elected, ties, .. }) in view.lists.iter_mut().zip(roster) {
        list.elected = elected.into_iter().filter_map(|one| u16::try_from(one).ok()).collect();
        view.ties.extend(ties);
    }
    view.warnings.extend(warnings);
    view.state = view.state.with_ties(&view.ties);
    Some(view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Gender;
    use crate::seats::{CandidateOrder, District, DistrictTally, House, List, ListKind, State};

    fn contest(lists: ListKind) -> Contest {
        let one = |id: &str| Candidate { id: id.into(), name: id.to_uppercase(), gender: Gender::Unknown };
        let list = |id: &str| List { id: id.into(), ..List::default() };
        let house = House {
            seats: 3,
            lists: vec![list("a"), list("b")],
            districts: vec![District { id: "land".into(), seats: 3 }],
            candidates: CandidateOrder { lists, gender_share: 0 },
            ..House::default()
        };
        let candidates = vec![vec![one("a1"), one("a2"), one("a3")], vec![one("b1"), one("b2")]];
        Contest { house: Some(house), candidates, ..Contest::default() }
    }

    fn tally() -> Tally {
        let there = DistrictTally { votes: vec![20, 10], valid: 30, cast: 30, registered: None, uncounted: Some(0) };
        Tally { districts: vec![there], constituencies: Vec::new(), counted: (1, 1) }
    }

    fn elected(view: &HouseView) -> Vec<Vec<u16>> {
        view.lists.iter().map(|list| list.elected.clone()).collect()
    }

    #[test]
    fn the_first_of_a_closed_list_are_elected_and_of_an_open_one_those_with_most_votes() {
        let closed = contest_view(&contest(ListKind::Closed), &tally(), &Preferences::default(), &[]).unwrap();
        assert_eq!(elected(&closed), [vec![0, 1], vec![0]]);
        let votes = Preferences(vec![Some(vec![5, 9, 7]), Some(vec![1, 2])]);
        let open = contest_view(&contest(ListKind::Open), &tally(), &votes, &[]).unwrap();
        assert_eq!(elected(&open), [vec![1, 2], vec![1]]);
    }

    #[test]
    fn equal_candidates_for_the_last_seat_are_a_tie_of_the_house() {
        let votes = Preferences(vec![Some(vec![5, 9, 5]), Some(vec![1, 2])]);
        let view = contest_view(&contest(ListKind::Open), &tally(), &votes, &[]).unwrap();
        assert_eq!((view.state, view.ties[0].place.as_str()), (State::Tied, "candidates:a"));
        assert_eq!(elected(&view), [vec![1], vec![1]]);
    }

    #[test]
    fn an_open_list_without_preference_votes_has_nobody_elected_yet() {
        let view = contest_view(&contest(ListKind::Open), &tally(), &Preferences(vec![None, None]), &[]).unwrap();
        assert_eq!((view.state, elected(&view)), (State::Allocated, vec![vec![], vec![]]));
    }

    #[test]
    fn a_rule_of_genders_that_cannot_be_checked_says_so() {
        let mut contest = contest(ListKind::Closed);
        contest.house.as_mut().unwrap().candidates.gender_share = 3_000;
        let view = contest_view(&contest, &tally(), &Preferences::default(), &[]).unwrap();
        assert_eq!(view.warnings, [Warning::GenderUnknown { list: "a".into() }]);
    }
}
