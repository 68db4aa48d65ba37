//! The page of what changed lately: the sentence first, then lists, leads, places that became complete, and every place.

use election::format::shares;
use election::history::Recent;
use election::history::recent::{Span, leader};
use leptos::prelude::*;

use super::corrections::as_data;
use super::frame::{Content, Frame, framed};
use crate::cells::Board;
use crate::components::{opening, scroller};
use crate::lead::Lead;
use crate::model::Link;
use crate::words::{Words, fill};

/// Places in the table and in a list of names.
const PLACES: usize = 150;
const NAMES: usize = 24;

/// A place that changed, with its link and how many counts it is expected to have.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Then and now.
    pub span: Span,
    /// Its page of what changed, or its own.
    pub place: Link,
    /// Cells expected.
    pub expected: u32,
}

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct ChangesPage {
    /// What stands around it.
    pub frame: Frame,
    /// How many minutes it looks back.
    pub minutes: u32,
    /// The time up to which it looks: milliseconds since 1970 UTC.
    pub now: i64,
    /// What changed; the places are in `places`.
    pub recent: Recent,
    /// The places that changed.
    pub places: Vec<Changed>,
    /// How far one may look back: links to this page.
    pub windows: Vec<Link>,
    /// The corrections of the window.
    pub corrections: String,
    /// Calls and withdrawals of the window, newest last.
    pub calls: Vec<String>,
    /// The same as data.
    pub data: Vec<Link>,
}

struct Drawn<'a> {
    page: &'a ChangesPage,
    board: Board<'a>,
    words: &'static Words,
}

/// The whole document.
#[must_use]
pub fn changes_page(page: &ChangesPage) -> String {
    let words = page.frame.words();
    let Some(board) = page.frame.board() else { return String::new() };
    let drawn = Drawn { page, board, words };
    let content = Content { title: words.history.changes.to_owned(), lead: lead(&drawn) };
    framed(&page.frame, &content, || body(&drawn))
}

