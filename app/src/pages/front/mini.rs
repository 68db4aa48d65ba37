//! The small map of the front page: a few large places in the colour of who is ahead, and the same in a sentence.

use std::fmt::Write;

use leptos::prelude::*;

use crate::cells::Board;
use crate::components::map::escape;
use crate::lead::{Lead, STEPS};
use crate::model::{Facts, Mini};
use crate::tint::{Ground, Rgb, tints};
use crate::words::{Words, fill};

/// Lists that the sentence names.
const NAMED: usize = 4;

/// The map; nothing before anybody is ahead anywhere.
pub(super) fn map(mini: &Mini, facts: &Facts, words: &'static Words) -> Option<AnyView> {
    let snapshot = &mini.snapshot;
    let board = Board::new(&mini.meta, facts, &snapshot.view, (snapshot.seq, snapshot.at), &words.live);
    let leads: Vec<Lead> = (0..mini.meta.rows.len()).map(|row| Lead::of(&board.row_votes(row))).collect();
    let sentence = sentence(&board, &leads, words)?;
    let svg = svg(mini, &board, &leads);
    Some(
        view! {
            <figure class="mini">
                <div class="mini-sheet" aria-hidden="true" inner_html=svg></div>
                <figcaption>{sentence}</figcaption>
            </figure>
        }
        .into_any(),
    )
}

fn sentence(board: &Board<'_>, leads: &[Lead], words: &Words) -> Option<String> {
    let count = |option: usize| leads.iter().filter(|lead| lead.option() == Some(option)).count() as u64;
    let mut ahead: Vec<(usize, u64)> =
        board.order.iter().map(|option| (*option, count(*option))).filter(|(_, places)| *places > 0).collect();
    ahead.sort_by_key(|(_, places)| core::cmp::Reverse(*places));
    let name = |(option, places): &(usize, u64)| {
        let places = board.locale.count(*places);
        fill(words.pages.front_ahead_of, &[("name", board.list_name(*option)), ("n", &places)])
    };
    let names: Vec<String> = ahead.iter().take(NAMED).map(name).collect();
    let level = words.live.lower_first(&board.meta.level_plural);
    let values = [("level", level.as_str()), ("names", &names.join(", "))];
    (!names.is_empty()).then(|| fill(words.pages.front_ahead, &values))
}

fn svg(mini: &Mini, board: &Board<'_>, leads: &[Lead]) -> String {
    let [left, top, width, height] = mini.map.window;
    let mut svg = format!("<svg viewBox=\"{left} {top} {width} {height}\">");
    for shape in &mini.map.shapes {
        let lead = shape.row.and_then(|row| leads.get(row)).unwrap_or(&Lead::Nobody);
        let _ = write!(svg, "<path style=\"{}\" d=\"{}\"/>", tint(board, lead), escape(&shape.path));
    }
    svg + "</svg>"
}

/// The tint of a lead on both grounds.
fn tint(board: &Board<'_>, lead: &Lead) -> String {
    let Lead::One { option, points, .. } = lead else {
        let tint = if *lead == Lead::Nobody { "var(--empty)" } else { "var(--tie)" };
        return format!("--day:{tint};--night:{tint}");
    };
    let colour = Rgb::of(&board.meta.options[*option].colour).unwrap_or(Rgb([0.45; 3]));
    let [day, night] = [Ground::Light, Ground::Dark]
        .map(|ground| tints(colour, ground)[STEPS.iter().filter(|least| points >= least).count()].hex());
    format!("--day:{day};--night:{night}")
}
