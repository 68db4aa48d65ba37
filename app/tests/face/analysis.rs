//! The page of charts at several moments of the night: its sentences, its drawings and tables, and what it says of nothing.

use app::charts::Measure;
use app::model::CoursePart;
use app::pages::analysis::{AnalysisPage, Choice, SwingPlace, analysis_page, course_fragment};
use app::pages::frame::{Frame, Standing};
use election::charts::{Against, Course, Moment, Remaining, samples, swings};
use election::view::{Column, Layout, ViewKey};
use election::{ContestIx, OptionIx};

use crate::country::{CLOSE, Land, Night, Stage, page};
use crate::scan::readable;

/// The page of a unit; the first list on the ballot is looked at.
fn analysis(stage: Stage, unit: &str) -> AnalysisPage {
    let night = Night::until(stage);
    let contest = page(&night, &Land::new(), unit, "en");
    let definition = night.definition();
    let at = definition.find_unit(unit).expect("a unit");
    let key = ViewKey { contest: ContestIx(0), unit: at, level: definition.default_level(at) };
    let rows = Layout::new(definition, key).rows;
    let places = if rows.is_empty() { vec![at] } else { rows };
    let option = OptionIx(0);
    let swings = swings(night.ledger(), ContestIx(0), &places, option);
    let name = |unit| definition.unit_name(unit, "en").to_owned();
    AnalysisPage {
        choice: Choice::default(),
        ids: contest.meta.options.iter().map(|option| option.id.clone()).collect(),
        course: course(&contest),
        remaining: Remaining::of(night.ledger(), ContestIx(0), &places),
        samples: samples(night.ledger(), ContestIx(0), at, option),
        swings: swings.into_iter().map(|swing| SwingPlace { swing, name: name(swing.unit) }).collect(),
        has_baseline: definition.baselines[0].contains_key(&at),
        seq: 1234,
        frame: Frame {
            language: "en".into(),
            contest: Some(contest.meta.contest_title.clone()),
            standing: Some(Standing { meta: contest.meta, snapshot: contest.snapshot, facts: contest.facts }),
            canonical: "/e/preview/-/analysis/assembly?lang=en".into(),
            ..Frame::default()
        },
    }
}

/// A course that ends with the votes of the page: in the last hour the second list came up.
fn course(contest: &app::model::ContestPage) -> Course {
    let (meta, matrix) = (&contest.meta, &contest.snapshot.view.matrix);
    let sum = |column| (0..meta.categories.len()).map(|category| matrix.get(category, column)).sum::<u64>();
    let votes: Vec<u64> = (0..meta.options.len()).map(|option| sum(Column::votes(option))).collect();
    if votes.iter().sum::<u64>() == 0 {
        return Course { of: meta.unit.expected, ..Course::default() };
    }
    let moment = |at: u32| {
        let mut then: Vec<u64> = votes.iter().map(|votes| votes * u64::from(at) / 10).collect();
        then[1] = then[1] * u64::from(at) / 10;
        Moment { at: CLOSE + i64::from(at) * 1_200_000, counted: meta.unit.expected * at / 10, votes: then }
    };
    Course { of: meta.unit.expected, moments: (1..=10).map(moment).collect(), begins: Vec::new() }
}

fn html(page: &AnalysisPage) -> String {
    readable(&analysis_page(page))
}

#[test]
fn every_chart_has_a_sentence_two_drawings_a_table_and_a_number() {
    let html = html(&analysis(Stage::Stations(0.71), "land"));
    assert!(html.contains("The last hour of reports moved "), "the answer comes first");
    assert_eq!(html.matches("<svg class=\"chart is-narrow\"").count(), 5);
    assert_eq!(html.matches("<svg class=\"chart is-wide\"").count(), 5);
    // The bars of what is still to come are tables themselves: by place and by kind of vote.
    assert_eq!((html.matches("<details class=\"twin\"").count(), html.matches("<table").count()), (5, 7));
    assert_eq!((html.matches("<caption>").count(), html.matches("As of report 1,234").count()), (7, 6));
    assert_eq!(
        html.matches("<th scope=\"col\"").count() + html.matches("<th scope=\"row\"").count(),
        html.matches("<th ").count()
    );
    assert!(html.contains("votes are still to come,") && html.contains("Arithmetic, not a forecast"));
    assert!(html.contains(" is up in ") && html.contains("and is no proof of anything"));
}

