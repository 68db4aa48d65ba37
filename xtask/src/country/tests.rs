//! The country must be a map that fits together, and an election that adds up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::growth::{ABROAD, SEA};
use super::outline::{self, Border, Polygon, Spot};
use super::places::{Lies, PLACES, REGIONS};
use super::{baseline, units};

fn country() -> &'static [Border] {
    static COUNTRY: OnceLock<Vec<Border>> = OnceLock::new();
    COUNTRY.get_or_init(super::borders)
}

fn polygons() -> Vec<Vec<Polygon>> {
    (0..PLACES.len() as u8).map(|owner| outline::polygons(country(), owner)).collect()
}

fn segments(polygons: &[Polygon]) -> impl Iterator<Item = (Spot, Spot)> {
    polygons.iter().flatten().flat_map(|ring| ring.windows(2).map(|pair| (pair[0], pair[1])))
}

fn area(polygons: &[Polygon]) -> i64 {
    polygons.iter().flatten().map(|ring| outline::area(ring)).sum()
}

/// Pairs of municipalities that share a border.
fn neighbours() -> BTreeSet<(u8, u8)> {
    let inner = country().iter().filter(|border| border.left < SEA && border.right < SEA);
    inner.flat_map(|border| [(border.left, border.right), (border.right, border.left)]).collect()
}

#[test]
fn the_program_writes_the_files_that_are_in_the_repository() {
    let kept = [
        include_str!("../../../nights/rehearsal/election.toml"),
        include_str!("../../../nights/rehearsal/options.csv"),
        include_str!("../../../nights/rehearsal/units.csv"),
        include_str!("../../../nights/rehearsal/baseline.csv"),
        include_str!("../../../nights/rehearsal/turnout-baseline.csv"),
        include_str!("../../../nights/rehearsal/map.geojson"),
    ];
    for ((name, text), kept) in super::files(country()).iter().zip(kept) {
        assert!(text == kept, "{name} differs: run `cargo xtask country` and look at what changed");
    }
}

#[test]
fn each_side_of_a_border_has_the_same_points() {
    let mut owner = BTreeMap::new();
    for (i, polygons) in polygons().iter().enumerate() {
        for segment in segments(polygons) {
            assert!(owner.insert(segment, i).is_none(), "{segment:?} is drawn twice in one direction");
        }
    }
    let outer = country().iter().filter(|border| [SEA, ABROAD].iter().any(|o| border.left == *o || border.right == *o));
    let outer: BTreeSet<_> =
        outer.flat_map(|border| border.spots.windows(2).flat_map(|p| [(p[0], p[1]), (p[1], p[0])])).collect();
    for (&(a, b), i) in &owner {
        let other = owner.get(&(b, a));
        assert_eq!(other.is_none(), outer.contains(&(a, b)), "municipality {i}, {a:?} to {b:?}");
    }
}

#[test]
fn no_border_crosses_or_touches_another_or_itself() {
    assert_eq!(outline::crossings(country()), BTreeSet::new());
}

#[test]
fn rings_are_closed_and_wound_as_the_standard_of_geojson_says() {
    for polygon in polygons().iter().flatten() {
        assert!(polygon.iter().all(|ring| ring.len() >= 4 && ring.first() == ring.last()));
        assert!(outline::area(&polygon[0]) > 0);
        assert!(polygon[1..].iter().all(|hole| outline::area(hole) < 0));
    }
}

#[test]
fn there_are_38_municipalities_in_7_regions_of_very_different_size() {
    let areas: Vec<i64> = polygons().iter().map(|polygons| area(polygons)).collect();
    let (least, most) = (areas.iter().min().unwrap(), areas.iter().max().unwrap());
    assert_eq!(areas.len(), 38);
    assert_eq!(REGIONS.len(), 7);
    assert!(*least > 0 && most / least >= 30, "{most} is {} times {least}", most / least);
}

#[test]
fn every_region_hangs_together_but_for_its_islands() {
    let neighbours = neighbours();
    for (number, region) in REGIONS.iter().enumerate() {
        let members: Vec<u8> = (0u8..)
            .zip(PLACES)
            .filter(|(_, place)| place.region == number && place.lies != Lies::Archipelago)
            .map(|(i, _)| i)
            .collect();
        let mut reached = vec![members[0]];
        for next in 0..members.len() {
            let Some(&from) = reached.get(next) else { break };
            let more: Vec<u8> =
                members.iter().copied().filter(|m| neighbours.contains(&(from, *m)) && !reached.contains(m)).collect();
            reached.extend(more);
        }
        assert_eq!(reached.len(), members.len(), "{}", region.name);
    }
}

