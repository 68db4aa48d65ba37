//! Germany, 23 February 2025: 630 seats to lists with at least 5 % of the second votes, three constituencies or a national
//! minority behind them; their seats go on to 16 Länder, and constituencies count only where they are covered.

use std::collections::BTreeMap;

use election::definition::Threshold;
use election::seats::{
    Compensation, Constituency, District, Divisor, House, How, Method, Standing, System, Tally, Winner,
};

use super::{lists, there, whole};
use crate::real::data;

const TABLE: &str = "germany-2025-federal/kerg.csv";

/// What the returning officer's table says.
struct Night {
    house: House,
    tally: Tally,
    /// Per constituency the party of who is elected; none where nobody is.
    elected: BTreeMap<String, Option<String>>,
}

/// Cells of the table; those of figures come in fours: first votes, last time, second votes, last time.
fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let line = |line: &str| line.split(';').map(str::to_owned).collect();
    str::from_utf8(bytes).unwrap().lines().map(line).collect()
}

/// Before the parties: number, name, what it lies in, who is elected; voters, ballots, invalid and valid votes.
const FIRST_PARTY: usize = 20;

fn figures(row: &[String], offset: usize) -> Vec<u64> {
    let parties = row[FIRST_PARTY..].chunks_exact(4);
    parties.map(|cells| cells[offset].parse().unwrap_or(0)).collect()
}

fn night() -> Option<Night> {
    let rows = cells(&data(TABLE)?);
    let header = rows.iter().find(|row| row[0] == "Nr").unwrap();
    let parties: Vec<String> = header[FIRST_PARTY..].chunks_exact(4).map(|cells| cells[0].clone()).collect();
    let of = |above: fn(&str) -> bool| rows.iter().filter(move |row| row.len() > 20 && above(&row[2]));
    let states: Vec<_> = of(|above| above == "99").collect();
    let constituencies: Vec<_> = of(|above| above.len() == 2 && above.as_bytes()[0] < b'2').collect();
    let mut house = House {
        seats: 630,
        system: System::Mixed { method: Method::Divisor(Divisor::SainteLague), compensation: Compensation::Cover },
        threshold: Some(Threshold {
            basis_points: 500,
            waived_for: vec!["national-minority".to_owned()],
            or_constituencies: Some(3),
            ..Threshold::default()
        }),
        lists: lists(&parties),
        districts: states.iter().map(|row| District { id: row[0].clone(), seats: 0 }).collect(),
        ..House::default()
    };
    let minority = house.lists.iter_mut().find(|list| list.id == "Südschleswigscher Wählerverband").unwrap();
    minority.groups.push("national-minority".to_owned());
    let mut elected = BTreeMap::new();
    for row in &constituencies {
        let district = states.iter().position(|state| state[0] == row[2]).unwrap();
        house.constituencies.push(Constituency { id: row[0].clone(), district });
        elected.insert(row[0].clone(), Some(row[3].clone()).filter(|party| party != "–"));
    }
    let tally = Tally {
        districts: states.iter().map(|row| there(&figures(row, 2))).collect(),
        constituencies: constituencies.iter().map(|row| figures(row, 0)).collect(),
        counted: (299, 299),
    };
    Some(Night { house, tally, elected })
}

/// The seats of a party that is called so.
fn of<'a>(house: &House, seats: &'a [u32], name: &str) -> &'a u32 {
    &seats[house.lists.iter().position(|list| list.id.starts_with(name)).unwrap()]
}

#[test]
fn the_630_seats_come_out_with_the_threshold_and_its_exceptions() {
    let Some(Night { house, tally, .. }) = night() else { return };
    assert_eq!(tally.districts.iter().map(|there| there.valid).sum::<u64>(), 49_642_087);
    let out = whole(&house, &tally);
    let official = [
        ("Christlich Demokratische", 164),
        ("Alternative für", 152),
        ("Sozialdemokratische", 120),
        ("BÜNDNIS 90", 85),
        ("Die Linke", 64),
        ("Christlich-Soziale", 44),
        ("Südschleswigscher", 1),
        ("Freie Demokratische", 0),
        ("Bündnis Sahra", 0),
    ];
    for (name, seats) in official {
        assert_eq!(*of(&house, &out.seats, name), seats, "{name}");
    }
    assert_eq!((out.size, out.majority), (630, 316));
    let standing = |name: &str| out.standing[house.lists.iter().position(|list| list.id.starts_with(name)).unwrap()];
    assert_eq!(standing("Bündnis Sahra"), Standing::Missed, "4.98 % is not 5 %");
    assert_eq!(standing("Südschleswigscher"), Standing::Waived);
}

#[test]
fn the_seats_of_each_list_lie_in_the_laender() {
    let Some(Night { house, tally, .. }) = night() else { return };
    let out = whole(&house, &tally);
    for list in 0..house.lists.len() {
        assert_eq!(out.by_district.iter().map(|seats| seats[list]).sum::<u32>(), out.seats[list]);
    }
    let there = |district: &str| {
        let at = house.districts.iter().position(|one| one.id == district).unwrap();
        &out.by_district[at]
    };
    // Members from these Länder as the Bundeszentrale für politische Bildung lists them.
    for (district, members) in [("05", 136), ("09", 101), ("08", 79), ("04", 5), ("10", 8)] {
        assert_eq!(there(district).iter().sum::<u32>(), members, "Land {district}");
    }
    assert_eq!(*of(&house, there("01"), "Südschleswigscher"), 1);
    assert_eq!(*of(&house, there("09"), "Christlich-Soziale"), 44);
    assert_eq!(*of(&house, there("09"), "Christlich Demokratische"), 0);
}

#[test]
fn all_299_constituencies_are_decided_as_the_returning_officer_says_and_23_are_not_covered() {
    let Some(Night { house, tally, elected }) = night() else { return };
    let out = whole(&house, &tally);
    assert_eq!((elected.len(), out.winners.len()), (299, 299));
    for Winner { place, lists, how } in &out.winners {
        let ours = (*how == How::Plurality).then(|| lists[0].clone());
        assert_eq!(ours, elected[place], "constituency {place}");
    }
    let uncovered = out.winners.iter().filter(|winner| winner.how == How::NotCovered).count();
    assert_eq!(uncovered, 23);
}

#[test]
fn three_constituencies_waive_the_threshold() {
    let Some(Night { house, mut tally, .. }) = night() else { return };
    // As if half of those who voted for Die Linke had not: under 5 %, but six constituencies.
    let linke = house.lists.iter().position(|list| list.id == "Die Linke").unwrap();
    tally.districts.iter_mut().for_each(|there| there.votes[linke] /= 2);
    let out = whole(&house, &tally);
    assert_eq!(out.standing[linke], Standing::Waived);
    assert!(out.seats[linke] > 0);
}
