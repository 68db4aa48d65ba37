//! The row of a pinned place.

use app::pages::brief::brief;

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, facts};
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "brief",
    label: None,
    scope: Scope::Unit,
    fresh: Fresh::Counted,
    params: &[],
    exists: |_, _| true,
    render,
};

#[expect(clippy::unnecessary_wraps, reason = "other pages may find that there is nothing to show")]
fn render(place: &Place) -> Result<String, Problem> {
    let definition = place.definition();
    let contest = definition.contests[place.view.contest.at()].title.get(&place.language);
    let href = facts(definition, place.view.contest, &place.language).unit_href(definition.units.id(place.view.unit));
    Ok(brief(&place.frame(), contest, &href))
}
