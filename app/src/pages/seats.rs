//! The page of a house: what the contest's page shows of it, and the arithmetic of every seat.

mod sharing;

use std::collections::BTreeMap;

use election::definition::ThresholdBase;
use election::seats::{Allocation, House, ReservedAs, Standing, State, System, Tally, Warning};
use leptos::prelude::*;

use super::frame::{Content, Frame, framed};
use crate::cells::Board;
use crate::components::{Shown, scroller, seats as section};
use crate::words::{Pages, Words, and, fill};

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct SeatsPage {
    /// What stands around it.
    pub frame: Frame,
    /// The rule.
    pub house: House,
    /// The votes.
    pub tally: Tally,
    /// What they give by the rule. Not shown while it is held back.
    pub allocation: Allocation,
    /// The sequence number that these belong to.
    pub seq: u64,
    /// Names of districts and constituencies by id.
    pub names: BTreeMap<String, String>,
    /// Address of the same as JSON.
    pub json: String,
    /// Address of the rule in words.
    pub rule: String,
}

/// What the parts of the page draw from.
struct Drawn<'a> {
    page: &'a SeatsPage,
    board: Board<'a>,
    words: &'static Words,
    says: &'static Pages,
}

/// The whole document.
#[must_use]
pub fn seats_page(page: &SeatsPage) -> String {
    let (words, says) = (page.frame.words(), page.frame.says());
    let Some(board) = page.frame.board() else { return String::new() };
    let lead = board.house().map_or_else(|| says.seats_waiting.to_owned(), |house| board.seats_sentence(house));
    let content = Content { title: says.seats.to_owned(), lead };
    framed(&page.frame, &content, || body(&Drawn { page, board, words, says }))
}

fn body(drawn: &Drawn<'_>) -> AnyView {
    let contest = drawn.page.frame.contest_page();
    let house = contest.as_ref().and_then(|contest| section::seats(&Shown::new(contest)));
    let (json, rule) = (drawn.page.json.clone(), drawn.page.rule.clone());
    let told = drawn.page.allocation.state != State::HeldBack;
    let shares = told.then(|| sharing::sharing(drawn)).flatten();
    view! {
        {house}
        {shares}
        {threshold(drawn)}
        {told.then(|| readings(drawn)).flatten()}
        {told.then(|| districts(drawn)).flatten()}
        {told.then(|| lots(drawn)).flatten()}
        <p class="page-links">
            <a href=rule>{drawn.says.seats_rule}</a>
            " "
            <a href=json>{drawn.says.seats_json}</a>
        </p>
    }
    .into_any()
}

impl Drawn<'_> {
    /// A list by its abbreviation, a place by its name, anything else by its id.
    fn name<'n>(&'n self, id: &'n str) -> &'n str {
        let list = self.board.meta.options.iter().find(|option| option.id == id);
        match list {
            Some(list) if list.short.is_empty() => &list.name,
            Some(list) => &list.short,
            None => self.page.names.get(id).map_or(id, String::as_str),
        }
    }

    /// The colour of a list; nothing for an alliance or a district.
    fn swatch(&self, id: &str) -> Option<AnyView> {
        let list = self.board.meta.options.iter().position(|option| option.id == id)?;
        let style = format!("--swatch:var(--o{list})");
        Some(view! { <span class="swatch" style=style aria-hidden="true"></span> }.into_any())
    }
}

/// A heading, a note and a table: what most of the page is made of.
fn tabled(drawn: &Drawn<'_>, title: String, note: Option<String>, head: AnyView, rows: Vec<AnyView>) -> AnyView {
    let class = if note.is_some() { "block is-narrow" } else { "block" };
    let (label, scroller) = (title.clone(), scroller(&title, &drawn.words.page));
    let note = note.map(|note| view! { <p class="block-note">{note}</p> });
    view! {
        <section class=class aria-label=label>
            <h2 class="title">{title}</h2>
            {note}
            <div class="table-scroll" role="region" aria-label=scroller tabindex="0">
                <table class="table"><thead>{head}</thead><tbody>{rows}</tbody></table>
            </div>
        </section>
    }
    .into_any()
}

/// Every list against the threshold, with the sum that makes the line.
fn threshold(drawn: &Drawn<'_>) -> Option<AnyView> {
    let (rule, house) = (drawn.page.house.threshold.as_ref()?, drawn.board.house()?);
    let (words, says, locale) = (&drawn.words.page, drawn.says, drawn.board.locale);
    let of = |cast: bool| -> u64 {
        drawn.page.tally.districts.iter().map(|there| if cast { there.cast } else { there.valid }).sum()
    };
    let cast = rule.of == ThresholdBase::Cast;
    let whole = of(cast);
    if whole == 0 {
        return None;
    }
    let percent = drawn.board.hundredths(rule.basis_points);
    let line = (u128::from(whole) * u128::from(rule.basis_points)).div_ceil(10_000);
    let line = locale.count(u64::try_from(line).unwrap_or(u64::MAX));
    let values = [("percent", percent.as_str()), ("valid", &locale.count(whole)), ("votes", &line)];
    let national = rule.within == election::definition::ThresholdScope::Nation;
    let note = match (national, cast) {
        (false, _) => says.line_districts.to_owned(),
        (true, true) => fill(says.line_sum_cast, &values),
        (true, false) => fill(says.line_sum, &values),
    };
    let row = |list: &usize| {
        let view = &house.lists[*list];
        let standing = says.line_standings.split('|').nth(standing_index(view.standing)).unwrap_or_default();
        let distance =
            view.over_threshold.map_or_else(|| drawn.words.live.unknown.to_owned(), |n| locale.difference(n));
        let id = &drawn.board.meta.options[*list].id;
        let share = locale.percent(drawn.board.shares[*list]);
        view! {
            <tr>
                <th scope="row">{drawn.swatch(id)}{drawn.name(id).to_owned()}</th>
                <td>{locale.count(drawn.board.votes[*list])}</td>
                <td>{share}</td>
                <td>{distance}</td>
                <td class="is-text">{standing}</td>
            </tr>
        }
        .into_any()
    };
    let rows = drawn.board.order.iter().map(row).collect();
    let head = view! {
        <tr>
            <th scope="col">{words.list}</th>
            <th scope="col">{words.votes}</th>
            <th scope="col">{words.share}</th>
            <th scope="col">{says.line_distance}</th>
            <th scope="col" class="is-text">{words.state}</th>
        </tr>
    };
    let title = fill(says.line_title, &[("percent", &percent)]);
    Some(tabled(drawn, title, Some(note), head.into_any(), rows))
}

