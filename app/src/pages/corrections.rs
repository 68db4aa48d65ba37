//! The page of corrections: every figure that went down or changed, old and new, why, when and where; to be chosen from by a
//! form that needs no script.

use election::history::CorrectionKind;
use election::history::corrections::{Column, Correction, Page, Shift};
use leptos::prelude::*;

use super::frame::{Content, Frame, framed};
use crate::cells::Board;
use crate::letter::capital;
use crate::model::Link;
use crate::words::{Words, fill};

/// Figures of a correction that are shown at once; the others are a step away.
const AT_ONCE: usize = 6;
/// The same where a whole report came or went: only the largest lists.
const OF_A_WHOLE: usize = 3;
/// The windows that can be chosen, in minutes.
pub const WINDOWS: [u32; 4] = [15, 30, 60, 180];

/// A correction with its place.
#[derive(Clone, Debug)]
pub struct Line {
    /// What was corrected.
    pub correction: Correction,
    /// The station, as a link to its page.
    pub place: Link,
    /// Name of the unit above it; empty at its own page.
    pub above: String,
}

/// What the reader has chosen, as in the address; empty = anything.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Address of this page without parameters.
    pub action: String,
    /// Id of a list.
    pub option: String,
    /// Name of a kind.
    pub kind: String,
    /// `given` or `none`.
    pub reason: String,
    /// Minutes back.
    pub minutes: String,
}

impl Choice {
    fn is_any(&self) -> bool {
        [&self.option, &self.kind, &self.reason, &self.minutes].into_iter().all(String::is_empty)
    }
}

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct CorrectionsPage {
    /// What stands around it.
    pub frame: Frame,
    /// The sequence number up to which it is complete.
    pub seq: u64,
    /// The corrections, without those of [`Line`].
    pub page: Page,
    /// One per correction.
    pub lines: Vec<Line>,
    /// What is chosen.
    pub choice: Choice,
    /// The kinds with how many there are of each, as links to this page.
    pub kinds: Vec<(CorrectionKind, Link)>,
    /// All corrections here.
    pub all: String,
    /// Those after these.
    pub older: Option<String>,
    /// The newest ones, if these are not.
    pub newest: Option<String>,
    /// The same as data.
    pub data: Vec<Link>,
}

/// What the parts of the page draw from.
struct Drawn<'a> {
    page: &'a CorrectionsPage,
    board: Board<'a>,
    words: &'static Words,
}

/// The whole document.
#[must_use]
pub fn corrections_page(page: &CorrectionsPage) -> String {
    let words = page.frame.words();
    let Some(board) = page.frame.board() else { return String::new() };
    let drawn = Drawn { page, board, words };
    let content = Content { title: words.history.corrections.to_owned(), lead: lead(&drawn) };
    framed(&page.frame, &content, || body(&drawn))
}

fn lead(drawn: &Drawn<'_>) -> String {
    let (page, says, locale) = (&drawn.page.page, &drawn.words.history, drawn.board.locale);
    let counts = page.counts;
    if counts.all() == 0 {
        let none = if drawn.page.choice.is_any() { says.corrections_none } else { says.corrections_no_match };
        return none.to_owned();
    }
    let held = u64::from(counts.of(CorrectionKind::Held));
    let changed = u64::from(counts.all()) - held;
    let live = &drawn.words.live;
    let mut sentences = Vec::new();
    if changed > 0 {
        let time = page.latest.map_or_else(String::new, |at| locale.clock(at, drawn.board.meta.utc_offset));
        let form = live.plural(changed, says.corrections_lead);
        sentences.push(fill(form, &[("n", &locale.count(changed)), ("time", &time)]));
    }
    if held > 0 {
        sentences.push(fill(live.plural(held, says.corrections_held), &[("n", &locale.count(held))]));
    }
    sentences.join(" ")
}

