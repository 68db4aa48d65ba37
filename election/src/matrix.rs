//! A view's figures as one matrix, column by column: small to send, quick to compare, the same in server and browser.

use serde::{Deserialize, Serialize};

/// Whole numbers in `columns` columns of `rows` figures each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(into = "sent::Columns")]
pub struct Matrix {
    rows: u32,
    /// Column-wise: `column * rows + row`.
    figures: Figures,
}

/// Figures side by side, in as little room as the widest of them needs with its sign: a page in a browser has tens of
/// thousands, and hardly ever one of more than 32 bits; steps are mostly smaller still.
#[derive(Clone, Debug)]
enum Figures {
    Short(Vec<i16>),
    Middle(Vec<i32>),
    Long(Vec<i64>),
}

impl Default for Figures {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

impl PartialEq for Figures {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Short(one), Self::Short(other)) => one == other,
            (Self::Middle(one), Self::Middle(other)) => one == other,
            _ => self.iter().eq(other.iter()),
        }
    }
}

impl Eq for Figures {}

impl Figures {
    fn len(&self) -> usize {
        match self {
            Self::Short(figures) => figures.len(),
            Self::Middle(figures) => figures.len(),
            Self::Long(figures) => figures.len(),
        }
    }

    // Small matters in a browser, where it would be copied into everything that asks.
    #[cfg_attr(target_family = "wasm", inline(never))]
    fn get(&self, at: usize) -> u64 {
        let figure = match self {
            Self::Short(figures) => figures[at].into(),
            Self::Middle(figures) => figures[at].into(),
            Self::Long(figures) => figures[at],
        };
        figure.cast_unsigned()
    }

    #[cfg_attr(target_family = "wasm", inline(never))]
    fn set(&mut self, at: usize, figure: u64) {
        let figure = figure.cast_signed();
        match self {
            Self::Short(figures) => match i16::try_from(figure) {
                Ok(figure) => figures[at] = figure,
                Err(_) => {
                    *self = Self::Middle(figures.iter().copied().map(i32::from).collect());
                    self.set(at, figure.cast_unsigned());
                }
            },
            Self::Middle(figures) => match i32::try_from(figure) {
                Ok(figure) => figures[at] = figure,
                Err(_) => {
                    *self = Self::Long(figures.iter().copied().map(i64::from).collect());
                    self.set(at, figure.cast_unsigned());
                }
            },
            Self::Long(figures) => figures[at] = figure,
        }
    }

    fn iter(&self) -> impl ExactSizeIterator<Item = u64> + Clone + '_ {
        (0..self.len()).map(|at| self.get(at))
    }
}

impl Matrix {
    /// All zero.
    #[must_use]
    pub fn new(rows: usize, columns: usize) -> Self {
        Self {
            rows: u32::try_from(rows).expect("a view has fewer rows than a tree has units"),
            figures: Figures::Short(vec![0; rows * columns]),
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
        self.figures.get(column * self.rows() + row)
    }

    /// Sets one figure.
    pub fn set(&mut self, row: usize, column: usize, figure: u64) {
        let rows = self.rows();
        self.figures.set(column * rows + row, figure);
    }

    /// The figures of a row, in column order.
    pub fn row(&self, row: usize) -> impl Iterator<Item = u64> + '_ {
        (0..self.columns()).map(move |column| self.get(row, column))
    }

    /// All figures, column by column.
    pub fn figures(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.figures.iter()
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
    use core::fmt::{self, Formatter};

    use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
    use serde::{Deserialize, Deserializer, Serialize};

    use super::Matrix;
    use crate::view::Column;

    /// More figures than any view has: a frame of few bytes cannot ask for more memory than that.
    const MOST: usize = 1 << 25;

    const BALLOTS: usize = Column::Ballots as usize;
    const VALID: usize = Column::Valid as usize;

    #[derive(Serialize)]
    pub(super) struct Columns {
        rows: u32,
        width: u16,
        /// Those that are not all zero, ascending.
        columns: Vec<Sent>,
    }

    #[derive(Serialize)]
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
        fn of(column: usize, figures: impl Iterator<Item = u64> + Clone) -> Option<Self> {
            let least = figures.clone().map(u64::cast_signed).min().unwrap_or_default();
            let above: Vec<u64> = figures.map(|figure| figure.wrapping_sub(least.cast_unsigned())).collect();
            let above = if above.iter().any(|above| *above > 0) { above } else { Vec::new() };
            let is_zero = least == 0 && above.is_empty();
            (!is_zero).then(|| Self { column: u16::try_from(column).expect("a view has fewer columns"), least, above })
        }
    }

