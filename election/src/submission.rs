//! A report on its way in: its revision may still be open, to be given when it is compared with what is there.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryIx, ContestIx, UnitIx};
use crate::ledger::Ledger;
use crate::report::{CountItemStatus, Figures, Report};

/// A report whose revision may still be open. Whole-file feeds have none: there, other figures are a new revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The contest.
    pub contest: ContestIx,
    /// The reporting unit.
    pub unit: UnitIx,
    /// The count category.
    pub category: CategoryIx,
    /// 1, 2, 3 …; `None` = a new revision if the figures differ from the last ones, else nothing.
    pub revision: Option<u32>,
    /// When it was reported: milliseconds since 1970 UTC.
    pub observed_at: i64,
    /// How far the count has come.
    pub status: CountItemStatus,
    /// The figures.
    pub figures: Figures,
    /// Who says so; may be empty.
    pub source: String,
    /// Why it corrects an earlier one; may be empty.
    pub reason: String,
}

impl Submission {
    /// The report with its revision settled.
    #[must_use]
    pub fn with_revision(self, revision: u32) -> Report {
        let Self { contest, unit, category, revision: _, observed_at, status, figures, source, reason } = self;
        Report { contest, unit, category, revision, observed_at, status, figures, source, reason }
    }

    /// The report as it is to be applied to `ledger`: an open revision becomes the next one. `None` if it is open and says
    /// what is there already.
    #[must_use]
    pub fn settle(self, ledger: &Ledger) -> Option<Report> {
        match self.revision {
            Some(revision) => Some(self.with_revision(revision)),
            None => {
                let report = self.with_revision(1);
                let revision = ledger.next_revision(&report)?;
                Some(Report { revision, ..report })
            }
        }
    }
}

impl From<Report> for Submission {
    fn from(report: Report) -> Self {
        let Report { contest, unit, category, revision, observed_at, status, figures, source, reason } = report;
        Self { contest, unit, category, revision: Some(revision), observed_at, status, figures, source, reason }
    }
}
