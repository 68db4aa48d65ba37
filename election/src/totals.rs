//! Totals of one contest: for each inner unit and category, its progress and the sums of its cells.

use crate::definition::Definition;
use crate::ledger::Book;
use crate::report::Count;
use crate::tree::UnitTree;

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

/// How far the cells below a unit have come; of a single cell, 0 or 1 each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) completed: u32,
    pub(crate) partial: u32,
    pub(crate) flagged: u32,
    pub(crate) last_at: i64,
}

/// Progress and sums, addressed by `slot * categories + category`.
///
/// A sum is of at most 2³² figures of less than 2³² each, so it fits 64 bits; the arithmetic is checked all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    columns: usize,
    sums: Vec<u64>,
    progress: Vec<Progress>,
    /// New − old of the cell that is being replaced, by column.
    difference: Vec<i64>,
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
        let mut totals = Self {
            columns,
            sums: vec![0; rows * columns],
            progress: vec![Progress::default(); rows],
            difference: vec![0; columns],
        };
        for cell in 0..units.cells() {
            totals.add_cell(definition, cell, book);
        }
        for slot in (1..units.slots()).rev() {
            if let Some(above) = units.slot_above(slot) {
                totals.add_rows(slot * units.categories(), above * units.categories(), units.categories());
            }
        }
        totals
    }

    fn add_cell(&mut self, definition: &Definition, cell: usize, book: &Book) {
        let units = &definition.units;
        let Some(slot) = units.slots_above(cell).next() else { return };
        let more = book.progress(cell);
        if book.entries[cell].revision == 0 && more.flagged == 0 {
            return;
        }
        let at = slot * units.categories() + units.category_of_cell(cell).at();
        self.progress[at].add(more);
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
            self.progress[to + row].add(more);
        }
    }

    /// Replaces the figures that a cell adds to every unit above it: new − old.
    pub(crate) fn replace_figures(&mut self, units: &UnitTree, cell: usize, old: &[Count], new: &[Count]) {
        for ((difference, old), new) in self.difference.iter_mut().zip(old).zip(new) {
            *difference = i64::from(new.or_zero()) - i64::from(old.or_zero());
        }
        let category = units.category_of_cell(cell).at();
        let mut sound = true;
        for slot in units.slots_above(cell) {
            let at = (slot * units.categories() + category) * self.columns;
            for (sum, difference) in self.sums[at..at + self.columns].iter_mut().zip(&self.difference) {
                let (next, wrapped) = sum.overflowing_add_signed(*difference);
                *sum = next;
                sound &= !wrapped;
            }
        }
        assert!(sound, "a sum contains what each of its cells adds to it");
    }

    /// Replaces what a cell adds to the progress of every unit above it.
    pub(crate) fn replace_progress(&mut self, units: &UnitTree, cell: usize, old: Progress, new: Progress) {
        let category = units.category_of_cell(cell).at();
        for slot in units.slots_above(cell) {
            let progress = &mut self.progress[slot * units.categories() + category];
            progress.completed = exchange(progress.completed, old.completed, new.completed);
            progress.partial = exchange(progress.partial, old.partial, new.partial);
            progress.flagged = exchange(progress.flagged, old.flagged, new.flagged);
            progress.last_at = progress.last_at.max(new.last_at);
        }
    }
}

impl Progress {
    fn add(&mut self, more: Self) {
        self.completed += more.completed;
        self.partial += more.partial;
        self.flagged += more.flagged;
        self.last_at = self.last_at.max(more.last_at);
    }
}

fn exchange(sum: u32, old: u32, new: u32) -> u32 {
    sum.checked_add(new)
        .and_then(|sum| sum.checked_sub(old))
        .expect("a count contains what each of its cells adds to it")
}
