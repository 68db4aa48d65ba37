//! Where votes are still to come: a table whose bars are the chart.

use core::cmp::Reverse;

use election::charts::{Basis, RemainingRow};
use leptos::prelude::*;

use super::Drawn;
use super::figure::as_of;
use crate::lead::{Lead, STEPS};
use crate::pages::frame::rounded;
use crate::words::fill;

/// Places with a line of their own.
const PLACES: usize = 15;

/// The section.
pub(super) fn section(drawn: &Drawn<'_>) -> AnyView {
    let (says, remaining) = (drawn.says, &drawn.page.remaining);
    let notes: Vec<_> = notes(drawn).into_iter().map(|note| view! { <p>{note}</p> }).collect();
    let tables = (remaining.expected() > 0).then(|| view! { {places(drawn)}{categories(drawn)} });
    view! {
        <section class="block analysis" id="remaining" aria-labelledby="remaining-title">
            <div class="analysis-head">
                <h2 class="title" id="remaining-title">{says.remaining}</h2>
                <p class="analysis-lead">{sentence(drawn)}</p>
            </div>
            <div class="analysis-body">{tables}</div>
            <div class="analysis-notes">{notes}<p>{as_of(drawn)}</p></div>
        </section>
    }
    .into_any()
}

/// How many votes are out, and the list that is ahead where most of them are.
fn sentence(drawn: &Drawn<'_>) -> String {
    let (says, remaining, locale) = (drawn.says, &drawn.page.remaining, &drawn.board.locale);
    let expected = remaining.expected();
    if remaining.open() == 0 {
        return says.remaining_done.to_owned();
    }
    if expected == 0 {
        let none = remaining.unknown() == remaining.open();
        return if none { says.remaining_unknown } else { says.remaining_none }.to_owned();
    }
    let mut by_leader = vec![0_u64; drawn.board.meta.options.len()];
    let mut by_nobody = 0;
    for place in &remaining.places {
        match Lead::of(&place.votes).option() {
            Some(option) => by_leader[option] += place.expected,
            None => by_nobody += place.expected,
        }
    }
    let votes = locale.count(rounded(expected));
    let most = (0..by_leader.len()).max_by_key(|option| (by_leader[*option], Reverse(*option)));
    match most.filter(|option| has_places(drawn) && by_leader[*option] > by_nobody) {
        Some(option) => {
            let share = locale.whole_percent(by_leader[option], expected);
            let values = [("votes", &*votes), ("share", &share), ("name", drawn.board.list_name(option))];
            fill(says.remaining_lead, &values)
        }
        None => {
            let counted: u64 = drawn.board.votes.iter().sum();
            let share = locale.whole_percent(expected, expected + counted);
            fill(says.remaining_plain, &[("votes", &votes), ("share", &share)])
        }
    }
}

/// Whether there are places to tell apart: where a station is open nobody is ahead in it.
fn has_places(drawn: &Drawn<'_>) -> bool {
    drawn.board.meta.rows.iter().filter(|row| !row.leaf).count() > 1
}

/// The method, with the kinds of votes that it had to bend for.
fn notes(drawn: &Drawn<'_>) -> Vec<String> {
    let (says, remaining) = (drawn.says, &drawn.page.remaining);
    let is_out = |at: &usize| remaining.categories[*at].expected > 0;
    let out: Vec<usize> = (0..remaining.bases.len()).filter(is_out).collect();
    let alike = !out.is_empty() && out.iter().all(|at| remaining.bases[*at] == Basis::Reports);
    let mut notes = vec![if alike { says.remaining_note_reports } else { says.remaining_note }.to_owned()];
    let bent = [(Basis::Baseline, says.remaining_baseline), (Basis::Reports, says.remaining_reports)];
    for (basis, words) in bent.into_iter().filter(|_| !alike) {
        let names: Vec<&str> = (out.iter().filter(|at| remaining.bases[**at] == basis))
            .map(|at| drawn.board.meta.categories[*at].name.as_str())
            .collect();
        if !names.is_empty() {
            notes.push(fill(words, &[("names", &names.join(", "))]));
        }
    }
    let unknown = u64::from(remaining.unknown());
    if unknown > 0 && remaining.expected() > 0 {
        let form = drawn.words.live.plural(unknown, says.remaining_missing);
        notes.push(fill(form, &[("n", &drawn.board.locale.count(unknown))]));
    }
    notes
}

/// A line of the table: a name, where it leads, and what is open there.
struct Line {
    name: String,
    href: Option<String>,
    row: RemainingRow,
}

