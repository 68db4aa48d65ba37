//! The arithmetic for people: what readers are sent of a house as it stands.

use super::allocate::allocate;
use super::face::{HouseView, ListView};
use super::outcome::{Allocation, Award, Lot, Quotient, Share, State, Tally, Tie};
use super::rule::House;

/// What readers see of the house by the votes counted so far. While it is held back, only the threshold is told.
///
/// # Panics
/// As [`allocate`].
#[must_use]
pub fn house_view(house: &House, tally: &Tally, lots: &[Lot]) -> HouseView {
    let allocation = allocate(house, tally, lots);
    let is_told = allocation.state != State::HeldBack;
    let list = |at: usize| ListView {
        seats: if is_told { allocation.seats[at] } else { 0 },
        standing: allocation.standing[at],
        ..ListView::default()
    };
    let (last_in, first_out) = if is_told { edge(house, &allocation) } else { (None, None) };
    HouseView {
        lists: (0..house.lists.len()).map(list).collect(),
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

/// The lists with the last seat in and with the first seat out of the sharing-out over the whole (`nation` or `open`). While
/// a tie there is open there is neither.
fn edge(house: &House, allocation: &Allocation) -> (Option<usize>, Option<usize>) {
    let Some(share) = allocation.shares.iter().find(|share| share.place == "nation" || share.place == "open") else {
        return (None, None);
    };
    (end(house, allocation, share, last_in), end(house, allocation, share, first_out))
}

/// Follows a claim of `share` down to a list, through alliances.
fn end(
    house: &House,
    allocation: &Allocation,
    share: &Share,
    claim: fn(&Allocation, &Share) -> Option<usize>,
) -> Option<usize> {
    let id = &share.claims[claim(allocation, share)?].id;
    if let Some(list) = house.lists.iter().position(|list| list.id == *id) {
        return Some(list);
    }
    let inner = format!("{}/alliance:{id}", share.place);
    let inner = allocation.shares.iter().find(|share| share.place == inner)?;
    end(house, allocation, inner, claim)
}

fn last_in(allocation: &Allocation, share: &Share) -> Option<usize> {
    if is_tied(&allocation.ties, share) {
        return None;
    }
    let by_lot = is_tied(&allocation.lots, share);
    let is_compared = |award: &&Award| by_lot || award.quotient != Quotient::Sure;
    share.awards.last().filter(is_compared).map(|award| award.claim)
}

fn first_out(allocation: &Allocation, share: &Share) -> Option<usize> {
    if is_tied(&allocation.ties, share) {
        return None;
    }
    match allocation.lots.iter().find(|tie| tie.place == share.place) {
        Some(tie) => {
            let is_out = |id: &str| tie.among.iter().any(|one| one == id) && !tie.winners.iter().any(|one| one == id);
            share.claims.iter().position(|claim| is_out(&claim.id))
        }
        None => share.next.map(|award| award.claim),
    }
}

fn is_tied(ties: &[Tie], share: &Share) -> bool {
    ties.iter().any(|tie| tie.place == share.place)
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
