//! Indonesia, 14 February 2024: 59,027 polling stations of four provinces in the order in which photographs of their forms
//! came in. What a machine misread is flagged by the rule that notices it, and counted again here without any of our code.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod real;

use std::collections::BTreeMap;
use std::sync::Arc;

use election::folder::{self, Folder};
use election::import::Mapping;
use election::plausibility::Rule;
use election::{CategoryIx, ContestIx, Count, Ledger, Submission, UnitIx};
use real::{data, own};

/// Name and bytes of each table.
type Tables = Vec<(String, Vec<u8>)>;

const PROVINCES: [(&str, &str); 4] =
    [("51", "51-bali"), ("75", "75-gorontalo"), ("34", "34-di-yogyakarta"), ("31", "31-dki-jakarta")];

/// The folder as it ships, with the map that its README.md asks for, and the tables of the provinces.
fn night() -> Option<(Folder, Tables)> {
    let file = |name: &str| (name.to_owned(), own(&format!("../nights/indonesia-2024-president/{name}")));
    let mut folder = Folder { files: ["election.toml", "units.csv", "options.csv"].map(file).into() };
    folder.files.insert("map.geojson".into(), data("indonesia-geometry/indonesia-38-provinces.geojson")?);
    let table = |(_, name): &(&str, &str)| {
        Some((format!("{name}.csv"), data(&format!("indonesia-2024-president-tps/{name}.csv.xz"))?))
    };
    Some((folder, PROVINCES.iter().map(table).collect::<Option<_>>()?))
}

/// An empty ledger with the stations of the tables, and what they report, in the order of the photographs.
fn import((folder, tables): &(Folder, Tables)) -> (Ledger, Vec<Submission>) {
    let mapping = Mapping::parse("mapping.toml", &own("../nights/indonesia-2024-president/mapping.toml")).unwrap();
    let named: Vec<(&str, &[u8])> = tables.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let folder = mapping.extend_units(folder, &named).unwrap();
    let definition = folder::read(&folder).unwrap();
    let mut submissions = Vec::new();
    for (name, bytes) in named {
        let (rows, defects) = mapping.submissions(&definition, name, bytes);
        assert_eq!(defects, []);
        submissions.extend(rows.into_iter().map(|(_, submission)| submission));
    }
    submissions.sort_by_key(|submission| submission.observed_at);
    (Ledger::new(Arc::new(definition)), submissions)
}

/// What is said about one province, by the ledger or by the plain recount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    stations: u64,
    reported: u64,
    flagged: u64,
    by_rule: BTreeMap<&'static str, u64>,
    /// Of the stations that no rule flags.
    votes: [u64; 3],
}

fn tally_of(ledger: &Ledger, province: &str) -> Tally {
    let definition = ledger.definition();
    let unit = definition.units.find(province).unwrap();
    let standing = ledger.standing(ContestIx(0), unit, CategoryIx(0));
    let cells = definition.units.cells_below(unit);
    let mut tally = Tally { stations: definition.units.expected(unit, CategoryIx(0)).into(), ..Tally::default() };
    for held in cells.filter_map(|cell| ledger.held(ContestIx(0)).get(&u32::try_from(cell).unwrap())) {
        tally.flagged += 1;
        for rule in held.flags.rules() {
            *tally.by_rule.entry(rule.code()).or_default() += 1;
        }
    }
    assert_eq!(u64::from(standing.flagged), tally.flagged);
    tally.reported = u64::from(standing.completed) + tally.flagged;
    tally.votes.copy_from_slice(&standing.sums[5..]);
    tally
}

/// The same from the text of the table, written plainly.
fn plain_tally(table: &[u8]) -> Tally {
    let mut tally = Tally::default();
    for line in std::str::from_utf8(table).unwrap().lines().skip(1) {
        let cells: Vec<Option<u64>> = line.split(',').map(|cell| cell.parse().ok()).collect();
        tally.stations += 1;
        let votes = [cells[5], cells[6], cells[7]];
        if votes == [None; 3] {
            continue;
        }
        tally.reported += 1;
        let codes = objections(votes, cells[8], cells[9], cells[11], cells[12]);
        if codes.is_empty() {
            (0..3).for_each(|pair| tally.votes[pair] += votes[pair].unwrap_or(0));
        } else {
            tally.flagged += 1;
        }
        for code in codes {
            *tally.by_rule.entry(code).or_default() += 1;
        }
    }
    tally
}

