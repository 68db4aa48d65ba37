//! Who is strong where: national swings, strongholds, town and country.
//!
//! The weight of an option at a unit is the logarithm of its share in the baseline there, plus the effects of all units
//! above: a swing is the same in a whole region, with smaller differences further down. Offsets found by raking make the
//! nation add up to the shares that fate has drawn.

use election::definition::{Contest, Definition};
use election::{ContestIx, UnitIx};

use super::baseline::Sums;
use super::drama;
use super::elementary::{exp, ln};
use super::places::Places;
use super::random::{Purpose, normal, uniform};

const SMALLEST_SHARE: f64 = 1e-7;

/// How much stations differ from their surroundings, where no baseline tells: about as villages and quarters do in official
/// results (a share of 30 % has a standard deviation of 8 points within a municipality).
const STATION_SPREAD: f64 = 0.42;

/// The weights of a contest's options at every inner unit, and what is added to them further down.
#[derive(Debug)]
pub(super) struct Landscape {
    seed: u64,
    contest: ContestIx,
    options: usize,
    /// Inner units × options: logarithms of shares in the election before.
    base: Vec<f64>,
    /// Inner units × options: the sum of the effects of this unit and those above.
    effects: Vec<f64>,
    /// Per option: makes the nation what was drawn.
    offsets: Vec<f64>,
    /// Per option: how much better it does in cities.
    pub(super) tilts: Vec<f64>,
    /// Per option: what its effects are keyed by, the same for all contests in which a party stands.
    keys: Vec<usize>,
    local: Vec<bool>,
}

impl Landscape {
    pub(super) fn draw(
        definition: &Definition,
        contest: ContestIx,
        sums: &Sums,
        places: &Places,
        ballots: &[u32],
        seed: u64,
    ) -> Self {
        let ballot = &definition.contests[contest.at()];
        let keys: Vec<usize> = (0..ballot.options.len()).map(|option| key(contest, ballot, option)).collect();
        let local: Vec<bool> = (0..ballot.options.len()).map(|option| is_local(definition, ballot, option)).collect();
        let usual = drama::usual_shares(sums.options(definition.units.root()), &local, &keys, seed);
        let mut landscape = Self {
            seed,
            contest,
            options: ballot.options.len(),
            base: Vec::new(),
            effects: Vec::new(),
            offsets: vec![0.0; ballot.options.len()],
            tilts: keys.iter().map(|key| 0.08 * normal(seed, Purpose::UrbanTilt, *key, 0)).collect(),
            keys,
            local,
        };
        landscape.tilts.iter_mut().zip(&landscape.local).filter(|(_, local)| **local).for_each(|(tilt, _)| *tilt = 0.0);
        landscape.descend(definition, sums, &usual);
        let nation = drama::Nation::of(definition, sums, places, ballots, &landscape);
        drama::stage(&mut landscape, &nation, &usual);
        landscape
    }

    /// Fills `base` and `effects` from the root down.
    fn descend(&mut self, definition: &Definition, sums: &Sums, usual: &[f64]) {
        let units = &definition.units;
        let root: Vec<f64> = usual.iter().map(|share| ln(share.max(SMALLEST_SHARE))).collect();
        for unit in units.units().filter(|unit| !units.is_leaf(*unit)) {
            let parent = units.parent(unit).and_then(|parent| sums.position(parent));
            let above = parent.map_or(0..0, |at| at * self.options..(at + 1) * self.options);
            let base = match parent {
                Some(_) => settle(sums.options(unit), &self.base[above.clone()]),
                None => root.clone(),
            };
            self.base.extend(base);
            for option in 0..self.options {
                let inherited = self.effects.get(above.start + option).copied().filter(|_| parent.is_some());
                let own = if parent.is_some() { self.effect(unit, option, sums.votes(unit).is_some()) } else { 0.0 };
                self.effects.push(inherited.unwrap_or(0.0) + own);
            }
        }
    }

    /// The effect of one unit on one option. Where the baseline knows the unit, only the swing differs; elsewhere places
    /// differ as places do, and lists of minorities have strongholds.
    fn effect(&self, unit: UnitIx, option: usize, known: bool) -> f64 {
        let deviation = normal(self.seed, Purpose::Swing, unit.at(), self.keys[option]);
        match (known, self.local[option]) {
            (true, _) => 0.07 * deviation,
            (false, false) => 0.3 * deviation,
            (false, true) => {
                let stronghold = uniform(self.seed, Purpose::Stronghold, unit.at(), self.keys[option]) < 0.1;
                if stronghold { 2.0 + 0.5 * deviation } else { -0.8 + 0.3 * deviation }
            }
        }
    }

