//! Following and sharing: the pin, the figures as text, as a picture and as a frame on other pages. The text is there to be
//! selected; the buttons are shown by the script that makes them work.

use leptos::prelude::*;

use super::Shown;
use super::map::escape;
use crate::headline::{parts, spoken};
use crate::model::Facts;
use crate::words::{fill, plural};

/// How many lists the text names.
const LISTS: usize = 6;

/// The section at the end of a contest's page.
pub(crate) fn share(shown: &Shown<'_>) -> AnyView {
    let (words, meta) = (&shown.words.share, &shown.page.meta);
    let (text, code, card) = (text(shown), embed(shown), shown.page.social.card.clone());
    let rows = text.lines().count().to_string();
    // The framework leaves what stands in a `textarea` as it is.
    let (text, code) = (escape(&text), escape(&code));
    let following = format!("/following?lang={}", meta.language);
    let card = (!card.is_empty()).then(|| view! { <p><a class="acts-link" href=card>{words.card}</a></p> });
    view! {
        <section class="acts" aria-labelledby="acts-title">
            <h2 class="title" id="acts-title">{words.title}</h2>
            <p class="acts-follow">{pin(shown)}<a class="acts-link" href=following>{shown.words.follow.pins}</a></p>
            <details>
                <summary>{words.text}</summary>
                <textarea class="acts-text" readonly rows=rows aria-label=words.text_label inner_html=text></textarea>
                {copy(shown)}
            </details>
            <details>
                <summary>{words.embed}</summary>
                <p class="small">{words.embed_note}</p>
                <textarea class="acts-text is-code" readonly rows="3" spellcheck="false" aria-label=words.embed_label inner_html=code></textarea>
                {copy(shown)}
            </details>
            {card}
        </section>
    }
    .into_any()
}

/// What the script needs to remember this place stands on its button.
fn pin(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.follow;
    let brief = address(shown, "brief");
    view! {
        <button class="button pin" r#type="button" hidden data-pin=brief data-on=words.pinned aria-pressed="false">{words.pin}</button>
        <span hidden data-place=shown.place_title()></span>
    }
    .into_any()
}

fn copy(shown: &Shown<'_>) -> AnyView {
    let words = &shown.words.share;
    view! { <button class="button" r#type="button" hidden data-copy=words.copied>{words.copy}</button> }.into_any()
}

/// The address of another page of the same place, without host.
fn address(shown: &Shown<'_>, page: &str) -> String {
    let meta = &shown.page.meta;
    let unit_prefix = format!("/e/{}/-/{page}/{}/", meta.election, meta.contest);
    let unit_suffix = format!("?lang={}", meta.language);
    Facts { unit_prefix, unit_suffix, ..Facts::default() }.unit_href(&meta.unit.id)
}

/// The figures as plain text: headline, the first lists, what is counted, as of when, where they are.
fn text(shown: &Shown<'_>) -> String {
    let (board, meta, page) = (&shown.board, &shown.page.meta, shown.page);
    let [lead, counted] = parts(board);
    let mut lines = vec![format!("{} – {}, {}", shown.place_title(), meta.contest_title, meta.election_title), lead];
    let listed = board.order.iter().filter(|list| board.votes[**list] > 0).take(LISTS);
    for (rank, list) in listed.enumerate() {
        let form = plural(&meta.language, board.votes[*list], shown.words.share.line);
        let (share, votes) = (board.locale.percent(board.shares[*list]), board.locale.count(board.votes[*list]));
        let values = [("rank", &*(rank + 1).to_string()), ("share", &share), ("votes", &votes)];
        lines.push(fill(form, &[&values[..], &[("name", spoken(&meta.options[*list]))]].concat()));
    }
    let time = board.locale.clock(page.snapshot.at, meta.utc_offset);
    let seq = board.locale.count(page.snapshot.seq);
    lines.extend([counted, fill(shown.words.lite.as_of, &[("time", &time), ("seq", &seq)])]);
    if !meta.source.is_empty() {
        lines.push(fill(shown.words.page.source, &[("source", &meta.source)]));
    }
    lines.push(format!("{}{}", page.social.base, page.canonical));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// The code of a frame with the lite page.
fn embed(shown: &Shown<'_>) -> String {
    let meta = &shown.page.meta;
    let title = fill(shown.words.share.frame, &[("place", &shown.place_title()), ("contest", &meta.contest_title)]);
    let title = title.replace('&', "&amp;").replace('"', "&quot;");
    let source = format!("{}{}", shown.page.social.base, address(shown, "lite"));
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"640\" loading=\"lazy\" style=\"border:0\"></iframe>"
    )
}
