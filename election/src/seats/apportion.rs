//! One sharing-out of seats among claimants: the kernel that all rules are composed of.
//!
//! Nothing here knows of thresholds, groups or districts. Comparisons are exact: cross products in 128 bits, for votes up to
//! [`MAX_VOTES`](super::MAX_VOTES) and seats up to [`MAX_SEATS`](super::MAX_SEATS).

use core::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::outcome::{Award, Quotient};
use super::rule::{Divisor, Method, Quota};

/// Someone who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claimant {
    pub(crate) votes: u64,
    /// Fewest seats, given first.
    pub(crate) minimum: u32,
    /// Most seats; the others get what is over.
    pub(crate) maximum: u32,
}

impl Claimant {
    /// Without bounds.
    #[cfg(test)]
    pub(crate) fn free(votes: u64) -> Self {
        Self { votes, minimum: 0, maximum: u32::MAX }
    }

    /// Who has no votes gets no more than what is guaranteed.
    fn limit(&self) -> u32 {
        if self.votes == 0 { self.minimum } else { self.maximum.max(self.minimum) }
    }
}

/// What came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    /// Seats that each gets for sure. Fewer than were shared out in all if some are tied, or nobody may take them.
    pub(crate) seats: Vec<u32>,
    /// The sure awards, in order.
    pub(crate) awards: Vec<Award>,
    /// The next award that would have been made.
    pub(crate) next: Option<Award>,
    /// Those with equal claims to the last seats, and how many these are.
    pub(crate) tied: Option<(Vec<usize>, u32)>,
}

/// Shares out `seats`. The minima come first; if they alone are more than `seats`, they are given all the same.
pub(crate) fn share_out(method: Method, claimants: &[Claimant], seats: u32) -> Shared {
    let mut shared = Shared { seats: claimants.iter().map(|one| one.minimum).collect(), ..Shared::default() };
    for (claim, one) in claimants.iter().enumerate() {
        shared.awards.extend((1..=one.minimum).map(|nth| Award { claim, nth, quotient: Quotient::Sure }));
    }
    let guaranteed: u64 = claimants.iter().map(|one| u64::from(one.minimum)).sum();
    let left = u64::from(seats).saturating_sub(guaranteed);
    let left = u32::try_from(left).expect("no more than the seats");
    match method {
        Method::Divisor(divisor) => by_quotients(divisor, claimants, left, &mut shared),
        Method::Quota(quota) => by_remainders(quota, claimants, seats, &mut shared),
    }
    shared
}

/// A quotient that waits in the heap.
struct Waiting {
    quotient: Quotient,
    claim: usize,
    nth: u32,
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.quotient.cmp(&other.quotient).then(other.claim.cmp(&self.claim))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

impl PartialEq for Quotient {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Quotient {}

impl PartialOrd for Quotient {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quotient {
    /// By value. What is sure comes before everything else; of two divisions by zero, more votes come first.
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Sure, Self::Sure) => Ordering::Equal,
            (Self::Sure, _) => Ordering::Greater,
            (_, Self::Sure) => Ordering::Less,
            (Self::Ratio { votes, divisor: 0 }, Self::Ratio { votes: other, divisor: 0 }) => votes.cmp(other),
            (Self::Ratio { votes: a, divisor: b }, Self::Ratio { votes: c, divisor: d }) => (a * d).cmp(&(c * b)),
        }
    }
}

impl Divisor {
    /// The quotient that `votes` have for their `nth` seat (1, 2 …).
    #[must_use]
    pub fn quotient(self, votes: u64, nth: u32) -> Quotient {
        let (votes, n) = (u128::from(votes), u128::from(nth));
        let (votes, divisor) = match self {
            Self::DHondt => (votes, n),
            Self::SainteLague => (votes, 2 * n - 1),
            Self::ModifiedSainteLague { first } if nth == 1 => (votes * 1000, u128::from(first)),
            Self::ModifiedSainteLague { .. } => (votes, 2 * n - 1),
            Self::Danish => (votes, 3 * n - 2),
            Self::Imperiali => (votes, n + 1),
            Self::HuntingtonHill => (votes * votes, n * (n - 1)),
            Self::Adams => (votes, n - 1),
        };
        Quotient::Ratio { votes, divisor }
    }
}

