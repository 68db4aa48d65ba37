//! One fine grid for all vertices. Neighbours that were drawn apart by less than anybody can see get the same vertices here;
//! after this step borders are shared because their vertices are the same numbers.

use super::buckets::{Area, Buckets, span};

/// Steps of the grid along the longer side of the sheet.
const STEPS: f64 = 100_000.0;

/// Vertices on the grid. No two of them are neighbours on it: whoever comes later takes the one that is there.
pub(super) struct Lattice {
    /// Pixels per step.
    step: f64,
    points: Vec<[i32; 2]>,
    buckets: Buckets,
}

impl Lattice {
    /// For about `vertices` vertices on a sheet of `size` pixels.
    pub(super) fn new(size: [u32; 2], vertices: usize) -> Self {
        let step = f64::from(size[0].max(size[1])) / STEPS;
        let [right, bottom] = size.map(|side| rounded(f64::from(side) / step));
        Self { step, points: Vec::new(), buckets: Buckets::new([0, 0, right, bottom], vertices) }
    }

    /// The vertex at this pixel, new or known.
    pub(super) fn vertex(&mut self, pixel: [f64; 2]) -> u32 {
        let point = pixel.map(|at| rounded(at / self.step));
        if let Some(known) = self.known(point) {
            return known;
        }
        let vertex = u32::try_from(self.points.len()).expect("a map that fits into memory has less than 2^32 vertices");
        self.points.push(point);
        self.buckets.file(span([point, point]), vertex);
        vertex
    }

    fn known(&self, point: [i32; 2]) -> Option<u32> {
        let near = self.buckets.near(widened(span([point, point])));
        let apart = |vertex: u32| distance(self.point(vertex), point);
        near.filter(|&vertex| apart(vertex) <= 2).min_by_key(|&vertex| (apart(vertex), vertex))
    }

    /// Vertices on the edge, or less than a step beside it, in the order in which one meets them; the ends left out.
    pub(super) fn on_edge(&self, from: u32, to: u32) -> Vec<u32> {
        let edge = [self.point(from), self.point(to)];
        let mut met: Vec<(i64, u32)> = (self.buckets.near(widened(span(edge))))
            .filter(|&vertex| vertex != from && vertex != to)
            .filter_map(|vertex| Some((position_on(edge, self.point(vertex))?, vertex)))
            .collect();
        met.sort_unstable();
        met.dedup();
        met.into_iter().map(|(_, vertex)| vertex).collect()
    }

    /// Position in steps.
    pub(super) fn point(&self, vertex: u32) -> [i32; 2] {
        self.points[vertex as usize]
    }

    /// How many vertices there are.
    pub(super) fn len(&self) -> usize {
        self.points.len()
    }

    /// Position in pixels.
    pub(super) fn pixel(&self, vertex: u32) -> [f64; 2] {
        self.point(vertex).map(|at| f64::from(at) * self.step)
    }

    /// Twice the area within a closed sequence of vertices, in square steps: positive when it runs clockwise on the sheet.
    pub(super) fn doubled_area(&self, ring: &[u32]) -> i64 {
        doubled_area(ring.iter().map(|&vertex| self.point(vertex)))
    }
}

/// Twice the area within a ring; positive when it runs clockwise with y down. The closing point may be there or not.
pub(super) fn doubled_area(points: impl Iterator<Item = [i32; 2]> + Clone) -> i64 {
    let next = points.clone().skip(1).chain(points.clone().take(1));
    points.zip(next).map(|(a, b)| cross(a, b)).sum()
}

fn cross(a: [i32; 2], b: [i32; 2]) -> i64 {
    i64::from(a[0]) * i64::from(b[1]) - i64::from(a[1]) * i64::from(b[0])
}

/// On which side of the line from `a` to `b` the point lies: twice the area of the triangle, with its sign.
pub(super) fn side([a, b]: [[i32; 2]; 2], point: [i32; 2]) -> i64 {
    cross(less(b, a), less(point, a))
}

fn less(a: [i32; 2], b: [i32; 2]) -> [i32; 2] {
    [a[0] - b[0], a[1] - b[1]]
}

fn dot(a: [i32; 2], b: [i32; 2]) -> i64 {
    i64::from(a[0]) * i64::from(b[0]) + i64::from(a[1]) * i64::from(b[1])
}

/// Square of the distance.
fn distance(a: [i32; 2], b: [i32; 2]) -> i64 {
    dot(less(a, b), less(a, b))
}

/// How far along the edge the point lies, if it lies between the ends and not more than a step beside.
fn position_on(edge: [[i32; 2]; 2], point: [i32; 2]) -> Option<i64> {
    let length = distance(edge[0], edge[1]);
    let along = dot(less(edge[1], edge[0]), less(point, edge[0]));
    let beside = i128::from(side(edge, point));
    let on = along > 0 && along < length && beside * beside <= i128::from(length);
    on.then_some(along)
}

fn widened(area: Area) -> Area {
    [area[0] - 1, area[1] - 1, area[2] + 1, area[3] + 1]
}

#[expect(clippy::cast_possible_truncation, reason = "positions on the sheet are far below 2^31 steps")]
pub(super) fn rounded(value: f64) -> i32 {
    value.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lattice() -> Lattice {
        Lattice::new([1000, 1000], 100)
    }

    #[test]
    fn vertices_a_hair_apart_are_one() {
        let mut lattice = lattice();
        let first = lattice.vertex([500.0, 500.0]);
        assert_eq!(lattice.vertex([500.004, 500.0]), first);
        assert_eq!(lattice.vertex([500.008, 499.994]), first);
        assert_ne!(lattice.vertex([500.03, 500.0]), first);
    }

    #[test]
    fn vertices_on_an_edge_are_met_in_order() {
        let mut lattice = lattice();
        let [a, b] = [[100.0, 100.0], [900.0, 500.0]].map(|pixel| lattice.vertex(pixel));
        let far = lattice.vertex([500.0, 300.0]);
        let near = lattice.vertex([300.0, 200.005]);
        lattice.vertex([300.0, 200.05]);
        lattice.vertex([980.0, 540.0]);
        assert_eq!(lattice.on_edge(a, b), [near, far]);
        assert_eq!(lattice.on_edge(b, a), [far, near]);
    }

    #[test]
    fn clockwise_on_the_sheet_is_positive() {
        let clockwise = [[0, 0], [10, 0], [10, 10], [0, 10]];
        assert_eq!(doubled_area(clockwise.into_iter()), 200);
        assert_eq!(doubled_area(clockwise.into_iter().rev()), -200);
        assert!(side([[0, 0], [10, 0]], [5, 3]) > 0);
    }
}
