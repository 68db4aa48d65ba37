//! Kosovo, 9 February 2025, from the authority's own file of 2,951 counting units: every total comes out as certified,
//! whatever the order, with duplicates and corrections on the way.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod real;

use std::collections::BTreeMap;
use std::sync::Arc;

use election::folder::{self, Folder};
use election::import::Mapping;
use election::report::Figure;
use election::{CategoryIx, ContestIx, Count, Definition, Ledger, OptionIx, Report, Submission, UnitIx};
use real::{data, own};

const TABLE: &str = "kosovo-2025-feb-polling-stations/zgjedhjet_2025-02-09_polling_stations.csv";
const OFFICIAL: &str = "kosovo-2025-feb-polling-stations/parties_official_totals_seats.csv";
const MAP: &str = "kosovo-geometry/geoBoundaries-XKX-ADM2_simplified.geojson";
const CONTEST: ContestIx = ContestIx(0);

/// The folder as it ships, with the map that its README.md asks for, and the authority's table.
fn night() -> Option<(Folder, Vec<u8>)> {
    let file = |name: &str| (name.to_owned(), own(&format!("../nights/kosovo-2025-02/{name}")));
    let mut folder = Folder { files: ["election.toml", "units.csv", "options.csv"].map(file).into() };
    folder.files.insert("map.geojson".into(), data(MAP)?);
    Some((folder, data(TABLE)?))
}

fn mapping() -> Mapping {
    Mapping::parse("mapping.toml", &own("../nights/kosovo-2025-02/mapping.toml")).unwrap()
}

/// The definition with the stations of the table, and what the table reports.
fn import(folder: &Folder, table: &[u8]) -> (Arc<Definition>, Vec<Submission>) {
    let folder = mapping().extend_units(folder, &[("stations.csv", table)]).unwrap();
    let definition = folder::read(&folder).unwrap();
    let (submissions, defects) = mapping().submissions(&definition, "stations.csv", table);
    assert_eq!(defects, []);
    (Arc::new(definition), submissions.into_iter().map(|(_, submission)| submission).collect())
}

/// A sequence that looks random and is the same every time.
struct Seeded(u64);

impl Seeded {
    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// Another order.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// Every report twice, one in twenty first wrong and then corrected, in an order that looks random.
fn troubled(submissions: &[Submission], seeded: &mut Seeded) -> (Vec<Report>, usize) {
    let mut reports = Vec::new();
    let mut corrected = 0;
    for submission in submissions {
        let right = submission.clone().with_revision(1);
        if seeded.below(20) > 0 {
            reports.push(right);
            continue;
        }
        let mut wrong = right.clone();
        let option = OptionIx::new(seeded.below(wrong.figures.votes().len()));
        let slip = u32::try_from(seeded.below(900)).unwrap() + 1;
        wrong.figures.set_vote(option, Count::from(Some(wrong.figures.votes()[option.at()].or_zero() + slip)));
        reports.push(wrong);
        reports.push(Report { revision: 2, observed_at: right.observed_at + 3_600_000, ..right });
        corrected += 1;
    }
    reports.extend(reports.clone());
    seeded.shuffle(&mut reports);
    (reports, corrected)
}

fn sums(ledger: &Ledger, unit: UnitIx, categories: impl IntoIterator<Item = usize>) -> Vec<u64> {
    let columns = ledger.definition().contests[0].columns();
    let mut sums = vec![0; columns];
    for category in categories {
        let standing = ledger.standing(CONTEST, unit, CategoryIx::new(category));
        sums.iter_mut().zip(&standing.sums).for_each(|(sum, more)| *sum += more);
    }
    sums
}

/// What the table says, by any of its first columns, without any of our code: the sum of the 28 lists.
fn plain_sums(table: &str, key: impl Fn(&[&str]) -> String) -> BTreeMap<String, u64> {
    let mut sums = BTreeMap::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        *sums.entry(key(&cells)).or_default() +=
            cells[4..].iter().map(|cell| cell.parse::<u64>().unwrap()).sum::<u64>();
    }
    sums
}

fn assert_lists_are_official(ledger: &Ledger, official: &str) {
    let all = sums(ledger, UnitIx(0), 0..5);
    let votes: BTreeMap<&str, u64> = ledger.definition().contests[0]
        .options
        .iter()
        .zip(&all[Figure::COUNT..])
        .map(|(option, votes)| (option.number.as_str(), *votes))
        .collect();
    let mut lists = 0;
    for line in official.lines().skip(1) {
        let number = line.split(',').next().unwrap();
        // The name may have commas, the last three cells have none.
        let certified: u64 = line.rsplit(',').nth(2).unwrap().parse().unwrap();
        assert_eq!(votes[number], certified, "{line}");
        lists += 1;
    }
    assert_eq!((lists, votes.len()), (28, 28));
    assert_eq!([votes["118"], votes["131"], votes["124"]], [396_787, 196_474, 171_357]);
    assert_eq!(all[Figure::Valid as usize], 938_010);
    println!("28 of 28 lists as certified; LVV {}, PDK {}, LDK {}", votes["118"], votes["131"], votes["124"]);
}

