//! Proportional systems: thresholds, tiers, reserved seats.

use super::lists::Hall;
use super::outcome::{Claim, Tally, Warning};
use super::rule::{House, Method, Proportional, Reserved, ReservedAs, Tier};
use super::threshold::Eligible;
use crate::definition::ThresholdTier;

/// Fills the house by `rule`.
pub(super) fn allocate(hall: &mut Hall<'_>, rule: &Proportional, tally: &Tally, eligible: &Eligible) {
    let votes = hall.votes(tally);
    match &rule.tier {
        Tier::Nation if rule.reserved.is_empty() => {
            hall.out.seats =
                hall.share_lists("nation", rule.method, &votes, &eligible.nation, rule.minimum, hall.house.seats);
        }
        Tier::Nation => reserved(hall, rule, &votes, &eligible.nation),
        Tier::Districts => {
            districts(hall, rule, tally, &eligible.districts);
            hall.out.seats = hall.sum_of_districts();
        }
        Tier::Levelling { method } => {
            let all = vec![vec![true; votes.len()]; tally.districts.len()];
            let levelling_only =
                hall.house.threshold.as_ref().is_some_and(|line| line.before == ThresholdTier::Levelling);
            districts(hall, rule, tally, if levelling_only { &all } else { &eligible.districts });
            level(hall, *method, &votes, &eligible.nation);
        }
        Tier::NationThenDistricts { method } => {
            let seats =
                hall.share_lists("nation", rule.method, &votes, &eligible.nation, rule.minimum, hall.house.seats);
            split(hall, *method, tally, &seats);
            hall.out.seats = seats;
        }
    }
}

impl Hall<'_> {
    /// Votes of each list over the whole.
    pub(super) fn votes(&self, tally: &Tally) -> Vec<u64> {
        let votes = |list: usize| tally.districts.iter().map(|district| district.votes[list]).sum();
        (0..self.house.lists.len()).map(votes).collect()
    }

    pub(super) fn sum_of_districts(&self) -> Vec<u32> {
        let seats = |list: usize| self.out.by_district.iter().map(|seats| seats[list]).sum();
        (0..self.house.lists.len()).map(seats).collect()
    }
}

fn districts(hall: &mut Hall<'_>, rule: &Proportional, tally: &Tally, eligible: &[Vec<bool>]) {
    for (at, there) in tally.districts.iter().enumerate() {
        // One that has not reported yet has nothing to share out, and that is no defect.
        if there.votes.iter().all(|votes| *votes == 0) {
            hall.out.by_district.push(vec![0; there.votes.len()]);
            continue;
        }
        let district = &hall.house.districts[at];
        let place = format!("district:{}", district.id);
        let seats = hall.share_lists(&place, rule.method, &there.votes, &eligible[at], rule.minimum, district.seats);
        hall.out.by_district.push(seats);
    }
}

/// The house's other seats level out: the whole house is shared out, and each list gets what it lacks. A list with more
/// district seats than its share keeps them; the comparison is then made again without it.
fn level(hall: &mut Hall<'_>, method: Method, votes: &[u64], eligible: &[bool]) {
    let won = hall.sum_of_districts();
    let mut compared = eligible.to_vec();
    let before = hall.out.clone();
    loop {
        let fixed: u32 = won.iter().zip(&compared).filter(|(_, compared)| !**compared).map(|(won, _)| *won).sum();
        let seats = hall.house.seats.saturating_sub(fixed);
        let share = hall.share_lists("levelling", method, votes, &compared, 0, seats);
        let over: Vec<usize> = (0..votes.len()).filter(|list| compared[*list] && won[*list] > share[*list]).collect();
        if over.is_empty() {
            hall.out.seats = won.iter().zip(&share).map(|(won, share)| *won.max(share)).collect();
            return;
        }
        over.into_iter().for_each(|list| compared[list] = false);
        hall.out = before.clone();
    }
}

/// Each list's seats go to districts by its votes there.
pub(super) fn split(hall: &mut Hall<'_>, method: Method, tally: &Tally, seats: &[u32]) {
    let mut by_district = vec![vec![0; seats.len()]; tally.districts.len()];
    for (list, seats) in seats.iter().enumerate().filter(|(_, seats)| **seats > 0) {
        let place = format!("list:{}", hall.house.lists[list].id);
        let claims = tally.districts.iter().zip(&hall.house.districts);
        let claims = claims
            .map(|(there, district)| Claim { id: district.id.clone(), votes: there.votes[list], ..Claim::default() })
            .collect();
        for (row, got) in by_district.iter_mut().zip(hall.share(&place, method, claims, *seats)) {
            row[list] = got;
        }
    }
    hall.out.by_district = by_district;
}

