//! A view's figures as one matrix, column by column: small to send, quick to compare, the same in server and browser.

use serde::{Deserialize, Serialize};

/// Whole numbers in `columns` columns of `rows` figures each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    rows: u32,
    /// Column-wise: `column * rows + row`.
    figures: Vec<u64>,
}

impl Matrix {
    /// All zero.
    #[must_use]
    pub fn new(rows: usize, columns: usize) -> Self {
        Self {
            rows: u32::try_from(rows).expect("a view has fewer rows than a tree has units"),
            figures: vec![0; rows * columns],
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows as usize
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.figures.len().checked_div(self.rows()).unwrap_or(0)
    }

    /// One figure.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> u64 {
        self.figures[column * self.rows() + row]
    }

    /// Sets one figure.
    pub fn set(&mut self, row: usize, column: usize, figure: u64) {
        let rows = self.rows();
        self.figures[column * rows + row] = figure;
    }

    /// The figures of a row, in column order.
    pub fn row(&self, row: usize) -> impl Iterator<Item = u64> + '_ {
        (0..self.columns()).map(move |column| self.get(row, column))
    }

    /// All figures, column by column.
    #[must_use]
    pub fn figures(&self) -> &[u64] {
        &self.figures
    }

    /// Whether the length fits the number of rows: checked on what comes from outside.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        if self.rows == 0 { self.figures.is_empty() } else { self.figures.len().is_multiple_of(self.rows()) }
    }

    /// What must be added to `self` to get `after`, for the rows that differ.
    ///
    /// # Panics
    /// If the two have different shapes.
    #[must_use]
    pub fn increments(&self, after: &Self) -> Increments {
        assert_eq!((self.rows, self.figures.len()), (after.rows, after.figures.len()), "two states of one view");
        let changed = |row: &usize| (0..self.columns()).any(|column| self.get(*row, column) != after.get(*row, column));
        let rows: Vec<usize> = (0..self.rows()).filter(changed).collect();
        let mut columns = Vec::new();
        for column in 0..self.columns() {
            // Wrapping: exact in 64 bits whatever the figures, and undone by the wrapping addition on the other side.
            let steps: Vec<i64> = rows
                .iter()
                .map(|row| after.get(*row, column).wrapping_sub(self.get(*row, column)).cast_signed())
                .collect();
            if steps.iter().any(|step| *step != 0) {
                columns
                    .push(ColumnIncrements { column: u16::try_from(column).expect("a view has fewer columns"), steps });
            }
        }
        let rows = rows.into_iter().map(|row| u32::try_from(row).expect("fewer rows than units")).collect();
        Increments { rows, columns }
    }

    /// Adds increments. `false` if they do not fit this matrix; it is unchanged then.
    #[must_use]
    pub fn add(&mut self, increments: &Increments) -> bool {
        let fits = increments.fits(self.rows(), self.columns());
        if fits {
            self.step(increments, |step| step);
        }
        fits
    }

    /// Takes back what was added last.
    pub(crate) fn take_back(&mut self, increments: &Increments) {
        self.step(increments, i64::wrapping_neg);
    }

    fn step(&mut self, increments: &Increments, turned: fn(i64) -> i64) {
        for ColumnIncrements { column, steps } in &increments.columns {
            for (row, step) in increments.rows.iter().zip(steps) {
                let (row, column) = (*row as usize, usize::from(*column));
                self.set(row, column, self.get(row, column).wrapping_add_signed(turned(*step)));
            }
        }
    }
}

/// What is added to some rows of a matrix; columns that do not change are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Increments {
    /// The rows that change, ascending.
    #[serde(with = "gaps")]
    pub rows: Vec<u32>,
    /// The columns that change, ascending.
    pub columns: Vec<ColumnIncrements>,
}

/// The increments of one column, one per row of [`Increments::rows`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnIncrements {
    /// Position of the column.
    pub column: u16,
    /// What is added, row by row.
    pub steps: Vec<i64>,
}

impl Increments {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn fits(&self, rows: usize, columns: usize) -> bool {
        let ascending = self.rows.windows(2).all(|pair| pair[0] < pair[1]);
        ascending
            && self.rows.last().is_none_or(|row| (*row as usize) < rows)
            && self
                .columns
                .iter()
                .all(|column| usize::from(column.column) < columns && column.steps.len() == self.rows.len())
    }

    /// These increments and then `next`, as one. Both must come from the same matrix.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let mut rows: Vec<u32> = self.rows.iter().chain(&next.rows).copied().collect();
        rows.sort_unstable();
        rows.dedup();
        let mut numbers: Vec<u16> = self.columns.iter().chain(&next.columns).map(|column| column.column).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let sum = |column: u16| -> Vec<i64> {
            rows.iter().map(|row| self.step(*row, column).wrapping_add(next.step(*row, column))).collect()
        };
        let mut merged = Self {
            columns: numbers.into_iter().map(|column| ColumnIncrements { column, steps: sum(column) }).collect(),
            rows,
        };
        merged.drop_zeros();
        merged
    }

    fn step(&self, row: u32, column: u16) -> i64 {
        let Ok(at) = self.rows.binary_search(&row) else { return 0 };
        self.columns.iter().find(|other| other.column == column).map_or(0, |found| found.steps[at])
    }

    /// What went up and down again leaves no trace, as if the two states had been compared.
    fn drop_zeros(&mut self) {
        self.columns.retain(|column| column.steps.iter().any(|step| *step != 0));
        let still: Vec<bool> =
            (0..self.rows.len()).map(|at| self.columns.iter().any(|column| column.steps[at] != 0)).collect();
        let mut keep = still.iter();
        self.rows.retain(|_| *keep.next().expect("one mark a row"));
        for column in &mut self.columns {
            let mut keep = still.iter();
            column.steps.retain(|_| *keep.next().expect("one mark a row"));
        }
    }
}

/// Ascending numbers as the gaps between them: one byte each where rows lie close.
mod gaps {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(rows: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
        let mut before = 0;
        serializer.collect_seq(rows.iter().map(|row| {
            let gap = row - before;
            before = *row;
            gap
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
        let mut rows = Vec::<u32>::deserialize(deserializer)?;
        let mut before = 0u32;
        for row in &mut rows {
            before = before.checked_add(*row).ok_or_else(|| D::Error::custom("row number out of range"))?;
            *row = before;
        }
        Ok(rows)
    }
}
