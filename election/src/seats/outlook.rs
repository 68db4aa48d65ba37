//! The arithmetic for people: what a list lacks, what it could lose, what nobody can take from it any more.

mod edge;
mod firm;
mod line;
mod margin;
mod pools;
mod quotients;
mod trial;

use super::allocate::allocate;
use super::face::{Ending, HouseView, ListView};
use super::outcome::{Allocation, How, Lot, Standing, State, Tally};
use super::rule::House;
use edge::edge;
use margin::Ledge;

/// How a list stands, by the votes counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListOutlook {
    /// The votes that it lacks for its next seat, all else equal; `None` if no number of votes gives it one.
    pub lacks: Option<Margin>,
    /// The votes that it could lose, all else equal, and keep its last seat; `None` without a seat to lose.
    pub spare: Option<Margin>,
    /// Votes above (+) or below (−) the threshold by its nearest way; `None` where there is none for it.
    pub over_threshold: Option<i64>,
    /// Seats that no votes still to come can take away: never more than there are, sometimes fewer. `None` = not known.
    pub firm: Option<u32>,
}

/// A number of votes that decides about a seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Margin {
    /// How many.
    pub votes: u64,
    /// Where: position of the district; `None` = over the whole. Where each district shares out its own seats it is the one
    /// that takes fewest; where the whole levels districts out, the list's strongest.
    pub district: Option<usize>,
}

/// How each list stands, by an `allocation` of the same votes. Without votes, or where the rule gives no answer, only the
/// threshold is told.
///
/// # Panics
/// As [`allocate`].
#[must_use]
pub fn outlook(house: &House, tally: &Tally, lots: &[Lot], allocation: &Allocation) -> Vec<ListOutlook> {
    let mut told = lines(house, tally, allocation);
    if matches!(allocation.state, State::NoVotes | State::Undecidable) {
        return told;
    }
    let firm = firm::firm(house, tally, lots, allocation);
    let mut ledge = Ledge::new(house, tally, lots, allocation);
    for (list, told) in told.iter_mut().enumerate() {
        (told.lacks, told.spare, told.firm) = (ledge.lacks(list), ledge.spare(list), firm[list]);
    }
    told
}

/// Only how each list stands to the threshold.
fn lines(house: &House, tally: &Tally, allocation: &Allocation) -> Vec<ListOutlook> {
    let line = |(list, standing): (usize, &Standing)| ListOutlook {
        over_threshold: line::over_threshold(house, tally, list, *standing),
        ..ListOutlook::default()
    };
    allocation.standing.iter().enumerate().map(line).collect()
}

/// What readers see of the house by the votes counted so far. While it is held back, only the threshold is told.
///
/// # Panics
/// As [`allocate`].
#[must_use]
pub fn house_view(house: &House, tally: &Tally, lots: &[Lot]) -> HouseView {
    let allocation = allocate(house, tally, lots);
    let is_told = allocation.state != State::HeldBack;
    let standings = if is_told { outlook(house, tally, lots, &allocation) } else { lines(house, tally, &allocation) };
    let list = |(at, told): (usize, &ListOutlook)| ListView {
        seats: if is_told { allocation.seats[at] } else { 0 },
        firm: told.firm,
        standing: allocation.standing[at],
        lacks: told.lacks.map(|margin| margin.votes),
        spare: told.spare.map(|margin| margin.votes),
        over_threshold: told.over_threshold,
        elected: Vec::new(),
    };
    let (last_in, first_out) = if is_told { edge(house, &allocation) } else { (None, None) };
    HouseView {
        ending: if is_told { ending(house, &allocation) } else { None },
        lists: standings.iter().enumerate().map(list).collect(),
        last_in: last_in.and_then(|list| u16::try_from(list).ok()),
        first_out: first_out.and_then(|list| u16::try_from(list).ok()),
        state: allocation.state,
        size: allocation.size,
        majority: allocation.majority,
        hold_back: house.hold_back,
        ties: if is_told { allocation.ties } else { Vec::new() },
        warnings: if is_told { allocation.warnings } else { Vec::new() },
    }
}

/// How a contest that one wins ends by these votes; none where it fills a house, or the votes give no answer.
#[must_use]
pub fn ending(house: &House, allocation: &Allocation) -> Option<Ending> {
    if house.seats > 1 || !allocation.state.has_owners() {
        return None;
    }
    let winners = &allocation.winners;
    let winner = winners.iter().find(|winner| winner.place.is_empty()).or(winners.last())?;
    let tie = allocation.ties.first().filter(|_| winner.how == How::Tied);
    let named = tie.map_or(&winner.lists, |tie| &tie.among);
    let position = |id: &String| u16::try_from(house.lists.iter().position(|list| list.id == *id)?).ok();
    Some(Ending { how: winner.how, options: named.iter().filter_map(position).collect() })
}

#[cfg(test)]
mod tests {
    use super::super::{District, DistrictTally, List};
    use super::*;

    pub(super) fn simple(seats: u32, votes: &[u64]) -> (House, Tally) {
        let list = |at: usize| List { id: format!("l{at}"), ..List::default() };
        let house = House {
            seats,
            lists: (0..votes.len()).map(list).collect(),
            districts: vec![District::default()],
            ..House::default()
        };
        let sum = votes.iter().sum();
        let district = DistrictTally { votes: votes.to_vec(), valid: sum, cast: sum, ..DistrictTally::default() };
        (house, Tally { districts: vec![district], counted: (1, 1), ..Tally::default() })
    }

    #[test]
    fn a_view_names_the_last_seat_in_and_the_first_seat_out() {
        let (house, tally) = simple(8, &[100_000, 80_000, 30_000, 20_000]);
        let view = house_view(&house, &tally, &[]);
        assert_eq!(view.lists.iter().map(|list| list.seats).collect::<Vec<_>>(), [4, 3, 1, 0]);
        // 100,000 ÷ 4 = 25,000 is the last in; 20,000 three times would be a tie for the ninth.
        assert_eq!((view.last_in, view.first_out), (Some(0), Some(0)));
    }

    #[test]
    fn a_house_that_is_held_back_shows_no_seats() {
        let (mut house, mut tally) = simple(8, &[100, 80]);
        house.hold_back = 5_000;
        tally.counted = (1, 3);
        let view = house_view(&house, &tally, &[]);
        assert_eq!(view.state, State::HeldBack);
        assert!(view.lists.iter().all(|list| list.seats == 0));
        assert_eq!((view.last_in, view.first_out), (None, None));
    }

    #[test]
    fn an_open_tie_leaves_neither_a_last_seat_in_nor_a_first_out() {
        let (house, tally) = simple(1, &[7, 7]);
        let view = house_view(&house, &tally, &[]);
        assert_eq!((view.last_in, view.first_out, view.ties.len()), (None, None, 1));
        let lot = Lot { place: "nation".into(), among: vec!["l1".into(), "l0".into()], winners: vec!["l1".into()] };
        let view = house_view(&house, &tally, &[lot]);
        assert_eq!((view.last_in, view.first_out), (Some(1), Some(0)));
    }
}