fn body(drawn: &Drawn<'_>) -> AnyView {
    let (page, says) = (drawn.page, &drawn.words.history);
    let lines: Vec<_> = page.lines.iter().map(|line| correction(drawn, line)).collect();
    let some = !lines.is_empty();
    let list = some.then(|| view! { <ol class="corrections">{lines}</ol> });
    let no_match = (!some && !page.choice.is_any()).then(|| {
        let all = page.all.clone();
        view! { <p class="corrections-empty">{says.corrections_no_match}" "<a href=all>{says.show_all}</a></p> }
    });
    let step = |href: &Option<String>, label: &'static str| {
        let href = href.clone()?;
        Some(view! { <a href=href>{label}</a> })
    };
    let steps = (page.newest.is_some() || page.older.is_some()).then(|| {
        view! { <p class="page-links">{step(&page.newest, says.newest)}" "{step(&page.older, says.older)}</p> }
    });
    let complete = fill(says.complete_to, &[("seq", &drawn.board.locale.count(page.seq))]);
    view! {
        {(some || !page.choice.is_any()).then(|| form(drawn))}
        {kinds(drawn)}
        {no_match}
        <div class="corrections-parts">
            <div>
                {list}
                {steps}
            </div>
            {net(drawn)}
        </div>
        <p class="block-note">{says.corrections_about}" "{complete}</p>
        {as_data(drawn.words, &page.data)}
    }
    .into_any()
}

/// Links to the same as data.
pub(crate) fn as_data(words: &'static Words, links: &[Link]) -> AnyView {
    let link = |link: &Link| {
        let (href, label) = (link.href.clone(), link.label.clone());
        view! { " "<a href=href>{label}</a> }
    };
    let links: Vec<_> = links.iter().map(link).collect();
    view! { <p class="as-data">{words.history.as_data}{links}</p> }.into_any()
}

/// One thing to choose.
fn select(name: &'static str, label: &'static str, chosen: &str, choices: Vec<(String, String)>) -> AnyView {
    let id = format!("choose-{name}");
    let choices: Vec<_> = choices
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect();
    view! {
        <p class="field">
            <label for=id.clone()>{label}</label>
            <select name=name id=id>{choices}</select>
        </p>
    }
    .into_any()
}

fn form(drawn: &Drawn<'_>) -> AnyView {
    let (choice, says, board) = (&drawn.page.choice, &drawn.words.history, &drawn.board);
    let any = |text: &str| (String::new(), text.to_owned());
    let word = |value: &str, text: &str| (value.to_owned(), text.to_owned());
    let lists =
        board.meta.options.iter().enumerate().map(|(at, list)| (list.id.clone(), board.list_name(at).to_owned()));
    let lists = std::iter::once(any(says.all_lists)).chain(lists).collect();
    let kinds = CorrectionKind::NAMES.map(|(name, kind)| word(name, mark(drawn.words, kind)));
    let kinds = std::iter::once(any(says.all_kinds)).chain(kinds).collect();
    let reasons = vec![any(says.any_reason), word("given", says.with_reason), word("none", says.without_reason)];
    let window = |minutes: u32| {
        let minutes = minutes.to_string();
        let text = fill(says.past_minutes, &[("n", &minutes)]);
        (minutes, text)
    };
    let windows = std::iter::once(any(says.whole_night)).chain(WINDOWS.map(window)).collect();
    let (action, language) = (choice.action.clone(), drawn.page.frame.language.clone());
    view! {
        <form class="choose" method="get" action=action aria-label=says.choose>
            <input type="hidden" name="lang" value=language />
            {select("option", drawn.words.page.list, &choice.option, lists)}
            {select("kind", says.kind, &choice.kind, kinds)}
            {select("reason", says.why, &choice.reason, reasons)}
            {select("minutes", says.window, &choice.minutes, windows)}
            <p class="field"><button type="submit">{says.show}</button></p>
        </form>
    }
    .into_any()
}

