//! The bars: one row a list, in order of votes. Rows are placed by custom properties (see [`crate::cells`]).

use leptos::prelude::*;

use super::{Shown, live};
use crate::words::fill;

/// From more lists than this on, the last ones are folded away until the reader wants them.
const FOLDED: usize = 14;
/// How many rows are shown then.
const UNFOLDED: usize = 10;

/// The bars with their heads and the line of the threshold.
pub(crate) fn bars(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.page;
    let lists: Vec<_> = shown.board.order.iter().map(|option| bar(shown, *option)).collect();
    let big = shown.board.big();
    let small = shown.board.order.len() - big;
    let line = usize::from(shown.board.threshold().is_some());
    let shown_small = if big + small > FOLDED { UNFOLDED - big } else { small };
    let height = format!("--bigs:{big};--smalls:{small};--shown:{shown_small};--lines:{line}");
    let compared = shown.page.meta.baseline_votes > 0;
    let note = compared.then(|| view! { <p class="note">{words.change_note}</p> });
    let class = if compared { "votes" } else { "votes is-first" };
    view! {
        <section class=class aria-labelledby="votes-title">
            <h2 id="votes-title" class="title">{words.votes}</h2>
            <div class="bars-head" aria-hidden="true">
                <span class="bar-name">{words.list}</span>
                <span class="bar-votes">{words.votes}</span>
                <span class="bar-change">{words.change}</span>
                <span class="bar-share">{words.share}</span>
            </div>
            {fold(shown)}
            <div class="bars" id="bars" style=height>
                <ol>{lists}</ol>
                {threshold(shown)}
            </div>
            {note}
        </section>
    }
    .into_any()
}

/// The choice to see all lists, before the bars in the page and after them for the eye.
fn fold(shown: &Shown<'_>) -> Option<AnyView> {
    let lists = shown.board.order.len();
    let text = fill(shown.words.page.all_lists, &[("n", &lists.to_string())]);
    (lists > FOLDED).then(|| view! { <label class="fold"><input type="checkbox" />{text}</label> }.into_any())
}

fn bar(shown: &Shown<'_>, option: usize) -> AnyView {
    let (sheet, words) = (&shown.sheet, &shown.words.page);
    let key = |part: &str| format!("bar{option}{part}");
    let keys = format!("{} {}", key(""), key("-class"));
    let (style, class) = (sheet.get(&key("")), sheet.get(&key("-class")));
    let change_keys = format!("{} {}", key("-change"), key("-change-class"));
    let (change, change_class) = (sheet.get(&key("-change")), sheet.get(&key("-change-class")));
    let list = &shown.page.meta.options[option];
    let (short, name) = (list.short.clone(), list.name.clone());
    let long = (name != short).then(|| view! { " "<span class="bar-long">{name}</span> });
    let waived = (list.waived && shown.board.threshold().is_some())
        .then(|| view! { " "<small class="bar-tag">{words.waived}</small> });
    let call = shown.board.has_calls().then(|| {
        let (keys, class) = (format!("{} {}", key("-call"), key("-call-class")), sheet.get(&key("-call-class")));
        view! { <span class=class data-cell=keys>{sheet.get(&key("-call"))}</span> }
    });
    let colour = format!("--swatch:var(--o{option})");
    let unit = view! { <span class="unseen">" " {words.votes}", "</span> };
    view! {
        <li class=class style=style data-cell=keys data-option=option.to_string()>
            <span class="bar-name" style=colour.clone()><span class="swatch" aria-hidden="true"></span><b>{short}</b>{long}{waived}{call}</span>
            <span class="bar-votes">{live(sheet, key("-votes"), "")}{unit}</span>
            <span class="bar-change"><span class=change_class data-cell=change_keys>{change}</span></span>
            {live(sheet, key("-share"), "bar-share")}
            <span class="bar-track" style=colour aria-hidden="true"><span class="bar-fill"></span></span>
        </li>
    }
    .into_any()
}

/// "5% threshold", where there is one.
pub(crate) fn threshold_words(shown: &Shown<'_>) -> Option<String> {
    let percent = shown.board.hundredths(shown.board.threshold()?);
    Some(fill(shown.words.page.threshold, &[("percent", &percent)]))
}

fn threshold(shown: &Shown<'_>) -> Option<AnyView> {
    let text = threshold_words(shown)?;
    let (style, class) = (shown.sheet.get("threshold"), shown.sheet.get("threshold-class"));
    Some(view! { <p class=class style=style data-cell="threshold threshold-class"><span>{text}</span></p> }.into_any())
}
