//! The page of results: places with their state, lists with their colours, candidates with their lists.

use leptos::prelude::*;

use super::colours;
use super::frame::{Content, Frame, framed};
use crate::components::search;
use crate::lead::Lead;
use crate::words::{Find, fill, find, plural};

/// What results have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Units.
    Places,
    /// Contests.
    Contests,
    /// Lists.
    Lists,
    /// Candidates.
    Candidates,
}

/// How far a place's count is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Votes of each list.
    pub votes: Vec<u64>,
    /// Name and colour of each list.
    pub lists: Vec<(String, String)>,
    /// Reports that are counted completely.
    pub completed: u64,
    /// Reports that are expected.
    pub expected: u64,
}

/// One result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub name: String,
    /// What kind of thing it is, in a word or two; empty = said by its heading.
    pub what: String,
    /// Where it is: names from the top down, the last the nearest.
    pub within: Vec<String>,
    /// Its page.
    pub href: String,
    /// `#rrggbb` of a list.
    pub colour: String,
    /// The figures of a place, where they may be shown.
    pub state: Option<State>,
}

/// Results of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub sort: Sort,
    /// The best ones, best first.
    pub lines: Vec<Line>,
    /// How many there are in all.
    pub total: usize,
}

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct SearchPage {
    /// What stands around it.
    pub frame: Frame,
    /// What was asked for; empty = nothing yet.
    pub query: String,
    /// What was found, the best sort first.
    pub groups: Vec<Group>,
}

/// The whole document.
#[must_use]
pub fn search_page(page: &SearchPage) -> String {
    let words = find(&page.frame.language);
    let content = Content { title: words.search.to_owned(), lead: String::new() };
    framed(&page.frame, &content, || {
        let groups: Vec<_> = page.groups.iter().map(|group| shown(group, words, &page.frame.language)).collect();
        let (says, found) = says(page, words);
        view! {
            {search::form(&page.frame.search, &page.query, "search is-large")}
            <p class="search-says">{says}</p>
            {(!found).then(|| view! { <p class="search-advice">{words.advice}</p> })}
            {groups}
        }
        .into_any()
    })
}

/// What was found in a sentence, and whether anything was.
fn says(page: &SearchPage, words: &Find) -> (String, bool) {
    let total: usize = page.groups.iter().map(|group| group.total).sum();
    let locale = crate::words::locale(&page.frame.language);
    let query = ("query", page.query.as_str());
    match total {
        _ if page.query.is_empty() => (String::new(), false),
        0 => (fill(words.nothing, &[query]), false),
        _ => {
            let form = plural(&page.frame.language, total as u64, words.found);
            (fill(form, &[("n", &locale.count(total as u64)), query]), true)
        }
    }
}

fn shown(group: &Group, words: &'static Find, language: &str) -> AnyView {
    let heading = match group.sort {
        Sort::Places => words.places,
        Sort::Contests => words.contests,
        Sort::Lists => words.lists,
        Sort::Candidates => words.candidates,
    };
    let lines: Vec<_> = group.lines.iter().map(|one| line(one, words, language)).collect();
    let left = (group.total - group.lines.len().min(group.total)) as u64;
    let more = (left > 0).then(|| {
        let text = fill(plural(language, left, words.more), &[("n", &crate::words::locale(language).count(left))]);
        view! { <p class="note">{text}</p> }
    });
    view! {
        <section class="found">
            <h2 class="found-title">{heading}</h2>
            <ul>{lines}</ul>
            {more}
        </section>
    }
    .into_any()
}

fn line(line: &Line, words: &Find, language: &str) -> AnyView {
    let swatch = (!line.colour.is_empty()).then(|| {
        view! { <span class="swatch" style=colours(&line.colour) aria-hidden="true"></span> }
    });
    let what = (!line.what.is_empty()).then(|| view! { <span class="found-what">{line.what.clone()}</span> });
    let within = (!line.within.is_empty()).then(|| {
        let path = line.within.join(" › ");
        view! { <span class="found-within">{path}</span> }
    });
    let state = line.state.as_ref().map(|state| self::state(state, words, language));
    let (name, href) = (line.name.clone(), line.href.clone());
    view! {
        <li>
            <a href=href>
                <span class="found-name">{swatch}{name}</span>
                <span class="found-where">{what}{within}</span>
                {state}
            </a>
        </li>
    }
    .into_any()
}

fn state(state: &State, words: &Find, language: &str) -> AnyView {
    let locale = crate::words::locale(language);
    let [n, total] = [state.completed, state.expected].map(|figure| locale.count(figure));
    let counted = fill(plural(language, state.expected, words.counted), &[("n", &n), ("total", &total)]);
    let (text, colour) = match Lead::of(&state.votes) {
        Lead::Nobody => (words.open.to_owned(), None),
        Lead::Tie(_) => (fill(words.tie, &[("counted", &counted)]), None),
        Lead::One { option, share, .. } => {
            let (list, colour) = &state.lists[option];
            let share = locale.percent(share);
            (fill(words.leads, &[("list", list), ("share", &share), ("counted", &counted)]), Some(colour))
        }
    };
    let swatch = colour.map(|colour| view! { <span class="swatch" style=colours(colour) aria-hidden="true"></span> });
    view! { <span class="found-state">{swatch}{text}</span> }.into_any()
}
