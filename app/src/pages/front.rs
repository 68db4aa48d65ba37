//! The front page: all elections and contests, each at a glance. It does not follow the count, and says of when it is.

mod mini;

use leptos::prelude::*;

use super::colours;
use super::document::{Head, all, document};
use super::list::change;
use super::outcome::sentence;
use crate::cells::Board;
use crate::components::{Sheet, masthead, opening};
use crate::model::{ContestLine, FrontPage, Search, Social};
use crate::seats::{are_shown, by_seats};
use crate::tint::{Ground, Rgb, solid};
use crate::words::{Words, fill};

/// How many lists a contest shows where it is the only one.
const LISTS_ALONE: usize = 7;
/// How many beside others.
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
        social: Social::default(),
    };
    document(head, &page.assets, || body(page, words))
}

fn body(page: &FrontPage, words: &'static Words) -> AnyView {
    let alone = page.contests.len() == 1;
    let elections: Vec<_> = (page.contests.chunk_by(|one, other| one.meta.election == other.meta.election))
        .map(|contests| election(contests, words, alone))
        .collect();
    let empty = elections.is_empty().then(|| view! { <p class="intro">{words.page.front_empty}</p> });
    let style = all(&page.language, &page.assets);
    let search = Search::of("", "", &page.language);
    let class = if alone { "wrap front is-alone" } else { "wrap front" };
    view! {
        <a class="skip" href="#results">{words.page.skip}</a>
        {masthead::masthead("/", style, None, &page.languages, words.page.languages, None, &search)}
        <main id="results" class=class tabindex="-1">
            <div class="front-head">
                <h1 class="front-title">{words.page.front_title}</h1>
                <p class="intro">{words.page.front_intro}</p>
            </div>
            {empty}
            {elections}
        </main>
        {foot(page, words)}
    }
    .into_any()
}

