//! How much each corner of a border matters: Visvalingam's effective area, in square pixels, measured once for each border,
//! so that both neighbours lose the same corners.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// How much less a spike counts than a blunt corner of the same area. Makes coasts smoother (mapshaper's weighting).
const SPIKES: f64 = 0.7;
/// A ring keeps a triangle.
const CORNERS_OF_A_RING: usize = 3;

/// The weight of every point of a border, in square pixels: what is lost when it is the next one to go. Weights never fall
/// from one loss to the next, so that any threshold leaves a line that is also reached one corner after the other. The ends
/// are infinite; of a loop (`line` starts where it ends) two more points are.
pub(super) fn weights(line: &[[f64; 2]]) -> Vec<f64> {
    let is_loop = line.first() == line.last();
    let mut spare =
        if is_loop { line.len().saturating_sub(1 + CORNERS_OF_A_RING) } else { line.len().saturating_sub(2) };
    let mut left = Remaining::all_of(line);
    let mut weights = vec![f64::INFINITY; line.len()];
    let mut heaviest = 0.0;
    while spare > 0 {
        let Some(corner) = left.lightest() else { break };
        heaviest = corner.weight.max(heaviest);
        weights[corner.at] = heaviest;
        left.lose(corner.at);
        spare -= 1;
    }
    weights
}

/// A corner as it was weighed with the neighbours it had.
struct Corner {
    weight: f64,
    at: usize,
    neighbours: [usize; 2],
}

/// The lightest is the greatest, as `BinaryHeap` gives the greatest first; the position decides between equals.
impl Ord for Corner {
    fn cmp(&self, other: &Self) -> Ordering {
        other.weight.total_cmp(&self.weight).then(other.at.cmp(&self.at))
    }
}

impl PartialOrd for Corner {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Corner {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Corner {}

/// The points that are still there: each knows its neighbours.
struct Remaining<'a> {
    line: &'a [[f64; 2]],
    neighbours: Vec<[usize; 2]>,
    corners: BinaryHeap<Corner>,
}

impl<'a> Remaining<'a> {
    fn all_of(line: &'a [[f64; 2]]) -> Self {
        let neighbours = (0..line.len()).map(|at| [at.saturating_sub(1), at + 1]).collect();
        let mut remaining = Self { line, neighbours, corners: BinaryHeap::with_capacity(line.len()) };
        for at in 1..line.len().saturating_sub(1) {
            remaining.weigh(at);
        }
        remaining
    }

    fn weigh(&mut self, at: usize) {
        let neighbours = self.neighbours[at];
        let weight = weight(self.line[neighbours[0]], self.line[at], self.line[neighbours[1]]);
        self.corners.push(Corner { weight, at, neighbours });
    }

    /// Corners that have been weighed again since, or are gone, are passed over.
    fn lightest(&mut self) -> Option<Corner> {
        loop {
            let corner = self.corners.pop()?;
            if self.neighbours[corner.at] == corner.neighbours {
                return Some(corner);
            }
        }
    }

