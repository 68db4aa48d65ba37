//! The head of every page: whose page it is, which election, in which language; and the status line below it.

use leptos::prelude::*;

use super::{Shown, current, endonym, live, search};
use crate::model::{Link, Search};

/// Name, election, search and languages; the notice that an election is fictional. `style` is what the page waits for once the
/// name is on the screen.
pub(crate) fn masthead(
    home: &str,
    style: AnyView,
    election: Option<(String, String)>,
    languages: &[Link],
    label: &'static str,
    sample: Option<&'static str>,
    search: &Search,
) -> AnyView {
    let election = election.map(|(title, day)| {
        view! {
            <p class="masthead-election">
                <span class="masthead-title">{title}</span>
                <span class="masthead-day">{day}</span>
            </p>
        }
    });
    view! {
        <header class="masthead">
            <div class="wrap masthead-in">
                <a class="brand" href=home.to_owned()>
                    "Nightcount"
                </a>
                {style}
                {election}
                {search::in_masthead(search)}
                {switch(languages, label)}
            </div>
            {sample.map(|words| view! { <p class="sample"><span class="wrap">{words}</span></p> })}
        </header>
    }
    .into_any()
}

/// As many languages are links side by side.
const SIDE_BY_SIDE: usize = 3;

/// The language switch, where there is a choice.
fn switch(languages: &[Link], label: &'static str) -> Option<AnyView> {
    let entry = |link: &Link| {
        let name = endonym(&link.label).to_owned();
        view! {
            <li>
                <a href=link.href.clone() hreflang=link.label.clone() lang=link.label.clone() aria-current=current(link)>
                    {name}
                </a>
            </li>
        }
    };
    let entries: Vec<_> = languages.iter().map(entry).collect();
    let list = view! { <ul>{entries}</ul> }.into_any();
    // Few languages stand side by side; more would crowd the head of a telephone.
    let list = match languages.iter().find(|link| link.current) {
        Some(here) if languages.len() > SIDE_BY_SIDE => {
            let name = endonym(&here.label).to_owned();
            view! { <details><summary><span class="unseen">{label}": "</span>{name}</summary>{list}</details> }
                .into_any()
        }
        _ => list,
    };
    (languages.len() > 1).then(|| view! { <nav class="languages" aria-label=label>{list}</nav> }.into_any())
}

/// The line that is always in view: connection, stations, last report, sequence number. The browser writes the
/// connection's state and word and the age.
pub(crate) fn status(shown: &Shown<'_>) -> AnyView {
    let sheet = &shown.sheet;
    let word = shown.words.live.still;
    let at = sheet.get("last-at");
    let last = sheet.get("last");
    view! {
        <section class="status" aria-label=shown.words.page.status>
            <div class="wrap status-in">
                <p class="state" id="state" data-state="still">
                    <span class="state-dot" aria-hidden="true"></span>
                    <span id="state-word">{word}</span>
                </p>
                <p class="status-stations">{live(sheet, "stations", "")}</p>
                <p class="status-last">
                    <span data-cell="last last-at" data-at=at>{last}</span>
                    <span id="age"></span>
                </p>
                <p class="status-seq">{live(sheet, "seq", "")}</p>
                <button type="button" class="pause" id="pause" hidden=true>
                    <span class="pause-sign" aria-hidden="true"></span>
                    <span class="pause-word" id="pause-word">{shown.words.live.pause}</span>
                </button>
            </div>
            <p class="wrap status-why" id="why" hidden=true></p>
        </section>
        <p class="unseen" id="announce" aria-live="polite"></p>
    }
    .into_any()
}
