//! Votes that a list lacks for its next seat, and those that it could lose and keep its last one. All else equal.
//!
//! The seats of a list never fall as its votes grow, so each figure is a first crossing. Where sharing-outs stand side by
//! side it is found in stretches between which nobody passes a threshold; otherwise by allocating again.

use super::super::allocate::list_seats;
use super::super::lists::Hall;
use super::super::outcome::{Allocation, Lot, Tally};
use super::super::rule::{House, MAX_VOTES, Proportional, Tier};
use super::Margin;
use super::line::over_threshold;
use super::pools::{Pool, Structure, plain_divisor, plain_rule};
use super::quotients::{Rival, seats_of, votes_for};
use super::trial::{Trial, Way};
use crate::definition::ThresholdScope;

/// A house of which margins are asked.
pub(super) struct Ledge<'a> {
    house: &'a House,
    lots: &'a [Lot],
    allocation: &'a Allocation,
    rule: Option<&'a Proportional>,
    trial: Trial,
}

/// A question: the first count of votes at which the list's seats reach `goal` (more), or fall under it (fewer).
#[derive(Clone, Copy)]
struct Question {
    list: usize,
    way: Way,
    goal: u32,
    /// Most votes.
    limit: u64,
}

/// A stretch of counts in which the structure stays: from where, and what it is.
struct Stretch {
    from: u64,
    structure: Structure,
    pools: Vec<Pool>,
    /// The list's seats in each pool with its votes as they are.
    seats: Vec<u32>,
}

impl<'a> Ledge<'a> {
    pub(super) fn new(house: &'a House, tally: &'a Tally, lots: &'a [Lot], allocation: &'a Allocation) -> Self {
        Self { house, lots, allocation, rule: plain_rule(house), trial: Trial::new(tally) }
    }

    /// Votes that the list lacks for its next seat.
    pub(super) fn lacks(&mut self, list: usize) -> Option<Margin> {
        let now = self.allocation.seats[list];
        // Where districts share out, a list may be that long in each.
        let is_one = self.rule.is_some_and(|rule| rule.tier != Tier::Districts);
        if is_one && self.house.lists[list].length.is_some_and(|length| length <= now) {
            return None;
        }
        let limit = MAX_VOTES.saturating_sub(self.trial.votes(list, None));
        self.first(Question { list, way: Way::More, goal: now + 1, limit })
    }

    /// Votes that the list could lose and keep its last seat.
    pub(super) fn spare(&mut self, list: usize) -> Option<Margin> {
        let goal = self.allocation.seats[list];
        let limit = self.trial.votes(list, None);
        let lost = if goal > 0 { self.first(Question { list, way: Way::Fewer, goal, limit }) } else { None };
        lost.map(|margin| Margin { votes: margin.votes - 1, ..margin })
    }

    fn first(&mut self, question: Question) -> Option<Margin> {
        let Some(rule) = self.rule else { return self.first_by_allocating(question) };
        if !matches!(rule.tier, Tier::Districts) {
            return self.first_of(rule, question, &[None]);
        }
        let districts: Vec<Option<usize>> = (0..self.house.districts.len()).map(Some).collect();
        if self.is_same_everywhere() {
            return self.first_of(rule, question, &districts);
        }
        let mut best: Option<Margin> = None;
        for district in districts {
            let limit = best.map_or(question.limit, |best| best.votes - 1);
            best = self.first_of(rule, Question { limit, ..question }, &[district]).or(best);
        }
        best
    }

    /// Whether it makes no difference to thresholds in which district votes come or go.
    fn is_same_everywhere(&self) -> bool {
        self.house.threshold.as_ref().is_none_or(|threshold| {
            threshold.within == ThresholdScope::Nation
                && threshold.or_in_a_district.is_none()
                && threshold.or_there.is_none()
        })
    }

