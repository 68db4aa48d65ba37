//! Definitions to simulate: a country with everything, one with nothing but a tree, and a very large one.

use std::sync::Arc;

use election::definition::{BallotOption, Category, Contest, CountItemType, Definition, Level, Party, Text, Threshold};
use election::report::Figure;
use election::tree::{UnitRecord, UnitTree};
use election::{Count, LevelIx, PartyIx};

const CLOSE: i64 = 1_760_288_400_000;

pub fn unit(id: &str, parent: &str, level: u8) -> UnitRecord {
    UnitRecord { id: id.into(), parent: parent.into(), level: LevelIx(level), ..UnitRecord::default() }
}

/// Seven regions, 38 municipalities of very different size, twelve lists (two of minorities), five categories and the
/// election before, by municipality.
pub fn rich() -> Arc<Definition> {
    let mut records = vec![unit("land", "", 0), unit("abroad", "land", 1)];
    for mission in 0..18 {
        let categories = 0b10000;
        records.push(UnitRecord { categories, ..unit(&format!("mission-{mission}"), "abroad", 2) });
    }
    records.extend((0..7).map(|region| unit(&format!("region-{region}"), "land", 1)));
    for at in 0..38u32 {
        let municipality = format!("m{at}");
        records.push(unit(&municipality, &format!("region-{}", at % 7), 2));
        for station in 0..12 + 2_200 / ((at + 2) * (at + 2)) + (38 - at) * 2 {
            let registered = Count::from(Some(250 + (at * 37 + station * 61) % 600));
            records.push(UnitRecord { registered, ..unit(&format!("{municipality}/{station}"), &municipality, 3) });
        }
        for (name, categories) in [("postal", 0b10), ("special", 0b100), ("provisional", 0b1000)] {
            records.push(UnitRecord { categories, ..unit(&format!("{municipality}/{name}"), &municipality, 3) });
        }
    }
    let figures = Figure::ALL.to_vec();
    let mut definition = Definition { contests: vec![contest("assembly", 12, figures)], ..frame(4) };
    definition.parties = (0..12).map(party).collect();
    for (at, option) in definition.contests[0].options.iter_mut().enumerate() {
        option.party = Some(PartyIx::new(at));
    }
    definition.categories = categories();
    (definition.units, _) = UnitTree::build(&records, 5).expect("a tree");
    definition.baselines = vec![Default::default()];
    for at in 0..38 {
        let row = baseline(&definition, at);
        let municipality = definition.units.find(&format!("m{at}")).expect("a municipality");
        definition.baselines[0].insert(municipality, row);
    }
    Arc::new(definition)
}

fn baseline(definition: &Definition, at: u64) -> Box<[Option<u64>]> {
    let municipality = definition.units.find(&format!("m{at}")).expect("a municipality");
    let registered: u64 = definition
        .units
        .cells_below(municipality)
        .filter_map(|cell| definition.units.registered(definition.units.unit_of_cell(cell)).get())
        .map(u64::from)
        .sum();
    let valid = registered * 58 / 100;
    let mut shares: Vec<u64> = [300, 285, 160, 90, 60, 45, 30, 20, 10, 0, 0, 0].into();
    shares[(at % 5) as usize] += 60;
    // A list of a minority with one stronghold, and one that is new.
    shares[10] = if at == 17 { 2_000 } else { 1 };
    let whole: u64 = shares.iter().sum();
    let mut votes: Vec<u64> = shares.iter().map(|share| valid * share / whole).collect();
    let sum: u64 = votes.iter().sum();
    votes[0] += valid - sum;
    let mut row: Vec<Option<u64>> =
        [registered, registered * 60 / 100, valid, registered / 60, registered / 300].map(Some).into();
    row.extend(votes.into_iter().map(Some));
    row[Figure::COUNT + 9] = None;
    row.into()
}

