//! Outlines of places as land, circle or hexagon: their SVG paths, and the same as rings of equally many points, between which
//! a shape can pass. Both start at the top and go clockwise.

use crate::islands::neighbour::{Point, distance};
use crate::islands::viewport::decimal;

/// Points of a ring that passes into another: eight on each side of a hexagon.
pub const POINTS: usize = 48;

/// Half the square root of three: from a hexagon's centre to the middle of a side, in lengths to a corner.
const SIDE: f64 = 0.866_025_403_784;
/// The corners of a hexagon, one of them up.
const CORNERS: [Point; 6] = [(0.0, -1.0), (SIDE, -0.5), (SIDE, 0.5), (0.0, 1.0), (-SIDE, 0.5), (-SIDE, -0.5)];
/// Cosine and sine of a turn's part.
const TURN: Point = (0.991_444_861_374, 0.130_526_192_220);

/// The path of a circle.
#[must_use]
pub fn circle_path([x, y, radius]: [f64; 3]) -> String {
    let [left, y, radius, across] = [x - radius, y, radius, radius * 2.0].map(decimal);
    format!("M{left} {y}a{radius} {radius} 0 1 1 {across} 0a{radius} {radius} 0 1 1 -{across} 0z")
}

/// The path of a hexagon.
#[must_use]
pub fn hexagon_path(centre: [f64; 2], size: f64) -> String {
    path(&CORNERS.map(|corner| from(centre, size, corner)))
}

/// The path of a ring.
#[must_use]
pub fn path(ring: &[Point]) -> String {
    let mut path = String::with_capacity(ring.len() * 14);
    for (x, y) in ring {
        path.push_str(if path.is_empty() { "M" } else { " " });
        path.push_str(&decimal(*x));
        path.push(' ');
        path.push_str(&decimal(*y));
    }
    path.push('z');
    path
}

fn from([x, y]: [f64; 2], size: f64, (right, down): Point) -> Point {
    (x + size * right, y + size * down)
}

/// A circle as a ring.
#[must_use]
pub fn circle([x, y, radius]: [f64; 3]) -> Vec<Point> {
    let (mut right, mut down) = (0.0, -1.0);
    let mut ring = Vec::with_capacity(POINTS);
    for _ in 0..POINTS {
        ring.push(from([x, y], radius, (right, down)));
        (right, down) = (right * TURN.0 - down * TURN.1, right * TURN.1 + down * TURN.0);
    }
    ring
}

/// A hexagon as a ring.
#[must_use]
pub fn hexagon(centre: [f64; 2], size: f64) -> Vec<Point> {
    spread(&CORNERS.map(|corner| from(centre, size, corner)))
}

/// The largest ring of a path that was written by `election::geometry` (relative moves in tenths).
#[must_use]
pub fn land(path: &str) -> Vec<Point> {
    let (mut best, mut most) = (Vec::new(), 0.0);
    for mut ring in rings(path) {
        let size = area(&ring);
        if size.abs() > most {
            if size < 0.0 {
                ring.reverse();
            }
            (best, most) = (ring, size.abs());
        }
    }
    let mut ring = spread(&best);
    let mut top = 0;
    for (at, point) in ring.iter().enumerate() {
        if point.1 < ring[top].1 {
            top = at;
        }
    }
    ring.rotate_left(top);
    ring
}

/// Half-way and all other ways between two rings.
#[must_use]
pub fn between(one: &[Point], other: &[Point], part: f64) -> Vec<Point> {
    let along = |a: f64, b: f64| a + (b - a) * part;
    one.iter().zip(other).map(|(one, other)| (along(one.0, other.0), along(one.1, other.1))).collect()
}

/// Twice the area; more than zero if it goes clockwise (y grows downwards).
fn area(ring: &[Point]) -> f64 {
    let next = |at: usize| ring[(at + 1) % ring.len()];
    (0..ring.len()).map(|at| ring[at].0 * next(at).1 - next(at).0 * ring[at].1).sum()
}

/// [`POINTS`] points on a ring, equally far apart along it.
fn spread(ring: &[Point]) -> Vec<Point> {
    let length: f64 = (0..ring.len()).map(|at| distance(ring[at], ring[(at + 1) % ring.len()])).sum();
    let step = length / POINTS as f64;
    let mut points = Vec::with_capacity(POINTS);
    let (mut passed, mut due) = (0.0, 0.0);
    for at in 0..ring.len() {
        let (start, end) = (ring[at], ring[(at + 1) % ring.len()]);
        let side = distance(start, end);
        while points.len() < POINTS && side > 0.0 && due < passed + side {
            let part = (due - passed) / side;
            points.push((start.0 + (end.0 - start.0) * part, start.1 + (end.1 - start.1) * part));
            due += step;
        }
        passed += side;
    }
    // What rounding has left out, or all of a ring without length.
    let last = points.last().or(ring.first()).copied().unwrap_or_default();
    points.resize(POINTS, last);
    points
}

