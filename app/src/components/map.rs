//! The map: one string of SVG with all geometry, never rendered again in the browser. Each place is a link with a name; its
//! tint, hatch and name are cells.

use std::fmt::Write;

use leptos::prelude::*;

use super::Shown;
use super::card::card;
use super::legend::legend;
use super::modes::{drawings, modes};
use crate::model::{MapModel, MapShape};
use crate::words::fill;

/// The map with its legend and the card of the chosen place.
pub(crate) fn map(shown: &Shown<'_>) -> Option<AnyView> {
    let model = shown.page.map.as_deref()?;
    let words = &shown.words.page;
    let title = fill(words.map, &[("level", &inside(shown))]);
    let svg = svg(shown, model);
    Some(
        view! {
            <section class="geo" aria-labelledby="map-title">
                <div class="geo-head">
                    <h2 id="map-title" class="title">{title}</h2>
                    <a class="skip-map" href="#places">{words.skip_map}</a>
                </div>
                {modes(shown)}
                {drawings(shown)}
                <div class="map-frame">
                    <div class="map-sheet" inner_html=svg></div>
                </div>
                <div class="geo-foot">
                    <div class="map-tools" id="map-tools" hidden=true>
                        <button type="button" data-zoom="out" aria-label=words.zoom_out>"−"</button>
                        <button type="button" data-zoom="in" aria-label=words.zoom_in>"+"</button>
                        <button type="button" data-zoom="all" aria-label=words.zoom_all>"⤢"</button>
                    </div>
                    {legend(shown)}
                </div>
                {card(shown)}
            </section>
        }
        .into_any(),
    )
}

/// The level's name inside a sentence.
fn inside(shown: &Shown<'_>) -> String {
    shown.words.live.lower_first(&shown.page.meta.level_plural)
}

fn svg(shown: &Shown<'_>, model: &MapModel) -> String {
    let mut svg = String::with_capacity(64 * 1024);
    let [left, top, width, height] = model.window;
    let title = escape(&fill(shown.words.page.map, &[("level", &inside(shown))]));
    let _ = write!(
        svg,
        "<svg id=\"map\" class=\"map\" viewBox=\"{left} {top} {width} {height}\" role=\"group\" aria-label=\"{title}\" \
         style=\"--sheet:{width}\" preserveAspectRatio=\"xMidYMid meet\">{}<g class=\"context\">",
        patterns(width)
    );
    for shape in model.shapes.iter().filter(|shape| shape.row.is_none()) {
        let _ = write!(svg, "<path d=\"{}\"/>", shape.path);
    }
    svg.push_str("</g><g class=\"places\">");
    for (row, shape) in model.shapes.iter().filter_map(|shape| Some((shape.row?, shape))) {
        place(shown, row, shape, &mut svg);
    }
    let _ = write!(
        svg,
        "</g><g class=\"lines\"><path class=\"coast\" d=\"{}\"/><path class=\"borders\" d=\"{}\"/></g>",
        model.coast, model.borders
    );
    labels(model, &mut svg);
    // The browser points it at the shape that has the focus, so that neighbours do not cover the ring.
    svg.push_str("<use id=\"map-ring\" class=\"ring\"/></svg>");
    svg
}

/// The hatches: neutral where nothing is counted; in the page's colour, over a tint, where a part is. Their lines are as far
/// apart on every sheet.
fn patterns(width: f64) -> String {
    let gap = width / 105.0;
    let pattern = |id: &str, angle: u32| {
        format!(
            "<pattern id=\"{id}\" width=\"{gap:.2}\" height=\"{gap:.2}\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate({angle})\"><rect width=\"{:.2}\" height=\"{gap:.2}\"/></pattern>",
            gap * 0.38
        )
    };
    format!("<defs>{}{}</defs>", pattern("hatch", 45), pattern("veil", 45))
}

fn place(shown: &Shown<'_>, row: usize, shape: &MapShape, svg: &mut String) {
    let sheet = &shown.sheet;
    let get = |key: String| escape(&sheet.get(&key));
    let (class, style, name) = (get(format!("m{row}")), get(format!("m{row}-tint")), get(format!("m{row}-name")));
    let href = escape(&shown.facts().unit_href(&shape.unit));
    let [x, y] = shape.label;
    let _ = write!(
        svg,
        "<a class=\"{class}\" style=\"{style}\" href=\"{href}\" aria-label=\"{name}\" data-row=\"{row}\" \
         data-x=\"{x}\" data-y=\"{y}\" data-cell=\"m{row} m{row}-tint m{row}-name\"><path id=\"shape{row}\" d=\"{}\"/><use href=\"#shape{row}\" class=\"veil\"/></a>",
        shape.path
    );
}

/// Names where they fit: at all, and also on a phone. A letter is about half as wide as it is high.
fn labels(model: &MapModel, svg: &mut String) {
    svg.push_str("<g class=\"map-labels\" aria-hidden=\"true\">");
    let width = model.window[2];
    for shape in model.shapes.iter().filter(|shape| shape.row.is_some()) {
        let letters = shape.name.chars().count() as f64;
        let fits = |size: f64, shown_at: f64| {
            let (half, unit) = (letters * size * 0.25, width / shown_at);
            half * unit <= shape.room * 1.15 && size * unit <= shape.room * 1.5
        };
        let class = match (fits(11.0, 358.0), fits(12.5, 640.0)) {
            (true, _) => "",
            (false, true) => " class=\"is-wide\"",
            (false, false) => continue,
        };
        let [x, y] = shape.label;
        let _ = write!(svg, "<text x=\"{x}\" y=\"{y}\"{class}>{}</text>", escape(&shape.name));
    }
    svg.push_str("</g>");
}

/// Text for HTML, in an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
