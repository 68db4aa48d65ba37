//! The last seat in and the first seat out of the sharing-out over the whole.

use super::super::outcome::{Allocation, Award, Quotient, Share, Tie};
use super::super::rule::House;

/// The lists with the last seat in and with the first seat out of the sharing-out named `nation` or `open`. While a tie there
/// is open there is neither.
pub(super) fn edge(house: &House, allocation: &Allocation) -> (Option<usize>, Option<usize>) {
    let Some(share) = allocation.shares.iter().find(|share| share.place == "nation" || share.place == "open") else {
        return (None, None);
    };
    (follow(house, allocation, share, last_in), follow(house, allocation, share, first_out))
}

/// Follows a claim of `share` down to a list, through alliances.
fn follow(
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
    follow(house, allocation, inner, claim)
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
