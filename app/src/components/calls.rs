//! Calls: the newest one in a line of its own, all of them with their grounds behind it.

use leptos::prelude::*;

use super::{Shown, live};
use crate::cells::CALLS;

/// The line of the newest call, which opens the list; on the page of the whole contest.
pub(crate) fn calls(shown: &Shown<'_>) -> Option<AnyView> {
    let (words, sheet) = (&shown.words.page, &shown.sheet);
    shown.board.has_calls().then(|| {
        let (class, calls) = (sheet.get("call-class"), (0..CALLS).map(|slot| call(shown, slot)).collect::<Vec<_>>());
        view! {
            <details class="calls">
                <summary class=class data-cell="call-class">
                    {live(sheet, "call", "call-newest")}
                    " "
                    {live(sheet, "call-more", "call-more")}
                </summary>
                <ul class="calls-list" aria-label=words.calls_title>{calls}</ul>
                <p class="note">{words.calls_about}</p>
            </details>
        }
        .into_any()
    })
}

fn call(shown: &Shown<'_>, slot: usize) -> AnyView {
    let sheet = &shown.sheet;
    let key = |part: &str| format!("call{slot}-{part}");
    let class = sheet.get(&key("class"));
    view! {
        <li class=class data-cell=key("class")>
            {live(sheet, key("what"), "call-what")}
            " "
            {live(sheet, key("state"), "call-state")}
            " "
            {live(sheet, key("who"), "call-who")}
            {live(sheet, key("basis"), "call-basis")}
        </li>
    }
    .into_any()
}