#[test]
fn the_mainland_part_of_a_municipality_is_one_piece_far_larger_than_its_islands() {
    for (polygons, place) in polygons().iter().zip(PLACES) {
        let biggest = outline::area(&polygons[0][0]);
        let rest: i64 = polygons[1..].iter().map(|polygon| outline::area(&polygon[0])).sum();
        assert!(place.lies == Lies::Archipelago || rest * 2 < biggest, "{}", place.name);
    }
}

#[test]
fn two_enclaves_are_holes_in_exactly_one_neighbour() {
    let polygons = polygons();
    let holes: Vec<(usize, Vec<Spot>)> = polygons
        .iter()
        .enumerate()
        .flat_map(|(i, polygons)| {
            polygons.iter().flat_map(move |polygon| polygon[1..].iter().map(move |hole| (i, hole.clone())))
        })
        .collect();
    let mut found = 0;
    for (i, place) in (0u8..).zip(PLACES) {
        let Lies::Within(host) = place.lies else { continue };
        let around: Vec<_> = neighbours().into_iter().filter(|&(a, _)| a == i).map(|(_, b)| usize::from(b)).collect();
        assert_eq!(around, [host]);
        let own: BTreeSet<Spot> = polygons[usize::from(i)][0][0].iter().copied().collect();
        assert!(holes.iter().any(|(in_, hole)| *in_ == host && hole.iter().copied().collect::<BTreeSet<_>>() == own));
        found += 1;
    }
    assert_eq!((found, holes.len()), (2, 2));
}

#[test]
fn one_municipality_is_an_archipelago_and_others_have_islands_too() {
    let pieces: Vec<usize> = polygons().iter().map(Vec::len).collect();
    let archipelago = PLACES.iter().position(|place| place.lies == Lies::Archipelago).unwrap();
    assert!(pieces[archipelago] >= 3);
    assert!(pieces.iter().enumerate().filter(|&(i, &pieces)| i != archipelago && pieces > 1).count() >= 3);
}

#[test]
fn the_map_is_small_enough_for_a_page() {
    assert!(super::map(country()).len() < 250_000);
}

#[test]
fn units_have_unique_ids_and_stations_of_usual_size() {
    let units = units::units();
    let ids: BTreeSet<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
    assert_eq!(ids.len(), units.len());
    let regular: Vec<u32> =
        units.iter().filter(|unit| unit.category == "regular").filter_map(|unit| unit.registered).collect();
    assert_eq!(regular.len(), units::STATIONS as usize);
    assert!(
        regular.iter().all(|size| (200..=1000).contains(size)),
        "{:?}..{:?}",
        regular.iter().min(),
        regular.iter().max()
    );
    let all: u32 = units.iter().filter_map(|unit| unit.registered).sum();
    assert!((1_340_000..1_360_000).contains(&all), "{all}");
    assert!(units.iter().all(|unit| unit.parent.is_empty() || ids.contains(unit.parent.as_str())));
}

#[test]
fn the_previous_election_adds_up_and_its_shares_are_those_wanted() {
    let rows = baseline::rows();
    let mut sums = vec![0; baseline::stood().count()];
    for row in &rows {
        assert_eq!(row.votes.iter().sum::<u32>(), row.valid, "{}", row.unit);
        assert_eq!(row.valid + row.invalid + row.blank, row.ballots, "{}", row.unit);
        let turnout = f64::from(row.ballots) / f64::from(row.registered);
        assert!((0.45..0.65).contains(&turnout), "{}: {turnout}", row.unit);
        sums.iter_mut().zip(&row.votes).for_each(|(sum, votes)| *sum += votes);
    }
    let all: u32 = sums.iter().sum();
    for (sum, wanted) in sums.iter().zip([33.0, 28.0, 12.0, 9.0, 6.0, 4.6, 1.9, 2.0, 1.6, 0.9, 0.6]) {
        let share = 100.0 * f64::from(*sum) / f64::from(all);
        assert!((share - wanted).abs() < 0.8, "{share} instead of {wanted}");
    }
}
