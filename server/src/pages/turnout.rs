//! The page of turnout.

use app::pages::turnout::{Before, Day, TurnoutPage, turnout_page};
use election::UnitIx;
use election::report::Figure;
use election::turnout::{hours_before, registered, registered_before};

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, href};
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "turnout",
    label: Some(|words| words.history.turnout),
    scope: Scope::Unit,
    fresh: Fresh::Hourly,
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
    let rows = definition.units.cut(view.unit, view.level);
    let baseline = definition.baselines.get(view.contest.at());
    let before = |unit: &UnitIx| -> Before {
        let figures = baseline?.get(unit)?;
        Some((figures[Figure::Ballots as usize]?, figures[Figure::Registered as usize]?))
    };
    let day = |unit: &UnitIx| Day {
        registered: registered(definition, *unit),
        registered_before: registered_before(definition, view.contest, *unit),
        hours: Vec::new(),
        before: hours_before(definition, view.contest, *unit),
    };
    let (mut day, mut places): (Day, Vec<Day>) = (day(&view.unit), rows.iter().map(day).collect());
    let truth = place.night.hub.truth().read().expect("nobody panics while holding it");
    let has_hours = truth.turnout.has(view.contest);
    for (unit, day) in std::iter::once((&view.unit, &mut day)).chain(rows.iter().zip(&mut places)) {
        day.hours = truth.turnout.hours(view.contest, *unit, day.registered);
    }
    drop(truth);
    let own = |unit: &UnitIx| href(definition, &KIND, (view.contest, *unit), "", &place.language);
    Ok(turnout_page(&TurnoutPage {
        frame: place.frame(),
        before: before(&view.unit),
        rows: rows.iter().map(before).collect(),
        hrefs: rows.iter().map(own).collect(),
        names: rows.iter().map(|unit| definition.unit_name(*unit, &place.language).to_owned()).collect(),
        day,
        places,
        has_hours,
        utc_offset: definition.utc_offset,
    }))
}