fn places(drawn: &Drawn<'_>) -> Option<AnyView> {
    let meta = drawn.board.meta;
    if !has_places(drawn) {
        return None;
    }
    let facts = &drawn.page.frame.standing.as_ref()?.facts;
    let pairs = drawn.page.remaining.places.iter().zip(&meta.rows).filter(|(row, _)| row.open > 0);
    let mut lines: Vec<Line> = pairs
        .map(|(row, unit)| Line { name: unit.name.clone(), href: Some(facts.unit_href(&unit.id)), row: row.clone() })
        .collect();
    lines.sort_by_key(|line| Reverse(line.row.expected));
    let rest = lines.split_off(lines.len().min(PLACES));
    if !rest.is_empty() {
        lines.push(others(drawn, &rest));
    }
    Some(table(drawn, drawn.says.remaining_places, drawn.says.place, &lines))
}

/// The places without a line of their own, as one.
fn others(drawn: &Drawn<'_>, rest: &[Line]) -> Line {
    let mut sum = RemainingRow { votes: vec![0; drawn.board.meta.options.len()], ..RemainingRow::default() };
    for Line { row, .. } in rest {
        sum.open += row.open;
        sum.expected += row.expected;
        sum.unknown += row.unknown;
        for (sum, votes) in sum.votes.iter_mut().zip(&row.votes) {
            *sum += votes;
        }
    }
    let n = rest.len() as u64;
    let form = drawn.words.live.plural(n, drawn.says.remaining_others);
    Line { name: fill(form, &[("n", &drawn.board.locale.count(n))]), href: None, row: sum }
}

fn categories(drawn: &Drawn<'_>) -> AnyView {
    let pairs = drawn.page.remaining.categories.iter().zip(&drawn.board.meta.categories);
    let open = pairs.filter(|(row, _)| row.open > 0);
    let lines: Vec<Line> =
        open.map(|(row, category)| Line { name: category.name.clone(), href: None, row: row.clone() }).collect();
    table(drawn, drawn.says.remaining_categories, drawn.says.category, &lines)
}

fn table(drawn: &Drawn<'_>, caption: &'static str, first: &'static str, lines: &[Line]) -> AnyView {
    let says = drawn.says;
    let most = lines.iter().map(|line| line.row.expected).max().unwrap_or(0).max(1);
    let rows: Vec<_> = lines.iter().map(|line| line_view(drawn, line, most)).collect();
    view! {
        <div class="table-scroll" role="region" aria-label=caption tabindex="0">
            <table class="table out">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{first}</th>
                        <th scope="col" class="out-votes">{says.remaining_expected}</th>
                        <th scope="col" class="is-text">{says.remaining_ahead}</th>
                        <th scope="col">{says.remaining_open}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line_view(drawn: &Drawn<'_>, line: &Line, most: u64) -> AnyView {
    let (locale, row) = (&drawn.board.locale, &line.row);
    let cannot = row.unknown == row.open && row.expected == 0;
    let votes = if cannot { drawn.says.remaining_cannot.to_owned() } else { locale.count(row.expected) };
    let (paint, ahead) = ahead(drawn, &row.votes);
    let length = row.expected as f64 / most as f64;
    let style = format!("--share:{length:.3}{paint}");
    let class = if paint.is_empty() { "out-bar is-nobody" } else { "out-bar" };
    let name = line.name.clone();
    let name = match line.href.clone() {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let open = locale.count(row.open.into());
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="out-votes"><span class=class style=style aria-hidden="true"></span><span>{votes}</span></td>
            <td class="is-text">{ahead}</td>
            <td>{open}</td>
        </tr>
    }
    .into_any()
}

/// The tint of a margin, as on the map: 1 (narrow) to 5 (wide).
fn step(points: u32) -> usize {
    1 + STEPS.iter().filter(|least| points >= **least).count()
}

/// The tint of who is ahead, as the map has it, and the words for it.
fn ahead(drawn: &Drawn<'_>, votes: &[u64]) -> (String, String) {
    let live = &drawn.words.live;
    match Lead::of(votes) {
        Lead::Nobody => (String::new(), live.nobody.to_owned()),
        Lead::Tie(_) => (";--c:var(--tie)".into(), live.tie.to_owned()),
        Lead::One { option, points, .. } => {
            let tint = format!(";--c:var(--o{option}-{});--edge:var(--o{option})", step(points));
            (tint, format!("{} {}", drawn.short(option), drawn.board.locale.points(i32::try_from(points).unwrap_or(0))))
        }
    }
}
