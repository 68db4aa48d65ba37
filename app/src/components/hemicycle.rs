//! The drawing of the house: a dot for each seat, the line of the majority, names beside the wedges. Where dots stand is fixed
//! by the size of the house; what they are filled with are cells. Its twin in words is the table beside it.

use std::fmt::Write;

use election::seats::HouseView;
use leptos::prelude::*;

use super::{Shown, live};
use crate::cells::LABELS;
use crate::hemicycle::{Hemicycle, WIDTH};

/// The drawing with its key.
pub(crate) fn hemicycle(shown: &Shown<'_>, house: &HouseView) -> AnyView {
    let (words, sheet) = (&shown.words.page, &shown.sheet);
    let (class, key_class) = (sheet.get("arc-class"), sheet.get("arc-key-class"));
    let labels: Vec<_> = (0..LABELS).map(|slot| label(shown, slot)).collect();
    let majority = shown.board.locale.count(house.majority.into());
    let arc = Hemicycle::new(house.size as usize);
    let shape = format!("--rise:{:.4}", arc.height / WIDTH);
    let svg = svg(shown, house, &arc);
    view! {
        <figure class="house">
            <div class=class data-cell="arc-class" style=shape aria-hidden="true">
                <div class="arc-sheet" inner_html=svg></div>
                {labels}
                <p class="arc-majority"><b>{majority}</b>" "<span>{words.for_majority}</span></p>
            </div>
            <p class="arc-note" data-cell="arc-note">{sheet.get("arc-note")}</p>
            <figcaption>
                <ul class=key_class data-cell="arc-key-class" aria-hidden="true">
                    {key("is-firm", words.key_firm)}
                    {key("is-open", words.key_open)}
                    {key("is-lot", words.key_lot)}
                </ul>
                <p class="note">{words.seats_order}</p>
            </figcaption>
        </figure>
    }
    .into_any()
}

/// The number of seats and the name of a list, at the middle of its wedge.
fn label(shown: &Shown<'_>, slot: usize) -> AnyView {
    let sheet = &shown.sheet;
    let key = |part: &str| format!("wedge{slot}{part}");
    let keys = format!("{} {}", key(""), key("-class"));
    let (style, class) = (sheet.get(&key("")), sheet.get(&key("-class")));
    view! {
        <p class=class style=style data-cell=keys>
            {live(sheet, key("-name"), "wedge-name")}
            {live(sheet, key("-seats"), "wedge-seats")}
        </p>
    }
    .into_any()
}

fn key(class: &'static str, text: &'static str) -> AnyView {
    let swatch = match class {
        "is-firm" => "<circle cx=\"8\" cy=\"8\" r=\"7\" fill=\"var(--ink-quiet)\"/>",
        "is-open" => "<circle cx=\"8\" cy=\"8\" r=\"7\" fill=\"url(#open)\"/>",
        _ => "<circle cx=\"8\" cy=\"8\" r=\"7\" fill=\"url(#lot)\"/>",
    };
    view! { <li class=class><svg viewBox="0 0 16 16" inner_html=swatch></svg>{text}</li> }.into_any()
}

fn svg(shown: &Shown<'_>, house: &HouseView, arc: &Hemicycle) -> String {
    let mut svg = format!("<svg class=\"arc-svg\" viewBox=\"0 0 {WIDTH} {:.1}\"><defs>", arc.height);
    svg.push_str(&hatched("open", "var(--ink-quiet)"));
    for list in 0..shown.page.meta.options.len() {
        svg.push_str(&hatched(&format!("open{list}"), &format!("var(--o{list})")));
    }
    svg.push_str(&pattern("lot", &ring("var(--ink-quiet)", " stroke-dasharray=\".16 .1\"")));
    svg.push_str("</defs>");
    if let Some(along) = arc.majority(house.majority as usize) {
        let [[x1, y1], [x2, y2]] =
            [arc.radii[0] - arc.dot * 2.4, arc.radii[1] + arc.dot].map(|radius| arc.point(radius, along));
        let _ = write!(svg, "<line class=\"arc-line\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>");
    }
    for (dot, [x, y]) in arc.dots.iter().enumerate() {
        let fill = shown.sheet.get(&format!("seat{dot}"));
        let radius = arc.dot;
        let _ = write!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{fill}\" data-cell=\"seat{dot}\"></circle>"
        );
    }
    svg + "</svg>"
}

/// What a seat that is not firm is filled with: stripes and a ring in the list's colour, the same in every dot.
fn hatched(id: &str, colour: &str) -> String {
    let stripes = format!("<path d=\"M0 .6.6 0M0 1 1 0M.4 1 1 .4\" stroke=\"{colour}\" stroke-width=\".13\"/>");
    pattern(id, &(stripes + &ring(colour, "")))
}

fn ring(colour: &str, more: &str) -> String {
    format!("<circle cx=\".5\" cy=\".5\" r=\".435\" fill=\"none\" stroke=\"{colour}\" stroke-width=\".13\"{more}/>")
}

fn pattern(id: &str, inside: &str) -> String {
    format!(
        "<pattern id=\"{id}\" width=\"1\" height=\"1\" patternContentUnits=\"objectBoundingBox\">{inside}</pattern>"
    )
}
