//! Double proportional houses: Zug 2018, Uri 2020, the city of Zürich 2018 with its published divisors; and Finland 2019, which
//! shares out in each district by itself.

use std::collections::{BTreeMap, BTreeSet};

use election::definition::Threshold;
use election::seats::{Allocation, District, Divisor, House, Method, Proportional, System, Tally, Tier};

use super::{lists, rda, rows, tally, whole};
use crate::real::data;

/// District by district: id and seats.
fn districts<I: AsRef<str>>(districts: &[(I, u32)]) -> Vec<District> {
    districts.iter().map(|(id, seats)| District { id: id.as_ref().to_owned(), seats: *seats }).collect()
}

fn biproportional<I: AsRef<str>, D: AsRef<str>>(ids: &[I], there: &[(D, u32)]) -> House {
    House {
        seats: there.iter().map(|(_, seats)| seats).sum(),
        system: System::Biproportional { method: Method::Divisor(Divisor::SainteLague) },
        lists: lists(ids),
        districts: districts(there),
        ..House::default()
    }
}

/// Within each district every quotient that won is above those that did not, and both margins come out.
fn checks_out(house: &House, out: &Allocation) {
    for (at, district) in house.districts.iter().enumerate() {
        assert_eq!(out.by_district[at].iter().sum::<u32>(), district.seats, "{}", district.id);
        let place = format!("district:{}", district.id);
        let share = out.shares.iter().find(|share| share.place == place).unwrap();
        assert_eq!(share.awards.len(), district.seats as usize, "{place} shows what won its seats");
        assert!(share.awards.last().unwrap().quotient >= share.next.unwrap().quotient, "{place}");
    }
    for (list, seats) in out.seats.iter().enumerate() {
        assert_eq!(out.by_district.iter().map(|there| there[list]).sum::<u32>(), *seats, "list {list}");
    }
}

#[test]
fn all_80_seats_of_zug_in_2018_lie_where_they_lay() {
    let Some(bytes) = data("swiss-finnish-proporz/zug2018.csv") else { return };
    let (header, rows) = rows(&bytes);
    let column = |name: &str| header.iter().position(|one| one == name).unwrap();
    let [district, list, votes, seats, size] =
        ["entity_name", "list_name", "list_votes", "list_number_of_mandates", "election_mandates"].map(column);
    // One row per candidate: what it says of the list is repeated.
    let cells: BTreeMap<(&str, &str), (u64, u32)> = rows
        .iter()
        .map(|row| ((&row[district], &row[list]), (row[votes].parse().unwrap(), row[seats].parse().unwrap())))
        .collect();
    let ids: BTreeMap<&str, ()> = rows.iter().map(|row| (&row[list], ())).collect();
    let ids: Vec<&str> = ids.into_keys().collect();
    let sizes: BTreeMap<&str, u32> = rows.iter().map(|row| (&row[district], row[size].parse().unwrap())).collect();
    let mut house = biproportional(&ids, &sizes.into_iter().collect::<Vec<_>>());
    // Over the whole 3 %, or 5 % in a municipality.
    house.threshold = Some(Threshold { basis_points: 300, or_in_a_district: Some(500), ..Threshold::default() });
    let cell = |district: &District, list: &str| cells.get(&(district.id.as_str(), list)).copied().unwrap_or_default();
    let table = |district: &District| ids.iter().map(|list| cell(district, list)).unzip();
    let (votes, official): (Vec<Vec<u64>>, Vec<Vec<u32>>) = house.districts.iter().map(table).unzip();
    let out = whole(&house, &tally(&votes));
    assert_eq!((house.seats, house.districts.len()), (80, 11));
    assert_eq!(out.by_district, official);
    checks_out(&house, &out);
}

/// The seats of the canton's four large municipalities; the official answer is not in the file but was published with it.
#[test]
fn the_37_seats_of_uri_in_2020_lie_where_they_lay() {
    let Some(bytes) = data("swiss-finnish-proporz/uri2020.rda") else { return };
    let uri = rda::read(&bytes, "uri2020");
    let (matrix, seats) = (uri.named("votes_matrix"), uri.named("seats_vector"));
    let names = matrix.attributes["dimnames"].list();
    let sizes: Vec<(&String, u32)> =
        names[1].texts().iter().zip(seats.numbers()).map(|(id, seats)| (id, u32::try_from(*seats).unwrap())).collect();
    let house = biproportional(names[0].texts(), &sizes);
    // Column by column: a municipality's lists lie together.
    let votes: Vec<Vec<u64>> = matrix.numbers().chunks_exact(4).map(<[u64]>::to_vec).collect();
    let out = whole(&house, &tally(&votes));
    assert_eq!(names[0].texts(), ["CVP", "SPGB", "FDP", "SVP"]);
    assert_eq!(out.by_district, [[5, 4, 3, 3], [2, 1, 1, 3], [2, 2, 1, 1], [3, 2, 2, 2]].map(Vec::from));
    checks_out(&house, &out);
}

