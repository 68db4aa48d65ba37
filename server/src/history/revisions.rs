//! Every revision of a station: what the journal holds of it, and which one counts.

use election::history::corrections::{Shift, shifts};
use election::plausibility::Rule;
use election::{CategoryIx, ContestIx, Count, CountItemStatus, UnitIx};

use crate::journal::{Entry, Row};
use crate::night::Night;

/// Most revisions that are read for one answer; no honest station has as many.
pub const MOST: usize = 200;

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
    /// Oldest first; at most [`MOST`], the newest ones.
    pub list: Vec<Revision>,
    /// How many older ones are left out.
    pub older: usize,
}

impl Revisions {
    /// The revisions of a unit in a contest, without those that a journal read would add.
    fn of(night: &Night, contest: ContestIx, unit: UnitIx) -> Self {
        let truth = night.hub.truth().read().expect("nobody panics while holding it");
        let past = truth.past();
        let trail = truth.history.trail(contest, unit);
        let older = trail.len().saturating_sub(MOST);
        let latest = |category: CategoryIx| {
            trail.iter().rev().find(|record| !record.held && past.place(record).1 == category).map(|record| record.seq)
        };
        let revision = |record: &election::history::Record<'_>| {
            let (before, category) = (past.before(record), past.place(record).1);
            Revision {
                seq: record.seq,
                category,
                revision: record.revision,
                status: record.status,
                observed_at: record.observed_at,
                accepted_at: record.accepted_at,
                source: String::new(),
                reason: record.reason.to_owned(),
                held: record.held,
                counts: latest(category) == Some(record.seq),
                rules: record.flags.rules().collect(),
                figures: record.figures.collect(),
                shifts: before.map(|before| shifts(Some(&before), record)).unwrap_or_default(),
            }
        };
        Self { seq: truth.seq, list: trail[older..].iter().map(revision).collect(), older }
    }
}

impl Night {
    /// Every revision of a unit in a contest, with who said it: read from the journal by the desk, so ask from a thread that
    /// may wait.
    ///
    /// # Errors
    /// If the journal cannot be read, or the desk is closed.
    pub fn revisions(&self, contest: ContestIx, unit: UnitIx) -> anyhow::Result<Revisions> {
        let mut revisions = Revisions::of(self, contest, unit);
        let rows = self.desk.recall(revisions.list.iter().map(|revision| revision.seq).collect())?;
        for (revision, Row { entry, .. }) in revisions.list.iter_mut().zip(rows) {
            if let Entry::Report(report) = entry {
                revision.source = report.source;
            }
        }
        Ok(revisions)
    }
}
