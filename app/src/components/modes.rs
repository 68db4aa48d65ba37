//! The choice over the map: which figure it shows, and as land, circles or hexagons. Links, so that it works without script.

use leptos::prelude::*;

use super::Shown;
use crate::shade::{Drawing, Mode};

/// The figures that the map can show here.
pub(crate) fn modes(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.page;
    let has = |mode: &Mode| match mode {
        Mode::Swing => shown.facts().swing,
        Mode::Turnout => shown.board.has_turnout(),
        _ => true,
    };
    let name = |mode: Mode| words.map_modes.split('|').nth(mode as usize).unwrap_or_default();
    let links: Vec<_> = (Mode::ALL.into_iter().filter(has))
        .map(|mode| choice(shown, &format!("mode{}", mode as usize), "data-map", mode as usize, name(mode)))
        .collect();
    view! { <nav class="modes" id="modes" aria-label=words.map_shows><ul>{links}</ul></nav> }.into_any()
}

/// The drawings: land, circles, hexagons.
pub(crate) fn drawings(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.page;
    let name = |drawing: Drawing| words.map_drawings.split('|').nth(drawing as usize).unwrap_or_default();
    let links: Vec<_> = (Drawing::ALL.into_iter())
        .map(|drawing| {
            let at = drawing as usize;
            choice(shown, &format!("drawing{at}"), "data-drawing", at, name(drawing))
        })
        .collect();
    view! { <nav class="drawings" id="drawings" aria-label=words.map_drawn><ul>{links}</ul></nav> }.into_any()
}

fn choice(shown: &Shown<'_>, key: &str, data: &'static str, at: usize, name: &'static str) -> AnyView {
    let link_key = format!("{key}-link");
    let (href, now, keys) = (shown.sheet.get(&link_key), shown.sheet.get(key), format!("{key} {link_key}"));
    let link =
        leptos::html::a().attr(data, at.to_string()).attr("data-name", name).attr("data-cell", keys).attr("href", href);
    view! { <li>{link.attr("aria-current", now).child(name)}</li> }.into_any()
}