#[test]
fn before_anything_is_counted_nothing_is_drawn_and_no_share_is_said() {
    let html = html(&analysis(Stage::Nothing, "land"));
    assert!(
        !html.contains("<svg class=\"chart") && !html.contains("<table") && html.contains("Nothing is counted yet.")
    );
    assert!(html.contains("cannot be said before the first report is counted") && !html.contains("NaN"));
}

#[test]
fn when_all_is_counted_no_votes_are_to_come() {
    let html = html(&analysis(Stage::Complete, "land"));
    assert!(
        html.contains("Everything is counted: no votes are still to come.") && !html.contains("class=\"table out\"")
    );
}

#[test]
fn a_single_station_is_a_sentence() {
    let html = html(&analysis(Stage::Complete, "M20/003"));
    assert!(html.contains("One station is counted, with a turnout of"));
    assert!(html.contains("No previous election is known to compare with."));
    assert!(!html.contains("id=\"scatter\""));
}

#[test]
fn open_stations_are_not_told_apart_because_nobody_is_ahead_in_them() {
    let html = html(&analysis(Stage::Stations(0.5), "M20"));
    assert!(html.contains("of all that are expected here.") && html.matches("class=\"table out\"").count() == 1);
}

#[test]
fn a_list_that_did_not_stand_has_nothing_to_compare() {
    let mut page = analysis(Stage::Stations(0.71), "land");
    page.swings.clear();
    assert!(html(&page).contains("did not stand in the previous election, so there is nothing to compare."));
}

#[test]
fn each_of_the_four_courses_is_an_address() {
    let mut page = analysis(Stage::Stations(0.71), "land");
    page.choice = Choice { measure: Measure::Votes, against: Against::Counted, list: 2 };
    let html = html(&page);
    assert!(html.contains("href=\"/e/preview/-/analysis/assembly?lang=en&y=share&x=counted&list=l2#course\""));
    assert!(html.contains("href=\"/e/preview/-/analysis/assembly?lang=en&y=votes&x=time&list=l2#course\""));
    assert!(html.contains("Reports counted, in percent of all") && html.contains("Votes counted"));
}

#[test]
fn the_course_on_the_contests_page_is_small_and_leads_to_all_charts() {
    let page = analysis(Stage::Stations(0.71), "land");
    let part = CoursePart { course: page.course.clone(), more: "/more".into(), fragment: "/fragment".into() };
    let html = course_fragment(&page.frame, &part);
    assert!(
        html.starts_with("<section") && html.contains("href=\"/more\"") && html.contains("data-fragment=\"/fragment\"")
    );
    assert!(html.len() < 12_000, "{} bytes", html.len());
    let empty = CoursePart { course: Course::default(), ..part };
    assert_eq!(course_fragment(&page.frame, &empty), "");
}

#[test]
fn hostile_names_stay_text() {
    let mut page = analysis(Stage::Stations(0.71), "land");
    let hostile = "<script>alert(1)</script>";
    if let Some(standing) = &mut page.frame.standing {
        for option in &mut standing.meta.options {
            (option.short, option.name) = (hostile.into(), hostile.into());
        }
        standing.meta.rows[0].name = hostile.into();
        standing.meta.source = hostile.into();
    }
    for place in &mut page.swings {
        place.name = hostile.into();
    }
    assert!(!analysis_page(&page).contains("<script>alert"));
}
