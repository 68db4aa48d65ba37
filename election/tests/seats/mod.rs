//! Houses and tallies as the tests on official outcomes write them.

mod double;
mod germany;
mod kosovo;
mod proportional;
mod rda;
mod usa;

pub use election::seats::Divisor;
use election::seats::{
    Allocation, District, DistrictTally, House, List, Method, Proportional, System, Tally, allocate,
};

/// Lists with these ids.
pub fn lists<I: AsRef<str>>(ids: &[I]) -> Vec<List> {
    ids.iter().map(|id| List { id: id.as_ref().to_owned(), ..List::default() }).collect()
}

/// One district of all seats, shared out by `divisor`.
pub fn nation<I: AsRef<str>>(divisor: Divisor, seats: u32, ids: &[I]) -> House {
    let rule = Proportional { method: Method::Divisor(divisor), ..Proportional::default() };
    House {
        seats,
        system: System::Proportional(rule),
        lists: lists(ids),
        districts: vec![District { id: "all".to_owned(), seats }],
        ..House::default()
    }
}

/// What a district counted, if every ballot was valid.
pub fn there(votes: &[u64]) -> DistrictTally {
    let valid = votes.iter().sum();
    DistrictTally { votes: votes.to_vec(), valid, cast: valid, registered: None, uncounted: None }
}

/// All is counted; one row per district.
pub fn tally(rows: &[Vec<u64>]) -> Tally {
    Tally { districts: rows.iter().map(|votes| there(votes)).collect(), counted: (1, 1), ..Tally::default() }
}

/// The seats of a house whose lists stand in one district, without an open tie.
pub fn seats(house: &House, votes: &[u64]) -> Vec<u32> {
    whole(house, &tally(&[votes.to_vec()])).seats
}

/// What comes out, without an open tie.
pub fn whole(house: &House, tally: &Tally) -> Allocation {
    let out = allocate(house, tally, &[]);
    assert_eq!((out.ties.as_slice(), out.seats.iter().sum()), (&[][..], out.size));
    out
}

/// The rows of a table with a header.
pub fn rows(bytes: &[u8]) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    (header, reader.records().map(Result::unwrap).collect())
}
