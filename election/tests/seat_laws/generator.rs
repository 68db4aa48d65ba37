//! Random elections: small houses under every composition of rules, with votes that are chosen to be awkward.

use election::definition::{Threshold, ThresholdBase, ThresholdScope, ThresholdTier};
use election::seats::*;

/// A small generator (SplitMix64): the same elections each time.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 ≤ n < limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    pub fn small(&mut self, from: u32, to: u32) -> u32 {
        from + self.below(u64::from(to - from + 1)) as u32
    }

    pub fn at(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.at(from.len())]
    }

    /// A random order of 0, 1 … length − 1.
    pub fn order(&mut self, length: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..length).collect();
        for at in (1..length).rev() {
            order.swap(at, self.at(at + 1));
        }
        order
    }
}

pub const DIVISORS: [Divisor; 7] = [
    Divisor::DHondt,
    Divisor::SainteLague,
    Divisor::ModifiedSainteLague { first: 1400 },
    Divisor::Danish,
    Divisor::Imperiali,
    Divisor::HuntingtonHill,
    Divisor::Adams,
];

pub const QUOTAS: [Quota; 4] = [Quota::Hare, Quota::Droop, Quota::HagenbachBischoff, Quota::Imperiali];

pub fn method(random: &mut Random) -> Method {
    if random.one_in(3) { Method::Quota(random.pick(&QUOTAS)) } else { Method::Divisor(random.pick(&DIVISORS)) }
}

/// Votes of one kind: small, equal, one apart, powers of two, huge …
pub fn votes(random: &mut Random, lists: usize) -> Vec<u64> {
    let base = 1 + random.below(2_000);
    let kind = random.below(8);
    let one = |random: &mut Random| match kind {
        0 => random.below(8),
        1 => base,
        2 => base + random.below(2),
        3 => 1 << random.below(12),
        4 => 1_000_000_000_000 + random.below(3),
        5 => 1_000_000 / (1 + random.below(40)),
        6 => base * (1 + random.below(6)),
        _ => random.below(100_000),
    };
    (0..lists).map(|_| if random.one_in(12) { 0 } else { one(random) }).collect()
}

pub fn counted(votes: Vec<u64>, other: u64, spoiled: u64) -> DistrictTally {
    let valid = votes.iter().sum::<u64>() + other;
    DistrictTally { votes, valid, cast: valid + spoiled, ..DistrictTally::default() }
}

/// Any proportional house with votes.
pub fn election(random: &mut Random) -> (House, Tally) {
    let lists = random.small(1, 7) as usize;
    let tier = tier(random);
    let districts = if tier == Tier::Nation && random.one_in(2) { 1 } else { random.small(1, 4) };
    let has_districts = matches!(tier, Tier::Districts | Tier::Levelling { .. });
    let districts: Vec<District> = (0..districts)
        .map(|at| District { id: format!("d{at}"), seats: if has_districts { random.small(1, 7) } else { 0 } })
        .collect();
    let own: u32 = districts.iter().map(|district| district.seats).sum();
    let seats = match tier {
        Tier::Districts => own,
        Tier::Levelling { .. } => own + random.small(0, 8),
        _ => random.small(1, 24),
    };
    let mut house = House { seats, districts, lists: named(random, lists), ..House::default() };
    house.system = System::Proportional(proportional(random, tier, seats));
    house.threshold = random.one_in(2).then(|| threshold(random));
    house.alliances = alliances(random, lists);
    let tally = tally(random, &house);
    (house, tally)
}

fn tier(random: &mut Random) -> Tier {
    match random.below(6) {
        0 => Tier::Districts,
        1 => Tier::Levelling { method: method(random) },
        2 => Tier::NationThenDistricts { method: method(random) },
        _ => Tier::Nation,
    }
}

fn named(random: &mut Random, lists: usize) -> Vec<List> {
    let has_lengths = random.one_in(5);
    let list = |at: usize| List {
        id: format!("l{at}"),
        groups: match random.below(5) {
            0 => vec!["north".into()],
            1 => vec!["south".into()],
            _ => Vec::new(),
        },
        length: (has_lengths && !random.one_in(3)).then(|| random.small(0, 6)),
    };
    (0..lists).map(list).collect()
}

fn proportional(random: &mut Random, tier: Tier, seats: u32) -> Proportional {
    let mut rule = Proportional { method: method(random), tier, ..Proportional::default() };
    rule.minimum = u32::from(random.one_in(12));
    if rule.tier == Tier::Nation && random.one_in(2) && seats >= 4 {
        let group =
            |random: &mut Random, group: &str| Reserved { group: group.into(), seats: random.small(1, seats / 4) };
        rule.reserved.push(group(random, "north"));
        if random.one_in(2) {
            rule.reserved.push(group(random, "south"));
        }
        rule.reserved_as = random.pick(&[ReservedAs::Apart, ReservedAs::Floors]);
        if rule.reserved.len() == 2 && random.one_in(2) {
            rule.extra.push(Extra { seats: 1, strongest_of: vec!["north".into(), "south".into()] });
        }
    }
    rule
}

fn threshold(random: &mut Random) -> Threshold {
    Threshold {
        basis_points: random.pick(&[100, 300, 325, 500, 1000, 2000]),
        waived_for: if random.one_in(3) { vec!["north".into()] } else { Vec::new() },
        of: random.pick(&[ThresholdBase::Valid, ThresholdBase::Cast]),
        within: if random.one_in(4) { ThresholdScope::District } else { ThresholdScope::Nation },
        before: if random.one_in(4) { ThresholdTier::Levelling } else { ThresholdTier::All },
        or_in_a_district: random.one_in(5).then_some(1500),
        or_there: random.one_in(5).then_some(1200),
        or_constituencies: None,
        alliance: random.one_in(4).then_some(800),
    }
}

fn alliances(random: &mut Random, lists: usize) -> Vec<Alliance> {
    if lists < 3 || !random.one_in(3) {
        return Vec::new();
    }
    let order = random.order(lists);
    let id = |at: &usize| format!("l{at}");
    let method = |random: &mut Random| random.one_in(3).then(|| self::method(random));
    let mut alliances =
        vec![Alliance { id: "left".into(), members: order[..2].iter().map(id).collect(), method: method(random) }];
    if lists >= 5 && random.one_in(2) {
        let members = order[2..4].iter().map(id).collect();
        alliances.push(Alliance { id: "right".into(), members, method: method(random) });
    }
    if lists >= 6 && random.one_in(2) {
        let members = vec!["left".into(), format!("l{}", order[4])];
        alliances.push(Alliance { id: "wide".into(), members, method: method(random) });
    }
    alliances
}

fn tally(random: &mut Random, house: &House) -> Tally {
    let district = |random: &mut Random| {
        let votes = votes(random, house.lists.len());
        let (other, spoiled) = (random.below(3), random.below(30));
        counted(votes, if random.one_in(3) { other } else { 0 }, spoiled)
    };
    Tally {
        districts: house.districts.iter().map(|_| district(random)).collect(),
        constituencies: Vec::new(),
        counted: (1, 1),
    }
}

/// A random lot for each open tie.
pub fn lots(random: &mut Random, ties: &[Tie]) -> Vec<Lot> {
    let lot = |tie: &Tie| {
        let order = random.order(tie.among.len());
        let winners = order[..tie.seats as usize].iter().map(|at| tie.among[*at].clone()).collect();
        Lot { place: tie.place.clone(), among: tie.among.clone(), winners }
    };
    ties.iter().map(lot).collect()
}