fn by_quotients(divisor: Divisor, claimants: &[Claimant], seats: u32, shared: &mut Shared) {
    let wait = |claim: usize, nth: u32| {
        let one = claimants[claim];
        (nth <= one.limit()).then(|| Waiting { quotient: divisor.quotient(one.votes, nth), claim, nth })
    };
    let mut heap: BinaryHeap<Waiting> =
        (0..claimants.len()).filter_map(|claim| wait(claim, claimants[claim].minimum + 1)).collect();
    let first = shared.awards.len();
    for _ in 0..seats {
        let Some(Waiting { quotient, claim, nth }) = heap.pop() else { return };
        shared.awards.push(Award { claim, nth, quotient });
        shared.seats[claim] += 1;
        heap.extend(wait(claim, nth + 1));
    }
    let Some(next) = heap.peek() else { return };
    shared.next = Some(Award { claim: next.claim, nth: next.nth, quotient: next.quotient });
    let cut = next.quotient;
    // Of one claimant the quotients fall strictly, so each is there at most once with the quotient of the cut.
    let level = shared.awards[first..].iter().rev().take_while(|award| award.quotient == cut).count();
    if level > 0 {
        let taken = shared.awards.split_off(shared.awards.len() - level);
        let mut among: Vec<usize> = taken.iter().map(|award| award.claim).collect();
        for claim in &among {
            shared.seats[*claim] -= 1;
        }
        among.extend(heap.into_iter().filter(|waiting| waiting.quotient == cut).map(|waiting| waiting.claim));
        among.sort_unstable();
        shared.tied = Some((among, u32::try_from(level).expect("at most the seats")));
    }
}

/// Whole quotas, then the largest remainders. Who is bound by a minimum or maximum gets that, and the others share the rest
/// by a quota of their own.
fn by_remainders(quota: Quota, claimants: &[Claimant], seats: u32, shared: &mut Shared) {
    let mut free: Vec<usize> =
        (0..claimants.len()).filter(|at| claimants[*at].limit() > claimants[*at].minimum).collect();
    let bound: u32 = (0..claimants.len()).filter(|at| !free.contains(at)).map(|at| claimants[at].minimum).sum();
    let mut left = seats.saturating_sub(bound);
    loop {
        let round = Remainders::of(quota, claimants, &free, left);
        let out = |at: &usize| -> Option<(usize, u32)> {
            let one = claimants[free[*at]];
            let got = round.whole[*at] + u32::from(round.sure.contains(at));
            let open = round.tied.as_ref().is_some_and(|(among, _)| among.contains(at));
            if got < one.minimum {
                Some((*at, one.minimum))
            } else if got + u32::from(open) > one.limit() {
                Some((*at, one.limit()))
            } else {
                None
            }
        };
        // Those over their maximum first: what they leave may lift others over their minimum.
        let found: Vec<(usize, u32)> = (0..free.len()).filter_map(|at| out(&at)).collect();
        let over = found.iter().find(|(at, fixed)| claimants[free[*at]].limit() == *fixed);
        let Some((at, fixed)) = over.or(found.first()).copied() else {
            round.write(&free, claimants, shared);
            return;
        };
        let claim = free.remove(at);
        let minimum = claimants[claim].minimum;
        shared.awards.extend((minimum + 1..=fixed).map(|nth| Award { claim, nth, quotient: Quotient::Sure }));
        shared.seats[claim] = fixed;
        left = left.saturating_sub(fixed);
    }
}

/// One round of quotas among those who are free; positions are those in the list of the free.
#[derive(Default)]
struct Remainders {
    whole: Vec<u32>,
    /// By remainder, largest first: position and remainder ÷ scale.
    order: Vec<(usize, Quotient)>,
    /// Positions that get a seat by their remainder.
    sure: Vec<usize>,
    tied: Option<(Vec<usize>, u32)>,
    /// Seats that remainders gave or tied.
    given: usize,
}

