//! What a page draws: one compact path per place, with its box and the best spot for a label.

use serde::{Deserialize, Serialize};

use super::label::{self, Spot};
use super::lattice::doubled_area;
use super::path;

/// A map, ready to be written into an SVG: `viewBox="0 0 {width} {height}"`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapSheet {
    /// In pixels; not more than was asked for.
    pub width: u32,
    /// In pixels; not more than was asked for.
    pub height: u32,
    /// One per feature, in their order.
    pub shapes: Vec<Shape>,
}

/// A place on the sheet. All lengths are pixels, y down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// Number of the feature, from 0 (of the group, on a dissolved sheet).
    pub feature: usize,
    /// SVG path data of all rings; outer rings run clockwise and holes against it, so that both fill rules do.
    pub path: String,
    /// Area in square pixels, holes taken off. Projections are equal-area: the ratio of two areas is the true one.
    pub area: f64,
    /// Left, top, right, bottom.
    pub bbox: [f64; 4],
    /// The point farthest from every border within the largest part: where a label or a marker goes.
    pub label: [f64; 2],
    /// Radius of the circle around `label` that lies within the shape; 0 where there is no room at all.
    pub room: f64,
}

impl Shape {
    /// From rings in tenths of a pixel.
    pub(super) fn of(feature: usize, rings: &[Vec<[i32; 2]>]) -> Self {
        let Spot { at, room } = label::spot(rings);
        #[expect(clippy::cast_precision_loss, reason = "areas on a sheet are far below 2^53")]
        let area = rings.iter().map(|ring| doubled_area(ring.iter().copied())).sum::<i64>() as f64 / 200.0;
        Self { feature, path: path::of_rings(rings), area, bbox: bbox(rings.iter().flatten()), label: at, room }
    }
}

/// The box around points in tenths of a pixel, in pixels.
pub(super) fn bbox<'a>(points: impl Iterator<Item = &'a [i32; 2]>) -> [f64; 4] {
    let wider = |b: [i32; 4], p: &[i32; 2]| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])];
    let tenths = points.fold([i32::MAX, i32::MAX, i32::MIN, i32::MIN], wider);
    if tenths[0] > tenths[2] { [0.0; 4] } else { tenths.map(|side| f64::from(side) / 10.0) }
}
