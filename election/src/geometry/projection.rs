//! Equal-area projections of the sphere, chosen by the extent of the map: on an election map a square kilometre weighs the
//! same everywhere. Formulas from Snyder, Map Projections: A Working Manual (1987), and Šavrič et al. (2018) for Equal Earth.

use std::f64::consts::FRAC_PI_2;

use serde::{Deserialize, Serialize};

use super::extent::{Extent, short_way};

/// Nearer to the equator than this (degrees) a cone opens so far that the azimuthal projection is the better one.
const TROPICS: f64 = 12.0;
/// Wider than this, in degrees of longitude, a map shows the world.
const WORLD: f64 = 180.0;

/// From longitude and latitude in degrees to a plane with y up, in radii of the globe.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Projection {
    /// Albers' cone through two parallels: countries that are wide rather than tall.
    Conic {
        /// Longitude of the middle, in degrees.
        centre: f64,
        /// Cone constant.
        n: f64,
        /// Snyder's C (14-5).
        c: f64,
        /// Radius at the middle latitude.
        rho: f64,
    },
    /// Lambert's azimuthal projection: tall countries, those on the equator, the polar ones.
    Azimuthal {
        /// Longitude and latitude of the middle, in degrees.
        centre: [f64; 2],
    },
    /// Equal Earth: maps of the world.
    World {
        /// Longitude of the middle, in degrees.
        centre: f64,
    },
}

impl Projection {
    pub(super) fn fitting(extent: &Extent) -> Self {
        let centre = extent.centre();
        if extent.width() > WORLD {
            return Self::World { centre: centre[0] };
        }
        let straddles = extent.south * extent.north < 0.0;
        let polar = extent.south.abs().max(extent.north.abs()) > 85.0;
        let tall = extent.height() > 1.5 * extent.width() * centre[1].to_radians().cos();
        if straddles || polar || tall || centre[1].abs() < TROPICS {
            return Self::Azimuthal { centre };
        }
        Self::conic(extent)
    }

    /// Standard parallels at one and five sixths of the latitudes: least distortion over the whole.
    fn conic(extent: &Extent) -> Self {
        let sine = |share: f64| (extent.south + share * extent.height()).to_radians().sin();
        let (lower, upper) = (sine(1.0 / 6.0), sine(5.0 / 6.0));
        let n = f64::midpoint(lower, upper);
        let c = 1.0 + lower * upper;
        Self::Conic { centre: extent.centre()[0], n, c, rho: radius(n, c, sine(0.5)) }
    }

    /// Projects `[longitude, latitude]` in degrees.
    #[must_use]
    pub fn project(&self, [longitude, latitude]: [f64; 2]) -> [f64; 2] {
        let phi = latitude.to_radians().clamp(-FRAC_PI_2, FRAC_PI_2);
        let from = |centre: f64| short_way(longitude - centre).to_radians();
        match *self {
            Self::Conic { centre, n, c, rho } => {
                let (sine, cosine) = (n * from(centre)).sin_cos();
                let radius = radius(n, c, phi.sin());
                [radius * sine, rho - radius * cosine]
            }
            Self::Azimuthal { centre } => azimuthal(from(centre[0]), phi, centre[1].to_radians()),
            Self::World { centre } => equal_earth(from(centre), phi),
        }
    }
}

/// Radius of a parallel on Albers' cone. `c` is 1 + sin·sin, which equals Snyder's cos² + 2n·sin.
fn radius(n: f64, c: f64, sine: f64) -> f64 {
    (c - 2.0 * n * sine).max(0.0).sqrt() / n
}

fn azimuthal(lambda: f64, phi: f64, phi0: f64) -> [f64; 2] {
    let (sin, cos) = phi.sin_cos();
    let (sin0, cos0) = phi0.sin_cos();
    let nearness = 1.0 + sin0 * sin + cos0 * cos * lambda.cos();
    // The antipode is a circle; any point of it will do.
    let k = (2.0 / nearness.max(1e-12)).sqrt();
    [k * cos * lambda.sin(), k * (cos0 * sin - sin0 * cos * lambda.cos())]
}

