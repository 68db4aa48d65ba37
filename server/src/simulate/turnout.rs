//! How many voters vote in each cell. All contests share the ballots of a cell: people come once.

use election::UnitIx;
use election::definition::{CountItemType, Definition};
use election::plausibility::{Rule, Severity};
use election::report::Figure;

use super::baseline::Sums;
use super::places::Places;
use super::random::{Purpose, logistic, logit, normal, uniform};

/// The ballots of each cell.
pub(super) fn ballots(definition: &Definition, sums: &[Sums], places: &Places, seed: u64) -> Vec<u32> {
    let national = 0.5 + 0.2 * uniform(seed, Purpose::TurnoutShift, 0, 0);
    let shift = 0.1 * normal(seed, Purpose::TurnoutShift, 0, 1);
    let before = |district: UnitIx| {
        let sums = sums.first()?;
        let share = sums.figure(district, Figure::Ballots)? / sums.figure(district, Figure::Registered)?;
        Some(share.clamp(0.05, 0.95))
    };
    let district_logit = |district: &UnitIx| {
        let usual = before(*district).or_else(|| before(definition.units.root())).unwrap_or(national);
        logit(usual) + shift + 0.1 * normal(seed, Purpose::TurnoutDistrict, district.at(), 0)
    };
    let of_district: Vec<f64> = places.districts.iter().map(district_logit).collect();
    let limits = Limits::of(definition);
    let cell_ballots = |cell: usize| {
        let unit = definition.units.unit_of_cell(cell);
        let kind = places.kinds[cell];
        let usual =
            usual_turnout(kind).map_or(of_district[places.district_of[cell] as usize], |share| logit(share) + shift);
        let scatter = 0.16 * normal(seed, Purpose::TurnoutStation, cell, 0);
        let turnout = logistic(usual + scatter).min(limits.turnout) * part_of_unit(definition, places, cell, unit);
        let drawn = (f64::from(places.voters[cell]) * turnout + uniform(seed, Purpose::TurnoutStation, cell, 1)) as u32;
        drawn.min(places.voters[cell]).min(limits.station)
    };
    (0..places.kinds.len()).map(cell_ballots).collect()
}

/// What the rules of all contests take for implausible.
struct Limits {
    turnout: f64,
    station: u32,
}

impl Limits {
    fn of(definition: &Definition) -> Self {
        let active = |rule: Rule| {
            let settings = definition.contests.iter().map(move |contest| contest.rules.get(rule));
            settings.filter(|setting| setting.severity != Severity::Off)
        };
        let turnout = active(Rule::TurnoutHigh).map(|setting| f64::from(setting.basis_points) / 10_000.0 - 0.01);
        let station = active(Rule::StationSize).map(|setting| setting.number).min();
        Self { turnout: turnout.fold(0.97, f64::min).max(0.0), station: station.unwrap_or(u32::MAX) }
    }
}

/// Those who asked for a postal ballot mostly send it; at stations the district decides.
fn usual_turnout(kind: CountItemType) -> Option<f64> {
    match kind {
        CountItemType::ElectionDay | CountItemType::Other => None,
        CountItemType::Early | CountItemType::Overseas => Some(0.7),
        CountItemType::AbsenteeMail => Some(0.82),
        CountItemType::Provisional | CountItemType::SpecialNeeds => Some(0.9),
        CountItemType::Diplomatic => Some(0.64),
    }
}

/// Where one unit reports in several categories, its voters are shared out among them.
fn part_of_unit(definition: &Definition, places: &Places, cell: usize, unit: UnitIx) -> f64 {
    let cells = definition.units.cells_below(unit);
    if cells.len() < 2 || definition.units.registered(unit).get().is_none() {
        return 1.0;
    }
    let whole: f64 = cells.map(|cell| weight(places.kinds[cell])).sum();
    weight(places.kinds[cell]) / whole
}

fn weight(kind: CountItemType) -> f64 {
    match kind {
        CountItemType::ElectionDay => 1.0,
        CountItemType::Early | CountItemType::AbsenteeMail => 0.2,
        CountItemType::Other => 0.1,
        CountItemType::Provisional | CountItemType::Diplomatic | CountItemType::Overseas => 0.02,
        CountItemType::SpecialNeeds => 0.01,
    }
}
