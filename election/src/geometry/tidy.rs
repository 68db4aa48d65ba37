//! Leaves out what a reader of the map should not see: seams within a feature, and islets, where that is wanted.

use std::collections::HashSet;

use super::cut::{Cut, Stretch};
use super::lattice::Lattice;
use super::stitch;
use super::topology::Passage;

/// Joins polygons of one feature that share a border, such as a country cut in two at the antimeridian.
pub(super) fn join_seams(cut: &mut Cut) {
    let Cut { stretches, rings } = cut;
    for rings in rings.iter_mut() {
        let passages: HashSet<Passage> = rings.iter().flatten().copied().collect();
        if !passages.iter().any(|passage| passages.contains(&passage.reversed())) {
            continue;
        }
        let outer: Vec<Passage> =
            rings.iter().flatten().copied().filter(|passage| !passages.contains(&passage.reversed())).collect();
        let joined = stitch::rings(&outer, |passage| ends(stretches, passage));
        // A polygon whose hole is as large as itself would be nothing at all.
        if !joined.is_empty() {
            *rings = joined;
        }
    }
}

fn ends(stretches: &[Stretch], passage: Passage) -> (u32, u32) {
    let vertices = &stretches[passage.border].vertices;
    let (first, last) = (vertices[0], vertices[vertices.len() - 1]);
    if passage.backwards { (last, first) } else { (first, last) }
}

/// Leaves out rings below `smallest` square pixels that touch nobody; the largest ring of a feature stays.
pub(super) fn drop_islets(cut: &mut Cut, lattice: &Lattice, smallest: f64) {
    let Cut { stretches, rings } = cut;
    for rings in rings.iter_mut() {
        let area = |ring: &[Passage]| ring_area(ring, stretches, lattice).abs();
        let largest = rings.iter().map(|ring| area(ring)).fold(0.0, f64::max);
        let (kept, dropped): (Vec<_>, Vec<_>) = std::mem::take(rings).into_iter().partition(|ring| {
            let alone = ring.len() == 1 && is_alone(&stretches[ring[0].border]);
            !alone || area(ring) >= smallest.min(largest)
        });
        *rings = kept;
        for passage in dropped.into_iter().flatten() {
            stretches[passage.border].vertices.clear();
        }
    }
}

fn is_alone(stretch: &Stretch) -> bool {
    stretch.is_loop() && (stretch.left.is_none() || stretch.right.is_none())
}

/// Area within a ring in square pixels; positive for an outer ring, negative for a hole.
pub(super) fn ring_area(ring: &[Passage], stretches: &[Stretch], lattice: &Lattice) -> f64 {
    ring.iter().map(|passage| passage.sign() * under(&stretches[passage.border], lattice)).sum::<f64>() / 2.0
}

fn under(stretch: &Stretch, lattice: &Lattice) -> f64 {
    let pixel = |vertex: u32| lattice.pixel(vertex);
    stretch
        .vertices
        .windows(2)
        .map(|edge| (pixel(edge[0]), pixel(edge[1])))
        .map(|(a, b)| a[0] * b[1] - a[1] * b[0])
        .sum()
}
