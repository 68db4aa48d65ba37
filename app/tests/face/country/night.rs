//! The night: reports in the order in which they arrive, up to a stage; a few flagged, some corrected.

use std::sync::Arc;

use election::ledger::{Applied, Ledger};
use election::report::Figure;
use election::seats::{HouseView, Tally, house_view};
use election::view::{Event, Layout, View};
use election::{CategoryIx, ContestIx, Count, CountItemStatus, Definition, Figures, OptionIx, Report, UnitIx};

use super::{Before, CLOSE, LISTS, PLACES};

/// A moment of the night.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage {
    /// Nothing has come.
    Nothing,
    /// This share of the stations, nothing else; flagged reports among them.
    Stations(f64),
    /// Everything.
    Complete,
}

/// A night that stopped at a stage.
pub struct Night {
    ledger: Ledger,
    events: Vec<Event>,
    seq: u64,
    at: i64,
}

/// Stations of a municipality: few large ones, many small ones.
pub fn stations(place: usize) -> usize {
    let first = place == 0 || PLACES[place].0 != PLACES[place - 1].0;
    let capital = place == 20;
    match (capital, first) {
        (true, _) => 96,
        (_, true) => 34 + place % 9,
        _ => 6 + (place * 7) % 13,
    }
}

/// Registered voters of a station.
pub fn registered(place: usize, station: usize) -> u32 {
    430 + u32::try_from((place * 37 + station * 91) % 460).expect("small")
}