    fn lose(&mut self, at: usize) {
        let [before, after] = self.neighbours[at];
        self.neighbours[at] = [at, at];
        self.neighbours[before][1] = after;
        self.neighbours[after][0] = before;
        for neighbour in [before, after] {
            if neighbour > 0 && neighbour + 1 < self.line.len() {
                self.weigh(neighbour);
            }
        }
    }
}

/// Area of the triangle, less for a sharp corner.
fn weight(before: [f64; 2], at: [f64; 2], after: [f64; 2]) -> f64 {
    let [a, b] = [before, after].map(|end| [end[0] - at[0], end[1] - at[1]]);
    let area = (a[0] * b[1] - a[1] * b[0]).abs() / 2.0;
    let lengths = a[0].hypot(a[1]) * b[0].hypot(b[1]);
    let cosine = if lengths > 0.0 { (a[0] * b[0] + a[1] * b[1]) / lengths } else { 0.0 };
    area * (1.0 - SPIKES * cosine.max(0.0))
}

/// The threshold at which about `points` points are left over all borders.
pub(super) fn threshold_for(points: usize, weights: &[Vec<f64>]) -> f64 {
    let mut all: Vec<f64> = weights.iter().flatten().copied().collect();
    if points >= all.len() {
        return 0.0;
    }
    all.sort_by(|a, b| b.total_cmp(a));
    // Where even what never goes is more than was asked for, nothing else stays.
    points.checked_sub(1).map_or(f64::INFINITY, |last| all[last])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line() -> impl Strategy<Value = Vec<[f64; 2]>> {
        proptest::collection::vec([0.0..100.0_f64, 0.0..100.0_f64], 2..60)
    }

    #[test]
    fn a_point_on_the_way_weighs_nothing_and_a_corner_its_triangle() {
        let weights = weights(&[[0.0, 0.0], [5.0, 0.0], [10.0, 0.0], [10.0, 10.0]]);
        assert_eq!(weights, [f64::INFINITY, 0.0, 50.0, f64::INFINITY]);
    }

    #[test]
    fn a_spike_weighs_less_than_a_blunt_corner_of_the_same_area() {
        assert!(weight([0.0, 0.0], [5.0, 100.0], [10.0, 0.0]) < weight([0.0, 0.0], [50.0, 10.0], [100.0, 0.0]));
    }

    #[test]
    fn a_loop_keeps_a_triangle_at_any_threshold() {
        let circle: Vec<[f64; 2]> = (0..40).map(|at| f64::from(at) * 0.157).map(|a| [a.cos(), a.sin()]).collect();
        let closed: Vec<_> = circle.iter().copied().chain([circle[0]]).collect();
        assert_eq!(weights(&closed).iter().filter(|weight| weight.is_infinite()).count(), 4);
    }

    #[test]
    fn a_number_of_points_gives_a_threshold() {
        let weights = vec![vec![f64::INFINITY, 3.0, 1.0, f64::INFINITY], vec![f64::INFINITY, 2.0, f64::INFINITY]];
        let left =
            |points| weights.iter().flatten().filter(|&&weight| weight >= threshold_for(points, &weights)).count();
        assert_eq!([left(7), left(6), left(5), left(100)], [7, 6, 5, 7]);
        assert_eq!(left(1), 4, "the ends stay");
    }

    /// The same by its definition: weigh everything, lose the lightest, begin again.
    fn naive(line: &[[f64; 2]]) -> Vec<f64> {
        let mut weights = vec![f64::INFINITY; line.len()];
        let mut left: Vec<usize> = (0..line.len()).collect();
        let mut heaviest = 0.0_f64;
        while left.len() > 2 {
            let corner = |at: usize| weight(line[left[at - 1]], line[left[at]], line[left[at + 1]]);
            let lightest = (1..left.len() - 1).min_by(|&a, &b| corner(a).total_cmp(&corner(b))).unwrap();
            heaviest = heaviest.max(corner(lightest));
            weights[left.remove(lightest)] = heaviest;
        }
        weights
    }

    proptest! {
        #[test]
        fn weights_are_those_of_the_definition(line in line()) {
            prop_assert_eq!(weights(&line), naive(&line));
        }

        #[test]
        fn the_ends_stay_and_every_other_point_has_its_turn(line in line()) {
            let weights = weights(&line);
            let last = line.len() - 1;
            prop_assert!(weights[0].is_infinite() && weights[last].is_infinite());
            prop_assert!(weights[1..last].iter().all(|weight| weight.is_finite()));
        }

        #[test]
        fn a_line_walked_backwards_loses_the_same_points(line in line()) {
            let there = weights(&line);
            let mut back = weights(&line.iter().rev().copied().collect::<Vec<_>>());
            back.reverse();
            let apart = there.iter().zip(&back).filter(|(a, b)| (*a - *b).abs() > 1e-9).count();
            prop_assert_eq!(apart, 0);
        }
    }
}