fn rings(path: &str) -> Vec<Vec<Point>> {
    let bytes = path.as_bytes();
    let (mut rings, mut ring): (Vec<Vec<Point>>, Vec<Point>) = (Vec::new(), Vec::new());
    let (mut pen, mut right, mut at) = ((0.0, 0.0), None, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'z' => {
                pen = ring.first().copied().unwrap_or(pen);
                rings.push(core::mem::take(&mut ring));
            }
            b'-' | b'.' | b'0'..=b'9' => {
                let (number, end) = number(bytes, at);
                at = end;
                match right.take() {
                    None => right = Some(number),
                    Some(right) => {
                        pen = (pen.0 + right, pen.1 + number);
                        ring.push(pen);
                    }
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    rings
}

/// The number that begins there, and where it ends: at what is no digit, or at a second point.
fn number(bytes: &[u8], start: usize) -> (f64, usize) {
    let (mut at, mut value, mut unit, mut fraction) = (start, 0.0, 1.0, false);
    let negative = bytes[at] == b'-';
    at += usize::from(negative);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'.' if !fraction => fraction = true,
            b'0'..=b'9' => {
                unit *= if fraction { 0.1 } else { 1.0 };
                value = if fraction {
                    value + f64::from(byte - b'0') * unit
                } else {
                    value * 10.0 + f64::from(byte - b'0')
                };
            }
            _ => break,
        }
        at += 1;
    }
    (if negative { -value } else { value }, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: Point, other: Point) -> bool {
        distance(one, other) < 1e-6
    }

    #[test]
    fn a_path_of_the_atlas_is_read_back() {
        let read = rings("m10.5 20 5 0 0 5-5 0zm-.5-.5 1.5.5 0 2z");
        assert_eq!(read[0], [(10.5, 20.0), (15.5, 20.0), (15.5, 25.0), (10.5, 25.0)]);
        assert!(near(read[1][0], (10.0, 19.5)) && near(read[1][1], (11.5, 20.0)) && near(read[1][2], (11.5, 22.0)));
    }

    #[test]
    fn every_ring_has_as_many_points_starts_at_the_top_and_goes_clockwise() {
        let hexagon = hexagon([100.0, 50.0], 10.0);
        let circle = circle([100.0, 50.0, 10.0]);
        let land = land("m90 60 0-20 20 0 0 20zm40 40 1 0 0 1z");
        for ring in [&hexagon, &circle, &land] {
            assert_eq!(ring.len(), POINTS);
            assert!(area(ring) > 0.0);
            assert!(ring.iter().all(|point| point.1 >= ring[0].1 - 1e-9));
        }
        assert!(near(hexagon[0], (100.0, 40.0)) && near(circle[0], (100.0, 40.0)));
        assert!(near(hexagon[24], (100.0, 60.0)) && near(circle[24], (100.0, 60.0)), "{:?}", circle[24]);
    }

    #[test]
    fn a_shape_passes_from_the_one_to_the_other() {
        let (one, other) = (circle([0.0, 0.0, 5.0]), hexagon([20.0, 0.0], 5.0));
        assert!(between(&one, &other, 0.0).iter().zip(&one).all(|(a, b)| near(*a, *b)));
        assert!(between(&one, &other, 1.0).iter().zip(&other).all(|(a, b)| near(*a, *b)));
        assert!(near(between(&one, &other, 0.5)[0], (10.0, -5.0)));
    }

    #[test]
    fn what_has_no_outline_is_a_point_and_no_panic() {
        assert_eq!(land("").len(), POINTS);
        assert_eq!(land("m1 1z").len(), POINTS);
    }

    #[test]
    fn circles_and_hexagons_are_written_as_paths() {
        assert_eq!(circle_path([10.0, 10.0, 2.5]), "M7.50 10.00a2.50 2.50 0 1 1 5.00 0a2.50 2.50 0 1 1 -5.00 0z");
        assert!(hexagon_path([10.0, 10.0], 2.0).starts_with("M10.00 8.00 11.73 9.00 11.73 11.00 10.00 12.00"));
    }
}
