//! The search box: a plain form in the head of every page. Where there is no room for it, a link to the page that has it.

use leptos::prelude::*;

use crate::model::Search;
use crate::words::find;

fn href(search: &Search) -> String {
    let contest = if search.contest.is_empty() { String::new() } else { format!("&contest={}", search.contest) };
    format!("{}?lang={}{contest}", search.action, search.language)
}

/// The box in the masthead; nothing on the page that has it already.
pub(crate) fn in_masthead(search: &Search) -> Option<AnyView> {
    let words = find(&search.language);
    let boxed = view! {
        <a class="search-link" href=href(search)>
            {lens()}
            <span>{words.search}</span>
        </a>
        {form(search, "", "search")}
    };
    (!search.here).then(|| boxed.into_any())
}

/// The form, with what was asked for.
pub(crate) fn form(search: &Search, query: &str, class: &'static str) -> AnyView {
    let words = find(&search.language);
    let contest = (!search.contest.is_empty()).then(|| {
        let contest = search.contest.clone();
        view! { <input r#type="hidden" name="contest" value=contest /> }
    });
    view! {
        <form class=class role="search" action=search.action.clone() method="get">
            <input
                r#type="search"
                name="q"
                value=query.to_owned()
                placeholder=words.hint
                aria-label=words.hint
                maxlength="100"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
            />
            <input r#type="hidden" name="lang" value=search.language.clone() />
            {contest}
            <button r#type="submit">{lens()}<span>{words.search}</span></button>
        </form>
    }
    .into_any()
}

fn lens() -> AnyView {
    view! {
        <svg class="lens" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <circle cx="8.5" cy="8.5" r="5.5"></circle>
            <path d="M12.8 12.8L18 18"></path>
        </svg>
    }
    .into_any()
}
