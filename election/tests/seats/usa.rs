//! The House of Representatives at each census from 1960 to 2020: 435 seats by Huntington-Hill, one at least for every state.

use std::collections::BTreeMap;

use super::{Divisor, nation, rows, tally, whole};
use crate::real::data;

const TABLE: &str = "us-apportionment/apportionment.csv";

/// Per census: states, their people, their seats.
type Censuses = BTreeMap<u32, (Vec<String>, Vec<u64>, Vec<u32>)>;

fn censuses() -> Option<Censuses> {
    let (header, rows) = rows(&data(TABLE)?);
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (name, year) = (at("Name"), at("Year"));
    let (people, seats) = (at("Population used for apportionment"), at("Number of Representatives"));
    let mut censuses = Censuses::new();
    // The capital's district has people and no seats.
    for row in rows.iter().filter(|row| !row[seats].is_empty()) {
        let (names, votes, official) = censuses.entry(row[year].parse().unwrap()).or_default();
        names.push(row[name].to_owned());
        votes.push(row[people].split('.').next().unwrap().parse().unwrap());
        official.push(row[seats].split('.').next().unwrap().parse().unwrap());
    }
    Some(censuses)
}

#[test]
fn every_state_has_its_seats_in_all_seven_censuses() {
    let Some(censuses) = censuses() else { return };
    assert_eq!(censuses.keys().copied().collect::<Vec<_>>(), [1960, 1970, 1980, 1990, 2000, 2010, 2020]);
    for (year, (names, people, official)) in censuses {
        assert_eq!((names.len(), official.iter().sum()), (50, 435u32), "{year}");
        let house = nation(Divisor::HuntingtonHill, 435, &names);
        assert_eq!(whole(&house, &tally(&[people])).seats, official, "{year}");
    }
}
