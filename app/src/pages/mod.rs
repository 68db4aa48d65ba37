//! Whole HTML documents: what the server sends.

mod contest;
pub mod data;
mod document;
mod error;
pub mod frame;
mod front;
pub mod search;

pub use contest::contest_page;
pub use document::{START, START_TYPE};
pub use error::error_page;
pub use front::front_page;
