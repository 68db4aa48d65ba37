//! The domain of an election night, and nothing else.
//!
//! Pure: no I/O, no clock, no async, no randomness (all of them are arguments), so the same code runs in the server and in
//! the browser. The truth is a [`ledger`]: the latest revision of each report, keyed by contest, unit and category. Every
//! total is a fold of it. Readers get a [`view`] and then numbered [`delta`]s.

pub mod backoff;
pub mod calls;
pub mod charts;
pub mod definition;
pub mod delta;
pub mod digest;
#[cfg(feature = "folder")]
pub mod folder;
pub mod format;
pub mod geometry;
pub mod history;
pub mod ids;
#[cfg(feature = "folder")]
pub mod import;
pub mod ledger;
pub mod matrix;
pub mod meta;
pub mod order;
pub mod plausibility;
pub mod reader;
pub mod report;
pub mod script;
pub mod seats;
pub mod submission;
pub mod totals;
pub mod tree;
pub mod turnout;
pub mod view;
pub mod wire;

pub use definition::Definition;
pub use delta::Delta;
pub use ids::{CategoryIx, ContestIx, LevelIx, OptionIx, PartyIx, UnitIx};
pub use ledger::{Applied, Ledger};
pub use report::{Count, CountItemStatus, Figures, Report};
pub use submission::Submission;
pub use tree::UnitTree;
pub use view::{View, ViewKey};
