//! A night as the desk lives it: a ledger and the log of what each accepted report changed.

use std::sync::Arc;

use election::history::{Log, Past};
use election::totals::Standing;
use election::{Applied, CategoryIx, ContestIx, Definition, Ledger, Report, UnitIx};

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
}
