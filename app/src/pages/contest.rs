//! The page of a contest at a unit: the nation, a region, a municipality, a single station.

use leptos::prelude::*;

use super::analysis::compact;
use super::document::{Head, client, document, first, palette, rest};
use crate::components::{
    Shown, bars, figures, footer, map, masthead, navigation, opening, revisions, seats, share, table, ticker,
};
use crate::headline::headline;
use crate::islands::Live;
use crate::keys;
use crate::model::{ContestPage, Search, state};

/// The whole document.
#[must_use]
pub fn contest_page(page: &ContestPage) -> String {
    let shown = Shown::new(page);
    keys::shortened(&document(head(&shown), &page.assets, || body(&shown)))
}

fn head(shown: &Shown<'_>) -> Head {
    let (page, meta) = (shown.page, &shown.page.meta);
    let title = format!(
        "{}: {} – {}, {}",
        shown.place_title(),
        meta.contest_title,
        shown.words.page.results,
        meta.election_title
    );
    Head {
        language: meta.language.clone(),
        title,
        description: headline(&shown.board),
        canonical: Some(page.canonical.clone()),
        languages: page.languages.clone(),
        palette: palette(meta.options.iter().map(|option| option.colour.as_str())),
        social: page.social.clone(),
    }
}

fn body(shown: &Shown<'_>) -> AnyView {
    let (page, words) = (shown.page, &shown.words.page);
    let election = Some((page.meta.election_title.clone(), shown.words.language.day(&page.date)));
    let sample = page.meta.sample.then_some(words.sample);
    let search = Search::of(&page.meta.election, &page.meta.contest, &page.meta.language);
    let has_map = page.map.is_some();
    let main = if page.meta.unit.leaf { "wrap is-leaf" } else { "wrap" };
    let layout = if has_map { "split" } else { "split is-single" };
    let ticker = Some(ticker::ticker(shown));
    let (under_bars, under_figures) = if has_map { (ticker, None) } else { (None, ticker) };
    let course = page.course.as_ref().and_then(|part| compact(part, &shown.board, shown.words));
    view! {
        <a class="skip" href="#results">{words.skip}</a>
        {masthead::masthead(&page.home, first(&page.assets), election, &page.languages, words.languages, sample, &search)}
        {navigation::pages(&page.pages, &page.meta.language)}
        {masthead::status(shown)}
        <main id="results" class=main tabindex="-1">
            {opening::crumbs(shown)}
            {opening::opening(shown)}
            {(!page.meta.unit.leaf).then(|| opening::progress(shown))}
            {rest(&page.meta.language, &page.assets)}
            {client(page.figures.clone() + &state(&page.snapshot), &page.assets)}
            <div class=layout>
                <div class="side">{bars::bars(shown)}{under_bars}</div>
                <div class="side">{map::map(shown)}{figures::figures(shown)}{under_figures}</div>
                {seats::seats(shown)}
            </div>
            {table::table(shown)}
            {course}
            {figures::categories(shown)}
            {revisions::revisions(shown)}
            {share::share(shown)}
        </main>
        {footer::footer(shown)}
        <Live />
    }
    .into_any()
}