/// How many there are of each kind, each a link to these alone.
fn kinds(drawn: &Drawn<'_>) -> Option<AnyView> {
    let page = drawn.page;
    let kinds = page.kinds.iter().filter(|(kind, link)| page.page.counts.of(*kind) > 0 || link.current);
    let kinds: Vec<_> = kinds
        .map(|(kind, link)| {
            let (name, href) = (mark(drawn.words, *kind), link.href.clone());
            let count = drawn.board.locale.count(page.page.counts.of(*kind).into());
            let current = link.current.then_some("true");
            view! { <li><a href=href aria-current=current>{name}" "<b>{count}</b></a></li> }
        })
        .collect();
    (!kinds.is_empty()).then(|| {
        let label = drawn.words.history.kind;
        view! { <nav class="kinds" aria-label=label><ul>{kinds}</ul></nav> }.into_any()
    })
}

/// What a kind is called on the page.
pub(crate) fn mark(words: &'static Words, kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::Correction => words.live.mark_correction,
        CorrectionKind::Retraction => words.live.mark_retraction,
        CorrectionKind::ReportedAgain => words.history.reported_again,
        CorrectionKind::Held => words.live.mark_held,
    }
}

fn correction(drawn: &Drawn<'_>, line: &Line) -> AnyView {
    let (board, words) = (&drawn.board, drawn.words);
    let Line { correction, place, above } = line;
    let time = board.locale.clock(correction.at, board.meta.utc_offset);
    let (href, name, above) = (place.href.clone(), place.label.clone(), above.clone());
    let revision = fill(words.history.revision, &[("n", &correction.revision.to_string())]);
    let about: Vec<String> = [above, category(board, correction), revision, board_seq(board, correction.seq)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let class = format!("correction is-{}", correction.kind.name());
    let (mut shifts, id) = (correction.shifts.clone(), format!("no{}", correction.seq));
    // The most moved first: that is what a reader looks for.
    shifts.sort_by_key(|shift| core::cmp::Reverse(shift.step().unsigned_abs()));
    let whole = correction.kind != CorrectionKind::Correction;
    let rest = shifts.split_off(shifts.len().min(if whole { OF_A_WHOLE } else { AT_ONCE }));
    let rest = (!rest.is_empty()).then(|| {
        let n = correction.shifts.len() as u64;
        let label = fill(words.live.plural(n, words.history.all_figures), &[("n", &board.locale.count(n))]);
        let rest = figures(drawn, &rest);
        view! { <details class="folded"><summary>{label}</summary>{rest}</details> }
    });
    view! {
        <li class=class id=id>
            <span class="correction-time">{time}</span>
            <div class="correction-body">
                <p class="correction-head">
                    <span class="tick-mark">{mark(words, correction.kind)}</span>
                    " "
                    <a class="tick-place" href=href>{name}</a>
                </p>
                <p class="correction-about">{about.join(" · ")}</p>
                <p class="correction-why">{why(words, correction)}</p>
                {status(drawn, correction)}
                {figures(drawn, &shifts)}
                {rest}
            </div>
        </li>
    }
    .into_any()
}

fn board_seq(board: &Board<'_>, seq: u64) -> String {
    fill(board.words.sequence, &[("seq", &board.locale.count(seq))])
}

/// The kind of vote, where there are several.
fn category(board: &Board<'_>, correction: &Correction) -> String {
    let several = board.meta.categories.len() > 1;
    let category = board.meta.categories.get(correction.category.at()).filter(|_| several);
    category.map(|category| category.name.clone()).unwrap_or_default()
}

fn why(words: &'static Words, correction: &Correction) -> String {
    let mut why = rules(words, &correction.rules);
    if !correction.reason.is_empty() {
        why.push(correction.reason.clone());
    }
    if why.is_empty() { words.history.no_reason.to_owned() } else { sentence(&why.join("; ")) }
}

/// A text that begins large.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| std::iter::once(capital(first)).chain(letters).collect()).unwrap_or_default()
}

/// Plausibility rules in words.
pub(crate) fn rules(words: &'static Words, rules: &[election::plausibility::Rule]) -> Vec<String> {
    let rule =
        |rule: &election::plausibility::Rule| words.live.rules.split('|').nth(*rule as usize).unwrap_or_default();
    rules.iter().map(|fired| rule(fired).to_owned()).collect()
}

