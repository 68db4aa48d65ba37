//! Which circles may touch: each is filed under the squares that its box covers, all squares in two flat lists, so that
//! filing thousands anew in each step costs next to nothing.

use super::number;

/// Not more squares than this for each circle, however small the circles are on their sheet.
const SQUARES_A_CIRCLE: f64 = 4.0;

/// Circles by the squares of a grid.
pub(super) struct Near {
    origin: [f64; 2],
    side: f64,
    columns: usize,
    rows: usize,
    /// Where in `filed` each square begins; one more than there are squares.
    starts: Vec<u32>,
    filed: Vec<u32>,
}

impl Near {
    /// A grid over `frame` (left, top, width, height) for circles whose radii are about `radius`.
    pub(super) fn new([left, top, width, height]: [f64; 4], radius: f64, circles: usize) -> Self {
        let least = (width * height / (SQUARES_A_CIRCLE * number(circles.max(1)))).sqrt();
        let side = (2.0 * radius).max(least).max(width.max(height) / 1024.0).max(1e-9);
        let count = |length: f64| floor(length / side) + 1;
        let (columns, rows) = (count(width), count(height));
        Self { origin: [left, top], side, columns, rows, starts: Vec::new(), filed: Vec::new() }
    }

    /// Forgets what was filed, and files these circles.
    pub(super) fn file(&mut self, circles: &[[f64; 3]]) {
        let mut starts = vec![0_u32; self.columns * self.rows + 1];
        for &circle in circles {
            self.covered(circle).for_each(|square| starts[square + 1] += 1);
        }
        for square in 1..starts.len() {
            starts[square] += starts[square - 1];
        }
        let mut next = starts.clone();
        self.filed.clear();
        self.filed.resize(starts.last().map_or(0, |last| *last as usize), 0);
        for (&circle, index) in circles.iter().zip(0_u32..) {
            for square in self.covered(circle) {
                self.filed[next[square] as usize] = index;
                next[square] += 1;
            }
        }
        self.starts = starts;
    }

    /// Pairs that share a square, the smaller number first; a pair that shares several comes several times.
    pub(super) fn pairs(&self, mut visit: impl FnMut(usize, usize)) {
        for square in self.starts.windows(2) {
            let here = &self.filed[square[0] as usize..square[1] as usize];
            for (at, &one) in here.iter().enumerate() {
                here[at + 1..].iter().for_each(|&other| visit(one as usize, other as usize));
            }
        }
    }

    fn covered(&self, [x, y, r]: [f64; 3]) -> impl Iterator<Item = usize> + use<> {
        let columns = self.columns;
        let [left, right] = [x - r, x + r].map(|x| floor((x - self.origin[0]) / self.side).min(columns - 1));
        let [top, bottom] = [y - r, y + r].map(|y| floor((y - self.origin[1]) / self.side).min(self.rows - 1));
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what lies before the grid is filed at its rim"
)]
fn floor(at: f64) -> usize {
    at.max(0.0) as usize
}
