//! A second implementation of the proportional rules, written from the books and not from the first: every quotient is put on
//! one list and sorted. Slow, and simple enough to be believed.

use std::collections::BTreeSet;

use election::definition::{ThresholdBase, ThresholdScope, ThresholdTier};
use election::seats::*;

use super::fraction::Fraction;
use super::sharing::{Party, share};

/// What both implementations must agree on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub seats: Vec<u32>,
    pub by_district: Vec<Vec<u32>>,
    pub reached: Vec<Standing>,
    /// Place, who, seats.
    pub ties: BTreeSet<(String, BTreeSet<String>, u32)>,
    pub other_reading: Option<Vec<u32>>,
}

pub fn of_allocation(allocation: &Allocation) -> Outcome {
    let tie = |tie: &Tie| (tie.place.clone(), tie.among.iter().cloned().collect(), tie.seats);
    Outcome {
        seats: allocation.seats.clone(),
        by_district: allocation.by_district.clone(),
        reached: allocation.standing.clone(),
        ties: allocation.ties.iter().map(tie).collect(),
        other_reading: allocation.warnings.iter().find_map(|warning| match warning {
            Warning::Interpretation { other } => Some(other.clone()),
            _ => None,
        }),
    }
}

/// The whole rule.
pub struct Counter<'a> {
    pub house: &'a House,
    pub tally: &'a Tally,
    pub lots: &'a [Lot],
    ties: BTreeSet<(String, BTreeSet<String>, u32)>,
}

pub fn allocate(house: &House, tally: &Tally, lots: &[Lot]) -> Outcome {
    Counter { house, tally, lots, ties: BTreeSet::new() }.run()
}