fn standing_index(standing: Standing) -> usize {
    match standing {
        Standing::NoThreshold => 0,
        Standing::Waived => 1,
        Standing::Reached => 2,
        Standing::Missed => 3,
    }
}

/// The house by both readings of reserved seats, where they differ.
fn readings(drawn: &Drawn<'_>) -> Option<AnyView> {
    let other = drawn.page.allocation.warnings.iter().find_map(|warning| match warning {
        Warning::Interpretation { other } => Some(other),
        _ => None,
    })?;
    let System::Proportional(rule) = &drawn.page.house.system else { return None };
    let (words, says, locale) = (&drawn.words.page, drawn.says, drawn.board.locale);
    let [applied, else_] = match rule.reserved_as {
        ReservedAs::Apart => [says.reading_apart, says.reading_floors],
        ReservedAs::Floors => [says.reading_floors, says.reading_apart],
    };
    let own = &drawn.page.allocation.seats;
    let shown = drawn.board.order.iter().filter(|list| own[**list] + other[**list] > 0);
    let row = |list: &usize| {
        let id = &drawn.board.meta.options[*list].id;
        let differs = own[*list] != other[*list];
        let class = if differs { "is-other" } else { "" };
        view! {
            <tr>
                <th scope="row">{drawn.swatch(id)}{drawn.name(id).to_owned()}</th>
                <td>{locale.count(own[*list].into())}</td>
                <td class=class>{locale.count(other[*list].into())}</td>
                <td class=class>{locale.difference(i64::from(other[*list]) - i64::from(own[*list]))}</td>
            </tr>
        }
        .into_any()
    };
    let rows = shown.map(row).collect();
    let head = view! {
        <tr>
            <th scope="col">{words.list}</th>
            <th scope="col">{applied}</th>
            <th scope="col">{else_}</th>
            <th scope="col">{words.change}</th>
        </tr>
    };
    Some(tabled(drawn, says.readings.to_owned(), Some(says.readings_note.to_owned()), head.into_any(), rows))
}

/// Seats of each list in each district, where seats belong to districts.
fn districts(drawn: &Drawn<'_>) -> Option<AnyView> {
    let (page, locale) = (drawn.page, drawn.board.locale);
    if page.allocation.by_district.len() < 2 {
        return None;
    }
    let seated: Vec<usize> =
        drawn.board.order.iter().copied().filter(|list| page.allocation.seats[*list] > 0).collect();
    let heads: Vec<_> = (seated.iter())
        .map(|list| {
            let id = &drawn.board.meta.options[*list].id;
            view! { <th scope="col">{drawn.swatch(id)}{drawn.name(id).to_owned()}</th> }
        })
        .collect();
    let row = |(district, seats): (&election::seats::District, &Vec<u32>)| {
        let cells: Vec<_> =
            (seated.iter())
                .map(|list| {
                    if seats[*list] > 0 {
                        locale.count(seats[*list].into())
                    } else {
                        drawn.words.live.nobody.to_owned()
                    }
                })
                .map(|text| view! { <td>{text}</td> })
                .collect();
        let sum = locale.count(seats.iter().map(|seats| u64::from(*seats)).sum());
        view! { <tr><th scope="row">{drawn.name(&district.id).to_owned()}</th><td>{sum}</td>{cells}</tr> }.into_any()
    };
    let rows = page.house.districts.iter().zip(&page.allocation.by_district).map(row).collect();
    let head = view! {
        <tr><th scope="col">{drawn.says.district}</th><th scope="col">{drawn.words.page.seats}</th>{heads}</tr>
    };
    Some(tabled(drawn, drawn.says.by_district.to_owned(), None, head.into_any(), rows))
}

/// What lots have decided.
fn lots(drawn: &Drawn<'_>) -> Option<AnyView> {
    let names = |ids: &[String]| {
        let names: Vec<&str> = ids.iter().map(|id| drawn.name(id)).collect();
        and(&names, drawn.words.live.and)
    };
    let line = |tie: &election::seats::Tie| {
        let text = fill(drawn.says.lot_line, &[("names", &names(&tie.among)), ("winners", &names(&tie.winners))]);
        view! { <li>{text}</li> }
    };
    let lots: Vec<_> = drawn.page.allocation.lots.iter().map(line).collect();
    (!lots.is_empty()).then(|| {
        view! {
            <section class="block" aria-labelledby="lots-title">
                <h2 id="lots-title" class="title">{drawn.says.lots}</h2>
                <ul class="plain">{lots}</ul>
            </section>
        }
        .into_any()
    })
}
