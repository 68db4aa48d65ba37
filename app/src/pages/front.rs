//! The front page: all elections and contests, each at a glance.

use leptos::prelude::*;

use super::document::{Head, document};
use crate::cells::Board;
use crate::components::{masthead, opening};
use crate::model::{ContestLine, FrontPage, Search};
use crate::tint::{Ground, Rgb, solid};
use crate::words::{Words, fill};

/// How many lists a contest shows here.
const LISTS: usize = 4;

/// The whole document.
#[must_use]
pub fn front_page(page: &FrontPage) -> String {
    let words = crate::words::of(&page.language);
    let head = Head {
        language: words.live.language.to_owned(),
        title: words.page.front_title.to_owned(),
        description: words.page.front_intro.to_owned(),
        canonical: None,
        languages: page.languages.clone(),
        palette: String::new(),
        embedded: None,
    };
    document(head, &page.assets, || body(page, words))
}

fn body(page: &FrontPage, words: &'static Words) -> AnyView {
    let contests: Vec<_> = page.contests.iter().map(|line| contest(line, words)).collect();
    let empty = contests.is_empty().then(|| view! { <p class="intro">{words.page.front_empty}</p> });
    let data = opening::links(&page.data);
    view! {
        <a class="skip" href="#results">{words.page.skip}</a>
        {masthead::masthead("/", None, &page.languages, words.page.languages, None, &Search::of("", "", &page.language))}
        <main id="results" class="wrap front" tabindex="-1">
            <h1 class="front-title">{words.page.front_title}</h1>
            <p class="intro">{words.page.front_intro}</p>
            {empty}
            <ul class="contests">{contests}</ul>
        </main>
        <footer class="footer">
            <div class="wrap footer-in">
                <section>
                    <h2 class="footer-title">{words.page.method_title}</h2>
                    <p>{words.page.method}</p>
                </section>
                <section>
                    <h2 class="footer-title">{words.page.data}</h2>
                    <ul class="footer-data">{data}</ul>
                </section>
            </div>
        </footer>
    }
    .into_any()
}

fn contest(line: &ContestLine, words: &'static Words) -> AnyView {
    let meta = &line.meta;
    let board = Board::new(meta, &line.facts, &line.snapshot.view, (line.snapshot.seq, line.snapshot.at), &words.live);
    let (title, election) = (meta.contest_title.clone(), meta.election_title.clone());
    let day = words.language.day(&line.date);
    let sample = meta.sample.then(|| view! { <p class="contest-sample">{words.page.sample}</p> });
    let state = match line.embargo {
        Some(until) => {
            let time = words.live.locale().clock(until, meta.utc_offset);
            let text = fill(words.page.embargo, &[("time", &time)]);
            view! { <p class="contest-headline">{text}</p> }.into_any()
        }
        None => glance(&board),
    };
    view! {
        <li class="contest">
            <p class="contest-election">{election}" · "{day}</p>
            <h2 class="contest-title"><a href=line.href.clone()>{title}</a></h2>
            {state}
            {sample}
        </li>
    }
    .into_any()
}

/// The state of a contest at a glance: headline, the first lists, what is counted.
fn glance(board: &Board<'_>) -> AnyView {
    let [lead, progress] = crate::headline::parts(board);
    let counted = board.votes.iter().any(|votes| *votes > 0);
    let list = |option: &usize| {
        let list = &board.meta.options[*option];
        let (short, share) = (list.short.clone(), board.locale.percent(board.shares[*option]));
        let colours = colours(&list.colour);
        let length = format!("--len:{}.{}%", board.shares[*option] / 10, board.shares[*option] % 10);
        view! {
            <li style=colours>
                <span class="glance-name"><span class="swatch" aria-hidden="true"></span>{short}</span>
                <span class="glance-share">{share}</span>
                <span class="bar-track" aria-hidden="true"><span class="bar-fill" style=length></span></span>
            </li>
        }
    };
    let lists: Vec<_> = board.order.iter().take(LISTS).filter(|_| counted).map(list).collect();
    view! {
        <p class="contest-headline"><strong>{lead}</strong>" "{progress}</p>
        <ul class="glance">{lists}</ul>
    }
    .into_any()
}

/// A list's colour on both grounds.
fn colours(hex: &str) -> String {
    let shown = |ground| Rgb::of(hex).map_or_else(|| "#737373".to_owned(), |colour| solid(colour, ground).hex());
    format!("--day:{};--night:{}", shown(Ground::Light), shown(Ground::Dark))
}
