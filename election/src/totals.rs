//! Totals of one contest: for each inner unit and category, its progress and the sums of its cells.

use crate::definition::Definition;
use crate::ledger::{Book, LINE};
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

impl Progress {
    /// As the summands of a row.
    fn summands(self) -> [u64; SUMMANDS] {
        [self.completed.into(), self.partial.into(), self.flagged.into()]
    }
}

/// The counts of a [`Progress`] that add up.
const SUMMANDS: usize = 3;
/// Where they begin in a row: after the time of the last report, which is a maximum.
const PROGRESS: usize = 1;
/// Where the sums of the figures begin.
const FIGURES: usize = PROGRESS + SUMMANDS;

/// A row per inner unit and category, addressed by `slot * categories + category`: time of the last report, progress and
/// sums side by side, because a report changes all of them at once.
///
/// A sum is of less than 2³¹ figures of less than 2³² each, so it never has its top bit set; the arithmetic is checked by
/// that bit all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    columns: usize,
    rows: Vec<u64>,
    /// New − old of the cell that is being replaced, as the summands of a row.
    difference: Vec<u64>,
}

impl Totals {
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    fn width(&self) -> usize {
        FIGURES + self.columns
    }

    /// Reads from everywhere in a row, so that it is at hand when it is changed.
    pub(crate) fn fetch(&self, at: usize) -> u64 {
        let row = self.rows.get(at * self.width()..(at + 1) * self.width()).unwrap_or_default();
        row.iter().step_by(LINE / size_of::<u64>()).fold(0, |seen, sum| seen ^ sum)
    }

    pub(crate) fn standing(&self, at: usize) -> Standing {
        let row = &self.rows[at * self.width()..(at + 1) * self.width()];
        let count = |at: usize| u32::try_from(row[PROGRESS + at]).expect("a unit has less than 2³² cells");
        Standing {
            completed: count(0),
            partial: count(1),
            flagged: count(2),
            last_at: row[0].cast_signed(),
            sums: row[FIGURES..].to_vec(),
        }
    }

    /// Computes all totals: each cell into the unit above it, then inner units into theirs, deepest first.
    pub(crate) fn fold(definition: &Definition, columns: usize, book: &Book) -> Self {
        let units = &definition.units;
        let mut totals = Self { columns, rows: Vec::new(), difference: vec![0; SUMMANDS + columns] };
        totals.rows = vec![0; units.slots() * units.categories() * totals.width()];
        for cell in 0..units.cells() {
            totals.add_cell(units, cell, book);
        }
        for slot in (1..units.slots()).rev() {
            if let Some(above) = units.slot_above(slot) {
                totals.add_rows(slot * units.categories(), above * units.categories(), units.categories());
            }
        }
        totals
    }

    fn add_cell(&mut self, units: &UnitTree, cell: usize, book: &Book) {
        let Some(slot) = units.slots_above(units.unit_of_cell(cell)).next() else { return };
        let more = book.progress(cell);
        if book.entries[cell].revision == 0 && more.flagged == 0 {
            return;
        }
        let width = self.width();
        let at = slot * units.categories() + units.category_of_cell(cell).at();
        let row = &mut self.rows[at * width..(at + 1) * width];
        row[0] = row[0].max(time(more));
        for (sum, more) in row[PROGRESS..FIGURES].iter_mut().zip(more.summands()) {
            *sum += more;
        }
        for (sum, count) in row[FIGURES..].iter_mut().zip(&book.cells[cell * self.columns..]) {
            *sum += u64::from(count.or_zero());
        }
    }

    fn add_rows(&mut self, from: usize, to: usize, rows: usize) {
        let width = self.width();
        // A unit comes after the one above it, so `to` lies before `from`.
        let (above, below) = self.rows.split_at_mut(from * width);
        let above = above[to * width..(to + rows) * width].chunks_exact_mut(width);
        for (above, below) in above.zip(below.chunks_exact(width)) {
            above[0] = above[0].max(below[0]);
            for (sum, more) in above[PROGRESS..].iter_mut().zip(&below[PROGRESS..]) {
                *sum += more;
            }
        }
    }

    /// Replaces what a cell adds to every unit above it: new − old.
    pub(crate) fn replace(
        &mut self,
        units: &UnitTree,
        cell: usize,
        old: (Progress, &[Count]),
        new: (Progress, &[Count]),
    ) {
        let (progress, figures) = self.difference.split_at_mut(SUMMANDS);
        for ((difference, old), new) in progress.iter_mut().zip(old.0.summands()).zip(new.0.summands()) {
            *difference = new.wrapping_sub(old);
        }
        for ((difference, old), new) in figures.iter_mut().zip(old.1).zip(new.1) {
            *difference = u64::from(new.or_zero()).wrapping_sub(u64::from(old.or_zero()));
        }
        let (category, width) = (units.category_of_cell(cell).at(), self.width());
        let mut top = 0;
        for slot in units.slots_above(units.unit_of_cell(cell)) {
            let at = (slot * units.categories() + category) * width;
            let row = &mut self.rows[at..at + width];
            row[0] = row[0].max(time(new.0));
            for (sum, difference) in row[PROGRESS..].iter_mut().zip(&self.difference) {
                *sum = sum.wrapping_add(*difference);
                top |= *sum;
            }
        }
        assert!(top.leading_zeros() > 0, "a sum contains what each of its cells adds to it");
    }
}

/// The time of the last report as it stands in a row; before 1970 counts as none.
fn time(progress: Progress) -> u64 {
    u64::try_from(progress.last_at).unwrap_or(0)
}