    /// The first crossing in any of `places`, in all of which the structure changes at the same counts.
    fn first_of(&mut self, rule: &Proportional, question: Question, places: &[Option<usize>]) -> Option<Margin> {
        let place = if let [only] = places { *only } else { None };
        let mut limit = question.limit;
        if question.way == Way::Fewer {
            limit = limit.min(self.trial.votes(question.list, place));
        }
        let reach = self.reach(question);
        let mut from = 0;
        loop {
            let structure = self.structure(rule, question, place, from);
            let stretch = self.stretch(rule, question, structure, from);
            let found = self.crossing(rule, Question { limit, ..question }, places, &stretch);
            let end = found.map_or(limit, |margin| margin.votes);
            let mut is_same = |count: u64| self.structure(rule, question, place, count) == stretch.structure;
            if end <= from || is_same(end) {
                return found;
            }
            // Most often the change is that the list itself reaches the threshold.
            let (mut same, mut other) = (from, end);
            if let Some(reach) = reach.filter(|reach| *reach > from && *reach < end) {
                for count in [reach, reach - 1].into_iter().filter(|count| *count > from) {
                    *(if is_same(count) { &mut same } else { &mut other }) = count;
                }
            }
            while other - same > 1 {
                let middle = same + (other - same) / 2;
                *(if is_same(middle) { &mut same } else { &mut other }) = middle;
            }
            from = other;
        }
    }

    /// Votes that the list lacks to reach the threshold.
    fn reach(&self, question: Question) -> Option<u64> {
        let standing = self.allocation.standing[question.list];
        let over = over_threshold(self.house, self.trial.tally(), question.list, standing)?;
        (over < 0 && question.way == Way::More).then_some(over.unsigned_abs())
    }

    fn structure(&mut self, rule: &Proportional, question: Question, place: Option<usize>, count: u64) -> Structure {
        let (house, lots) = (self.house, self.lots);
        self.trial.with(question.list, place, (question.way, count), |tally| Structure::of(house, rule, lots, tally))
    }

    fn stretch(&mut self, rule: &Proportional, question: Question, structure: Structure, from: u64) -> Stretch {
        let pools = structure.pools(self.house, rule);
        let seats = if pools.first().is_none_or(|pool| pool.district.is_none()) {
            Vec::new()
        } else if from == 0 {
            self.allocation.by_district.iter().map(|row| row[question.list]).collect()
        } else {
            pools.iter().map(|pool| self.seats_in(rule, question, pool)).collect()
        };
        Stretch { from, structure, pools, seats }
    }

    /// The first crossing within a stretch, as if it went on for ever.
    fn crossing(
        &mut self,
        rule: &Proportional,
        question: Question,
        places: &[Option<usize>],
        stretch: &Stretch,
    ) -> Option<Margin> {
        let all: u32 = stretch.seats.iter().sum();
        let mut best: Option<Margin> = None;
        for place in places {
            let elsewhere = place.map_or(0, |at| all - stretch.seats[at]);
            let fed = place.map_or(&stretch.pools[..], |at| &stretch.pools[at..=at]);
            let fed: Vec<&Pool> = fed.iter().filter(|pool| pool.takes_part[question.list]).collect();
            let limit = best.map_or(question.limit, |best| best.votes - 1);
            let found = match question.goal.checked_sub(elsewhere).filter(|goal| *goal > 0) {
                None if question.way == Way::More => Some(stretch.from.max(1)),
                None => None,
                Some(goal) => self.in_pools(rule, Question { goal, limit, ..question }, *place, &fed, stretch.from),
            };
            let margin = found.filter(|votes| *votes <= limit).map(|votes| Margin { votes, district: *place });
            best = margin.or(best);
        }
        best
    }

