//! Cuts rings into stretches that are shared. A junction is a vertex whose two neighbours are not the same for every ring
//! that comes by; between two junctions all rings go the same way, so that the stretch needs to be kept only once. (The idea
//! is Mike Bostock's, in topojson.)

use std::collections::HashMap;

use super::lattice::Lattice;
use super::outline::Outline;
use super::topology::Passage;

/// A border as vertices: its first and last are junctions, or one and the same vertex where it is a loop.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub(super) vertices: Vec<u32>,
    /// The feature on the left hand, y down.
    pub(super) left: Option<usize>,
    /// The feature on the right hand.
    pub(super) right: Option<usize>,
}

impl Stretch {
    /// Whether it is a ring of its own that meets no other border.
    pub(super) fn is_loop(&self) -> bool {
        self.vertices.first() == self.vertices.last()
    }
}

/// Stretches, and for each feature its rings as passages of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cut {
    pub(super) stretches: Vec<Stretch>,
    pub(super) rings: Vec<Vec<Vec<Passage>>>,
}

impl Cut {
    pub(super) fn of(outlines: &[Outline], lattice: &Lattice, features: usize) -> Self {
        let junctions = junctions(outlines, lattice.len());
        let mut cutter = Cutter { lattice, starts: HashMap::new(), stretches: Vec::new() };
        let mut rings = vec![Vec::new(); features];
        for outline in outlines {
            let ring: Vec<Passage> =
                pieces(&outline.vertices, &junctions, lattice).map(|piece| cutter.passage(piece)).collect();
            rings[outline.feature].push(ring);
        }
        let mut cut = Self { stretches: cutter.stretches, rings };
        cut.name_sides();
        cut
    }

    /// Features lie on the right of their passages. Where features overlap, the first one has the side.
    fn name_sides(&mut self) {
        for (feature, rings) in self.rings.iter().enumerate() {
            for passage in rings.iter().flatten() {
                let stretch = &mut self.stretches[passage.border];
                let side = if passage.backwards { &mut stretch.left } else { &mut stretch.right };
                side.get_or_insert(feature);
            }
        }
    }
}

/// Whether each vertex is a junction.
fn junctions(outlines: &[Outline], vertices: usize) -> Vec<bool> {
    let mut seen: Vec<Option<(u32, u32)>> = vec![None; vertices];
    let mut junctions = vec![false; vertices];
    for ring in outlines.iter().map(|outline| &outline.vertices) {
        let before = ring.iter().cycle().skip(ring.len() - 1);
        let after = ring.iter().cycle().skip(1);
        for ((&vertex, &before), &after) in ring.iter().zip(before).zip(after) {
            let neighbours = (before.min(after), before.max(after));
            let first = *seen[vertex as usize].get_or_insert(neighbours);
            junctions[vertex as usize] |= first != neighbours;
        }
    }
    junctions
}

/// The ring as pieces from junction to junction. Without a junction it is one piece, from its topmost vertex back to it.
fn pieces(ring: &[u32], junctions: &[bool], lattice: &Lattice) -> impl Iterator<Item = Vec<u32>> {
    let mut ends: Vec<usize> = (0..ring.len()).filter(|&at| junctions[ring[at] as usize]).collect();
    if ends.is_empty() {
        let [x, y] = [0, 1];
        ends.extend((0..ring.len()).min_by_key(|&at| (lattice.point(ring[at])[y], lattice.point(ring[at])[x])));
    }
    let first_again = ends.first().map(|first| first + ring.len());
    let nexts: Vec<usize> = ends.iter().skip(1).copied().chain(first_again).collect();
    ends.into_iter().zip(nexts).map(|(from, to)| (from..=to).map(|at| ring[at % ring.len()]).collect())
}

struct Cutter<'a> {
    lattice: &'a Lattice,
    /// A stretch is known by either end: the first two vertices of a walk along it.
    starts: HashMap<(u32, u32), Passage>,
    stretches: Vec<Stretch>,
}

