//! From degrees to pixels: the projection, then the largest scale at which the whole map fits into the sheet, then y down.

use serde::{Deserialize, Serialize};

use super::extent::{Extent, short_way};
use super::projection::Projection;
use super::{Feature, GeometryDefect, SheetOptions};

/// Longer edges, in degrees, are divided before they are projected: a parallel is a curve on the sheet.
const LONGEST_EDGE: f64 = 1.0;

/// Where on the sheet a position of the globe lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    projection: Projection,
    /// Pixels per radius of the globe.
    scale: f64,
    /// What is added after scaling.
    shift: [f64; 2],
}

impl Placement {
    /// Fits all features into the sheet; also gives the sheet's size, which is that of the map with its padding.
    pub(super) fn fitting(features: &[Feature], options: &SheetOptions) -> Result<(Self, [u32; 2]), GeometryDefect> {
        let projection = Projection::fitting(&Extent::of(features));
        let [left, bottom, right, top] = bounds(features, &projection);
        let room = [options.width, options.height].map(|side| f64::from(side) - 2.0 * options.padding);
        let scale = (room[0] / (right - left)).min(room[1] / (top - bottom));
        if !scale.is_finite() {
            return Err(GeometryDefect::NoExtent);
        }
        let shift = [options.padding - left * scale, options.padding + top * scale];
        let side = |length: f64| pixels(length * scale + 2.0 * options.padding);
        Ok((Self { projection, scale, shift }, [side(right - left), side(top - bottom)]))
    }

    /// The pixel of `[longitude, latitude]` (degrees): x to the right, y down.
    #[must_use]
    pub fn place(&self, position: [f64; 2]) -> [f64; 2] {
        let [x, y] = self.projection.project(position);
        [self.shift[0] + x * self.scale, self.shift[1] - y * self.scale]
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and the asked side, which is a u32"
)]
fn pixels(length: f64) -> u32 {
    (length - 1e-6).ceil().max(1.0) as u32
}

fn bounds(features: &[Feature], projection: &Projection) -> [f64; 4] {
    let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for ring in features.iter().flat_map(Feature::rings) {
        for [x, y] in divided(ring).map(|position| projection.project(position)) {
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
        }
    }
    bounds
}

/// The positions of a ring, and those between that long edges need. The ring may be closed or not: positions can repeat.
pub(super) fn divided(ring: &[[f64; 2]]) -> impl Iterator<Item = [f64; 2]> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).flat_map(|(&from, &to)| between(from, to))
}

/// `from`, and the positions on the way to `to`; the same ones whichever end one starts from.
fn between(from: [f64; 2], to: [f64; 2]) -> impl Iterator<Item = [f64; 2]> {
    let step = [short_way(to[0] - from[0]), to[1] - from[1]];
    let parts = (step[0].abs().max(step[1].abs()) / LONGEST_EDGE).ceil().clamp(1.0, 360.0);
    let along = move |share: f64| [short_way(from[0] + share * step[0]), from[1] + share * step[1]];
    let rest = (1..360_u32).map(f64::from).take_while(move |&part| part < parts).map(move |part| along(part / parts));
    std::iter::once(from).chain(rest)
}

#[cfg(test)]
mod tests {
    use super::super::Polygon;
    use super::*;

    fn country(west: f64, south: f64, east: f64, north: f64) -> Vec<Feature> {
        let ring = vec![[west, south], [east, south], [east, north], [west, north], [west, south]];
        vec![Feature { polygons: vec![Polygon { rings: vec![ring] }], ..Feature::default() }]
    }

    fn options(width: u32, height: u32, padding: f64) -> SheetOptions {
        SheetOptions { width, height, padding, ..SheetOptions::default() }
    }

    #[test]
    fn the_map_touches_the_padding_on_the_tighter_side_and_the_sheet_is_cropped_on_the_other() {
        let wide = country(10.0, 47.0, 20.0, 49.0);
        let (placement, [width, height]) = Placement::fitting(&wide, &options(900, 900, 10.0)).expect("fits");
        assert_eq!(width, 900);
        assert!((200..320).contains(&height), "{height}");
        let corners = [[10.0, 47.0], [20.0, 47.0], [20.0, 49.0], [10.0, 49.0]].map(|corner| placement.place(corner));
        let [left, right] = [corners[0][0].min(corners[3][0]), corners[1][0].max(corners[2][0])];
        assert!((left - 10.0).abs() < 1e-6 && (right - 890.0).abs() < 1e-6, "{left} {right}");
        let tall = country(10.0, 40.0, 11.0, 49.0);
        let (_, [width, height]) = Placement::fitting(&tall, &options(900, 600, 0.0)).expect("fits");
        assert!(height == 600 && width < 100);
    }

    #[test]
    fn y_grows_downwards() {
        let (placement, _) =
            Placement::fitting(&country(10.0, 47.0, 20.0, 49.0), &options(900, 900, 0.0)).expect("fits");
        assert!(placement.place([15.0, 49.0])[1] < placement.place([15.0, 47.0])[1]);
    }

    #[test]
    fn a_map_across_the_antimeridian_lies_in_one_piece() {
        let (placement, [width, _]) =
            Placement::fitting(&country(177.0, -19.0, -178.0, -16.0), &options(900, 900, 0.0)).expect("fits");
        let [left, seam, right] = [177.0, 180.0, -178.0].map(|longitude| placement.place([longitude, -17.0])[0]);
        assert!(left < seam && seam < right && right <= f64::from(width));
        assert_eq!(placement.place([180.0, -17.0]), placement.place([-180.0, -17.0]));
    }

    #[test]
    fn a_map_of_one_point_is_a_defect() {
        let features = country(10.0, 47.0, 10.0, 47.0);
        assert_eq!(Placement::fitting(&features, &options(900, 900, 0.0)), Err(GeometryDefect::NoExtent));
    }

    #[test]
    fn long_edges_are_divided_at_the_same_places_from_both_ends() {
        let there: Vec<_> = between([178.0, 49.0], [-178.5, 50.0]).collect();
        let mut back: Vec<_> = between([-178.5, 50.0], [178.0, 49.0]).collect();
        assert_eq!(there.len(), 4);
        back.reverse();
        for (a, b) in there[1..].iter().zip(&back) {
            assert!(short_way(a[0] - b[0]).abs() < 1e-9 && (a[1] - b[1]).abs() < 1e-9, "{a:?} {b:?}");
        }
    }
}
