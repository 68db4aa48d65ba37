//! The page of pinned places. The server does not know them: the reader's device does, and its script fills the list.

use leptos::prelude::*;

use super::frame::{Content, Frame, framed};

/// The whole document.
#[must_use]
pub fn following_page(frame: &Frame) -> String {
    let words = &frame.words().follow;
    let content = Content { title: words.pins.to_owned(), lead: words.about.to_owned() };
    framed(frame, &content, || {
        view! {
            <noscript><p class="note">{words.no_script}</p></noscript>
            <p class="note" id="pins-empty" hidden>{words.empty}</p>
            <p class="note" id="pins-failed" role="status" data-says=words.failed></p>
            <ul class="pins" id="pins"></ul>
            <p>
                <button class="button" r#type="button" id="notify" hidden data-on=words.notify_on data-off=words.notify_off>{words.notify}</button>
            </p>
        }
        .into_any()
    })
}