/// A sentence that a person would say.
fn lead(drawn: &Drawn<'_>) -> String {
    let (page, says, board, live) = (drawn.page, &drawn.words.history, &drawn.board, &drawn.words.live);
    let whole = &page.recent.whole;
    let minutes = page.minutes.to_string();
    if page.recent.is_quiet() {
        let Some(last) = board.last_report() else { return says.changes_never.to_owned() };
        let time = board.locale.clock(last, board.meta.utc_offset);
        return fill(says.changes_quiet, &[("minutes", &minutes), ("time", &time)]);
    }
    let (n, votes) = (u64::from(whole.reports), whole.votes());
    let forms = match votes {
        0 => says.changes_same,
        1.. => says.changes_lead,
        _ => says.changes_less,
    };
    let votes = board.locale.count(votes.unsigned_abs());
    let values = [("n", board.locale.count(n)), ("votes", votes), ("minutes", minutes)];
    let first = fill(live.plural(n, forms), &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    match standing(drawn, whole) {
        Some(second) => format!("{first} {second}"),
        None => first,
    }
}

/// Who leads, and what it was.
fn standing(drawn: &Drawn<'_>, span: &Span) -> Option<String> {
    let (says, board) = (&drawn.words.history, &drawn.board);
    let name = |option: usize| board.list_name(option);
    if let Some((before, after)) = span.lead_changes() {
        return Some(fill(says.lead_new, &[("name", name(after)), ("other", name(before))]));
    }
    let points = |votes: &[u64]| match Lead::of(votes) {
        Lead::One { option, points, .. } => Some((option, board.locale.tenths(points))),
        _ => None,
    };
    let ((option, now), (_, before)) = (points(&span.after.votes)?, points(&span.before.votes)?);
    Some(fill(says.lead_was, &[("name", name(option)), ("points", &now), ("before", &before)]))
}

fn body(drawn: &Drawn<'_>) -> AnyView {
    let (page, says) = (drawn.page, &drawn.words.history);
    let windows = opening::links(&page.windows);
    let quiet = page.recent.is_quiet();
    let parts = (!quiet).then(|| {
        view! {
            <div class="changes-parts">
                {lists(drawn)}
                <div class="changes-side">{leads(drawn)}{completed(drawn)}{corrections(drawn)}{calls(drawn)}</div>
            </div>
            {places(drawn)}
        }
    });
    let quiet_calls = quiet.then(|| calls(drawn));
    let complete = fill(says.complete_to, &[("seq", &drawn.board.locale.count(page.recent.seq))]);
    view! {
        <nav class="choice windows" aria-label=says.windows><ul>{windows}</ul></nav>
        {parts}
        {quiet_calls}
        <p class="block-note">{complete}</p>
        {as_data(drawn.words, &page.data)}
    }
    .into_any()
}

/// Votes and shares of each list that has any, then and now.
fn lists(drawn: &Drawn<'_>) -> AnyView {
    let (words, board, page) = (drawn.words, &drawn.board, drawn.page);
    let Span { before, after, .. } = &page.recent.whole;
    let (then, now) = (shares(&before.votes), shares(&after.votes));
    let had_votes = before.votes.iter().any(|votes| *votes > 0);
    let row = |option: &usize| {
        let option = *option;
        let style = format!("--swatch:var(--o{option})");
        let name = board.list_name(option).to_owned();
        let added = after.votes[option].wrapping_sub(before.votes[option]).cast_signed();
        let points = now[option].cast_signed() - then[option].cast_signed();
        let [before, points] = if had_votes {
            [board.locale.count(before.votes[option]), board.locale.points(points)]
        } else {
            [(); 2].map(|()| words.live.unknown.to_owned())
        };
        view! {
            <tr>
                <th scope="row"><span class="swatch" style=style aria-hidden="true"></span>" "{name}</th>
                <td>{before}</td>
                <td><b>{board.locale.count(after.votes[option])}</b></td>
                <td>{board.locale.difference(added)}</td>
                <td>{points}</td>
            </tr>
        }
    };
    let shown = board.order.iter().filter(|option| after.votes[**option] > 0 || before.votes[**option] > 0);
    let rows: Vec<_> = shown.map(row).collect();
    let says = &words.history;
    let then = fill(says.then, &[("time", &board.locale.clock(page.recent.since, board.meta.utc_offset))]);
    let label = scroller(says.by_list, &words.page);
    view! {
        <section aria-labelledby="lists-title">
            <h2 class="title" id="lists-title">{says.by_list}</h2>
            <div class="table-scroll" role="region" aria-label=label tabindex="0">
                <table class="table changes-lists">
                    <thead>
                        <tr>
                            <th scope="col">{words.page.list}</th>
                            <th scope="col">{then}</th>
                            <th scope="col">{says.now}</th>
                            <th scope="col">{says.more_votes}</th>
                            <th scope="col">{says.points}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn named(title: &'static str, id: &'static str, items: Vec<AnyView>, more: Option<String>) -> Option<AnyView> {
    let more = more.map(|more| view! { <p class="note">{more}</p> });
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby=id>
                <h2 class="title" id=id>{title}</h2>
                <ul class="plain">{items}</ul>
                {more}
            </section>
        }
        .into_any()
    })
}

fn more(drawn: &Drawn<'_>, all: usize, shown: usize) -> Option<String> {
    let n = all.checked_sub(shown).filter(|more| *more > 0)? as u64;
    let form = drawn.words.live.plural(n, drawn.words.history.more_places);
    Some(fill(form, &[("n", &drawn.board.locale.count(n))]))
}

/// The places in which another list leads now.
fn leads(drawn: &Drawn<'_>) -> Option<AnyView> {
    let (board, says) = (&drawn.board, &drawn.words.history);
    let changed: Vec<_> = drawn.page.places.iter().filter_map(|one| Some((one, one.span.lead_changes()?))).collect();
    let item = |(one, (before, after)): &(&Changed, (usize, usize))| {
        let (href, place) = (one.place.href.clone(), one.place.label.clone());
        let style = format!("--swatch:var(--o{after})");
        let text = fill(says.lead_change, &[("name", board.list_name(*after)), ("other", board.list_name(*before))]);
        view! {
            <li><a href=href>{place}</a>" "<span class="swatch" style=style aria-hidden="true"></span>" "{text}</li>
        }
        .into_any()
    };
    let items: Vec<_> = changed.iter().take(NAMES).map(item).collect();
    let more = more(drawn, changed.len(), items.len());
    named(says.lead_changes, "leads-title", items, more)
}

