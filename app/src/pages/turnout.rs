//! The page of turnout, two things that are kept apart: how many had voted by which hour, as the commission said while the
//! polls were open; and the ballots of the stations that are counted. Each beside the previous election.

mod hours;

use election::format::share;
use election::report::Figure;
use election::view::Column;
use leptos::prelude::*;

use super::frame::{Content, Frame, framed};
use crate::cells::Board;
use crate::components::scroller;
use crate::words::{Words, fill};

pub use hours::Day;
use hours::Told;

/// Ballots and registered voters of a place in the previous election, as far as they are known.
pub type Before = Option<(u64, u64)>;

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct TurnoutPage {
    /// What stands around it.
    pub frame: Frame,
    /// The previous election here.
    pub before: Before,
    /// The same of each row.
    pub rows: Vec<Before>,
    /// Address of this page of each row.
    pub hrefs: Vec<String>,
    /// Name of each row.
    pub names: Vec<String>,
    /// What was said by the hour, here.
    pub day: Day,
    /// The same of each row.
    pub places: Vec<Day>,
    /// Whether anything was said by the hour of any place of the contest.
    pub has_hours: bool,
    /// Seconds east of UTC of the clock.
    pub utc_offset: i32,
}

struct Drawn<'a> {
    page: &'a TurnoutPage,
    board: Board<'a>,
    words: &'static Words,
}

/// The whole document.
#[must_use]
pub fn turnout_page(page: &TurnoutPage) -> String {
    let words = page.frame.words();
    let told = Told { page, words, locale: words.live.locale() };
    // Before an embargo ends there are no ballots to speak of, but there is what was said while people voted.
    let drawn = page.frame.board().map(|board| Drawn { page, board, words });
    let counted = drawn.as_ref().map(lead);
    let is_first = !page.day.hours.is_empty();
    let first = (page.has_hours || drawn.is_none()).then(|| told.sentence());
    let lead = first.into_iter().chain(counted.clone().filter(|_| !is_first)).collect::<Vec<_>>().join(" ");
    let content = Content { title: words.history.turnout.to_owned(), lead };
    framed(&page.frame, &content, || {
        let counted = drawn.as_ref().map(|drawn| body(drawn, counted.filter(|_| is_first)));
        view! { {told.section()}{told.places()}{counted} }.into_any()
    })
}

/// Turnout in tenths of a percent.
fn tenths((ballots, registered): (u64, u64)) -> Option<u32> {
    share(ballots, registered)
}

/// The bar of a turnout: full when everybody votes. A figure that is a slip may be many times what can be, and is full too.
fn bar(turnout: Option<u32>) -> String {
    let percent = turnout.unwrap_or(0).min(1000) / 10;
    format!("--swatch:var(--ink-soft);--len:{percent}%")
}

fn now(drawn: &Drawn<'_>) -> (u64, u64) {
    let total = |figure| drawn.board.total(Column::of(figure));
    (total(Figure::Ballots), total(Figure::Registered))
}