/// The rules of election.toml, one `if` each.
fn objections(
    votes: [Option<u64>; 3],
    valid: Option<u64>,
    invalid: Option<u64>,
    registered: Option<u64>,
    voters: Option<u64>,
) -> Vec<&'static str> {
    let sum: u64 = votes.iter().flatten().sum();
    let mut codes = Vec::new();
    if let Some(valid) = valid
        && votes.iter().all(Option::is_some)
        && sum != valid
    {
        codes.push("sum-mismatch");
    }
    if let (Some(valid), Some(voters)) = (valid, voters)
        && valid + invalid.unwrap_or(0) > voters
    {
        codes.push("sum-over-ballots");
    }
    if let (Some(voters), Some(registered)) = (voters, registered)
        && voters * 100 > registered * 102
    {
        codes.push("ballots-over-registered");
    }
    if let Some(registered) = registered
        && sum * 100 > registered * 102
    {
        codes.push("sum-over-registered");
    }
    if let (Some(valid), Some(invalid), Some(voters)) = (valid, invalid, voters) {
        let missing = voters.saturating_sub(valid + invalid);
        if missing >= 15 && missing * 100 >= voters * 2 {
            codes.push("ballots-unaccounted");
        }
    }
    if sum > 300 {
        codes.push("station-size");
    }
    codes
}

fn print(name: &str, tally: &Tally) {
    let Tally { stations, reported, flagged, by_rule, votes } = tally;
    println!(
        "{name}: {reported} of {stations} stations reported, {} not yet, {flagged} flagged; votes of the others {votes:?}",
        stations - reported
    );
    for rule in Rule::ALL.iter().filter(|rule| by_rule.contains_key(rule.code())) {
        println!("    {:<24} {:>6}", rule.code(), by_rule[rule.code()]);
    }
}

#[test]
fn what_the_machine_misread_is_flagged_by_rule_and_kept_out_of_the_totals() {
    let Some(night) = night() else { return };
    let (mut ledger, submissions) = import(&night);
    for submission in &submissions {
        let report = submission.clone().settle(&ledger).expect("each station is there once");
        ledger.apply(&report).expect("nothing is refused: all rules of this election are soft");
    }
    let mut whole = Tally::default();
    for ((province, name), (_, table)) in PROVINCES.iter().zip(&night.1) {
        let tally = tally_of(&ledger, province);
        print(name, &tally);
        assert_eq!(tally, plain_tally(table), "{name}");
        whole.reported += tally.reported;
        whole.flagged += tally.flagged;
        (0..3).for_each(|pair| whole.votes[pair] += tally.votes[pair]);
    }
    assert_eq!(whole.reported, submissions.len() as u64);
    let root = ledger.standing(ContestIx(0), UnitIx(0), CategoryIx(0));
    assert_eq!(root.sums[5..], whole.votes);
    assert_eq!(whole.reported, 42_470);
    println!("together: {} reported, {} flagged, votes of the others {:?}", whole.reported, whole.flagged, whole.votes);
}

#[test]
fn the_night_grows_in_the_order_of_the_photographs() {
    let Some(night) = night() else { return };
    let (mut ledger, submissions) = import(&night);
    assert!(submissions.is_sorted_by_key(|submission| submission.observed_at));
    let day = 86_400_000;
    let close = ledger.definition().polls_close;
    let mut days = [0u64; 40];
    for submission in submissions {
        days[usize::try_from((submission.observed_at - close).max(0) / day).unwrap()] += 1;
        let report = submission.settle(&ledger).unwrap();
        ledger.apply(&report).unwrap();
    }
    let arrived: Vec<u64> = days
        .iter()
        .scan(0, |sum, day| {
            *sum += day;
            Some(*sum)
        })
        .collect();
    println!("stations by day after the close of the polls: {:?}", &arrived[..10]);
    assert!(arrived[0] > arrived[39] / 3, "a third of the stations reports on the first day");
}

#[test]
fn names_and_levels_come_from_the_codes_and_columns() {
    let Some(night) = night() else { return };
    let (ledger, submissions) = import(&night);
    let definition = ledger.definition();
    let path = |id: &str| {
        let unit = definition.units.find(id).unwrap();
        let level = &definition.levels[definition.units.level(unit).at()].id;
        format!("{level} {}", definition.units.name(unit))
    };
    assert_eq!(path("31"), "province DKI Jakarta");
    assert_eq!(path("310101"), "district Kepulauan Seribu Utara");
    assert_eq!(path("3101011001"), "village Pulau Panggang");
    assert_eq!(path("3101011001003"), "station TPS 003");
    assert!(submissions.iter().all(|submission| definition.units.is_leaf(submission.unit)));
    assert!(submissions.iter().all(|submission| submission.figures.votes().iter().any(|vote| *vote != Count::MISSING)));
}
