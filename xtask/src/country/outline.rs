//! The finished map: arcs on the globe that never cross, and the rings of each municipality put together from them.

use std::collections::{BTreeMap, BTreeSet};

use super::arcs::{self, Arc};
use super::growth::Owner;
use super::noise::Dice;
use super::terrain::SIDE;

/// Longitude and latitude in ten-thousandths of a degree: whole numbers, so that shared points are equal, not almost equal.
pub(super) type Spot = (i32, i32);

pub(super) type Ring = Vec<Spot>;

/// An exterior ring, counter-clockwise, and its holes, clockwise.
pub(super) type Polygon = Vec<Ring>;

/// An arc after smoothing and rounding.
pub(super) struct Border {
    pub(super) left: Owner,
    pub(super) right: Owner,
    pub(super) spots: Vec<Spot>,
}

const WEST: f64 = -294_000.0;
const SOUTH: f64 = 430_600.0;
const HEIGHT: f64 = 18_400.0;
/// One over the cosine of 44 degrees: a degree of longitude is that much shorter there.
const STRETCH: f64 = 1.390_164;

fn spot((x, y): super::terrain::Point) -> Spot {
    let side = SIDE as f64;
    ((WEST + x / side * HEIGHT * STRETCH).round() as i32, (SOUTH + y / side * HEIGHT).round() as i32)
}

/// How an arc is drawn.
struct Pen {
    /// Rounds of smoothing.
    rounds: usize,
    /// Smaller bends are straightened, in square cells.
    least: f64,
    /// How strongly it is crinkled afterwards.
    crinkle: f64,
    seed: u64,
}

impl Pen {
    /// A coast is all crags; of the borders some meander with a river, some run from landmark to landmark.
    fn new(arc: &Arc, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        if arc.is_coast() {
            return Self { rounds: 2, least: 1.6, crinkle: 0.17, seed };
        }
        let calm = dice.unit();
        Self { rounds: 3 + (calm * 16.0) as usize, least: 0.8 + 4.0 * calm * calm, crinkle: 0.13 - 0.06 * calm, seed }
    }

    fn closer_to_the_cells(&mut self) {
        self.rounds /= 2;
        self.least /= 3.0;
        self.crinkle = 0.0;
    }

    fn draw(&self, arc: &Arc) -> Border {
        let mut dice = Dice::new(self.seed);
        let mut line = arcs::simplified(arcs::smoothed(arc, self.rounds), self.least);
        for _ in 0..2 {
            line = arcs::crinkled(&line, self.crinkle, &mut dice);
        }
        let mut spots: Vec<Spot> = arcs::simplified(line, 0.19).into_iter().map(spot).collect();
        spots.dedup();
        Border { left: arc.left, right: arc.right, spots }
    }
}

/// Draws every arc; where two come to cross, both are drawn again closer to the cells until they do not.
pub(super) fn borders(arcs: &[Arc]) -> Vec<Border> {
    let mut pens: Vec<Pen> = arcs.iter().zip(0x0B0D_E125..).map(|(arc, seed)| Pen::new(arc, seed)).collect();
    let mut borders: Vec<Border> = arcs.iter().zip(&pens).map(|(arc, pen)| pen.draw(arc)).collect();
    for _ in 0..12 {
        let crossed: BTreeSet<usize> = crossings(&borders).into_iter().flat_map(|(a, b)| [a, b]).collect();
        for &i in &crossed {
            pens[i].closer_to_the_cells();
            borders[i] = pens[i].draw(&arcs[i]);
        }
        if crossed.is_empty() {
            break;
        }
    }
    borders
}

/// The number of its arc and its ends.
type Segment = (usize, Spot, Spot);

/// Pairs of arcs that cross or touch anywhere but at a common end.
pub(super) fn crossings(borders: &[Border]) -> BTreeSet<(usize, usize)> {
    let mut grid: BTreeMap<(i32, i32), Vec<Segment>> = BTreeMap::new();
    for (i, border) in borders.iter().enumerate() {
        for pair in border.spots.windows(2) {
            for square in squares(pair[0], pair[1]) {
                grid.entry(square).or_default().push((i, pair[0], pair[1]));
            }
        }
    }
    let mut found = BTreeSet::new();
    for segments in grid.values() {
        for (n, &(i, a, b)) in segments.iter().enumerate() {
            let met = segments[..n].iter().filter(|&&(_, c, d)| meet(a, b, c, d));
            found.extend(met.map(|&(j, _, _)| (i.min(j), i.max(j))));
        }
    }
    found
}

