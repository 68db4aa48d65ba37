//! A night as the desk lives it: a ledger and the log of what each accepted report changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use election::history::recent::Now;
use election::history::{Correction, CorrectionKind, Filter, Log, Past, Recent};
use election::plausibility::verify;
use election::report::Figure;
use election::totals::Standing;
use election::view::{Layout, ViewKey};
use election::{Applied, CategoryIx, ContestIx, CountItemStatus, Definition, Ledger, LevelIx, Report, UnitIx};

use super::country;

pub struct Night {
    pub definition: Arc<Definition>,
    pub ledger: Ledger,
    pub log: Log,
    /// What was accepted; the sequence number of the first is 1.
    pub accepted: Vec<Report>,
}

/// The reports that change something, in order.
pub fn settled(reports: &[Report]) -> Vec<Report> {
    Night::of(reports).accepted
}

impl Night {
    pub fn of(reports: &[Report]) -> Self {
        let definition = Arc::new(country::definition());
        let (ledger, log) = (Ledger::new(definition.clone()), Log::new(definition.clone()));
        let mut night = Self { definition, ledger, log, accepted: Vec::new() };
        for report in reports {
            night.accept(report);
        }
        night
    }

    /// Of reports that are all accepted.
    pub fn of_settled(reports: &[Report]) -> Self {
        let night = Self::of(reports);
        assert_eq!(night.accepted.len(), reports.len());
        night
    }

    pub fn accept(&mut self, report: &Report) {
        self.accept_at(report, i64::MAX);
    }

    pub fn accept_at(&mut self, report: &Report, accepted_at: i64) {
        if let Ok(Applied::Change(change)) = self.ledger.apply(report) {
            self.accepted.push(report.clone());
            self.log.append(&self.ledger, self.accepted.len() as u64, accepted_at, report, &change);
        }
    }

    pub fn past(&self) -> Past {
        self.log.past(self.accepted.len() as u64)
    }

    pub fn standing(&self, unit: UnitIx) -> Standing {
        let mut sum = Standing::empty(self.definition.contests[0].columns());
        for category in 0..self.definition.units.categories() {
            sum.add(&self.ledger.standing(ContestIx(0), unit, CategoryIx::new(category)));
        }
        sum
    }

    pub fn expected(&self, unit: UnitIx) -> u32 {
        (0..self.definition.units.categories())
            .map(|category| self.definition.units.expected(unit, CategoryIx::new(category)))
            .sum()
    }

    /// All corrections at or below a unit, newest first.
    pub fn corrections(&self, unit: UnitIx) -> Vec<Correction> {
        Filter::all(ContestIx(0), unit).of(&self.past()).collect()
    }

    pub fn recent(&self, unit: UnitIx, level: LevelIx, since: i64) -> Recent {
        let layout = Layout::new(&self.definition, ViewKey { contest: ContestIx(0), unit, level });
        Recent::since(&self.past(), Now::of(&self.ledger, layout), since)
    }
}

/// A correction in the plainest words: which figures were what, by column.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    pub seq: u64,
    pub unit: UnitIx,
    category: CategoryIx,
    kind: CorrectionKind,
    figures: Vec<(usize, Option<u32>, Option<u32>)>,
}

impl From<&Correction> for Found {
    fn from(correction: &Correction) -> Self {
        let column = |column| match column {
            election::history::corrections::Column::Figure(figure) => figure as usize,
            election::history::corrections::Column::Votes(option) => Figure::COUNT + option.at(),
        };
        let shifts = correction.shifts.iter();
        Self {
            seq: correction.seq,
            unit: correction.unit,
            category: correction.category,
            kind: correction.kind,
            figures: shifts.map(|shift| (column(shift.column), shift.before.get(), shift.after.get())).collect(),
        }
    }
}

type Content = (CountItemStatus, Vec<Option<u32>>);

/// The oracle: the corrections in a journal, from nothing but its reports in order.
pub fn recount(definition: &Definition, journal: &[Report]) -> Vec<Found> {
    let mut counted: BTreeMap<(u32, u8), Content> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, report) in journal.iter().enumerate() {
        let held = !verify(definition, report).expect("it was accepted").1.is_empty();
        let new = content(report);
        let key = (report.unit.0, report.category.0);
        let old = counted.get(&key).cloned();
        let unknown = (CountItemStatus::NotProcessed, vec![None; new.1.len()]);
        let (old_status, old_columns) = old.clone().unwrap_or(unknown);
        let pairs = old_columns.iter().zip(&new.1).enumerate();
        let figures: Vec<_> = pairs.filter(|(_, (a, b))| a != b).map(|(at, (a, b))| (at, *a, *b)).collect();
        let kind = match (old.is_some(), old_status, report.status) {
            _ if held => Some(CorrectionKind::Held),
            (false, ..) | (_, CountItemStatus::NotProcessed, CountItemStatus::NotProcessed) => None,
            (_, CountItemStatus::NotProcessed, _) => Some(CorrectionKind::ReportedAgain),
            (_, _, CountItemStatus::NotProcessed) => Some(CorrectionKind::Retraction),
            (_, CountItemStatus::InProcess, _) => {
                // A missing figure is less than any.
                figures.iter().any(|(_, a, b)| a > b).then_some(CorrectionKind::Correction)
            }
            (_, _, after) => {
                (after == CountItemStatus::InProcess || !figures.is_empty()).then_some(CorrectionKind::Correction)
            }
        };
        if let Some(kind) = kind {
            found.push(Found { seq: at as u64 + 1, unit: report.unit, category: report.category, kind, figures });
        }
        if !held {
            counted.insert(key, new);
        }
    }
    found
}

/// Status and columns as they count: complete votes say how many were valid.
fn content(report: &Report) -> Content {
    let mut columns: Vec<Option<u32>> = report.figures.columns().iter().map(|count| count.get()).collect();
    let votes: Option<Vec<u32>> = columns[Figure::COUNT..].iter().copied().collect();
    let valid = &mut columns[Figure::Valid as usize];
    if report.status != CountItemStatus::NotProcessed {
        *valid = valid.or(votes.map(|votes| votes.iter().sum()));
    }
    (report.status, columns)
}
