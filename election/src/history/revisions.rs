//! The revisions of a station, as readers see them: what each report on record says, and which one counts.

use super::corrections::Shift;
use crate::ids::CategoryIx;
use crate::plausibility::Rule;
use crate::report::{Count, CountItemStatus};

/// A report on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its sequence number.
    pub seq: u64,
    /// Its category.
    pub category: CategoryIx,
    /// Its number.
    pub revision: u32,
    /// How far the count had come.
    pub status: CountItemStatus,
    /// The time that it gives for itself.
    pub observed_at: i64,
    /// When it was accepted.
    pub accepted_at: i64,
    /// Who says so; may be empty.
    pub source: String,
    /// Why it corrects; may be empty.
    pub reason: String,
    /// Whether rules kept it out of the totals.
    pub held: bool,
    /// Whether it is what counts now.
    pub counts: bool,
    /// The rules that fired.
    pub rules: Vec<Rule>,
    /// The figures as they count: the five, then one per option.
    pub figures: Vec<Count>,
    /// What differs from the figures that counted before it; nothing for the first.
    pub shifts: Vec<Shift>,
}

/// The revisions of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revisions {
    /// The sequence number up to which they go.
    pub seq: u64,
    /// Oldest first; the newest ones, if there are very many.
    pub list: Vec<Revision>,
    /// How many older ones are left out.
    pub older: usize,
}
