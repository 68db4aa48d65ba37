//! The story of a night: what the nation decides, and that the lead plausibly changes hands when the cities come in.

use election::definition::Definition;

use super::baseline::Sums;
use super::elementary::{exp, ln, power};
use super::geography::Landscape;
use super::places::Places;
use super::random::{Purpose, factor, normal, uniform};

/// What raking needs of the country: the expected shares, voters and urbanity of each district.
pub(super) struct Nation {
    seed: u64,
    keys: Vec<usize>,
    local: Vec<bool>,
    known: bool,
    districts: Vec<District>,
}

struct District {
    shares: Vec<f64>,
    ballots: f64,
    urbanity: f64,
}

impl Nation {
    pub(super) fn of(
        definition: &Definition,
        sums: &Sums,
        places: &Places,
        ballots: &[u32],
        landscape: &Landscape,
    ) -> Self {
        let mut weights = vec![0.0; places.districts.len()];
        for (cell, ballots) in ballots.iter().enumerate() {
            weights[places.district_of[cell] as usize] += f64::from(*ballots);
        }
        let district = |(at, ballots): (usize, f64)| District {
            shares: landscape.expected(sums, &definition.units, places, at),
            ballots,
            urbanity: places.urbanity[at],
        };
        Self {
            seed: landscape.seed(),
            keys: landscape.keys().to_vec(),
            local: landscape.local().to_vec(),
            known: sums.votes(definition.units.root()).is_some(),
            districts: weights.into_iter().enumerate().map(district).collect(),
        }
    }

    /// National shares under `offsets` and `tilts`; of the country alone (the less urban half), if `rural`.
    fn shares(&self, offsets: &[f64], tilts: &[f64], part: Part) -> Vec<f64> {
        let mut sums = vec![0.0; offsets.len()];
        for district in self.districts.iter().filter(|district| part == Part::Whole || district.urbanity < 0.0) {
            let tilted = district.shares.iter().zip(offsets).zip(tilts);
            let weights: Vec<f64> =
                tilted.map(|((share, offset), tilt)| share * exp(offset + tilt * district.urbanity)).collect();
            let whole: f64 = weights.iter().sum();
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += district.ballots * weight / whole);
        }
        let whole: f64 = sums.iter().sum::<f64>().max(1.0);
        sums.into_iter().map(|sum| sum / whole).collect()
    }

    /// The offsets under which the nation votes as `target` says.
    fn rake(&self, target: &[f64], tilts: &[f64]) -> Vec<f64> {
        let mut offsets = vec![0.0; target.len()];
        for _ in 0..12 {
            let shares = self.shares(&offsets, tilts, Part::Whole);
            for (offset, (target, share)) in offsets.iter_mut().zip(target.iter().zip(shares)) {
                *offset += ln(target.max(1e-9) / share.max(1e-12));
            }
        }
        offsets
    }

    /// How much more urban the voters of an option are than the nation.
    fn urban_affinity(&self, option: usize) -> f64 {
        let part =
            |district: &District| district.ballots * district.shares[option] / district.shares.iter().sum::<f64>();
        let votes: f64 = self.districts.iter().map(part).sum();
        self.districts.iter().map(|district| part(district) * district.urbanity).sum::<f64>() / votes.max(1e-9)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Rural,
}

/// The nation's shares before any swing: the baseline's, or drawn. Options that did not stand get a newcomer's share.
pub(super) fn usual_shares(before: Option<&[Option<f64>]>, local: &[bool], keys: &[usize], seed: u64) -> Vec<f64> {
    let sum: f64 = before.map_or(0.0, |votes| votes.iter().flatten().sum());
    let deviation = |option: usize| normal(seed, Purpose::NationalShare, keys[option], 1);
    let shares: Vec<f64> = match before.filter(|_| sum > 0.0) {
        Some(votes) => {
            let share = |option: usize| match votes[option] {
                Some(votes) => (votes / sum).max(1e-6),
                None => 0.035 * factor(0.6, deviation(option)),
            };
            (0..votes.len()).map(share).collect()
        }
        // The more options, the more unequal they are.
        None => {
            let spread = (0.3 + 0.12 * local.len().saturating_sub(2) as f64).min(1.1);
            let share = |option: usize| if local[option] { 0.08 } else { 1.0 } * exp(spread * deviation(option));
            (0..local.len()).map(share).collect()
        }
    };
    let whole: f64 = shares.iter().sum();
    shares.into_iter().map(|share| share / whole).collect()
}

/// Draws what the nation decides and finds the offsets and tilts that bring it about.
pub(super) fn stage(landscape: &mut Landscape, nation: &Nation, usual: &[f64]) {
    let mut target: Vec<f64> = usual.to_vec();
    if nation.known {
        for (option, share) in target.iter_mut().enumerate() {
            let spread = if nation.local[option] { 0.08 } else { 0.16 };
            *share *= factor(spread, normal(nation.seed, Purpose::NationalShare, nation.keys[option], 0));
        }
    }
    let whole: f64 = target.iter().sum();
    target.iter_mut().for_each(|share| *share /= whole);
    if let Some((winner, second)) = rivals(nation, &target) {
        tighten(&mut target, winner, second, nation.seed);
        tilt(landscape, nation, &target, winner, second);
    }
    let offsets = nation.rake(&target, &landscape.tilts);
    landscape.set_offsets(&offsets);
}

/// The two strongest, the more urban first, if the race between them can plausibly turn.
fn rivals(nation: &Nation, target: &[f64]) -> Option<(usize, usize)> {
    let mut order: Vec<usize> = (0..target.len()).collect();
    order.sort_by(|a, b| target[*b].total_cmp(&target[*a]));
    let (first, second) = (*order.first()?, *order.get(1)?);
    let third = order.get(2).map_or(0.0, |third| target[*third]);
    let close = target[second] > 0.55 * target[first] && target[second] > 1.02 * third;
    let cities = nation.districts.iter().any(|district| district.urbanity > 0.0);
    if !close || !cities || nation.local[first] || nation.local[second] {
        return None;
    }
    let urban_first = nation.urban_affinity(first) >= nation.urban_affinity(second);
    Some(if urban_first { (first, second) } else { (second, first) })
}

/// A close race, but not a coin toss.
fn tighten(target: &mut [f64], winner: usize, second: usize, seed: u64) {
    let both = target[winner] + target[second];
    let margin = both * (0.02 + 0.05 * uniform(seed, Purpose::Drama, winner, second));
    target[winner] = (both + margin) / 2.0;
    target[second] = (both - margin) / 2.0;
}

/// Lets the second lead in the country, as far as that takes no more than ordinary differences of town and country.
fn tilt(landscape: &mut Landscape, nation: &Nation, target: &[f64], winner: usize, second: usize) {
    let lead = 0.04 + 0.04 * uniform(nation.seed, Purpose::Drama, second, winner);
    for step in 0..14 {
        let tilt = 0.02 * f64::from(step);
        landscape.tilts[winner] = tilt;
        landscape.tilts[second] = -tilt;
        let offsets = nation.rake(target, &landscape.tilts);
        let country = nation.shares(&offsets, &landscape.tilts, Part::Rural);
        if country[second] - country[winner] > lead * power(target[winner] + target[second], 0.5) {
            return;
        }
    }
}