/// City of Zürich, council, 4 March 2018, as the city published the allocation: lists with their votes in nine districts.
const ZURICH: [(&str, [u64; 9]); 7] = [
    ("sp", [37_360, 67_129, 49_212, 34_296, 71_164, 60_063, 52_231, 89_477, 13_192]),
    ("svp", [15_856, 19_340, 8_339, 8_974, 28_050, 33_783, 17_789, 55_160, 8_980]),
    ("fdp", [23_990, 20_529, 13_844, 16_857, 69_536, 26_712, 23_098, 40_194, 3_826]),
    ("greens", [15_007, 26_471, 19_388, 12_571, 31_442, 20_296, 15_534, 28_713, 4_191]),
    ("glp", [12_551, 19_573, 16_442, 11_613, 28_414, 16_488, 14_630, 31_911, 2_931]),
    ("al", [7_668, 22_692, 22_136, 7_612, 13_659, 10_164, 12_054, 12_435, 1_954]),
    ("evp", [1_841, 2_939, 1_152, 2_101, 5_655, 9_777, 3_374, 13_901, 2_568]),
];

fn zurich() -> (House, Tally) {
    let sizes =
        [("1+2", 12), ("3", 15), ("4+5", 13), ("6", 10), ("7+8", 16), ("9", 16), ("10", 12), ("11", 22), ("12", 9)];
    let votes: Vec<Vec<u64>> = (0..9).map(|at| ZURICH.iter().map(|(_, votes)| votes[at]).collect()).collect();
    (biproportional(&ZURICH.map(|(id, _)| id), &sizes), tally(&votes))
}

#[test]
fn the_council_of_zurich_comes_out_as_the_city_published_it() {
    let (house, tally) = zurich();
    let out = whole(&house, &tally);
    let upper = out.shares.iter().find(|share| share.place == "nation").unwrap();
    let voters: Vec<u64> = upper.claims.iter().map(|claim| claim.votes).collect();
    assert_eq!(voters, [32_892, 12_999, 16_312, 12_064, 10_580, 7_892, 2_810], "numbers of voters as published");
    assert_eq!(out.seats, [43, 17, 21, 16, 14, 10, 4]);
    let official = [
        [4, 2, 2, 2, 1, 1, 0],
        [6, 1, 2, 2, 2, 2, 0],
        [5, 1, 1, 2, 2, 2, 0],
        [4, 1, 2, 1, 1, 1, 0],
        [4, 2, 5, 2, 2, 1, 0],
        [5, 3, 3, 2, 1, 1, 1],
        [5, 1, 2, 2, 1, 1, 0],
        [7, 4, 3, 2, 3, 1, 2],
        [3, 2, 1, 1, 1, 0, 1],
    ];
    assert_eq!(out.by_district, official.map(Vec::from));
    checks_out(&house, &out);
}

/// Mainland Finland by D'Hondt in each of its 12 districts. The file has no alliances; in 2019 none changed a party's seats, so
/// that the parties' official totals come out (Åland's one seat is not in the file).
#[test]
fn the_199_seats_of_mainland_finland_in_2019_come_out_for_every_party() {
    let Some(bytes) = data("swiss-finnish-proporz/finland2019.rda") else { return };
    let finland = rda::read(&bytes, "finland2019");
    let (table, sizes) = (finland.named("votes_df"), finland.named("district_seats_df"));
    let (parties, places) = (table.named("party_name").texts(), table.named("district_name").texts());
    let ids: Vec<&String> = parties.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let seats = sizes.named("seats").numbers().iter().map(|seats| u32::try_from(*seats).unwrap());
    let sizes: Vec<(&String, u32)> = sizes.named("district_name").texts().iter().zip(seats).collect();
    let mut house = biproportional(&ids, &sizes);
    let method = Method::Divisor(Divisor::DHondt);
    house.system = System::Proportional(Proportional { method, tier: Tier::Districts, ..Proportional::default() });
    let mut votes = vec![vec![0; ids.len()]; sizes.len()];
    for ((party, place), count) in parties.iter().zip(places).zip(table.named("votes").numbers()) {
        let district = sizes.iter().position(|(id, _)| *id == place).unwrap();
        votes[district][ids.binary_search(&party).unwrap()] += count;
    }
    let out = whole(&house, &tally(&votes));
    let won: BTreeMap<&str, u32> =
        ids.iter().zip(&out.seats).filter(|(_, seats)| **seats > 0).map(|(id, seats)| (id.as_str(), *seats)).collect();
    let official = [
        ("SDP", 40),
        ("PS", 39),
        ("KOK", 38),
        ("KESK", 31),
        ("VIHR", 20),
        ("VAS", 16),
        ("RKP", 9),
        ("KD", 5),
        ("Nyt", 1),
    ];
    assert_eq!((house.seats, won), (199, official.into()));
}
