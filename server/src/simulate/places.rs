//! What a simulated night knows of the land: its districts, how many voters each cell has, and where the cities are.

use election::definition::{CountItemType, Definition};
use election::plausibility::{Rule, Severity};
use election::report::Figure;
use election::{CategoryIx, LevelIx, UnitIx};

use super::baseline::Sums;
use super::elementary::ln;
use super::random::{Purpose, factor, normal};

/// Districts and cells of a definition, with a guess where the definition is silent.
#[derive(Debug)]
pub(super) struct Places {
    /// The units in which results travel together (municipalities, regencies), in tree order.
    pub(super) districts: Vec<UnitIx>,
    /// Position in `districts` of each cell's district.
    pub(super) district_of: Vec<u32>,
    /// Kind of each cell; where no cell is counted on election day, the first category's count as if they were.
    pub(super) kinds: Vec<CountItemType>,
    /// Voters who may vote in each cell.
    pub(super) voters: Vec<u32>,
    /// Of each district: how much of a city it is, 0 on average over all voters, with a spread of 1.
    pub(super) urbanity: Vec<f64>,
}

impl Places {
    pub(super) fn of(definition: &Definition, sums: &[Sums], seed: u64) -> Self {
        let districts = districts(definition);
        let mut district_of = vec![0; definition.units.cells()];
        for (at, district) in districts.iter().enumerate() {
            district_of[definition.units.cells_below(*district)].fill(UnitIx::new(at).0);
        }
        let mut places =
            Self { districts, district_of, kinds: kinds(definition), voters: Vec::new(), urbanity: Vec::new() };
        places.voters = vec![0; definition.units.cells()];
        places.populate_stations(definition, sums, seed);
        places.populate_others(definition, seed);
        places.urbanity = places.find_cities();
        places
    }

    pub(super) fn is_station(&self, cell: usize) -> bool {
        self.kinds[cell] == CountItemType::ElectionDay
    }

    /// Voters at the stations of each district.
    pub(super) fn station_voters(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.districts.len()];
        for cell in (0..self.kinds.len()).filter(|cell| self.is_station(*cell)) {
            sums[self.district_of[cell] as usize] += f64::from(self.voters[cell]);
        }
        sums
    }

    fn populate_stations(&mut self, definition: &Definition, sums: &[Sums], seed: u64) {
        let largest = largest_station(definition);
        let typical = typical_stations(definition, sums, self);
        for cell in 0..self.kinds.len() {
            let unit = definition.units.unit_of_cell(cell);
            let known = definition.units.registered(unit).get();
            if known.is_none() && !self.is_station(cell) {
                continue;
            }
            let drawn = || {
                let scatter = factor(0.35, normal(seed, Purpose::StationSize, unit.at(), 0));
                ((typical[self.district_of[cell] as usize] * scatter) as u32).clamp(12, largest)
            };
            self.voters[cell] = known.unwrap_or_else(drawn);
        }
    }

    /// Postal, diplomatic and other votes whose voters are not known: a share of their district's voters, or else what
    /// such counts have elsewhere.
    fn populate_others(&mut self, definition: &Definition, seed: u64) {
        let of_district = self.station_voters();
        let categories = definition.units.categories();
        let mut cells_of = vec![0u32; self.districts.len() * categories];
        let slot = |places: &Self, cell: usize| {
            places.district_of[cell] as usize * categories + definition.units.category_of_cell(cell).at()
        };
        for cell in 0..self.kinds.len() {
            cells_of[slot(self, cell)] += 1;
        }
        for cell in 0..self.kinds.len() {
            let unit = definition.units.unit_of_cell(cell);
            if self.is_station(cell) || definition.units.registered(unit).get().is_some() {
                continue;
            }
            let (share, alone) = usual_size(self.kinds[cell]);
            let here = of_district[self.district_of[cell] as usize];
            let size = if here > 0.0 { here * share / f64::from(cells_of[slot(self, cell)]) } else { alone };
            let category = definition.units.category_of_cell(cell).at();
            let scatter = factor(0.4, normal(seed, Purpose::StationSize, unit.at(), category + 1));
            self.voters[cell] = ((size * scatter) as u32).max(6);
        }
    }

    fn find_cities(&self) -> Vec<f64> {
        let voters = self.station_voters();
        let whole: f64 = voters.iter().sum();
        let sizes: Vec<f64> = voters.iter().map(|voters| ln(voters.max(1.0))).collect();
        let weighted = |values: &[f64]| values.iter().zip(&voters).map(|(v, w)| v * w).sum::<f64>() / whole.max(1.0);
        let mean = weighted(&sizes);
        let off: Vec<f64> = sizes.iter().map(|size| size - mean).collect();
        let squares: Vec<f64> = off.iter().map(|off| off * off).collect();
        let spread = weighted(&squares).sqrt();
        let score = |(off, voters): (&f64, &f64)| {
            let alike = spread < 1e-9 || *voters == 0.0;
            if alike { 0.0 } else { (off / spread).clamp(-2.0, 2.0) }
        };
        off.iter().zip(&voters).map(score).collect()
    }
}

