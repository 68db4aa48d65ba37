//! List divisors that show why seats lie where they lie. They decide nothing: with them everybody can check.

use super::matrix::Matrix;
use super::natural::Ratio;

/// Divisors are sought in these parts: thousandths, or millionths where those are too coarse.
const SCALES: [u64; 2] = [1_000, 1_000_000];
/// How often they are adjusted to each other.
const ROUNDS: usize = 200;
/// The largest one, in parts.
const MOST: u128 = 1 << 32;

/// One per list, in parts of `scale`: within each district the quotients that won are not below those that did not.
pub(super) struct ListDivisors {
    pub(super) scale: u64,
    pub(super) parts: Vec<u64>,
}

/// Per list and other list: no more than this ratio of the other's divisor, if there is a limit.
type Bounds = Vec<Vec<Option<(u128, u128)>>>;

impl ListDivisors {
    /// The first ones that are found, from 1 for everybody on.
    pub(super) fn of(matrix: &Matrix) -> Option<Self> {
        let lists = matrix.votes.first()?.len();
        let bounds: Bounds = (0..lists).map(|of| (0..lists).map(|by| bound(matrix, of, by)).collect()).collect();
        SCALES.into_iter().find_map(|scale| {
            let mut parts = vec![scale; lists];
            (0..ROUNDS).any(|_| !adjust(&mut parts, &bounds)).then_some(Self { scale, parts })
        })
    }
}

/// The most that the divisor of `of` may be in divisors of `by`: with more, `by` would win a seat that `of` has.
fn bound(matrix: &Matrix, of: usize, by: usize) -> Option<(u128, u128)> {
    let there = |district: usize| {
        let seats = &matrix.seats[district];
        let won = if seats[of] > 0 && of != by { matrix.quotient(district, of, seats[of])? } else { return None };
        Some((won, matrix.quotient(district, by, seats[by] + 1)?))
    };
    let ratio = |(won, lost): &((u64, u64), (u64, u64))| Ratio::one().times(won.0, won.1).times(lost.1, lost.0);
    let ((won, won_by), (lost, lost_by)) =
        (0..matrix.votes.len()).filter_map(there).min_by(|a, b| ratio(a).cmp(&ratio(b)))?;
    Some((u128::from(won) * u128::from(lost_by), u128::from(won_by) * u128::from(lost)))
}

/// Moves every divisor that is out of its bounds to their middle; `false` if all are within.
fn adjust(parts: &mut [u64], bounds: &Bounds) -> bool {
    let mut moved = false;
    for list in 0..parts.len() {
        let part = |other: usize| u128::from(parts[other]);
        let most = (0..parts.len())
            .filter_map(|other| bounds[list][other].map(|(above, below)| part(other) * above / below))
            .min();
        let least = (0..parts.len())
            .filter_map(|other| bounds[other][list].map(|(above, below)| (part(other) * below).div_ceil(above)))
            .max();
        let (most, least) = (most.unwrap_or(MOST), least.unwrap_or(1));
        if least > part(list) || most < part(list) {
            let middle = least.midpoint(most).clamp(1, MOST);
            parts[list] = u64::try_from(middle).expect("32 bits and one");
            moved = true;
        }
    }
    moved
}
