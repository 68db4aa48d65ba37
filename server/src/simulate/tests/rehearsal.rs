//! The night that ships is the night that this code simulates.

use std::collections::BTreeMap;

use election::report::Figure;
use election::turnout::{Settled, TurnoutBook, TurnoutEntry, TurnoutFlag, registered};
use election::{CategoryIx, UnitIx};

use election::folder::{Folder, NIGHT, TURNOUT, read};

use super::*;

const NIGHT_THAT_SHIPS: &str = include_str!("../../../../nights/rehearsal/night.csv");
const TURNOUT_THAT_SHIPS: &str = include_str!("../../../../nights/rehearsal/turnout.csv");

fn rehearsal() -> Arc<Definition> {
    let files: [(&str, &[u8]); 6] = [
        ("election.toml", include_bytes!("../../../../nights/rehearsal/election.toml")),
        ("units.csv", include_bytes!("../../../../nights/rehearsal/units.csv")),
        ("options.csv", include_bytes!("../../../../nights/rehearsal/options.csv")),
        ("baseline.csv", include_bytes!("../../../../nights/rehearsal/baseline.csv")),
        ("turnout-baseline.csv", include_bytes!("../../../../nights/rehearsal/turnout-baseline.csv")),
        ("map.geojson", include_bytes!("../../../../nights/rehearsal/map.geojson")),
    ];
    let files = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    let definition = read(&Folder { files: BTreeMap::from(files) });
    Arc::new(definition.unwrap_or_else(|defects| panic!("{defects:?}")))
}

#[test]
fn the_rehearsal_night_is_the_one_of_seed_2025() {
    let definition = rehearsal();
    let simulated = csv(&definition, &night(&definition, 2025));
    let first = simulated.lines().zip(NIGHT_THAT_SHIPS.lines()).position(|(simulated, ships)| simulated != ships);
    assert!(
        simulated == NIGHT_THAT_SHIPS,
        "nights/rehearsal/{NIGHT} is not what `nightcount simulate nights/rehearsal --seed 2025` prints, from line {:?} on: \
         write it again",
        first.map(|line| line + 1)
    );
}

#[test]
fn the_rehearsal_night_is_good_television() {
    let definition = rehearsal();
    let reports = night(&definition, 2025);
    let moments = timeline(&definition, &reports, ContestIx(0), 30);
    let leader = |at: usize| moments[at].shares[0].0;
    assert_eq!(moments.len(), 12);
    assert_ne!(leader(2), leader(11), "the lead changes");
    assert!((2_700..3_000).contains(&reports.len()), "{} reports", reports.len());
    assert!((25..60).contains(&moments[11].corrections) && moments[11].flagged.0 >= 3 && moments[11].flagged.1 == 0);
    assert!(NIGHT_THAT_SHIPS.len() < 400_000);
}

#[test]
fn the_turnout_that_ships_is_the_one_of_the_same_seed() {
    assert!(
        hours_csv(&rehearsal(), 2025) == TURNOUT_THAT_SHIPS,
        "nights/rehearsal/{TURNOUT} is not what `nightcount simulate nights/rehearsal --seed 2025` prints: write it again"
    );
}

#[test]
fn by_no_hour_had_more_voted_than_ballots_are_counted_but_where_a_figure_is_flagged() {
    let definition = rehearsal();
    let mut ballots: BTreeMap<UnitIx, u64> = BTreeMap::new();
    let mut last: BTreeMap<(UnitIx, CategoryIx), Report> = BTreeMap::new();
    for report in night(&definition, 2025) {
        last.insert((report.unit, report.category), report);
    }
    let expected = definition.units.expected(definition.units.root(), CategoryIx(0));
    let stations: Vec<&Report> = last.values().filter(|report| report.category == CategoryIx(0)).collect();
    assert!(stations.len() * 100 > expected as usize * 95, "nearly all stations are counted in the end");
    for report in stations {
        let figure = u64::from(report.figures.get(Figure::Ballots).get().unwrap_or(0));
        for unit in std::iter::once(report.unit).chain(definition.units.ancestors(report.unit)) {
            *ballots.entry(unit).or_default() += figure;
        }
    }
    let mut book = TurnoutBook::default();
    for (submission, seq) in hours(&definition, 2025).into_iter().zip(1..) {
        let Settled::New(revision) = book.settle(&submission) else { panic!("{submission:?} says nothing new") };
        book.enter(TurnoutEntry { seq, accepted_at: 0, revision, report: submission.report });
    }
    let (mut places, mut lower, mut corrected) = (0, 0, 0);
    for unit in definition.units.units() {
        let hours = book.hours(ContestIx(0), unit, registered(&definition, unit));
        let Some(last) = hours.last() else { continue };
        places += 1;
        lower += hours.iter().filter(|hour| hour.flags == [TurnoutFlag::Lower]).count();
        corrected += hours.iter().filter(|hour| hour.was.is_some()).count();
        let whole = ballots[&unit];
        assert!(u64::from(last.voters) <= whole + whole / 50, "{} of {whole}", last.voters);
        assert!(u64::from(last.voters) * 100 > whole * 90, "{} of {whole}", last.voters);
    }
    assert_eq!((places, lower, corrected), (38, 1, 2));
}
