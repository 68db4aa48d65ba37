//! The page of all downloads.

use app::model::Facts;
use app::pages::data::{DataPage, data_page};
use election::LevelIx;

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, href};
use super::{method, seats};
use crate::problem::Problem;

/// A level of more rows than this is not offered at once: the levels below are a step away.
const MOST_ROWS: usize = 5_000;

pub(super) static KIND: Kind = Kind {
    id: "data",
    label: Some(|words| words.pages.data),
    scope: Scope::Unit,
    fresh: Fresh::Counted,
    params: &[],
    exists: |_, _| true,
    render,
};

#[expect(clippy::unnecessary_wraps, reason = "other pages may find that there is nothing to show")]
fn render(place: &Place) -> Result<String, Problem> {
    let (definition, view) = (place.definition(), place.view);
    let units = &definition.units;
    let contest = &definition.contests[view.contest.at()];
    let election = format!("/api/v1/elections/{}", definition.id);
    let api = format!("{election}/contests/{}", contest.id);
    let unit = units.id(view.unit);
    let below = (units.level(view.unit).at() + 1..definition.levels.len()).map(LevelIx::new);
    let sensible = below.filter(|level| (1..=MOST_ROWS).contains(&units.cut(view.unit, *level).len()));
    let level = |level: LevelIx| {
        let of = &definition.levels[level.at()];
        (of.id.clone(), of.plural.get(&place.language).to_owned())
    };
    Ok(data_page(&DataPage {
        frame: place.frame(),
        view: Facts { unit_prefix: format!("{api}/units/"), ..Facts::default() }.unit_href(unit),
        levels: sensible.map(level).collect(),
        stream: format!("election={}&contest={}&unit={}", definition.id, contest.id, super::place::escaped(unit)),
        seats: seats::house(definition, view.contest).map(|_| format!("{api}/seats")),
        calls: format!("{api}/calls"),
        election,
        method: href(definition, &method::KIND, (view.contest, view.unit), "", &place.language),
    }))
}