    /// Reads `Columns` figure by figure into the matrix: a list of them beside it would take more room than the matrix.
    impl<'de> Deserialize<'de> for Matrix {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_tuple(3, Whole)
        }
    }

    /// What cannot be a matrix.
    fn defect<E: Error>() -> E {
        E::custom("no matrix")
    }

    struct Whole;

    impl<'de> Visitor<'de> for Whole {
        type Value = Matrix;

        fn expecting(&self, to: &mut Formatter<'_>) -> fmt::Result {
            to.write_str("a matrix")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Matrix, A::Error> {
            let rows = parts.next_element::<u32>()?.ok_or_else(defect)? as usize;
            let width = usize::from(parts.next_element::<u16>()?.ok_or_else(defect)?);
            if rows.saturating_mul(width.max(1)) > MOST {
                return Err(defect());
            }
            let mut matrix = Matrix::new(rows, width);
            parts.next_element_seed(Into(&mut matrix, Part::Columns))?.ok_or_else(defect)?;
            matrix.put_back();
            Ok(matrix)
        }
    }

    /// Reads a part into a matrix; gives the number of the column that it was, if it was one.
    struct Into<'m>(&'m mut Matrix, Part);

    enum Part {
        /// All columns.
        Columns,
        /// One, of this number or a higher one.
        Column(usize),
        /// What is above the least figure in this column.
        Above(usize, i64),
    }

    impl<'de> DeserializeSeed<'de> for Into<'_> {
        type Value = usize;

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
            match self.1 {
                Part::Column(_) => deserializer.deserialize_tuple(3, self),
                Part::Columns | Part::Above(..) => deserializer.deserialize_seq(self),
            }
        }
    }

    impl<'de> Visitor<'de> for Into<'_> {
        type Value = usize;

        fn expecting(&self, to: &mut Formatter<'_>) -> fmt::Result {
            to.write_str("columns of a matrix")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<usize, A::Error> {
            let Self(matrix, part) = self;
            let (rows, width) = (matrix.rows(), matrix.columns());
            match part {
                Part::Columns => {
                    let mut next = 0;
                    while let Some(column) = parts.next_element_seed(Into(matrix, Part::Column(next)))? {
                        next = column + 1;
                    }
                    Ok(next)
                }
                Part::Column(next) => {
                    let column = usize::from(parts.next_element::<u16>()?.ok_or_else(defect)?);
                    let least = parts.next_element::<i64>()?.ok_or_else(defect)?;
                    // Each once: else a frame of few bytes could ask for a column's work as often as it likes.
                    if column < next || column >= width {
                        return Err(defect());
                    }
                    parts.next_element_seed(Into(matrix, Part::Above(column, least)))?.ok_or_else(defect)?;
                    Ok(column)
                }
                Part::Above(column, least) => {
                    let mut read = 0;
                    while let Some(above) = parts.next_element::<u64>()? {
                        if read == rows {
                            return Err(defect());
                        }
                        matrix.set(read, column, above.wrapping_add_signed(least));
                        read += 1;
                    }
                    match read {
                        0 => (0..rows).for_each(|row| matrix.set(row, column, least.cast_unsigned())),
                        some if some == rows => {}
                        _ => return Err(defect()),
                    }
                    Ok(column)
                }
            }
        }
    }

    /// Mostly there are as many ballots as valid, invalid and blank ones, and as many valid ones as votes: what is sent is
    /// how much more there are. The same holds of increments. Wrapping, so that it is undone exactly whatever the figures.
    impl Matrix {
        fn column(&self, column: usize) -> impl Iterator<Item = u64> + Clone + '_ {
            (0..self.rows()).map(move |row| self.get(row, column))
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
