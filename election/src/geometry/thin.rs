//! Leaves out the corners that nobody would miss, then puts back what the map needs to stay true: no border crosses another
//! one because of it, no ring turns inside out or collapses.

use super::buckets::{Buckets, span};
use super::lattice::side;

/// Enough for the worst coast that was tried; each time a crossing is divided into finer pieces.
const MOST_ROUNDS: usize = 40;

type Point = [i32; 2];

/// Borders in tenths of a pixel, with the weight of each point and whether it stays.
pub(super) struct Thinned {
    /// As they are drawn, on the grid of the drawing.
    lines: Vec<Vec<Point>>,
    /// The same points to the tenth.
    exact: Vec<Vec<Point>>,
    weights: Vec<Vec<f64>>,
    kept: Vec<Vec<bool>>,
}

/// A ring to be watched: its borders with +1 or −1 for the direction, and whether the area within should be positive.
pub(super) struct Watched {
    pub(super) passages: Vec<(usize, i64)>,
    pub(super) is_outer: bool,
}

impl Watched {
    /// Whether it encloses something, on the right hand, with these areas under the borders.
    fn is_sound(&self, areas: &[i64]) -> bool {
        let area: i64 = self.passages.iter().map(|&(border, sign)| sign * areas[border]).sum();
        if self.is_outer { area > 0 } else { area < 0 }
    }
}

/// An edge of a thinned border: between two points that stay.
#[derive(Clone, Copy)]
struct Edge {
    border: usize,
    from: usize,
    to: usize,
}

impl Thinned {
    /// Keeps the points that weigh at least `threshold`.
    pub(super) fn new([lines, exact]: [Vec<Vec<Point>>; 2], weights: Vec<Vec<f64>>, threshold: f64) -> Self {
        let kept = weights.iter().map(|line| line.iter().map(|&weight| weight >= threshold).collect()).collect();
        Self { lines, exact, weights, kept }
    }

    /// Puts points back until no edge crosses another one and every ring is sound, as far as the borders themselves are so.
    pub(super) fn mend(&mut self, rings: &[Watched]) {
        let whole: Vec<i64> = self.lines.iter().map(|line| under(line.iter())).collect();
        let watched: Vec<&Watched> = rings.iter().filter(|ring| ring.is_sound(&whole)).collect();
        for _ in 0..MOST_ROUNDS {
            let crossings = self.crossings();
            let mut finer = false;
            for edge in crossings.into_iter().chain(self.unsound(&watched)) {
                finer |= self.divide(edge) || self.sharpen(edge);
            }
            if !finer {
                return;
            }
        }
        for edge in self.unsound(&watched) {
            self.kept[edge.border].fill(true);
        }
    }

    /// The borders with what stays, without points that add nothing in tenths of a pixel.
    pub(super) fn finish(self) -> Vec<Vec<Point>> {
        let lines = self.lines.iter().zip(&self.kept);
        lines
            .map(|(line, kept)| straightened(line.iter().zip(kept).filter_map(|(&point, &kept)| kept.then_some(point))))
            .collect()
    }

    /// Puts back the weightiest point between the ends of an edge, if there is one.
    fn divide(&mut self, edge: Edge) -> bool {
        let (weights, kept) = (&self.weights[edge.border], &mut self.kept[edge.border]);
        let lost = (edge.from + 1..edge.to).filter(|&at| !kept[at]);
        let weightiest = lost.max_by(|&a, &b| weights[a].total_cmp(&weights[b]));
        if let Some(at) = weightiest {
            kept[at] = true;
        }
        weightiest.is_some()
    }

    /// Takes the ends of an edge off the grid, where they are not ends of the border: others meet there.
    fn sharpen(&mut self, edge: Edge) -> bool {
        let (line, exact) = (&mut self.lines[edge.border], &self.exact[edge.border]);
        let last = line.len() - 1;
        let mut moved = false;
        for at in [edge.from, edge.to].into_iter().filter(|&at| at > 0 && at < last) {
            moved |= line[at] != exact[at];
            line[at] = exact[at];
        }
        moved
    }

    /// Whole borders of rings that have collapsed or turned over.
    fn unsound(&self, rings: &[&Watched]) -> Vec<Edge> {
        let staying = |(line, kept): (&Vec<Point>, &Vec<bool>)| {
            under(line.iter().zip(kept).filter_map(|(point, &kept)| kept.then_some(point)))
        };
        let areas: Vec<i64> = self.lines.iter().zip(&self.kept).map(staying).collect();
        let unsound = rings.iter().filter(|ring| !ring.is_sound(&areas)).flat_map(|ring| &ring.passages);
        unsound.map(|&(border, _)| Edge { border, from: 0, to: self.lines[border].len() - 1 }).collect()
    }

    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (border, kept) in self.kept.iter().enumerate() {
            let mut from = 0;
            for to in (1..kept.len()).filter(|&at| kept[at]) {
                edges.push(Edge { border, from, to });
                from = to;
            }
        }
        edges
    }

    fn ends(&self, edge: Edge) -> [Point; 2] {
        [self.lines[edge.border][edge.from], self.lines[edge.border][edge.to]]
    }

    /// Both edges of every pair that crosses.
    fn crossings(&self) -> Vec<Edge> {
        let edges = self.edges();
        let areas: Vec<_> = edges.iter().map(|&edge| span(self.ends(edge))).collect();
        let Some(all) = areas.iter().copied().reduce(around) else { return Vec::new() };
        let mut buckets = Buckets::new(all, edges.len());
        let mut crossings = Vec::new();
        for ((&edge, &area), index) in edges.iter().zip(&areas).zip(0..) {
            for other in buckets.near(area).map(|other| edges[other as usize]) {
                if cross(self.ends(edge), self.ends(other)) {
                    crossings.extend([edge, other]);
                }
            }
            buckets.file(area, index);
        }
        crossings
    }
}

