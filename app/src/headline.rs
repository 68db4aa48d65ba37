//! The headline: what a person would say, made from the figures. Arithmetic only: who leads, never who has won.

use crate::cells::Board;
use crate::lead::Lead;
use crate::letter::capital;
use crate::words::fill;

/// Letters of the longest name that a headline says in full.
const LONG_NAME: usize = 32;

/// The headline of a board: who leads, then what is counted.
#[must_use]
pub fn headline(board: &Board<'_>) -> String {
    let [lead, counted] = parts(board);
    if counted.is_empty() { lead } else { lead + " " + &counted }
}

/// The headline's two sentences: who leads, and what is counted (empty where the first one says it all).
#[must_use]
pub fn parts(board: &Board<'_>) -> [String; 2] {
    let lead = Lead::of(&board.votes);
    let nothing_in = board.expected_categories().all(|category| board.category(category).is_empty());
    if lead == Lead::Nobody && nothing_in {
        return [nothing(board), board.words.waiting.to_owned()];
    }
    [leading(board, &lead), counted(board)]
}

fn nothing(board: &Board<'_>) -> String {
    let words = board.words;
    if board.total(election::view::Column::Flagged as usize) > 0 {
        return words.only_held.to_owned();
    }
    if board.at < board.meta.polls_close {
        let time = board.locale.clock(board.meta.polls_close, board.meta.utc_offset);
        return fill(words.not_begun, &[("time", &time)]);
    }
    if board.meta.unit.leaf { words.station_open.to_owned() } else { words.nothing_counted.to_owned() }
}

fn leading(board: &Board<'_>, lead: &Lead) -> String {
    let (words, locale, options) = (board.words, board.locale, &board.meta.options);
    let name = |option: usize| spoken(&options[option]);
    let count = |votes: u64, forms| words.plural(votes, forms);
    match lead {
        Lead::Nobody => words.no_votes.to_owned(),
        Lead::Tie(tied) => {
            let share = locale.percent(board.shares[tied[0]]);
            match tied[..] {
                [one, other] => {
                    fill(words.tie_two, &[("names", &words.list_of(&[name(one), name(other)])), ("share", &share)])
                }
                _ => fill(words.tie_many, &[("n", &locale.count(tied.len() as u64)), ("share", &share)]),
            }
        }
        Lead::One { option, second: None, votes, .. } => {
            let form = count(*votes, words.only_option);
            fill(form, &[("name", name(*option)), ("votes", &locale.count(*votes))])
        }
        Lead::One { option, share, second: Some(second), votes, points: 0 } => {
            let form = count(*votes, words.leads_by_votes);
            let (votes, share) = (locale.count(*votes), locale.percent(*share));
            fill(form, &[("name", name(*option)), ("second", name(*second)), ("votes", &votes), ("share", &share)])
        }
        Lead::One { option, share, second: Some(second), points, .. } => {
            let form = if is_finished(board) { words.finished_first } else { words.leads };
            let (share, points) = (locale.percent(*share), locale.tenths(*points));
            fill(form, &[("name", name(*option)), ("second", name(*second)), ("points", &points), ("share", &share)])
        }
    }
}

/// A list's name in a sentence: the full one, or its abbreviation where that would fill a headline alone.
#[must_use]
pub fn spoken(list: &election::meta::OptionMeta) -> &str {
    if list.short.is_empty() || list.name.chars().count() <= LONG_NAME { &list.name } else { &list.short }
}

/// Whether everything that is expected is counted and nothing is held back.
fn is_finished(board: &Board<'_>) -> bool {
    let held = board.facts.quarantine && board.total(election::view::Column::Flagged as usize) > 0;
    !held && board.expected_categories().all(|category| board.category(category).is_complete())
}

/// "71% of stations are counted; postal votes have not begun."
fn counted(board: &Board<'_>) -> String {
    let several = board.expected_categories().count() > 1;
    let finished = board.expected_categories().all(|category| board.category(category).is_complete());
    let mut parts = if several && finished {
        vec![board.words.everything_counted.to_owned()]
    } else {
        let mut parts = vec![first_category(board)];
        parts.extend(others_open(board));
        parts
    };
    if let Some(first) = parts.first_mut() {
        *first = upper_first(first);
    }
    parts.join("; ") + "."
}

/// How much of the stations (or of what stands in their place) is counted.
fn first_category(board: &Board<'_>) -> String {
    let (words, progress) = (board.words, board.stations());
    if board.meta.unit.leaf {
        return match () {
            () if progress.is_complete() => words.station_counted,
            () if progress.partial > 0 => words.station_partly,
            () => words.stations_none,
        }
        .to_owned();
    }
    let total = board.locale.count(progress.expected);
    let first = board.expected_categories().next().unwrap_or(0);
    if first > 0 {
        let name = &board.meta.categories[first].name;
        let n = board.locale.count(progress.completed);
        return fill(words.category_part, &[("name", name), ("n", &n), ("total", &total)]);
    }
    if progress.is_complete() {
        return fill(words.plural(progress.expected, words.stations_all), &[("total", &total)]);
    }
    if progress.completed == 0 {
        return words.stations_none.to_owned();
    }
    let percent = board.locale.whole_percent(progress.completed, progress.expected);
    fill(words.stations_counted, &[("percent", &percent)])
}

/// The other categories: those that have not begun in one breath; once the stations are done, also how far the others are.
fn others_open(board: &Board<'_>) -> Vec<String> {
    let words = board.words;
    let others: Vec<usize> = board.expected_categories().skip(1).collect();
    let name = |category: usize| words.lower_first(&board.meta.categories[category].name);
    let mut parts = Vec::new();
    if board.stations().is_complete() {
        for category in others.iter().copied() {
            let progress = board.category(category);
            if !progress.is_empty() && !progress.is_complete() {
                let [n, total] = [progress.completed, progress.expected].map(|figure| board.locale.count(figure));
                parts.push(fill(words.category_part, &[("name", &name(category)), ("n", &n), ("total", &total)]));
            }
        }
    }
    let open: Vec<String> =
        others.into_iter().filter(|category| board.category(*category).is_empty()).map(name).collect();
    if !open.is_empty() {
        let names: Vec<&str> = open.iter().map(String::as_str).collect();
        parts.push(fill(words.not_begun_categories, &[("names", &words.list_of(&names))]));
    }
    parts
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| core::iter::once(capital(first)).chain(letters).collect())
}
