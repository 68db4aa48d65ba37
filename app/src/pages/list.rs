//! The page of a list: its figures, its map, where it is strong and weak, where its votes are still out, its candidates.

mod places;

use std::sync::Arc;

use election::format::shares;
use leptos::prelude::*;

use super::candidates::{self, Stands};
use super::frame::{Content, Frame, framed};
use super::lists::before;
use crate::cells::{Board, Progress};
use crate::components::opening;
use crate::lead::Lead;
use crate::model::{Link, MapModel};
use crate::seats::are_shown;
use crate::words::{Pages, Words, fill, plural};

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct ListPage {
    /// What stands around it.
    pub frame: Frame,
    /// The list: its place on the ballot.
    pub option: usize,
    /// The map of the rows.
    pub map: Option<Arc<MapModel>>,
    /// Its votes and all votes in the previous election, for each row; none where that is not known.
    pub before: Vec<Option<(u64, u64)>>,
    /// Addresses of its page at the place of each row.
    pub hrefs: Vec<String>,
    /// All lists at this place, this one among them.
    pub lists: Vec<Link>,
    /// Its candidates, on the page of the whole contest.
    pub stands: Option<Stands>,
}

/// A place below, as this list sees it.
#[derive(Clone, Debug)]
struct Place {
    row: usize,
    votes: u64,
    /// All votes counted there.
    sum: u64,
    /// In tenths of a percent; none where nothing is counted.
    share: Option<u32>,
    progress: Progress,
    is_ahead: bool,
}

/// What the parts of the page draw from.
struct Drawn<'a> {
    page: &'a ListPage,
    board: Board<'a>,
    places: Vec<Place>,
    words: &'static Words,
    says: &'static Pages,
}

/// The whole document.
#[must_use]
pub fn list_page(page: &ListPage) -> String {
    let (words, says) = (page.frame.words(), page.frame.says());
    let Some(board) = page.frame.board().filter(|board| page.option < board.meta.options.len()) else {
        return String::new();
    };
    let places = places(&board, page.option);
    let drawn = Drawn { page, board, places, words, says };
    let title = drawn.board.meta.options[page.option].name.clone();
    let content = Content { title, lead: lead(&drawn) };
    framed(&page.frame, &content, || body(&drawn))
}

fn places(board: &Board<'_>, option: usize) -> Vec<Place> {
    let place = |row: usize| {
        let votes = board.row_votes(row);
        let sum = votes.iter().sum();
        Place {
            row,
            votes: votes[option],
            sum,
            share: (sum > 0).then(|| shares(&votes)[option]),
            progress: board.row_progress(row),
            is_ahead: Lead::of(&votes).option() == Some(option),
        }
    };
    (0..board.meta.rows.len()).map(place).collect()
}

fn lead(drawn: &Drawn<'_>) -> String {
    let (board, says, option) = (&drawn.board, drawn.says, drawn.page.option);
    let (name, votes) = (board.list_name(option), board.votes[option]);
    if board.votes.iter().all(|votes| *votes == 0) {
        return fill(says.list_lead_none, &[("name", name)]);
    }
    let (count, share) = (board.locale.count(votes), board.locale.percent(board.shares[option]));
    let values = [("name", name), ("votes", &count), ("share", &share), ("place", drawn.page.frame.place())];
    let first = fill(plural(drawn.words.live.language, votes, says.list_lead), &values);
    if board.meta.baseline_votes == 0 {
        return first;
    }
    let points = points(board, option);
    let distance = board.locale.tenths(points.unwrap_or(0).unsigned_abs());
    let second = match points {
        None => says.list_new,
        Some(0) => says.list_same,
        Some(1..) => says.list_up,
        Some(_) => says.list_down,
    };
    first + " " + &fill(second, &[("points", &distance)])
}

