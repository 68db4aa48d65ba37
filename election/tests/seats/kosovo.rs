//! Kosovo: 100 open seats with a threshold of 5 %, 20 for the communities.

use election::definition::Threshold;
use election::seats::{Extra, House, Reserved, System, Warning};

use election::folder::{self, Folder};

use super::{Divisor, nation, rows, seats, tally, whole};
use crate::real::{data, own};

const TABLE: &str = "kosovo-2025-feb-polling-stations/zgjedhjet_2025-02-09_polling_stations.csv";
const MAP: &str = "kosovo-geometry/geoBoundaries-XKX-ADM2_simplified.geojson";

/// The lists of February 2025 by their numbers on the ballot, from 111 on: to which community each belongs.
const GROUPS: [&str; 28] = [
    "egyptian", "serb", "gorani", "roma", "egyptian", "serb", "", "", "bosniak", "serb", "bosniak", "turkish",
    "ashkali", "", "ashkali", "serb", "bosniak", "", "", "turkish", "", "serb", "serb", "turkish", "bosniak", "roma",
    "", "",
];

/// The certified seats in the same order.
const OFFICIAL: [u32; 28] = [1, 9, 1, 1, 1, 0, 0, 48, 1, 0, 0, 0, 1, 20, 0, 0, 1, 0, 0, 0, 24, 1, 0, 2, 1, 0, 8, 0];

/// Law 08/L-228 on general elections, Art. 111.
fn house() -> House {
    let ids: Vec<String> = (111..139).map(|number| number.to_string()).collect();
    let mut house = nation(Divisor::DHondt, 120, &ids);
    for (list, group) in house.lists.iter_mut().zip(GROUPS).filter(|(_, group)| !group.is_empty()) {
        list.groups = vec![group.to_owned(), "minority".to_owned()];
    }
    let System::Proportional(rule) = &mut house.system else { unreachable!("as it was made") };
    let reserved = |(group, seats): (&str, u32)| Reserved { group: group.to_owned(), seats };
    let communities =
        [("serb", 10), ("bosniak", 3), ("turkish", 2), ("gorani", 1), ("roma", 1), ("ashkali", 1), ("egyptian", 1)];
    rule.reserved = communities.into_iter().map(reserved).collect();
    rule.extra = vec![Extra { seats: 1, strongest_of: ["roma", "ashkali", "egyptian"].map(str::to_owned).into() }];
    house.threshold =
        Some(Threshold { basis_points: 500, waived_for: vec!["minority".to_owned()], ..Threshold::default() });
    house
}

/// The votes of all stations, list by list.
fn votes() -> Option<Vec<u64>> {
    let (header, rows) = rows(&data(TABLE)?);
    let column = |number: usize| header.iter().position(|name| name == format!("Partia{number}")).unwrap();
    let votes = |number: usize| rows.iter().map(|row| row[column(number)].trim().parse::<u64>().unwrap()).sum();
    Some((111..139).map(votes).collect())
}

#[test]
fn all_120_seats_of_february_2025_come_out_of_the_stations() {
    let Some(votes) = votes() else { return };
    assert_eq!(votes.iter().sum::<u64>(), 938_010);
    let out = whole(&house(), &tally(&[votes]));
    assert_eq!(out.seats, OFFICIAL);
    let place = |place: &str| out.shares.iter().find(|share| share.place == place).unwrap();
    assert_eq!(place("open").seats, 100);
    assert_eq!(place("reserved:egyptian").seats, 2, "the extra seat went to the strongest of the three");
}

/// The folder as it ships, with the map that its README.md asks for.
fn shipped() -> Option<House> {
    let file = |name: &str| (name.to_owned(), own(&format!("../nights/kosovo-2025-02/{name}")));
    let mut folder = Folder { files: ["election.toml", "units.csv", "options.csv"].map(file).into() };
    folder.files.insert("map.geojson".into(), data(MAP)?);
    let definition = folder::read(&folder).unwrap();
    Some(definition.contests[0].house.clone().unwrap())
}

#[test]
fn the_folder_that_ships_gives_the_same_120_seats() {
    let (Some(votes), Some(house)) = (votes(), shipped()) else { return };
    assert_eq!(whole(&house, &tally(&[votes])).seats, OFFICIAL);
}

#[test]
fn both_readings_of_the_reserved_seats_are_told_where_they_differ() {
    let Some(mut votes) = votes() else { return };
    let out = whole(&house(), &tally(&[votes.clone()]));
    let others: Vec<&Warning> = out.warnings.iter().collect();
    let floors: u32 = match others.as_slice() {
        [Warning::Interpretation { other }] => other.iter().sum(),
        [] => 120,
        other => panic!("{other:?}"),
    };
    assert_eq!(floors, 120);
    // A Serb list with a sixth of all votes has more than its ten seats if it takes part in all 120.
    votes[1] = 200_000;
    let out = whole(&house(), &tally(&[votes]));
    let [Warning::Interpretation { other }] = out.warnings.as_slice() else { panic!("{:?}", out.warnings) };
    assert!(other[1] > out.seats[1], "{} as floors, {} apart", other[1], out.seats[1]);
}

/// The certified votes of 14 February 2021 of the four lists over the threshold.
#[test]
fn the_open_seats_of_2021_come_out_by_sainte_lague_and_not_by_d_hondt() {
    let votes = [438_335, 148_285, 110_985, 62_111];
    let by = |divisor| seats(&nation(divisor, 100, &["lvv", "pdk", "ldk", "aak"]), &votes);
    assert_eq!(by(Divisor::SainteLague), [58, 19, 15, 8]);
    assert_ne!(by(Divisor::DHondt), [58, 19, 15, 8]);
}
