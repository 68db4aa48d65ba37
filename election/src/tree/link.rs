//! What a tree is built from: records that name their parents, and what can be wrong with them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::NONE;
use crate::ids::{LevelIx, UnitIx};
use crate::report::Count;

/// What a tree is built from: one unit as its file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitRecord {
    /// Unique id.
    pub id: String,
    /// Id of the unit above; empty for the root.
    pub parent: String,
    /// Level, deeper than the parent's.
    pub level: LevelIx,
    /// Name in the default language; empty = the id.
    pub name: String,
    /// Registered voters, where known.
    pub registered: Count,
    /// The categories that it reports, one bit each; 0 = the first category.
    pub categories: u32,
}

/// Why records do not form a tree. `record` is the position in the slice given to [`super::UnitTree::build`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeDefect {
    /// No record has an empty parent.
    #[error("there is no root: exactly one unit must have an empty parent")]
    NoRoot,
    /// A second record has an empty parent.
    #[error("unit `{id}` has no parent, but `{root}` is the root already: give it a parent")]
    SecondRoot {
        /// Position of the record.
        record: usize,
        /// Its id.
        id: String,
        /// The root's id.
        root: String,
    },
    /// An id is used twice.
    #[error("unit id `{id}` is used twice (first in record {first}): ids must be unique")]
    Duplicate {
        /// Position of the second record.
        record: usize,
        /// The id.
        id: String,
        /// Position of the first record, counted from 1.
        first: usize,
    },
    /// The parent is not a unit.
    #[error("unit `{id}` has the parent `{parent}`, which is not a unit: add it or correct the spelling")]
    UnknownParent {
        /// Position of the record.
        record: usize,
        /// Its id.
        id: String,
        /// The parent that it names.
        parent: String,
    },
    /// The level is not below the parent's.
    #[error("unit `{id}` is not on a deeper level than its parent `{parent}`: correct one of the two levels")]
    LevelNotDeeper {
        /// Position of the record.
        record: usize,
        /// Its id.
        id: String,
        /// Its parent's id.
        parent: String,
    },
}

impl TreeDefect {
    /// The record at fault, if one is.
    #[must_use]
    pub fn record(&self) -> Option<usize> {
        match self {
            Self::NoRoot => None,
            Self::SecondRoot { record, .. }
            | Self::Duplicate { record, .. }
            | Self::UnknownParent { record, .. }
            | Self::LevelNotDeeper { record, .. } => Some(*record),
        }
    }
}

/// Children of each record as one array, sliced by `starts`.
pub(super) struct Children {
    pub(super) root: usize,
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Children {
    /// Finds them, or everything that is wrong.
    pub(super) fn of_records(records: &[UnitRecord]) -> Result<Self, Vec<TreeDefect>> {
        link(records)
    }

    pub(super) fn of(&self, record: usize) -> &[u32] {
        &self.items[self.starts[record] as usize..self.starts[record + 1] as usize]
    }
}

fn link(records: &[UnitRecord]) -> Result<Children, Vec<TreeDefect>> {
    let mut defects = Vec::new();
    let by_id = number_by_id(records, &mut defects);
    let mut root = None;
    let mut parents = vec![NONE; records.len()];
    for (at, record) in records.iter().enumerate() {
        if record.parent.is_empty() {
            match root {
                None => root = Some(at),
                Some(first) => defects.push(TreeDefect::SecondRoot {
                    record: at,
                    id: record.id.clone(),
                    root: records[first].id.clone(),
                }),
            }
            continue;
        }
        let Some(parent) = by_id.get(record.parent.as_str()) else {
            let (id, parent) = (record.id.clone(), record.parent.clone());
            defects.push(TreeDefect::UnknownParent { record: at, id, parent });
            continue;
        };
        parents[at] = *parent;
        // A deeper level than the parent's everywhere also rules out circles.
        if records[*parent as usize].level >= record.level {
            let (id, parent) = (record.id.clone(), record.parent.clone());
            defects.push(TreeDefect::LevelNotDeeper { record: at, id, parent });
        }
    }
    match root {
        Some(root) if defects.is_empty() => Ok(group(root, &parents)),
        Some(_) => Err(defects),
        None => {
            defects.push(TreeDefect::NoRoot);
            Err(defects)
        }
    }
}

/// The record of each id. Hashed, as sorting a million records for this takes seconds.
fn number_by_id<'r>(records: &'r [UnitRecord], defects: &mut Vec<TreeDefect>) -> HashMap<&'r str, u32> {
    let mut by_id = HashMap::with_capacity(records.len());
    for (at, record) in records.iter().enumerate() {
        match by_id.entry(record.id.as_str()) {
            Entry::Vacant(free) => {
                free.insert(UnitIx::new(at).0);
            }
            Entry::Occupied(first) => {
                let first = *first.get() as usize + 1;
                defects.push(TreeDefect::Duplicate { record: at, id: record.id.clone(), first });
            }
        }
    }
    by_id
}

fn group(root: usize, parents: &[u32]) -> Children {
    let mut starts = vec![0u32; parents.len() + 1];
    for parent in parents.iter().filter(|parent| **parent != NONE) {
        starts[*parent as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut items = vec![0; parents.len().saturating_sub(1)];
    for (record, parent) in parents.iter().enumerate().filter(|(_, parent)| **parent != NONE) {
        let slot = &mut next[*parent as usize];
        items[*slot as usize] = UnitIx::new(record).0;
        *slot += 1;
    }
    Children { root, starts, items }
}
