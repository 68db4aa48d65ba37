//! From stretches of vertices to finished borders: weigh, thin, round to tenths of a pixel, and keep what would vanish.

use super::Detail;
use super::cut::{Cut, Stretch};
use super::lattice::{Lattice, doubled_area, rounded};
use super::simplify::{threshold_for, weights};
use super::thin::{Thinned, Watched};
use super::tidy::ring_area;
use super::topology::{Border, Passage, ring_points};

/// Finished borders, and per feature its rings.
pub(super) struct Drawing {
    pub(super) borders: Vec<Border>,
    pub(super) rings: Vec<Vec<Vec<Passage>>>,
}

impl Drawing {
    /// `specks` are features, each with a vertex, that are too small to have a ring at all.
    pub(super) fn of(cut: Cut, specks: &[(usize, u32)], lattice: &Lattice, detail: Detail) -> Self {
        let is_outer = |ring: &Vec<Passage>| ring_area(ring, &cut.stretches, lattice) > 0.0;
        let outer: Vec<Vec<bool>> = cut.rings.iter().map(|rings| rings.iter().map(is_outer).collect()).collect();
        let watched: Vec<Watched> =
            cut.rings.iter().flatten().zip(outer.iter().flatten()).map(|(ring, &outer)| watched(ring, outer)).collect();
        let lines = thinned(&cut.stretches, &watched, lattice, detail);
        let sided = |(stretch, points): (&Stretch, _)| Border { points, left: stretch.left, right: stretch.right };
        let borders = cut.stretches.iter().zip(lines).map(sided).collect();
        let mut drawing = Self { borders, rings: cut.rings };
        drawing.rescue_islands(&outer);
        drawing.drop_collapsed_holes(&outer);
        for &(feature, vertex) in specks {
            let ring = drawing.speck(feature, tenths(lattice, vertex));
            drawing.rings[feature].push(ring);
        }
        drawing
    }

    /// An outer ring that is nothing in tenths of a pixel becomes the smallest triangle. Where it is a loop the border itself
    /// does, so that the hole around an enclave does too; where it has neighbours they keep their borders.
    fn rescue_islands(&mut self, outer: &[Vec<bool>]) {
        for (feature, outer) in outer.iter().enumerate() {
            for (index, _) in outer.iter().enumerate().filter(|(_, outer)| **outer) {
                let ring = &self.rings[feature][index];
                if self.drawn_area(ring) > 0 {
                    continue;
                }
                let Some(&at) = ring.iter().find_map(|passage| self.borders[passage.border].points.first()) else {
                    continue;
                };
                if let &[Passage { border, backwards }] = &ring[..] {
                    self.borders[border].points = triangle(at, backwards);
                } else {
                    self.rings[feature][index] = self.speck(feature, at);
                }
            }
        }
    }

    fn drop_collapsed_holes(&mut self, outer: &[Vec<bool>]) {
        for (feature, outer) in outer.iter().enumerate() {
            let rings = std::mem::take(&mut self.rings[feature]);
            let stays = |(ring, outer): &(Vec<Passage>, &bool)| **outer || self.drawn_area(ring) < 0;
            self.rings[feature] = rings.into_iter().zip(outer).filter(stays).map(|(ring, _)| ring).collect();
        }
    }

    /// A border of its own around a point, with the feature on both sides: no mesh draws it.
    fn speck(&mut self, feature: usize, at: [i32; 2]) -> Vec<Passage> {
        let passage = Passage { border: self.borders.len(), backwards: false };
        self.borders.push(Border { points: triangle(at, false), left: Some(feature), right: Some(feature) });
        vec![passage]
    }

    fn drawn_area(&self, ring: &[Passage]) -> i64 {
        doubled_area(ring_points(ring, &self.borders).into_iter())
    }
}

fn watched(ring: &[Passage], is_outer: bool) -> Watched {
    let passages = ring.iter().map(|passage| (passage.border, if passage.backwards { -1 } else { 1 })).collect();
    Watched { passages, is_outer }
}

/// The stretches in tenths of a pixel, simplified.
fn thinned(stretches: &[Stretch], rings: &[Watched], lattice: &Lattice, detail: Detail) -> Vec<Vec<[i32; 2]>> {
    let pixels =
        |stretch: &Stretch| -> Vec<[f64; 2]> { stretch.vertices.iter().map(|&vertex| lattice.pixel(vertex)).collect() };
    let weights: Vec<Vec<f64>> = stretches.iter().map(|stretch| weights(&pixels(stretch))).collect();
    let threshold = match detail {
        Detail::Pixels(across) => across * across / 2.0,
        Detail::Points(points) => threshold_for(points, &weights),
    };
    let line = |stretch: &Stretch| stretch.vertices.iter().map(|&vertex| tenths(lattice, vertex)).collect();
    let mut thinned = Thinned::new(stretches.iter().map(line).collect(), weights, threshold);
    thinned.mend(rings);
    thinned.finish()
}

fn tenths(lattice: &Lattice, vertex: u32) -> [i32; 2] {
    lattice.pixel(vertex).map(|axis| rounded(axis * 10.0))
}

/// The smallest triangle at a point, back to its start; clockwise on the sheet unless `backwards`.
fn triangle([x, y]: [i32; 2], backwards: bool) -> Vec<[i32; 2]> {
    let [second, third] = if backwards { [[x, y + 1], [x + 1, y]] } else { [[x + 1, y], [x, y + 1]] };
    vec![[x, y], second, third, [x, y]]
}
