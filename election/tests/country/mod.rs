//! A small country for tests: two regions, three stations, one mission, three categories, three lists.

use election::definition::{BallotOption, Category, Contest, Definition, Level, SoftFlags, Text};
use election::plausibility::{Rule, Setting, Severity};
use election::report::Figure;
use election::tree::{UnitRecord, UnitTree};
use election::{CategoryIx, ContestIx, Count, CountItemStatus, Figures, LevelIx, Report, UnitIx};
use proptest::prelude::*;

/// Votes of the options above this are flagged.
pub const STATION_SIZE: u32 = 1500;

pub fn definition() -> Definition {
    let unit = |id: &str, parent: &str, level: u8, categories: u32| UnitRecord {
        id: id.into(),
        parent: parent.into(),
        level: LevelIx(level),
        categories,
        ..UnitRecord::default()
    };
    let records = [
        unit("land", "", 0, 0),
        unit("north", "land", 1, 0),
        unit("s1", "north", 2, 0b011),
        unit("s2", "north", 2, 0b001),
        unit("south", "land", 1, 0),
        unit("s3", "south", 2, 0b010),
        unit("mission", "land", 1, 0b100),
    ];
    let (units, _) = UnitTree::build(&records, 3).expect("a tree");
    let mut contest = Contest {
        id: "assembly".into(),
        figures: vec![Figure::Ballots, Figure::Valid, Figure::Invalid],
        options: ["A", "B", "C"]
            .map(|id| BallotOption { id: id.into(), short: id.into(), ..Default::default() })
            .into(),
        ..Contest::default()
    };
    contest.rules.set(Rule::StationSize, Setting { severity: Severity::Soft, basis_points: 0, number: STATION_SIZE });
    contest.rules.set(Rule::FigureMissing, Setting::default());
    Definition {
        id: "small".into(),
        title: Text::plain("A small election"),
        languages: vec!["en".into()],
        soft_flags: SoftFlags::Quarantine,
        levels: ["country", "region", "station"].map(|id| Level { id: id.into(), ..Default::default() }).into(),
        categories: ["regular", "postal", "missions"].map(|id| Category { id: id.into(), ..Default::default() }).into(),
        contests: vec![contest],
        baselines: vec![Default::default()],
        hours_before: Vec::new(),
        units,
        ..Definition::default()
    }
}

pub fn report(unit: UnitIx, category: u8, revision: u32, observed_at: i64, votes: &[u32]) -> Report {
    Report {
        contest: ContestIx(0),
        unit,
        category: CategoryIx(category),
        revision,
        observed_at,
        status: CountItemStatus::Completed,
        figures: Figures::from_votes(votes),
        source: String::new(),
        reason: String::new(),
    }
}

/// Random reports, right and wrong: unknown units, sums of others, wrong categories, missing and implausible figures,
/// equal revisions with other contents.
pub fn reports(most: usize) -> impl Strategy<Value = Vec<Report>> {
    let votes = prop::collection::vec(prop_oneof![4 => 0u32..700, 1 => Just(u32::MAX)], 3);
    let status = prop_oneof![
        Just(CountItemStatus::Completed),
        Just(CountItemStatus::InProcess),
        Just(CountItemStatus::Unknown),
        Just(CountItemStatus::NotProcessed),
    ];
    let valid = prop_oneof![3 => Just(None), 1 => (0u32..2100).prop_map(Some)];
    let one = (0u32..8, 0u8..4, 0u32..5, 0i64..3, votes, status, valid).prop_map(
        |(unit, category, revision, time, votes, status, valid)| {
            let mut report = report(UnitIx(unit), category, revision, time * 1000, &votes);
            report.status = status;
            report.figures.set(Figure::Valid, Count::from(valid));
            if status == CountItemStatus::NotProcessed {
                report.figures = Figures::missing(3);
            }
            report
        },
    );
    prop::collection::vec(one, 0..most)
}