/// The squares of a coarse grid that a segment's box touches.
fn squares(a: Spot, b: Spot) -> impl Iterator<Item = (i32, i32)> {
    const SIZE: i32 = 400;
    let range = |p: i32, q: i32| p.min(q).div_euclid(SIZE)..=p.max(q).div_euclid(SIZE);
    let rows = range(a.1, b.1);
    range(a.0, b.0).flat_map(move |x| rows.clone().map(move |y| (x, y)))
}

fn turn(a: Spot, b: Spot, c: Spot) -> i64 {
    let d = |p: i32, q: i32| i64::from(p) - i64::from(q);
    (d(b.0, a.0) * d(c.1, a.1) - d(c.0, a.0) * d(b.1, a.1)).signum()
}

/// Do two segments share a point other than a common end?
fn meet(a: Spot, b: Spot, c: Spot, d: Spot) -> bool {
    let on = |p: Spot, q: Spot, r: Spot| {
        turn(p, q, r) == 0
            && (p.0.min(q.0)..=p.0.max(q.0)).contains(&r.0)
            && (p.1.min(q.1)..=p.1.max(q.1)).contains(&r.1)
    };
    let touches = |p: Spot, q: Spot, r: Spot| r != p && r != q && on(p, q, r);
    if (a, b) == (c, d) || (a, b) == (d, c) {
        return true;
    }
    let proper = turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
    proper || touches(a, b, c) || touches(a, b, d) || touches(c, d, a) || touches(c, d, b)
}

/// The polygons of one municipality, the largest first.
pub(super) fn polygons(borders: &[Border], owner: Owner) -> Vec<Polygon> {
    let (mut outer, holes): (Vec<Ring>, Vec<Ring>) = rings(borders, owner).into_iter().partition(|ring| area(ring) > 0);
    outer.sort_by_key(|ring| -area(ring));
    let mut polygons: Vec<Polygon> = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        if let Some(around) = polygons.iter_mut().rev().find(|polygon| contains(&polygon[0], hole[0])) {
            around.push(hole);
        }
    }
    polygons
}

/// Chains the arcs of a municipality, itself always on the left, into closed rings.
fn rings(borders: &[Border], owner: Owner) -> Vec<Ring> {
    let forward = borders.iter().filter(|b| b.left == owner).map(|b| b.spots.clone());
    let backward = borders.iter().filter(|b| b.right == owner).map(|b| b.spots.iter().rev().copied().collect());
    let mut lines: BTreeMap<Spot, Vec<Spot>> = BTreeMap::new();
    let mut rings: Vec<Ring> = Vec::new();
    for line in forward.chain(backward) {
        if line.first() == line.last() {
            rings.push(line);
        } else {
            lines.insert(line[0], line);
        }
    }
    while let Some((_, mut ring)) = lines.pop_first() {
        while let Some(next) = ring.last().and_then(|end| lines.remove(end)) {
            ring.extend_from_slice(&next[1..]);
        }
        rings.push(ring);
    }
    rings
}

/// Twice the signed area; positive = counter-clockwise.
pub(super) fn area(ring: &[Spot]) -> i64 {
    let (x0, y0) = ring[0];
    let rel = |(x, y): Spot| (i64::from(x - x0), i64::from(y - y0));
    ring.windows(2).map(|pair| (rel(pair[0]), rel(pair[1]))).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

fn contains(ring: &[Spot], (x, y): Spot) -> bool {
    let ring: Vec<_> = ring.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).collect();
    super::terrain::inside(&ring, (f64::from(x) + 0.25, f64::from(y) + 0.25))
}

/// One feature a municipality, one line a feature: a change in one place is a change of one line.
pub(super) fn geojson(features: &[(&str, &str, Vec<Polygon>)]) -> String {
    let lines: Vec<String> = features.iter().map(|(id, name, polygons)| feature(id, name, polygons)).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
}

fn feature(id: &str, name: &str, polygons: &[Polygon]) -> String {
    let polygons: Vec<String> = polygons.iter().map(polygon_json).collect();
    let (kind, coordinates) = match polygons.as_slice() {
        [only] => ("Polygon", only.clone()),
        several => ("MultiPolygon", format!("[{}]", several.join(","))),
    };
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"{id}\",\"name\":\"{name}\"}},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}"
    )
}

fn polygon_json(polygon: &Polygon) -> String {
    let degrees = |v: i32| {
        let text = format!("{}{}.{:04}", if v < 0 { "-" } else { "" }, v.abs() / 10_000, v.abs() % 10_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let spot = |&(x, y): &Spot| format!("[{},{}]", degrees(x), degrees(y));
    let ring = |ring: &Ring| format!("[{}]", ring.iter().map(spot).collect::<Vec<_>>().join(","));
    format!("[{}]", polygon.iter().map(ring).collect::<Vec<_>>().join(","))
}
