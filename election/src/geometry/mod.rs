//! From polygons in degrees to the compact paths of a map: project, find the borders that neighbours share, simplify each of
//! them once, write SVG. Done before the night; the browser gets strings. Only `read` knows a file format.
//!
//! ```
//! # fn main() -> Result<(), election::geometry::GeometryDefect> {
//! use election::geometry::{Feature, Polygon, SheetOptions, sheet};
//! let square = |x: f64| vec![[x, 42.0], [x + 1.0, 42.0], [x + 1.0, 43.0], [x, 43.0], [x, 42.0]];
//! let place = |x| Feature { polygons: vec![Polygon { rings: vec![square(x)] }], ..Feature::default() };
//! let (map, topology) = sheet(&[place(20.0), place(21.0)], SheetOptions::default())?;
//! assert_eq!((map.width, map.shapes.len()), (900, 2));
//! assert_eq!(topology.neighbours(0), [1]);
//! let between = topology.mesh(|_, other| other.is_some());
//! assert!(between.starts_with('m'));
//! # Ok(()) }
//! ```

mod buckets;
mod cut;
mod defect;
mod draw;
mod equal;
mod extent;
mod feature;
mod insets;
mod label;
mod lattice;
mod outline;
mod path;
mod placement;
mod projection;
#[cfg(feature = "folder")]
mod read;
mod shape;
mod simplify;
mod stitch;
#[cfg(test)]
mod tests;
mod thin;
mod tidy;
mod topology;

use serde::{Deserialize, Serialize};

pub use defect::GeometryDefect;
pub use equal::{HexMap, Place, circles, hexes};
pub use feature::{Feature, Polygon};
pub use insets::{Inset, Insets, insets};
#[cfg(feature = "folder")]
pub use read::read;
pub use shape::{MapSheet, Shape};
pub use topology::{Border, Topology};

use cut::Cut;
use draw::Drawing;
use outline::Outlines;
use placement::Placement;

const SMALLEST_SIDE: u32 = 16;
const LARGEST_SIDE: u32 = 16_384;

/// How much of the borders is kept. Junctions, and a triangle of every ring, always are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Detail {
    /// Bends that are less than about this many pixels wide and deep are straightened.
    Pixels(f64),
    /// About this many points over all borders, each border counted once.
    Points(usize),
}

/// Size and fineness of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetOptions {
    /// Pixels; the sheet is not wider.
    pub width: u32,
    /// Pixels; the sheet is not higher.
    pub height: u32,
    /// Pixels that stay free on every side, for the strokes of the frontier.
    pub padding: f64,
    /// How much of the borders is kept.
    pub detail: Detail,
    /// Islets (and lakes) that touch no other feature are left out below this many square pixels, but never a feature's
    /// largest part. 0 keeps everything.
    pub smallest_islet: f64,
}

impl Default for SheetOptions {
    fn default() -> Self {
        Self { width: 900, height: 1200, padding: 4.0, detail: Detail::Pixels(3.0), smallest_islet: 0.0 }
    }
}

impl SheetOptions {
    fn check(&self) -> Result<(), GeometryDefect> {
        let Self { width, height, padding, .. } = *self;
        let sides = SMALLEST_SIDE..=LARGEST_SIDE;
        let roomy = padding >= 0.0 && f64::from(width.min(height)) - 2.0 * padding >= 8.0;
        if sides.contains(&width) && sides.contains(&height) && roomy {
            return Ok(());
        }
        Err(GeometryDefect::NoRoom { width, height, padding, largest: LARGEST_SIDE })
    }
}

/// Draws features on a sheet: an equal-area projection that fits their extent, borders shared and simplified once, one shape
/// per feature. The same features and options always give the same sheet.
///
/// # Errors
/// No features, one that cannot be drawn, or a sheet without room.
pub fn sheet(features: &[Feature], options: SheetOptions) -> Result<(MapSheet, Topology), GeometryDefect> {
    options.check()?;
    if features.is_empty() {
        return Err(GeometryDefect::NoFeatures);
    }
    features.iter().zip(1..).try_for_each(|(feature, number)| feature.check(number))?;
    let (placement, size) = Placement::fitting(features, &options)?;
    let Outlines { lattice, rings, specks } = Outlines::of(features, &placement, size);
    let mut cut = Cut::of(&rings, &lattice, features.len());
    tidy::join_seams(&mut cut);
    tidy::drop_islets(&mut cut, &lattice, options.smallest_islet);
    let Drawing { borders, rings, .. } = Drawing::of(cut, &specks, &lattice, options.detail);
    let topology = Topology { size, placement, borders, rings };
    Ok((topology.sheet(), topology))
}
