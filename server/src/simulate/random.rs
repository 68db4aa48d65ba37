//! Chance that is the same everywhere: numbers drawn from SplitMix64 (Steele, Lea and Flood, 2014), seeded by what they are for.
//!
//! Draws are keyed by purpose and place rather than taken from one long stream, so that a change to one part of a night does
//! not stir all others. Only operations that IEEE 754 rounds exactly are used, so a seed gives the same night on every machine.

use super::elementary::{exp, ln, power};

/// What a number is drawn for: numbers of different purposes are independent.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(super) enum Purpose {
    NationalShare = 1,
    Drama,
    Swing,
    Stronghold,
    UrbanTilt,
    CategoryLeaning,
    Station,
    StationSize,
    TurnoutShift,
    TurnoutDistrict,
    TurnoutStation,
    Spoilt,
    Arrival,
    Burst,
    Stall,
    StallChoice,
    Partial,
    Slip,
    SlipChoice,
    FlagChoice,
    ContestDelay,
    Fault,
    Hours,
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// SplitMix64's output function.
const fn finish(mut word: u64) -> u64 {
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// The word that belongs to a purpose and up to two places.
fn word(seed: u64, purpose: Purpose, first: u64, second: u64) -> u64 {
    [purpose as u64, first, second].into_iter().fold(finish(seed.wrapping_add(GOLDEN)), |state, part| {
        finish(state.wrapping_add(GOLDEN) ^ part.wrapping_mul(GOLDEN))
    })
}

/// One number between 0 and 1 for a purpose and up to two places.
pub(super) fn uniform(seed: u64, purpose: Purpose, first: usize, second: usize) -> f64 {
    unit_interval(word(seed, purpose, first as u64, second as u64))
}

/// One number around 0 with a variance of 1 for a purpose and up to two places.
pub(super) fn normal(seed: u64, purpose: Purpose, first: usize, second: usize) -> f64 {
    bell(word(seed, purpose, first as u64, second as u64))
}

/// The `count` of `candidates` that fate picks, in their order.
pub(super) fn pick(seed: u64, purpose: Purpose, place: usize, candidates: &[usize], count: usize) -> Vec<usize> {
    let mut drawn: Vec<(u64, usize)> =
        candidates.iter().map(|candidate| (word(seed, purpose, place as u64, *candidate as u64), *candidate)).collect();
    drawn.sort_unstable();
    let mut picked: Vec<usize> = drawn.into_iter().take(count).map(|(_, candidate)| candidate).collect();
    picked.sort_unstable();
    picked
}

fn unit_interval(word: u64) -> f64 {
    (word >> 11) as f64 / (1u64 << 53) as f64
}

/// Nearly normal (the sum of four uniform numbers): no tail beyond 3.5, which suits a night that must stay plausible.
fn bell(word: u64) -> f64 {
    let sum: u64 = (0..4).map(|part| word >> (16 * part) & 0xffff).sum();
    (sum as f64 / 65_535.0 - 2.0) * 3f64.sqrt()
}

/// A sequence of numbers.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// The sequence of a purpose and up to two places.
    pub(super) fn of(seed: u64, purpose: Purpose, first: usize, second: usize) -> Self {
        Self(word(seed, purpose, first as u64, second as u64))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        finish(self.0)
    }

    /// Between 0 and 1.
    pub(super) fn uniform(&mut self) -> f64 {
        unit_interval(self.next())
    }

    /// Between `low` and `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Around 0 with a variance of 1.
    pub(super) fn normal(&mut self) -> f64 {
        bell(self.next())
    }

    /// A whole number below `end`; 0 if that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((self.uniform() * end as f64) as usize).min(end.saturating_sub(1))
    }

    /// How many of `trials` succeed: exact for few expected successes, a rounded bell curve for many.
    pub(super) fn binomial(&mut self, trials: u32, chance: f64) -> u32 {
        if trials == 0 || chance <= 0.0 {
            return 0;
        }
        if chance >= 1.0 {
            return trials;
        }
        if chance > 0.5 {
            return trials - self.binomial(trials, 1.0 - chance);
        }
        let mean = f64::from(trials) * chance;
        if mean < 10.0 {
            return self.few(trials, chance);
        }
        let spread = (mean * (1.0 - chance)).sqrt();
        let drawn = (mean + spread * self.normal() + 0.5).max(0.0);
        (drawn as u32).min(trials)
    }

    /// By inversion: walks up the distribution from 0.
    fn few(&mut self, trials: u32, chance: f64) -> u32 {
        let odds = chance / (1.0 - chance);
        let mut density = power(1.0 - chance, f64::from(trials));
        let mut left = self.uniform();
        for successes in 0..trials {
            left -= density;
            if left < 0.0 {
                return successes;
            }
            density *= odds * f64::from(trials - successes) / f64::from(successes + 1);
        }
        trials
    }

    /// Distributes `total` over `weights`: whole numbers that add up to `total`.
    pub(super) fn multinomial(&mut self, total: u32, weights: &[f64], counts: &mut [u32]) {
        let mut left = total;
        let mut weight_left: f64 = weights.iter().sum();
        for (count, weight) in counts.iter_mut().zip(weights) {
            *count = self.binomial(left, weight / weight_left);
            left -= *count;
            weight_left -= weight;
        }
        // Rounding can leave a rest of the weights, and with it a vote: the heaviest takes it.
        if let Some(heaviest) = (0..weights.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b])) {
            counts[heaviest] += left;
        }
    }
}

