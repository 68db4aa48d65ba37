//! Which unit and category a row is about: the steps down the tree, with positions in a table.

use std::collections::BTreeMap;

use super::locator::Locator;
use super::mapping::{Choice, Key, Step};
use super::plan::{Binding, all, listed};
use super::template::BoundTemplate;
use super::written::Name;
use crate::folder::defect::Defect;
use crate::folder::table::Row;
use crate::ids::{CategoryIx, LevelIx, MAX_ID, UnitIx, is_unit_id};

/// Which unit and category a row is about.
pub(super) struct Address {
    skip: Vec<(usize, Vec<String>)>,
    pub(super) steps: Vec<BoundStep>,
    pub(super) category: Option<Chosen<CategoryIx>>,
}

/// A step of the way down, with positions.
pub(super) struct BoundStep {
    key: BoundKey,
    /// Where a defect of this step is.
    column: usize,
    pub(super) create: Option<LevelIx>,
    name: Option<BoundTemplate>,
}

enum BoundKey {
    Find(BoundTemplate, Option<LevelIx>),
    Id(BoundTemplate),
}

/// One of a few values, with positions.
pub(super) enum Chosen<T> {
    Always(T),
    Cell { column: usize, values: BTreeMap<String, T> },
}

impl Binding<'_> {
    /// The part that says which unit a row is about.
    pub(super) fn address(&mut self) -> Option<Address> {
        let mapping = self.mapping;
        let skip = mapping.skip.iter().map(|(column, values)| Some((self.column(column)?, values.clone())));
        let skip: Vec<_> = skip.collect();
        let steps: Vec<_> = mapping.steps.iter().map(|step| self.step(step)).collect();
        let category = match &mapping.category {
            Some(choice) => Some(self.category(choice)?),
            None => None,
        };
        Some(Address { skip: all(skip)?, steps: all(steps)?, category })
    }

    fn step(&mut self, step: &Step) -> Option<BoundStep> {
        let key = match &step.key {
            Key::Find(template, level) => {
                let template = self.template(template, &step.written)?;
                BoundKey::Find(template, self.level(level.as_ref())?)
            }
            Key::Id(template) => BoundKey::Id(self.template(template, &step.written)?),
        };
        let (BoundKey::Find(template, _) | BoundKey::Id(template)) = &key;
        let column = template.columns().next().unwrap_or_default();
        let name = match &step.name {
            Some((template, written)) => Some(self.template(template, written)?),
            None => None,
        };
        Some(BoundStep { key, column, create: self.level(step.create.as_ref())?, name })
    }

    /// The level of that id; `Some(None)` if none is named.
    #[expect(clippy::option_option, reason = "the outer one says that a defect was found")]
    fn level(&mut self, name: Option<&Name>) -> Option<Option<LevelIx>> {
        let Some(name) = name else { return Some(None) };
        let found = self.definition.level(name.get_ref());
        if found.is_none() {
            let levels = listed(self.definition.levels.iter().map(|level| level.id.as_str()));
            self.fail(name, format!("`{}` is not a level of this election: the levels are {levels}", name.get_ref()));
        }
        found.map(Some)
    }

    fn category(&mut self, choice: &Choice) -> Option<Chosen<CategoryIx>> {
        let known = self.definition.categories.iter().enumerate();
        let known = known.map(|(at, category)| (category.id.clone(), CategoryIx::new(at))).collect();
        self.choice(choice, &known, "category of this election")
    }

    pub(super) fn choice<T: Copy>(
        &mut self,
        choice: &Choice,
        known: &BTreeMap<String, T>,
        what: &str,
    ) -> Option<Chosen<T>> {
        let mut value = |name: &Name| {
            let found = known.get(name.get_ref()).copied();
            if found.is_none() {
                let known = listed(known.keys().map(String::as_str));
                self.fail(name, format!("`{}` is not a {what}: there are {known}", name.get_ref()));
            }
            found
        };
        match choice {
            Choice::Always(name) => value(name).map(Chosen::Always),
            Choice::Column { column, values } => {
                let values = match values {
                    Some(values) => {
                        let found = values.iter().map(|(cell, name)| Some((cell.clone(), value(name)?))).collect();
                        all(found)?.into_iter().collect()
                    }
                    None => known.clone(),
                };
                Some(Chosen::Cell { column: self.column(column)?, values })
            }
        }
    }
}

