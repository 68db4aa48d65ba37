//! Rings as numbers of vertices: placed on the sheet, snapped to the lattice, woven into their neighbours, cleaned, turned.

use super::Feature;
use super::lattice::Lattice;
use super::placement::{Placement, divided};

const MOST_WEAVINGS: usize = 4;

/// One ring of a feature. Outer rings run clockwise on the sheet and holes against it, so that the feature always lies on
/// the right hand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outline {
    pub(super) feature: usize,
    /// Without the closing vertex; at least three, neighbours differ.
    pub(super) vertices: Vec<u32>,
}

/// All rings of a map.
pub(super) struct Outlines {
    pub(super) lattice: Lattice,
    pub(super) rings: Vec<Outline>,
    /// Outer rings that are smaller than a step of the lattice: feature and vertex. They must not vanish.
    pub(super) specks: Vec<(usize, u32)>,
}

impl Outlines {
    pub(super) fn of(features: &[Feature], placement: &Placement, size: [u32; 2]) -> Self {
        let vertices = features.iter().flat_map(Feature::rings).map(Vec::len).sum();
        let mut lattice = Lattice::new(size, vertices);
        let mut snapped = Vec::new();
        for (feature, rings) in features.iter().enumerate() {
            for polygon in &rings.polygons {
                for (ring, is_hole) in polygon.rings.iter().zip(std::iter::once(false).chain(std::iter::repeat(true))) {
                    let vertices = divided(ring).map(|position| lattice.vertex(placement.place(position))).collect();
                    snapped.push((Outline { feature, vertices }, is_hole));
                }
            }
        }
        let mut outlines = Self { lattice, rings: Vec::new(), specks: Vec::new() };
        for (outline, is_hole) in snapped {
            outlines.keep(outline, is_hole);
        }
        outlines
    }

    fn keep(&mut self, outline: Outline, is_hole: bool) {
        let mut vertices = woven(&self.lattice, &cleaned(outline.vertices.iter().copied()));
        let area = self.lattice.doubled_area(&vertices);
        if area == 0 && is_hole {
            return;
        }
        if area == 0 {
            self.specks.push((outline.feature, outline.vertices[0]));
            return;
        }
        if (area < 0) != is_hole {
            vertices.reverse();
        }
        self.rings.push(Outline { feature: outline.feature, vertices });
    }
}

/// Puts in the vertices of others that lie on an edge: where a neighbour has a corner, this ring gets one too. Each time
/// edges move by up to a step, so that they may meet one more.
fn woven(lattice: &Lattice, ring: &[u32]) -> Vec<u32> {
    let mut woven = ring.to_vec();
    for _ in 0..MOST_WEAVINGS {
        let next = woven.iter().cycle().skip(1);
        let whole =
            woven.iter().zip(next).flat_map(|(&from, &to)| std::iter::once(from).chain(lattice.on_edge(from, to)));
        let finer = cleaned(whole);
        if finer == woven {
            break;
        }
        woven = finer;
    }
    woven
}

/// Takes out repeated vertices and spikes (there and back the same way), also over the end of the ring.
fn cleaned(ring: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut clean: Vec<u32> = Vec::new();
    for vertex in ring {
        if clean.len() >= 2 && clean[clean.len() - 2] == vertex {
            clean.pop();
        } else if clean.last() != Some(&vertex) {
            clean.push(vertex);
        }
    }
    let (mut start, mut end) = (0, clean.len());
    while end - start >= 2 {
        let repeats = clean[start] == clean[end - 1];
        let spike_at_end = clean[end - 2] == clean[start];
        let spike_at_start = clean[start + 1] == clean[end - 1];
        match (repeats || spike_at_end, spike_at_start) {
            (true, _) => end -= 1,
            (_, true) => start += 1,
            _ => break,
        }
    }
    clean[start..end].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(ring: &[u32]) -> Vec<u32> {
        cleaned(ring.iter().copied())
    }

    #[test]
    fn repeats_and_spikes_are_taken_out() {
        assert_eq!(clean(&[1, 1, 2, 3, 3, 1]), [1, 2, 3]);
        assert_eq!(clean(&[1, 2, 9, 2, 3]), [1, 2, 3], "a spike");
        assert_eq!(clean(&[1, 2, 8, 9, 8, 2, 3]), [1, 2, 3], "a long spike");
        assert_eq!(clean(&[9, 1, 2, 3, 1]), [1, 2, 3], "a spike at the start");
        assert_eq!(clean(&[1, 2, 3, 9, 3]), [1, 2, 3], "a spike at the end");
        assert_eq!(clean(&[8, 9, 1, 2, 3, 1, 9]), [1, 2, 3], "a spike over the seam");
    }

    #[test]
    fn what_encloses_nothing_collapses() {
        assert!(clean(&[5, 5, 5, 5]).len() < 3);
        assert!(clean(&[1, 2, 1, 2]).len() < 3);
        assert!(clean(&[1, 2, 3, 2]).len() < 3);
        assert!(clean(&[]).is_empty());
    }
}
