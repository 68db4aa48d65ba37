//! The table twin of the map: the same figures for each place of the level shown.

use leptos::prelude::*;

use super::{Shown, live, opening, scroller};
use crate::words::fill;

/// The table of the rows, where the view has any.
pub(crate) fn table(shown: &Shown<'_>) -> Option<AnyView> {
    if shown.page.meta.rows.is_empty() {
        return None;
    }
    let words = &shown.words.page;
    let title = fill(words.table, &[("level", &shown.page.meta.level_plural)]);
    let listed = (0..shown.page.meta.rows.len()).filter(|row| shown.facts().lists(*row));
    let rows: Vec<_> = listed.map(|row| row_line(shown, row)).collect();
    let scroller = scroller(&title, words);
    Some(
        view! {
            <section class="places-table" aria-labelledby="table-title">
                <div class="table-top">
                    <h2 id="table-title" class="title">{title}</h2>
                    {levels(shown)}
                </div>
                <div class="table-scroll" role="region" aria-label=scroller tabindex="0">
                    <table class="table is-sticky" id="places">
                        <thead>{heads(shown)}</thead>
                        <tbody>{unit_line(shown)}{rows}</tbody>
                    </table>
                </div>
                {parts(shown)}
                <p class="note">{words.table_note}</p>
            </section>
        }
        .into_any(),
    )
}

/// The choice of levels, where there is one.
fn levels(shown: &Shown<'_>) -> Option<AnyView> {
    let (label, list) = (shown.words.page.levels, opening::links(&shown.page.levels));
    (shown.page.levels.len() > 1).then(|| {
        view! { <nav class="choice" aria-label=label><span aria-hidden="true">{label}</span><ul>{list}</ul></nav> }
            .into_any()
    })
}

/// Where thousands of rows would help nobody, the table comes in parts: which one this is, and the way to the others.
fn parts(shown: &Shown<'_>) -> Option<AnyView> {
    let (from, to) = shown.facts().listed?;
    let (words, locale, all) = (&shown.words.page, &shown.board.locale, shown.page.meta.rows.len());
    let count = |rows: u32| locale.count(rows.into());
    let here = [("from", count(from + 1)), ("to", count(to)), ("n", locale.count(all as u64))];
    let here = fill(words.table_part, &here.each_ref().map(|(name, value)| (*name, value.as_str())));
    let size = to.saturating_sub(from).max(shown.page.part);
    let link = |from: u32, rel: &'static str, label: &'static str| {
        let href = format!("{}&from={from}#table-title", shown.page.whole);
        view! { <li><a rel=rel href=href>{label}</a></li> }
    };
    let before = (from > 0).then(|| link(from.saturating_sub(size), "prev", words.table_before));
    let after = ((to as usize) < all).then(|| link(to, "next", words.table_after));
    Some(
        view! {
            <nav class="choice" aria-label=words.table_parts><span>{here}</span><ul>{before}{after}</ul></nav>
        }
        .into_any(),
    )
}

fn heads(shown: &Shown<'_>) -> AnyView {
    let (words, sheet) = (&shown.words.page, &shown.sheet);
    let slot = |slot: usize| {
        let (key, style) = (format!("col{slot}-swatch"), sheet.get(&format!("col{slot}-swatch")));
        view! {
            <th scope="col" class="is-list">
                <span class="swatch" style=style data-cell=key aria-hidden="true"></span>
                {live(sheet, format!("col{slot}"), "")}
            </th>
        }
    };
    let slots: Vec<_> = (0..shown.board.slots().len()).map(slot).collect();
    let by_station = shown.board.is_by_station();
    let rest = has_rest(shown).then(|| view! { <th scope="col" class="is-list">{words.others}</th> });
    let turnout = shown.board.has_turnout().then(|| view! { <th scope="col">{words.turnout}</th> });
    view! {
        <tr>
            {sorted(shown, "name", "", words.place)}
            {sorted(shown, "lead", "is-text", words.leader)}
            {sorted(shown, "margin", "", words.margin)}
            {sorted(shown, "counted", "", if by_station { words.counted } else { words.reports_counted })}
            {slots}
            {rest}
            {sorted(shown, "votes", "", words.all_votes)}
            {turnout}
        </tr>
    }
    .into_any()
}

/// A head by which the browser can sort; the button does nothing until it says so.
fn sorted(shown: &Shown<'_>, by: &'static str, class: &'static str, name: &'static str) -> AnyView {
    // A part of the rows has no order of its own.
    if shown.facts().listed.is_some() {
        return view! { <th scope="col" class=class>{name}</th> }.into_any();
    }
    view! { <th scope="col" class=class data-sort=by><button type="button" disabled=true>{name}</button></th> }
        .into_any()
}

/// Whether some lists have no column of their own.
fn has_rest(shown: &Shown<'_>) -> bool {
    shown.board.order.len() > shown.board.slots().len()
}

fn unit_line(shown: &Shown<'_>) -> AnyView {
    let name = shown.page.meta.unit.name.clone();
    let cells = line_cells(shown, "all");
    view! { <tr class="is-sum"><th scope="row">{name}</th>{cells}</tr> }.into_any()
}

fn row_line(shown: &Shown<'_>, row: usize) -> AnyView {
    let unit = &shown.page.meta.rows[row];
    let (name, href) = (unit.name.clone(), shown.facts().unit_href(&unit.id));
    let (key, class) = (format!("r{row}-class"), shown.sheet.get(&format!("r{row}-class")));
    let cells = line_cells(shown, &format!("r{row}"));
    view! {
        <tr class=class data-cell=key data-row=row.to_string()>
            <th scope="row"><a href=href>{name}</a></th>
            {cells}
        </tr>
    }
    .into_any()
}

/// The cells of a line after its name.
fn line_cells(shown: &Shown<'_>, line: &str) -> AnyView {
    let sheet = &shown.sheet;
    let key = |part: &str| format!("{line}-{part}");
    let pair = |share: String, votes: String| view! { <td class="is-list">{live(sheet, share, "")}{live(sheet, votes, "small")}</td> };
    let slots: Vec<_> =
        (0..shown.board.slots().len()).map(|slot| pair(key(&format!("s{slot}")), key(&format!("v{slot}")))).collect();
    let rest = has_rest(shown).then(|| pair(key("s-rest"), key("v-rest")));
    let turnout = shown.board.has_turnout().then(|| view! { <td>{live(sheet, key("turnout"), "")}</td> });
    let (swatch, done) = (sheet.get(&key("swatch")), sheet.get(&key("done")));
    view! {
        <td class="is-text is-lead">
            <span class="swatch" style=swatch data-cell=key("swatch") aria-hidden="true"></span>
            {live(sheet, key("lead"), "")}
        </td>
        <td>{live(sheet, key("margin"), "")}</td>
        <td class="is-counted">
            {live(sheet, key("counted"), "")}
            <span class="meter" style=done data-cell=key("done") aria-hidden="true"></span>
        </td>
        {slots}
        {rest}
        <td class="is-votes">{live(sheet, key("sum"), "")}</td>
        {turnout}
    }
    .into_any()
}
