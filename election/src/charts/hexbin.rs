//! Many points as few hexagons: a cloud of half a million stations weighs as much as one of five hundred.

use std::collections::BTreeMap;

/// A hexagon with the points that lie in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hexbin {
    /// Its middle.
    pub centre: [f64; 2],
    /// How many points it has.
    pub count: u32,
}

/// The hexagons (a corner at the top, `radius` from middle to corner) that have points, row by row. A point belongs to the
/// hexagon whose middle is nearest.
#[must_use]
pub fn hexbins(points: impl IntoIterator<Item = [f64; 2]>, radius: f64) -> Vec<Hexbin> {
    let (wide, high) = (radius * 3.0_f64.sqrt(), radius * 1.5);
    let mut counts: BTreeMap<(i64, i64), u32> = BTreeMap::new();
    for point in points {
        *counts.entry(nearest(point, wide, high)).or_default() += 1;
    }
    let bin = |((row, column), count)| Hexbin { centre: centre(row, column, wide, high), count };
    counts.into_iter().map(bin).collect()
}

/// Every other row is half a hexagon to the right.
fn centre(row: i64, column: i64, wide: f64, high: f64) -> [f64; 2] {
    [(column as f64 + 0.5 * row.rem_euclid(2) as f64) * wide, row as f64 * high]
}

#[expect(clippy::cast_possible_truncation, reason = "positions on a drawing")]
fn nearest(point: [f64; 2], wide: f64, high: f64) -> (i64, i64) {
    let row = (point[1] / high).floor() as i64;
    let candidates = [row, row + 1].map(|row| {
        let column = (point[0] / wide - 0.5 * row.rem_euclid(2) as f64).round() as i64;
        let [x, y] = centre(row, column, wide, high);
        ((x - point[0]).hypot(y - point[1]), (row, column))
    });
    let [upper, lower] = candidates;
    if upper.0 <= lower.0 { upper.1 } else { lower.1 }
}

/// The corners of a hexagon of that radius around `centre`, beginning at the top.
#[must_use]
pub fn corners(centre: [f64; 2], radius: f64) -> [[f64; 2]; 6] {
    std::array::from_fn(|corner| {
        let angle = std::f64::consts::FRAC_PI_3 * corner as f64;
        [centre[0] + radius * angle.sin(), centre[1] - radius * angle.cos()]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn points_of_one_place_are_one_hexagon() {
        let bins = hexbins([[10.0, 10.0]; 40], 4.0);
        assert_eq!((bins.len(), bins[0].count), (1, 40));
    }

    proptest! {
        #[test]
        fn hexagons_hold_every_point_once(points in proptest::collection::vec([0.0_f64..500.0, 0.0_f64..300.0], 0..300), radius in 2.0_f64..20.0) {
            let bins = hexbins(points.iter().copied(), radius);
            prop_assert_eq!(bins.iter().map(|bin| bin.count as usize).sum::<usize>(), points.len());
            prop_assert!(bins.len() <= points.len());
            for point in &points {
                let near = bins.iter().map(|bin| (bin.centre[0] - point[0]).hypot(bin.centre[1] - point[1]));
                prop_assert!(near.fold(f64::MAX, f64::min) <= radius + 1e-9);
            }
        }
    }
}