/// 0 to 1, from two whole numbers.
fn chance(a: usize, b: usize) -> f64 {
    let mut state = (a as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (b as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    state ^= state >> 31;
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^= state >> 27;
    (state % 100_000) as f64 / 100_000.0
}

/// Shares of the lists in a municipality: the country's, moved by region and place.
fn weights(place: usize, shift: f64) -> Vec<f64> {
    let country = [31.0, 25.5, 13.4, 9.3, 6.4, 4.6, 3.0, 2.4, 1.6, 1.2, 0.9, 0.7];
    let region = PLACES[place].0;
    (0..LISTS.len())
        .map(|list| {
            let at_home = [(0, 0), (1, 2), (2, 6), (3, 7), (4, 1), (5, 3), (6, 0)].contains(&(region, list));
            let home = if at_home { 1.7 } else { 1.0 };
            let local = 0.55 + 0.9 * chance(place * 17 + 3, list) + shift * (chance(list, 99) - 0.5);
            country[list] * home * local.max(0.1)
        })
        .collect()
}

fn split(valid: f64, weights: &[f64], seed: usize) -> Vec<u32> {
    let noisy: Vec<f64> =
        weights.iter().enumerate().map(|(at, weight)| weight * (0.7 + 0.6 * chance(seed, at + 40))).collect();
    let sum: f64 = noisy.iter().sum();
    noisy.iter().map(|weight| (valid * weight / sum) as u32).collect()
}

fn figures(place: usize, seed: usize, registered: Option<u32>, ballots: f64) -> Figures {
    let votes = split(ballots * 0.974, &weights(place, 0.0), seed);
    let valid: u32 = votes.iter().sum();
    let blank = (ballots * 0.008) as u32;
    let invalid = (ballots * 0.016) as u32;
    let mut figures = Figures::from_votes(&votes);
    figures.set(Figure::Registered, registered.into());
    figures.set(Figure::Ballots, Some(valid + blank + invalid).into());
    figures.set(Figure::Valid, Some(valid).into());
    figures.set(Figure::Invalid, Some(invalid).into());
    figures.set(Figure::Blank, Some(blank).into());
    figures
}

/// The election before: every municipality and the country.
pub fn baseline(definition: &Definition) -> Before {
    let mut sums = vec![None::<u64>; Figure::COUNT + LISTS.len()];
    let mut before = Before::new();
    for place in 0..PLACES.len() {
        let votes = split(600.0 * stations(place) as f64, &weights(place, 0.7), place + 7000);
        let unit = definition.units.find(&format!("M{place:02}")).expect("a municipality");
        let mut row = vec![None; Figure::COUNT + LISTS.len()];
        for (list, votes) in votes.iter().enumerate().filter(|(list, _)| *list != 10) {
            let at = Figure::COUNT + list;
            row[at] = Some(u64::from(*votes));
            sums[at] = Some(sums[at].unwrap_or(0) + u64::from(*votes));
        }
        before.insert(unit, row.into());
    }
    before.insert(definition.units.root(), sums.into());
    before
}

impl Night {
    /// Its ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The night up to a stage.
    pub fn until(stage: Stage) -> Self {
        let definition = Arc::new(super::definition());
        let mut night = Self { ledger: Ledger::new(definition), events: Vec::new(), seq: 0, at: CLOSE + 600_000 };
        for (at, report) in night.reports(stage).into_iter().enumerate() {
            night.apply(at, report);
        }
        night
    }

    pub fn definition(&self) -> &Definition {
        self.ledger().definition()
    }

    pub fn seq(&self) -> u64 {
        self.seq
    }

    pub fn at(&self) -> i64 {
        self.at
    }

    /// The view with its figures and its last events.
    pub fn view(&self, layout: &Layout) -> View {
        let definition = self.definition();
        let mut view = View { matrix: layout.matrix(&self.ledger), ..View::default() };
        let here = self.events.iter().filter_map(|event| {
            let unit = definition.units.find(&event.unit)?;
            let row = layout.row_of(definition, unit).and_then(|row| u32::try_from(row).ok());
            definition.units.is_within(unit, layout.key.unit).then(|| Event { row, ..event.clone() })
        });
        view.remember(here.collect::<Vec<_>>());
        view.house = self.house(layout);
        view
    }

    /// The house, in the view of the whole contest.
    fn house(&self, layout: &Layout) -> Option<HouseView> {
        let definition = self.definition();
        let house = definition.contests[0].house.as_ref().filter(|_| layout.key.unit == definition.units.root())?;
        Some(self.house_of(house.seats))
    }

    /// A house of so many seats. What postal votes and missions may still bring is not known: two hundred votes each.
    pub fn house_of(&self, seats: u32) -> HouseView {
        let definition = self.definition();
        let mut house = definition.contests[0].house.clone().expect("the contest has seats");
        (house.seats, house.districts[0].seats) = (seats, seats);
        let mut tally = Tally::of(&self.ledger, ContestIx(0), &house);
        let (counted, expected) = tally.counted;
        tally.districts[0].uncounted = Some((expected - counted) * 200);
        house_view(&house, &tally, &[])
    }

    /// Applies one more report.
    pub fn apply(&mut self, at: usize, report: Report) {
        let definition = self.ledger.definition().clone();
        let applied = self.ledger.apply(&report);
        if let Ok(Applied::Change(change)) = applied {
            self.seq = at as u64 + 1;
            self.at = report.observed_at + 2000;
            self.events.push(Event::new(&definition, self.seq, report.observed_at, &report.reason, &change));
        } else {
            panic!("{report:?}: {applied:?}");
        }
    }

    fn reports(&self, stage: Stage) -> Vec<Report> {
        let (share, others) = match stage {
            Stage::Nothing => return Vec::new(),
            Stage::Stations(share) => (share, false),
            Stage::Complete => (1.0, true),
        };
        let definition = self.definition();
        let mut queue: Vec<(f64, UnitIx, usize, usize)> = Vec::new();
        for place in 0..PLACES.len() {
            for station in 0..stations(place) {
                let unit = definition.units.find(&format!("M{place:02}/{station:03}")).expect("a station");
                let late = stations_late(place);
                queue.push((chance(place * 1000 + station, 1) * 0.8 + late, unit, place, station));
            }
        }
        queue.sort_by(|a, b| a.0.total_cmp(&b.0));
        let count = (queue.len() as f64 * share).round() as usize;
        let mut reports: Vec<Report> =
            queue[..count].iter().map(|(_, unit, place, station)| report(*unit, *place, *station)).collect();
        if !others {
            flag(&mut reports);
            correct(&mut reports);
        } else {
            reports.extend(self.others());
        }
        for (at, report) in reports.iter_mut().enumerate() {
            if others {
                report.status = CountItemStatus::Completed;
            }
            report.observed_at = CLOSE + 900_000 + at as i64 * 15_000;
        }
        reports
    }

    /// Postal votes and missions.
    fn others(&self) -> Vec<Report> {
        let definition = self.definition();
        let mut reports = Vec::new();
        for place in 0..PLACES.len() {
            let unit = definition.units.find(&format!("M{place:02}/post")).expect("postal votes");
            reports.push(Report {
                category: CategoryIx(1),
                figures: figures(place, place + 500, None, 60.0 + 3.0 * stations(place) as f64)
                    .with(Figure::Registered, 2000),
                ..report(unit, place, 0)
            });
        }
        for mission in 0..5 {
            let unit = definition.units.find(&format!("mission-{mission}")).expect("a mission");
            reports.push(Report {
                category: CategoryIx(2),
                figures: figures(20, mission + 900, Some(1500), 700.0),
                ..report(unit, 20, mission)
            });
        }
        reports
    }
}

/// Large places come late.
fn stations_late(place: usize) -> f64 {
    (stations(place) as f64 / 120.0).min(0.5)
}

fn report(unit: UnitIx, place: usize, station: usize) -> Report {
    let registered = registered(place, station);
    let turnout = 0.5 + 0.18 * chance(place, station + 11);
    Report {
        contest: ContestIx(0),
        unit,
        category: CategoryIx(0),
        revision: 1,
        observed_at: CLOSE,
        status: if chance(place, station + 5) < 0.01 { CountItemStatus::InProcess } else { CountItemStatus::Completed },
        figures: figures(place, place * 311 + station, Some(registered), f64::from(registered) * turnout),
        source: String::new(),
        reason: String::new(),
    }
}

/// Three reports with a turnout that nobody believes: held back.
fn flag(reports: &mut [Report]) {
    let count = reports.len();
    for at in [count / 3, count / 2, count.saturating_sub(4)] {
        if let Some(report) = reports.get_mut(at) {
            let ballots = report.figures.get(Figure::Ballots).or_zero();
            report.figures.set(Figure::Registered, Some(ballots + 3).into());
        }
    }
}

/// A correction of an early report, with its reason.
fn correct(reports: &mut Vec<Report>) {
    let Some(mut second) = reports.get(reports.len() / 4).cloned() else { return };
    let [first, next] = [0, 1].map(|at| second.figures.votes()[at].or_zero());
    second.revision = 2;
    second.reason = "Two lists were swapped on the form".into();
    second.figures.set_vote(OptionIx(0), Count::from(Some(next)));
    second.figures.set_vote(OptionIx(1), Count::from(Some(first)));
    let end = reports.len() - 2.min(reports.len());
    reports.insert(end, second);
}