fn equal_earth(lambda: f64, phi: f64) -> [f64; 2] {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let half_root_3 = 3_f64.sqrt() / 2.0;
    let theta = (half_root_3 * phi.sin()).asin();
    let square = theta * theta;
    let sixth = square * square * square;
    let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
    let height = theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square));
    [lambda * theta.cos() / (half_root_3 * slope), height]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SOUTH_AND_NORTH: [(f64, f64); 4] = [(41.8, 43.3), (-56.0, -21.0), (-11.0, 6.0), (60.0, 71.0)];

    fn extent(west: f64, east: f64, south: f64, north: f64) -> Extent {
        Extent { west, east, south, north }
    }

    /// Area of a small box, over the area of the same box on the sphere.
    fn area_scale(projection: &Projection, [longitude, latitude]: [f64; 2]) -> f64 {
        let h = 1e-3;
        let [a, b, c] =
            [[0.0, 0.0], [h, 0.0], [0.0, h]].map(|[x, y]| projection.project([longitude + x, latitude + y]));
        let cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        let sphere = h.to_radians() * ((latitude + h).to_radians().sin() - latitude.to_radians().sin());
        cross / sphere
    }

    #[test]
    fn the_extent_chooses_the_projection() {
        assert!(matches!(Projection::fitting(&extent(20.0, 21.8, 41.8, 43.3)), Projection::Conic { .. }), "Kosovo");
        assert!(
            matches!(Projection::fitting(&extent(-125.0, -66.0, 24.0, 50.0)), Projection::Conic { .. }),
            "United States"
        );
        assert!(
            matches!(Projection::fitting(&extent(95.0, 141.0, -11.0, 6.0)), Projection::Azimuthal { .. }),
            "Indonesia"
        );
        assert!(
            matches!(Projection::fitting(&extent(-76.0, -66.0, -56.0, -17.0)), Projection::Azimuthal { .. }),
            "Chile"
        );
        assert!(matches!(Projection::fitting(&extent(-180.0, 180.0, -60.0, 80.0)), Projection::World { .. }));
    }

    #[test]
    fn snyders_worked_examples_come_out() {
        // Page 291: Albers, parallels 29°30′ and 45°30′, origin 23° N, 96° W; the point 35° N, 75° W on the unit sphere.
        let (lower, upper) = (29.5_f64.to_radians().sin(), 45.5_f64.to_radians().sin());
        let (n, c) = (f64::midpoint(lower, upper), 1.0 + lower * upper);
        let albers = Projection::Conic { centre: -96.0, n, c, rho: radius(n, c, 23_f64.to_radians().sin()) };
        let [x, y] = albers.project([-75.0, 35.0]);
        assert!((x - 0.295_272_0).abs() < 1e-7 && (y - 0.241_677_4).abs() < 1e-7, "{x} {y}");
        // Page 332: azimuthal equal-area about 40° N, 100° W, radius 3; the point 20° S, 100° E.
        let [x, y] = Projection::Azimuthal { centre: [-100.0, 40.0] }.project([100.0, -20.0]);
        assert!((3.0 * x + 4.233_930_3).abs() < 1e-7 && (3.0 * y - 4.025_777_5).abs() < 1e-7, "{x} {y}");
    }

    proptest! {
        #[test]
        fn areas_are_those_of_the_sphere(band in 0..4_usize, x in 0.0..1.0_f64, y in 0.0..1.0_f64, width in 2.0..60.0_f64) {
            let (south, north) = SOUTH_AND_NORTH[band];
            let projection = Projection::fitting(&extent(10.0, 10.0 + width, south, north));
            let scale = area_scale(&projection, [10.0 + x * width, south + y * (north - south)]);
            prop_assert!((scale - 1.0).abs() < 1e-3, "{projection:?} {scale}");
        }

        #[test]
        fn areas_are_those_of_the_sphere_on_maps_of_the_world(longitude in -179.0..179.0_f64, latitude in -85.0..85.0_f64) {
            let scale = area_scale(&Projection::World { centre: 0.0 }, [longitude, latitude]);
            prop_assert!((scale - 1.0).abs() < 1e-3, "{scale}");
        }

        #[test]
        fn east_is_right_and_north_is_up_at_the_middle(south in -60.0..59.0_f64, height in 0.5..20.0_f64, width in 1.0..50.0_f64) {
            let projection = Projection::fitting(&extent(170.0, 170.0 + width, south, south + height));
            let middle = [170.0 + width / 2.0, south + height / 2.0];
            let [x, y] = projection.project(middle);
            let [east, _] = projection.project([short_way(middle[0] + 0.1), middle[1]]);
            let [_, up] = projection.project([middle[0], middle[1] + 0.1]);
            prop_assert!(east > x && up > y);
        }
    }
}
