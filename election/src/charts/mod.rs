//! The arithmetic of the charts: bins, ticks, places of labels, and what is drawn from ledger, baseline and history.
//!
//! No pixels are coloured here. Shares are tenths of a percent as everywhere; floats are positions on a drawing.

pub mod course;
pub mod hexbin;
pub mod histogram;
pub mod labels;
pub mod remaining;
pub mod stations;
pub mod swing;
pub mod ticks;

#[cfg(test)]
mod country;

pub use course::{Against, Course, Moment};
pub use hexbin::{Hexbin, hexbins};
pub use histogram::Histogram;
pub use remaining::{Basis, Remaining, RemainingRow};
pub use stations::{Halves, Sample, halves, samples};
pub use swing::{Swing, swings};
