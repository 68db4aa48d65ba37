//! The part of the globe that a map covers, also where it lies across the antimeridian.

use super::Feature;

/// A box of longitudes and latitudes, in degrees. `east` is never less than `west` and exceeds 180 where the box spans the
/// antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) west: f64,
    pub(super) east: f64,
    pub(super) south: f64,
    pub(super) north: f64,
}

impl Extent {
    /// The smallest box around all rings: what is left of the circle when its widest empty stretch of longitudes is taken out.
    pub(super) fn of(features: &[Feature]) -> Self {
        let rings = || features.iter().flat_map(Feature::rings);
        let latitudes = || rings().flatten().map(|position| position[1]);
        let (west, east) = around(rings().map(|ring| reach(ring)).collect());
        let south = latitudes().fold(f64::INFINITY, f64::min);
        let north = latitudes().fold(f64::NEG_INFINITY, f64::max);
        Self { west, east, south, north }
    }

    pub(super) fn width(&self) -> f64 {
        self.east - self.west
    }

    pub(super) fn height(&self) -> f64 {
        self.north - self.south
    }

    pub(super) fn centre(&self) -> [f64; 2] {
        [f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north)]
    }
}

/// An angle as the short way round: −180 to 180, both ends included.
pub(super) fn short_way(degrees: f64) -> f64 {
    if degrees.abs() <= 180.0 { degrees } else { (degrees + 180.0).rem_euclid(360.0) - 180.0 }
}

/// West and east end of one ring, its steps taken the short way, so that a ring across the antimeridian stays in one piece.
fn reach(ring: &[[f64; 2]]) -> (f64, f64) {
    let mut at = ring.first().map_or(0.0, |first| first[0]);
    let mut ends = (at, at);
    for step in ring.windows(2) {
        at += short_way(step[1][0] - step[0][0]);
        ends = (ends.0.min(at), ends.1.max(at));
    }
    let turn = (ends.0 + 180.0).div_euclid(360.0) * 360.0;
    (ends.0 - turn, ends.1 - turn)
}

/// The shortest stretch of the circle that holds all `reaches` (whose west ends lie in −180 to 180).
fn around(mut reaches: Vec<(f64, f64)>) -> (f64, f64) {
    reaches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let farthest = reaches.iter().map(|reach| reach.1).fold(f64::NEG_INFINITY, f64::max);
    // What goes past 180 comes in again from the west.
    let mut covered = farthest - 360.0;
    let mut widest = (f64::NEG_INFINITY, 0.0);
    for (west, east) in reaches {
        if west - covered > widest.0 {
            widest = (west - covered, west);
        }
        covered = covered.max(east);
    }
    let (gap, west) = widest;
    if gap > 0.0 { (west, west + 360.0 - gap) } else { (-180.0, 180.0) }
}

#[cfg(test)]
mod tests {
    use super::super::Polygon;
    use super::*;

    fn boxes(boxes: &[[f64; 4]]) -> Extent {
        let ring = |&[w, s, e, n]: &[f64; 4]| vec![[w, s], [e, s], [e, n], [w, n], [w, s]];
        let polygons = boxes.iter().map(|b| Polygon { rings: vec![ring(b)] }).collect();
        Extent::of(&[Feature { polygons, ..Feature::default() }])
    }

    #[test]
    fn an_ordinary_country_has_the_extent_of_its_corners() {
        let extent = boxes(&[[20.0, 42.0, 21.0, 43.0], [20.5, 41.0, 22.0, 42.0]]);
        assert_eq!(extent, Extent { west: 20.0, east: 22.0, south: 41.0, north: 43.0 });
    }

    #[test]
    fn a_country_cut_at_the_antimeridian_is_put_together() {
        let extent = boxes(&[[177.0, -19.0, 180.0, -16.0], [-180.0, -19.0, -178.0, -16.0]]);
        assert_eq!((extent.west, extent.east), (177.0, 182.0));
    }

    #[test]
    fn a_ring_across_the_antimeridian_is_put_together_too() {
        let extent = boxes(&[[177.0, -19.0, -178.0, -16.0]]);
        assert_eq!((extent.west, extent.east), (177.0, 182.0));
        let islands = boxes(&[[-176.0, -44.0, -175.0, -43.0], [166.0, -47.0, 178.0, -34.0]]);
        assert_eq!((islands.west, islands.east), (166.0, 185.0));
    }

    #[test]
    fn a_ring_across_the_antimeridian_fills_what_lies_behind_it() {
        let extent = boxes(&[[100.0, 0.0, -100.0, 1.0], [-110.0, 0.0, -90.0, 1.0]]);
        assert_eq!((extent.west, extent.east), (100.0, 270.0));
    }

    #[test]
    fn the_whole_world_begins_at_180_west() {
        let extent = boxes(&[[-180.0, -80.0, -60.0, 80.0], [-60.0, -80.0, 60.0, 80.0], [60.0, -80.0, 180.0, 80.0]]);
        assert_eq!((extent.west, extent.east), (-180.0, 180.0));
    }
}
