//! The pole of inaccessibility: the point within a shape that is farthest from its border. Found as in Mapbox's polylabel, by
//! dividing squares and giving up those that cannot beat the best spot so far.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::lattice::doubled_area;
use super::shape::bbox;

/// A spot that is worse than the best by less than this share of the shape's width is good enough.
const PRECISION: f64 = 0.01;
/// Along a very narrow box.
const MOST_SQUARES_IN_A_ROW: f64 = 32.0;

/// A place for a label, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) at: [f64; 2],
    /// Radius of the free circle around it.
    pub(super) room: f64,
}

/// The best spot in the largest of these rings (tenths of a pixel), holes and islands within it respected.
pub(super) fn spot(rings: &[Vec<[i32; 2]>]) -> Spot {
    let area = |ring: &&Vec<[i32; 2]>| doubled_area(ring.iter().copied());
    let Some(largest) = rings.iter().max_by_key(area) else { return Spot { at: [0.0; 2], room: 0.0 } };
    let outline = Outline::of(rings);
    let at = outline.search(bbox(largest.iter()), centroid(largest)).map(|axis| (axis * 10.0).round() / 10.0);
    Spot { at, room: (outline.depth(at) * 100.0).floor().max(0.0) / 100.0 }
}

/// Centre of gravity of a ring.
fn centroid(ring: &[[i32; 2]]) -> [f64; 2] {
    let origin = ring[0].map(f64::from);
    let from_origin = |point: &[i32; 2]| [f64::from(point[0]) - origin[0], f64::from(point[1]) - origin[1]];
    let mut sums = [0.0; 3];
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (a, b) = (from_origin(a), from_origin(b));
        let cross = a[0] * b[1] - b[0] * a[1];
        sums = [sums[0] + (a[0] + b[0]) * cross, sums[1] + (a[1] + b[1]) * cross, sums[2] + 3.0 * cross];
    }
    let shift = |axis: usize| if sums[2] == 0.0 { 0.0 } else { sums[axis] / sums[2] };
    [(origin[0] + shift(0)) / 10.0, (origin[1] + shift(1)) / 10.0]
}

/// Edges in pixels.
struct Outline {
    edges: Vec<[[f64; 2]; 2]>,
}

