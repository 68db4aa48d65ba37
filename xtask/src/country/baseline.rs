//! The previous election: what each list got in each municipality and embassy, from who lives there.

use super::definition::{Appeal, LISTS, Leaning, List};
use super::noise::Dice;
use super::places::{COUNTRY_ID, EMBASSIES, PLACES, REGIONS};
use super::share_out;

/// Those who can be told apart when they vote.
struct Electorate {
    unit: &'static str,
    registered: f64,
    urban: f64,
    sea: f64,
    /// None abroad.
    region: Option<usize>,
    zorin: f64,
    nald: f64,
}

pub(super) struct Row {
    pub(super) unit: &'static str,
    pub(super) registered: u32,
    pub(super) ballots: u32,
    pub(super) valid: u32,
    pub(super) invalid: u32,
    pub(super) blank: u32,
    /// In the order of `stood`.
    pub(super) votes: Vec<u32>,
}

/// The lists that stood then.
pub(super) fn stood() -> impl Iterator<Item = &'static List> {
    LISTS.iter().filter(|list| !matches!(list.appeal, Appeal::New))
}

pub(super) fn csv() -> String {
    let figures = ["unit", "registered", "ballots", "valid", "invalid", "blank"];
    let mut csv = String::from("# The parliamentary election of 2021, on the municipalities of 2025.\n");
    csv += &super::line(&figures.into_iter().chain(stood().map(|list| list.id)).collect::<Vec<_>>());
    for row in rows() {
        let numbers = [row.registered, row.ballots, row.valid, row.invalid, row.blank].into_iter().chain(row.votes);
        let cells: Vec<String> = std::iter::once(row.unit.to_owned()).chain(numbers.map(|n| n.to_string())).collect();
        csv += &super::line(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    csv
}

/// Hours of the day, and which part of those who voted at their station had come by then.
const HOURS: [(&str, f64); 6] =
    [("09:00", 0.07), ("11:00", 0.22), ("13:00", 0.41), ("15:00", 0.57), ("17:00", 0.76), ("19:00", 0.97)];

/// How many had voted by which hour of that day, in the country and in each municipality.
pub(super) fn hours() -> String {
    let mut dice = Dice::new(0x2021_0913);
    let rows = rows();
    // Embassies are not asked on the day.
    let home = &rows[..PLACES.len()];
    let part = |early: f64, part: f64| part + early * part * (1.0 - part);
    let early: Vec<f64> = home.iter().map(|_| dice.between(-0.25, 0.25)).collect();
    let mut csv = String::from("# The day of the parliamentary election of 2021.\nunit,time,voters,registered\n");
    for (time, share) in HOURS {
        let voters: Vec<u32> =
            home.iter().zip(&early).map(|(row, early)| (f64::from(row.ballots) * part(*early, share)) as u32).collect();
        let registered = home.iter().map(|row| row.registered).sum();
        let whole = (COUNTRY_ID, voters.iter().sum(), registered);
        let places = home.iter().zip(&voters).map(|(row, voters)| (row.unit, *voters, row.registered));
        for (unit, voters, registered) in std::iter::once(whole).chain(places) {
            csv += &super::line(&[unit, time, &voters.to_string(), &registered.to_string()]);
        }
    }
    csv
}

pub(super) fn rows() -> Vec<Row> {
    let mut dice = Dice::new(0x2021_0912);
    let electorates = electorates();
    let mut rows: Vec<Row> = electorates.iter().map(|electorate| turnout(electorate, &mut dice)).collect();
    let attraction: Vec<Vec<f64>> = electorates.iter().map(|electorate| attractions(electorate, &mut dice)).collect();
    let strength = strengths(&electorates, &rows, &attraction);
    for ((row, electorate), attraction) in rows.iter_mut().zip(&electorates).zip(&attraction) {
        row.votes = share_out(row.valid, &shares(electorate, attraction, &strength));
    }
    rows
}

fn electorates() -> Vec<Electorate> {
    let home = PLACES.iter().map(|place| Electorate {
        unit: place.id,
        registered: f64::from(place.registered),
        urban: place.urban,
        sea: place.sea,
        region: Some(place.region),
        zorin: place.minorities.0,
        nald: place.minorities.1,
    });
    let abroad = EMBASSIES.iter().map(|embassy| Electorate {
        unit: embassy.id,
        registered: f64::from(embassy.registered),
        urban: 0.85,
        sea: 0.5,
        region: None,
        zorin: 0.015,
        nald: 0.02,
    });
    home.chain(abroad).collect()
}

/// Who came, four years ago: towns a little fewer, mountains a little more, minorities and emigrants fewer.
fn turnout(electorate: &Electorate, dice: &mut Dice) -> Row {
    let registered = electorate.registered * dice.between(0.965, 1.015);
    let abroad = if electorate.region.is_none() { -0.04 } else { 0.0 };
    let share = 0.575
        - 0.03 * electorate.urban
        - 0.05 * electorate.sea * (1.0 - electorate.urban)
        - 0.06 * (electorate.zorin + electorate.nald)
        + abroad
        + 0.018 * dice.bell();
    let registered = registered.round() as u32;
    let ballots = (f64::from(registered) * share.clamp(0.455, 0.645)).round() as u32;
    let part = |share: f64| (f64::from(ballots) * share).round() as u32;
    let (invalid, blank) = (part(dice.between(0.006, 0.018)), part(dice.between(0.003, 0.010)));
    Row {
        unit: electorate.unit,
        registered,
        ballots,
        valid: ballots - invalid - blank,
        invalid,
        blank,
        votes: Vec::new(),
    }
}

/// How attractive each list is here, apart from its strength in the country.
fn attractions(electorate: &Electorate, dice: &mut Dice) -> Vec<f64> {
    let attraction = |list: &List, dice: &mut Dice| match &list.appeal {
        Appeal::General(_, leaning) => exponential(leans(electorate, leaning) + 0.13 * dice.bell()),
        Appeal::Zorin => electorate.zorin * dice.between(0.80, 0.92) + 0.0004,
        Appeal::Nald => electorate.nald * dice.between(0.78, 0.90) + 0.0004,
        Appeal::New => 0.0,
    };
    stood().map(|list| attraction(list, dice)).collect()
}

fn leans(electorate: &Electorate, leaning: &Leaning) -> f64 {
    let region = electorate.region.map_or(0.0, |region| leaning.regions[region % REGIONS.len()]);
    leaning.urban * (electorate.urban - 0.6) + leaning.sea * (electorate.sea - 0.45) + region
}

/// e to the power of x, well enough for small x and the same on every machine.
fn exponential(x: f64) -> f64 {
    (0..8).fold(1.0 + x / 256.0, |power, _| power * power)
}

/// Shares of all lists: minorities vote for their own, the others divide the rest.
fn shares(electorate: &Electorate, attraction: &[f64], strength: &[f64]) -> Vec<f64> {
    let own = |list: &List| matches!(list.appeal, Appeal::Zorin | Appeal::Nald);
    let minorities: f64 = stood().zip(attraction).filter(|(list, _)| own(list)).map(|(_, share)| share).sum();
    let pull: Vec<f64> = attraction.iter().zip(strength).map(|(a, s)| a * s).collect();
    let total: f64 = stood().zip(&pull).filter(|(list, _)| !own(list)).map(|(_, pull)| pull).sum();
    debug_assert!(minorities < 1.0, "{} has more minority votes than votes", electorate.unit);
    stood()
        .zip(pull.iter().zip(attraction))
        .map(|(list, (pull, share))| if own(list) { *share } else { pull / total * (1.0 - minorities) })
        .collect()
}

/// The strength of each list that gives it its share of the whole country.
fn strengths(electorates: &[Electorate], rows: &[Row], attraction: &[Vec<f64>]) -> Vec<f64> {
    let target = |list: &List| if let Appeal::General(share, _) = list.appeal { share } else { 1.0 };
    let targets: Vec<f64> = stood().map(target).collect();
    let mut strength = targets.clone();
    for _ in 0..40 {
        let mut votes = vec![0.0; strength.len()];
        for ((electorate, row), attraction) in electorates.iter().zip(rows).zip(attraction) {
            let here = shares(electorate, attraction, &strength);
            votes.iter_mut().zip(here).for_each(|(sum, share)| *sum += share * f64::from(row.valid));
        }
        let all: f64 = votes.iter().sum();
        for ((strength, target), votes) in strength.iter_mut().zip(&targets).zip(votes) {
            *strength *= target / (100.0 * votes / all);
        }
    }
    strength
}
