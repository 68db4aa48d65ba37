//! What is told of margins and firm seats is true: found again by reallocating, and attacked by an adversary.

use std::collections::BTreeMap;

use election::seats::*;

use super::generator::{self, Random, election};
use super::laws::plain;

type Outlook<'r> = &'r dyn Fn(&House, &Tally, &[Lot], &Allocation) -> Vec<ListOutlook>;

fn seats(house: &House, tally: &Tally, lots: &[Lot], list: usize) -> u32 {
    allocate(house, tally, lots).seats[list]
}

fn signed(votes: u64) -> i64 {
    i64::try_from(votes).expect("fewer than 2^63 votes")
}

/// The tally with more (or, negative, fewer) votes for a list: in a district, or over the whole as the outlook takes them.
fn moved(tally: &Tally, list: usize, district: Option<usize>, votes: i64) -> Tally {
    let mut tally = tally.clone();
    let mut left = votes;
    for (at, there) in tally.districts.iter_mut().enumerate() {
        if district.is_some_and(|district| district != at) {
            continue;
        }
        let here = left.max(-signed(there.votes[list]));
        for figure in [&mut there.votes[list], &mut there.valid, &mut there.cast] {
            *figure = figure.saturating_add_signed(here);
        }
        left -= here;
    }
    assert_eq!(left, 0, "more votes are taken than there are");
    tally
}

/// With the votes it lacks a list has a seat more and with one fewer it has not; without its spare votes and one more it has
/// a seat fewer, without its spare votes it has not.
fn margins_are_exact(house: &House, tally: &Tally, lots: &[Lot], outlook: Outlook<'_>) -> Result<(), String> {
    let allocation = allocate(house, tally, lots);
    for (list, told) in outlook(house, tally, lots, &allocation).into_iter().enumerate() {
        let now = allocation.seats[list];
        let after = |margin: Margin, votes: i64| seats(house, &moved(tally, list, margin.district, votes), lots, list);
        if let Some(lacks) = told.lacks {
            let votes = signed(lacks.votes);
            if after(lacks, votes) <= now || after(lacks, votes - 1) > now {
                return Err(format!("list {list} of {now} seats lacks {lacks:?}"));
            }
        }
        if let Some(spare) = told.spare {
            let votes = signed(spare.votes);
            if after(spare, -votes) < now || after(spare, -votes - 1) >= now {
                return Err(format!("list {list} of {now} seats can spare {spare:?}"));
            }
        }
        if told.spare.is_some() && now == 0 {
            return Err(format!("list {list} has no seat to lose"));
        }
    }
    Ok(())
}

/// No fewer votes in any district do it.
fn margins_are_the_fewest(house: &House, tally: &Tally, lots: &[Lot], outlook: Outlook<'_>) -> Result<(), String> {
    let allocation = allocate(house, tally, lots);
    if allocation.state == State::NoVotes {
        return Ok(());
    }
    for (list, told) in outlook(house, tally, lots, &allocation).into_iter().enumerate() {
        for district in 0..house.districts.len() {
            let few = told.lacks.map_or(3_000, |lacks| lacks.votes - 1);
            if seats(house, &moved(tally, list, Some(district), signed(few)), lots, list) > allocation.seats[list] {
                return Err(format!("list {list} lacks {:?}, but {few} in {district} do", told.lacks));
            }
        }
    }
    Ok(())
}

fn cases(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (House, Tally, Vec<Lot>, Random)> {
    seeds.map(|seed| {
        let mut random = Random(seed.wrapping_mul(0x9e6c_63d0_876a_3f6b));
        let (house, tally) = election(&mut random);
        let ties = allocate(&house, &tally, &[]).ties;
        let lots = if random.one_in(2) { generator::lots(&mut random, &ties) } else { Vec::new() };
        (house, tally, lots, random)
    })
}

#[test]
fn the_votes_that_a_list_lacks_give_the_seat_and_one_fewer_do_not() {
    for (house, tally, lots, _) in cases(0..800) {
        if let Err(wrong) = margins_are_exact(&house, &tally, &lots, &outlook) {
            panic!("{wrong}\n{house:#?}\n{tally:#?}\n{lots:?}");
        }
    }
}

#[test]
fn no_fewer_votes_in_any_district_give_a_list_its_next_seat() {
    let by_district = |house: &House| match &house.system {
        System::Proportional(rule) => rule.tier == Tier::Districts && matches!(rule.method, Method::Divisor(_)),
        _ => false,
    };
    for (house, tally, lots, _) in cases(10_000..12_000).filter(|(house, ..)| by_district(house)) {
        if let Err(wrong) = margins_are_the_fewest(&house, &tally, &lots, &outlook) {
            panic!("{wrong}\n{house:#?}\n{tally:#?}\n{lots:?}");
        }
    }
}

#[test]
fn a_margin_that_is_one_vote_off_is_caught() {
    let off = |way: fn(&mut ListOutlook)| {
        move |house: &House, tally: &Tally, lots: &[Lot], allocation: &Allocation| {
            let mut told = outlook(house, tally, lots, allocation);
            told.iter_mut().for_each(way);
            told
        }
    };
    let lacks_more = off(|told| told.lacks.iter_mut().for_each(|margin| margin.votes += 1));
    let spares_more = off(|told| told.spare.iter_mut().for_each(|margin| margin.votes += 1));
    let faulty: [Outlook<'_>; 2] = [&lacks_more, &spares_more];
    for outlook in faulty {
        let caught = |(house, tally, lots, _): (House, Tally, Vec<Lot>, Random)| {
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                margins_are_exact(&house, &tally, &lots, outlook).is_err()
            }))
            .unwrap_or(true)
        };
        assert!(cases(0..20).any(caught));
    }
}

