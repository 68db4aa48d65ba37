//! Rows to submissions: one row each in a wide table, several in a long one.

use std::collections::HashMap;

use super::item::{Item, Key};
use super::locator::Locator;
use super::mapping::Mapping;
use super::options::{LongColumns, Target, Votes};
use super::plan::{Plan, Time};
use crate::definition::Definition;
use crate::folder::defect::{Defect, Defects};
use crate::folder::table::{Row, Table};
use crate::ids::{CategoryIx, OptionIx, UnitIx};
use crate::report::{Count, CountItemStatus, Figure, Figures};
use crate::submission::Submission;

/// What the rows of a table say, unit by unit.
pub(super) struct Reading<'a> {
    mapping: &'a Mapping,
    plan: &'a Plan,
    locator: Locator<'a>,
    items: Vec<Item>,
    by_key: HashMap<Key, usize>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(mapping: &'a Mapping, plan: &'a Plan, definition: &'a Definition) -> Self {
        let locator = Locator::new(definition, plan.address.looks_at_names());
        Self { mapping, plan, locator, items: Vec::new(), by_key: HashMap::new() }
    }

    /// Reads all rows: the submissions with their first lines, in file order.
    pub(super) fn read(mut self, table: &mut Table<'_>, defects: &mut Defects) -> Vec<(u32, Submission)> {
        while let Some(row) = table.next_row() {
            let found = match row {
                Ok(row) => self.take(row),
                Err(defect) => vec![defect],
            };
            defects.extend(found);
        }
        let Self { mapping, plan, items, .. } = self;
        let whole = items.into_iter().filter(|item| !item.is_broken);
        whole.filter_map(|item| Some((item.line, item.finish(mapping, plan)?))).collect()
    }

    /// Takes a row in and returns what is wrong with it.
    fn take(&mut self, row: Row<'_>) -> Vec<Defect> {
        if self.plan.address.skips(row) {
            return Vec::new();
        }
        let (key, status) = match self.head(row) {
            Ok(head) => head,
            Err(defect) => return vec![defect],
        };
        let item = self.blank(row, key, status);
        let plan = self.plan;
        match &plan.votes {
            Votes::Wide(columns) => self.take_wide(row, item, columns),
            Votes::Long(columns) => self.take_long(row, item, columns),
        }
    }

    fn head(&self, row: Row<'_>) -> Result<(Key, CountItemStatus), Defect> {
        let unit = self.plan.address.unit(&self.locator, row)?;
        let category = self.category(unit, row)?;
        let status = self.plan.status.as_ref().map_or(Ok(CountItemStatus::Completed), |status| status.of(row))?;
        Ok(((unit, category, self.time(row)?), status))
    }

    fn category(&self, unit: UnitIx, row: Row<'_>) -> Result<CategoryIx, Defect> {
        if let Some(category) = &self.plan.address.category {
            return category.of(row);
        }
        let units = &self.locator.definition.units;
        let mut cells = if units.is_leaf(unit) { units.cells_below(unit) } else { 0..0 };
        match (cells.next(), cells.next()) {
            (Some(_), Some(_)) => {
                let id = units.id(unit);
                Err(row.defect(format!("unit `{id}` reports several categories: add [category] to the mapping")))
            }
            (Some(only), None) => Ok(units.category_of_cell(only)),
            // A sum of other units, which the ledger refuses whatever the category.
            (None, _) => Ok(CategoryIx(0)),
        }
    }

    fn time(&self, row: Row<'_>) -> Result<i64, Defect> {
        let (column, clock) = match &self.plan.time {
            Time::Fixed(at) => return Ok(*at),
            Time::Column(column, clock) => (*column, clock),
        };
        let cell = row.get(column).trim();
        // A unit that has not reported has no time either.
        if self.mapping.style.is_empty(cell) && self.has_no_votes(row) {
            return Ok(self.locator.definition.polls_close);
        }
        clock.read(cell).map_err(|message| row.cell_defect(column, message))
    }

    fn has_no_votes(&self, row: Row<'_>) -> bool {
        let is_empty = |column: usize| self.mapping.style.is_empty(row.get(column).trim());
        match &self.plan.votes {
            Votes::Wide(columns) => columns.iter().all(|(_, column)| is_empty(*column)),
            Votes::Long(columns) => is_empty(columns.votes),
        }
    }

    fn new_item(&mut self, item: Item) -> usize {
        self.by_key.insert(item.key, self.items.len());
        self.items.push(item);
        self.items.len() - 1
    }

    /// An item without figures that begins in a row.
    fn blank(&self, row: Row<'_>, key: Key, status: CountItemStatus) -> Item {
        let options = self.locator.definition.contests[self.plan.contest.at()].options.len();
        Item { key, line: row.line(), status, figures: Figures::missing(options), is_broken: false }
    }

    fn take_wide(&mut self, row: Row<'_>, mut item: Item, columns: &[(OptionIx, usize)]) -> Vec<Defect> {
        let mut defects = Vec::new();
        for (figure, count) in self.figures(row, &mut defects) {
            item.figures.set(figure, count);
        }
        for (option, column) in columns {
            match self.mapping.style.read(row.get(*column)) {
                Ok(count) => item.figures.set_vote(*option, count),
                Err(message) => defects.push(row.cell_defect(*column, message)),
            }
        }
        item.is_broken = !defects.is_empty();
        match self.by_key.get(&item.key) {
            Some(first) => defects.extend(self.contradiction(row, *first, &item)),
            None => drop(self.new_item(item)),
        }
        defects
    }

    /// The same row twice says nothing new. Of two that differ nobody here knows which is right, so neither counts.
    fn contradiction(&mut self, row: Row<'_>, first: usize, item: &Item) -> Option<Defect> {
        let first = &mut self.items[first];
        if (first.status, &first.figures) == (item.status, &item.figures) {
            return None;
        }
        first.is_broken = true;
        let (id, line) = (self.locator.definition.units.id(item.key.0), first.line);
        Some(row.defect(format!("line {line} has other figures for unit `{id}`, so neither row is taken: remove one")))
    }

    fn figures(&self, row: Row<'_>, defects: &mut Vec<Defect>) -> Vec<(Figure, Count)> {
        let mut figures = Vec::with_capacity(self.plan.figures.len());
        for (figure, column) in &self.plan.figures {
            match self.mapping.style.read(row.get(*column)) {
                Ok(count) => figures.push((*figure, count)),
                Err(message) => defects.push(row.cell_defect(*column, message)),
            }
        }
        figures
    }

    /// A row of a long table: the figures of its columns, which every row of the unit repeats, and those of one option.
    fn take_long(&mut self, row: Row<'_>, begun: Item, columns: &LongColumns) -> Vec<Defect> {
        let at = self.by_key.get(&begun.key).copied().unwrap_or_else(|| self.new_item(begun));
        let mut defects = Vec::new();
        let figures = self.figures(row, &mut defects);
        let figures = figures.into_iter().map(|(figure, count)| (Target::Figure(figure), count));
        let own = self.long_cell(row, columns).map_err(|defect| defects.push(defect)).ok();
        let item = &mut self.items[at];
        for (target, count) in figures.chain(own) {
            if !item.merge(target, count) {
                let message = format!(
                    "another row has another figure for the same unit (the first one is line {}): make them agree",
                    item.line
                );
                defects.push(row.defect(message));
            }
        }
        item.is_broken |= !defects.is_empty();
        defects
    }

    fn long_cell(&self, row: Row<'_>, columns: &LongColumns) -> Result<(Target, Count), Defect> {
        let name = row.get(columns.column);
        let target = columns.target(name).ok_or_else(|| {
            let message = format!(
                "`{name}` is neither an option of this contest nor in `values` of [options]: correct it, or add it to \
                 [skip]"
            );
            row.cell_defect(columns.column, message)
        })?;
        let count = self.mapping.style.read(row.get(columns.votes));
        Ok((target, count.map_err(|message| row.cell_defect(columns.votes, message))?))
    }
}
