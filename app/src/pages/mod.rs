//! Whole HTML documents: what the server sends.

pub mod about;
pub mod analysis;
pub mod brief;
pub mod candidates;
pub mod changes;
mod contest;
pub mod corrections;
pub mod data;
mod document;
mod error;
pub mod following;
pub mod frame;
mod front;
pub mod list;
pub mod lists;
pub mod lite;
pub mod method;
pub mod ops;
pub mod outcome;
pub mod search;
pub mod seats;
pub mod turnout;

pub use contest::contest_page;
pub use document::{START, WAIT};
pub use error::error_page;
pub use front::front_page;

use crate::tint::{Ground, Rgb, solid};

/// A list's colour on both grounds, where a page has no palette.
fn colours(hex: &str) -> String {
    let shown = |ground| Rgb::of(hex).map_or_else(|| "#737373".to_owned(), |colour| solid(colour, ground).hex());
    format!("--day:{};--night:{}", shown(Ground::Light), shown(Ground::Dark))
}
