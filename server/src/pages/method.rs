//! The method of a contest, written from its definition.

use app::pages::method::{MethodPage, method_page};
use election::meta::GroupMeta;
use election::{CategoryIx, LevelIx};

use super::kind::{Fresh, Kind, Scope};
use super::place::Place;
use crate::journal::hex;
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "method",
    label: Some(|words| app::words::pages(words.live.language).method),
    scope: Scope::Contest,
    fresh: Fresh::Fixed,
    params: &[],
    exists: |_, _| true,
    render,
};

#[expect(clippy::unnecessary_wraps, reason = "other pages may find that there is nothing to show")]
fn render(place: &Place) -> Result<String, Problem> {
    let definition = place.definition();
    let (units, language) = (&definition.units, place.language.as_str());
    let category = |at: usize| {
        let of = &definition.categories[at];
        (of.name.get(language).to_owned(), units.expected(units.root(), CategoryIx::new(at)).into())
    };
    let level = |at: usize| {
        let cut = if at == 0 { 1 } else { units.cut(units.root(), LevelIx::new(at)).len() as u64 };
        let of = &definition.levels[at];
        (if cut == 1 { of.name.get(language) } else { of.plural.get(language) }.to_owned(), cut)
    };
    Ok(method_page(&MethodPage {
        frame: place.frame(),
        contest: definition.contests[place.view.contest.at()].clone(),
        groups: GroupMeta::all(definition, language),
        soft_flags: definition.soft_flags,
        categories: (0..definition.categories.len()).map(category).collect(),
        levels: (0..definition.levels.len()).map(level).collect(),
        time_zone: definition.time_zone.clone(),
        election: definition.id.clone(),
        hash: hex(&definition.hash()),
        epoch: format!("{:016x}", place.night.hub.epoch()),
    }))
}
