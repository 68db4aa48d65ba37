//! A honeycomb in a frame: rows of cells with a corner up, every second row half a cell to the right.

use super::number;

/// Cells in rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comb {
    /// From the centre of a cell to its corners, in pixels.
    pub(super) size: f64,
    origin: [f64; 2],
    columns: usize,
    rows: usize,
}

impl Comb {
    /// All whole cells of this size within `frame`, in its middle.
    pub(super) fn within([left, top, width, height]: [f64; 4], size: f64) -> Self {
        let step = 3_f64.sqrt() * size;
        // Half a cell is lost to the shift of every second row.
        let columns = whole((width - step / 2.0) / step);
        let rows = whole((height - size / 2.0) / (1.5 * size));
        let used = [step * (number(columns) + 0.5), size * (1.5 * number(rows) + 0.5)];
        let origin = [left + (width - used[0]) / 2.0 + step / 2.0, top + (height - used[1]) / 2.0 + size];
        Self { size, origin, columns, rows }
    }

    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.columns * self.rows
    }

    /// From a cell's centre to its neighbours'.
    pub(super) fn step(&self) -> f64 {
        3_f64.sqrt() * self.size
    }

    /// The centre of a cell.
    pub(super) fn centre(&self, cell: usize) -> [f64; 2] {
        let (row, column) = (cell / self.columns, cell % self.columns);
        let shift = if row % 2 == 1 { 0.5 } else { 0.0 };
        [self.origin[0] + self.step() * (number(column) + shift), self.origin[1] + 1.5 * self.size * number(row)]
    }

    /// The cells around a cell, fewer at the rim.
    pub(super) fn around(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = (self.columns.cast_signed(), self.rows.cast_signed());
        let (row, column) = ((cell / self.columns).cast_signed(), (cell % self.columns).cast_signed());
        let shift = row % 2;
        let steps = [(0, -1), (0, 1), (-1, shift - 1), (-1, shift), (1, shift - 1), (1, shift)];
        steps.into_iter().filter_map(move |(down, right)| {
            let (row, column) = (row + down, column + right);
            let exists = (0..rows).contains(&row) && (0..columns).contains(&column);
            exists.then(|| (row * columns + column).cast_unsigned())
        })
    }

    /// The same as a list, and its length.
    pub(super) fn ring(&self, cell: usize) -> ([usize; 6], usize) {
        let mut ring = [0; 6];
        let mut count = 0;
        for next in self.around(cell) {
            ring[count] = next;
            count += 1;
        }
        (ring, count)
    }

    /// Cells within `reach` rows of the point, nearest first.
    pub(super) fn near(&self, [x, y]: [f64; 2], reach: usize) -> Vec<(f64, usize)> {
        let row = whole((y - self.origin[1]) / (1.5 * self.size) + 0.5).min(self.rows.saturating_sub(1));
        let column = whole((x - self.origin[0]) / self.step() + 0.5).min(self.columns.saturating_sub(1));
        let mut cells = Vec::new();
        for row in row.saturating_sub(reach)..(row + reach + 1).min(self.rows) {
            for column in column.saturating_sub(reach)..(column + reach + 1).min(self.columns) {
                let cell = row * self.columns + column;
                let centre = self.centre(cell);
                cells.push(((centre[0] - x).powi(2) + (centre[1] - y).powi(2), cell));
            }
        }
        cells.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        cells
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length before the comb counts as none")]
fn whole(cells: f64) -> usize {
    cells.max(0.0) as usize
}
