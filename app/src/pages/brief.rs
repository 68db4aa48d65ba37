//! A place in a few lines: the row of a pinned place. A piece of a page, asked for by the script of the page of pins; what the
//! script must compare or say stands beside it, so that the script knows no language and no arithmetic of elections.

use leptos::prelude::*;

use super::document::fragment;
use super::frame::Frame;
use crate::headline::{headline, spoken};
use crate::lead::Lead;
use crate::words::fill;

/// The row, with the contest's title and the address of its page.
#[must_use]
pub fn brief(frame: &Frame, contest: &str, href: &str) -> String {
    let Some((board, standing)) = frame.board().zip(frame.standing.as_ref()) else { return String::new() };
    let words = &frame.words().follow;
    let (place, language) = (frame.place().to_owned(), frame.language.clone());
    let (leader, share) = match Lead::of(&board.votes) {
        Lead::One { option, share, .. } => (Some(option), share),
        Lead::Nobody | Lead::Tie(_) => (None, 0),
    };
    let list = leader.map(|option| &board.meta.options[option]);
    let ahead = list.map(|list| {
        let (name, colours) = (spoken(list).to_owned(), super::colours(&list.colour));
        let shown = board.locale.percent(share);
        view! {
            <p class="brief-lead">
                <span class="swatch" style=colours aria-hidden="true"></span>
                <span class="brief-name">{name}</span>
                <span class="brief-share">{shown}</span>
            </p>
        }
    });
    let open = list.is_none().then(|| view! { <p class="brief-lead">{headline(&board)}</p> });
    let counted = board.stations_text();
    let time = board.locale.clock(standing.snapshot.at, board.meta.utc_offset);
    let state = fill(words.counted, &[("counted", &counted), ("time", &time)]);
    let done = board.expected_categories().all(|category| board.category(category).is_complete());
    let call = board.newest_call().map_or_else(String::new, |_| board.newest_call_words());
    let told = |form: &str| fill(form, &[("place", &place)]);
    fragment(|| {
        view! {
            <article
                class="brief"
                lang=language
                data-leader=list.map_or_else(String::new, |list| list.id.clone())
                data-share=share.to_string()
                data-done=u8::from(done).to_string()
                data-call=call
                data-says=headline(&board)
                data-told-call=told(words.told_call)
                data-told-lead=told(words.told_lead)
                data-told-done=told(words.told_done)
            >
                <h2 class="brief-place"><a href=href.to_owned()>{place.clone()}</a><span class="brief-contest">{contest.to_owned()}</span></h2>
                {ahead}
                {open}
                <p class="brief-state">{state}</p>
                <p class="brief-change" data-change=words.change data-same=words.same data-new-leader=words.new_leader></p>
                <button class="button is-quiet" r#type="button" data-unpin="">{fill(words.unpin, &[("place", &place)])}</button>
            </article>
        }
        .into_any()
    })
}
