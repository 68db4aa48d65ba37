//! The map with what is around it: the choice of what it shows, its legend, the card of the chosen place, the places that it
//! has no shape for.

use leptos::prelude::*;

use super::Shown;
use super::card::{card, closest};
pub(crate) use super::drawing::escape;
use super::drawing::svg;
use super::legend::legend;
use super::modes::{drawings, modes};
use crate::model::MapModel;
use crate::words::fill;

/// More shapes than these are painted on a canvas (`public/canvas.js`).
pub(super) const PAINTED: usize = 3_000;

/// The map with its legend and the card of the chosen place.
pub(crate) fn map(shown: &Shown<'_>) -> Option<AnyView> {
    let model = shown.page.map.as_deref()?;
    let words = &shown.words.page;
    let title = fill(shown.words.maps.title, &[("level", &inside(shown))]);
    let canvas = &shown.page.assets.canvas;
    let painter = (model.shapes.len() > PAINTED && !canvas.is_empty())
        .then(|| view! { <script r#type="module" src=canvas.clone()></script> });
    let (svg, drawn) = (svg(shown, model, &title), shown.facts().shade.drawing.name());
    // Its room is there before it is drawn.
    let sheet = format!("aspect-ratio:{}/{}", model.window[2], model.window[3]);
    Some(
        view! {
            <section class="geo" id="geo" data-drawn=drawn aria-labelledby="map-title">
                <div class="geo-head">
                    <h2 id="map-title" class="title">{title}</h2>
                    <a class="skip-map" href="#places">{words.skip_map}</a>
                </div>
                {modes(shown)}
                <div class="map-frame">
                    <div class="map-sheet" style=sheet inner_html=svg></div>
                    {painter}
                    {card(shown)}
                </div>
                <div class="map-bar">
                    {drawings(shown)}
                    <div class="map-tools" id="map-tools" hidden=true>
                        <button type="button" data-zoom="out" aria-label=words.zoom_out>"−"</button>
                        <button type="button" data-zoom="in" aria-label=words.zoom_in>"+"</button>
                        <button type="button" data-zoom="all" aria-label=words.zoom_all>"⤢"</button>
                    </div>
                </div>
                <div class="geo-foot">
                    {note(shown)}
                    {legend(shown)}
                </div>
                {elsewhere(shown, model)}
                {closest(shown)}
            </section>
        }
        .into_any(),
    )
}

/// The level's name inside a sentence.
fn inside(shown: &Shown<'_>) -> String {
    shown.words.live.lower_first(&shown.page.meta.level_plural)
}

/// The places of the view that the map has no shape for: they behave like shapes, and stand in a row below it.
fn elsewhere(shown: &Shown<'_>, model: &MapModel) -> Option<AnyView> {
    let mut drawn = vec![false; shown.page.meta.rows.len()];
    for row in model.shapes.iter().filter_map(|shape| shape.row) {
        drawn[row] = true;
    }
    let chips: Vec<_> = (0..drawn.len()).filter(|row| !drawn[*row]).map(|row| chip(shown, row)).collect();
    (!chips.is_empty()).then(|| {
        view! {
            <div class="elsewhere" id="elsewhere">
                <h3 class="elsewhere-title" id="elsewhere-title">{shown.words.maps.elsewhere}</h3>
                <ul aria-labelledby="elsewhere-title">{chips}</ul>
            </div>
        }
        .into_any()
    })
}

fn chip(shown: &Shown<'_>, row: usize) -> AnyView {
    let unit = &shown.page.meta.rows[row];
    let get = |part: &str| shown.sheet.get(&format!("m{row}{part}"));
    let keys = format!("m{row} m{row}-tint m{row}-name");
    let (href, name) = (shown.facts().unit_href(&unit.id), unit.name.clone());
    view! {
        <li>
            <a class=get("") style=get("-tint") href=href aria-label=get("-name") data-row=row.to_string() data-cell=keys>
                <span class="chip-box" aria-hidden="true"></span>
                <span>{name}</span>
            </a>
        </li>
    }
    .into_any()
}

/// What circles and hexagons stand for; the browser shows the one of the drawing.
fn note(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.maps;
    let circles = if shown.page.meta.registered.is_some() { words.circles_voters } else { words.circles_reports };
    view! {
        <p class="map-note is-circles">{circles}</p>
        <p class="map-note is-hex">{words.hexagons}</p>
    }
    .into_any()
}
