//! Seats on every delta: a large house of districts and a small one with reserved seats, allocated from changed votes; and a
//! million random elections by two implementations.
//!
//! `cargo xtask bench seats`. Each figure is the median of several rounds. `cargo xtask bench seats -- quick` leaves the million
//! out.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::hint::black_box;
use std::time::Instant;

use election::definition::Threshold;
use election::seats::{
    Compensation, Constituency, District, Divisor, Extra, House, List, Method, Proportional, Reserved, System, Tally,
    Tier, allocate, house_view,
};

#[path = "../tests/seat_laws/differential.rs"]
mod differential;
#[path = "../tests/seat_laws/fraction.rs"]
mod fraction;
#[path = "../tests/seat_laws/generator.rs"]
mod generator;
#[path = "../tests/seat_laws/naive.rs"]
mod naive;
#[path = "../tests/seat_laws/sharing.rs"]
mod sharing;

use generator::{Random, counted};

const ROUNDS: usize = 51;
const ELECTIONS: u64 = 1_000_000;

fn main() {
    println!("one core, medians of {ROUNDS}, other votes in each round\n");
    let house = districts();
    let mut random = Random(7);
    let large: Vec<Tally> = (0..ROUNDS).map(|_| district_votes(&mut random, &house)).collect();
    line(
        "580 seats, 84 districts, 18 lists, 4 %: allocation",
        median(&large, |tally| drop(allocate(&house, tally, &[]))),
    );
    line("the same with all that readers are told", median(&large, |tally| drop(house_view(&house, tally, &[]))));

    let house = reserved();
    let small: Vec<Tally> = (0..ROUNDS).map(|_| national_votes(&mut random)).collect();
    line(
        "120 seats, 20 of them reserved, 24 lists: allocation",
        median(&small, |tally| drop(allocate(&house, tally, &[]))),
    );
    line("the same with all that readers are told", median(&small, |tally| drop(house_view(&house, tally, &[]))));

    let house = mixed();
    let votes: Vec<Tally> = (0..ROUNDS).map(|_| mixed_votes(&mut random, &house)).collect();
    line(
        "630 seats, 16 districts, 299 constituencies, 29 lists",
        median(&votes, |tally| drop(allocate(&house, tally, &[]))),
    );
    line("the same with all that readers are told", median(&votes, |tally| drop(house_view(&house, tally, &[]))));

    if std::env::args().all(|word| word != "quick") {
        let began = Instant::now();
        match differential::disagreement(&allocate, 1_000_000, ELECTIONS) {
            None => println!(
                "\n{ELECTIONS} random elections, {:.0} s: both implementations agree",
                began.elapsed().as_secs_f64()
            ),
            Some(found) => panic!("{found}"),
        }
    }
}

fn line(what: &str, seconds: f64) {
    println!("{what:<58} {:>9.3} ms", seconds * 1e3);
}

fn median(tallies: &[Tally], work: impl Fn(&Tally)) -> f64 {
    let timed = |tally: &Tally| {
        let began = Instant::now();
        work(black_box(tally));
        began.elapsed().as_secs_f64()
    };
    let mut rounds: Vec<f64> = tallies.iter().map(timed).collect();
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 2]
}

fn lists(count: usize, group: impl Fn(usize) -> Option<&'static str>) -> Vec<List> {
    let list = |at: usize| List {
        id: format!("p{at}"),
        groups: group(at).map(str::to_owned).into_iter().collect(),
        length: None,
    };
    (0..count).map(list).collect()
}

/// Indonesia's size: 84 districts of 3 to 10 seats.
fn districts() -> House {
    let seats = |at: u32| if at < 76 { 7 } else { 6 };
    House {
        seats: 580,
        system: System::Proportional(Proportional {
            method: Method::Divisor(Divisor::SainteLague),
            tier: Tier::Districts,
            ..Proportional::default()
        }),
        threshold: Some(Threshold { basis_points: 400, ..Threshold::default() }),
        lists: lists(18, |_| None),
        districts: (0..84).map(|at| District { id: format!("d{at}"), seats: seats(at) }).collect(),
        ..House::default()
    }
}

/// Strengths fall from list to list, so that about half of them are over the line; half of the votes are still to come.
fn district_votes(random: &mut Random, house: &House) -> Tally {
    let strength = |list: usize| 400_000 / (list as u64 + 2);
    let district = |random: &mut Random| {
        let votes: Vec<u64> = (0..18).map(|list| random.below(strength(list))).collect();
        let mut there = counted(votes, 0, 20_000);
        there.uncounted = Some(there.valid);
        there
    };
    Tally { districts: house.districts.iter().map(|_| district(random)).collect(), counted: (1, 2), ..Tally::default() }
}

/// Germany's size and rule of 2025.
fn mixed() -> House {
    House {
        seats: 630,
        system: System::Mixed { method: Method::Divisor(Divisor::SainteLague), compensation: Compensation::Cover },
        threshold: Some(Threshold { basis_points: 500, or_constituencies: Some(3), ..Threshold::default() }),
        lists: lists(29, |_| None),
        districts: (0..16).map(|at| District { id: format!("d{at}"), seats: 0 }).collect(),
        constituencies: (0..299).map(|at| Constituency { id: format!("c{at}"), district: at % 16 }).collect(),
        ..House::default()
    }
}

fn mixed_votes(random: &mut Random, house: &House) -> Tally {
    let strength = |list: usize| 4_000_000 / (list as u64 + 2);
    let votes = |random: &mut Random, scale: u64| -> Vec<u64> {
        (0..house.lists.len()).map(|list| random.below(strength(list) / scale)).collect()
    };
    Tally {
        districts: house.districts.iter().map(|_| counted(votes(random, 1), 0, 20_000_000)).collect(),
        constituencies: house.constituencies.iter().map(|_| votes(random, 20)).collect(),
        counted: (1, 2),
    }
}

/// Kosovo's composition: 100 open seats, ten for one minority and ten for others, one of them for the strongest.
fn reserved() -> House {
    let groups = ["serb", "turkish", "bosniak", "gorani", "roma", "ashkali", "egyptian"];
    let seats = [10, 2, 3, 1, 1, 1, 1];
    let group = |(group, seats): (&&str, u32)| Reserved { group: (*group).to_owned(), seats };
    House {
        seats: 120,
        system: System::Proportional(Proportional {
            method: Method::Divisor(Divisor::SainteLague),
            reserved: groups.iter().zip(seats).map(group).collect(),
            extra: vec![Extra {
                seats: 1,
                strongest_of: groups[4..].iter().map(|group| (*group).to_owned()).collect(),
            }],
            ..Proportional::default()
        }),
        threshold: Some(Threshold {
            basis_points: 500,
            waived_for: groups.iter().map(|group| (*group).to_owned()).collect(),
            ..Threshold::default()
        }),
        lists: lists(24, |at| at.checked_sub(6).map(|at| groups[at % groups.len()])),
        districts: vec![District { id: "all".into(), seats: 0 }],
        ..House::default()
    }
}

fn national_votes(random: &mut Random) -> Tally {
    let strength = |list: usize| if list < 6 { 400_000 / (list as u64 + 1) } else { 12_000 };
    let votes = (0..24).map(|list| strength(list) / 2 + random.below(strength(list))).collect();
    let mut there = counted(votes, 0, 20_000);
    there.uncounted = Some(there.valid / 4);
    Tally { districts: vec![there], counted: (3, 4), ..Tally::default() }
}
