//! Seats that no votes still to come can take away: a lower bound that holds whatever they do.
//!
//! A list is given none of them, so it must reach the threshold of the largest possible whole with what it has; every rival
//! that all of them could lift over the threshold takes part; and the rivals spend them in the way that costs fewest.

use super::super::lists::{Entrant, Hall};
use super::super::outcome::{Allocation, Lot, Tally};
use super::super::rule::{Divisor, House, Method, Proportional, Quota, ReservedAs, System, Tier};
use super::super::threshold::Eligible;
use super::pools::{Pool, Structure};
use super::quotients::{Reach, at_least};
use crate::definition::ThresholdTier;

/// Per list its firm seats (of levelling those that districts gave), by an allocation of the same votes; `None` = not known.
pub(super) fn firm(house: &House, tally: &Tally, lots: &[Lot], allocation: &Allocation) -> Vec<Option<u32>> {
    let uncounted: Option<Vec<u64>> = tally.districts.iter().map(|there| there.uncounted).collect();
    let rule = match &house.system {
        System::Proportional(rule) if rule.reserved.is_empty() || rule.reserved_as == ReservedAs::Apart => Some(rule),
        _ => None,
    };
    match (uncounted, rule) {
        (None, _) => vec![None; house.lists.len()],
        (Some(uncounted), _) if uncounted.iter().all(|votes| *votes == 0) => {
            allocation.seats.iter().copied().map(Some).collect()
        }
        (Some(_), None) => vec![None; house.lists.len()],
        (Some(uncounted), Some(rule)) => {
            let bound = Bound::new(house, rule, tally, lots, uncounted);
            bound.of_all(rule)
        }
    }
}

/// What may come at worst and at best.
struct Bound<'a> {
    house: &'a House,
    tally: &'a Tally,
    lots: &'a [Lot],
    uncounted: Vec<u64>,
    /// Who takes part whatever comes.
    sure: Vec<Pool>,
    /// Who may take part.
    possible: Vec<Pool>,
}

/// A sharing-out, or one within an alliance.
struct Contest<'p> {
    votes: &'p [u64],
    sure: &'p [bool],
    /// Votes still to come.
    budget: u64,
    minimum: u32,
}

/// Someone who may take seats away.
struct Rival {
    votes: u64,
    minimum: u32,
    maximum: u32,
}

impl<'a> Bound<'a> {
    fn new(house: &'a House, rule: &Proportional, tally: &'a Tally, lots: &'a [Lot], uncounted: Vec<u64>) -> Self {
        let (mut sure, mut possible) =
            (surely(house, rule, tally, &uncounted), possibly(house, rule, tally, &uncounted));
        let is_before_levelling =
            house.threshold.as_ref().is_some_and(|threshold| threshold.before == ThresholdTier::Levelling);
        if is_before_levelling && matches!(rule.tier, Tier::Levelling { .. }) {
            sure.districts.iter_mut().chain(&mut possible.districts).for_each(|takes_part| takes_part.fill(true));
        }
        let (sure, possible) = (sure.pools(house, rule), possible.pools(house, rule));
        Self { house, tally, lots, uncounted, sure, possible }
    }

    fn of_all(&self, rule: &Proportional) -> Vec<Option<u32>> {
        let mut firm = vec![Some(0_u32); self.house.lists.len()];
        let whole = Hall::new(self.house, self.lots).votes(self.tally);
        for (sure, possible) in self.sure.iter().zip(&self.possible) {
            let (votes, budget) = match sure.district {
                Some(at) => (&self.tally.districts[at].votes, self.uncounted[at]),
                None => (&whole, self.uncounted.iter().sum()),
            };
            let contest = Contest { votes, sure: &sure.takes_part, budget, minimum: sure.minimum };
            let hall = Hall::new(self.house, self.lots);
            let entrants = hall.entrants(&possible.takes_part);
            let field = Field::new(self.house, &contest, &entrants);
            for list in (0..firm.len()).filter(|list| sure.takes_part[*list] && votes[*list] > 0) {
                let there = field.firm(&contest, rule.method, sure.seats, list);
                firm[list] = firm[list].zip(there).map(|(firm, there)| firm + there);
            }
        }
        firm
    }
}

