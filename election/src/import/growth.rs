//! Units that a definition leaves to the tables: found row by row, below those that it has.

use std::collections::{BTreeSet, HashMap};

use super::address::{Address, BoundStep};
use super::locator::Locator;
use crate::definition::Definition;
use crate::folder::table::Row;
use crate::ids::{CategoryIx, LevelIx, UnitIx, is_unit_id};

/// The units that tables add to a definition.
pub(super) struct Growth<'d> {
    locator: Locator<'d>,
    created: Vec<Created>,
    by_id: HashMap<String, usize>,
}

/// A unit that a table adds.
pub(super) struct Created {
    pub(super) id: String,
    parent: Place,
    pub(super) level: LevelIx,
    pub(super) name: String,
    /// Those of its rows, if it is a leaf.
    pub(super) categories: BTreeSet<CategoryIx>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Known(UnitIx),
    Created(usize),
}

impl<'d> Growth<'d> {
    pub(super) fn new(definition: &'d Definition, by_name: bool) -> Self {
        Self { locator: Locator::new(definition, by_name), created: Vec::new(), by_id: HashMap::new() }
    }

    /// Adds what a row needs. A row that leads nowhere adds nothing: it has a defect when its figures are read.
    pub(super) fn grow(&mut self, address: &Address, row: Row<'_>) {
        if address.skips(row) {
            return;
        }
        let before = self.created.len();
        if self.descend(address, row).is_none() {
            for dropped in self.created.drain(before..) {
                self.by_id.remove(&dropped.id);
            }
        }
    }

    fn descend(&mut self, address: &Address, row: Row<'_>) -> Option<()> {
        let category = match &address.category {
            Some(category) => Some(category.of(row).ok()?),
            None => None,
        };
        let root = Place::Known(self.locator.definition.units.root());
        let unit = address.steps.iter().try_fold(root, |above, step| self.step(step, above, row))?;
        if let Place::Created(at) = unit {
            self.created[at].categories.extend(category);
        }
        Some(())
    }

    fn step(&mut self, step: &BoundStep, above: Place, row: Row<'_>) -> Option<Place> {
        let called = step.called(row);
        if let Place::Known(above) = above
            && let Some(unit) = step.find(&self.locator, above, &called)
        {
            return Some(Place::Known(unit));
        }
        if let Some(at) = self.by_id.get(&called).copied() {
            let is_here = self.created[at].parent == above || above == Place::Created(at);
            return is_here.then_some(Place::Created(at));
        }
        let level = step.create?;
        let is_free = is_unit_id(&called) && self.locator.definition.units.find(&called).is_none();
        (is_free && level > self.level(above)).then(|| self.create(called, above, level, step.name(row)))
    }

    fn create(&mut self, id: String, parent: Place, level: LevelIx, name: String) -> Place {
        self.by_id.insert(id.clone(), self.created.len());
        self.created.push(Created { id, parent, level, name, categories: BTreeSet::new() });
        Place::Created(self.created.len() - 1)
    }

    fn level(&self, place: Place) -> LevelIx {
        match place {
            Place::Known(unit) => self.locator.definition.units.level(unit),
            Place::Created(at) => self.created[at].level,
        }
    }

    /// The units that were added, parents before children.
    pub(super) fn created(&self) -> &[Created] {
        &self.created
    }

    /// The id of the unit above one that was added.
    pub(super) fn parent<'s>(&'s self, created: &'s Created) -> &'s str {
        match created.parent {
            Place::Known(unit) => self.locator.definition.units.id(unit),
            Place::Created(at) => &self.created[at].id,
        }
    }

    /// The ids of the units of the definition that have got units below them.
    pub(super) fn parents(&self) -> BTreeSet<&str> {
        let known = self.created.iter().filter(|created| matches!(created.parent, Place::Known(_)));
        known.map(|created| self.parent(created)).collect()
    }
}
