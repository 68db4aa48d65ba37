//! Every revision of a station: a column each, the newest first, so that what changed stands beside what it was.

use election::history::corrections::{Column, Shift};
use election::history::{Revision, Revisions};
use election::report::Figure;
use election::{CategoryIx, Count};
use leptos::prelude::*;

use super::{Shown, scroller};
use crate::model::Link;
use crate::pages::corrections::{as_data, rules, state};
use crate::words::fill;

/// Most columns of a table; older revisions are in the data.
const COLUMNS: usize = 8;

/// The section; nothing where the page is not a station's, or nothing has been reported.
pub(crate) fn revisions(shown: &Shown<'_>) -> Option<AnyView> {
    let (record, says, locale) = (&shown.page.record, &shown.words.history, shown.board.locale);
    let revisions = record.revisions.as_ref().filter(|revisions| !revisions.list.is_empty())?;
    let n = (revisions.list.len() + revisions.older) as u64;
    let sentence = match n {
        1 => says.revisions_one.to_owned(),
        _ => fill(shown.words.live.plural(n, says.revisions_many), &[("n", &locale.count(n))]),
    };
    let mut categories: Vec<CategoryIx> = revisions.list.iter().map(|revision| revision.category).collect();
    categories.sort_unstable();
    categories.dedup();
    let tables: Vec<_> = categories.into_iter().map(|category| table(shown, revisions, category)).collect();
    let data = ["JSON", "CSV"].map(|format| {
        let query = if format == "CSV" { "?format=csv" } else { "" };
        Link { label: format.to_owned(), href: format!("{}{query}", record.data), current: false }
    });
    // The table does not follow the count as the figures above do, and says so.
    let complete = fill(says.complete_to, &[("seq", &locale.count(revisions.seq))]);
    Some(
        view! {
            <section class="block revisions" aria-labelledby="revisions-title">
                <h2 id="revisions-title" class="title">{says.revisions}</h2>
                <p class="block-note">{sentence}" "{complete}</p>
                {tables}
                {as_data(shown.words, &data)}
            </section>
        }
        .into_any(),
    )
}

/// One kind of vote.
fn table(shown: &Shown<'_>, revisions: &Revisions, category: CategoryIx) -> AnyView {
    let says = &shown.words.history;
    let all: Vec<&Revision> = revisions.list.iter().rev().filter(|one| one.category == category).collect();
    let shown_here = &all[..all.len().min(COLUMNS)];
    let older = (all.len() - shown_here.len()) as u64;
    let older = (older > 0).then(|| {
        let form = shown.words.live.plural(older, says.revisions_older);
        let text = fill(form, &[("n", &shown.board.locale.count(older))]);
        view! { <p class="note">{text}</p> }
    });
    let several = shown.page.meta.categories.len() > 1;
    let name = shown.page.meta.categories.get(category.at()).map_or("", |category| &category.name).to_owned();
    let label = scroller(&format!("{}: {name}", says.revisions), &shown.words.page);
    let caption = several.then(|| view! { <caption>{name}</caption> });
    let heads: Vec<_> = shown_here.iter().map(|one| head(shown, one)).collect();
    view! {
        <div class="table-scroll" role="region" aria-label=label tabindex="0">
            <table class="table revisions-table">
                {caption}
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{facts(shown, shown_here)}{figures(shown, shown_here)}</tbody>
            </table>
        </div>
        {older}
    }
    .into_any()
}

fn head(shown: &Shown<'_>, revision: &Revision) -> AnyView {
    let says = &shown.words.history;
    let (mark, class) = match revision {
        Revision { counts: true, .. } => (says.counts_now, "revision-mark is-now"),
        Revision { held: true, .. } => (shown.words.live.mark_held, "revision-mark is-held"),
        _ => (says.replaced, "revision-mark"),
    };
    let name = fill(says.revision, &[("n", &revision.revision.to_string())]);
    view! { <th scope="col">{name}" "<span class=class>{mark}</span></th> }.into_any()
}

/// A row of texts; nothing where none of the revisions says anything.
fn row(title: &str, texts: Vec<String>) -> Option<AnyView> {
    let title = title.to_owned();
    let some = texts.iter().any(|text| !text.is_empty());
    let cells: Vec<_> = texts.into_iter().map(|text| view! { <td class="revision-fact">{text}</td> }).collect();
    some.then(|| view! { <tr><th scope="row">{title}</th>{cells}</tr> }.into_any())
}

fn facts(shown: &Shown<'_>, list: &[&Revision]) -> Vec<AnyView> {
    let (words, says) = (shown.words, &shown.words.history);
    let clock = |at: i64| shown.board.locale.clock(at, shown.page.meta.utc_offset);
    let of = |what: &dyn Fn(&Revision) -> String| list.iter().map(|one| what(one)).collect::<Vec<_>>();
    let why = |one: &Revision| {
        let reason = (!one.reason.is_empty()).then(|| one.reason.clone());
        rules(words, &one.rules).into_iter().chain(reason).collect::<Vec<_>>().join("; ")
    };
    [
        row(words.page.state, of(&|one| state(words, one.status).to_owned())),
        row(says.reported, of(&|one| clock(one.observed_at))),
        row(says.accepted, of(&|one| clock(one.accepted_at))),
        row(says.why, of(&why)),
        row(says.source, of(&|one| one.source.clone())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A row per figure that any of them says.
fn figures(shown: &Shown<'_>, list: &[&Revision]) -> Vec<AnyView> {
    let columns = list.first().map_or(0, |one| one.figures.len());
    let said = |column: &usize| list.iter().any(|one| one.figures[*column].get().is_some());
    let figure = |column: usize| {
        let at = Column::at(column);
        let name = match at {
            Column::Figure(figure) => view! { {shown.words.page.figure(figure)} }.into_any(),
            Column::Votes(option) => {
                let style = format!("--swatch:var(--o{})", option.at());
                let name = shown.page.meta.options[option.at()].short.clone();
                view! { <span class="swatch" style=style aria-hidden="true"></span>" "{name} }.into_any()
            }
        };
        let cells: Vec<_> = list.iter().map(|one| cell(shown, one, column, at)).collect();
        let class = if column + 1 == Figure::COUNT { "revision-last" } else { "" };
        view! { <tr class=class><th scope="row">{name}</th>{cells}</tr> }.into_any()
    };
    (0..columns).filter(said).map(figure).collect()
}

fn cell(shown: &Shown<'_>, revision: &Revision, column: usize, at: Column) -> AnyView {
    let missing = shown.words.history.missing;
    let text = |count: Count| count.get().map_or_else(|| missing.to_owned(), |n| shown.board.locale.count(n.into()));
    let now = text(revision.figures[column]);
    let changed: Option<&Shift> = revision.shifts.iter().find(|shift| shift.column == at);
    match changed {
        Some(shift) => {
            let text = fill(shown.words.history.old_new, &[("old", &text(shift.before)), ("new", &now)]);
            view! { <td class="is-changed">{text}</td> }.into_any()
        }
        None => view! { <td>{now}</td> }.into_any(),
    }
}
