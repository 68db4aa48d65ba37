//! What a report did to the ledger.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryIx, ContestIx, OptionIx, UnitIx};
use crate::plausibility::Flags;
use crate::report::{Count, CountItemStatus, Figure, Report};

/// What kind of change a report made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The first figures of this cell.
    Arrival,
    /// More ballots of an unfinished count.
    Progress,
    /// Other figures than before.
    Correction,
    /// The figures were taken back.
    Retraction,
    /// Flagged and kept out of the totals.
    Held,
}

/// A change of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The contest.
    pub contest: ContestIx,
    /// The reporting unit.
    pub unit: UnitIx,
    /// The category.
    pub category: CategoryIx,
    /// What kind of change.
    pub kind: ChangeKind,
    /// The soft rules that fired.
    pub flags: Flags,
    /// Sum of the votes before (of the figures that counted).
    pub before: u64,
    /// Sum of the votes after; of a held report, the sum that it claims.
    pub after: u64,
    /// For corrections: the options whose votes differ, with old and new votes.
    pub options: Vec<(OptionIx, Count, Count)>,
}

/// What applying a report did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The state is another one.
    Change(Change),
    /// The very same report, or the same figures without a revision of their own, are there already.
    Duplicate,
    /// A report that outranks it is there already.
    Superseded,
}

impl Change {
    /// What `report`, with `new` figures as they count, changes in a cell that holds `old` ones.
    pub(super) fn of(status: CountItemStatus, old: &[Count], report: &Report, new: &[Count], flags: Flags) -> Self {
        let kind = match (status, report.status) {
            (_, CountItemStatus::NotProcessed) => ChangeKind::Retraction,
            (CountItemStatus::NotProcessed, _) => ChangeKind::Arrival,
            (CountItemStatus::InProcess, _) if grows(old, new) => ChangeKind::Progress,
            _ => ChangeKind::Correction,
        };
        let options = if kind == ChangeKind::Correction { differing(old, new) } else { Vec::new() };
        Self {
            contest: report.contest,
            unit: report.unit,
            category: report.category,
            kind,
            flags,
            before: vote_sum(old),
            after: vote_sum(new),
            options,
        }
    }
}

/// Sum of the votes among a report's columns.
pub(super) fn vote_sum(columns: &[Count]) -> u64 {
    columns[Figure::COUNT..].iter().map(|vote| u64::from(vote.or_zero())).sum()
}

fn grows(old: &[Count], new: &[Count]) -> bool {
    old[Figure::COUNT..].iter().zip(&new[Figure::COUNT..]).all(|(old, new)| old.or_zero() <= new.or_zero())
}

fn differing(old: &[Count], new: &[Count]) -> Vec<(OptionIx, Count, Count)> {
    let pairs = old[Figure::COUNT..].iter().zip(&new[Figure::COUNT..]).enumerate();
    pairs.filter(|(_, (old, new))| old != new).map(|(at, (old, new))| (OptionIx::new(at), *old, *new)).collect()
}