/// The level whose rows are nearest in number to the square root of the leaves: there a night's news is neither a single
/// station nor half the country.
pub(super) fn districts(definition: &Definition) -> Vec<UnitIx> {
    let units = &definition.units;
    let leaves = units.units().filter(|unit| units.is_leaf(*unit)).count().max(1);
    let aim = ln(leaves as f64) / 2.0;
    let deepest = definition.levels.len().saturating_sub(1);
    let cuts = (1..deepest).map(|level| units.cut(units.root(), LevelIx::new(level)));
    let distance = |rows: &Vec<UnitIx>| (ln(rows.len().max(1) as f64) - aim).abs();
    cuts.min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .filter(|rows| !rows.is_empty())
        .unwrap_or_else(|| vec![units.root()])
}

fn kinds(definition: &Definition) -> Vec<CountItemType> {
    let units = &definition.units;
    let kind =
        |category: CategoryIx| definition.categories.get(category.at()).map_or_else(Default::default, |it| it.kind);
    let cells = 0..units.cells();
    let mut kinds: Vec<CountItemType> = cells.map(|cell| kind(units.category_of_cell(cell))).collect();
    if !kinds.contains(&CountItemType::ElectionDay) {
        let first = (0..kinds.len()).map(|cell| units.category_of_cell(cell)).min();
        for cell in (0..kinds.len()).filter(|cell| Some(units.category_of_cell(*cell)) == first) {
            kinds[cell] = CountItemType::ElectionDay;
        }
    }
    kinds
}

/// The largest electorate that keeps a station below the `station-size` rules.
fn largest_station(definition: &Definition) -> u32 {
    let limits = definition.contests.iter().map(|contest| contest.rules.get(Rule::StationSize));
    limits.filter(|rule| rule.severity != Severity::Off).map(|rule| rule.number.max(12)).min().unwrap_or(1_500)
}

/// The usual electorate of a station of each district: what the baseline leaves for it, or 480.
fn typical_stations(definition: &Definition, sums: &[Sums], places: &Places) -> Vec<f64> {
    let mut stations = vec![0u32; places.districts.len()];
    for cell in (0..places.kinds.len()).filter(|cell| places.is_station(*cell)) {
        stations[places.district_of[cell] as usize] += 1;
    }
    let electorate = |district: UnitIx| {
        let sums = sums.first()?;
        let (registered, ballots) = (sums.figure(district, Figure::Registered), sums.figure(district, Figure::Ballots));
        registered.or(ballots.map(|ballots| ballots / 0.6)).or(sums.votes(district).map(|votes| votes / 0.6))
    };
    let limit = f64::from(largest_station(definition));
    let typical = |(district, stations): (&UnitIx, u32)| {
        let usual = electorate(*district).map_or(480.0, |voters| voters / f64::from(stations.max(1)));
        usual.clamp(20.0, 0.85 * limit)
    };
    places.districts.iter().zip(stations).map(typical).collect()
}

/// The share of a district's voters that vote in this way, and the size of such a count that has no district.
fn usual_size(kind: CountItemType) -> (f64, f64) {
    match kind {
        CountItemType::ElectionDay | CountItemType::Other => (0.1, 400.0),
        CountItemType::Early => (0.15, 600.0),
        CountItemType::AbsenteeMail => (0.07, 420.0),
        CountItemType::Provisional => (0.014, 180.0),
        CountItemType::SpecialNeeds => (0.004, 30.0),
        CountItemType::Diplomatic | CountItemType::Overseas => (0.02, 380.0),
    }
}