/// Seats for groups, by the definition's reading; and a warning where the other reading gives another house.
fn reserved(hall: &mut Hall<'_>, rule: &Proportional, votes: &[u64], eligible: &[bool]) {
    let other = match rule.reserved_as {
        ReservedAs::Apart => ReservedAs::Floors,
        ReservedAs::Floors => ReservedAs::Apart,
    };
    let mut second = Hall::new(hall.house, hall.lots);
    read(&mut second, rule, other, votes, eligible);
    read(hall, rule, rule.reserved_as, votes, eligible);
    if hall.out.ties.is_empty() && second.out.ties.is_empty() && hall.out.seats != second.out.seats {
        hall.out.warnings.push(Warning::Interpretation { other: second.out.seats });
    }
}

fn read(hall: &mut Hall<'_>, rule: &Proportional, reading: ReservedAs, votes: &[u64], eligible: &[bool]) {
    let groups = with_extra(hall, rule, votes, eligible);
    hall.out.seats = match reading {
        ReservedAs::Apart => apart(hall, rule, &groups, &vec![true; groups.len()], votes, eligible),
        ReservedAs::Floors => floors(hall, rule, &groups, votes, eligible),
    };
}

/// The reserved seats, with those that the strongest of several groups gets.
pub(super) fn with_extra(hall: &mut Hall<'_>, rule: &Proportional, votes: &[u64], eligible: &[bool]) -> Vec<Reserved> {
    let mut groups = rule.reserved.clone();
    for (at, extra) in rule.extra.iter().enumerate() {
        let strength = |group: &str| -> u64 {
            members(hall.house, group)
                .zip(votes.iter().zip(eligible))
                .map(|(in_it, (votes, may))| if in_it && *may { *votes } else { 0 })
                .sum()
        };
        let place = format!("extra:{}", at + 1);
        let most = extra.strongest_of.iter().map(|group| strength(group)).max().unwrap_or(0);
        let first: Vec<String> = extra.strongest_of.iter().filter(|group| strength(group) == most).cloned().collect();
        let winners = if first.len() == 1 || most == 0 {
            first
        } else {
            let tie = hall.draw(&place, first, 1);
            hall.record(tie.clone());
            tie.winners
        };
        if let (Some(winner), true) = (winners.first(), most > 0)
            && let Some(group) = groups.iter_mut().find(|group| group.group == *winner)
        {
            group.seats += extra.seats;
        } else if most == 0 {
            hall.out.warnings.push(Warning::NobodyEligible { place });
        }
    }
    groups
}

fn members<'h>(house: &'h House, group: &str) -> impl Iterator<Item = bool> + 'h {
    let group = group.to_owned();
    house.lists.iter().map(move |list| list.groups.contains(&group))
}

/// The `fixed` groups share their own seats, all other lists the rest.
fn apart(
    hall: &mut Hall<'_>,
    rule: &Proportional,
    groups: &[Reserved],
    fixed: &[bool],
    votes: &[u64],
    eligible: &[bool],
) -> Vec<u32> {
    let extra: u32 = rule.extra.iter().map(|extra| extra.seats).sum();
    let all_fixed = fixed.iter().all(|fixed| *fixed);
    let given: u32 = groups.iter().zip(fixed).filter(|(_, fixed)| **fixed).map(|(group, _)| group.seats).sum();
    // While it is open who gets the extra seats they are kept all the same.
    let reserved: u32 =
        if all_fixed { rule.reserved.iter().map(|group| group.seats).sum::<u32>() + extra } else { given };
    let mut open = eligible.to_vec();
    for (group, _) in groups.iter().zip(fixed).filter(|(_, fixed)| **fixed) {
        for (open, in_it) in open.iter_mut().zip(members(hall.house, &group.group)) {
            *open &= !in_it;
        }
    }
    let left = hall.house.seats.saturating_sub(reserved);
    let mut seats = hall.share_lists("open", rule.method, votes, &open, rule.minimum, left);
    for (group, _) in groups.iter().zip(fixed).filter(|(_, fixed)| **fixed) {
        let own: Vec<bool> =
            members(hall.house, &group.group).zip(eligible).map(|(in_it, may)| in_it && *may).collect();
        let place = format!("reserved:{}", group.group);
        let got = hall.share_lists(&place, rule.method, votes, &own, 0, group.seats);
        seats.iter_mut().zip(got).for_each(|(seats, got)| *seats += got);
    }
    seats
}

/// All share all seats; groups that get fewer than theirs are fixed at them, and the others share the rest, until every group
/// has at least its own.
fn floors(hall: &mut Hall<'_>, rule: &Proportional, groups: &[Reserved], votes: &[u64], eligible: &[bool]) -> Vec<u32> {
    let mut fixed = vec![false; groups.len()];
    let before = hall.out.clone();
    loop {
        let seats = apart(hall, rule, groups, &fixed, votes, eligible);
        let got = |group: &Reserved| -> u32 {
            members(hall.house, &group.group).zip(&seats).map(|(in_it, seats)| if in_it { *seats } else { 0 }).sum()
        };
        let short: Vec<usize> =
            (0..groups.len()).filter(|at| !fixed[*at] && got(&groups[*at]) < groups[*at].seats).collect();
        if short.is_empty() {
            return seats;
        }
        short.into_iter().for_each(|at| fixed[at] = true);
        hall.out = before.clone();
    }
}