    /// The shares of the options in a district, as expected.
    pub(super) fn expected(
        &self,
        sums: &Sums,
        units: &election::UnitTree,
        places: &Places,
        district: usize,
    ) -> Vec<f64> {
        let unit = places.districts[district];
        let inner = sums.position(unit).or_else(|| units.parent(unit).and_then(|parent| sums.position(parent)));
        let at = inner.unwrap_or(0) * self.options;
        (0..self.options).map(|option| exp(self.base[at + option] + self.effects[at + option])).collect()
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    pub(super) fn keys(&self) -> &[usize] {
        &self.keys
    }

    pub(super) fn local(&self) -> &[bool] {
        &self.local
    }

    pub(super) fn set_offsets(&mut self, offsets: &[f64]) {
        self.offsets.copy_from_slice(offsets);
    }

    /// The weights with which the voters of a cell choose. `noise` scales how much stations differ from their surroundings.
    pub(super) fn weights(
        &self,
        definition: &Definition,
        sums: &Sums,
        places: &Places,
        cell: usize,
        noise: f64,
    ) -> Vec<f64> {
        let unit = definition.units.unit_of_cell(cell);
        let parent = definition.units.parent(unit).and_then(|parent| sums.position(parent)).unwrap_or(0);
        let row = parent * self.options..(parent + 1) * self.options;
        let own = own_baseline(definition, self.contest, unit);
        let base = own.as_deref().map(|own| settle(Some(own), &self.base[row.clone()]));
        let base = base.as_deref().unwrap_or(&self.base[row.clone()]);
        let spread = noise * if own.is_some() { 0.12 } else { STATION_SPREAD };
        let urbanity = places.urbanity[places.district_of[cell] as usize];
        let weight = |option: usize| {
            let station = spread * normal(self.seed, Purpose::Station, cell, self.keys[option]);
            let kind = self.leaning(definition, places, cell, option);
            let tilt = self.tilts[option] * urbanity;
            base[option] + self.effects[row.start + option] + self.offsets[option] + tilt + station + kind
        };
        (0..self.options).map(|option| exp(weight(option))).collect()
    }

    /// Postal voters, embassies and the like are not a cross-section of the country.
    fn leaning(&self, definition: &Definition, places: &Places, cell: usize, option: usize) -> f64 {
        if places.is_station(cell) || self.local[option] {
            return 0.0;
        }
        let category = definition.units.category_of_cell(cell);
        0.2 * normal(self.seed, Purpose::CategoryLeaning, category.at(), self.keys[option])
    }
}

/// Logarithms of the shares in a row of the baseline, pulled slightly towards those of the unit above, so that nothing is
/// impossible; options that the row does not know keep the share that they have above.
fn settle(votes: Option<&[Option<f64>]>, above: &[f64]) -> Vec<f64> {
    let Some(votes) = votes.filter(|votes| votes.iter().flatten().sum::<f64>() > 0.0) else { return above.to_vec() };
    let sum: f64 = votes.iter().flatten().sum();
    let shares_above: Vec<f64> = above.iter().map(|weight| exp(*weight)).collect();
    let whole_above: f64 = shares_above.iter().sum();
    let unknown = votes.iter().zip(&shares_above).filter(|(votes, _)| votes.is_none());
    let room = 1.0 - unknown.map(|(_, share)| share / whole_above).sum::<f64>();
    let share = |(votes, above): (&Option<f64>, &f64)| {
        let above = above / whole_above;
        let share = votes.map_or(above, |votes| room * (votes + 3.0 * above) / (sum + 3.0));
        ln(share.max(SMALLEST_SHARE))
    };
    votes.iter().zip(&shares_above).map(share).collect()
}

/// The baseline of the reporting unit itself.
fn own_baseline(definition: &Definition, contest: ContestIx, unit: UnitIx) -> Option<Vec<Option<f64>>> {
    let row = definition.baselines.get(contest.at())?.get(&unit)?;
    Some(row.iter().skip(election::report::Figure::COUNT).map(|votes| votes.map(|votes| votes as f64)).collect())
}

fn key(contest: ContestIx, ballot: &Contest, option: usize) -> usize {
    ballot.options[option].party.map_or((contest.at() + 1) << 16 | option, |party| party.at())
}

/// Lists of minorities are strong in few places and hardly voted for elsewhere.
fn is_local(definition: &Definition, ballot: &Contest, option: usize) -> bool {
    let waived = ballot.threshold.as_ref().map_or(&[][..], |threshold| &threshold.waived_for);
    let party = ballot.options[option].party.and_then(|party| definition.parties.get(party.at()));
    party.is_some_and(|party| party.groups.iter().any(|group| group == "minority" || waived.contains(group)))
}
