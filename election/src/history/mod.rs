//! What was, beside what is: every change of the night in a compact log, and what readers ask of it.
//!
//! The [`log`] keeps what each journalled report changed, in the journal's order. A [`timeline`], the
//! [`corrections`] and what happened [`recent`]ly are folds of it.

pub mod corrections;
pub mod log;
pub mod recent;
pub mod record;
pub mod revisions;
pub mod timeline;

pub use corrections::{Correction, CorrectionKind, Filter};
pub use log::{Log, Past};
pub use recent::Recent;
pub use record::Record;
pub use revisions::{Revision, Revisions};
pub use timeline::{Fold, Point, Timeline};