/// By the threshold alone: a list that is `n` votes below passes with n more and not with one fewer.
#[test]
fn the_distance_to_the_threshold_is_exact() {
    let standing = |house: &House, tally: &Tally, list: usize| allocate(house, tally, &[]).standing[list];
    for (house, tally, lots, _) in cases(0..4_000) {
        let line = house.threshold.as_ref();
        if house.districts.len() > 1 || line.is_none() {
            continue;
        }
        let allocation = allocate(&house, &tally, &lots);
        for (list, told) in outlook(&house, &tally, &lots, &allocation).into_iter().enumerate() {
            let after = |votes: i64| standing(&house, &moved(&tally, list, None, votes), list);
            match (allocation.standing[list], told.over_threshold) {
                (Standing::Reached, Some(over)) => {
                    assert!(over >= 0 && after(-over) == Standing::Reached, "{over} {house:?} {tally:?}");
                    let own = signed(tally.districts[0].votes[list]);
                    let is_last = over == own || after(-over - 1) == Standing::Missed;
                    assert!(is_last || tally.districts[0].votes.iter().sum::<u64>() == over as u64 + 1);
                }
                (Standing::Missed, Some(under)) => {
                    assert!(under < 0 && after(-under) == Standing::Reached, "{under} {house:?} {tally:?}");
                    assert_eq!(after(-under - 1), Standing::Missed);
                }
                (Standing::Missed, None) | (Standing::Waived, None) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

fn with_uncounted(random: &mut Random, tally: &mut Tally) {
    let most = random.pick(&[0, 1, 5, 50, 1_000, 50_000]);
    for there in &mut tally.districts {
        there.uncounted = Some(random.below(most + 1));
    }
}

/// A way in which the votes still to come may fall out: some lists get them, in all districts or in some.
fn completed(random: &mut Random, tally: &Tally, against: usize) -> Tally {
    let mut tally = tally.clone();
    let lists = tally.districts[0].votes.len();
    let favourites: Vec<usize> = (0..random.small(1, 3)).map(|_| random.at(lists)).collect();
    for there in &mut tally.districts {
        let mut left = there.uncounted.unwrap_or(0);
        let spoiled = if random.one_in(3) { random.below(left + 1) } else { 0 };
        (left, there.cast) = (left - spoiled, there.cast + spoiled);
        if random.one_in(5) {
            left = random.below(left + 1);
        }
        while left > 0 {
            let list = random.pick(&favourites);
            let votes = if random.one_in(3) { left } else { 1 + random.below(left) };
            let list = if list == against && !random.one_in(4) { (list + 1) % lists } else { list };
            there.votes[list] += votes;
            (there.valid, there.cast, left) = (there.valid + votes, there.cast + votes, left - votes);
        }
    }
    tally
}

/// The adversary that takes a list's last seat as cheaply as it can: each rival in turn gets just what its next seat lacks.
fn robbed(tally: &Tally, house: &House, against: usize) -> Tally {
    let mut tally = tally.clone();
    let mut left: BTreeMap<usize, u64> = tally.districts.iter().map(|d| d.uncounted.unwrap_or(0)).enumerate().collect();
    for _ in 0..6 {
        let allocation = allocate(house, &tally, &[]);
        let told = outlook(house, &tally, &[], &allocation);
        let affordable = |(list, told): (usize, &ListOutlook)| {
            let lacks = told.lacks.filter(|_| list != against)?;
            let district = lacks.district.unwrap_or(0);
            (left[&district] >= lacks.votes).then_some((lacks.votes, list, district))
        };
        let Some((votes, list, district)) = told.iter().enumerate().filter_map(affordable).min() else { break };
        tally = moved(&tally, list, Some(district), signed(votes));
        left.entry(district).and_modify(|left| *left -= votes);
    }
    tally
}

type Firm<'r> = &'r dyn Fn(&House, &Tally) -> Vec<Option<u32>>;

fn told(house: &House, tally: &Tally) -> Vec<Option<u32>> {
    outlook(house, tally, &[], &allocate(house, tally, &[])).iter().map(|told| told.firm).collect()
}

/// The firm seat that a completion takes away, if one of `rounds` does.
fn broken(house: &House, tally: &Tally, random: &mut Random, firm: Firm<'_>, rounds: u32) -> Option<String> {
    let firm = firm(house, tally);
    for round in 0..rounds {
        let against = random.at(firm.len());
        let after = if round == 0 && random.one_in(4) {
            robbed(tally, house, against)
        } else {
            completed(random, tally, against)
        };
        let seats = allocate(house, &after, &[]).seats;
        let lost = (0..firm.len()).find(|list| firm[*list].is_some_and(|firm| firm > seats[*list]));
        if let Some(list) = lost {
            return Some(format!("list {list} had {firm:?}, now {seats:?}\n{house:#?}\n{tally:#?}\n{after:#?}"));
        }
    }
    None
}

#[test]
fn no_votes_still_to_come_take_a_firm_seat_away() {
    for (house, mut tally, _, mut random) in cases(0..2_500) {
        with_uncounted(&mut random, &mut tally);
        if let Some(broken) = broken(&house, &tally, &mut random, &told, 12) {
            panic!("{broken}");
        }
    }
}

#[test]
fn the_adversary_finds_a_firm_seat_that_is_not() {
    let one_more = |house: &House, tally: &Tally| {
        let now = allocate(house, tally, &[]).seats;
        let add = |(firm, now): (Option<u32>, &u32)| firm.map(|firm| (firm + 1).min(*now));
        told(house, tally).into_iter().zip(&now).map(add).collect()
    };
    let all = |house: &House, tally: &Tally| allocate(house, tally, &[]).seats.into_iter().map(Some).collect();
    let faulty: [Firm<'_>; 2] = [&one_more, &all];
    for firm in faulty {
        let caught = |(house, mut tally, _, mut random): (House, Tally, Vec<Lot>, Random)| {
            with_uncounted(&mut random, &mut tally);
            broken(&house, &tally, &mut random, firm, 12).is_some()
        };
        assert!(cases(0..200).any(caught));
    }
}

#[test]
fn when_all_is_counted_every_allocated_seat_is_firm() {
    for (house, mut tally, lots, _) in cases(0..500) {
        tally.districts.iter_mut().for_each(|there| there.uncounted = Some(0));
        let allocation = allocate(&house, &tally, &lots);
        let told = outlook(&house, &tally, &lots, &allocation);
        if allocation.state != State::NoVotes {
            assert!(told.iter().zip(&allocation.seats).all(|(told, seats)| told.firm == Some(*seats)));
        }
    }
}

#[test]
fn the_bound_is_not_idle_the_first_seats_of_the_large_are_firm_early() {
    let (house, mut tally) = plain(Method::default(), 10, &[600, 300, 100]);
    tally.districts[0].uncounted = Some(1_000);
    // 600 of at most 2,000 votes are more than three of eleven parts.
    assert_eq!(told(&house, &tally), [Some(3), Some(1), Some(0)]);
}

/// Small houses of the other systems: each list's margins, where there are any, are true all the same.
#[test]
fn margins_are_exact_under_every_system() {
    let systems = [
        System::Biproportional { method: Method::Divisor(Divisor::SainteLague) },
        System::Mixed { method: Method::Divisor(Divisor::SainteLague), compensation: Compensation::None },
        System::Mixed { method: Method::Divisor(Divisor::SainteLague), compensation: Compensation::Overhang },
        System::Mixed { method: Method::Divisor(Divisor::SainteLague), compensation: Compensation::Cover },
        System::Plurality,
    ];
    for seed in 0..60 {
        let mut random = Random(seed);
        let (mut house, mut tally) = plain(Method::default(), 9, &[0; 4]);
        house.system = systems[random.at(systems.len())].clone();
        house.districts = (0..3).map(|at| District { id: format!("d{at}"), seats: 3 }).collect();
        house.constituencies = (0..3).map(|at| Constituency { id: format!("c{at}"), district: at }).collect();
        let votes = |random: &mut Random| (0..4).map(|_| 1 + random.below(2_000)).collect::<Vec<u64>>();
        tally.districts = (0..3).map(|_| generator::counted(votes(&mut random), 0, 3)).collect();
        tally.constituencies = (0..3).map(|_| votes(&mut random)).collect();
        if let Err(wrong) = margins_are_exact(&house, &tally, &[], &outlook) {
            panic!("{wrong}\n{house:#?}\n{tally:#?}");
        }
    }
}
