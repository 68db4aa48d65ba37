//! What the map's tints mean.

use leptos::prelude::*;

use super::{Shown, live};
use crate::shade::STEPS;

/// The legend: the lists (which of them has which colour, and each the way to the map of its share), the steps of the figure
/// with their unit, the hatches.
pub(crate) fn legend(shown: &Shown<'_>) -> AnyView {
    let (words, sheet) = (&shown.words.page, &shown.sheet);
    let steps: Vec<_> = (0..STEPS).map(|at| step(shown, at)).collect();
    let keys: Vec<_> = shown.board.order.iter().map(|option| key(shown, *option)).collect();
    view! {
        <div class=sheet.get("legend-class") data-cell="legend-class" id="legend" role="group" aria-label=words.legend>
            <ul class="legend-lists">{keys}</ul>
            <p class="legend-title">{live(sheet, "legend-title", "")}</p>
            <ul class="legend-steps">{steps}</ul>
            <ul class="legend-states">
                <li class="is-of-part"><span class="legend-box is-partly" aria-hidden="true"></span><span>{words.legend_partly}</span></li>
                <li><span class="legend-box is-open" aria-hidden="true"></span><span>{words.legend_open}</span></li>
                <li class="is-of-lead"><span class="legend-box is-tie" aria-hidden="true"></span><span>{words.legend_tie}</span></li>
                <li class="is-of-swing"><span class="legend-box is-tie" aria-hidden="true"></span><span>{words.legend_new}</span></li>
            </ul>
        </div>
    }
    .into_any()
}

fn step(shown: &Shown<'_>, at: usize) -> AnyView {
    let key = format!("step{at}");
    let (class_key, tint_key) = (format!("{key}-class"), format!("{key}-tint"));
    let (class, style) = (shown.sheet.get(&class_key), shown.sheet.get(&tint_key));
    view! {
        <li class=class data-cell=class_key>
            <span class="legend-box" style=style data-cell=tint_key aria-hidden="true"></span>
            {live(&shown.sheet, key, "")}
        </li>
    }
    .into_any()
}

fn key(shown: &Shown<'_>, option: usize) -> AnyView {
    let get = |key: &str| shown.sheet.get(key);
    let short = shown.page.meta.options[option].short.clone();
    let style = format!("--tint:var(--o{option}-4)");
    let (key, class_key, link_key) =
        (format!("key{option}"), format!("key{option}-class"), format!("key{option}-link"));
    let keys = format!("{key} {link_key}");
    view! {
        <li class=get(&class_key) data-cell=class_key>
            <a href=get(&link_key) aria-current=get(&key) data-cell=keys data-list=option.to_string()>
                <span class="legend-box" style=style aria-hidden="true"></span>
                <span>{short}</span>
            </a>
        </li>
    }
    .into_any()
}
