//! The seats: a sentence, the drawing, its twin as a table, the next seats, the lists at the threshold.

use election::seats::HouseView;
use leptos::prelude::*;

use super::bars::threshold_words;
use super::hemicycle::hemicycle;
use super::{Shown, live, scroller};
use crate::cells::{NEAR_LINE, NEXT};

/// More lists than this make a table that is longer than drawing and next seats together.
const LONG: usize = 16;

/// The section of the house, where the page has one.
pub(crate) fn seats(shown: &Shown<'_>) -> Option<AnyView> {
    let (words, sheet) = (&shown.words.page, &shown.sheet);
    let house = shown.board.house()?;
    // A long table fills its side alone.
    let (under_drawing, under_table) =
        if house.lists.len() > LONG { (threshold(shown), None) } else { (None, threshold(shown)) };
    let notes_class = sheet.get("seats-notes-class");
    Some(
        view! {
            <section class="seats" id="seats" aria-labelledby="seats-title">
                <div class="seats-head">
                    <h2 id="seats-title" class="title">{words.seats}</h2>
                    <p class="seats-sentence">{live(sheet, "seats", "")}</p>
                </div>
                <div class="seats-side">
                    {hemicycle(shown, house)}
                    {next_seats(shown)}
                    {under_drawing}
                    <p class=notes_class data-cell="seats-notes-class">{live(sheet, "seats-notes", "")}</p>
                </div>
                <div class="seats-side">
                    {table(shown, house)}
                    {under_table}
                </div>
            </section>
        }
        .into_any(),
    )
}

fn table(shown: &Shown<'_>, house: &HouseView) -> AnyView {
    let words = &shown.words.page;
    let lines: Vec<_> = (0..house.lists.len()).map(|line| line_of(shown, line)).collect();
    let scroller = scroller(words.seats, words);
    view! {
        <div class="seats-table">
            <div class="table-scroll" role="region" aria-label=scroller tabindex="0">
                <table class="table">
                    <caption class="unseen">{words.seats}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words.list}</th>
                            <th scope="col">{words.seats}</th>
                            <th scope="col">{words.seat_firm}</th>
                            <th scope="col">{words.seat_lacks}</th>
                            <th scope="col">{words.seat_spare}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            <p class="note">{words.seats_note}</p>
            {elected(shown, house)}
        </div>
    }
    .into_any()
}

fn line_of(shown: &Shown<'_>, line: usize) -> AnyView {
    let sheet = &shown.sheet;
    let key = |part: &str| format!("list{line}-{part}");
    let (class, swatch) = (sheet.get(&key("class")), sheet.get(&key("swatch")));
    view! {
        <tr class=class data-cell=key("class")>
            <th scope="row">
                <span class="swatch" style=swatch data-cell=key("swatch") aria-hidden="true"></span>
                {live(sheet, key("short"), "")}
                " "
                {live(sheet, key("name"), "seats-long")}
            </th>
            <td>{live(sheet, key("seats"), "seats-count")}</td>
            <td>{live(sheet, key("firm"), "")}</td>
            <td>{live(sheet, key("lacks"), "")}</td>
            <td>{live(sheet, key("spare"), "")}</td>
        </tr>
    }
    .into_any()
}

/// Who has the seats of each list, where the definition names candidates.
fn elected(shown: &Shown<'_>, house: &HouseView) -> Option<AnyView> {
    let (sheet, words) = (&shown.sheet, &shown.words.page);
    let line = |line: usize| {
        let key = |part: &str| format!("list{line}-elected{part}");
        let class = sheet.get(&key("-class"));
        view! {
            <li class=class data-cell=key("-class")>
                {live(sheet, key("-list"), "elected-list")}
                " "
                {live(sheet, key(""), "")}
            </li>
        }
    };
    (shown.page.meta.candidates.len() == house.lists.len()).then(|| {
        let lines: Vec<_> = (0..house.lists.len()).map(line).collect();
        view! {
            <details class="elected-all">
                <summary>{words.elected}</summary>
                <ul>{lines}</ul>
            </details>
        }
        .into_any()
    })
}

fn next_seats(shown: &Shown<'_>) -> AnyView {
    let (words, sheet) = (&shown.words.page, &shown.sheet);
    let next: Vec<_> = (0..NEXT).map(|slot| next(shown, slot)).collect();
    view! {
        <div class="next-seats">
            <h3 class="seats-title">{words.next_seats}</h3>
            <p class="last-seat">{live(sheet, "last-seat", "")}</p>
            <ol class="nexts" id="next">{next}</ol>
        </div>
    }
    .into_any()
}

fn next(shown: &Shown<'_>, slot: usize) -> AnyView {
    let sheet = &shown.sheet;
    let key = |part: &str| format!("next{slot}{part}");
    let (class, swatch) = (sheet.get(&key("-class")), sheet.get(&key("-swatch")));
    view! {
        <li class=class data-cell=key("-class")>
            <span class="swatch" style=swatch data-cell=key("-swatch") aria-hidden="true"></span>
            {live(sheet, key(""), "")}
        </li>
    }
    .into_any()
}

/// The lists that are closest to the threshold, each against the line.
fn threshold(shown: &Shown<'_>) -> Option<AnyView> {
    let sheet = &shown.sheet;
    let title = threshold_words(shown)?;
    let lines: Vec<_> = (0..NEAR_LINE).map(|slot| line(shown, slot)).collect();
    Some(
        view! {
            <div class="near-line">
                <h3 class="seats-title">{title}</h3>
                <ul class="lines">{lines}</ul>
                <p class="note" data-cell="line-waived">{sheet.get("line-waived")}</p>
            </div>
        }
        .into_any(),
    )
}

fn line(shown: &Shown<'_>, slot: usize) -> AnyView {
    let sheet = &shown.sheet;
    let key = |part: &str| format!("line{slot}{part}");
    let keys = format!("{} {}", key(""), key("-class"));
    let (style, class) = (sheet.get(&key("")), sheet.get(&key("-class")));
    view! {
        <li class=class style=style data-cell=keys>
            <span class="line-name"><span class="swatch" aria-hidden="true"></span>{live(sheet, key("-name"), "")}</span>
            " "
            {live(sheet, key("-votes"), "line-votes")}
            <span class="line-track" aria-hidden="true"><span class="line-fill"></span></span>
        </li>
    }
    .into_any()
}
