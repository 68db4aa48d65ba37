//! The face of Nightcount: pages and components that the server renders, islands that live in the browser.
//!
//! [`model`] is what the server gives, [`cells`] turns a view into what is shown (on both sides), `pages` makes documents.

pub mod cells;
#[cfg(feature = "ssr")]
pub mod charts;
pub mod headline;
#[cfg(feature = "ssr")]
pub mod hemicycle;
pub mod islands;
pub mod keys;
pub mod lead;
pub mod letter;
pub mod model;
pub mod outline;
pub mod seats;
pub mod shade;
pub mod tint;
pub mod words;

pub use election::order;

#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
pub mod pages;

#[cfg(feature = "ssr")]
pub use pages::{contest_page, error_page, front_page};
