//! A place on the map as it comes in: polygons in degrees, and the properties that tell whose they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::GeometryDefect;

/// Longitudes and latitudes have been seen a hair outside of the globe, from arithmetic on ±180.
const SLACK: f64 = 1e-6;

/// An area with holes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Polygon {
    /// The outer ring, then the holes; each a closed sequence of `[longitude, latitude]` in degrees, in either direction.
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// One or more polygons that are one place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Feature {
    /// Texts as they are and numbers as one would write them (`7`, not `7.0`).
    pub properties: BTreeMap<String, String>,
    /// At least one; islands and exclaves make more.
    pub polygons: Vec<Polygon>,
}

impl Feature {
    /// Closes open rings.
    #[must_use]
    pub fn closed(mut self) -> Self {
        for ring in self.polygons.iter_mut().flat_map(|polygon| &mut polygon.rings) {
            if let Some(&first) = ring.first()
                && ring.last() != Some(&first)
            {
                ring.push(first);
            }
        }
        self
    }

    /// Whether every ring is one that can be drawn; `number` counts features from 1 and goes into the sentence.
    ///
    /// # Errors
    /// The first defect found: no polygon, a ring that is too short, a coordinate that is not a number or not on the globe.
    pub fn check(&self, number: usize) -> Result<(), GeometryDefect> {
        if self.polygons.is_empty() || self.polygons.iter().any(|polygon| polygon.rings.is_empty()) {
            return Err(GeometryDefect::NoPolygon { feature: number });
        }
        self.rings().try_for_each(|ring| check_ring(ring, number))
    }

    /// All rings, outer ones and holes.
    pub(super) fn rings(&self) -> impl Iterator<Item = &Vec<[f64; 2]>> {
        self.polygons.iter().flat_map(|polygon| &polygon.rings)
    }
}

fn check_ring(ring: &[[f64; 2]], feature: usize) -> Result<(), GeometryDefect> {
    if ring.len() < 4 {
        return Err(GeometryDefect::RingTooShort { feature, points: ring.len() });
    }
    ring.iter().try_for_each(|&position| check_position(position, feature))
}

fn check_position([longitude, latitude]: [f64; 2], feature: usize) -> Result<(), GeometryDefect> {
    if !longitude.is_finite() || !latitude.is_finite() {
        return Err(GeometryDefect::NotANumber { feature });
    }
    if longitude.abs() > 180.0 + SLACK || latitude.abs() > 90.0 + SLACK {
        return Err(GeometryDefect::OffTheGlobe { feature, longitude, latitude });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<[f64; 2]> {
        vec![[20.0, 42.0], [21.0, 42.0], [21.0, 43.0], [20.0, 43.0], [20.0, 42.0]]
    }

    fn with_ring(ring: Vec<[f64; 2]>) -> Feature {
        Feature { polygons: vec![Polygon { rings: vec![ring] }], ..Feature::default() }
    }

    #[test]
    fn a_square_is_fine_and_an_open_one_is_closed() {
        assert_eq!(with_ring(square()).check(1), Ok(()));
        let mut open = square();
        open.pop();
        assert_eq!(with_ring(open).closed(), with_ring(square()));
    }

    #[test]
    fn each_defect_names_the_feature_and_what_to_do() {
        let defect = |ring| with_ring(ring).check(7).expect_err("defective").to_string();
        assert!(
            defect(vec![[20.0, 42.0], [21.0, 42.0], [20.0, 42.0]])
                .contains("feature 7 of the map has a ring of 3 points")
        );
        assert!(defect(vec![]).contains("at least 4"));
        let mut ring = square();
        ring[2] = [f64::NAN, 42.0];
        assert!(defect(ring.clone()).contains("not a number"));
        ring[2] = [500_120.0, 4_700_000.0];
        assert!(defect(ring.clone()).contains("convert the layer to WGS 84"));
        ring[2] = [42.0, 120.0];
        assert!(defect(ring).contains("longitude (-180 to 180), then latitude"));
    }

    #[test]
    fn a_feature_without_a_ring_is_a_defect() {
        let nothing = Feature::default();
        assert_eq!(nothing.check(3), Err(GeometryDefect::NoPolygon { feature: 3 }));
        let hollow = Feature { polygons: vec![Polygon::default()], ..Feature::default() };
        assert_eq!(hollow.check(3), Err(GeometryDefect::NoPolygon { feature: 3 }));
    }
}