/// How far a count has come, in words.
pub(crate) fn state(words: &'static Words, status: election::CountItemStatus) -> &'static str {
    match status {
        election::CountItemStatus::NotProcessed => words.live.status_open,
        election::CountItemStatus::InProcess => words.live.status_partly,
        election::CountItemStatus::Completed | election::CountItemStatus::Unknown => words.live.status_counted,
    }
}

/// A count that is no longer complete, or was taken back.
fn status(drawn: &Drawn<'_>, correction: &Correction) -> Option<AnyView> {
    let (before, after) = (state(drawn.words, correction.status.0), state(drawn.words, correction.status.1));
    let differs = before != after && correction.kind != CorrectionKind::Held;
    differs.then(|| {
        let text = fill(drawn.words.history.old_new, &[("old", before), ("new", after)]);
        view! { <p class="correction-status">{text}</p> }.into_any()
    })
}

/// Old and new of each figure.
fn figures(drawn: &Drawn<'_>, shifts: &[Shift]) -> Option<AnyView> {
    let (board, words) = (&drawn.board, drawn.words);
    let figure = |count: election::Count| {
        count.get().map_or_else(|| words.history.missing.to_owned(), |figure| board.locale.count(figure.into()))
    };
    let shift = |shift: &Shift| {
        let (swatch, name) = match shift.column {
            Column::Figure(figure) => (None, words.page.figure(figure).to_owned()),
            Column::Votes(option) => {
                let style = format!("--swatch:var(--o{})", option.at());
                let swatch = view! { <span class="swatch" style=style aria-hidden="true"></span> };
                (Some(swatch), board.meta.options[option.at()].short.clone())
            }
        };
        let text = match shift.before.get() {
            None => figure(shift.after),
            Some(_) => fill(words.history.old_new, &[("old", &figure(shift.before)), ("new", &figure(shift.after))]),
        };
        let both = shift.before.get().is_some() && shift.after.get().is_some();
        let step = both.then(|| {
            let class = if shift.step() < 0 { "shift-step is-less" } else { "shift-step" };
            view! { " "<span class=class>{board.locale.difference(shift.step())}</span> }
        });
        view! { <div class="shift"><dt>{swatch}{name}</dt><dd>{text}{step}</dd></div> }
    };
    let shifts: Vec<_> = shifts.iter().map(shift).collect();
    (!shifts.is_empty()).then(|| view! { <dl class="shifts">{shifts}</dl> }.into_any())
}

/// What all of them together did to the votes.
fn net(drawn: &Drawn<'_>) -> Option<AnyView> {
    let (page, words, board) = (&drawn.page.page, drawn.words, &drawn.board);
    if page.all == 0 {
        return None;
    }
    let mut net: Vec<_> = page.net.iter().collect();
    net.sort_by_key(|(option, votes)| (core::cmp::Reverse(votes.unsigned_abs()), **option));
    let row = |(option, votes): (&election::OptionIx, &i64)| {
        let style = format!("--swatch:var(--o{})", option.at());
        let name = board.list_name(option.at()).to_owned();
        let votes = board.locale.difference(*votes);
        view! {
            <tr>
                <th scope="row"><span class="swatch" style=style aria-hidden="true"></span>" "{name}</th>
                <td>{votes}</td>
            </tr>
        }
    };
    let rows: Vec<_> = net.into_iter().map(row).collect();
    let content = if rows.is_empty() {
        view! { <p class="block-note">{words.history.net_none}</p> }.into_any()
    } else {
        view! {
            <table class="table">
                <thead><tr><th scope="col">{words.page.list}</th><th scope="col">{words.page.votes}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    Some(
        view! {
            <section class="corrections-net" aria-labelledby="net-title">
                <h2 class="title" id="net-title">{words.history.net}</h2>
                {content}
            </section>
        }
        .into_any(),
    )
}