impl Remainders {
    fn of(quota: Quota, claimants: &[Claimant], free: &[usize], seats: u32) -> Self {
        let votes: Vec<u128> = free.iter().map(|claim| u128::from(claimants[*claim].votes)).collect();
        let all: u128 = votes.iter().sum();
        if all == 0 || seats == 0 {
            return Self { whole: vec![0; free.len()], ..Self::default() };
        }
        let (mut whole, mut order) = divide(quota, &votes, all, seats);
        let given: u32 = whole.iter().sum();
        let mut left = seats.saturating_sub(given);
        order.sort_by_key(|(_, rest)| Reverse(*rest));
        // A quota rounded up to a whole vote can leave more seats than there are remainders: everybody then gets one more.
        let count = u32::try_from(free.len()).expect("fewer claimants than seats can be counted");
        whole.iter_mut().for_each(|one| *one += left / count);
        left %= count;
        let left = left as usize;
        let cut = (left > 0 && left < order.len() && order[left - 1].1 == order[left].1).then(|| order[left].1);
        let sure: Vec<usize> = order[..left].iter().filter(|(_, rest)| Some(*rest) != cut).map(|(at, _)| *at).collect();
        let tied = cut.map(|cut| {
            let mut among: Vec<usize> = order.iter().filter(|(_, rest)| *rest == cut).map(|(at, _)| *at).collect();
            among.sort_unstable();
            (among, u32::try_from(left - sure.len()).expect("fewer than the seats"))
        });
        Self { whole, order, sure, tied, given: left }
    }

    fn write(self, free: &[usize], claimants: &[Claimant], shared: &mut Shared) {
        for (at, claim) in free.iter().enumerate() {
            let minimum = claimants[*claim].minimum;
            let whole =
                (minimum + 1..=self.whole[at]).map(|nth| Award { claim: *claim, nth, quotient: Quotient::Sure });
            shared.awards.extend(whole);
            shared.seats[*claim] = self.whole[at];
        }
        for (at, quotient) in self.order.iter().filter(|(at, _)| self.sure.contains(at)) {
            let claim = free[*at];
            shared.seats[claim] += 1;
            let nth = shared.seats[claim];
            if nth > claimants[claim].minimum {
                shared.awards.push(Award { claim, nth, quotient: *quotient });
            }
        }
        shared.next = self.order.get(self.given).map(|(at, quotient)| {
            let claim = free[*at];
            Award { claim, nth: self.whole[*at] + 1, quotient: *quotient }
        });
        shared.tied = self.tied.map(|(among, seats)| (among.into_iter().map(|at| free[at]).collect(), seats));
    }
}

