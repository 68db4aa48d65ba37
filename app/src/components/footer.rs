//! The foot of a page: where the figures come from, how they are made, where they are as data, which copy this is.

use leptos::prelude::*;

use super::{Shown, opening};
use crate::model::Facts;
use crate::words::fill;

/// The foot of a contest page.
pub(crate) fn footer(shown: &Shown<'_>) -> AnyView {
    let (words, meta, snapshot) = (&shown.words.page, &shown.page.meta, &shown.page.snapshot);
    let source = (!meta.source.is_empty()).then(|| {
        let text = fill(words.source, &[("source", &meta.source)]);
        view! { <p>{text}</p> }
    });
    let map = shown.page.map.as_ref().filter(|map| !map.attribution.is_empty()).map(|map| {
        let text = fill(words.map_source, &[("attribution", &map.attribution)]);
        view! { <p>{text}</p> }
    });
    let (seq, time) = (snapshot.seq.to_string(), shown.board.locale.clock(snapshot.at, meta.utc_offset));
    let epoch = format!("{:016x}", snapshot.epoch);
    let copy = fill(words.copy, &[("seq", &seq), ("epoch", &epoch), ("time", &time)]);
    let about = shown.page.about.clone();
    let data = opening::links(&shown.page.data);
    let lite = Facts { unit_prefix: format!("/e/{}/-/lite/{}/", meta.election, meta.contest), ..shown.facts().clone() };
    let lite = lite.unit_href(&meta.unit.id);
    view! {
        <footer class="footer">
            <div class="wrap footer-in">
                <section>
                    <h2 class="footer-title">{words.method_title}</h2>
                    <p>{words.method}</p>
                    <p><a href=about>{shown.words.pages.about}</a></p>
                </section>
                <section>
                    <h2 class="footer-title">{words.data}</h2>
                    <ul class="footer-data">{data}</ul>
                    <p>{words.licence}</p>
                </section>
                <section class="footer-source">
                    {source}
                    {map}
                    <p class="footer-copy">{copy}</p>
                    <p class="footer-lite"><a href=lite>{shown.words.lite.link}</a></p>
                    <noscript><p>{words.noscript}</p></noscript>
                </section>
            </div>
        </footer>
    }
    .into_any()
}