impl Outline {
    fn of(rings: &[Vec<[i32; 2]>]) -> Self {
        let pixel = |point: &[i32; 2]| point.map(|axis| f64::from(axis) / 10.0);
        let edges = |ring: &Vec<[i32; 2]>| -> Vec<_> {
            ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| [pixel(a), pixel(b)]).collect()
        };
        Self { edges: rings.iter().flat_map(edges).collect() }
    }

    /// Distance to the nearest border; negative outside.
    fn depth(&self, at: [f64; 2]) -> f64 {
        let mut inside = false;
        let mut nearest = f64::INFINITY;
        for &[a, b] in &self.edges {
            let beside = (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0];
            inside ^= (a[1] > at[1]) != (b[1] > at[1]) && at[0] < beside;
            nearest = nearest.min(square_of_distance(at, [a, b]));
        }
        nearest.sqrt() * if inside { 1.0 } else { -1.0 }
    }

    fn square(&self, centre: [f64; 2], half: f64) -> Square {
        let depth = self.depth(centre);
        Square { centre, half, depth, potential: depth + half * std::f64::consts::SQRT_2 }
    }

    fn search(&self, [left, top, right, bottom]: [f64; 4], centroid: [f64; 2]) -> [f64; 2] {
        let (width, height) = (right - left, bottom - top);
        let side = width.min(height).max(width.max(height) / MOST_SQUARES_IN_A_ROW).max(0.1);
        let precision = side * PRECISION;
        let mut waiting = BinaryHeap::new();
        for row in 0..count(height / side) {
            for column in 0..count(width / side) {
                let centre = [left + side * (f64::from(column) + 0.5), top + side * (f64::from(row) + 0.5)];
                waiting.push(self.square(centre, side / 2.0));
            }
        }
        let mut best = self.square(centroid, 0.0);
        while let Some(square) = waiting.pop() {
            if square.potential - best.depth <= precision {
                break;
            }
            waiting.extend(square.quarters().map(|centre| self.square(centre, square.half / 2.0)));
            if square.depth > best.depth {
                best = square;
            }
        }
        best.centre
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and the most squares in a row")]
fn count(squares: f64) -> u32 {
    squares.ceil().clamp(1.0, MOST_SQUARES_IN_A_ROW) as u32
}

fn square_of_distance(at: [f64; 2], [a, b]: [[f64; 2]; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let from = [at[0] - a[0], at[1] - a[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let share = if length > 0.0 { ((from[0] * along[0] + from[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    let [x, y] = [from[0] - share * along[0], from[1] - share * along[1]];
    x * x + y * y
}

/// A square of the search: the one with the highest potential comes first.
struct Square {
    centre: [f64; 2],
    half: f64,
    depth: f64,
    /// No point within it can be deeper.
    potential: f64,
}

impl Square {
    fn quarters(&self) -> impl Iterator<Item = [f64; 2]> + use<> {
        let ([x, y], step) = (self.centre, self.half / 2.0);
        [[x - step, y - step], [x + step, y - step], [x - step, y + step], [x + step, y + step]].into_iter()
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.potential.total_cmp(&other.potential)
    }
}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Square {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(spot: Spot, expected: [f64; 2], room: f64) {
        let apart = (spot.at[0] - expected[0]).hypot(spot.at[1] - expected[1]);
        assert!(
            apart < 0.03 * room && (spot.room - room).abs() < 0.03 * room,
            "{spot:?}, expected {expected:?} with {room}"
        );
    }

    #[test]
    fn a_square_has_its_label_in_the_middle() {
        at(spot(&[vec![[0, 0], [1000, 0], [1000, 1000], [0, 1000]]]), [50.0, 50.0], 50.0);
    }

    #[test]
    fn a_hole_pushes_the_label_aside() {
        let hole = vec![[100, 100], [100, 900], [600, 900], [600, 100]];
        let found = spot(&[vec![[0, 0], [1000, 0], [1000, 1000], [0, 1000]], hole]);
        assert!(found.at[0] > 60.0 && found.room > 19.0 && found.room <= 23.5, "{found:?}");
    }

    #[test]
    fn a_crescent_has_its_label_within_though_its_centre_is_not() {
        let crescent =
            vec![[0, 0], [1000, 0], [1000, 200], [200, 200], [200, 800], [1000, 800], [1000, 1000], [0, 1000]];
        let found = spot(&[crescent]);
        assert!(found.room > 10.0 && (found.at[0] < 20.0 || found.at[1] < 20.0 || found.at[1] > 80.0), "{found:?}");
    }

    #[test]
    fn the_label_lies_in_the_largest_part() {
        let small = vec![[0, 0], [100, 0], [100, 100], [0, 100]];
        let large = vec![[500, 500], [900, 500], [900, 900], [500, 900]];
        at(spot(&[small, large]), [70.0, 70.0], 20.0);
    }

    #[test]
    fn a_speck_has_a_label_but_no_room() {
        let found = spot(&[vec![[10, 10], [11, 10], [10, 11]]]);
        assert!(found.room < 0.1 && (found.at[0] - 1.0).abs() < 0.2, "{found:?}");
        assert_eq!(spot(&[]).room, 0.0);
    }

    proptest! {
        /// A star about the middle: its best spot is at least as good as the middle, and the circle lies within.
        #[test]
        fn the_circle_lies_within(radii in proptest::collection::vec(100..4000_i32, 5..40)) {
            let turn = std::f64::consts::TAU / radii.len() as f64;
            #[expect(clippy::cast_possible_truncation, reason = "small")]
            let star: Vec<[i32; 2]> = (radii.iter().enumerate())
                .map(|(n, &r)| ((n as f64 * turn).sin_cos(), f64::from(r)))
                .map(|((sin, cos), r)| [5000 + (r * cos) as i32, 5000 + (r * sin) as i32])
                .collect();
            let found = spot(std::slice::from_ref(&star));
            let outline = Outline::of(&[star]);
            prop_assert!(found.room >= 0.9 * outline.depth([500.0, 500.0]) - 0.2);
            prop_assert!(outline.depth(found.at) >= found.room);
        }
    }
}
