//! The page where there is none: what happened, what it means for the figures, what the reader can do.

use leptos::prelude::*;

use super::document::{Head, all, document};
use crate::components::{masthead, opening};
use crate::model::{Absence, ErrorPage, Search, Social};
use crate::words::{Words, fill};

/// The whole document.
#[must_use]
pub fn error_page(page: &ErrorPage) -> String {
    let words = crate::words::of(&page.language);
    let (title, text) = says(&page.absence, words);
    let head = Head {
        language: words.live.language.to_owned(),
        title: title.to_owned(),
        description: text.clone(),
        canonical: None,
        languages: Vec::new(),
        palette: String::new(),
        social: Social::default(),
    };
    document(head, &page.assets, || body(page, words, title, text))
}

fn says(absence: &Absence, words: &'static Words) -> (&'static str, String) {
    let page = &words.page;
    match absence {
        Absence::NotFound => (page.not_found, page.not_found_text.to_owned()),
        Absence::Offline => (words.follow.offline, words.follow.offline_text.to_owned()),
        Absence::Unavailable => (page.unavailable, page.unavailable_text.to_owned()),
        Absence::Embargo { title, day, until, .. } => {
            let moment = fill(words.pages.moment, &[("day", &words.language.day(day)), ("time", until)]);
            (page.embargo_title, fill(page.embargo_text, &[("title", title), ("time", &moment)]))
        }
    }
}

fn body(page: &ErrorPage, words: &'static Words, title: &'static str, text: String) -> AnyView {
    let reference = page.reference.clone();
    let code = (!reference.is_empty()).then(|| {
        view! { <p class="note">{words.page.reference}" "<code>{reference}</code></p> }
    });
    let notice = match &page.absence {
        Absence::Embargo { notice: Some(notice), .. } => Some(notice.clone()),
        _ => None,
    };
    let notice = notice.map(|notice| view! { <p class="embargo-notice">{notice}</p> });
    let links = (!page.links.is_empty()).then(|| {
        let links = opening::links(&page.links);
        view! {
            <h2 class="title embargo-meanwhile">{words.pages.embargo_meanwhile}</h2>
            <ul class="plain error-links">{links}</ul>
        }
    });
    let style = all(&page.language, &page.assets);
    let search = Search::of("", "", &page.language);
    view! {
        {masthead::masthead(&page.home, style, None, &[], words.page.languages, None, &search)}
        <main id="results" class="wrap error" tabindex="-1">
            <h1 class="front-title">{title}</h1>
            <p class="intro">{text}</p>
            {notice}
            {links}
            <p><a class="error-home" href=page.home.clone()>{words.page.home}</a></p>
            {code}
        </main>
    }
    .into_any()
}
