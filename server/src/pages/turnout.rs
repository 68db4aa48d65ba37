//! The page of turnout.

use app::pages::turnout::{Before, TurnoutPage, turnout_page};
use election::UnitIx;
use election::report::Figure;

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, href};
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "turnout",
    label: Some(|words| words.history.turnout),
    scope: Scope::Unit,
    fresh: Fresh::Counted,
    params: &[],
    exists: |definition, contest| {
        let contest = &definition.contests[contest.at()];
        [Figure::Registered, Figure::Ballots].into_iter().all(|figure| contest.reports(figure))
    },
    render,
};

#[expect(clippy::unnecessary_wraps, reason = "other pages may find that there is nothing to show")]
fn render(place: &Place) -> Result<String, Problem> {
    let (definition, view) = (place.definition(), place.view);
    let rows = place.topic.as_ref().map(|topic| topic.layout().rows.clone()).unwrap_or_default();
    let baseline = definition.baselines.get(view.contest.at());
    let before = |unit: &UnitIx| -> Before {
        let figures = baseline?.get(unit)?;
        Some((figures[Figure::Ballots as usize]?, figures[Figure::Registered as usize]?))
    };
    let own = |unit: &UnitIx| href(definition, &KIND, (view.contest, *unit), "", &place.language);
    Ok(turnout_page(&TurnoutPage {
        frame: place.frame(),
        before: before(&view.unit),
        rows: rows.iter().map(before).collect(),
        hrefs: rows.iter().map(own).collect(),
    }))
}