impl Cutter<'_> {
    fn passage(&mut self, piece: Vec<u32>) -> Passage {
        let last = piece.len() - 1;
        let there = (piece[0], piece[1]);
        if let Some(&known) = self.starts.get(&there) {
            return known;
        }
        let back = (piece[last], piece[last - 1]);
        let passage = Passage { border: self.stretches.len(), backwards: self.direction(back) < self.direction(there) };
        self.starts.insert(there, passage);
        self.starts.insert(back, passage.reversed());
        let mut vertices = piece;
        if passage.backwards {
            vertices.reverse();
        }
        self.stretches.push(Stretch { vertices, left: None, right: None });
        passage
    }

    /// Which end comes first must not hang on which feature comes first.
    fn direction(&self, (end, next): (u32, u32)) -> [[i32; 2]; 2] {
        [self.lattice.point(end), self.lattice.point(next)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lattice whose vertex `n` lies in column n % 10, row n / 10.
    fn lattice() -> Lattice {
        let mut lattice = Lattice::new([100, 100], 100);
        for row in 0..10 {
            for column in 0..10 {
                lattice.vertex([f64::from(column) * 10.0, f64::from(row) * 10.0]);
            }
        }
        lattice
    }

    fn cut(rings: &[(usize, &[u32])]) -> Cut {
        let outlines: Vec<_> =
            rings.iter().map(|&(feature, ring)| Outline { feature, vertices: ring.to_vec() }).collect();
        Cut::of(&outlines, &lattice(), rings.iter().map(|ring| ring.0 + 1).max().unwrap())
    }

    fn sides(cut: &Cut) -> Vec<(Vec<u32>, Option<usize>, Option<usize>)> {
        cut.stretches.iter().map(|stretch| (stretch.vertices.clone(), stretch.left, stretch.right)).collect()
    }

    #[test]
    fn an_island_is_one_loop_wherever_its_ring_starts() {
        let island = sides(&cut(&[(0, &[11, 13, 33, 31])]));
        assert_eq!(island, [(vec![11, 31, 33, 13, 11], Some(0), None)]);
        assert_eq!(sides(&cut(&[(0, &[33, 31, 11, 13])])), island);
    }

    #[test]
    fn two_squares_share_one_edge_with_both_sides_named() {
        let cut = cut(&[(0, &[11, 13, 33, 31]), (1, &[33, 13, 15, 35])]);
        assert_eq!(cut.stretches.len(), 3);
        let shared: Vec<_> =
            cut.stretches.iter().filter(|stretch| stretch.left.is_some() && stretch.right.is_some()).collect();
        assert_eq!(shared.len(), 1);
        assert_eq!(
            (shared[0].vertices.as_slice(), shared[0].left, shared[0].right),
            ([13, 33].as_slice(), Some(1), Some(0))
        );
    }

    #[test]
    fn an_enclave_and_its_hole_are_one_loop_whatever_their_starts_and_directions() {
        let cut = cut(&[(0, &[0, 9, 99, 90]), (0, &[31, 33, 13, 11]), (1, &[13, 33, 31, 11])]);
        assert_eq!(cut.stretches.len(), 2);
        let enclave = &cut.stretches[1];
        assert!(enclave.is_loop());
        assert_eq!((enclave.left, enclave.right), (Some(1), Some(0)));
    }

    #[test]
    fn three_features_meet_in_a_junction() {
        // One above, two below; the upper one has the vertex in the middle of its lower edge.
        let cut = cut(&[(0, &[1, 5, 25, 23, 21]), (1, &[21, 23, 43, 41]), (2, &[23, 25, 45, 43])]);
        let inner = cut.stretches.iter().filter(|stretch| stretch.left.is_some() && stretch.right.is_some()).count();
        assert_eq!((inner, cut.stretches.len()), (3, 6));
    }

    #[test]
    fn rings_that_touch_in_one_vertex_are_cut_there() {
        let cut = cut(&[(0, &[11, 13, 33, 31]), (1, &[33, 35, 55, 53])]);
        assert_eq!(cut.stretches.len(), 2);
        assert!(cut.stretches.iter().all(|stretch| stretch.is_loop() && stretch.vertices[0] == 33));
    }

    #[test]
    fn the_order_of_features_does_not_turn_a_border_round() {
        let a: (usize, &[u32]) = (0, &[11, 13, 23, 33, 31]);
        let b: (usize, &[u32]) = (1, &[33, 23, 13, 15, 35]);
        let shared =
            |cut: Cut| cut.stretches.into_iter().find(|s| s.left.is_some() && s.right.is_some()).unwrap().vertices;
        assert_eq!(shared(cut(&[a, b])), shared(cut(&[b, a])));
    }
}