impl Counter<'_> {
    fn run(&mut self) -> Outcome {
        let lists = self.house.lists.len();
        let reached: Vec<Standing> = (0..lists).map(|list| self.standing(list)).collect();
        let mut out = Outcome { reached, seats: vec![0; lists], ..Outcome::default() };
        if (0..lists).all(|list| self.national(list) == 0) {
            return out;
        }
        let System::Proportional(rule) = &self.house.system else { panic!("only proportional rules") };
        let votes: Vec<u64> = (0..lists).map(|list| self.national(list)).collect();
        let may: Vec<bool> = out.reached.iter().map(|standing| *standing != Standing::Missed).collect();
        match &rule.tier {
            Tier::Nation if rule.reserved.is_empty() => {
                out.seats = self.lists("nation", rule.method, &votes, &may, rule.minimum, self.house.seats);
            }
            Tier::Nation => (out.seats, out.other_reading) = self.reserved(rule, &votes, &may),
            Tier::NationThenDistricts { method } => {
                out.seats = self.lists("nation", rule.method, &votes, &may, rule.minimum, self.house.seats);
                out.by_district = self.split(*method, &out.seats);
            }
            Tier::Districts => out.by_district = self.districts(rule, &may, false),
            Tier::Levelling { method } => {
                let line = self.house.threshold.as_ref();
                let open = line.is_some_and(|line| line.before == ThresholdTier::Levelling);
                out.by_district = self.districts(rule, &may, open);
                out.seats = self.level(*method, &votes, &may, &sums(&out.by_district, lists));
            }
        }
        if rule.tier == Tier::Districts {
            out.seats = sums(&out.by_district, lists);
        }
        out.ties = std::mem::take(&mut self.ties);
        out
    }

    fn national(&self, list: usize) -> u64 {
        self.tally.districts.iter().map(|there| there.votes[list]).sum()
    }

    fn whole(&self, there: &DistrictTally) -> u64 {
        match self.house.threshold.as_ref().expect("asked only where there is one").of {
            ThresholdBase::Valid => there.valid,
            ThresholdBase::Cast => there.cast,
        }
    }

    fn all(&self) -> u64 {
        self.tally.districts.iter().map(|there| self.whole(there)).sum()
    }

    fn standing(&self, list: usize) -> Standing {
        let Some(line) = &self.house.threshold else { return Standing::NoThreshold };
        if self.house.lists[list].groups.iter().any(|group| line.waived_for.contains(group)) {
            return Standing::Waived;
        }
        let there = |share: u32| {
            self.tally.districts.iter().any(|there| has_share(there.votes[list], self.whole(there), share))
        };
        let met = match line.within {
            ThresholdScope::District => there(line.basis_points),
            ThresholdScope::Nation => {
                let friends: u64 = self.friends(list).into_iter().map(|list| self.national(list)).sum();
                let allied = !self.friends(list).is_empty();
                has_share(self.national(list), self.all(), line.basis_points)
                    || line.or_in_a_district.is_some_and(there)
                    || line.alliance.is_some_and(|share| allied && has_share(friends, self.all(), share))
            }
        };
        if met { Standing::Reached } else { Standing::Missed }
    }

    /// All lists that are with this one in an alliance, or in an alliance of alliances.
    fn friends(&self, list: usize) -> Vec<usize> {
        let id = &self.house.lists[list].id;
        let top = self.house.alliances.iter().filter(|one| !self.is_member(&one.id));
        let mut all: Vec<Vec<usize>> = top.map(|alliance| self.below(&alliance.id)).collect();
        all.retain(|lists| lists.iter().any(|list| self.house.lists[*list].id == *id));
        all.pop().unwrap_or_default()
    }

    fn below(&self, id: &str) -> Vec<usize> {
        match self.house.alliances.iter().find(|alliance| alliance.id == id) {
            Some(alliance) => alliance.members.iter().flat_map(|member| self.below(member)).collect(),
            None => self.house.lists.iter().position(|list| list.id == id).into_iter().collect(),
        }
    }

    fn is_member(&self, id: &str) -> bool {
        self.house.alliances.iter().any(|alliance| alliance.members.contains(&id.to_owned()))
    }

    fn lists(&mut self, place: &str, method: Method, votes: &[u64], may: &[bool], least: u32, seats: u32) -> Vec<u32> {
        let lists = self.house.lists.iter().map(|list| &list.id);
        let alliances = self.house.alliances.iter().map(|alliance| &alliance.id);
        let top: Vec<String> = lists.chain(alliances).filter(|id| !self.is_member(id)).cloned().collect();
        let mut got = vec![0; votes.len()];
        self.among(place, method, (votes, may, least), &top, seats, &mut got);
        got
    }

    fn among(
        &mut self,
        place: &str,
        method: Method,
        ballot: (&[u64], &[bool], u32),
        ids: &[String],
        seats: u32,
        got: &mut [u32],
    ) {
        let (votes, may, least) = ballot;
        let takes_part = |id: &str| -> Vec<usize> { self.below(id).into_iter().filter(|list| may[*list]).collect() };
        // An alliance of which one member is left is that member.
        let alone = |id: &String| match takes_part(id).as_slice() {
            [] => None,
            [one] => Some(self.house.lists[*one].id.clone()),
            _ => Some(self.narrow(id, may)),
        };
        let ids: Vec<String> = ids.iter().filter_map(alone).collect();
        let parties: Vec<Party> = ids
            .iter()
            .map(|id| {
                let lists = takes_part(id);
                Party {
                    id: id.clone(),
                    votes: lists.iter().map(|list| votes[*list]).sum(),
                    least: lists.iter().map(|list| if votes[*list] > 0 { least } else { 0 }).sum(),
                    most: lists.iter().map(|list| self.house.lists[*list].length).sum(),
                }
            })
            .collect();
        let seats = self.settle(place, method, &parties, seats);
        for (id, seats) in ids.iter().zip(seats) {
            let alliance = self.house.alliances.iter().find(|alliance| alliance.id == *id);
            match alliance {
                None => got[self.below(id)[0]] += seats,
                Some(alliance) if seats > 0 => {
                    let method = alliance.method.unwrap_or(method);
                    let place = format!("{place}/alliance:{id}");
                    self.among(&place, method, ballot, &alliance.members.clone(), seats, got);
                }
                Some(_) => {}
            }
        }
    }

    /// An alliance of which a single member alliance is left is that.
    fn narrow(&self, id: &str, may: &[bool]) -> String {
        let Some(alliance) = self.house.alliances.iter().find(|alliance| alliance.id == id) else {
            return id.to_owned();
        };
        let left = alliance.members.iter().filter(|member| self.below(member).iter().any(|list| may[*list]));
        match left.collect::<Vec<_>>().as_slice() {
            [only] => self.narrow(only, may),
            _ => id.to_owned(),
        }
    }

    /// A sharing-out; lots on record decide its tie.
    fn settle(&mut self, place: &str, method: Method, parties: &[Party], seats: u32) -> Vec<u32> {
        let (mut got, tied) = share(method, parties, seats);
        if let Some((who, seats)) = tied {
            let among: BTreeSet<String> = who.iter().map(|at| parties[*at].id.clone()).collect();
            let winners = self.decide(place, among, seats);
            who.iter().filter(|at| winners.contains(&parties[**at].id)).for_each(|at| got[*at] += 1);
        }
        got
    }

    fn decide(&mut self, place: &str, among: BTreeSet<String>, seats: u32) -> BTreeSet<String> {
        let lot = self.lots.iter().rev().find(|lot| {
            lot.place == place
                && lot.among.iter().cloned().collect::<BTreeSet<_>>() == among
                && lot.winners.len() == seats as usize
        });
        match lot {
            Some(lot) => lot.winners.iter().cloned().collect(),
            None => {
                self.ties.insert((place.to_owned(), among, seats));
                BTreeSet::new()
            }
        }
    }

    fn districts(&mut self, rule: &Proportional, may: &[bool], open: bool) -> Vec<Vec<u32>> {
        let mut rows = Vec::new();
        for at in 0..self.tally.districts.len() {
            let there = &self.tally.districts[at];
            let may_here: Vec<bool> =
                (0..may.len()).map(|list| open || self.may_here(list, there, may[list])).collect();
            let district = &self.house.districts[at];
            let place = format!("district:{}", district.id);
            rows.push(self.lists(&place, rule.method, &there.votes.clone(), &may_here, rule.minimum, district.seats));
        }
        rows
    }

    fn may_here(&self, list: usize, there: &DistrictTally, nation: bool) -> bool {
        let Some(line) = &self.house.threshold else { return true };
        let here = |share| has_share(there.votes[list], self.whole(there), share);
        match line.within {
            ThresholdScope::Nation => nation || line.or_there.is_some_and(here),
            ThresholdScope::District => self.standing(list) == Standing::Waived || here(line.basis_points),
        }
    }

    fn level(&mut self, method: Method, votes: &[u64], may: &[bool], won: &[u32]) -> Vec<u32> {
        let mut compared = may.to_vec();
        let before = self.ties.clone();
        loop {
            let kept: u32 = (0..won.len()).filter(|list| !compared[*list]).map(|list| won[list]).sum();
            let left = self.house.seats.saturating_sub(kept);
            let share = self.lists("levelling", method, votes, &compared, 0, left);
            let over: Vec<usize> = (0..won.len()).filter(|at| compared[*at] && won[*at] > share[*at]).collect();
            if over.is_empty() {
                return (0..won.len()).map(|list| won[list].max(share[list])).collect();
            }
            over.into_iter().for_each(|list| compared[list] = false);
            self.ties = before.clone();
        }
    }

    fn split(&mut self, method: Method, seats: &[u32]) -> Vec<Vec<u32>> {
        let mut rows = vec![vec![0; seats.len()]; self.tally.districts.len()];
        for list in 0..seats.len() {
            let party = |(district, there): (&District, &DistrictTally)| Party {
                id: district.id.clone(),
                votes: there.votes[list],
                least: 0,
                most: None,
            };
            let parties: Vec<Party> = self.house.districts.iter().zip(&self.tally.districts).map(party).collect();
            let place = format!("list:{}", self.house.lists[list].id);
            for (row, got) in rows.iter_mut().zip(self.settle(&place, method, &parties, seats[list])) {
                row[list] = got;
            }
        }
        rows
    }

    fn reserved(&mut self, rule: &Proportional, votes: &[u64], may: &[bool]) -> (Vec<u32>, Option<Vec<u32>>) {
        let mut second = Counter { house: self.house, tally: self.tally, lots: self.lots, ties: BTreeSet::new() };
        let apart = rule.reserved_as == ReservedAs::Apart;
        let other = second.reading(rule, !apart, votes, may);
        let seats = self.reading(rule, apart, votes, may);
        let differs = self.ties.is_empty() && second.ties.is_empty() && seats != other;
        (seats, differs.then_some(other))
    }

    fn reading(&mut self, rule: &Proportional, apart: bool, votes: &[u64], may: &[bool]) -> Vec<u32> {
        let groups = self.with_extra(rule, votes, may);
        let before = self.ties.clone();
        let mut fixed = vec![apart; groups.len()];
        loop {
            self.ties = before.clone();
            let seats = self.fixed(rule, &groups, &fixed, votes, may);
            let has = |group: &str| -> u32 { self.group(group).into_iter().map(|list| seats[list]).sum() };
            let short: Vec<usize> =
                (0..groups.len()).filter(|at| !fixed[*at] && has(&groups[*at].0) < groups[*at].1).collect();
            if short.is_empty() {
                return seats;
            }
            short.into_iter().for_each(|at| fixed[at] = true);
        }
    }

    fn group(&self, group: &str) -> Vec<usize> {
        (0..self.house.lists.len()).filter(|list| self.house.lists[*list].groups.contains(&group.to_owned())).collect()
    }

    fn with_extra(&mut self, rule: &Proportional, votes: &[u64], may: &[bool]) -> Vec<(String, u32)> {
        let mut groups: Vec<(String, u32)> = rule.reserved.iter().map(|one| (one.group.clone(), one.seats)).collect();
        for (at, extra) in rule.extra.iter().enumerate() {
            let strength = |group: &String| {
                self.group(group).into_iter().filter(|list| may[*list]).map(|list| votes[list]).sum::<u64>()
            };
            let most = extra.strongest_of.iter().map(strength).max().unwrap_or(0);
            let first: BTreeSet<String> =
                extra.strongest_of.iter().filter(|group| strength(group) == most).cloned().collect();
            if most == 0 {
                continue;
            }
            let winners = if first.len() == 1 { first } else { self.decide(&format!("extra:{}", at + 1), first, 1) };
            for group in groups.iter_mut().filter(|(group, _)| winners.contains(group)) {
                group.1 += extra.seats;
            }
        }
        groups
    }

    /// Groups that are fixed share their seats, all other lists the others.
    fn fixed(
        &mut self,
        rule: &Proportional,
        groups: &[(String, u32)],
        fixed: &[bool],
        votes: &[u64],
        may: &[bool],
    ) -> Vec<u32> {
        let mut away: u32 = groups.iter().zip(fixed).filter(|(_, fixed)| **fixed).map(|(group, _)| group.1).sum();
        if fixed.iter().all(|fixed| *fixed) {
            away = rule.reserved.iter().map(|one| one.seats).sum::<u32>()
                + rule.extra.iter().map(|extra| extra.seats).sum::<u32>();
        }
        let mut open = may.to_vec();
        for (group, _) in groups.iter().zip(fixed).filter(|(_, fixed)| **fixed) {
            self.group(&group.0).into_iter().for_each(|list| open[list] = false);
        }
        let mut seats =
            self.lists("open", rule.method, votes, &open, rule.minimum, self.house.seats.saturating_sub(away));
        for (group, _) in groups.iter().zip(fixed).filter(|(_, fixed)| **fixed) {
            let in_it = self.group(&group.0);
            let own: Vec<bool> = (0..may.len()).map(|list| may[list] && in_it.contains(&list)).collect();
            let place = format!("reserved:{}", group.0);
            let got = self.lists(&place, rule.method, votes, &own, 0, group.1);
            seats.iter_mut().zip(got).for_each(|(seats, got)| *seats += got);
        }
        seats
    }
}

fn sums(rows: &[Vec<u32>], lists: usize) -> Vec<u32> {
    (0..lists).map(|list| rows.iter().map(|row| row[list]).sum()).collect()
}

fn has_share(votes: u64, whole: u64, share: u32) -> bool {
    votes > 0 && Fraction { over: votes.into(), under: whole.into() } >= Fraction { over: share.into(), under: 10_000 }
}
