//! Where an axis has marks: round numbers of people, round times of the clock.

/// Steps of a clock that people read at a glance, in minutes.
const CLOCK: [i64; 12] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];

/// The smallest round step (1, 2 or 5 times a power of ten, at least `finest`) that divides `span` into at most `most` parts.
#[must_use]
pub fn step(span: u64, most: usize, finest: u64) -> u64 {
    let most = most.max(1) as u64;
    let mut power: u64 = 1;
    loop {
        for digit in [1, 2, 5] {
            let step = power.saturating_mul(digit);
            if step >= finest.max(1) && span.div_ceil(step) <= most {
                return step;
            }
        }
        let Some(next) = power.checked_mul(10) else { return u64::MAX };
        power = next;
    }
}

/// The round numbers from `least` to `most`, both included where they are round; at most `count` steps between them.
#[must_use]
pub fn ticks(least: u64, most: u64, count: usize, finest: u64) -> Vec<u64> {
    let step = step(most.saturating_sub(least), count, finest);
    let first = least.div_ceil(step);
    (first..=most / step).map(|times| times * step).collect()
}

/// The same for a range that has zero or less in it: differences.
#[must_use]
pub fn signed_ticks(least: i64, most: i64, count: usize, finest: u64) -> Vec<i64> {
    let span = most.saturating_sub(least).max(0).cast_unsigned();
    let step = i64::try_from(step(span, count, finest)).unwrap_or(i64::MAX);
    let first = least.div_euclid(step) + i64::from(least.rem_euclid(step) != 0);
    (first..=most.div_euclid(step)).map(|times| times * step).collect()
}

/// Round times of the clock `offset` seconds east of UTC, from `from` to `to` (milliseconds since 1970 UTC): at most `count`
/// steps between them.
#[must_use]
pub fn clock_ticks(from: i64, to: i64, offset: i32, count: usize) -> Vec<i64> {
    const MINUTE: i64 = 60_000;
    let count = i64::try_from(count.max(1)).unwrap_or(i64::MAX);
    let span = (to - from).max(0);
    let days = |step: i64| span / (step * MINUTE) / count + 1;
    let step = CLOCK.into_iter().find(|step| span <= step * MINUTE * count);
    let step = step.unwrap_or_else(|| 1440 * days(1440)) * MINUTE;
    let shift = i64::from(offset) * 1000;
    let first = (from + shift).div_euclid(step) + i64::from((from + shift).rem_euclid(step) != 0);
    (first..=(to + shift).div_euclid(step)).map(|times| times * step - shift).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn steps_are_one_two_or_five_times_a_power_of_ten() {
        assert_eq!([step(99, 5, 1), step(100, 5, 1), step(101, 5, 1), step(1000, 4, 1)], [20, 20, 50, 500]);
        assert_eq!(step(3, 5, 10), 10, "not finer than it may be");
        assert_eq!(step(0, 5, 1), 1);
    }

    #[test]
    fn hours_of_the_clock_are_those_of_the_place() {
        // 19:05 to 23:10 UTC, half an hour east of it.
        let at = |hour: i64, minute: i64| (hour * 60 + minute) * 60_000;
        let marks = clock_ticks(at(19, 5), at(23, 10), 1800, 5);
        assert_eq!(marks, [at(19, 30), at(20, 30), at(21, 30), at(22, 30)]);
    }

    proptest! {
        #[test]
        fn marks_are_inside_ascending_and_few(least in 0_u64..1_000_000, span in 0_u64..10_000_000, count in 1_usize..12) {
            let marks = ticks(least, least + span, count, 1);
            prop_assert!(marks.len() <= count + 1);
            prop_assert!(marks.iter().all(|mark| (least..=least + span).contains(mark)));
            prop_assert!(marks.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn differences_have_a_mark_at_zero(least in -500_i64..=0, most in 0_i64..=500, count in 1_usize..12) {
            let marks = signed_ticks(least, most, count, 1);
            prop_assert!(marks.contains(&0) && marks.len() <= count + 2);
        }

        #[test]
        fn times_are_inside_ascending_and_few(from in 0_i64..2_000_000_000_000, span in 0_i64..1_000_000_000, count in 1_usize..12) {
            let marks = clock_ticks(from, from + span, 3600, count);
            prop_assert!(marks.len() <= count + 1);
            prop_assert!(marks.iter().all(|mark| (from..=from + span).contains(mark)));
            prop_assert!(marks.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
