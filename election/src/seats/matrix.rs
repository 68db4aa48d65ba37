//! Seats by district and list that fit both ways: the lower apportionment of double proportionality, exact.
//!
//! Of all ways to fill districts and lists, the double proportional one has the largest product of the quotients that won its
//! seats. Seats are moved along chains of districts and lists, each the one that costs least of that product.

use std::collections::VecDeque;

use super::natural::Ratio;
use super::outcome::Quotient;
use super::rule::Divisor;

/// A list divisor of 1, in the parts that it is adjusted by.
const PARTS: u64 = 1 << 16;
/// How often list divisors are adjusted before seats are moved one by one.
const ROUNDS: u64 = 30;

/// Seats by district and list.
pub(super) struct Matrix {
    divisor: Divisor,
    /// One row per district, one column per list.
    pub(super) votes: Vec<Vec<u64>>,
    pub(super) seats: Vec<Vec<u32>>,
    /// By list, then by district: the potentials by which a chain that changes nothing is known; empty until seats fit.
    levels: Vec<Ratio>,
}

/// A move of one seat between a list and a district: a list gives one back, or a district gives it one.
#[derive(Clone, Copy)]
struct Step {
    from: usize,
    to: usize,
    /// By how much the product of quotients changes: `above ÷ below`.
    above: u64,
    below: u64,
}

/// Lists of a district between whom its last seats are open.
pub(super) struct Open {
    pub(super) district: usize,
    /// Who has such a seat as it is written down.
    pub(super) holds: Vec<usize>,
    /// Who has none.
    pub(super) lacks: Vec<usize>,
}

impl Matrix {
    /// Seats that fit districts and lists; `None` if there are none.
    pub(super) fn fitting(divisor: Divisor, votes: Vec<Vec<u64>>, districts: &[u32], lists: &[u32]) -> Option<Self> {
        let seats = votes.iter().map(|row| vec![0; row.len()]).collect();
        let mut matrix = Self { divisor, votes, seats, levels: Vec::new() };
        matrix.approach(districts, lists)?;
        matrix.fit(lists).then_some(matrix)
    }

    /// Fills every district, and gets near the lists' seats by list divisors: the fewer seats must be moved, the faster.
    fn approach(&mut self, districts: &[u32], lists: &[u32]) -> Option<()> {
        let mut parts = vec![PARTS; lists.len()];
        let mut best = self.filled(districts, &parts)?;
        let mut seats = best.clone();
        for round in 0..ROUNDS {
            // Seats change faster than divisors, the more so the smaller a list is: small steps, and smaller ones each time.
            let still = 3 + round / 4;
            for (list, part) in parts.iter_mut().enumerate() {
                let has = seats.iter().map(|there| u64::from(there[list])).sum::<u64>();
                let (has, needs) = (2 * has + 1, 2 * u64::from(lists[list]) + 1);
                *part = (*part * (still * needs + has) / ((still + 1) * needs)).clamp(1, PARTS * PARTS);
            }
            if off(&best, lists) == 0 {
                break;
            }
            seats = self.filled(districts, &parts)?;
            if off(&seats, lists) < off(&best, lists) {
                best.clone_from(&seats);
            }
        }
        self.seats = best;
        Some(())
    }

    /// Each district by itself, every list's quotients divided by its list divisor. Any of those who are equal come first: what
    /// is open in the end is found in the end.
    fn filled(&self, districts: &[u32], parts: &[u64]) -> Option<Vec<Vec<u32>>> {
        let fill = |(district, seats): (usize, &u32)| {
            let mut has = vec![0; parts.len()];
            for _ in 0..*seats {
                let next = |list: usize| {
                    let (votes, divisor) = self.quotient(district, list, has[list] + 1)?;
                    let divisor = u128::from(divisor) * u128::from(parts[list]);
                    Some((Quotient::Ratio { votes: votes.into(), divisor }, list))
                };
                let (_, list) = (0..parts.len()).filter_map(next).max()?;
                has[list] += 1;
            }
            Some(has)
        };
        districts.iter().enumerate().map(fill).collect()
    }

    /// Moves seats until every list has its own; `false` if that cannot be.
    fn fit(&mut self, lists: &[u32]) -> bool {
        loop {
            let has = |list: usize| self.seats.iter().map(|seats| seats[list]).sum::<u32>();
            let over: Vec<bool> = (0..lists.len()).map(|list| has(list) > lists[list]).collect();
            let under: Vec<usize> = (0..lists.len()).filter(|list| has(*list) < lists[*list]).collect();
            if under.is_empty() && !over.contains(&true) {
                break;
            }
            let steps = self.steps(&[]);
            let (best, last) = self.chains(&steps, |node| over.get(node) == Some(&true));
            let reached = under.into_iter().filter(|list| best[*list].is_some());
            let Some(mut node) = reached.max_by(|a, b| best[*a].cmp(&best[*b])) else { return false };
            while let Some(step) = last[node] {
                self.take(steps[step]);
                node = steps[step].from;
            }
        }
        let steps = self.steps(&[]);
        let (levels, _) = self.chains(&steps, |_| true);
        self.levels = levels.into_iter().flatten().collect();
        true
    }

    fn lists(&self) -> usize {
        self.votes.first().map_or(0, Vec::len)
    }

    /// What won (or would win) a list's `nth` seat in a district.
    pub(super) fn quotient(&self, district: usize, list: usize, nth: u32) -> Option<(u64, u64)> {
        let Quotient::Ratio { votes, divisor } = self.divisor.quotient(self.votes[district][list], nth) else {
            return None;
        };
        // A divisor of 0 guarantees a seat; nothing is given for it.
        let (votes, divisor) = (u64::try_from(votes).ok()?, u64::try_from(divisor).ok()?);
        (votes > 0 && divisor > 0).then_some((votes, divisor))
    }

