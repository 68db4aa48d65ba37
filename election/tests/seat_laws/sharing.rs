//! One sharing-out, as the books have it: every quotient on one list, sorted; whole quotas and remainders.

use election::seats::{Divisor, Method, Quota};

use super::fraction::Fraction;

/// Someone at a sharing-out.
#[derive(Clone, Debug)]
pub struct Party {
    pub id: String,
    pub votes: u64,
    pub least: u32,
    pub most: Option<u32>,
}

impl Party {
    fn ceiling(&self) -> u32 {
        if self.votes == 0 { self.least } else { self.most.map_or(u32::MAX, |most| most.max(self.least)) }
    }
}

/// Sure seats, and between whom the last ones are tied.
type Shared = (Vec<u32>, Option<(Vec<usize>, u32)>);

pub fn share(method: Method, parties: &[Party], seats: u32) -> Shared {
    match method {
        Method::Divisor(divisor) => highest(divisor, parties, seats),
        Method::Quota(quota) => remainders(quota, parties, seats),
    }
}

fn quotient(divisor: Divisor, votes: u64, nth: u32) -> Fraction {
    let (votes, n) = (u128::from(votes), u128::from(nth));
    let (over, under) = match divisor {
        Divisor::DHondt => (votes, n),
        Divisor::SainteLague => (votes, n + n - 1),
        Divisor::ModifiedSainteLague { first } if n == 1 => (votes * 1000, u128::from(first)),
        Divisor::ModifiedSainteLague { .. } => (votes, n + n - 1),
        Divisor::Danish => (votes, 1 + 3 * (n - 1)),
        Divisor::Imperiali => (votes, n + 1),
        Divisor::HuntingtonHill => (votes * votes, n * (n - 1)),
        Divisor::Adams => (votes, n - 1),
    };
    Fraction { over, under }
}

fn highest(divisor: Divisor, parties: &[Party], seats: u32) -> Shared {
    let mut got: Vec<u32> = parties.iter().map(|party| party.least).collect();
    let left = (seats.saturating_sub(got.iter().sum())) as usize;
    let mut all: Vec<(Fraction, usize)> = Vec::new();
    for (at, party) in parties.iter().enumerate() {
        let last = party.ceiling().min(party.least + left as u32 + 1);
        all.extend((party.least + 1..=last).map(|nth| (quotient(divisor, party.votes, nth), at)));
    }
    all.sort_by_key(|(quotient, _)| std::cmp::Reverse(*quotient));
    let cut = (left > 0 && left < all.len() && all[left - 1].0 == all[left].0).then(|| all[left].0);
    for (quotient, at) in all.iter().take(left) {
        got[*at] += u32::from(cut.is_none_or(|cut| *quotient > cut));
    }
    let tied = cut.map(|cut| {
        let mut who: Vec<usize> = all.iter().filter(|(quotient, _)| *quotient == cut).map(|(_, at)| *at).collect();
        who.sort_unstable();
        let above = all.iter().filter(|(quotient, _)| *quotient > cut).count();
        (who, (left - above) as u32)
    });
    (got, tied)
}

/// By whole quotas and remainders; who is over its most gets that and leaves, then who is under its least, until all fit.
fn remainders(quota: Quota, parties: &[Party], seats: u32) -> Shared {
    let mut fixed: Vec<Option<u32>> =
        parties.iter().map(|party| (party.ceiling() <= party.least).then_some(party.least)).collect();
    loop {
        let gone: u32 = fixed.iter().flatten().sum();
        let free: Vec<usize> = (0..parties.len()).filter(|at| fixed[*at].is_none()).collect();
        let votes: Vec<u128> = free.iter().map(|at| u128::from(parties[*at].votes)).collect();
        let (got, tied) = textbook(quota, &votes, seats.saturating_sub(gone));
        let is_tied = |at: usize| tied.as_ref().is_some_and(|(who, _)| who.contains(&at));
        let over: Vec<usize> =
            (0..free.len()).filter(|at| got[*at] + u32::from(is_tied(*at)) > parties[free[*at]].ceiling()).collect();
        let under: Vec<usize> = (0..free.len()).filter(|at| got[*at] < parties[free[*at]].least).collect();
        if !over.is_empty() {
            over.iter().for_each(|at| fixed[free[*at]] = Some(parties[free[*at]].ceiling()));
        } else if !under.is_empty() {
            under.iter().for_each(|at| fixed[free[*at]] = Some(parties[free[*at]].least));
        } else {
            let mut all: Vec<u32> = fixed.iter().map(|fixed| fixed.unwrap_or(0)).collect();
            free.iter().zip(&got).for_each(|(at, got)| all[*at] = *got);
            return (all, tied.map(|(who, seats)| (who.into_iter().map(|at| free[at]).collect(), seats)));
        }
    }
}

/// Largest remainders without bounds.
fn textbook(quota: Quota, votes: &[u128], seats: u32) -> Shared {
    let (all, s): (u128, u128) = (votes.iter().sum(), u128::from(seats));
    if all == 0 || seats == 0 {
        return (vec![0; votes.len()], None);
    }
    // A quota is over ÷ under votes.
    let quotas: Vec<(u128, u128)> = match quota {
        Quota::Hare => vec![(all, s)],
        Quota::Droop => vec![(all / (s + 1) + 1, 1)],
        Quota::HagenbachBischoff => vec![(all, s + 1), (all, s)],
        Quota::Imperiali => vec![(all, s + 2), (all, s + 1), (all, s)],
    };
    let whole = |(over, under): (u128, u128)| -> Vec<u32> {
        votes
            .iter()
            .map(|v| (0_u32..).take_while(|n| (u128::from(*n) + 1) * over <= v * under).count() as u32)
            .collect()
    };
    let fits = |quota: &(u128, u128)| whole(*quota).iter().sum::<u32>() <= seats;
    let quota = quotas.into_iter().find(fits).expect("V ÷ S never gives more than S seats");
    let mut got = whole(quota);
    let mut left = seats - got.iter().sum::<u32>();
    let rests: Vec<u128> = votes.iter().zip(&got).map(|(v, n)| v * quota.1 - u128::from(*n) * quota.0).collect();
    while left as usize >= votes.len() {
        got.iter_mut().for_each(|got| *got += 1);
        left -= votes.len() as u32;
    }
    let mut sorted = rests.clone();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let left = left as usize;
    let cut = (left > 0 && sorted[left - 1] == sorted[left]).then(|| sorted[left]);
    let last = if left > 0 { sorted[left - 1] } else { u128::MAX };
    let mut given = 0;
    for (at, rest) in rests.iter().enumerate() {
        if left > 0 && *rest >= last && Some(*rest) != cut {
            got[at] += 1;
            given += 1;
        }
    }
    let tied = cut.map(|cut| ((0..votes.len()).filter(|at| rests[*at] == cut).collect(), (left - given) as u32));
    (got, tied)
}
