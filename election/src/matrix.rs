//! A view's figures as one matrix, column by column: small to send, quick to compare, the same in server and browser.

use serde::{Deserialize, Serialize};

/// Whole numbers in `columns` columns of `rows` figures each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "sent::Columns", try_from = "sent::Columns")]
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

    /// What must be added to `self` to get `after`, for the rows that differ.
    ///
    /// # Panics
    /// If the two have different shapes.
    #[must_use]
    pub fn increments(&self, after: &Self) -> Increments {
        assert_eq!((self.rows, self.figures.len()), (after.rows, after.figures.len()), "two states of one view");
        let differs = |row: usize| self.row(row).ne(after.row(row));
        let rows: Vec<u32> = (0..self.rows).filter(|row| differs(*row as usize)).collect();
        let mut steps = Self::new(rows.len(), self.columns());
        for (at, row) in rows.iter().enumerate() {
            for (column, (before, after)) in self.row(*row as usize).zip(after.row(*row as usize)).enumerate() {
                // Wrapping: exact in 64 bits whatever the figures, and undone by the wrapping addition on the other side.
                steps.set(at, column, after.wrapping_sub(before));
            }
        }
        Increments { rows, steps }
    }

    /// Adds increments. `false` if they do not fit this matrix; it is unchanged then.
    #[must_use]
    pub fn add(&mut self, increments: &Increments) -> bool {
        let fits = increments.fits(self);
        if fits {
            self.step(increments, u64::wrapping_add);
        }
        fits
    }

    /// Takes back what was added last.
    pub(crate) fn take_back(&mut self, increments: &Increments) {
        self.step(increments, u64::wrapping_sub);
    }

    fn step(&mut self, increments: &Increments, with: fn(u64, u64) -> u64) {
        for (at, row) in increments.rows.iter().enumerate() {
            self.step_row(*row as usize, &increments.steps, at, with);
        }
    }

    fn step_row(&mut self, row: usize, steps: &Self, at: usize, with: fn(u64, u64) -> u64) {
        for (column, step) in steps.row(at).enumerate() {
            self.set(row, column, with(self.get(row, column), step));
        }
    }
}

/// What is added to some rows of a matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Increments {
    /// The rows that change, ascending.
    #[serde(with = "gaps")]
    rows: Vec<u32>,
    /// What is added to each of them: in 64 bits, a step down wraps.
    steps: Matrix,
}

