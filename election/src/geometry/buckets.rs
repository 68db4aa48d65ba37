//! Finds what lies near: items are filed by the square cells that their boxes touch.

/// A box as `[left, top, right, bottom]`, all sides included.
pub(super) type Area = [i32; 4];

/// About one item per cell, whatever the size of the map.
pub(super) struct Buckets {
    origin: [i32; 2],
    cell: i32,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
}

impl Buckets {
    /// For about `items` items within `area`; what lies outside is filed at the rim.
    pub(super) fn new(area: Area, items: usize) -> Self {
        let [width, height] = [area[2] - area[0], area[3] - area[1]].map(|side| f64::from(side.max(0)) + 1.0);
        #[expect(clippy::cast_precision_loss, reason = "only the size of a cell hangs on it")]
        let per_cell = width * height / items.max(1) as f64;
        // A cell also has to be worth its memory on a map that is one long line.
        #[expect(clippy::cast_possible_truncation, reason = "not more than the side of an i32 box")]
        let cell = per_cell.sqrt().max(width.max(height) / 4096.0).ceil() as i32;
        let count = |side: f64| (side / f64::from(cell)).ceil() as usize;
        let (columns, rows) = (count(width), count(height));
        Self { origin: [area[0], area[1]], cell, columns, rows, cells: vec![Vec::new(); columns * rows] }
    }

    /// Files `item` under every cell of `area`.
    pub(super) fn file(&mut self, area: Area, item: u32) {
        for index in self.covered(area) {
            self.cells[index].push(item);
        }
    }

    /// Items whose boxes may touch `area`; one that lies in several cells may come several times.
    pub(super) fn near(&self, area: Area) -> impl Iterator<Item = u32> {
        self.covered(area).flat_map(|index| self.cells[index].iter().copied())
    }

    fn covered(&self, area: Area) -> impl Iterator<Item = usize> + use<> {
        let columns = self.columns;
        let [left, right] = [area[0], area[2]].map(|x| self.index(x, self.origin[0], columns));
        let [top, bottom] = [area[1], area[3]].map(|y| self.index(y, self.origin[1], self.rows));
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    fn index(&self, at: i32, origin: i32, count: usize) -> usize {
        usize::try_from((at - origin) / self.cell).unwrap_or(0).min(count - 1)
    }
}

/// The box of a segment.
pub(super) fn span([a, b]: [[i32; 2]; 2]) -> Area {
    [a[0].min(b[0]), a[1].min(b[1]), a[0].max(b[0]), a[1].max(b[1])]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn touch(a: Area, b: Area) -> bool {
        a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
    }

    fn boxes() -> impl Strategy<Value = Vec<Area>> {
        let side = || (0..500_i32, 0..90_i32);
        proptest::collection::vec((side(), side()).prop_map(|((x, w), (y, h))| [x, y, x + w, y + h]), 1..40)
    }

    proptest! {
        #[test]
        fn nothing_that_touches_is_missed(boxes in boxes(), probe in boxes()) {
            let mut buckets = Buckets::new([50, 50, 400, 300], boxes.len());
            for (area, item) in boxes.iter().zip(0..) {
                buckets.file(*area, item);
            }
            let found: Vec<u32> = buckets.near(probe[0]).collect();
            for (area, item) in boxes.iter().zip(0..) {
                prop_assert!(!touch(*area, probe[0]) || found.contains(&item));
            }
        }
    }
}
