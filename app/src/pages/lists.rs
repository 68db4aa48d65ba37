//! The page of all lists of a contest at a unit: a line each, with where it is ahead and where it is strongest.

use election::format::{share, shares};
use leptos::prelude::*;

use super::frame::{Content, Frame, framed};
use super::list::change;
use crate::cells::Board;
use crate::components::scroller;
use crate::lead::Lead;
use crate::seats::are_shown;
use crate::words::{Pages, Words, and, fill, lower_first, plural};

/// Names of leading lists that the lead says.
const NAMED: usize = 6;

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct ListsPage {
    /// What stands around it.
    pub frame: Frame,
    /// Whether the options are lists (and not persons or answers).
    pub are_lists: bool,
    /// Address of the page of each option, in ballot order.
    pub hrefs: Vec<String>,
}

/// Where a list is ahead and where it is strongest, among the places below.
#[derive(Clone, Debug, Default)]
struct Below {
    leads: usize,
    /// Row and share in tenths of a percent.
    strongest: Option<(usize, u32)>,
}

/// What the parts of the page draw from.
struct Drawn<'a> {
    page: &'a ListsPage,
    board: Board<'a>,
    below: Vec<Below>,
    words: &'static Words,
    says: &'static Pages,
}

/// The whole document.
#[must_use]
pub fn lists_page(page: &ListsPage) -> String {
    let (words, says) = (page.frame.words(), page.frame.says());
    let Some(board) = page.frame.board() else { return String::new() };
    let below = below(&board);
    let drawn = Drawn { page, board, below, words, says };
    let title = if page.are_lists { says.lists } else { says.options };
    let content = Content { title: title.to_owned(), lead: lead(&drawn) };
    framed(&page.frame, &content, || table(&drawn))
}

/// What each option has in the places below that have votes.
fn below(board: &Board<'_>) -> Vec<Below> {
    let mut below = vec![Below::default(); board.meta.options.len()];
    for row in 0..board.meta.rows.len() {
        let votes = board.row_votes(row);
        if let Some(first) = Lead::of(&votes).option() {
            below[first].leads += 1;
        }
        for (option, share) in shares(&votes).into_iter().enumerate() {
            if share > below[option].strongest.map_or(0, |(_, most)| most) {
                below[option].strongest = Some((row, share));
            }
        }
    }
    below
}

fn lead(drawn: &Drawn<'_>) -> String {
    let (board, says, language) = (&drawn.board, drawn.says, drawn.words.live.language);
    let with_votes = board.votes.iter().filter(|votes| **votes > 0).count() as u64;
    if with_votes == 0 {
        let n = board.votes.len() as u64;
        return fill(plural(language, n, says.lists_waiting), &[("n", &board.locale.count(n))]);
    }
    let ahead: Vec<&str> = (board.order.iter())
        .filter(|option| drawn.below[**option].leads > 0)
        .map(|option| board.list_name(*option))
        .take(NAMED)
        .collect();
    if ahead.is_empty() {
        return says.lists_lead_single.to_owned();
    }
    let level = lower_first(language, &board.meta.level_plural);
    let n = board.locale.count(with_votes);
    let values = [("n", n.as_str()), ("leading", &and(&ahead, drawn.words.live.and)), ("level", &level)];
    fill(plural(language, with_votes, says.lists_lead), &values)
}

fn table(drawn: &Drawn<'_>) -> AnyView {
    let (words, says, board) = (&drawn.words.page, drawn.says, &drawn.board);
    let has_rows = !board.meta.rows.is_empty();
    let seats = has_seats(board).then(|| view! { <th scope="col">{words.seats}</th> });
    let change = (board.meta.baseline_votes > 0).then(|| view! { <th scope="col">{words.change}</th> });
    let below = has_rows.then(|| {
        view! {
            <th scope="col">{says.leads_in}</th>
            <th scope="col" class="is-text">{says.strongest}</th>
        }
    });
    let rows: Vec<_> = board.order.iter().map(|option| row(drawn, *option)).collect();
    let note = (board.meta.baseline_votes > 0).then(|| view! { <p class="note">{words.change_note}</p> });
    view! {
        <section class="block" aria-label=words.votes>
            <div class="table-scroll" role="region" aria-label={scroller(words.votes, words)} tabindex="0">
                <table class="table lists-table">
                    <thead>
                        <tr>
                            <th scope="col">{words.list}</th>
                            <th scope="col" class="is-share">{words.share}</th>
                            <th scope="col">{words.votes}</th>
                            {change}
                            {seats}
                            {below}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {note}
        </section>
    }
    .into_any()
}

/// Whether seats have owners that may be told here.
fn has_seats(board: &Board<'_>) -> bool {
    board.house().is_some_and(are_shown)
}

fn row(drawn: &Drawn<'_>, option: usize) -> AnyView {
    let (board, page) = (&drawn.board, drawn.page);
    let counted = board.votes.iter().any(|votes| *votes > 0);
    let unknown = drawn.words.live.unknown;
    let shown = |text: String| if counted { text } else { unknown.to_owned() };
    let list = &board.meta.options[option];
    let href = page.hrefs.get(option).cloned().unwrap_or_default();
    let long = (list.name != list.short && !list.short.is_empty()).then(|| {
        let name = list.name.clone();
        view! { " "<span class="lists-long">{name}</span> }
    });
    let most = board.shares.iter().max().copied().unwrap_or(0).max(1);
    let bar = format!("--swatch:var(--o{option});--len:{}%", board.shares[option] * 100 / most);
    let label = if list.short.is_empty() { list.name.clone() } else { list.short.clone() };
    let seats = board.house().filter(|house| are_shown(house)).map(|house| {
        let seats = board.locale.count(house.lists[option].seats.into());
        view! { <td class="lists-seats">{seats}</td> }
    });
    let change = (board.meta.baseline_votes > 0).then(|| {
        let (text, class) = change(board, drawn.words, option);
        view! { <td><span class=class>{text}</span></td> }
    });
    view! {
        <tr>
            <th scope="row"><a href=href><span class="swatch" style=bar.clone() aria-hidden="true"></span>{label}{long}</a></th>
            <td class="is-share" style=bar>
                <b>{shown(board.locale.percent(board.shares[option]))}</b>
                <span class="bar-track" aria-hidden="true"><span class="bar-fill"></span></span>
            </td>
            <td>{shown(board.locale.count(board.votes[option]))}</td>
            {change}
            {seats}
            {below_cells(drawn, option)}
        </tr>
    }
    .into_any()
}

fn below_cells(drawn: &Drawn<'_>, option: usize) -> Option<AnyView> {
    let (board, says) = (&drawn.board, drawn.says);
    let rows = board.meta.rows.len();
    let Below { leads, strongest } = drawn.below[option];
    let unknown = drawn.words.live.unknown;
    let leads = match leads {
        0 => unknown.to_owned(),
        some => {
            let values = [("n", board.locale.count(some as u64)), ("total", board.locale.count(rows as u64))];
            fill(says.leads_of, &values.each_ref().map(|(key, value)| (*key, value.as_str())))
        }
    };
    let strongest = strongest.map_or_else(
        || unknown.to_owned(),
        |(row, share)| {
            let share = board.locale.percent(share);
            fill(says.strongest_at, &[("place", &board.meta.rows[row].name), ("share", &share)])
        },
    );
    (rows > 0).then(|| view! { <td>{leads}</td><td class="is-text">{strongest}</td> }.into_any())
}

/// Tenths of a percent that an option had in the previous election, of all that was counted then.
pub(super) fn before(votes: Option<u64>, sum: u64) -> Option<u32> {
    share(votes?, sum)
}
