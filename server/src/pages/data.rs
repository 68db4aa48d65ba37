//! The page of all downloads.

use app::model::Link;
use app::pages::data::{DataPage, data_page};

use super::kind::{Fresh, Kind, Scope};
use super::place::Place;
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "data",
    label: Some(|words| app::words::pages(words.live.language).data),
    scope: Scope::Unit,
    fresh: Fresh::Counted,
    params: &[],
    exists: |_, _| true,
    render,
};

#[expect(clippy::unnecessary_wraps, reason = "other pages may find that there is nothing to show")]
fn render(place: &Place) -> Result<String, Problem> {
    let index = Link { label: "API".into(), href: "/api/v1/index.json".into(), current: false };
    Ok(data_page(&DataPage { frame: place.frame(), links: vec![index] }))
}
