//! The page of all candidates: list by list, with preference votes where they are counted and who has a seat as counted.

use election::format::Locale;
use election::seats::{CandidateOrder, ListKind};
use leptos::prelude::*;

use super::frame::{Content, Frame, framed, hundredths};
use crate::cells::Board;
use crate::components::scroller;
use crate::seats::are_shown;
use crate::words::{Pages, Words, fill, plural};

/// Someone who stands on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// Name.
    pub name: String,
    /// Preference votes, where they are counted.
    pub votes: Option<u64>,
    /// Whether a seat is theirs by the votes counted so far.
    pub has_seat: bool,
}

/// The candidates of a list, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stands(pub Vec<Stand>);

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct CandidatesPage {
    /// What stands around it.
    pub frame: Frame,
    /// How a list's seats go to its candidates.
    pub order: CandidateOrder,
    /// One per list, in ballot order.
    pub lists: Vec<Stands>,
    /// Address of the page of each list, in ballot order.
    pub hrefs: Vec<String>,
}

/// Above this many candidates, lists are folded.
const MANY: usize = 60;

/// The whole document.
#[must_use]
pub fn candidates_page(page: &CandidatesPage) -> String {
    let (words, says) = (page.frame.words(), page.frame.says());
    let Some(board) = page.frame.board() else { return String::new() };
    let content = Content { title: says.candidates.to_owned(), lead: lead(page, &board, words, says) };
    framed(&page.frame, &content, || body(page, &board, words, says))
}

fn lead(page: &CandidatesPage, board: &Board<'_>, words: &Words, says: &Pages) -> String {
    let all: u64 = page.lists.iter().map(|list| list.0.len() as u64).sum();
    let seated = page.lists.iter().flat_map(|list| &list.0).filter(|one| one.has_seat).count() as u64;
    let (language, locale) = (words.live.language, board.locale);
    let lists = locale.count(page.lists.iter().filter(|list| !list.0.is_empty()).count() as u64);
    let first = fill(plural(language, all, says.candidates_lead), &[("n", &locale.count(all)), ("lists", &lists)]);
    if seated == 0 {
        return first;
    }
    first + " " + &fill(plural(language, seated, says.candidates_seated), &[("n", &locale.count(seated))])
}

/// How a list's seats go to its candidates, in words.
pub(super) fn order_words(order: &CandidateOrder, locale: Locale, says: &Pages) -> Vec<String> {
    let percent = |share: u32| hundredths(locale, share);
    let kind = match order.lists {
        ListKind::Closed => says.order_closed.to_owned(),
        ListKind::Open => says.order_open.to_owned(),
        ListKind::Flexible { quota } => fill(says.order_flexible, &[("percent", &percent(quota))]),
    };
    let gender =
        (order.gender_share > 0).then(|| fill(says.order_gender, &[("percent", &percent(order.gender_share))]));
    std::iter::once(kind).chain(gender).collect()
}

fn body(page: &CandidatesPage, board: &Board<'_>, words: &'static Words, says: &'static Pages) -> AnyView {
    let waits = page.order.lists != ListKind::Closed
        && page.lists.iter().flat_map(|list| &list.0).all(|one| one.votes.unwrap_or(0) == 0);
    let mut order = order_words(&page.order, board.locale, says);
    if waits {
        order.push(says.preferences_waiting.to_owned());
    }
    let many = page.lists.iter().map(|list| list.0.len()).sum::<usize>() > MANY;
    let list = |(rank, option): (usize, &usize)| {
        let stands = page.lists.get(*option).filter(|stands| !stands.0.is_empty())?;
        Some(list(page, board, (words, says), *option, stands, !many || rank < 2))
    };
    let lists: Vec<_> = board.order.iter().enumerate().filter_map(list).collect();
    view! {
        <p class="block-note">{order.join(" ")}</p>
        <div class="rosters">{lists}</div>
    }
    .into_any()
}

fn list(
    page: &CandidatesPage,
    board: &Board<'_>,
    (words, says): (&'static Words, &'static Pages),
    option: usize,
    stands: &Stands,
    open: bool,
) -> AnyView {
    let meta = &board.meta.options[option];
    let style = format!("--swatch:var(--o{option})");
    let name = meta.name.clone();
    let n = stands.0.len() as u64;
    let seats = board.house().filter(|house| are_shown(house)).map(|house| {
        let seats = u64::from(house.lists[option].seats);
        let values = [("n", board.locale.count(seats)), ("candidates", board.locale.count(n))];
        let form = plural(words.live.language, seats, says.list_seats);
        let text = fill(form, &values.each_ref().map(|(key, value)| (*key, value.as_str())));
        view! { " "<span class="roster-seats">{text}</span> }
    });
    let more =
        page.hrefs.get(option).cloned().map(|href| view! { <p class="note"><a href=href>{name.clone()}</a></p> });
    view! {
        <details class="roster" open=open>
            <summary><h2><span class="swatch" style=style aria-hidden="true"></span>{name}</h2>{seats}</summary>
            {table(&meta.name, words, board.locale, stands)}
            {more}
        </details>
    }
    .into_any()
}

/// The candidates of a list.
pub(super) fn table(list: &str, words: &'static Words, locale: Locale, stands: &Stands) -> AnyView {
    let says = &words.pages;
    let has_votes = stands.0.iter().any(|one| one.votes.is_some());
    let counted = stands.0.iter().any(|one| one.votes.is_some_and(|votes| votes > 0));
    let has_seats = stands.0.iter().any(|one| one.has_seat);
    let votes_head = has_votes.then(|| view! { <th scope="col">{says.preferences}</th> });
    let seat_head = has_seats.then(|| view! { <th scope="col" class="is-text">{says.seat}</th> });
    let row = |(at, one): (usize, &Stand)| {
        let votes = has_votes.then(|| {
            let votes = one.votes.filter(|_| counted);
            let votes = votes.map_or_else(|| words.live.unknown.to_owned(), |votes| locale.count(votes));
            view! { <td>{votes}</td> }
        });
        let seat = has_seats.then(|| {
            let mark = one.has_seat.then(|| view! { <b class="has-seat">{says.has_seat}</b> });
            view! { <td class="is-text">{mark}</td> }
        });
        let class = if one.has_seat { "is-seated" } else { "" };
        let name = one.name.clone();
        view! {
            <tr class=class>
                <td class="is-number">{locale.count(at as u64 + 1)}</td>
                <th scope="row" class="is-text">{name}</th>
                {votes}
                {seat}
            </tr>
        }
    };
    let rows: Vec<_> = stands.0.iter().enumerate().map(row).collect();
    view! {
        <div class="table-scroll" role="region" aria-label={scroller(list, &words.page)} tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col" class="is-number">{says.position}</th>
                        <th scope="col" class="is-text">{says.candidate}</th>
                        {votes_head}
                        {seat_head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
