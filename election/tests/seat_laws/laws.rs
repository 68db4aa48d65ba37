//! The laws of fair sharing-out. Each is an oracle that takes the implementation as an argument, so that each is also given a
//! wrong one, and must find it out.

use election::seats::*;

use super::generator::{DIVISORS, Random, counted, election, lots, method, votes};

/// A house of one sharing-out.
pub fn plain(method: Method, seats: u32, votes: &[u64]) -> (House, Tally) {
    let list = |at: usize| List { id: format!("l{at}"), ..List::default() };
    let house = House {
        seats,
        system: System::Proportional(Proportional { method, ..Proportional::default() }),
        lists: (0..votes.len()).map(list).collect(),
        districts: vec![District { id: "all".into(), seats: 0 }],
        ..House::default()
    };
    (house, Tally { districts: vec![counted(votes.to_vec(), 0, 0)], counted: (1, 1), ..Tally::default() })
}

/// An implementation.
type Rule<'r> = &'r dyn Fn(&House, &Tally, &[Lot]) -> Allocation;
/// One random trial of a law.
type Law = fn(&mut Random, Rule<'_>) -> Result<(), String>;

fn first_breach(law: Law, rule: Rule<'_>, trials: u64) -> Option<String> {
    (0..trials).find_map(|seed| law(&mut Random(seed.wrapping_mul(0xd134_2543_de82_ef95) ^ 11), rule).err())
}

fn holds(law: Law) {
    if let Some(breach) = first_breach(law, &allocate, 3_000) {
        panic!("{breach}");
    }
}

fn catches(law: Law, faulty: Rule<'_>) {
    assert!(first_breach(law, faulty, 3_000).is_some(), "the law does not see the fault");
}

fn seats(rule: Rule<'_>, method: Method, votes: &[u64], seats: u32) -> Allocation {
    let (house, tally) = plain(method, seats, votes);
    rule(&house, &tally, &[])
}

fn check(is_right: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if is_right { Ok(()) } else { Err(what()) }
}

fn divisor(random: &mut Random) -> Method {
    Method::Divisor(random.pick(&DIVISORS))
}

fn small_votes(random: &mut Random) -> Vec<u64> {
    let lists = random.small(2, 6) as usize;
    votes(random, lists)
}

/// Gives open ties to whoever comes first on the ballot: the classic fault.
fn first_come(house: &House, tally: &Tally, _: &[Lot]) -> Allocation {
    let mut lots: Vec<Lot> = Vec::new();
    loop {
        let out = allocate(house, tally, &lots);
        let Some(tie) = out.ties.first().cloned() else { return out };
        let winners = tie.among[..tie.seats as usize].to_vec();
        lots.push(Lot { place: tie.place, among: tie.among, winners });
    }
}

/// Shares out by another method than the rule's.
fn by(method: Method) -> impl Fn(&House, &Tally, &[Lot]) -> Allocation {
    move |house, tally, lots| {
        let mut house = house.clone();
        if let System::Proportional(rule) = &mut house.system {
            rule.method = method;
        }
        allocate(&house, tally, lots)
    }
}

/// Reckons with four-digit votes, as floating point of too few digits would.
fn rounded(house: &House, tally: &Tally, lots: &[Lot]) -> Allocation {
    let mut tally = tally.clone();
    for votes in tally.districts.iter_mut().flat_map(|there| &mut there.votes) {
        let digits = votes.checked_ilog10().unwrap_or(0).saturating_sub(3);
        *votes -= *votes % 10_u64.pow(digits);
    }
    allocate(house, &tally, lots)
}

fn anonymity(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (method, votes, size) = (method(random), small_votes(random), random.small(1, 20));
    let order = random.order(votes.len());
    let swapped: Vec<u64> = order.iter().map(|at| votes[*at]).collect();
    let (one, other) = (seats(rule, method, &votes, size), seats(rule, method, &swapped, size));
    let expected: Vec<u32> = order.iter().map(|at| one.seats[*at]).collect();
    check(other.seats == expected, || format!("{method:?} {size} {votes:?}: {:?} {:?}", one.seats, other.seats))
}

#[test]
fn who_swaps_votes_swaps_seats() {
    holds(anonymity);
    catches(anonymity, &first_come);
}

/// The order in which a file names lists and districts means nothing.
fn order_independence(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (house, tally) = election(random);
    let (lists, districts) = (random.order(house.lists.len()), random.order(house.districts.len()));
    let mut other = house.clone();
    other.lists = lists.iter().map(|at| house.lists[*at].clone()).collect();
    other.districts = districts.iter().map(|at| house.districts[*at].clone()).collect();
    other.alliances.reverse();
    other.alliances.iter_mut().for_each(|alliance| alliance.members.reverse());
    let mut counted = tally.clone();
    counted.districts = districts.iter().map(|at| tally.districts[*at].clone()).collect();
    for there in &mut counted.districts {
        there.votes = lists.iter().map(|at| there.votes[*at]).collect();
    }
    let (one, two) = (rule(&house, &tally, &[]), rule(&other, &counted, &[]));
    let expected: Vec<u32> = lists.iter().map(|at| one.seats[*at]).collect();
    let rows: Vec<Vec<u32>> = if one.by_district.is_empty() {
        Vec::new()
    } else {
        let row = |at: &usize| lists.iter().map(|list| one.by_district[*at][*list]).collect();
        districts.iter().map(row).collect()
    };
    let is_same = two.seats == expected && two.by_district == rows && one.ties.len() == two.ties.len();
    check(is_same, || format!("{house:#?}\n{tally:#?}\n{:?} {:?}", one.seats, two.seats))
}

#[test]
fn the_order_of_lists_and_districts_means_nothing() {
    holds(order_independence);
    catches(order_independence, &first_come);
}

fn house_monotonicity(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (method, votes, size) = (divisor(random), small_votes(random), random.small(1, 30));
    let (one, more) = (seats(rule, method, &votes, size), seats(rule, method, &votes, size + 1));
    let is_right = one.seats.iter().zip(&more.seats).all(|(one, more)| more >= one);
    check(is_right, || format!("{method:?} {size} {votes:?}: {:?} {:?}", one.seats, more.seats))
}

#[test]
fn by_divisors_nobody_loses_a_seat_because_the_house_has_one_more() {
    holds(house_monotonicity);
    catches(house_monotonicity, &by(Method::Quota(Quota::Hare)));
}

#[test]
fn by_largest_remainders_somebody_does_the_alabama_paradox() {
    let hare = by(Method::Quota(Quota::Hare));
    let found = first_breach(house_monotonicity, &hare, 3_000).expect("a paradox");
    assert!(!found.is_empty());
    // A small one: of 10 seats 4, 4, 2; of 11 seats 5, 5, 1.
    let of = |size: u32| seats(&allocate, Method::Quota(Quota::Hare), &[6, 6, 2], size).seats;
    assert_eq!((of(10), of(11)), (vec![4, 4, 2], vec![5, 5, 1]));
}

/// More votes, all else equal, never cost a seat; and of two who both change, not the one that grows loses one to the one
/// that shrinks.
fn population_monotonicity(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (method, votes, size) = (divisor(random), small_votes(random), random.small(1, 20));
    let (up, down) = (random.at(votes.len()), random.at(votes.len()));
    let mut after: Vec<u64> = votes.iter().map(|votes| votes + 1).collect();
    after.copy_from_slice(&votes);
    after[up] += 1 + random.below(votes[up] + 5);
    if up != down {
        after[down] -= random.below(votes[down] + 1);
    }
    let (one, two) = (seats(rule, method, &votes, size), seats(rule, method, &after, size));
    let lost = two.seats[up] < one.seats[up];
    check(!lost, || format!("{method:?} {size} {votes:?} {after:?}: {:?} {:?}", one.seats, two.seats))
}

/// Punishes success: the strongest list's votes count as half.
fn against_the_first(house: &House, tally: &Tally, lots: &[Lot]) -> Allocation {
    let mut tally = tally.clone();
    for there in &mut tally.districts {
        let most = there.votes.iter().copied().max().unwrap_or(0);
        there.votes.iter_mut().filter(|votes| **votes == most).for_each(|votes| *votes /= 2);
    }
    allocate(house, &tally, lots)
}

#[test]
fn who_gains_votes_loses_no_seat_to_who_loses_votes() {
    holds(population_monotonicity);
    catches(population_monotonicity, &against_the_first);
}

/// Largest remainders stay within one seat of the exact share; D'Hondt never goes below it.
fn quota_rule(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (votes, size) = (small_votes(random), random.small(1, 30));
    let all: u128 = votes.iter().map(|votes| u128::from(*votes)).sum();
    let ideal = |at: usize| (u128::from(votes[at]) * u128::from(size), all);
    let (hare, dhondt) = (Method::Quota(Quota::Hare), Method::Divisor(Divisor::DHondt));
    let (hare, dhondt) = (seats(rule, hare, &votes, size), seats(rule, dhondt, &votes, size));
    if all == 0 {
        return Ok(());
    }
    for at in 0..votes.len() {
        let (share, all) = ideal(at);
        let (least, most) = ((share / all) as u32, share.div_ceil(all) as u32);
        let waits = |out: &Allocation| u32::from(out.ties.iter().any(|tie| tie.among.contains(&format!("l{at}"))));
        let within = hare.seats[at] >= least && hare.seats[at] + waits(&hare) <= most;
        let above = dhondt.seats[at] + waits(&dhondt) >= least;
        check(within && above, || format!("{size} {votes:?}: {:?} {:?}", hare.seats, dhondt.seats))?;
    }
    Ok(())
}

#[test]
fn largest_remainders_stay_within_quota_and_dhondt_above_it() {
    holds(quota_rule);
    catches(quota_rule, &by(Method::Divisor(Divisor::DHondt)));
    catches(quota_rule, &by(Method::Divisor(Divisor::SainteLague)));
}

/// The textbook property of every divisor method: no seat's quotient is below one that won none.
fn min_max(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (Method::Divisor(divisor), votes, size) = (divisor(random), small_votes(random), random.small(1, 20)) else {
        unreachable!()
    };
    let out = seats(rule, Method::Divisor(divisor), &votes, size);
    let won = (0..votes.len()).filter(|at| out.seats[*at] > 0).map(|at| divisor.quotient(votes[at], out.seats[at]));
    let lost = (0..votes.len()).filter(|at| votes[*at] > 0).map(|at| divisor.quotient(votes[at], out.seats[at] + 1));
    let is_right = won.min().zip(lost.max()).is_none_or(|(won, lost)| won >= lost);
    check(is_right, || format!("{divisor:?} {size} {votes:?}: {:?}", out.seats))
}

#[test]
fn no_seat_is_won_by_a_smaller_quotient_than_one_that_is_lost() {
    holds(min_max);
    catches(min_max, &rounded);
}

/// At 10^12 votes one vote decides.
fn exactness(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (Method::Divisor(divisor), size) = (divisor(random), random.small(1, 12)) else { unreachable!() };
    let votes = 1_000_000_000_000 + random.below(1_000_000_000);
    let is_squared = matches!(divisor, Divisor::HuntingtonHill | Divisor::Adams);
    let size = if is_squared { size + 2 } else { size };
    let even = seats(rule, Method::Divisor(divisor), &[votes, votes], 2 * size - 1);
    check(even.ties.len() == 1 && even.seats == [size - 1; 2], || format!("{divisor:?} {votes}: {even:?}"))?;
    let odd = seats(rule, Method::Divisor(divisor), &[votes, votes + 1], 2 * size - 1);
    check(odd.ties.is_empty() && odd.seats == [size - 1, size], || format!("{divisor:?} {votes}: {:?}", odd.seats))
}

#[test]
fn of_a_million_million_votes_one_decides() {
    holds(exactness);
    catches(exactness, &rounded);
}

/// A tie is reported exactly when a grain of votes decides who gets the seat. Not so of quotas that may be too small and then
/// give way to the next larger one: there a grain may change the quota itself.
fn ties(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    const GRAINS: u64 = 100_000_000;
    let method = if random.one_in(4) { Method::Quota(Quota::Hare) } else { divisor(random) };
    let (lists, size) = (random.small(2, 5) as usize, random.small(1, 12));
    let votes: Vec<u64> = (0..lists).map(|_| (1 + random.below(12)) * GRAINS).collect();
    let plain = seats(rule, method, &votes, size);
    let tilted = |up: usize| {
        let mut votes = votes.clone();
        votes[up] += 1;
        seats(rule, method, &votes, size)
    };
    for up in 0..lists {
        let is_tied = plain.ties.iter().any(|tie| tie.among.contains(&format!("l{up}")));
        let gains = tilted(up).seats[up] > plain.seats[up];
        check(is_tied == gains, || format!("{method:?} {size} {votes:?}: {:?} {:?}", plain.seats, plain.ties))?;
    }
    let equal = |one: usize, other: usize| votes[one] != votes[other] || plain.seats[one] == plain.seats[other];
    let is_fair = (0..lists).all(|one| (0..lists).all(|other| equal(one, other)));
    check(is_fair, || format!("{method:?} {size} {votes:?}: {:?}", plain.seats))
}

#[test]
fn a_tie_is_reported_exactly_when_a_single_vote_would_decide_it() {
    holds(ties);
    catches(ties, &first_come);
}

/// Every seat of what has votes has an owner, waits for a lot, or is named as empty.
fn completeness(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (house, tally) = election(random);
    let out = rule(&house, &tally, &[]);
    let has_empty =
        out.warnings.iter().any(|warning| matches!(warning, Warning::Vacant { .. } | Warning::NobodyEligible { .. }));
    let System::Proportional(law) = &house.system else { return Ok(()) };
    let may_grow = law.minimum > 0 || matches!(law.tier, Tier::Levelling { .. });
    if has_empty || out.state == State::NoVotes || may_grow {
        return Ok(());
    }
    let silent = tally.districts.iter().zip(&house.districts);
    let silent = silent.filter(|(there, _)| law.tier == Tier::Districts && there.votes.iter().all(|votes| *votes == 0));
    let given = out.seats.iter().sum::<u32>() + silent.map(|(_, district)| district.seats).sum::<u32>();
    // An open tie in an alliance, or for extra seats, keeps its seats waiting; that of a list's districts does not.
    let waits: u32 = out.ties.iter().filter(|tie| !tie.place.starts_with("list:")).map(|tie| tie.seats).sum();
    check(given + waits >= house.seats && given <= house.seats, || format!("{house:#?}\n{tally:#?}\n{out:#?}"))?;
    check(waits > 0 || given == house.seats, || format!("{house:#?}\n{tally:#?}\n{:?}", out.seats))
}

#[test]
fn every_seat_has_an_owner_or_waits_or_is_named_as_empty() {
    let one_short = |house: &House, tally: &Tally, lots: &[Lot]| {
        let mut out = allocate(house, tally, lots);
        out.seats.iter_mut().find(|seats| **seats > 0).into_iter().for_each(|seats| *seats -= 1);
        out
    };
    holds(completeness);
    catches(completeness, &one_short);
}

/// Two lists in alliance get at least what they get apart.
fn alliances_help(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (votes, size) = (small_votes(random), random.small(1, 25));
    let (apart, tally) = plain(Method::Divisor(Divisor::DHondt), size, &votes);
    let mut allied = apart.clone();
    allied.alliances = vec![Alliance { id: "two".into(), members: vec!["l0".into(), "l1".into()], method: None }];
    let (one, two) = (rule(&apart, &tally, &[]), rule(&allied, &tally, &[]));
    let has_ties = !one.ties.is_empty() || !two.ties.is_empty();
    let is_right = two.seats[0] + two.seats[1] >= one.seats[0] + one.seats[1];
    check(has_ties || is_right, || format!("{size} {votes:?}: {:?} {:?}", one.seats, two.seats))
}

#[test]
fn under_dhondt_an_alliance_never_hurts() {
    holds(alliances_help);
    catches(alliances_help, &by(Method::Divisor(Divisor::Danish)));
}

/// A lot gives the tied seats to its winners; it changes nothing else, and nothing where there is no such tie.
fn lots_decide_ties_only(random: &mut Random, rule: Rule<'_>) -> Result<(), String> {
    let (method, votes, size) = (method(random), small_votes(random), random.small(1, 20));
    let (house, tally) = plain(method, size, &votes);
    let before = rule(&house, &tally, &[]);
    let drawn = lots(random, &before.ties);
    let after = rule(&house, &tally, &drawn);
    let mut expected = before.seats.clone();
    for id in drawn.iter().flat_map(|lot| &lot.winners) {
        expected[house.lists.iter().position(|list| list.id == *id).expect("a list")] += 1;
    }
    check(after.seats == expected && after.ties.is_empty(), || format!("{before:?}\n{after:?}"))?;
    let stray = |change: fn(&mut Lot)| {
        let mut lots = drawn.clone();
        lots.iter_mut().for_each(change);
        let out = rule(&house, &tally, &lots);
        check(out.seats == before.seats && out.ties == before.ties, || format!("{lots:?}\n{out:?}"))
    };
    stray(|lot| lot.place = "elsewhere".into())?;
    stray(|lot| lot.among.push("somebody".into()))?;
    stray(|lot| lot.winners.clear())
}

#[test]
fn a_lot_decides_its_tie_and_nothing_else() {
    let any_lot = |house: &House, tally: &Tally, lots: &[Lot]| {
        let ties = allocate(house, tally, &[]).ties;
        let lots: Vec<Lot> =
            ties.iter().zip(lots).map(|(tie, lot)| Lot { place: tie.place.clone(), ..lot.clone() }).collect();
        allocate(house, tally, &lots)
    };
    holds(lots_decide_ties_only);
    catches(lots_decide_ties_only, &any_lot);
}
