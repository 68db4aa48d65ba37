//! From the words of a row to a report: the one place where ids become positions, for CSV and JSON alike.

use std::collections::HashMap;

use super::dates::instant;
use super::refusal::{Refusal, RowError};
use super::spelling::{hint, quoted};
use crate::definition::Definition;
use crate::ids::{CategoryIx, ContestIx, UnitIx};
use crate::plausibility::Rejection;
use crate::report::{CountItemStatus, Figures};
use crate::submission::Submission;

/// What may be left out of a report, and how freely it may be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportOptions {
    /// The time of reports that have none: milliseconds since 1970 UTC.
    pub default_time: Option<i64>,
    /// Whether each report must have a time, even if there is a default.
    pub time_required: bool,
    /// Whether units may be called by their names and aliases.
    pub aliases: bool,
    /// Whether a last line without line break may be half of a longer one, and is refused: files that are still written.
    pub refuse_unfinished: bool,
}

/// The words of a row; empty = not given.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Words<'w> {
    pub(super) time: &'w str,
    pub(super) unit: &'w str,
    pub(super) contest: &'w str,
    pub(super) category: &'w str,
    pub(super) revision: &'w str,
    pub(super) status: &'w str,
    pub(super) reason: &'w str,
    pub(super) source: &'w str,
}

/// Looks up what rows refer to.
pub(super) struct Resolver<'d> {
    pub(super) definition: &'d Definition,
    options: ReportOptions,
    contests: HashMap<&'d str, ContestIx>,
}

impl<'d> Resolver<'d> {
    pub(super) fn new(definition: &'d Definition, options: ReportOptions) -> Self {
        let contests = definition.contests.iter().enumerate();
        let contests = contests.map(|(at, contest)| (contest.id.as_str(), ContestIx::new(at))).collect();
        Self { definition, options, contests }
    }

    /// The report that a row describes. `figures` reads those of a contest and says what is wrong with them.
    ///
    /// # Errors
    /// All that is wrong with the row.
    pub(super) fn submission(
        &self,
        words: &Words<'_>,
        figures: impl FnOnce(ContestIx, &mut Vec<Refusal>) -> Figures,
    ) -> Result<Submission, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut keep = |field: &str, why| refusals.push(Refusal::new(field, why));
        let observed_at = self.time(words.time).map_err(|why| keep("time", why)).unwrap_or_default();
        let contest = self.contest(words.contest).map_err(|why| keep("contest", why)).ok();
        let unit = self.reporting_unit(words.unit).map_err(|why| keep("unit", why)).ok();
        let category = match unit {
            Some(unit) => self.category_of(unit, words.category),
            None => self.category(words.category).map(Option::unwrap_or_default),
        };
        let category = category.map_err(|why| keep("category", why)).unwrap_or_default();
        let revision = revision(words.revision).map_err(|why| keep("revision", why)).unwrap_or_default();
        let status = status(words.status).map_err(|why| keep("status", why)).unwrap_or_default();
        let figures = contest.map(|contest| figures(contest, &mut refusals));
        match (contest, unit, figures) {
            (Some(contest), Some(unit), Some(figures)) if refusals.is_empty() => {
                let (source, reason) = (words.source.to_owned(), words.reason.to_owned());
                Ok(Submission { contest, unit, category, revision, observed_at, status, figures, source, reason })
            }
            _ => Err(refusals),
        }
    }

    /// The contest of that id; of none, if there is one only.
    pub(super) fn contest(&self, id: &str) -> Result<ContestIx, RowError> {
        let known = || self.definition.contests.iter().map(|contest| contest.id.as_str());
        match (id, self.definition.contests.len()) {
            ("", 1) => Ok(ContestIx(0)),
            ("", _) => Err(RowError::MissingContest { hint: hint("", known().collect::<Vec<_>>()) }),
            _ => self.contests.get(id).copied().ok_or_else(|| RowError::UnknownContest {
                contest: id.into(),
                hint: hint(id, known().collect::<Vec<_>>()),
            }),
        }
    }

    /// A unit by its id, or by name and alias where the options say so.
    pub(super) fn unit(&self, name: &str) -> Result<UnitIx, RowError> {
        if name.is_empty() {
            return Err(RowError::MissingUnit);
        }
        if let Some(unit) = self.definition.units.find(name) {
            return Ok(unit);
        }
        match self.definition.find_unit(name) {
            Some(unit) if self.options.aliases => Ok(unit),
            Some(unit) => Err(RowError::NameOfUnit { name: name.into(), id: self.definition.units.id(unit).into() }),
            None => Err(RowError::UnknownUnit { unit: name.into() }),
        }
    }

    /// A unit that reports, not a sum of others.
    fn reporting_unit(&self, name: &str) -> Result<UnitIx, RowError> {
        let unit = self.unit(name)?;
        let units = &self.definition.units;
        if units.is_leaf(unit) {
            return Ok(unit);
        }
        let parts = units.cells_below(unit).len();
        Err(Rejection::AggregateUnit { unit: units.id(unit).into(), parts }.into())
    }

    /// The category of that id; `None` if none is given.
    pub(super) fn category(&self, id: &str) -> Result<Option<CategoryIx>, RowError> {
        let categories = &self.definition.categories;
        let found = categories.iter().position(|category| category.id == id).map(CategoryIx::new);
        if found.is_none() && !id.is_empty() {
            let hint = hint(id, categories.iter().map(|category| category.id.as_str()).collect::<Vec<_>>());
            return Err(RowError::UnknownCategory { category: id.into(), hint });
        }
        Ok(found)
    }

    /// The category of that id, in which the unit reports; of none, its only one.
    fn category_of(&self, unit: UnitIx, id: &str) -> Result<CategoryIx, RowError> {
        let units = &self.definition.units;
        let cells = units.cells_below(unit);
        match self.category(id)? {
            Some(category) if units.cell(unit, category).is_some() => Ok(category),
            Some(_) => Err(Rejection::UnexpectedCategory { unit: units.id(unit).into() }.into()),
            None if cells.len() == 1 => Ok(units.category_of_cell(cells.start)),
            None => {
                let categories = cells.map(|cell| &self.definition.categories[units.category_of_cell(cell).at()]);
                let ids: Vec<&str> = categories.map(|category| category.id.as_str()).collect();
                Err(RowError::AmbiguousCategory { unit: units.id(unit).into(), categories: quoted(&ids) })
            }
        }
    }

    /// The time that is written, or the one for rows without.
    pub(super) fn time(&self, text: &str) -> Result<i64, RowError> {
        if !text.is_empty() {
            return instant(text).map_err(|why| RowError::BadTime { why });
        }
        let default = self.options.default_time.filter(|_| !self.options.time_required);
        default.ok_or(RowError::MissingTime)
    }
}

/// A revision; `None` if it is left open.
pub(super) fn revision(text: &str) -> Result<Option<u32>, RowError> {
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.bytes().all(|digit| digit.is_ascii_digit());
    let revision = text.parse().ok().filter(|revision| digits && *revision > 0);
    revision.map(Some).ok_or_else(|| RowError::BadRevision { revision: text.into() })
}

fn status(text: &str) -> Result<CountItemStatus, RowError> {
    if text.is_empty() {
        return Ok(CountItemStatus::Completed);
    }
    CountItemStatus::of(text).ok_or_else(|| RowError::BadStatus {
        status: text.into(),
        hint: hint(text, CountItemStatus::NAMES.map(|(name, _)| name)),
    })
}