    /// All moves of one seat, but for the districts that are `decided`. Lists are numbered first, then districts.
    fn steps(&self, decided: &[usize]) -> Vec<Step> {
        let lists = self.lists();
        let mut steps = Vec::new();
        for district in (0..self.votes.len()).filter(|district| !decided.contains(district)) {
            for list in 0..lists {
                let seats = self.seats[district][list];
                if let Some((votes, divisor)) = self.quotient(district, list, seats + 1) {
                    steps.push(Step { from: lists + district, to: list, above: votes, below: divisor });
                }
                if seats > 0
                    && let Some((votes, divisor)) = self.quotient(district, list, seats)
                {
                    steps.push(Step { from: list, to: lists + district, above: divisor, below: votes });
                }
            }
        }
        steps
    }

    fn take(&mut self, step: Step) {
        let lists = self.lists();
        if step.from < lists {
            self.seats[step.to - lists][step.from] -= 1;
        } else {
            self.seats[step.from - lists][step.to] += 1;
        }
    }

    /// From those where chains `start`: the best product to each node, and the last step of the chain.
    fn chains(&self, steps: &[Step], start: impl Fn(usize) -> bool) -> (Vec<Option<Ratio>>, Vec<Option<usize>>) {
        let nodes = self.lists() + self.votes.len();
        let mut best: Vec<Option<Ratio>> = (0..nodes).map(|node| start(node).then(Ratio::one)).collect();
        let mut last = vec![None; nodes];
        loop {
            let mut better = false;
            for (at, step) in steps.iter().enumerate() {
                let Some(product) = best[step.from].as_ref().map(|product| product.times(step.above, step.below))
                else {
                    continue;
                };
                if best[step.to].as_ref().is_none_or(|old| product > *old) {
                    best[step.to] = Some(product);
                    last[step.to] = Some(at);
                    better = true;
                }
            }
            if !better {
                return (best, last);
            }
        }
    }

    /// The moves that may be part of a chain that changes nothing.
    fn level(&self, decided: &[usize]) -> Vec<Step> {
        let stays = |step: &Step| self.levels[step.from].times(step.above, step.below) == self.levels[step.to];
        self.steps(decided).into_iter().filter(stays).collect()
    }

    /// The districts whose last seats could as well be others', but for those that are `decided`.
    pub(super) fn open(&self, decided: &[usize]) -> Vec<Open> {
        let (lists, steps) = (self.lists(), self.level(decided));
        let nodes = lists + self.votes.len();
        let reach: Vec<Vec<bool>> = (0..nodes).map(|node| reached(&steps, nodes, &[node])).collect();
        let circular: Vec<&Step> = steps.iter().filter(|step| reach[step.to][step.from]).collect();
        let at = |district: usize| {
            let node = lists + district;
            let holds = circular.iter().filter(|step| step.to == node).map(|step| step.from).collect();
            let lacks = circular.iter().filter(|step| step.from == node).map(|step| step.to).collect();
            Open { district, holds, lacks }
        };
        (0..self.votes.len()).map(at).filter(|open| !open.holds.is_empty()).collect()
    }

    /// Gives the open seats of a district to `winners`; `false`, and nothing changes, if the lists' seats then do not come out.
    pub(super) fn settle(&mut self, open: &Open, winners: &[usize], decided: &[usize]) -> bool {
        let before = self.seats.clone();
        let mut losers: Vec<usize> = open.holds.iter().copied().filter(|list| !winners.contains(list)).collect();
        let mut gainers: Vec<usize> = open.lacks.iter().copied().filter(|list| winners.contains(list)).collect();
        losers.iter().for_each(|list| self.seats[open.district][*list] -= 1);
        gainers.iter().for_each(|list| self.seats[open.district][*list] += 1);
        let elsewhere = [decided, &[open.district]].concat();
        while !gainers.is_empty() {
            let Some(chain) = chain(&self.level(&elsewhere), &gainers, &losers) else {
                self.seats = before;
                return false;
            };
            gainers.retain(|list| chain.first().is_some_and(|step| step.from != *list));
            losers.retain(|list| chain.last().is_some_and(|step| step.to != *list));
            chain.into_iter().for_each(|step| self.take(step));
        }
        true
    }
}

/// How many seats lists have too many or too few.
fn off(seats: &[Vec<u32>], lists: &[u32]) -> u32 {
    let has = |list: usize| seats.iter().map(|there| there[list]).sum::<u32>();
    lists.iter().enumerate().map(|(list, seats)| has(list).abs_diff(*seats)).sum()
}

fn reached(steps: &[Step], nodes: usize, from: &[usize]) -> Vec<bool> {
    let mut seen = vec![false; nodes];
    let mut waiting = from.to_vec();
    while let Some(node) = waiting.pop() {
        if !core::mem::replace(&mut seen[node], true) {
            waiting.extend(steps.iter().filter(|step| step.from == node).map(|step| step.to));
        }
    }
    seen
}

/// A shortest chain from one of `from` to one of `to`.
fn chain(steps: &[Step], from: &[usize], to: &[usize]) -> Option<Vec<Step>> {
    let mut waiting: VecDeque<(usize, Vec<Step>)> = from.iter().map(|node| (*node, Vec::new())).collect();
    let mut seen = from.to_vec();
    while let Some((node, chain)) = waiting.pop_front() {
        if to.contains(&node) {
            return Some(chain);
        }
        for step in steps.iter().filter(|step| step.from == node) {
            if !seen.contains(&step.to) {
                seen.push(step.to);
                waiting.push_back((step.to, [chain.as_slice(), &[*step]].concat()));
            }
        }
    }
    None
}