    /// The first count, of at least `from`, at which the pools together give the goal, or no longer do.
    fn in_pools(
        &mut self,
        rule: &Proportional,
        question: Question,
        place: Option<usize>,
        pools: &[&Pool],
        from: u64,
    ) -> Option<u64> {
        let votes = self.trial.votes(question.list, place);
        let limit = if question.way == Way::Fewer { question.limit.min(votes) } else { question.limit };
        let from = from.max(1);
        if let (Some(divisor), [pool]) = (plain_divisor(self.house, rule, self.lots), pools) {
            let needed = votes_for(divisor, &self.claimants(pool), question.list, pool.seats, question.goal);
            return match (question.way, needed) {
                (Way::More, needed) => needed.map(|needed| needed.saturating_sub(votes).max(from)),
                (Way::Fewer, Some(needed)) => Some((votes + 1).saturating_sub(needed).max(from)),
                (Way::Fewer, None) => Some(from),
            }
            .filter(|count| *count <= limit);
        }
        first_crossing(from, limit, |count| {
            let seats: u32 = pools.iter().map(|pool| self.seats_with(rule, question, pool, count)).sum();
            question.is_met_by(seats)
        })
    }

    fn claimants(&self, pool: &Pool) -> Vec<Rival> {
        let rival = |list: usize| Rival {
            votes: if pool.takes_part[list] { self.trial.votes(list, pool.district) } else { 0 },
            most: self.house.lists[list].length.unwrap_or(u32::MAX),
        };
        (0..self.house.lists.len()).map(rival).collect()
    }

    /// The list's seats in a pool by the votes as they are.
    fn seats_in(&mut self, rule: &Proportional, question: Question, pool: &Pool) -> u32 {
        match plain_divisor(self.house, rule, self.lots) {
            Some(divisor) if pool.takes_part[question.list] => {
                seats_of(divisor, &self.claimants(pool), question.list, pool.seats)
            }
            Some(_) => 0,
            None => self.seats_with(rule, question, pool, 0),
        }
    }

    /// The list's seats in a pool with `count` votes more or fewer there.
    fn seats_with(&mut self, rule: &Proportional, question: Question, pool: &Pool, count: u64) -> u32 {
        let (house, lots) = (self.house, self.lots);
        self.trial.with(question.list, pool.district, (question.way, count), |tally| {
            let mut hall = Hall::new(house, lots);
            let whole;
            let votes = match pool.district {
                Some(at) => &tally.districts[at].votes,
                None => {
                    whole = hall.votes(tally);
                    &whole
                }
            };
            let seats = hall.share_lists(&pool.place, rule.method, votes, &pool.takes_part, pool.minimum, pool.seats);
            seats[question.list]
        })
    }

    /// By allocating the house again: the votes come and go in the district where the list has most.
    fn first_by_allocating(&mut self, question: Question) -> Option<Margin> {
        let districts = 0..self.house.districts.len();
        let most = districts.rev().max_by_key(|at| self.trial.votes(question.list, Some(*at)));
        let district = most.filter(|_| self.house.districts.len() > 1);
        let limit = match question.way {
            Way::More => question.limit,
            Way::Fewer => question.limit.min(self.trial.votes(question.list, district)),
        };
        let (house, lots) = (self.house, self.lots);
        let found = first_crossing(1, limit, |count| {
            let way = (question.way, count);
            let seats = self.trial.with(question.list, district, way, |tally| list_seats(house, tally, lots));
            question.is_met_by(seats[question.list])
        });
        found.map(|votes| Margin { votes, district })
    }
}

impl Question {
    fn is_met_by(&self, seats: u32) -> bool {
        match self.way {
            Way::More => seats >= self.goal,
            Way::Fewer => seats < self.goal,
        }
    }
}

/// The first count from `from` to `limit` for which `is_over` holds, if it holds from there on.
fn first_crossing(from: u64, limit: u64, mut is_over: impl FnMut(u64) -> bool) -> Option<u64> {
    if from > limit {
        return None;
    }
    if is_over(from) {
        return Some(from);
    }
    let (mut under, mut step) = (from, 1_u64);
    let mut over = loop {
        let next = under.saturating_add(step).min(limit);
        if is_over(next) {
            break next;
        }
        if next == limit {
            return None;
        }
        (under, step) = (next, step.saturating_mul(4));
    };
    while over - under > 1 {
        let middle = under + (over - under) / 2;
        *(if is_over(middle) { &mut over } else { &mut under }) = middle;
    }
    Some(over)
}
