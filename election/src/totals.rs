//! Totals of one contest: for each inner unit and category, its progress and the sums of its cells.

use crate::definition::Definition;
use crate::ids::UnitIx;
use crate::ledger::Book;
use crate::report::CountItemStatus;

/// How a unit stands in one category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Cells whose count is complete.
    pub completed: u32,
    /// Cells that have reported a part of their ballots.
    pub partial: u32,
    /// Cells with a flagged report.
    pub flagged: u32,
    /// Time of the last report: milliseconds since 1970 UTC; 0 = none yet.
    pub last_at: i64,
    /// Sums by column: the five figures, then one per option.
    pub sums: Vec<u64>,
}

impl Standing {
    /// Nothing reported.
    #[must_use]
    pub fn empty(columns: usize) -> Self {
        Self { sums: vec![0; columns], ..Self::default() }
    }

    /// Adds another standing: another category of the same unit, or another unit.
    pub fn add(&mut self, other: &Self) {
        self.completed += other.completed;
        self.partial += other.partial;
        self.flagged += other.flagged;
        self.last_at = self.last_at.max(other.last_at);
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Progress {
    completed: u32,
    partial: u32,
    flagged: u32,
    last_at: i64,
}

/// Progress and sums, addressed by `slot * categories + category`.
///
/// A sum is of at most 2³² figures of less than 2³² each, so it fits 64 bits; the arithmetic is checked all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    columns: usize,
    sums: Vec<u64>,
    progress: Vec<Progress>,
}

impl Totals {
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    pub(crate) fn standing(&self, at: usize) -> Standing {
        let Progress { completed, partial, flagged, last_at } = self.progress[at];
        let sums = self.sums[at * self.columns..(at + 1) * self.columns].to_vec();
        Standing { completed, partial, flagged, last_at, sums }
    }

    /// Computes all totals: each cell into the unit above it, then inner units into theirs, deepest first.
    pub(crate) fn fold(definition: &Definition, columns: usize, book: &Book) -> Self {
        let units = &definition.units;
        let rows = units.slots() * units.categories();
        let mut totals = Self { columns, sums: vec![0; rows * columns], progress: vec![Progress::default(); rows] };
        for cell in 0..units.cells() {
            totals.add_cell(definition, cell, book);
        }
        for slot in (1..units.slots()).rev() {
            if let Some(above) = units.parent(units.unit_of_slot(slot)).and_then(|parent| units.slot(parent)) {
                totals.add_rows(slot * units.categories(), above * units.categories(), units.categories());
            }
        }
        totals
    }

    fn add_cell(&mut self, definition: &Definition, cell: usize, book: &Book) {
        let units = &definition.units;
        let Some(slot) = units.parent(units.unit_of_cell(cell)).and_then(|parent| units.slot(parent)) else { return };
        let entry = book.entries[cell];
        let flagged = book.is_flagged(cell);
        if entry.revision == 0 && !flagged {
            return;
        }
        let at = slot * units.categories() + units.category_of_cell(cell).at();
        let progress = &mut self.progress[at];
        progress.completed += u32::from(entry.status.is_counted());
        progress.partial += u32::from(entry.status == CountItemStatus::InProcess);
        progress.flagged += u32::from(flagged);
        progress.last_at = progress.last_at.max(entry.last_at);
        let sums = &mut self.sums[at * self.columns..(at + 1) * self.columns];
        for (sum, count) in sums.iter_mut().zip(&book.cells[cell * self.columns..]) {
            *sum += u64::from(count.or_zero());
        }
    }

    fn add_rows(&mut self, from: usize, to: usize, rows: usize) {
        // A unit comes after the one above it, so `to` lies before `from`.
        let (above, below) = self.sums.split_at_mut(from * self.columns);
        let above = &mut above[to * self.columns..(to + rows) * self.columns];
        for (sum, more) in above.iter_mut().zip(&below[..rows * self.columns]) {
            *sum += more;
        }
        for row in 0..rows {
            let more = self.progress[from + row];
            let progress = &mut self.progress[to + row];
            progress.completed += more.completed;
            progress.partial += more.partial;
            progress.flagged += more.flagged;
            progress.last_at = progress.last_at.max(more.last_at);
        }
    }

    /// Replaces what a cell adds to every unit above it: new − old.
    pub(crate) fn replace(&mut self, definition: &Definition, cell: usize, old: &Standing, new: &Standing) {
        let units = &definition.units;
        let category = units.category_of_cell(cell).at();
        let unit: UnitIx = units.unit_of_cell(cell);
        for slot in units.ancestors(unit).filter_map(|above| units.slot(above)) {
            let at = slot * units.categories() + category;
            let progress = &mut self.progress[at];
            progress.completed = exchange32(progress.completed, old.completed, new.completed);
            progress.partial = exchange32(progress.partial, old.partial, new.partial);
            progress.flagged = exchange32(progress.flagged, old.flagged, new.flagged);
            progress.last_at = progress.last_at.max(new.last_at);
            let sums = &mut self.sums[at * self.columns..(at + 1) * self.columns];
            for ((sum, old), new) in sums.iter_mut().zip(&old.sums).zip(&new.sums) {
                *sum = exchange(*sum, *old, *new);
            }
        }
    }
}

fn exchange(sum: u64, old: u64, new: u64) -> u64 {
    sum.checked_add(new).and_then(|sum| sum.checked_sub(old)).expect("a sum contains what each of its cells adds to it")
}

fn exchange32(sum: u32, old: u32, new: u32) -> u32 {
    sum.checked_add(new)
        .and_then(|sum| sum.checked_sub(old))
        .expect("a count contains what each of its cells adds to it")
}