impl Increments {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows that change, ascending, each with what is added to every column.
    pub fn rows(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = i64> + '_)> + '_ {
        self.rows.iter().enumerate().map(|(at, row)| (*row as usize, self.steps.row(at).map(u64::cast_signed)))
    }

    fn fits(&self, matrix: &Matrix) -> bool {
        let ascending = self.rows.windows(2).all(|pair| pair[0] < pair[1]);
        let Some(last) = self.rows.last() else { return true };
        ascending
            && (*last as usize) < matrix.rows()
            && (self.steps.rows(), self.steps.columns()) == (self.rows.len(), matrix.columns())
    }

    /// These increments and then `next`, as one. Both must come from the same matrix.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let mut rows: Vec<u32> = self.rows.iter().chain(&next.rows).copied().collect();
        rows.sort_unstable();
        rows.dedup();
        let mut sums = Matrix::new(rows.len(), self.steps.columns().max(next.steps.columns()));
        for part in [self, next] {
            for (at, row) in part.rows.iter().enumerate() {
                sums.step_row(rows.partition_point(|other| other < row), &part.steps, at, u64::wrapping_add);
            }
        }
        // What went up and down again leaves no trace, as if the two states had been compared.
        let kept: Vec<usize> = (0..rows.len()).filter(|at| sums.row(*at).any(|step| step != 0)).collect();
        let mut steps = Matrix::new(kept.len(), sums.columns());
        for (to, at) in kept.iter().enumerate() {
            steps.step_row(to, &sums, *at, u64::wrapping_add);
        }
        Self { rows: kept.into_iter().map(|at| rows[at]).collect(), steps }
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

/// A matrix as it travels. What follows from other figures is not sent, and columns of one number are that number.
mod sent {
    use serde::{Deserialize, Serialize};

    use super::Matrix;
    use crate::view::Column;

    /// More figures than any view has: a frame of few bytes cannot ask for more memory than that.
    const MOST: usize = 1 << 25;

    const BALLOTS: usize = Column::Ballots as usize;
    const VALID: usize = Column::Valid as usize;

    #[derive(Serialize, Deserialize)]
    pub(super) struct Columns {
        rows: u32,
        width: u16,
        /// Those that are not all zero, ascending.
        columns: Vec<Sent>,
    }

    #[derive(Serialize, Deserialize)]
    struct Sent {
        column: u16,
        /// The least figure.
        least: i64,
        /// How much more each row has; empty if none has more.
        above: Vec<u64>,
    }

    impl From<Matrix> for Columns {
        fn from(mut matrix: Matrix) -> Self {
            matrix.leave_out();
            let (rows, width) = (matrix.rows, matrix.columns());
            let columns = (0..width).filter_map(|column| Sent::of(column, matrix.column(column))).collect();
            Self { rows, width: u16::try_from(width).expect("a view has fewer columns"), columns }
        }
    }

    impl Sent {
        fn of(column: usize, figures: &[u64]) -> Option<Self> {
            let least = figures.iter().map(|figure| figure.cast_signed()).min().unwrap_or_default();
            let above: Vec<u64> = figures.iter().map(|figure| figure.wrapping_sub(least.cast_unsigned())).collect();
            let above = if above.iter().any(|above| *above > 0) { above } else { Vec::new() };
            let is_zero = least == 0 && above.is_empty();
            (!is_zero).then(|| Self { column: u16::try_from(column).expect("a view has fewer columns"), least, above })
        }
    }

    impl TryFrom<Columns> for Matrix {
        type Error = &'static str;

        fn try_from(Columns { rows, width, columns }: Columns) -> Result<Self, Self::Error> {
            const DEFECT: &str = "no matrix";
            let (rows, width) = (rows as usize, usize::from(width));
            if rows.saturating_mul(width.max(1)) > MOST {
                return Err(DEFECT);
            }
            let mut matrix = Self::new(rows, width);
            let mut next = 0;
            for Sent { column, least, above } in columns {
                let column = usize::from(column);
                // Each once: else a frame of few bytes could ask for a column's work as often as it likes.
                if column < next || column >= width || !(above.is_empty() || above.len() == rows) {
                    return Err(DEFECT);
                }
                next = column + 1;
                for row in 0..rows {
                    let above = above.get(row).copied().unwrap_or_default();
                    matrix.set(row, column, above.wrapping_add_signed(least));
                }
            }
            matrix.put_back();
            Ok(matrix)
        }
    }

    /// Mostly there are as many ballots as valid, invalid and blank ones, and as many valid ones as votes: what is sent is
    /// how much more there are. The same holds of increments. Wrapping, so that it is undone exactly whatever the figures.
    impl Matrix {
        fn column(&self, column: usize) -> &[u64] {
            let rows = self.rows();
            &self.figures[column * rows..(column + 1) * rows]
        }

        fn leave_out(&mut self) {
            for row in self.rows_with_votes() {
                let ballots = self.get(row, BALLOTS).wrapping_sub(self.sum(row, VALID..Column::COUNT));
                self.set(row, BALLOTS, ballots);
                let valid = self.get(row, VALID).wrapping_sub(self.sum(row, Column::COUNT..self.columns()));
                self.set(row, VALID, valid);
            }
        }

        fn put_back(&mut self) {
            for row in self.rows_with_votes() {
                let valid = self.get(row, VALID).wrapping_add(self.sum(row, Column::COUNT..self.columns()));
                self.set(row, VALID, valid);
                let ballots = self.get(row, BALLOTS).wrapping_add(self.sum(row, VALID..Column::COUNT));
                self.set(row, BALLOTS, ballots);
            }
        }

        /// All rows, if there are columns of votes.
        fn rows_with_votes(&self) -> std::ops::Range<usize> {
            0..if self.columns() > Column::COUNT { self.rows() } else { 0 }
        }

        fn sum(&self, row: usize, columns: std::ops::Range<usize>) -> u64 {
            columns.fold(0, |sum, column| sum.wrapping_add(self.get(row, column)))
        }
    }
}
