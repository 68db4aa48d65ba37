//! Every revision of a station: what the journal holds of it, and which one counts.

use election::history::corrections::shifts;
use election::history::{Revision, Revisions};
use election::{CategoryIx, ContestIx, UnitIx};

use crate::journal::{Entry, Row};
use crate::night::Night;

/// Most revisions that are read for one answer; no honest station has as many.
pub const MOST: usize = 200;

/// The revisions of a unit in a contest, without what only the journal has.
fn from_log(night: &Night, contest: ContestIx, unit: UnitIx) -> Revisions {
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
    Revisions { seq: truth.seq, list: trail[older..].iter().map(revision).collect(), older }
}

impl Night {
    /// Every revision of a unit in a contest, with who said it: read from the journal by the desk, so ask from a thread that
    /// may wait.
    ///
    /// # Errors
    /// If the journal cannot be read, or the desk is closed.
    pub fn revisions(&self, contest: ContestIx, unit: UnitIx) -> anyhow::Result<Revisions> {
        let mut revisions = from_log(self, contest, unit);
        let rows = self.desk.recall(revisions.list.iter().map(|revision| revision.seq).collect())?;
        for (revision, Row { entry, .. }) in revisions.list.iter_mut().zip(rows) {
            if let Entry::Report(report) = entry {
                revision.source = report.source;
            }
        }
        Ok(revisions)
    }
}
