//! A hexagon of one size for each place, on a honeycomb, such that the country keeps its form and places their neighbours.

use super::comb::Comb;
use super::settle::{Choice, People, Settlement};
use super::{Place, apart, circles, number};

/// How much of the frame the hexagons may cover.
const FULLEST: f64 = 0.62;
const EMPTIEST: f64 = 0.22;
/// Not larger than this share of the frame's shorter side.
const WIDEST: f64 = 0.24;
/// Each step towards a size at which there are enough cells.
const SMALLER: f64 = 0.97;
/// Cells for each place, so that they have room to move.
const SPARE: f64 = 1.3;
/// Moves that are tried at random before everybody looks for the best cell, for each place and at most.
const TRIES_EACH: usize = 2_000;
const MOST_TRIES: usize = 150_000;

/// Hexagons with a corner up, on one honeycomb.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HexMap {
    /// From a hexagon's centre to its corners, in pixels of the sheet.
    pub size: f64,
    /// The centre of each place's hexagon.
    pub centres: Vec<[f64; 2]>,
}

/// One hexagon for each place, all whole within `frame` (left, top, width, height), none twice. `neighbours` are pairs of
/// places that share a border: as many as possible of them lie side by side, and landmasses apart.
#[must_use]
pub fn hexes(places: &[Place], neighbours: &[[usize; 2]], frame: [f64; 4]) -> HexMap {
    if places.is_empty() {
        return HexMap::default();
    }
    let comb = comb(places, frame);
    let people = People {
        homes: homes(places, neighbours, frame, comb.step()),
        neighbours: beside(places, neighbours),
        lands: lands(places.len(), neighbours),
    };
    let mut settlement = Settlement::new(comb, &people);
    settlement.mingle((TRIES_EACH * places.len()).min(MOST_TRIES));
    settlement.improve(Choice::Any);
    settlement.fill_holes();
    settlement.improve(Choice::Taken);
    HexMap { size: comb.size, centres: settlement.cells.iter().map(|cell| comb.centre(*cell)).collect() }
}

/// The honeycomb whose cells cover about as much as the land.
fn comb(places: &[Place], frame: [f64; 4]) -> Comb {
    let [_, _, width, height] = frame;
    let land: f64 = places.iter().map(|place| place.area).sum();
    let covered = land.clamp(EMPTIEST * width * height, FULLEST * width * height);
    let of_area = |area: f64| (2.0 * area / 27_f64.sqrt()).sqrt();
    let mut comb = Comb::within(frame, of_area(covered / number(places.len())).min(WIDEST * width.min(height)));
    while number(comb.len()) < SPARE * number(places.len()) {
        comb = Comb::within(frame, comb.size * SMALLER);
    }
    comb
}

/// Where the places would like to be: where each has as much room as any other, as circles of one size have.
fn homes(places: &[Place], neighbours: &[[usize; 2]], frame: [f64; 4], step: f64) -> Vec<[f64; 2]> {
    let area = std::f64::consts::PI * step * step / 4.0;
    let alike: Vec<Place> = places.iter().map(|place| Place { weight: 1.0, area, ..*place }).collect();
    circles(&alike, neighbours, frame).into_iter().map(|[x, y, _]| [x, y]).collect()
}

/// For each place those beside it, and in which direction.
fn beside(places: &[Place], neighbours: &[[usize; 2]]) -> Vec<Vec<(u32, [f64; 2])>> {
    let mut beside = vec![Vec::new(); places.len()];
    let short = |place: usize| u32::try_from(place).expect("a map has less than 2^32 places");
    for &[a, b] in neighbours {
        let (from, to) = (places[a].at, places[b].at);
        let far = apart(from, to).max(f64::MIN_POSITIVE);
        let direction = [(to[0] - from[0]) / far, (to[1] - from[1]) / far];
        beside[a].push((short(b), direction));
        beside[b].push((short(a), direction.map(std::ops::Neg::neg)));
    }
    beside
}

/// The landmass of each place: places that are joined by borders have the same number.
fn lands(places: usize, neighbours: &[[usize; 2]]) -> Vec<u32> {
    let mut above: Vec<usize> = (0..places).collect();
    fn root(above: &mut [usize], mut at: usize) -> usize {
        while above[at] != at {
            above[at] = above[above[at]];
            at = above[at];
        }
        at
    }
    for &[a, b] in neighbours {
        let (a, b) = (root(&mut above, a), root(&mut above, b));
        above[a.max(b)] = a.min(b);
    }
    (0..places).map(|place| u32::try_from(root(&mut above, place)).expect("less than 2^32 places")).collect()
}
