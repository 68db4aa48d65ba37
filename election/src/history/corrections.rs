//! Corrections: every figure that went down, or changed after it had been complete, and every report that was held back.
//!
//! The first figures of a cell and more ballots of an unfinished count are the course of things and not listed; neither is
//! another revision that says the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::log::Past;
use super::record::Record;
use crate::ids::{CategoryIx, ContestIx, OptionIx, UnitIx};
use crate::plausibility::Rule;
use crate::report::{Count, CountItemStatus, Figure};

/// What kind of correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionKind {
    /// Other figures than before, or a count that is no longer complete.
    Correction,
    /// The figures were taken back.
    Retraction,
    /// Figures again, after they had been taken back.
    ReportedAgain,
    /// A report that plausibility rules keep out of the totals.
    Held,
}

impl CorrectionKind {
    /// All kinds with their names in addresses and messages.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("correction", Self::Correction),
        ("retraction", Self::Retraction),
        ("reported-again", Self::ReportedAgain),
        ("held", Self::Held),
    ];

    /// The name in addresses and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The kind of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, kind)| *kind)
    }
}

/// A figure that a report can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Column {
    /// One of the five.
    Figure(Figure),
    /// The votes of an option.
    Votes(OptionIx),
}

impl Column {
    /// The column at a position of a report's figures.
    #[must_use]
    pub fn at(position: usize) -> Self {
        match Figure::ALL.get(position) {
            Some(figure) => Self::Figure(*figure),
            None => Self::Votes(OptionIx::new(position - Figure::COUNT)),
        }
    }
}

/// A figure that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Which figure.
    pub column: Column,
    /// What counted before.
    pub before: Count,
    /// What counts from then on; of a held report, what it claims.
    pub after: Count,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Sequence number of the report that brought it.
    pub seq: u64,
    /// The night's time then: see [`Record::at`].
    pub at: i64,
    /// The time that the report gives for itself.
    pub observed_at: i64,
    /// When it was accepted.
    pub accepted_at: i64,
    /// The reporting unit.
    pub unit: UnitIx,
    /// The category.
    pub category: CategoryIx,
    /// What kind.
    pub kind: CorrectionKind,
    /// The revision that it brought.
    pub revision: u32,
    /// The status before and after.
    pub status: (CountItemStatus, CountItemStatus),
    /// The figures that changed, in the order of the ballot.
    pub shifts: Vec<Shift>,
    /// The plausibility rules that fired.
    pub rules: Vec<Rule>,
    /// The reason given; may be empty.
    pub reason: String,
}

impl Correction {
    /// What a record corrects, if it does.
    #[must_use]
    pub fn of(past: &Past, record: &Record<'_>) -> Option<Self> {
        let before = past.before(record);
        let (kind, shifts) = judge(before.as_ref(), record)?;
        let (unit, category) = past.place(record);
        Some(Self {
            seq: record.seq,
            at: record.at,
            observed_at: record.observed_at,
            accepted_at: record.accepted_at,
            unit,
            category,
            kind,
            revision: record.revision,
            status: (before.map_or(CountItemStatus::NotProcessed, |before| before.status), record.status),
            shifts,
            rules: record.flags.rules().collect(),
            reason: record.reason.to_owned(),
        })
    }

    /// Adds what it did to the votes.
    fn add_to(&self, net: &mut BTreeMap<OptionIx, i64>) {
        if self.kind == CorrectionKind::Held {
            return;
        }
        for shift in &self.shifts {
            if let Column::Votes(option) = shift.column {
                let sum = net.entry(option).or_default();
                *sum += shift.step();
                if *sum == 0 {
                    net.remove(&option);
                }
            }
        }
    }

    /// What it did to the votes of an option, if anything.
    #[must_use]
    pub fn votes(&self, option: OptionIx) -> Option<Shift> {
        self.shifts.iter().copied().find(|shift| shift.column == Column::Votes(option))
    }
}

/// The kind of correction that a record is, and what changed; `None` where it is none.
fn judge(before: Option<&Record<'_>>, record: &Record<'_>) -> Option<(CorrectionKind, Vec<Shift>)> {
    let shifts = shifts(before, record);
    if record.held {
        return Some((CorrectionKind::Held, shifts));
    }
    let before = before?;
    let kind = match (before.status, record.status) {
        (CountItemStatus::NotProcessed, CountItemStatus::NotProcessed) => return None,
        (CountItemStatus::NotProcessed, _) => CorrectionKind::ReportedAgain,
        (_, CountItemStatus::NotProcessed) => CorrectionKind::Retraction,
        _ => CorrectionKind::Correction,
    };
    let again = kind != CorrectionKind::Correction;
    let reopened = before.status.is_counted() && !record.status.is_counted();
    let changed = before.status.is_counted() && !shifts.is_empty();
    (again || reopened || changed || shifts.iter().any(Shift::is_less)).then_some((kind, shifts))
}

