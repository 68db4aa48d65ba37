//! The page of charts, and the course of the count alone for pages that are open already.

use app::charts::Measure;
use app::model::CoursePart;
use app::pages::analysis::{AnalysisPage, Choice, SwingPlace, analysis_page, course_fragment};
use election::charts::{Against, Course, Swing};
use election::{ContestIx, OptionIx, UnitIx};

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, href};
use crate::night::Night;
use crate::problem::Problem;

/// All charts.
pub(super) static KIND: Kind = Kind {
    id: "analysis",
    label: Some(|words| words.charts.analysis),
    scope: Scope::Unit,
    fresh: Fresh::Counted,
    params: &["y", "x", "list"],
    exists: |_, _| true,
    render: page,
};

/// The section of the contest's page that shows the course of the count, without a page around it.
pub(super) static FRAGMENT: Kind = Kind { id: "analysis-fragment", label: None, params: &[], render: fragment, ..KIND };

fn page(place: &Place) -> Result<String, Problem> {
    let frame = place.frame();
    let (view, definition) = (place.view, place.definition());
    let contest = &definition.contests[view.contest.at()];
    let board = frame.board().ok_or_else(|| nothing("page", "analysis"))?;
    let choice = choice(place, board.order.first().copied().unwrap_or(0))?;
    let option = OptionIx::new(choice.list);
    let topic = place.topic.as_ref().ok_or_else(|| nothing("page", "analysis"))?;
    let looked = place.night.stations.look(place.night.hub.truth(), topic.layout(), option, place.night.clock.now());
    let named = |swing: &Swing| SwingPlace {
        swing: *swing,
        name: definition.unit_name(swing.unit, &place.language).to_owned(),
    };
    let has_baseline =
        definition.baselines.get(view.contest.at()).is_some_and(|baseline| baseline.contains_key(&view.unit));
    drop(board);
    Ok(analysis_page(&AnalysisPage {
        choice,
        ids: contest.options.iter().map(|option| option.id.clone()).collect(),
        course: course(&place.night, view.contest, view.unit),
        remaining: looked.remaining.clone(),
        samples: looked.samples.clone(),
        swings: looked.swings.iter().map(named).collect(),
        has_baseline,
        seq: looked.seq,
        frame,
    }))
}

fn nothing(parameter: &str, value: &str) -> Problem {
    Problem::not_found("unknown-choice", format!("`{value}` is no {parameter} of this page."))
}

/// What the address chooses; `leader` is looked at if it does not say.
fn choice(place: &Place, leader: usize) -> Result<Choice, Problem> {
    let measure = match place.asked("y") {
        "" | "share" => Measure::Share,
        "votes" => Measure::Votes,
        other => return Err(nothing("`y`", other)),
    };
    let against = match place.asked("x") {
        "" | "time" => Against::Time,
        "counted" => Against::Counted,
        other => return Err(nothing("`x`", other)),
    };
    let list = match place.asked("list") {
        "" => leader,
        id => {
            let contest = &place.definition().contests[place.view.contest.at()];
            contest.option(id).ok_or_else(|| nothing("list", id))?.at()
        }
    };
    Ok(Choice { measure, against, list })
}

fn fragment(place: &Place) -> Result<String, Problem> {
    let course = course(&place.night, place.view.contest, place.view.unit);
    let part = part(&place.night, place.view.contest, place.view.unit, &place.language, course);
    Ok(course_fragment(&place.frame(), &part))
}

fn course(night: &Night, contest: ContestIx, unit: UnitIx) -> Course {
    night.history.timeline(contest, unit).into()
}

/// The course of the count for the contest's page.
pub(super) fn course_part(night: &Night, contest: ContestIx, unit: UnitIx, language: &str) -> CoursePart {
    part(night, contest, unit, language, course(night, contest, unit))
}

fn part(night: &Night, contest: ContestIx, unit: UnitIx, language: &str, course: Course) -> CoursePart {
    let address = |kind: &Kind| href(&night.definition, kind, (contest, unit), "", language);
    CoursePart { course, more: address(&KIND), fragment: address(&FRAGMENT) }
}
