//! What the map's tints mean.

use leptos::prelude::*;

use super::Shown;
use crate::lead::STEPS;
use crate::tint;

/// The legend: which of the lists that lead somewhere has which colour, five steps of margin in a neutral colour, the hatches.
pub(crate) fn legend(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.page;
    let step = |step: usize| {
        let text = range(step);
        let style = format!("--tint:var(--step-{})", step + 1);
        view! { <li class="legend-step"><span class="legend-box" style=style aria-hidden="true"></span><span>{text}</span></li> }
    };
    let steps: Vec<_> = (0..tint::STEPS).map(step).collect();
    let key = |option: &usize| {
        let (short, style) = (shown.page.meta.options[*option].short.clone(), format!("--tint:var(--o{option}-4)"));
        let (key, class) = (format!("key{option}"), shown.sheet.get(&format!("key{option}")));
        view! { <li class=class data-cell=key><span class="legend-box" style=style aria-hidden="true"></span><span>{short}</span></li> }
    };
    let keys: Vec<_> = shown.board.order.iter().map(key).collect();
    view! {
        <div class="legend" role="group" aria-label=words.legend>
            <ul class="legend-lists">{keys}</ul>
            <p class="legend-title">{words.legend_margin}</p>
            <ul class="legend-steps">{steps}</ul>
            <ul class="legend-states">
                <li><span class="legend-box is-partly" aria-hidden="true"></span><span>{words.legend_partly}</span></li>
                <li><span class="legend-box is-open" aria-hidden="true"></span><span>{words.legend_open}</span></li>
                <li><span class="legend-box is-tie" aria-hidden="true"></span><span>{words.legend_tie}</span></li>
            </ul>
        </div>
    }
    .into_any()
}

/// "under 5", "5–10", …, "35 and more", in points.
fn range(step: usize) -> String {
    let points = |at: usize| STEPS[at] / 10;
    match step {
        0 => format!("<\u{2009}{}", points(0)),
        last if last == STEPS.len() => format!("≥\u{2009}{}", points(last - 1)),
        step => format!("{}–{}", points(step - 1), points(step)),
    }
}