/// Those who share out.
struct Field<'a, 'e> {
    house: &'a House,
    entrants: &'e [Entrant<'a>],
    /// Of each entrant the lists.
    members: Vec<Vec<usize>>,
    /// Each as a rival.
    rivals: Vec<Rival>,
}

impl<'a, 'e> Field<'a, 'e> {
    fn new(house: &'a House, contest: &Contest<'_>, entrants: &'e [Entrant<'a>]) -> Self {
        let members: Vec<Vec<usize>> = entrants.iter().map(members).collect();
        let rivals = members.iter().map(|lists| Rival::of(house, contest, lists)).collect();
        Self { house, entrants, members, rivals }
    }

    /// The list's firm seats of `seats`; within its alliance if it is in one.
    fn firm(&self, contest: &Contest<'_>, method: Method, seats: u32, list: usize) -> Option<u32> {
        let own = self.members.iter().position(|lists| lists.contains(&list))?;
        let is_sure = |list: &usize| contest.sure[*list] && contest.votes[*list] > 0;
        let sure: Vec<usize> = self.members[own].iter().copied().filter(is_sure).collect();
        let me = Rival::of(self.house, contest, &sure);
        let rivals = || self.rivals.iter().enumerate().filter(|(at, _)| *at != own).map(|(_, rival)| rival);
        let firm = match method {
            Method::Divisor(divisor) => by_quotients(divisor, &me, rivals, seats, contest.budget),
            Method::Quota(_) if contest.minimum > 0 => return None,
            Method::Quota(quota) => by_quotas(quota, &me, rivals(), seats, contest.budget),
        };
        let firm = firm.min(me.maximum);
        match &self.entrants[own] {
            Entrant::List(_) => Some(firm),
            Entrant::Alliance(alliance, members) => {
                let inner = Field::new(self.house, contest, members);
                inner.firm(contest, alliance.method.unwrap_or(method), firm, list)
            }
        }
    }
}

impl Rival {
    fn of(house: &House, contest: &Contest<'_>, lists: &[usize]) -> Self {
        let with_votes = lists.iter().filter(|list| contest.votes[**list] > 0 || contest.budget > 0).count();
        let maximum: Option<u32> = lists.iter().map(|list| house.lists[*list].length).sum();
        let minimum = contest.minimum.saturating_mul(u32::try_from(with_votes).unwrap_or(u32::MAX));
        Self {
            votes: lists.iter().map(|list| contest.votes[*list]).sum(),
            minimum,
            maximum: maximum.unwrap_or(u32::MAX).max(minimum),
        }
    }
}

fn members(entrant: &Entrant<'_>) -> Vec<usize> {
    let mut lists = Vec::new();
    entrant.lists(&mut lists);
    lists
}

/// The largest count of seats that stays even if rivals put as many quotients as they can afford level with its last one.
fn by_quotients<'r, R>(divisor: Divisor, me: &Rival, rivals: impl Fn() -> R, seats: u32, budget: u64) -> u32
where
    R: Iterator<Item = &'r Rival>,
{
    if me.votes == 0 {
        return 0;
    }
    let (mut firm, mut lost) = (me.minimum.min(seats), seats + 1);
    while lost - firm > 1 {
        let middle = firm + (lost - firm) / 2;
        let quotient = divisor.quotient(me.votes, middle);
        // That many rival quotients, and the seat is gone.
        let fatal = seats - middle + 1;
        let costs = |rival: &Rival| {
            let needed =
                |nth| if nth <= rival.minimum { Some(1) } else { at_least(divisor, nth, quotient, Reach::Level) };
            costs(rival, budget, fatal, needed)
        };
        let is_lost = can_afford(rivals().flat_map(costs).collect(), budget, fatal as usize);
        *(if is_lost { &mut lost } else { &mut firm }) = middle;
    }
    firm
}

