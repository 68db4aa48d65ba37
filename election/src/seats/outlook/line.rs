//! How far a list is from the threshold, in votes.

use super::super::outcome::{Standing, Tally};
use super::super::rule::House;
use super::super::threshold::{Case, is_met};
use crate::definition::ThresholdScope;

/// Votes above (+) or below (−) the threshold by the way that is nearest to it; `None` where there is none for the list. Its
/// own votes raise the whole too.
pub(super) fn over_threshold(house: &House, tally: &Tally, list: usize, standing: Standing) -> Option<i64> {
    let threshold = house.threshold.as_ref().filter(|_| standing != Standing::Waived)?;
    let case = Case { house, tally, threshold };
    let there = |share: u32| {
        tally
            .districts
            .iter()
            .filter_map(move |there| over(share, there.votes[list], there.votes[list], case.base(there)))
    };
    if threshold.within == ThresholdScope::District {
        return there(threshold.basis_points).max();
    }
    let case = Case { house, tally, threshold };
    let votes = |list: usize| tally.districts.iter().map(|there| there.votes[list]).sum::<u64>();
    let whole = tally.districts.iter().map(|there| case.base(there)).sum();
    let own = over(threshold.basis_points, votes(list), votes(list), whole);
    let anywhere = threshold.or_in_a_district.and_then(|share| there(share).max());
    let allied = threshold
        .alliance
        .zip(case.allies(list))
        .and_then(|(share, allies)| over(share, allies.into_iter().map(votes).sum(), votes(list), whole));
    own.max(anywhere).max(allied)
}

/// How many of a list's `own` votes could go while `votes ÷ whole` stays at `share`; or, negative, how many more it takes.
fn over(share: u32, votes: u64, own: u64, whole: u64) -> Option<i64> {
    let (line, reached) = (u128::from(share) * u128::from(whole), u128::from(votes) * 10_000);
    let each = 10_000_u128.saturating_sub(share.into());
    let figure = |votes: u128| i64::try_from(votes).unwrap_or(i64::MAX);
    if is_met(share, votes, whole) {
        let most = (votes - 1).min(own);
        return Some(figure((reached - line).checked_div(each).unwrap_or(u128::MAX).min(most.into())));
    }
    let lacks = (each > 0).then(|| line.saturating_sub(reached).div_ceil(each))?;
    Some(-figure(lacks.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lists_own_votes_raise_the_whole_too() {
        // 40 of 1000 at 5 %: with eleven more it has 51 of 1011, which is 5.04 %; with ten 50 of 1010, 4.95 %.
        assert_eq!(over(500, 40, 40, 1000), Some(-11));
        // 60 of 1000: without ten it has 50 of 990, 5.05 %; without eleven 49 of 989, 4.95 %.
        assert_eq!(over(500, 60, 60, 1000), Some(10));
        assert_eq!(over(500, 50, 50, 1000), Some(0));
    }

    #[test]
    fn nobody_is_above_a_share_of_nothing() {
        assert_eq!(over(500, 0, 0, 0), Some(-1));
        assert_eq!(over(10_000, 3, 3, 4), None);
        assert_eq!(over(10_000, 4, 4, 4), Some(3));
    }
}
