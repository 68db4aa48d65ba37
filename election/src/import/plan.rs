//! A mapping that has met a table and a definition: names of columns, options, categories and levels are positions now.

use super::address::{Address, Chosen};
use super::mapping::Mapping;
use super::moment::{BoundClock, Moment};
use super::options::Votes;
use super::template::{BoundTemplate, Template};
use super::written::Name;
use crate::definition::Definition;
use crate::folder::defect::Defects;
use crate::folder::table::Table;
use crate::ids::ContestIx;
use crate::report::{CountItemStatus, Figure};

/// What a row says about its unit.
pub(super) struct Plan {
    pub(super) address: Address,
    pub(super) contest: ContestIx,
    pub(super) status: Option<Chosen<CountItemStatus>>,
    pub(super) figures: Vec<(Figure, usize)>,
    pub(super) votes: Votes,
    pub(super) time: Time,
}

/// Where the time is, with positions.
pub(super) enum Time {
    Fixed(i64),
    Column(usize, BoundClock),
}

/// Brings a mapping, a table and a definition together, and gathers what does not fit.
pub(super) struct Binding<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) definition: &'a Definition,
    pub(super) table: &'a Table<'a>,
    pub(super) defects: &'a mut Defects,
}

impl Binding<'_> {
    pub(super) fn fail(&mut self, at: &Name, message: impl Into<String>) {
        self.defects.push(self.mapping.place.defect(at, message));
    }

    pub(super) fn no_column(&mut self, at: &Name, name: &str) {
        let columns = listed(self.table.columns().iter().map(String::as_str));
        let file = self.table.file();
        self.fail(at, format!("{file} has no column `{name}`: correct the name; the columns are {columns}"));
    }

    pub(super) fn column(&mut self, name: &Name) -> Option<usize> {
        let found = self.table.column(name.get_ref());
        if found.is_none() {
            self.no_column(name, name.get_ref());
        }
        found
    }

    pub(super) fn template(&mut self, template: &Template, written: &Name) -> Option<BoundTemplate> {
        let table = self.table;
        template.bind(|name| table.column(name)).map_err(|name| self.no_column(written, &name)).ok()
    }

    /// The whole plan.
    pub(super) fn plan(&mut self) -> Option<Plan> {
        let mapping = self.mapping;
        let address = self.address();
        let contest = self.contest();
        let statuses = CountItemStatus::NAMES.iter().map(|(name, status)| ((*name).to_owned(), *status)).collect();
        let status = mapping.status.as_ref().map(|choice| self.choice(choice, &statuses, "status"));
        let figures: Vec<_> =
            mapping.figures.iter().map(|(figure, column)| Some((*figure, self.column(column)?))).collect();
        let time = self.time();
        let contest = contest?;
        let votes = self.votes(&self.definition.contests[contest.at()]);
        let status = match status {
            Some(status) => Some(status?),
            None => None,
        };
        Some(Plan { address: address?, contest, status, figures: all(figures)?, votes: votes?, time: time? })
    }

    fn contest(&mut self) -> Option<ContestIx> {
        let contests = || listed(self.definition.contests.iter().map(|contest| contest.id.as_str()));
        let Some(name) = &self.mapping.contest else {
            if self.definition.contests.len() == 1 {
                return Some(ContestIx(0));
            }
            let message = format!("this election has several contests: add `contest`; there are {}", contests());
            self.defects.push(self.mapping.place.defect_of_file(message));
            return None;
        };
        let found = self.definition.contest(name.get_ref());
        if found.is_none() {
            let message = format!("`{}` is not a contest of this election: there are {}", name.get_ref(), contests());
            self.fail(name, message);
        }
        found
    }

    fn time(&mut self) -> Option<Time> {
        let mapping = self.mapping;
        let (written, clock) = match &mapping.moment {
            Moment::PollsClose => return Some(Time::Fixed(self.definition.polls_close)),
            Moment::Always(at) => return Some(Time::Fixed(*at)),
            Moment::Column { column, clock } => (column, clock),
            Moment::FileName { written, clock } => (written, clock),
        };
        let clock = clock.bind(self.definition).map_err(|message| self.fail(written, message)).ok()?;
        if matches!(mapping.moment, Moment::Column { .. }) {
            return Some(Time::Column(self.column(written)?, clock));
        }
        let file = self.table.file();
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        clock.read(name).map(Time::Fixed).map_err(|message| self.fail(written, message)).ok()
    }
}

/// All, or nothing if one is missing.
pub(super) fn all<T>(found: Vec<Option<T>>) -> Option<Vec<T>> {
    found.into_iter().collect()
}

/// Names as code, the first dozen.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => "none".into(),
        1..=12 => names.join(", "),
        more => format!("{} and {} more", names[..12].join(", "), more - 12),
    }
}