/// Whole quotas and remainders in votes.
fn divide(quota: Quota, votes: &[u128], all: u128, seats: u32) -> (Vec<u32>, Vec<(usize, Quotient)>) {
    let seats = u128::from(seats);
    let whole = |votes: u128, numerator: u128, denominator: u128| {
        u32::try_from(votes * numerator / denominator).expect("at most the seats and two")
    };
    if quota == Quota::Droop {
        let quota = all / (seats + 1) + 1;
        let rest = |votes: &u128| Quotient::Ratio { votes: votes % quota, divisor: 1 };
        return (votes.iter().map(|v| whole(*v, 1, quota)).collect(), votes.iter().map(rest).enumerate().collect());
    }
    // The exact quota is all ÷ parts. One that gives more seats than there are is replaced by the next larger one; V ÷ S,
    // the largest, never does.
    let mut parts = match quota {
        Quota::Hare | Quota::Droop => seats,
        Quota::HagenbachBischoff => seats + 1,
        Quota::Imperiali => seats + 2,
    };
    while parts > seats && votes.iter().map(|v| v * parts / all).sum::<u128>() > seats {
        parts -= 1;
    }
    let rest = |votes: &u128| Quotient::Ratio { votes: votes * parts % all, divisor: parts };
    (votes.iter().map(|v| whole(*v, parts, all)).collect(), votes.iter().map(rest).enumerate().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(method: Method, votes: &[u64], seats: u32) -> Vec<u32> {
        let claimants: Vec<Claimant> = votes.iter().copied().map(Claimant::free).collect();
        let shared = share_out(method, &claimants, seats);
        assert_eq!(shared.tied, None);
        assert_eq!(shared.awards.len(), seats as usize);
        shared.seats
    }

    /// The textbook example of eight seats.
    const FOUR: [u64; 4] = [100_000, 80_000, 30_000, 20_000];

    #[test]
    fn each_method_gives_the_textbook_answer() {
        let by = |divisor| seats(Method::Divisor(divisor), &FOUR, 8);
        assert_eq!(by(Divisor::DHondt), [4, 3, 1, 0]);
        assert_eq!(by(Divisor::SainteLague), [3, 3, 1, 1]);
        assert_eq!(by(Divisor::ModifiedSainteLague { first: 1420 }), [4, 3, 1, 0]);
        assert_eq!(by(Divisor::Imperiali), [5, 3, 0, 0]);
        assert_eq!(by(Divisor::Danish), [3, 3, 1, 1]);
        assert_eq!(by(Divisor::HuntingtonHill), [3, 3, 1, 1]);
        assert_eq!(by(Divisor::Adams), [3, 3, 1, 1]);
        let by = |quota| seats(Method::Quota(quota), &FOUR, 8);
        assert_eq!(by(Quota::Hare), [3, 3, 1, 1]);
        assert_eq!(by(Quota::Droop), [4, 3, 1, 0]);
        assert_eq!(by(Quota::HagenbachBischoff), [4, 3, 1, 0]);
    }

    #[test]
    fn equal_claims_to_the_last_seat_are_a_tie_and_nobody_is_picked() {
        let claimants = [50, 50, 10].map(Claimant::free);
        for method in [Method::Divisor(Divisor::DHondt), Method::Quota(Quota::Hare)] {
            let shared = share_out(method, &claimants, 1);
            assert_eq!(shared.tied, Some((vec![0, 1], 1)), "{method:?}");
            assert_eq!(shared.seats, [0, 0, 0]);
        }
    }

    #[test]
    fn a_tie_of_a_first_seat_with_a_later_one_is_seen() {
        let tied = |divisor, claimants: &[Claimant], seats| {
            let shared = share_out(Method::Divisor(divisor), claimants, seats);
            (shared.seats, shared.tied)
        };
        let claimants = [50, 10].map(Claimant::free);
        assert_eq!(tied(Divisor::SainteLague, &claimants, 3), (vec![2, 0], Some((vec![0, 1], 1))));
        // 100 ÷ 7 = 20 ÷ 1.4
        let modified = Divisor::ModifiedSainteLague { first: 1400 };
        assert_eq!(tied(modified, &FOUR.map(Claimant::free), 8), (vec![3, 3, 1, 0], Some((vec![0, 3], 1))));
    }

    #[test]
    fn a_list_that_runs_out_of_candidates_leaves_its_seats_to_the_others() {
        let claimants = [Claimant { maximum: 2, ..Claimant::free(90) }, Claimant::free(10)];
        for method in [Method::Divisor(Divisor::SainteLague), Method::Quota(Quota::Hare)] {
            assert_eq!(share_out(method, &claimants, 10).seats, [2, 8], "{method:?}");
        }
    }

    #[test]
    fn a_minimum_is_given_first_and_counts() {
        let claimants = [Claimant::free(900), Claimant { minimum: 3, ..Claimant::free(100) }];
        for method in [Method::Divisor(Divisor::DHondt), Method::Quota(Quota::Hare)] {
            assert_eq!(share_out(method, &claimants, 10).seats, [7, 3], "{method:?}");
        }
    }

    #[test]
    fn a_minimum_is_sure_even_where_the_largest_remainders_are_tied() {
        let one = |votes| Claimant { minimum: 1, ..Claimant::free(votes) };
        let shared = share_out(Method::Quota(Quota::Hare), &[one(8), one(2), one(2)], 3);
        assert_eq!((shared.seats, shared.tied), (vec![1, 1, 1], None));
    }

    #[test]
    fn who_has_no_votes_gets_no_seat_even_if_it_stays_empty() {
        let claimants = [Claimant { maximum: 1, ..Claimant::free(7) }, Claimant::free(0)];
        let shared = share_out(Method::default(), &claimants, 3);
        assert_eq!((shared.seats, shared.tied), (vec![1, 0], None));
    }
}
