//! The closed forms of divisor methods: how many votes a quotient takes.

use super::super::apportion::{Claimant, share_out};
use super::super::outcome::Quotient;
use super::super::rule::{Divisor, MAX_VOTES, Method};

/// Who shares out with others.
#[derive(Clone, Copy)]
pub(super) struct Rival {
    pub(super) votes: u64,
    /// Most seats.
    pub(super) most: u32,
}

/// The fewest votes with which `own` of the `rivals` has at least `goal` of the `seats` for sure; `None` if no number does it.
pub(super) fn votes_for(divisor: Divisor, rivals: &[Rival], own: usize, seats: u32, goal: u32) -> Option<u64> {
    if goal > seats || goal > rivals[own].most {
        return None;
    }
    let others = rivals.iter().enumerate().filter(|(at, rival)| *at != own && rival.votes > 0);
    let others: Vec<Claimant> =
        others.map(|(_, one)| Claimant { votes: one.votes, minimum: 0, maximum: one.most }).collect();
    // Its quotient must beat that of the rivals which would keep it out.
    let rank = seats - goal + 1;
    let shared = share_out(Method::Divisor(divisor), &others, rank);
    let keeper = if shared.tied.is_some() { shared.next } else { shared.awards.get(rank as usize - 1).copied() };
    let needed = keeper.map_or(Some(1), |keeper| at_least(divisor, goal, keeper.quotient, Reach::Above));
    needed.filter(|votes| *votes <= MAX_VOTES)
}

/// The sure seats of `own` of the `rivals`.
pub(super) fn seats_of(divisor: Divisor, rivals: &[Rival], own: usize, seats: u32) -> u32 {
    let all: Vec<Claimant> =
        rivals.iter().map(|one| Claimant { votes: one.votes, minimum: 0, maximum: one.most }).collect();
    share_out(Method::Divisor(divisor), &all, seats).seats[own]
}

/// Whether a quotient must be above another or may be level with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Above,
    Level,
}

/// The fewest votes, at least one, whose quotient for the `nth` seat reaches `quotient`.
pub(super) fn at_least(divisor: Divisor, nth: u32, quotient: Quotient, reach: Reach) -> Option<u64> {
    let Quotient::Ratio { votes: line, divisor: below } = quotient else { return None };
    // Of one vote: what votes are multiplied by, and divided by.
    let Quotient::Ratio { votes: scale, divisor: by } = divisor.quotient(1, nth) else { return None };
    let needed = match (below, by) {
        // More votes come first among those who are divided by zero.
        (0, 0) => whole(divisor, line, 1, reach),
        (0, _) => return None,
        (_, 0) => 1,
        (below, by) => whole(divisor, line * by, below * scale, reach),
    };
    u64::try_from(needed.max(1)).ok()
}

/// The fewest votes, or of Huntington-Hill their root, that reach `over ÷ under`.
fn whole(divisor: Divisor, over: u128, under: u128, reach: Reach) -> u128 {
    let is_squared = divisor == Divisor::HuntingtonHill;
    match (reach, is_squared) {
        (Reach::Above, false) => over / under + 1,
        (Reach::Level, false) => over.div_ceil(under),
        (Reach::Above, true) => (over / under).isqrt() + 1,
        (Reach::Level, true) => {
            let square = over.div_ceil(under);
            let root = square.isqrt();
            root + u128::from(root * root < square)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Divisor; 7] = [
        Divisor::DHondt,
        Divisor::SainteLague,
        Divisor::ModifiedSainteLague { first: 1400 },
        Divisor::Danish,
        Divisor::Imperiali,
        Divisor::HuntingtonHill,
        Divisor::Adams,
    ];

    #[test]
    fn the_votes_of_the_closed_form_reach_the_quotient_and_one_fewer_do_not() {
        for divisor in ALL {
            for nth in 1..6 {
                for votes in [1, 2, 3, 7, 100, 12_345, 1 << 40, MAX_VOTES - 1] {
                    for line in (1..6).map(|other| divisor.quotient(votes, other)) {
                        let reached = |votes| divisor.quotient(votes, nth) >= line;
                        let passed = |votes| divisor.quotient(votes, nth) > line;
                        if let Some(level) = at_least(divisor, nth, line, Reach::Level) {
                            assert!(
                                reached(level) && (level == 1 || !reached(level - 1)),
                                "{divisor:?} {nth} {line:?}"
                            );
                        }
                        if let Some(above) = at_least(divisor, nth, line, Reach::Above) {
                            assert!(passed(above) && (above == 1 || !passed(above - 1)), "{divisor:?} {nth} {line:?}");
                        }
                    }
                }
            }
        }
    }
}
