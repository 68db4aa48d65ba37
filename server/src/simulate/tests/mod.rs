//! Laws of simulated nights, on definitions of every size.

mod chaotic;
mod country;
mod rehearsal;
mod shape;

use std::collections::BTreeMap;
use std::sync::Arc;

use election::definition::Definition;
use election::plausibility::verify;
use election::report::Figure;
use election::{Applied, CategoryIx, CountItemStatus, Ledger, UnitIx};

use super::*;

fn night(definition: &Definition, seed: u64) -> Vec<Report> {
    simulate(definition, &Options { seed, ..Options::default() })
}

/// The reports of each cell, as they came.
fn by_cell(reports: &[Report]) -> BTreeMap<(ContestIx, UnitIx, CategoryIx), Vec<&Report>> {
    let mut cells: BTreeMap<_, Vec<&Report>> = BTreeMap::new();
    for report in reports {
        cells.entry((report.contest, report.unit, report.category)).or_default().push(report);
    }
    cells
}

fn all() -> Vec<(Arc<Definition>, Vec<Report>)> {
    let definitions = [country::rich(), country::tiny(), country::bare(2, 3), country::several_categories()];
    let nights = definitions.map(|definition| {
        let reports = night(&definition, 7);
        (definition, reports)
    });
    nights.into()
}

#[test]
fn every_report_passes_the_hard_rules_and_few_are_flagged() {
    for (definition, reports) in all() {
        let flagged = reports.iter().filter(|report| {
            let (_, flags) = verify(&definition, report).unwrap_or_else(|rejection| panic!("{rejection}: {report:?}"));
            !flags.is_empty()
        });
        assert!(flagged.count() <= 2 + reports.len() / 400);
    }
    let (definition, reports) = &all()[0];
    let flagged = reports.iter().filter(|report| verify(definition, report).is_ok_and(|(_, flags)| !flags.is_empty()));
    assert!(flagged.count() >= 3, "a night needs something for the desk");
}

#[test]
fn the_night_begins_after_the_polls_close_and_ends_on_time() {
    for minutes in [10, 60, 360, 900] {
        let definition = country::rich();
        let reports = simulate(&definition, &Options { seed: 3, duration_minutes: minutes });
        let after = |report: &Report| report.observed_at - definition.polls_close;
        let (first, last) = (after(&reports[0]), after(&reports[reports.len() - 1]));
        assert!(reports.windows(2).all(|pair| pair[0].observed_at <= pair[1].observed_at));
        assert!(first >= i64::from(minutes) * 60_000 * 24 / 360, "first after {first} ms of {minutes} min");
        assert!(last <= i64::from(minutes) * 60_000, "last after {last} ms of {minutes} min");
        assert!(last >= i64::from(minutes) * 60_000 * 95 / 100);
    }
}

#[test]
fn revisions_of_a_cell_count_from_one_and_the_last_one_stands() {
    for (definition, reports) in all() {
        let mut ledger = Ledger::new(Arc::clone(&definition));
        for report in &reports {
            assert!(matches!(ledger.apply(report), Ok(Applied::Change(_))), "{report:?}");
        }
        for ((contest, unit, category), told) in by_cell(&reports) {
            let cell = definition.units.cell(unit, category).expect("a cell");
            for (at, report) in told.iter().enumerate() {
                assert_eq!(report.revision as usize, at + 1);
                assert!(at == 0 || report.observed_at > told[at - 1].observed_at);
            }
            let last = told[told.len() - 1];
            assert_eq!(ledger.entry(contest, cell).revision, last.revision);
            assert!(ledger.entry(contest, cell).flags.is_empty() && !ledger.held(contest).contains_key(&(cell as u32)));
            assert_ne!(last.status, CountItemStatus::NotProcessed);
        }
    }
}