fn lead(drawn: &Drawn<'_>) -> String {
    let (says, locale) = (&drawn.words.history, drawn.board.locale);
    let (ballots, registered) = now(drawn);
    let Some(turnout) = tenths((ballots, registered)) else { return says.turnout_none.to_owned() };
    let values = [("turnout", locale.percent(turnout)), ("n", locale.count(registered))];
    let first = fill(says.turnout_lead, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    match drawn.page.before.and_then(tenths) {
        Some(before) => first + " " + &fill(says.turnout_before, &[("turnout", &locale.percent(before))]),
        None => first,
    }
}

/// What is counted; `lead` says it in a sentence, unless the page begins with it.
fn body(drawn: &Drawn<'_>, lead: Option<String>) -> AnyView {
    let says = &drawn.words.history;
    let title = drawn
        .page
        .has_hours
        .then(|| view! { <h2 class="title turnout-counted" id="counted-title">{says.hours_counted}</h2> });
    let lead = lead.map(|lead| view! { <p class="turnout-lead">{lead}</p> });
    view! {
        {title}
        {lead}
        {figures(drawn)}
        {places(drawn)}
        <p class="block-note">{says.turnout_about}</p>
    }
    .into_any()
}

fn figures(drawn: &Drawn<'_>) -> Option<AnyView> {
    let (words, locale) = (drawn.words, drawn.board.locale);
    let (ballots, registered) = now(drawn);
    let turnout = tenths((ballots, registered))?;
    let before = drawn.page.before.and_then(tenths).map(|before| {
        view! { <div class="fact"><dt>{words.history.turnout_then}</dt><dd>{locale.percent(before)}</dd></div> }
    });
    Some(
        view! {
            <dl class="facts">
                <div class="fact"><dt>{words.page.turnout}</dt><dd>{locale.percent(turnout)}</dd></div>
                <div class="fact"><dt>{words.page.figure(Figure::Ballots)}</dt><dd>{locale.count(ballots)}</dd></div>
                <div class="fact"><dt>{words.history.registered}</dt><dd>{locale.count(registered)}</dd></div>
                {before}
            </dl>
        }
        .into_any(),
    )
}

fn places(drawn: &Drawn<'_>) -> Option<AnyView> {
    let (words, board) = (drawn.words, &drawn.board);
    let of = |row: usize| {
        let figure = |figure| board.at_row(row, Column::of(figure));
        (figure(Figure::Ballots), figure(Figure::Registered))
    };
    let mut order: Vec<usize> = (0..board.meta.rows.len()).collect();
    // What is not counted stands last, in the order of the units.
    order.sort_by_key(|row| core::cmp::Reverse(tenths(of(*row))));
    let rows: Vec<_> = order.into_iter().map(|row| place(drawn, row, of(row))).collect();
    let has_before = drawn.page.rows.iter().any(Option::is_some);
    let before = has_before.then(|| view! { <th scope="col">{words.history.turnout_then}</th> });
    let (title, label) = (board.meta.level_plural.clone(), scroller(words.history.turnout, &words.page));
    (!rows.is_empty()).then(|| {
        view! {
            <section class="block" aria-labelledby="places-title">
                <h2 class="title" id="places-title">{title}</h2>
                <div class="table-scroll" role="region" aria-label=label tabindex="0">
                    <table class="table lists-table turnout-table">
                        <thead>
                            <tr>
                                <th scope="col">{words.page.place}</th>
                                <th scope="col" class="is-share">{words.page.turnout}</th>
                                <th scope="col">{words.page.figure(Figure::Ballots)}</th>
                                <th scope="col">{words.history.registered}</th>
                                <th scope="col">{words.page.counted}</th>
                                {before}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    })
}

fn place(drawn: &Drawn<'_>, row: usize, (ballots, registered): (u64, u64)) -> AnyView {
    let (board, unknown) = (&drawn.board, drawn.words.live.unknown);
    let percent =
        |tenths: Option<u32>| tenths.map_or_else(|| unknown.to_owned(), |tenths| board.locale.percent(tenths));
    let turnout = tenths((ballots, registered));
    let bar = bar(turnout);
    let (href, name) = (drawn.page.hrefs.get(row).cloned().unwrap_or_default(), board.meta.rows[row].name.clone());
    let progress = board.row_progress(row);
    let count = |n: u64| if progress.is_empty() { unknown.to_owned() } else { board.locale.count(n) };
    let counted = board.counted_of(progress.completed, progress.expected);
    let has_before = drawn.page.rows.iter().any(Option::is_some);
    let before = has_before.then(|| {
        let before = drawn.page.rows.get(row).copied().flatten().and_then(tenths);
        view! { <td>{percent(before)}</td> }
    });
    view! {
        <tr>
            <th scope="row"><a href=href>{name}</a></th>
            <td class="is-share" style=bar>
                <b>{percent(turnout)}</b>
                <span class="bar-track" aria-hidden="true"><span class="bar-fill"></span></span>
            </td>
            <td>{count(ballots)}</td>
            <td>{count(registered)}</td>
            <td>{counted}</td>
            {before}
        </tr>
    }
    .into_any()
}
