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
    fineness: Fineness,
}

impl Drawing {
    /// `specks` are features, each with a vertex, that are too small to have a ring at all.
    pub(super) fn of(cut: Cut, specks: &[(usize, u32)], lattice: &Lattice, detail: Detail) -> Self {
        let is_outer = |ring: &Vec<Passage>| ring_area(ring, &cut.stretches, lattice) > 0.0;
        let outer: Vec<Vec<bool>> = cut.rings.iter().map(|rings| rings.iter().map(is_outer).collect()).collect();
        let watched: Vec<Watched> =
            cut.rings.iter().flatten().zip(outer.iter().flatten()).map(|(ring, &outer)| watched(ring, outer)).collect();
        let weights: Vec<Vec<f64>> = cut.stretches.iter().map(|stretch| weights(&pixels(stretch, lattice))).collect();
        let fineness = Fineness::of(detail, &weights);
        let lines = thinned(&cut.stretches, weights, &watched, lattice, fineness);
        let sided = |(stretch, points): (&Stretch, _)| Border { points, left: stretch.left, right: stretch.right };
        let borders = cut.stretches.iter().zip(lines).map(sided).collect();
        let mut drawing = Self { borders, rings: cut.rings, fineness };
        drawing.rescue_islands(&outer);
        drawing.drop_collapsed_holes(&outer);
        for &(feature, vertex) in specks {
            let ring = drawing.speck(feature, fineness.tenths(lattice, vertex));
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
                    self.borders[border].points = self.fineness.triangle(at, backwards);
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
        self.borders.push(Border {
            points: self.fineness.triangle(at, false),
            left: Some(feature),
            right: Some(feature),
        });
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

/// How fine a drawing is.
#[derive(Clone, Copy)]
struct Fineness {
    /// Corners that weigh less are left out, in square pixels.
    threshold: f64,
    /// Points lie on multiples of this many tenths of a pixel, unless borders would cross. Nobody sees half a pixel where bends
    /// of two and a half are straightened, and whole numbers make short paths.
    step: i32,
}

impl Fineness {
    fn of(detail: Detail, weights: &[Vec<f64>]) -> Self {
        let threshold = match detail {
            Detail::Pixels(across) => across * across / 2.0,
            Detail::Points(points) => threshold_for(points, weights),
        };
        let across = (2.0 * threshold).sqrt();
        let step = [(2.5, 10), (1.0, 2)].into_iter().find(|(least, _)| across >= *least).map_or(1, |(_, step)| step);
        Self { threshold, step }
    }

    /// Where a vertex is drawn, in tenths of a pixel.
    fn tenths(self, lattice: &Lattice, vertex: u32) -> [i32; 2] {
        lattice.pixel(vertex).map(|axis| self.step * rounded(axis * 10.0 / f64::from(self.step)))
    }

    /// The smallest triangle at a point, back to its start; clockwise on the sheet unless `backwards`.
    fn triangle(self, [x, y]: [i32; 2], backwards: bool) -> Vec<[i32; 2]> {
        let (right, below) = ([x + self.step, y], [x, y + self.step]);
        let [second, third] = if backwards { [below, right] } else { [right, below] };
        vec![[x, y], second, third, [x, y]]
    }
}

fn pixels(stretch: &Stretch, lattice: &Lattice) -> Vec<[f64; 2]> {
    stretch.vertices.iter().map(|&vertex| lattice.pixel(vertex)).collect()
}

/// The stretches in tenths of a pixel, simplified.
fn thinned(
    stretches: &[Stretch],
    weights: Vec<Vec<f64>>,
    rings: &[Watched],
    lattice: &Lattice,
    fineness: Fineness,
) -> Vec<Vec<[i32; 2]>> {
    let exact = Fineness { step: 1, ..fineness };
    let lines = [fineness, exact].map(|fineness| {
        let line =
            |stretch: &Stretch| stretch.vertices.iter().map(|&vertex| fineness.tenths(lattice, vertex)).collect();
        stretches.iter().map(line).collect()
    });
    let mut thinned = Thinned::new(lines, weights, fineness.threshold);
    thinned.mend(rings);
    thinned.finish()
}

#[cfg(test)]
mod tests {
    use super::super::outline::Outline;
    use super::*;

    const WHOLE_PIXELS: Detail = Detail::Pixels(2.5);

    fn drawn(rings: &[&[[f64; 2]]]) -> Drawing {
        let mut lattice = Lattice::new([1000, 1000], 100);
        let mut outline = |ring: &&[[f64; 2]]| {
            let vertices = ring.iter().map(|&pixel| lattice.vertex(pixel)).collect();
            Outline { feature: 0, vertices }
        };
        let outlines: Vec<Outline> = rings.iter().map(&mut outline).collect();
        Drawing::of(Cut::of(&outlines, &lattice, 1), &[], &lattice, WHOLE_PIXELS)
    }

    const LAND: &[[f64; 2]] = &[[0.0, 0.0], [900.0, 0.0], [900.0, 900.0], [0.0, 900.0]];

    #[test]
    fn a_lake_that_rounding_would_turn_over_is_left_out() {
        // Its middle lies above the line between its ends; in whole pixels, on it.
        let lake: &[[f64; 2]] = &[[100.0, 100.0], [105.0, 100.2], [110.0, 100.26]];
        assert_eq!(drawn(&[LAND, lake]).rings[0].len(), 1);
        let wide: &[[f64; 2]] = &[[100.0, 100.0], [105.0, 104.0], [110.0, 100.0]];
        assert_eq!(drawn(&[LAND, wide]).rings[0].len(), 2);
    }

    #[test]
    fn an_island_that_rounding_would_turn_over_becomes_a_triangle() {
        let island: &[[f64; 2]] = &[[110.0, 100.26], [105.0, 100.2], [100.0, 100.0]];
        let drawing = drawn(&[LAND, island]);
        assert_eq!(drawing.rings[0].len(), 2);
        assert_eq!(drawing.drawn_area(&drawing.rings[0][1]), 100);
    }

    #[test]
    fn the_coarser_the_detail_the_coarser_the_grid() {
        let step = |across: f64| Fineness::of(Detail::Pixels(across), &[]).step;
        assert_eq!([0.5, 1.0, 2.0, 2.5, 40.0].map(step), [1, 2, 2, 10, 10]);
    }
}