/// What each further quotient costs a rival, from the first (those that it has cost nothing), as far as its money goes.
/// Where a later one costs less than an earlier one, the earlier is reckoned at the later's price: never too dear.
fn costs(rival: &Rival, budget: u64, most: u32, needed: impl Fn(u32) -> Option<u64>) -> Vec<u64> {
    let mut have = rival.votes;
    let mut costs = Vec::new();
    for nth in 1..=most.min(rival.maximum) {
        let Some(needed) = needed(nth).filter(|needed| needed.saturating_sub(rival.votes) <= budget) else { break };
        costs.push(needed.saturating_sub(have));
        have = have.max(needed);
    }
    for at in (1..costs.len()).rev() {
        costs[at - 1] = costs[at - 1].min(costs[at]);
    }
    costs
}

fn can_afford(mut costs: Vec<u64>, budget: u64, count: usize) -> bool {
    if costs.len() < count {
        return false;
    }
    costs.sort_unstable();
    costs[..count].iter().map(|cost| u128::from(*cost)).sum::<u128>() <= u128::from(budget)
}

/// The whole quotas that it keeps however large the quota becomes.
fn by_quotas<'r>(quota: Quota, me: &Rival, rivals: impl Iterator<Item = &'r Rival>, seats: u32, budget: u64) -> u32 {
    let all: u128 = rivals.map(|rival| u128::from(rival.votes)).sum();
    let all = all + u128::from(me.votes) + u128::from(budget);
    let (votes, parts) = (u128::from(me.votes), u128::from(seats));
    let whole = match quota {
        _ if votes == 0 => 0,
        Quota::Droop => votes / (all / (parts + 1) + 1),
        // The smaller quotas give way to V ÷ S where they would give too many seats.
        Quota::Hare | Quota::HagenbachBischoff | Quota::Imperiali => votes * parts / all,
    };
    u32::try_from(whole).unwrap_or(u32::MAX).min(seats)
}

/// Who takes part, and the seats that groups have, if none of the votes to come are theirs.
fn surely(house: &House, rule: &Proportional, tally: &Tally, uncounted: &[u64]) -> Structure {
    let mut worst = Tally { constituencies: Vec::new(), ..tally.clone() };
    for (there, more) in worst.districts.iter_mut().zip(uncounted) {
        (there.valid, there.cast) = (there.valid + more, there.cast + more);
    }
    let eligible = Eligible::of(house, &worst);
    let groups = rule.reserved.iter().map(|group| group.seats).collect();
    Structure { nation: eligible.nation, districts: eligible.districts, groups }
}

/// Who may take part, each as if all votes to come were its own.
fn possibly(house: &House, rule: &Proportional, tally: &Tally, uncounted: &[u64]) -> Structure {
    let lists = house.lists.len();
    let mut possible = Structure {
        nation: vec![true; lists],
        districts: vec![vec![true; lists]; house.districts.len()],
        groups: rule.reserved.iter().map(|group| group.seats).collect(),
    };
    // Who wins constituencies may yet change in any way.
    if house.threshold.as_ref().is_none_or(|threshold| threshold.or_constituencies.is_some()) {
        return possible;
    }
    let mut best = tally.clone();
    for (there, more) in best.districts.iter_mut().zip(uncounted) {
        (there.valid, there.cast) = (there.valid + more, there.cast + more);
    }
    for list in 0..lists {
        for (there, more) in best.districts.iter_mut().zip(uncounted) {
            there.votes[list] += more;
        }
        let eligible = Eligible::of(house, &best);
        possible.nation[list] = eligible.nation[list];
        for (to, from) in possible.districts.iter_mut().zip(&eligible.districts) {
            to[list] = from[list];
        }
        for (there, more) in best.districts.iter_mut().zip(uncounted) {
            there.votes[list] -= more;
        }
    }
    possible
}
