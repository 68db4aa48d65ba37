//! The previous election, summed up the tree: a unit without a row of its own is the sum of those below it.

use election::UnitIx;
use election::definition::Definition;
use election::report::Figure;

/// One contest's baseline of every inner unit.
#[derive(Debug)]
pub(super) struct Sums {
    /// Row of each unit, `u32::MAX` for leaves.
    rows: Vec<u32>,
    columns: usize,
    figures: Vec<Option<f64>>,
}

impl Sums {
    pub(super) fn of(definition: &Definition, contest: usize) -> Self {
        let units = &definition.units;
        let mut rows = vec![u32::MAX; units.len()];
        let mut inner = 0;
        for unit in units.units().filter(|unit| !units.is_leaf(*unit)) {
            rows[unit.at()] = inner;
            inner += 1;
        }
        let columns = definition.contests[contest].columns();
        let mut sums = Self { rows, columns, figures: Vec::new() };
        if definition.baselines.get(contest).is_some_and(|baseline| !baseline.is_empty()) {
            sums.figures = vec![None; inner as usize * columns];
            sums.fold(definition, contest);
        }
        sums
    }

    fn fold(&mut self, definition: &Definition, contest: usize) {
        let units = &definition.units;
        let baseline = &definition.baselines[contest];
        for unit in units.units().rev() {
            let own: Option<Vec<Option<f64>>> =
                baseline.get(&unit).map(|row| row.iter().map(|figure| figure.map(|figure| figure as f64)).collect());
            if let (Some(own), Some(row)) = (&own, self.row(unit)) {
                self.figures[row].copy_from_slice(own);
            }
            let Some(above) = units.parent(unit).and_then(|parent| self.row(parent)) else { continue };
            let below = match self.row(unit) {
                Some(row) => self.figures[row].to_vec(),
                None => own.unwrap_or_default(),
            };
            for (sum, figure) in self.figures[above].iter_mut().zip(below) {
                *sum = figure.map_or(*sum, |figure| Some(sum.unwrap_or(0.0) + figure));
            }
        }
    }

    fn row(&self, unit: UnitIx) -> Option<core::ops::Range<usize>> {
        let row = self.rows[unit.at()];
        let known = row != u32::MAX && !self.figures.is_empty();
        known.then(|| row as usize * self.columns..(row as usize + 1) * self.columns)
    }

    /// Position of an inner unit among the inner units.
    pub(super) fn position(&self, unit: UnitIx) -> Option<usize> {
        let row = self.rows[unit.at()];
        (row != u32::MAX).then_some(row as usize)
    }

    /// A figure of an inner unit, where one is known and not zero.
    pub(super) fn figure(&self, unit: UnitIx, figure: Figure) -> Option<f64> {
        self.figures[self.row(unit)?][figure as usize].filter(|figure| *figure > 0.0)
    }

    /// The votes of an inner unit, one per option; `None` where an option did not stand or is not known.
    pub(super) fn options(&self, unit: UnitIx) -> Option<&[Option<f64>]> {
        self.row(unit).map(|row| &self.figures[row][Figure::COUNT..])
    }

    /// The sum of the votes of an inner unit, where there are any.
    pub(super) fn votes(&self, unit: UnitIx) -> Option<f64> {
        Some(self.options(unit)?.iter().flatten().sum::<f64>()).filter(|votes| *votes > 0.0)
    }
}
