//! The map's drawing: one string of SVG with all geometry, never rendered again in the browser. Each place is a link with a
//! name; its tint, hatch and name are cells. Its circle and its hexagon come with it, so that the browser can pass to them.

use std::fmt::Write;

use super::Shown;
use super::map::PAINTED;
use crate::model::{Inset, MapModel, MapShape};
use crate::outline::{circle_path, hexagon_path};
use crate::shade::Drawing;

/// More shapes than these do not fade when they change.
const FADING: usize = 200;

/// What the style sheet knows of the number of shapes.
fn class(shapes: usize) -> &'static str {
    if shapes <= FADING {
        "map"
    } else if shapes <= PAINTED {
        "map is-many"
    } else {
        "map is-many is-vast"
    }
}

/// The drawing of a map, with this name.
pub(super) fn svg(shown: &Shown<'_>, model: &MapModel, title: &str) -> String {
    let mut svg = String::with_capacity(64 * 1024);
    let [left, top, width, height] = model.window;
    // Browsers stop at an SVG whose script listens to the focus within, unless it says otherwise.
    let _ = write!(
        svg,
        "<svg id=\"map\" class=\"{}\" tabindex=\"-1\" viewBox=\"{left} {top} {width} {height}\" role=\"group\" aria-label=\"{}\" \
         style=\"--sheet:{width};--high:{height}\" data-size=\"{}\" preserveAspectRatio=\"xMidYMid meet\">{}<g class=\"context\">",
        class(model.shapes.len()),
        escape(title),
        model.hex_size,
        patterns(width)
    );
    for shape in model.shapes.iter().filter(|shape| shape.row.is_none()) {
        let _ = write!(svg, "<path d=\"{}\"/>", shape.path);
    }
    svg.push_str("</g><g class=\"places\" id=\"map-places\">");
    for (row, shape) in model.shapes.iter().filter_map(|shape| Some((shape.row?, shape))) {
        place(shown, model, row, shape, &mut svg);
    }
    let _ = write!(
        svg,
        "</g><g class=\"lines\" id=\"map-lines\"><path class=\"coast\" d=\"{}\"/><path class=\"borders\" d=\"{}\"/></g>",
        model.coast, model.borders
    );
    for drawing in Drawing::ALL {
        labels(model, drawing, &mut svg);
    }
    for inset in &model.insets {
        self::inset(shown, inset, &mut svg);
    }
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

fn place(shown: &Shown<'_>, model: &MapModel, row: usize, shape: &MapShape, svg: &mut String) {
    let get = |key: String| escape(&shown.sheet.get(&key));
    let (class, style, name) = (get(format!("m{row}")), get(format!("m{row}-tint")), get(format!("m{row}-name")));
    let href = escape(&shown.facts().unit_href(&shape.unit));
    let ([x, y], [cx, cy, radius], [hx, hy]) = (shape.label, shape.circle, shape.hex);
    let (path, land) = match shown.facts().shade.drawing {
        Drawing::Land => (shape.path.clone(), String::new()),
        Drawing::Circles => (circle_path(shape.circle), format!(" data-land=\"{}\"", shape.path)),
        Drawing::Hexagons => (hexagon_path(shape.hex, model.hex_size), format!(" data-land=\"{}\"", shape.path)),
    };
    let _ = write!(
        svg,
        "<a class=\"{class}\" style=\"{style}\" href=\"{href}\" aria-label=\"{name}\" data-row=\"{row}\" \
         data-at=\"{x} {y} {cx} {cy} {radius} {hx} {hy}\" data-cell=\"m{row} m{row}-tint m{row}-name\">\
         <path id=\"shape{row}\" d=\"{path}\"{land}/><use href=\"#shape{row}\" class=\"veil\"/></a>"
    );
}

/// Names where they fit: at all, and also on a phone. A letter is about half as wide as it is high.
fn labels(model: &MapModel, drawing: Drawing, svg: &mut String) {
    let _ = write!(svg, "<g class=\"map-labels is-{}\" aria-hidden=\"true\">", drawing.name());
    let width = model.window[2];
    for shape in model.shapes.iter().filter(|shape| shape.row.is_some()) {
        let ([x, y], room) = match drawing {
            Drawing::Land => (shape.label, shape.room * 1.15),
            Drawing::Circles => ([shape.circle[0], shape.circle[1]], shape.circle[2] * 0.92),
            Drawing::Hexagons => (shape.hex, model.hex_size * 0.84),
        };
        let letters = shape.name.chars().count() as f64;
        let fits = |size: f64, shown_at: f64| {
            let (half, unit) = (letters * size * 0.25, width / shown_at);
            half * unit <= room && size * unit <= room * 1.3
        };
        let class = match (fits(11.0, 358.0), fits(12.5, 640.0)) {
            (true, _) => "",
            (false, true) => " class=\"is-wide\"",
            (false, false) => continue,
        };
        let _ = write!(svg, "<text x=\"{x}\" y=\"{y}\"{class}>{}</text>", escape(&shape.name));
    }
    svg.push_str("</g>");
}

/// A part of the map once more, larger. What is drawn is a copy of the map that the browser keeps; over it lie links for who
/// points, which everybody else has on the map already.
fn inset(shown: &Shown<'_>, inset: &Inset, svg: &mut String) {
    let ([left, top, width, height], [x, y, across, down]) = (inset.window, inset.frame);
    let view =
        format!("x=\"{x}\" y=\"{y}\" width=\"{across}\" height=\"{down}\" viewBox=\"{left} {top} {width} {height}\"");
    let _ = write!(
        svg,
        "<g class=\"inset\" aria-hidden=\"true\"><rect class=\"inset-ground\" x=\"{x}\" y=\"{y}\" width=\"{across}\" height=\"{down}\"/>\
         <svg {view} preserveAspectRatio=\"xMidYMid slice\"><use href=\"#map-places\"/><use href=\"#map-lines\" class=\"lines\"/>"
    );
    for row in &inset.rows {
        let href = escape(&shown.facts().unit_href(&shown.page.meta.rows[*row].id));
        let _ = write!(
            svg,
            "<a href=\"{href}\" tabindex=\"-1\" data-row=\"{row}\"><use href=\"#shape{row}\" class=\"inset-place\"/></a>"
        );
    }
    let _ = write!(
        svg,
        "</svg><rect class=\"inset-frame\" x=\"{x}\" y=\"{y}\" width=\"{across}\" height=\"{down}\"/>\
         <text x=\"{}\" y=\"{}\">{}</text></g>",
        x + across / 2.0,
        y,
        escape(&inset.title)
    );
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
