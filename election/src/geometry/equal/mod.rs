//! The equal-voice view: the same places as circles whose areas are their voters, and as hexagons of one size. Computed from
//! the map alone, and always the same for the same map.
//!
//! ```
//! use election::geometry::{Place, circles, hexes};
//! let place = |x: f64, weight: f64| Place { at: [x, 50.0], area: 900.0, weight };
//! let places = [place(30.0, 4.0), place(60.0, 1.0), place(90.0, 1.0)];
//! let neighbours = [[0, 1], [1, 2]];
//! let frame = [0.0, 0.0, 120.0, 100.0];
//! let round = circles(&places, &neighbours, frame);
//! assert!((round[0][2] / round[1][2] - 2.0).abs() < 1e-9, "four times the voters, twice the radius");
//! let cells = hexes(&places, &neighbours, frame);
//! assert_eq!(cells.centres.len(), 3);
//! assert!(cells.centres[0][0] < cells.centres[1][0] && cells.centres[1][0] < cells.centres[2][0]);
//! ```

mod circles;
mod comb;
mod dice;
mod hexes;
mod near;
mod settle;

pub use circles::circles;
pub use hexes::{HexMap, hexes};

/// A place that is to be drawn without its shape.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Where it lies on the sheet, in pixels: the point of its label.
    pub at: [f64; 2],
    /// Its area on the sheet, in square pixels.
    pub area: f64,
    /// What its circle's area stands for: registered voters. Zero or more.
    pub weight: f64,
}

fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [right, down] = [b[0] - a[0], b[1] - a[1]];
    (right * right + down * down).sqrt()
}

#[expect(clippy::cast_precision_loss, reason = "a map has far less than 2^53 places")]
pub(super) fn number(count: usize) -> f64 {
    count as f64
}
