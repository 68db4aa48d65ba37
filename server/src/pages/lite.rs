//! The lite page: never more than 4 kB on the line, whatever the election.

use std::io::Write;

use app::pages::lite::{LitePage, lite_page};
use election::history::corrections::{CorrectionKind, Filter};

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, facts};
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "lite",
    label: None,
    scope: Scope::Unit,
    fresh: Fresh::Counted,
    params: &[],
    exists: |_, _| true,
    render,
};

/// Bytes that it may have on the line. By gzip, which everybody has; brotli makes less of it.
const MOST: usize = 4_000;
/// Places and lists that are tried first.
const SHOWN: usize = 120;

fn render(place: &Place) -> Result<String, Problem> {
    let mut page = page(place);
    loop {
        let html = lite_page(&page);
        let size = compressed(&html).map_err(|_| Problem::unavailable("page", "The page cannot be rendered now."))?;
        if size <= MOST || (page.places <= 1 && page.lists <= 1) {
            return Ok(html);
        }
        // A quarter less of the longer table.
        let longer = if page.places >= page.lists { &mut page.places } else { &mut page.lists };
        *longer = (*longer * 3 / 4).max(1);
    }
}

fn page(place: &Place) -> LitePage {
    let definition = place.definition();
    let contest = &definition.contests[place.view.contest.at()];
    let frame = place.frame();
    let rows = frame.standing.as_ref().map_or(0, |standing| standing.meta.rows.len());
    let filter = Filter::all(place.view.contest, place.view.unit);
    let past = place.night.history.past();
    let corrections = filter.of(&past).filter(|one| one.kind != CorrectionKind::Held).count() as u64;
    LitePage {
        contest: contest.title.get(&place.language).to_owned(),
        units: format!("/e/{}/-/lite/{}/", definition.id, contest.id),
        full: facts(definition, place.view.contest, &place.language).unit_href(definition.units.id(place.view.unit)),
        corrections,
        lists: contest.options.len().min(SHOWN),
        places: rows.min(SHOWN),
        frame,
    }
}

fn compressed(html: &str) -> std::io::Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(html.as_bytes())?;
    Ok(encoder.finish()?.len())
}
