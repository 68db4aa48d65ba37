//! How many stations have which share: bins of a round width.

/// Widths of bins that read well, in tenths of a percent.
const WIDTHS: [u32; 6] = [5, 10, 20, 25, 50, 100];
/// Fewest and most bins that the number of values asks for.
const BINS: [usize; 2] = [8, 40];
/// All of something, in tenths of a percent.
const WHOLE: u32 = 1000;

/// A distribution of shares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Where the first bin begins: tenths of a percent.
    pub from: u32,
    /// Width of each bin: tenths of a percent.
    pub width: u32,
    /// How many values are in each bin: its beginning is part of it, its end is not, but 100 % is part of the last.
    pub counts: Vec<u32>,
    /// Values above 100 %: more ballots than registered voters. No bin has them.
    pub over: u32,
    /// The middle value and the quartiles below and above it; of no values, none.
    pub quartiles: Option<[u32; 3]>,
}

impl Histogram {
    /// The distribution of `values` (tenths of a percent).
    #[must_use]
    pub fn of(mut values: Vec<u32>) -> Self {
        values.sort_unstable();
        let inside = values.partition_point(|value| *value <= WHOLE);
        let over = u32::try_from(values.len() - inside).unwrap_or(u32::MAX);
        let quartiles = quartiles(&values);
        let values = &values[..inside];
        let (Some(least), Some(most)) = (values.first(), values.last()) else {
            return Self { over, quartiles, ..Self::default() };
        };
        let width = width(most - least, values.len());
        // No bin begins at 100 %: that is the end of the last one.
        let bin = |value: u32| value.min(WHOLE - 1) / width;
        let first = bin(*least);
        let mut counts = vec![0; (bin(*most) - first + 1) as usize];
        for value in values {
            counts[(bin(*value) - first) as usize] += 1;
        }
        Self { from: first * width, width, counts, over, quartiles }
    }

    /// How many values it was made of.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(*count)).sum::<u64>() + u64::from(self.over)
    }

    /// Whether it was made of nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the last bin ends.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.from + self.width * u32::try_from(self.counts.len()).unwrap_or(0)
    }

    /// Beginning, end and number of each bin.
    pub fn bins(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        (0..).zip(&self.counts).map(|(at, count)| {
            let from = self.from + at * self.width;
            (from, from + self.width, *count)
        })
    }
}

/// The width for so many values in that span: about as many bins as the square root of their number, none of them finer than
/// the eye or the rounding.
fn width(span: u32, values: usize) -> u32 {
    let [fewest, most] = BINS;
    let bins = u32::try_from(values.isqrt().clamp(fewest, most)).unwrap_or(u32::MAX);
    WIDTHS.into_iter().find(|width| span / width < bins).unwrap_or(100)
}

/// Lower quartile, median, upper quartile of ascending values: the values at those ranks.
#[must_use]
pub fn quartiles(ascending: &[u32]) -> Option<[u32; 3]> {
    let last = ascending.len().checked_sub(1)?;
    Some([1, 2, 3].map(|quarter| ascending[(last * quarter + 2) / 4]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_has_no_bins_and_no_middle() {
        let empty = Histogram::of(Vec::new());
        assert!(empty.is_empty() && empty.counts.is_empty() && empty.quartiles.is_none());
    }

    #[test]
    fn a_single_station_is_one_bin() {
        let one = Histogram::of(vec![423]);
        assert_eq!((one.counts.as_slice(), one.quartiles), ([1].as_slice(), Some([423; 3])));
        assert!(one.from <= 423 && 423 < one.end());
    }

    #[test]
    fn all_of_something_is_in_the_last_bin_and_not_beyond_it() {
        let full = Histogram::of(vec![1000, 950, 1000]);
        assert_eq!((full.end(), full.over), (1000, 0));
        let only = Histogram::of(vec![1000]);
        assert_eq!((only.counts.as_slice(), only.end()), ([1].as_slice(), 1000));
    }

    #[test]
    fn more_ballots_than_voters_are_told_apart() {
        let histogram = Histogram::of(vec![500, 1001, 1400]);
        assert_eq!((histogram.over, histogram.counts.iter().sum::<u32>()), (2, 1));
    }

    #[test]
    fn the_middle_is_a_value_that_a_station_has() {
        assert_eq!(quartiles(&[1, 2, 3, 4, 5]), Some([2, 3, 4]));
        assert_eq!(quartiles(&[7]), Some([7, 7, 7]));
    }

    proptest! {
        #[test]
        fn bins_hold_every_value_once_and_where_it_belongs(values in proptest::collection::vec(0_u32..1300, 0..400)) {
            let histogram = Histogram::of(values.clone());
            prop_assert_eq!(histogram.len(), values.len() as u64);
            prop_assert!(histogram.end() <= 1000);
            for (from, to, count) in histogram.bins() {
                let last = to == histogram.end();
                let inside = |value: &&u32| **value <= 1000 && **value >= from && (**value < to || (last && **value == to));
                prop_assert_eq!(values.iter().filter(inside).count(), count as usize, "{} to {}", from, to);
            }
        }
    }
}
