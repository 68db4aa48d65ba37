//! What a page opens with: where it is, the headline, how much is counted.

use election::meta::UnitMeta;
use leptos::prelude::*;

use super::calls::calls;
use super::{Shown, current, live};
use crate::model::Link;

/// The path of units from the root to this one, and the places beside it.
pub(crate) fn crumbs(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.page;
    let path = &shown.page.meta.path;
    // Escape follows the link with this id.
    let id = |at: usize| (at + 1 == path.len()).then_some("up");
    let step = |(at, unit): (usize, &UnitMeta)| {
        let (name, href) = (unit.name.clone(), shown.facts().unit_href(&unit.id));
        view! { <li><a id=id(at) href=href>{name}</a></li> }
    };
    let steps: Vec<_> = path.iter().enumerate().map(step).collect();
    let home = shown.page.home.clone();
    let here = shown.page.meta.unit.name.clone();
    view! {
        <nav class="crumbs" aria-label=words.breadcrumbs>
            <ol>
                <li><a href=home>{words.home}</a></li>
                {steps}
                <li>
                    <span class="crumb-here" aria-current="page">{here}</span>
                    {siblings(shown)}
                </li>
            </ol>
        </nav>
    }
    .into_any()
}

fn siblings(shown: &Shown<'_>) -> Option<AnyView> {
    let label = shown.words.page.siblings;
    let list = links(&shown.page.siblings);
    (shown.page.siblings.len() > 1).then(|| {
        view! {
            <details class="siblings">
                <summary><span class="unseen">{label}</span></summary>
                <ul>{list}</ul>
            </details>
        }
        .into_any()
    })
}

/// Links as list items.
pub(crate) fn links(links: &[Link]) -> Vec<AnyView> {
    let item = |link: &Link| {
        let (label, href) = (link.label.clone(), link.href.clone());
        view! { <li><a href=href aria-current=current(link)>{label}</a></li> }.into_any()
    };
    links.iter().map(item).collect()
}

/// Place and headline.
pub(crate) fn opening(shown: &Shown<'_>) -> AnyView {
    let (meta, sheet) = (&shown.page.meta, &shown.sheet);
    let (contest, place) = (meta.contest_title.clone(), shown.place_title());
    let headline_class = sheet.get("headline-class");
    let headline = sheet.get("headline");
    // What is counted takes a line more where many kinds of vote may not have begun.
    let many = shown.board.expected_categories().count() > 3;
    let counted_class = if many { "headline-counted is-long" } else { "headline-counted" };
    let contests = (shown.page.contests.len() > 1).then(|| {
        let (label, list) = (shown.words.page.contests, links(&shown.page.contests));
        view! { <nav class="choice" aria-label=label><ul>{list}</ul></nav> }
    });
    view! {
        <div class="opening">
            {contests}
            <h1 class="place-title">
                <span class="place-name">{place}</span>
                <span class="place-contest">{contest}</span>
            </h1>
            <p class=headline_class data-cell="headline headline-class">{headline}</p>
            <p class=counted_class>{live(sheet, "headline-counted", "")}</p>
            {ending(shown)}
            {calls(shown)}
            {notice(shown)}
        </div>
    }
    .into_any()
}

/// How a contest that one wins ends if what is counted so far is all.
fn ending(shown: &Shown<'_>) -> Option<AnyView> {
    let is_shown = !shown.facts().endings.is_empty() && shown.board.view.house.is_some();
    is_shown.then(|| view! { <p class="ending">{live(&shown.sheet, "ending", "")}</p> }.into_any())
}

/// Reports that are held back or flagged: a place of its own, so that nothing moves when the first one comes.
fn notice(shown: &Shown<'_>) -> AnyView {
    let (class, text) = (shown.sheet.get("notice-class"), shown.sheet.get("notice"));
    view! { <p class=class data-cell="notice notice-class">{text}</p> }.into_any()
}

/// Progress: one segment for each category, each with its own counted-of-total.
pub(crate) fn progress(shown: &Shown<'_>) -> AnyView {
    let (words, sheet, categories) = (&shown.words.page, &shown.sheet, &shown.page.meta.categories);
    let expected: Vec<usize> = shown.board.expected_categories().collect();
    let segment = |category: &usize| {
        let (key, style) = (format!("seg{category}"), sheet.get(&format!("seg{category}")));
        let width = format!("--all:{}", categories[*category].expected);
        view! { <span class="segment" style=width><span class="segment-done" style=style data-cell=key></span></span> }
    };
    let label = |category: &usize| {
        let name = categories[*category].name.clone();
        view! { <li><span class="segment-name">{name}</span>" "{live(sheet, format!("seg{category}-of"), "segment-of")}</li> }
    };
    let segments: Vec<_> = expected.iter().map(segment).collect();
    let labels: Vec<_> = expected.iter().map(label).collect();
    view! {
        <section class="progress" aria-label=words.progress>
            <p class="progress-figure">
                {live(sheet, "counted", "progress-percent")}
                " "
                <span class="progress-of">{counted_of(shown)}</span>
            </p>
            <div class="progress-body">
                <div class="progress-track" aria-hidden="true">{segments}</div>
                <ul class="progress-labels">{labels}</ul>
            </div>
        </section>
    }
    .into_any()
}

/// What the large percentage is of.
fn counted_of(shown: &Shown<'_>) -> String {
    let words = &shown.words.page;
    match shown.board.expected_categories().next() {
        None | Some(0) => words.stations_counted.to_owned(),
        Some(first) => {
            let name = shown.page.meta.categories[first].name.as_str();
            crate::words::fill(words.category_counted, &[("name", name)])
        }
    }
}