fn around(a: [i32; 4], b: [i32; 4]) -> [i32; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// Whether two segments have a point in common that is an end of neither.
fn cross(a: [Point; 2], b: [Point; 2]) -> bool {
    let apart = |line: [Point; 2], ends: [Point; 2]| side(line, ends[0]).signum() * side(line, ends[1]).signum() < 0;
    apart(a, b) && apart(b, a)
}

/// Twice the signed area between a border and the origin; those of a ring add up to the area within.
fn under<'a>(line: impl Iterator<Item = &'a Point>) -> i64 {
    let mut line = line.peekable();
    let mut area = 0;
    while let Some(&from) = line.next() {
        let to = line.peek().map_or(from, |to| **to);
        area += side([[0, 0], from], to);
    }
    area
}

/// Without repeated points, and without those that lie on the straight way between their neighbours.
fn straightened(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut line: Vec<Point> = Vec::new();
    for point in points {
        if line.last() == Some(&point) {
            continue;
        }
        if let [.., before, at] = line[..]
            && side([before, at], point) == 0
            && leads_on(before, at, point)
        {
            line.pop();
        }
        line.push(point);
    }
    line
}

fn leads_on(before: Point, at: Point, after: Point) -> bool {
    (0..2).all(|axis| (at[axis] - before[axis]).signum() * (after[axis] - at[axis]).signum() >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thinned(lines: &[&[Point]], kept: &[&[u8]]) -> Thinned {
        let lines_as_drawn: Vec<Vec<Point>> = lines.iter().map(|line| line.to_vec()).collect();
        let mut thinned = Thinned::new([lines_as_drawn.clone(), lines_as_drawn], Vec::new(), 0.0);
        thinned.kept = kept.iter().map(|line| line.iter().map(|&kept| kept == 1).collect()).collect();
        thinned.weights =
            lines.iter().map(|line| (0..line.len()).map(|at| if at % 2 == 0 { 1.0 } else { 2.0 }).collect()).collect();
        thinned
    }

    #[test]
    fn a_border_that_was_drawn_across_its_neighbour_gets_its_corner_back() {
        // The first one goes round the tip of the second; straightened, it runs through it.
        let around: &[Point] = &[[0, 0], [50, 60], [100, 0]];
        let tip: &[Point] = &[[40, -50], [50, 40], [60, -50]];
        let mut borders = thinned(&[around, tip], &[&[1, 0, 1], &[1, 1, 1]]);
        borders.mend(&[]);
        assert_eq!(borders.finish(), [around.to_vec(), tip.to_vec()]);
    }

    #[test]
    fn a_crossing_that_the_grid_has_made_goes_when_points_leave_the_grid() {
        let near: &[Point] = &[[0, 0], [50, 5], [100, 0]];
        let tip: &[Point] = &[[40, 50], [50, 0], [60, 50]];
        let mut borders = thinned(&[near, tip], &[&[1, 1, 1], &[1, 1, 1]]);
        borders.exact[0][1] = [50, 2];
        borders.exact[1][1] = [50, 3];
        borders.mend(&[]);
        assert_eq!(borders.finish(), [vec![[0, 0], [50, 2], [100, 0]], vec![[40, 50], [50, 3], [60, 50]]]);
    }

    #[test]
    fn borders_that_cross_from_the_outset_are_left_as_they_are() {
        let mut borders = thinned(&[&[[0, 0], [100, 100]], &[[0, 100], [100, 0]]], &[&[1, 1], &[1, 1]]);
        borders.mend(&[]);
        assert_eq!(borders.finish()[0], [[0, 0], [100, 100]]);
    }

    #[test]
    fn a_ring_of_two_borders_does_not_collapse() {
        let upper: &[Point] = &[[0, 0], [50, -3], [100, 0]];
        let lower: &[Point] = &[[0, 0], [50, 3], [100, 0]];
        let mut borders = thinned(&[upper, lower], &[&[1, 0, 1], &[1, 0, 1]]);
        borders.mend(&[Watched { passages: vec![(0, 1), (1, -1)], is_outer: true }]);
        assert_eq!(borders.finish(), [upper.to_vec(), lower.to_vec()]);
    }

    #[test]
    fn points_on_the_way_and_repeats_add_nothing_but_spikes_do() {
        let line = [[0, 0], [5, 5], [10, 10], [10, 10], [20, 10], [15, 10]];
        assert_eq!(straightened(line.into_iter()), [[0, 0], [10, 10], [20, 10], [15, 10]]);
    }

    #[test]
    fn touching_is_not_crossing() {
        assert!(cross([[0, 0], [10, 10]], [[0, 10], [10, 0]]));
        assert!(!cross([[0, 0], [10, 10]], [[10, 10], [20, 0]]));
        assert!(!cross([[0, 0], [10, 0]], [[5, 0], [5, 5]]));
        assert!(!cross([[0, 0], [10, 0]], [[5, 0], [15, 0]]));
    }
}