impl Shift {
    /// Whether the figure went down, or is missing now.
    #[must_use]
    pub fn is_less(&self) -> bool {
        match (self.before.get(), self.after.get()) {
            (Some(before), Some(after)) => after < before,
            (before, after) => before.is_some() && after.is_none(),
        }
    }

    /// How much is added to the sums above.
    #[must_use]
    pub fn step(&self) -> i64 {
        i64::from(self.after.or_zero()) - i64::from(self.before.or_zero())
    }
}

/// What a record says otherwise than what counted before it.
#[must_use]
pub fn shifts(before: Option<&Record<'_>>, record: &Record<'_>) -> Vec<Shift> {
    let mut old = before.map(|before| before.figures);
    let shift = |(position, after): (usize, Count)| {
        let before = old.as_mut().and_then(Iterator::next).unwrap_or(Count::MISSING);
        (before != after).then(|| Shift { column: Column::at(position), before, after })
    };
    record.figures.enumerate().filter_map(shift).collect()
}

/// Which corrections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Of which contest.
    pub contest: ContestIx,
    /// At or below which unit.
    pub unit: UnitIx,
    /// Only what changed the votes of this option.
    pub option: Option<OptionIx>,
    /// Only of this kind.
    pub kind: Option<CorrectionKind>,
    /// Only with a reason, or only without one.
    pub reasoned: Option<bool>,
    /// Only from this time of the night on.
    pub since: Option<i64>,
}

impl Filter {
    /// All corrections of a contest at or below a unit.
    #[must_use]
    pub const fn all(contest: ContestIx, unit: UnitIx) -> Self {
        Self { contest, unit, option: None, kind: None, reasoned: None, since: None }
    }

    fn admits(&self, correction: &Correction) -> bool {
        self.kind.is_none_or(|kind| kind == correction.kind)
    }

    fn admits_in_any_kind(&self, correction: &Correction) -> bool {
        self.reasoned.is_none_or(|reasoned| reasoned != correction.reason.is_empty())
            && self.option.is_none_or(|option| correction.votes(option).is_some())
    }

    /// The corrections that it admits, newest first.
    pub fn of<'p>(&'p self, past: &'p Past) -> impl Iterator<Item = Correction> + use<'p> {
        self.of_any_kind(past).filter(|correction| self.admits(correction))
    }

    fn of_any_kind<'p>(&'p self, past: &'p Past) -> impl Iterator<Item = Correction> + use<'p> {
        let since = self.since.unwrap_or(i64::MIN);
        let records = past.notable(self.contest, self.unit).take_while(move |record| record.at >= since);
        records
            .filter_map(|record| Correction::of(past, &record))
            .filter(|correction| self.admits_in_any_kind(correction))
    }

    /// A page of at most `most` of them: the newest ones with a sequence number below `before`.
    #[must_use]
    pub fn page(&self, past: &Past, before: Option<u64>, most: usize) -> Page {
        let mut page = Page::default();
        for correction in self.of_any_kind(past) {
            page.counts.add(correction.kind);
            if correction.kind != CorrectionKind::Held {
                page.latest = page.latest.max(Some(correction.at));
            }
            if !self.admits(&correction) {
                continue;
            }
            page.all += 1;
            correction.add_to(&mut page.net);
            if before.is_none_or(|before| correction.seq < before) {
                if page.corrections.len() < most {
                    page.corrections.push(correction);
                } else {
                    page.next = page.corrections.last().map(|last| last.seq);
                }
            }
        }
        page
    }
}

/// How many corrections of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u32; CorrectionKind::NAMES.len()]);

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, kind: CorrectionKind) {
        self.0[kind as usize] += 1;
    }

    /// How many of a kind.
    #[must_use]
    pub const fn of(&self, kind: CorrectionKind) -> u32 {
        self.0[kind as usize]
    }

    /// How many of all kinds.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.0.iter().sum()
    }
}

/// Some corrections of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub corrections: Vec<Correction>,
    /// Give this as `before` to get those after them; none if these are the last.
    pub next: Option<u64>,
    /// How many there are by kind, whichever kind the filter asks for.
    pub counts: Counts,
    /// How many there are in all, of the kind that the filter asks for.
    pub all: u32,
    /// The night's time at the newest one of any kind that changed what counts.
    pub latest: Option<i64>,
    /// What all of these together added to the votes of the options, those held back left out; nothing where it adds up to 0.
    pub net: BTreeMap<OptionIx, i64>,
}