/// The places that are fully counted now and were not.
fn completed(drawn: &Drawn<'_>) -> Option<AnyView> {
    let done: Vec<_> = drawn.page.places.iter().filter(|one| one.span.is_newly_complete(one.expected)).collect();
    let item = |one: &&Changed| {
        let (href, place) = (one.place.href.clone(), one.place.label.clone());
        let leader = leader(&one.span.after.votes).map(|option| {
            let style = format!("--swatch:var(--o{option})");
            let name = drawn.board.meta.options[option].short.clone();
            view! { " "<span class="swatch" style=style aria-hidden="true"></span>" "{name} }
        });
        view! { <li><a href=href>{place}</a>{leader}</li> }.into_any()
    };
    let items: Vec<_> = done.iter().take(NAMES).map(item).collect();
    let more = more(drawn, done.len(), items.len());
    named(drawn.words.history.completed, "completed-title", items, more)
}

fn corrections(drawn: &Drawn<'_>) -> Option<AnyView> {
    let n = u64::from(drawn.page.recent.corrections.all());
    (n > 0).then(|| {
        let form = drawn.words.live.plural(n, drawn.words.history.corrections_link);
        let (href, text) = (drawn.page.corrections.clone(), fill(form, &[("n", &drawn.board.locale.count(n))]));
        let title = drawn.words.history.corrections;
        view! {
            <section aria-labelledby="corrections-title">
                <h2 class="title" id="corrections-title">{title}</h2>
                <p class="changes-link"><a href=href>{text}</a></p>
            </section>
        }
        .into_any()
    })
}

fn calls(drawn: &Drawn<'_>) -> Option<AnyView> {
    let item = |call: &String| view! { <li>{call.clone()}</li> }.into_any();
    named(drawn.words.history.calls, "calls-title", drawn.page.calls.iter().rev().map(item).collect(), None)
}

/// Every place that changed, the most votes first.
fn places(drawn: &Drawn<'_>) -> Option<AnyView> {
    let (words, says, board) = (drawn.words, &drawn.words.history, &drawn.board);
    let mut places: Vec<&Changed> = drawn.page.places.iter().collect();
    places.sort_by_key(|one| core::cmp::Reverse(one.span.votes().unsigned_abs()));
    let rows: Vec<_> = places.iter().take(PLACES).map(|one| place(drawn, one)).collect();
    let more = more(drawn, places.len(), rows.len()).map(|more| view! { <p class="note">{more}</p> });
    let title = if board.meta.level_plural.is_empty() { says.by_place } else { board.meta.level_plural.as_str() };
    let (title, label) = (title.to_owned(), scroller(title, &words.page));
    (!rows.is_empty()).then(|| {
        view! {
            <section class="block" aria-labelledby="places-title">
                <h2 class="title" id="places-title">{title}</h2>
                <div class="table-scroll" role="region" aria-label=label tabindex="0">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{words.page.place}</th>
                                <th scope="col">{says.reports}</th>
                                <th scope="col">{says.more_votes}</th>
                                <th scope="col">{words.page.counted}</th>
                                <th scope="col" class="is-text">{words.page.leader}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {more}
            </section>
        }
        .into_any()
    })
}

fn place(drawn: &Drawn<'_>, one: &Changed) -> AnyView {
    let (board, words) = (&drawn.board, drawn.words);
    let Span { before, after, reports, .. } = &one.span;
    let (href, name) = (one.place.href.clone(), one.place.label.clone());
    let counted = |completed: u32| board.locale.count(completed.into());
    let progress = if before.completed == after.completed {
        counted(after.completed)
    } else {
        fill(words.history.old_new, &[("old", &counted(before.completed)), ("new", &counted(after.completed))])
    };
    let expected = counted(one.expected);
    let counted = fill(words.live.n_of_total, &[("n", &progress), ("total", &expected)]);
    let leader = match Lead::of(&after.votes) {
        Lead::Nobody => words.live.nobody.to_owned(),
        Lead::Tie(_) => words.live.tie.to_owned(),
        Lead::One { option, points, .. } => {
            let points = fill(words.live.points, &[("points", &board.locale.tenths(points))]);
            format!("{} +{points}", board.meta.options[option].short)
        }
    };
    let swatch = leader_swatch(&after.votes);
    view! {
        <tr>
            <th scope="row"><a href=href>{name}</a></th>
            <td>{board.locale.count((*reports).into())}</td>
            <td>{board.locale.difference(one.span.votes())}</td>
            <td>{counted}</td>
            <td class="is-text">{swatch}{leader}</td>
        </tr>
    }
    .into_any()
}

fn leader_swatch(votes: &[u64]) -> Option<AnyView> {
    leader(votes).map(|option| {
        let style = format!("--swatch:var(--o{option})");
        view! { <span class="swatch" style=style aria-hidden="true"></span>" " }.into_any()
    })
}