fn foot(page: &FrontPage, words: &'static Words) -> AnyView {
    let data = opening::links(&page.data);
    view! {
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

/// The contests of one election under its title.
fn election(contests: &[ContestLine], words: &'static Words, alone: bool) -> Option<AnyView> {
    let first = contests.first()?;
    let (title, day) = (first.meta.election_title.clone(), words.language.day(&first.date));
    let sample = first.meta.sample.then(|| view! { <p class="contest-sample">{words.page.sample}</p> });
    let id = format!("election-{}", first.meta.election);
    let named = id.clone();
    let lines: Vec<_> = contests.iter().map(|line| contest(line, words, alone)).collect();
    Some(
        view! {
            <section class="election" aria-labelledby=named>
                <div class="election-head">
                    <h2 id=id class="election-title">{title}" "<span class="election-day">{day}</span></h2>
                    {sample}
                </div>
                <div class="contests">{lines}</div>
            </section>
        }
        .into_any(),
    )
}

fn contest(line: &ContestLine, words: &'static Words, alone: bool) -> AnyView {
    let title = line.meta.contest_title.clone();
    let state = match line.embargo {
        Some(until) => {
            let time = words.live.locale().clock(until, line.meta.utc_offset);
            let text = fill(words.page.embargo, &[("time", &time)]);
            let notice = line.silence.clone().map(|notice| view! { <p class="contest-counted">{notice}</p> });
            view! { <p class="contest-lead">{text}</p>{notice} }.into_any()
        }
        None => glance(line, words, alone),
    };
    view! {
        <article class="contest">
            <h3 class="contest-title"><a href=line.href.clone()>{title}</a></h3>
            {state}
            {pages(line, words)}
        </article>
    }
    .into_any()
}

/// The way to the contest's pages.
fn pages(line: &ContestLine, words: &'static Words) -> Option<AnyView> {
    let contest = format!("{}, {}", line.meta.contest_title, line.meta.election_title);
    let label = fill(words.pages.front_pages, &[("contest", &contest)]);
    let links = opening::links(&line.pages);
    (!links.is_empty()).then(|| view! { <nav class="contest-pages" aria-label=label><ul>{links}</ul></nav> }.into_any())
}

/// The state of a contest at a glance: headline, what is counted, the first lists, seats, a small map.
fn glance(line: &ContestLine, words: &'static Words, alone: bool) -> AnyView {
    let (meta, snapshot) = (&line.meta, &line.snapshot);
    let board = Board::new(meta, &line.facts, &snapshot.view, (snapshot.seq, snapshot.at), &words.live);
    let mut cells = Vec::new();
    board.head(&mut cells);
    let sheet = Sheet::new(cells);
    let [lead, counted] = crate::headline::parts(&board);
    let map = line.mini.as_ref().and_then(|mini| mini::map(mini, &line.facts, words));
    let seats = seats(&board, words).or_else(|| outcome(line, &board, words));
    let beside = (map.is_some() || seats.is_some()).then(|| view! { <div class="contest-side">{map}{seats}</div> });
    view! {
        <p class="contest-lead">{lead}</p>
        <p class="contest-counted">{counted}</p>
        {progress(&board, &sheet)}
        <div class="contest-body">
            <div class="contest-lists">{lists(&board, words, alone)}</div>
            {beside}
        </div>
        {as_of(&board, &sheet, words)}
    }
    .into_any()
}

/// How much is counted, a segment for each kind of vote.
fn progress(board: &Board<'_>, sheet: &Sheet) -> AnyView {
    let segment = |category: usize| {
        let style =
            format!("--all:{};{}", board.meta.categories[category].expected, sheet.get(&format!("seg{category}")));
        view! { <span class="segment" style=style><span class="segment-done"></span></span> }
    };
    let label = |category: usize| {
        let (name, of) = (board.meta.categories[category].name.clone(), sheet.get(&format!("seg{category}-of")));
        view! { <li><span>{name}</span>" "<span class="segment-of">{of}</span></li> }
    };
    let segments: Vec<_> = board.expected_categories().map(segment).collect();
    let labels: Vec<_> = board.expected_categories().map(label).collect();
    view! {
        <div class="contest-progress">
            <div class="progress-track" aria-hidden="true">{segments}</div>
            <ul class="progress-labels">{labels}</ul>
        </div>
    }
    .into_any()
}

/// The first lists as bars; none before there are votes.
fn lists(board: &Board<'_>, words: &'static Words, alone: bool) -> Option<AnyView> {
    if board.votes.iter().all(|votes| *votes == 0) {
        return None;
    }
    let most = if alone { LISTS_ALONE } else { LISTS };
    // A single one is not worth a line that says "one other".
    let most = if board.order.len() <= most + 1 { most + 1 } else { most };
    let longest = board.shares.iter().max().copied().unwrap_or(0).max(1);
    let list = |option: &usize| {
        let list = &board.meta.options[*option];
        let short = if list.short.is_empty() { list.name.clone() } else { list.short.clone() };
        let long = (list.name != short).then(|| {
            let name = list.name.clone();
            view! { " "<span class="glance-long">{name}</span> }
        });
        let share = board.locale.percent(board.shares[*option]);
        let length = format!("--len:{}%", board.shares[*option] * 100 / longest);
        let change = (board.meta.baseline_votes > 0).then(|| {
            let (text, class) = change(board, words, *option);
            view! { <span class="glance-change"><span class=class>{text}</span></span> }
        });
        view! {
            <li style=colours(&list.colour)>
                <span class="glance-name"><span class="swatch" aria-hidden="true"></span>{short}{long}</span>
                {change}
                <span class="glance-share">{share}</span>
                <span class="bar-track" aria-hidden="true"><span class="bar-fill" style=length></span></span>
            </li>
        }
    };
    let lists: Vec<_> = board.order.iter().take(most).map(list).collect();
    Some(view! { <ol class="glance">{lists}</ol>{rest(board, words, most)} }.into_any())
}

/// The lists that are not shown, together.
fn rest(board: &Board<'_>, words: &'static Words, shown: usize) -> Option<AnyView> {
    let others = board.order.get(shown..).filter(|others| !others.is_empty())?;
    let share = board.locale.percent(others.iter().map(|option| board.shares[*option]).sum());
    let n = others.len() as u64;
    let values = [("n", board.locale.count(n)), ("share", share)];
    let form = words.live.plural(n, words.pages.front_rest);
    let text = fill(form, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    Some(view! { <p class="glance-rest">{text}</p> }.into_any())
}

/// How a contest that one wins would end.
fn outcome(line: &ContestLine, board: &Board<'_>, words: &'static Words) -> Option<AnyView> {
    let ruling = line.ruling.as_ref().filter(|_| board.votes.iter().any(|votes| *votes > 0))?;
    let text = sentence(ruling, board, words);
    Some(view! { <p class="house-sentence">{text}</p> }.into_any())
}

/// The house as one bar with the line of the majority in it, and its sentence.
fn seats(board: &Board<'_>, words: &'static Words) -> Option<AnyView> {
    let house = board.house().filter(|house| are_shown(house))?;
    let part = |list: usize| {
        let seats = house.lists[list].seats;
        let colour = &board.meta.options[list].colour;
        let style = format!("{};{};--seats:{seats}", colours(colour), colours_on(colour));
        let label = (seats * 12 >= house.size).then(|| board.locale.count(seats.into()));
        view! { <span class="house-part" style=style>{label}</span> }
    };
    let parts: Vec<_> =
        by_seats(house, &board.votes).into_iter().filter(|list| house.lists[*list].seats > 0).map(part).collect();
    let owned: u32 = house.lists.iter().map(|list| list.seats).sum();
    let open = (owned < house.size).then(|| {
        let style = format!("--seats:{}", house.size - owned);
        view! { <span class="house-part is-open" style=style></span> }
    });
    let line = format!("--at:{}%", house.majority * 100 / house.size.max(1));
    let majority = fill(words.pages.front_majority, &[("n", &board.locale.count(house.majority.into()))]);
    let sentence = board.seats_sentence(house);
    Some(
        view! {
            <div class="house-strip">
                <p class="house-sentence">{sentence}</p>
                <div class="house-bar" style=line.clone() aria-hidden="true">{parts}{open}</div>
                <p class="house-majority" style=line.clone()><span>{majority}</span></p>
            </div>
        }
        .into_any(),
    )
}

/// Of when this is.
fn as_of(board: &Board<'_>, sheet: &Sheet, words: &'static Words) -> AnyView {
    let time = words.live.locale().clock(board.at, board.meta.utc_offset);
    let as_of = fill(words.pages.as_of, &[("time", &time)]);
    view! {
        <p class="contest-as-of">
            <span class="contest-time">{as_of}</span>
            <span>{sheet.get("stations")}</span>
            <span>{sheet.get("last")}</span>
            <span>{sheet.get("seq")}</span>
        </p>
    }
    .into_any()
}

/// The colour of what stands on a list's colour, on both grounds.
fn colours_on(hex: &str) -> String {
    let on = |ground| Rgb::of(hex).map_or_else(|| "#ffffff".to_owned(), |colour| solid(colour, ground).on().hex());
    format!("--day-on:{};--night-on:{}", on(Ground::Light), on(Ground::Dark))
}
