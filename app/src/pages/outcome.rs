//! The outcome of a contest that one wins, by the votes counted so far: a sentence for each way it can end, and its arithmetic.

use std::collections::BTreeMap;

use election::format::share;
use election::seats::{House, How, Referendum, State, System, Winner, ending};
use leptos::prelude::*;

use super::frame::{Content, Frame, framed, hundredths};
use crate::cells::Board;
use crate::components::scroller;
use crate::model::Ruling;
use crate::words::{Words, fill};

/// Everything on the page.
#[derive(Clone, Debug, Default)]
pub struct OutcomePage {
    /// What stands around it.
    pub frame: Frame,
    /// What the votes give.
    pub ruling: Ruling,
    /// Names of districts by id.
    pub names: BTreeMap<String, String>,
    /// Address of the rule in words.
    pub rule: String,
    /// Address of the computation as JSON.
    pub json: String,
}

/// What the parts of the page draw from.
struct Drawn<'a> {
    page: &'a OutcomePage,
    board: Board<'a>,
    words: &'static Words,
}

/// The whole document.
#[must_use]
pub fn outcome_page(page: &OutcomePage) -> String {
    let words = page.frame.words();
    let Some(board) = page.frame.board() else { return String::new() };
    let content = Content { title: words.pages.outcome.to_owned(), lead: sentence(&page.ruling, &board, words) };
    framed(&page.frame, &content, || body(&Drawn { page, board, words }))
}

/// How the contest ends if what is counted so far is all: never more than that.
pub(super) fn sentence(ruling: &Ruling, board: &Board<'_>, words: &Words) -> String {
    let ending = ending(&ruling.house, &ruling.allocation);
    board.ending_sentence(&endings(&ruling.house, words), ruling.allocation.state, ending.as_ref())
}

/// The sentences of a contest that one wins, as [`crate::model::Facts::endings`] has them: by state, then by the way to win.
#[must_use]
pub fn endings(house: &House, words: &Words) -> Vec<String> {
    let (says, live) = (&words.pages, &words.live);
    let percent =
        |form: &str, hundredths: u32| form.replace("{percent}", &super::frame::hundredths(live.locale(), hundredths));
    let of_state = |state| match state {
        State::NoVotes => says.outcome_waiting.to_owned(),
        State::HeldBack => percent(live.seats_held_reports, house.hold_back),
        State::Undecidable => live.registered_unknown.to_owned(),
        State::Allocated | State::Tied => String::new(),
    };
    let of_how = |how| match how {
        How::Plurality | How::NotCovered => says.outcome_plurality,
        How::Majority => says.outcome_majority,
        How::Runoff => says.outcome_runoff,
        How::Uncontested => says.outcome_uncontested,
        How::Tied => says.outcome_tied,
        How::Accepted => says.outcome_accepted,
        How::Refused => says.outcome_refused,
        How::QuorumMissed => says.outcome_quorum,
    };
    let line = needed(house).unwrap_or_default();
    State::ALL.into_iter().map(of_state).chain(How::ALL.into_iter().map(|how| percent(of_how(how), line))).collect()
}

/// The share that must be exceeded, in hundredths of a percent; none where most votes win.
fn needed(house: &House) -> Option<u32> {
    match &house.system {
        System::Majority(rule) => Some(rule.more_than),
        System::Referendum(_) => Some(5_000),
        _ => None,
    }
}

fn body(drawn: &Drawn<'_>) -> AnyView {
    let says = &drawn.words.pages;
    let counted = drawn.board.votes.iter().any(|votes| *votes > 0);
    let (rule, json) = (drawn.page.rule.clone(), drawn.page.json.clone());
    let quorums = match &drawn.page.ruling.house.system {
        System::Referendum(rule) if counted => quorums(drawn, rule),
        _ => None,
    };
    view! {
        <p class="block-note">{says.outcome_note}</p>
        {counted.then(|| votes(drawn))}
        {quorums}
        {counted.then(|| districts(drawn)).flatten()}
        <p class="page-links"><a href=rule>{says.seats_rule}</a>" "<a href=json>{says.seats_json}</a></p>
    }
    .into_any()
}