#[test]
fn only_declared_figures_are_reported_and_they_add_up() {
    for (definition, reports) in all() {
        for report in &reports {
            let contest = &definition.contests[report.contest.at()];
            let figure = |figure| report.figures.get(figure).get().map(u64::from);
            let undeclared = Figure::ALL.into_iter().filter(|figure| !contest.reports(*figure));
            assert!(undeclared.into_iter().all(|undeclared| figure(undeclared).is_none()), "{report:?}");
            if let Some(valid) =
                figure(Figure::Valid).filter(|_| report.figures.votes().iter().all(|vote| vote.get().is_some()))
            {
                assert_eq!(report.figures.vote_sum(), valid);
            }
        }
        for told in by_cell(&reports).values() {
            let figures = &told[told.len() - 1].figures;
            let [registered, ballots, valid, invalid, blank] = Figure::ALL.map(|figure| figures.get(figure).get());
            if let (Some(registered), Some(ballots), Some(valid), Some(invalid), Some(blank)) =
                (registered, ballots, valid, invalid, blank)
            {
                assert_eq!(valid + invalid + blank, ballots);
                assert!(ballots <= registered);
            }
        }
    }
}

#[test]
fn corrections_go_up_and_down_and_say_why() {
    let definition = country::rich();
    let reports = night(&definition, 11);
    let (mut corrected, mut up, mut down, mut retracted) = (0, 0, 0, 0);
    for told in by_cell(&reports).values() {
        for pair in told.windows(2) {
            if pair[0].status == CountItemStatus::InProcess {
                assert!(pair[1].reason.is_empty());
                let grows = pair[0].figures.votes().iter().zip(pair[1].figures.votes()).all(|(old, new)| old <= new);
                assert!(grows, "a count that goes on only grows");
                continue;
            }
            assert!(!pair[1].reason.is_empty(), "{:?}", pair[1]);
            corrected += 1;
            retracted += usize::from(pair[1].status == CountItemStatus::NotProcessed);
            up += usize::from(pair[1].figures.vote_sum() > pair[0].figures.vote_sum());
            down += usize::from(pair[1].figures.vote_sum() < pair[0].figures.vote_sum());
        }
        assert!(told[0].reason.is_empty());
    }
    let stations = definition.units.expected(definition.units.root(), CategoryIx(0)) as usize;
    assert!((stations / 100..stations / 40).contains(&corrected), "{corrected} corrections at {stations} stations");
    assert!(up > 3 && down > 3 && retracted > 1, "{up} up, {down} down, {retracted} taken back");
}

#[test]
fn the_same_seed_gives_the_same_night_and_another_one_another() {
    for definition in [country::rich(), country::bare(1, 4)] {
        let first = night(&definition, 5);
        assert_eq!(first, night(&definition, 5));
        assert_ne!(first, night(&definition, 6));
    }
}

#[test]
fn three_stations_of_which_nothing_is_known_still_have_a_night() {
    let definition = country::tiny();
    for seed in 0..50 {
        let reports = night(&definition, seed);
        assert_eq!(by_cell(&reports).len(), 3);
        assert!(reports.iter().all(|report| report.figures.vote_sum() > 0));
    }
}

#[test]
fn rules_of_the_definition_are_respected_where_chance_would_break_them() {
    use election::plausibility::{Rule, Setting, Severity};
    let mut definition = Definition::clone(&country::rich());
    let rules = &mut definition.contests[0].rules;
    let set = |severity, basis_points, number| Setting { severity, basis_points, number };
    rules.set(Rule::InvalidShare, set(Severity::Soft, 300, 15));
    rules.set(Rule::StationSize, set(Severity::Hard, 0, 300));
    rules.set(Rule::TurnoutHigh, set(Severity::Soft, 6_500, 0));
    rules.set(Rule::BaselineShare, set(Severity::Soft, 3_000, 50));
    let reports = night(&definition, 3);
    let flagged = reports.iter().filter(|report| !verify(&definition, report).expect("accepted").1.is_empty()).count();
    assert_eq!(by_cell(&reports).len(), by_cell(&night(&country::rich(), 3)).len());
    assert!(flagged < 12, "{flagged} are flagged");
}