fn categories() -> Vec<Category> {
    let kinds = [
        ("regular", CountItemType::ElectionDay),
        ("postal", CountItemType::AbsenteeMail),
        ("special", CountItemType::SpecialNeeds),
        ("provisional", CountItemType::Provisional),
        ("missions", CountItemType::Diplomatic),
    ];
    kinds.map(|(id, kind)| Category { id: id.into(), kind, name: Text::plain(id) }).into()
}

fn party(at: usize) -> Party {
    let groups = if at >= 10 { vec!["minority".into()] } else { Vec::new() };
    Party { id: format!("p{at}"), short: format!("P{at}"), groups, ..Party::default() }
}

pub fn contest(id: &str, options: usize, figures: Vec<Figure>) -> Contest {
    let option = |at: usize| BallotOption { id: format!("o{at}"), short: format!("P{at}"), ..BallotOption::default() };
    let threshold = Some(Threshold { basis_points: 500, waived_for: vec!["minority".into()], ..Threshold::default() });
    Contest { id: id.into(), figures, options: (0..options).map(option).collect(), threshold, ..Contest::default() }
}

fn frame(levels: usize) -> Definition {
    Definition {
        id: "test".into(),
        title: Text::plain("A test"),
        time_zone: "UTC".into(),
        polls_close: CLOSE,
        languages: vec!["en".into()],
        levels: (0..levels).map(|at| Level { id: format!("level-{at}"), ..Level::default() }).collect(),
        categories: vec![Category { id: "all".into(), ..Category::default() }],
        ..Definition::default()
    }
}

/// Three stations under one root, of which nothing is known, and one question.
pub fn tiny() -> Arc<Definition> {
    let records = [unit("town", "", 0), unit("a", "town", 1), unit("b", "town", 1), unit("c", "town", 1)];
    let (units, _) = UnitTree::build(&records, 1).expect("a tree");
    Arc::new(Definition { units, contests: vec![contest("question", 2, Vec::new())], ..frame(2) })
}

/// No baseline, no registered voters: two contests of different kind on `provinces` × 12 × 10 × 8 stations.
pub fn bare(provinces: u32, options: usize) -> Arc<Definition> {
    let mut records = vec![unit("land", "", 0)];
    for province in 0..provinces {
        let id = format!("{province}");
        records.push(unit(&id, "land", 1));
        for regency in 0..12 {
            let id = format!("{id}.{regency}");
            records.push(unit(&id, &id[..id.rfind('.').expect("a dot")], 2));
            for village in 0..10 {
                let id = format!("{id}.{village}");
                records.push(unit(&id, &id[..id.rfind('.').expect("a dot")], 3));
                records.extend((0..8).map(|station| unit(&format!("{id}.{station}"), &id, 4)));
            }
        }
    }
    let (units, _) = UnitTree::build(&records, 1).expect("a tree");
    let contests = vec![
        contest("president", options, vec![Figure::Registered, Figure::Valid, Figure::Invalid]),
        contest("council", 5, vec![Figure::Ballots, Figure::Valid]),
    ];
    Arc::new(Definition { units, contests, ..frame(5) })
}

/// Stations that report what was cast early, by post and on the day.
pub fn several_categories() -> Arc<Definition> {
    let mut records = vec![unit("land", "", 0)];
    for county in 0..5 {
        records.push(unit(&format!("{county}"), "land", 1));
        records.extend((0..40).map(|at| {
            let registered = Count::from(Some(500 + at * 20));
            UnitRecord { categories: 0b111, registered, ..unit(&format!("{county}.{at}"), &format!("{county}"), 2) }
        }));
    }
    let kinds = [CountItemType::ElectionDay, CountItemType::Early, CountItemType::AbsenteeMail];
    let (units, _) = UnitTree::build(&records, kinds.len()).expect("a tree");
    let category = |(at, kind)| Category { id: format!("c{at}"), kind, ..Category::default() };
    let categories = kinds.into_iter().enumerate().map(category).collect();
    Arc::new(Definition { units, categories, contests: vec![contest("council", 4, Figure::ALL.to_vec())], ..frame(3) })
}