impl Address {
    /// Whether the mapping says to pass over a row.
    pub(super) fn skips(&self, row: Row<'_>) -> bool {
        self.skip.iter().any(|(column, values)| values.iter().any(|value| value == row.get(*column).trim()))
    }

    /// Whether a step looks at names.
    pub(super) fn looks_at_names(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.key, BoundKey::Find(..)))
    }

    /// The unit that a row is about.
    ///
    /// # Errors
    /// The first step that leads nowhere.
    pub(super) fn unit(&self, locator: &Locator<'_>, row: Row<'_>) -> Result<UnitIx, Defect> {
        let root = locator.definition.units.root();
        self.steps.iter().try_fold(root, |above, step| step.unit(locator, above, row))
    }
}

impl BoundStep {
    /// What a row calls the unit of this step.
    pub(super) fn called(&self, row: Row<'_>) -> String {
        let (BoundKey::Find(template, _) | BoundKey::Id(template)) = &self.key;
        template.render(row)
    }

    /// What a row names a unit that this step adds; empty = its id.
    pub(super) fn name(&self, row: Row<'_>) -> String {
        self.name.as_ref().map_or_else(String::new, |template| template.render(row))
    }

    /// The unit of this step within `above`, if there is one.
    pub(super) fn find(&self, locator: &Locator<'_>, above: UnitIx, called: &str) -> Option<UnitIx> {
        let units = &locator.definition.units;
        match &self.key {
            BoundKey::Find(_, level) => locator.find(above, called, *level),
            BoundKey::Id(_) => units.find(called).filter(|unit| units.is_within(*unit, above)),
        }
    }

    fn unit(&self, locator: &Locator<'_>, above: UnitIx, row: Row<'_>) -> Result<UnitIx, Defect> {
        let called = self.called(row);
        if called.is_empty() {
            return Err(row.cell_defect(self.column, "this cell is empty, so nothing says which unit the row is about"));
        }
        self.find(locator, above, &called).ok_or_else(|| self.not_found(locator, above, &called, row))
    }

    fn not_found(&self, locator: &Locator<'_>, above: UnitIx, called: &str, row: Row<'_>) -> Defect {
        let units = &locator.definition.units;
        let place = |unit: UnitIx| format!("`{}` ({})", units.id(unit), units.name(unit));
        let elsewhere = units.find(called).and_then(|unit| units.parent(unit));
        let message = match (elsewhere, &self.key) {
            (Some(parent), BoundKey::Id(_)) => format!(
                "unit `{called}` belongs to {}, not to {} as this row says: correct one of the two",
                place(parent),
                place(above)
            ),
            (_, BoundKey::Find(..)) => {
                format!("nothing within {} is called `{called}`: add it to the aliases in units.csv", place(above))
            }
            _ if !is_unit_id(called) => {
                format!("`{called}` cannot be an id, which has no spaces and at most {MAX_ID} bytes: try `|slug`")
            }
            _ => {
                format!("there is no unit `{called}` within {}: correct the code, or add it to units.csv", place(above))
            }
        };
        row.cell_defect(self.column, message)
    }
}

impl<T: Copy> Chosen<T> {
    /// The value of a row.
    ///
    /// # Errors
    /// A cell that the mapping does not know.
    pub(super) fn of(&self, row: Row<'_>) -> Result<T, Defect> {
        match self {
            Self::Always(value) => Ok(*value),
            Self::Cell { column, values } => {
                let cell = row.get(*column).trim();
                values.get(cell).copied().ok_or_else(|| {
                    let known = listed(values.keys().map(String::as_str));
                    let message = format!(
                        "`{cell}` is not known: correct it, or add it to `values` in the mapping; there are {known}"
                    );
                    row.cell_defect(*column, message)
                })
            }
        }
    }
}
