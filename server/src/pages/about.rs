//! The page about an election's pages.

use app::pages::about::{AboutPage, about_page};

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, readable};
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "about",
    label: None,
    scope: Scope::Election,
    fresh: Fresh::Fixed,
    params: &[],
    exists: |_, _| true,
    render,
};

#[expect(clippy::unnecessary_wraps, reason = "other pages may find that there is nothing to show")]
fn render(place: &Place) -> Result<String, Problem> {
    let definition = place.definition();
    let frame = place.frame();
    Ok(about_page(&AboutPage {
        text: definition.notes.about.as_ref().map(|text| text.get(&place.language).to_owned()),
        links: readable(definition, &place.language).into_iter().filter(|link| link.href != frame.canonical).collect(),
        frame,
    }))
}