/// Tenths of a point that a list's share has changed against the previous election; none if it did not stand.
fn points(board: &Board<'_>, option: usize) -> Option<i32> {
    let before = before(board.meta.options[option].baseline, board.meta.baseline_votes)?;
    Some(board.shares[option].cast_signed() - before.cast_signed())
}

/// A list's change against the previous election, with an arrow, and its class.
pub(super) fn change(board: &Board<'_>, words: &Words, option: usize) -> (String, &'static str) {
    if board.meta.baseline_votes == 0 || board.votes.iter().all(|votes| *votes == 0) {
        return (words.live.unknown.to_owned(), "change");
    }
    let Some(points) = points(board, option) else { return (words.live.new_list.to_owned(), "change") };
    let text = board.locale.points(points);
    match points {
        0 => (text, "change"),
        1.. => (format!("↑\u{a0}{text}"), "change is-up"),
        _ => (format!("↓\u{a0}{text}"), "change is-down"),
    }
}

fn body(drawn: &Drawn<'_>) -> AnyView {
    let stands = drawn.page.stands.as_ref().map(|stands| {
        let table = candidates::table(drawn.says.its_candidates, drawn.words, drawn.board.locale, stands);
        view! {
            <section class="block" aria-labelledby="candidates-title">
                <h2 id="candidates-title" class="title">{drawn.says.its_candidates}</h2>
                {table}
            </section>
        }
    });
    let style = format!("--swatch:var(--o{})", drawn.page.option);
    view! {
        <div class="list-page" style=style>
            {others(drawn)}
            {figures(drawn)}
            <div class="list-parts">
                {places::map(drawn)}
                <div class="list-ranks">{places::strong(drawn)}{places::weak(drawn)}</div>
            </div>
            {places::still_out(drawn)}
            {stands}
            {places::table(drawn)}
        </div>
    }
    .into_any()
}

/// The way to the other lists.
fn others(drawn: &Drawn<'_>) -> Option<AnyView> {
    let list = opening::links(&drawn.page.lists);
    (drawn.page.lists.len() > 1).then(|| {
        view! {
            <details class="siblings other-lists">
                <summary>{drawn.says.other_lists}</summary>
                <ul>{list}</ul>
            </details>
        }
        .into_any()
    })
}

fn figures(drawn: &Drawn<'_>) -> AnyView {
    let (board, words, says, option) = (&drawn.board, &drawn.words.page, drawn.says, drawn.page.option);
    let counted = board.votes.iter().any(|votes| *votes > 0);
    let shown = |text: String| if counted { text } else { drawn.words.live.unknown.to_owned() };
    let of = |n: u64, total: usize| {
        let (n, total) = (board.locale.count(n), board.locale.count(total as u64));
        fill(says.rank_of, &[("n", &n), ("total", &total)])
    };
    let rank = board.order.iter().position(|one| *one == option).map_or(0, |at| at as u64 + 1);
    let ahead = drawn.places.iter().filter(|place| place.is_ahead).count() as u64;
    let (change, change_class) = change(board, drawn.words, option);
    let compared = board.meta.baseline_votes > 0;
    let change = compared.then(|| entry(words.change, view! { <span class=change_class>{change}</span> }.into_any()));
    let leads =
        (!drawn.places.is_empty()).then(|| entry(says.leads_here, shown(of(ahead, drawn.places.len())).into_any()));
    let seats = board.house().filter(|house| are_shown(house)).map(|house| {
        let seats = board.locale.count(house.lists[option].seats.into());
        entry(words.seats, seats.into_any())
    });
    view! {
        <dl class="facts">
            {entry(says.share, shown(board.locale.percent(board.shares[option])).into_any())}
            {entry(words.votes, shown(board.locale.count(board.votes[option])).into_any())}
            {change}
            {seats}
            {entry(says.rank, shown(of(rank, board.order.len())).into_any())}
            {leads}
        </dl>
    }
    .into_any()
}

fn entry(name: &'static str, value: AnyView) -> AnyView {
    view! { <div class="fact"><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
}