/// The factor `e^(spread × deviation)`, with an average of 1 over all deviations.
pub(super) fn factor(spread: f64, deviation: f64) -> f64 {
    exp(spread * deviation - spread * spread / 2.0)
}

/// `ln(p / (1 − p))`.
pub(super) fn logit(share: f64) -> f64 {
    ln(share / (1.0 - share))
}

/// The share of that logit.
pub(super) fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + exp(-logit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_multinomial_adds_up_and_has_the_expected_mean() {
        let mut random = Random::of(1, Purpose::Station, 0, 0);
        let weights = [0.5, 0.3, 0.15, 0.049, 0.001];
        let mut sums = [0u32; 5];
        for round in 0..2_000 {
            let mut counts = [0; 5];
            random.multinomial(round, &weights, &mut counts);
            assert_eq!(counts.iter().sum::<u32>(), round);
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let total = f64::from(sums.iter().sum::<u32>());
        for (sum, weight) in sums.iter().zip(weights) {
            let share = f64::from(*sum) / total;
            assert!((share - weight).abs() < 0.002, "{share} instead of {weight}");
        }
    }

    #[test]
    fn a_binomial_has_the_expected_mean_and_variance_for_few_and_for_many() {
        for (trials, chance) in [(400, 0.01), (400, 0.4), (20, 0.5), (900, 0.97)] {
            let mut random = Random::of(2, Purpose::Station, 0, 0);
            let drawn: Vec<f64> = (0..20_000).map(|_| f64::from(random.binomial(trials, chance))).collect();
            let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
            let variance = drawn.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / drawn.len() as f64;
            let (expected, spread) = (f64::from(trials) * chance, f64::from(trials) * chance * (1.0 - chance));
            assert!((mean - expected).abs() < 0.05 * spread.sqrt() + 0.02, "mean {mean} instead of {expected}");
            assert!((variance / spread - 1.0).abs() < 0.1, "variance {variance} instead of {spread}");
        }
    }

    #[test]
    fn numbers_of_other_seeds_purposes_and_places_are_others() {
        let draw = |seed, purpose, first, second| word(seed, purpose, first, second);
        let first = draw(1, Purpose::Swing, 2, 3);
        assert_eq!(first, draw(1, Purpose::Swing, 2, 3));
        for other in [draw(2, Purpose::Swing, 2, 3), draw(1, Purpose::Drama, 2, 3), draw(1, Purpose::Swing, 3, 2)] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn a_pick_is_in_order_and_without_repetition() {
        let candidates: Vec<usize> = (0..1_000).collect();
        let picked = pick(1, Purpose::SlipChoice, 0, &candidates, 50);
        assert_eq!(picked.len(), 50);
        assert!(picked.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
