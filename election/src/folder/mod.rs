//! The folder of an election: plain files to a checked [`Definition`](crate::Definition), and reports to and from CSV and JSON.
//!
//! Everything takes bytes and gives values or defects; nothing here opens a file.

mod cells;
pub mod defect;
pub mod encoding;
pub mod table;

pub use defect::{Defect, Defects};
pub use encoding::Encoding;
pub use table::{Dialect, Row, Table};