/// Everybody's votes, against what is needed where something is.
fn votes(drawn: &Drawn<'_>) -> AnyView {
    let (board, says, words) = (&drawn.board, &drawn.words.pages, &drawn.words.page);
    let valid: u64 = drawn.page.ruling.tally.districts.iter().map(|there| there.valid).sum();
    let line = needed(&drawn.page.ruling.house);
    let least = line.map(|line| u64::try_from(u128::from(valid) * u128::from(line) / 10_000).unwrap_or(u64::MAX) + 1);
    let percent = line.map(|line| hundredths(board.locale, line));
    let title = percent
        .as_ref()
        .map_or_else(|| says.outcome_votes.to_owned(), |percent| fill(says.outcome_line, &[("percent", percent)]));
    let note = percent.zip(least).map(|(percent, least)| {
        let values = [("percent", percent), ("valid", board.locale.count(valid)), ("votes", board.locale.count(least))];
        let text = fill(says.outcome_line_sum, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        view! { <p class="block-note">{text}</p> }
    });
    let head = least.map(|_| view! { <th scope="col">{says.outcome_distance}</th> });
    let row = |option: &usize| {
        let style = format!("--swatch:var(--o{option});--len:{}%", board.shares[*option] / 10);
        let distance = least.map(|least| {
            let distance = board.votes[*option].cast_signed() - least.cast_signed();
            view! { <td>{board.locale.difference(distance)}</td> }
        });
        let name = board.list_name(*option).to_owned();
        view! {
            <tr>
                <th scope="row"><span class="swatch" style=style.clone() aria-hidden="true"></span>{name}</th>
                <td class="is-share" style=style>
                    <b>{board.locale.percent(board.shares[*option])}</b>
                    <span class="bar-track is-halved" aria-hidden="true"><span class="bar-fill"></span></span>
                </td>
                <td>{board.locale.count(board.votes[*option])}</td>
                {distance}
            </tr>
        }
    };
    let rows: Vec<_> = board.order.iter().map(row).collect();
    let scroller = scroller(&title, words);
    view! {
        <section class="block" aria-labelledby="outcome-votes">
            <h2 id="outcome-votes" class="title">{title}</h2>
            {note}
            <div class="table-scroll" role="region" aria-label=scroller tabindex="0">
                <table class="table lists-table outcome-table">
                    <thead>
                        <tr>
                            <th scope="col">{says.options}</th>
                            <th scope="col" class="is-share">{words.share}</th>
                            <th scope="col">{words.votes}</th>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// How far the quorums of a question are reached; nothing where there is none, or nobody knows of how many.
fn quorums(drawn: &Drawn<'_>, rule: &Referendum) -> Option<AnyView> {
    let (board, says) = (&drawn.board, &drawn.words.pages);
    let districts = &drawn.page.ruling.tally.districts;
    let registered = districts.iter().map(|there| there.registered).sum::<Option<u64>>().filter(|sum| *sum > 0)?;
    let cast: u64 = districts.iter().map(|there| there.cast).sum();
    let line = |(needed, votes, form): (u32, u64, &'static str)| {
        let values = [
            ("votes", board.locale.count(votes)),
            ("registered", board.locale.count(registered)),
            ("share", board.locale.percent(share(votes, registered).unwrap_or(0))),
            ("percent", hundredths(board.locale, needed)),
        ];
        let text = fill(form, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        view! { <li>{text}</li> }
    };
    let approving = board.votes.first().copied().unwrap_or(0);
    let quorums =
        [(rule.turnout_quorum, cast, says.outcome_turnout), (rule.approval_quorum, approving, says.outcome_approval)];
    let lines: Vec<_> = quorums.into_iter().filter(|(needed, ..)| *needed > 0).map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="block" aria-labelledby="outcome-quorums">
                <h2 id="outcome-quorums" class="title">{says.outcome_quorums}</h2>
                <ul class="plain">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

/// How each district decided, where a question must win districts.
fn districts(drawn: &Drawn<'_>) -> Option<AnyView> {
    let (says, page) = (&drawn.words.pages, drawn.page);
    let (accepts, refuses) = (says.outcome_for, says.outcome_against);
    let row = |winner: &Winner| {
        let name = page.names.get(&winner.place).unwrap_or(&winner.place).clone();
        let side = if winner.how == How::Accepted { accepts } else { refuses };
        view! { <tr><th scope="row">{name}</th><td class="is-text">{side}</td></tr> }
    };
    let rows: Vec<_> = page.ruling.allocation.winners.iter().filter(|one| !one.place.is_empty()).map(row).collect();
    let is_question = matches!(page.ruling.house.system, System::Referendum(_));
    (is_question && !rows.is_empty()).then(|| {
        view! {
            <section class="block is-narrow" aria-labelledby="outcome-districts">
                <h2 id="outcome-districts" class="title">{says.outcome_districts}</h2>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{says.district}</th>
                            <th scope="col" class="is-text">{says.outcome_decided}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}