fn assert_categories_are_official(ledger: &Ledger) {
    let expected = [
        ("regular", 845_427),
        ("postal", 63_025),
        ("special-needs", 2_585),
        ("conditional", 11_782),
        ("missions", 15_191),
    ];
    for (category, valid) in expected {
        let category_ix = ledger.definition().category(category).unwrap();
        let standing = ledger.standing(CONTEST, UnitIx(0), category_ix);
        assert_eq!(standing.sums[Figure::Valid as usize], valid, "{category}");
        assert_eq!(standing.completed, ledger.definition().units.expected(UnitIx(0), category_ix), "{category}");
        println!("{category}: {valid} valid votes of {} units", standing.completed);
    }
}

fn assert_municipalities_are_the_plain_sums(ledger: &Ledger, table: &str) {
    let definition = ledger.definition();
    let level = definition.level("municipality").unwrap();
    let plain = plain_sums(table, |cells| cells[1].to_owned());
    let (mut municipalities, mut total) = (0, 0);
    for (name, expected) in
        plain.iter().filter(|(name, _)| !name.starts_with("Ambasada") && !name.starts_with("Konsullata"))
    {
        let unit = definition.find_unit(name).unwrap();
        assert_eq!(definition.units.level(unit), level, "{name}");
        assert_eq!(sums(ledger, unit, 0..5)[Figure::Valid as usize], *expected, "{name}");
        municipalities += 1;
        total += expected;
    }
    assert_eq!((municipalities, total), (38, 922_819));
    let abroad = definition.units.find("abroad").unwrap();
    assert_eq!(sums(ledger, abroad, 0..5)[Figure::Valid as usize], 15_191);
    assert_eq!(definition.units.cut(UnitIx(0), level).len(), 39);
    println!("38 municipalities equal the plain sums of the file, {total} valid votes together");
}

#[test]
fn every_total_is_the_certified_one_after_a_shuffled_night_with_duplicates_and_corrections() {
    let (Some((folder, table)), Some(official)) = (night(), data(OFFICIAL)) else { return };
    let (definition, submissions) = import(&folder, &table);
    assert_eq!((submissions.len(), definition.units.cells()), (2951, 2951));
    let centre = definition.level("centre").unwrap();
    assert_eq!(definition.units.units().filter(|unit| definition.units.level(*unit) == centre).count(), 1045);
    let (reports, corrected) = troubled(&submissions, &mut Seeded(9));
    let mut ledger = Ledger::new(definition.clone());
    for report in &reports {
        ledger.apply(report).unwrap();
    }
    println!("{} reports of {} units, {corrected} of them corrected", reports.len(), submissions.len());
    let table = String::from_utf8(table).unwrap();
    assert_lists_are_official(&ledger, std::str::from_utf8(&official).unwrap());
    assert_categories_are_official(&ledger);
    assert_municipalities_are_the_plain_sums(&ledger, &table);
}

#[test]
fn the_order_and_the_duplicates_of_the_night_leave_no_trace() {
    let Some((folder, table)) = night() else { return };
    let (definition, submissions) = import(&folder, &table);
    let (reports, _) = troubled(&submissions, &mut Seeded(9));
    let hash = |reports: &[Report]| {
        let mut ledger = Ledger::new(definition.clone());
        reports.iter().for_each(|report| drop(ledger.apply(report).unwrap()));
        ledger.state_hash()
    };
    let mut again = reports.clone();
    Seeded(27).shuffle(&mut again);
    let mut sorted = reports.clone();
    sorted.sort_by_key(|report| (report.unit, report.category, report.revision));
    sorted.dedup();
    assert!(sorted.len() < reports.len());
    assert_eq!(hash(&reports), hash(&again));
    assert_eq!(hash(&reports), hash(&sorted));
}

#[test]
fn importing_the_same_file_again_reports_nothing() {
    let Some((folder, table)) = night() else { return };
    let (definition, submissions) = import(&folder, &table);
    let mut ledger = Ledger::new(definition);
    let settled = |ledger: &mut Ledger| {
        let reports = submissions.iter().filter_map(|submission| submission.clone().settle(ledger));
        let reports: Vec<Report> = reports.collect();
        reports.iter().for_each(|report| drop(ledger.apply(report).unwrap()));
        reports.len()
    };
    assert_eq!([settled(&mut ledger), settled(&mut ledger)], [2951, 0]);
}

#[test]
fn the_map_joins_38_of_38_polygons_through_aliases() {
    let Some((folder, table)) = night() else { return };
    let (definition, _) = import(&folder, &table);
    let map = definition.map.as_ref().unwrap();
    let municipality = definition.level("municipality").unwrap();
    let mut joined = map.units.clone();
    joined.sort_unstable();
    joined.dedup();
    let mut expected = definition.units.cut(UnitIx(0), municipality);
    expected.retain(|unit| definition.units.id(*unit) != "abroad");
    assert_eq!((joined.len(), &joined), (38, &expected));
    println!("the map joins {} of 38 polygons", joined.len());
}
