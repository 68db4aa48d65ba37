//! The unit itself: status line, headline, progress by category, reports that are held or flagged.

use election::view::Column;

use super::{Board, Cell, Put};
use crate::headline::parts;
use crate::words::fill;

/// Letters from which on a headline is set smaller.
const LONG_HEADLINE: usize = 76;

/// How much of something is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Counted completely.
    pub completed: u64,
    /// Counted in part.
    pub partial: u64,
    /// Expected.
    pub expected: u64,
}

impl Progress {
    /// Whether everything is counted, of at least something.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.expected > 0 && self.completed >= self.expected
    }

    /// Whether nothing has come yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.completed == 0 && self.partial == 0
    }
}

impl Board<'_> {
    /// Progress of one category at the unit.
    #[must_use]
    pub fn category(&self, category: usize) -> Progress {
        let get = |column: Column| self.view.matrix.get(category, column as usize);
        Progress {
            completed: get(Column::Completed),
            partial: get(Column::Partial),
            expected: self.meta.categories[category].expected.into(),
        }
    }

    /// The categories that are expected here, in order.
    pub fn expected_categories(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.meta.categories.len()).filter(|category| self.meta.categories[*category].expected > 0)
    }

    /// What "n of m stations" is about: the first category that is expected here (that of the polling stations, except
    /// where there are none).
    #[must_use]
    pub fn stations(&self) -> Progress {
        self.expected_categories().next().map_or_else(Progress::default, |category| self.category(category))
    }

    /// Whether stations are all that is counted here: each of them reports once.
    #[must_use]
    pub fn is_by_station(&self) -> bool {
        self.expected_categories().eq([0])
    }

    /// "3 of 5 stations" where each unit reports once, "3 of 5 reports" where it reports by category.
    #[must_use]
    pub fn counted_of(&self, completed: u64, expected: u64) -> String {
        let forms = if self.is_by_station() { self.words.stations_of } else { self.words.reports_of };
        self.of(forms, completed, expected)
    }

    pub(super) fn of(&self, forms: &'static str, n: u64, total: u64) -> String {
        let form = self.words.plural(total, forms);
        fill(form, &[("n", &self.locale.count(n)), ("total", &self.locale.count(total))])
    }

    /// The time of the last report in the election's zone.
    #[must_use]
    pub fn last_report(&self) -> Option<i64> {
        let last = |category| self.view.matrix.get(category, Column::LastAt as usize);
        let latest = (0..self.meta.categories.len()).map(last).max().filter(|at| *at > 0)?;
        i64::try_from(latest).ok()?.checked_mul(1000)
    }

    pub(super) fn status(&self, cells: &mut Vec<Cell>) {
        let stations = self.stations();
        let [lead, counted] = parts(self);
        let long = lead.chars().count() > LONG_HEADLINE;
        cells.class("headline-class", if long { "headline is-long" } else { "headline" });
        cells.text("headline", lead);
        cells.text("headline-counted", counted);
        cells.text("seq", fill(self.words.sequence, &[("seq", &self.locale.count(self.seq))]));
        cells.text("stations", self.stations_text());
        cells.text("counted", self.locale.whole_percent(stations.completed, stations.expected));
        let last = self.last_report();
        cells.text(
            "last",
            match last {
                Some(at) => fill(self.words.last_report, &[("time", &self.locale.clock(at, self.meta.utc_offset))]),
                None => self.words.no_report.to_owned(),
            },
        );
        cells.attr("last-at", "data-at", last.map_or_else(String::new, |at| at.to_string()));
        self.notice(cells);
    }

    /// "2,310 of 2,533 stations", or the state of a single one.
    #[must_use]
    pub fn stations_text(&self) -> String {
        let stations = self.stations();
        if self.meta.unit.leaf {
            return self.state(stations).to_owned();
        }
        let from_stations = self.expected_categories().next() == Some(0);
        let forms = if from_stations { self.words.stations_of } else { self.words.reports_of };
        self.of(forms, stations.completed, stations.expected)
    }

    /// How far something is, in words.
    pub(super) fn state(&self, progress: Progress) -> &'static str {
        match () {
            () if progress.is_complete() => self.words.status_counted,
            () if progress.partial > 0 => self.words.status_partly,
            () => self.words.status_open,
        }
    }

    fn notice(&self, cells: &mut Vec<Cell>) {
        let flagged = self.total(Column::Flagged as usize);
        let forms = if self.facts.quarantine { self.words.held } else { self.words.flagged };
        let form = if flagged == 0 { self.words.none_flagged } else { self.words.plural(flagged, forms) };
        cells.text("notice", fill(form, &[("n", &self.locale.count(flagged))]));
        cells.class("notice-class", if flagged == 0 { "notice" } else { "notice is-raised" });
    }

    pub(super) fn progress(&self, cells: &mut Vec<Cell>) {
        for category in self.expected_categories() {
            let progress = self.category(category);
            let done = self.css_percent(progress.completed, progress.expected);
            let begun = self.css_percent(progress.completed + progress.partial, progress.expected);
            cells.style(("seg", category), format!("--done:{done};--begun:{begun}"));
            cells.text(("seg", category, "-of"), self.of(self.words.n_of_total, progress.completed, progress.expected));
        }
    }
}
