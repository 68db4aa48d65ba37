//! A list's share in each place, then and now.

use leptos::prelude::*;

use super::figure::{Figure, Table};
use super::{Drawn, SwingPlace};
use crate::charts::{SwingChart, SwingDot, svg};
use crate::words::fill;

/// The section.
pub(super) fn section(drawn: &Drawn<'_>) -> AnyView {
    let says = drawn.says;
    let dots: Vec<SwingDot> = drawn.page.swings.iter().map(dot).collect();
    let sentence = sentence(drawn);
    let chart = SwingChart {
        dots: &dots,
        paint: Drawn::paint(drawn.page.choice.list),
        upright: says.axis_now,
        lower: says.axis_before,
        diagonal: says.no_change,
    };
    let drawing = (dots.len() > 1).then(|| svg(&chart, &sentence, drawn.board.locale));
    Figure {
        id: "swing",
        title: says.swing.to_owned(),
        sentence,
        choices: None,
        table: drawing.is_some().then(|| table(drawn)),
        notes: if drawing.is_some() { vec![says.swing_note.to_owned()] } else { Vec::new() },
        drawing,
    }
    .view(drawn)
}

fn dot(place: &SwingPlace) -> SwingDot {
    let swing = &place.swing;
    SwingDot {
        before: swing.before,
        now: swing.now,
        votes: swing.votes,
        complete: swing.complete,
        name: place.name.clone(),
    }
}

fn sentence(drawn: &Drawn<'_>) -> String {
    let (says, page, locale) = (drawn.says, drawn.page, &drawn.board.locale);
    let name = drawn.list();
    if !page.has_baseline {
        return says.swing_none.to_owned();
    }
    let largest = page.swings.iter().max_by_key(|place| (place.swing.change().abs(), place.swing.votes));
    let Some(largest) = largest else {
        return fill(says.swing_new, &[("name", name)]);
    };
    let points = locale.points(largest.swing.change());
    if page.swings.len() == 1 {
        let now = locale.percent(largest.swing.now);
        let values = [("name", name), ("now", &now), ("place", &largest.name), ("points", &points)];
        return fill(says.swing_one, &values);
    }
    let count = |is: fn(i32) -> bool| page.swings.iter().filter(|place| is(place.swing.change())).count() as u64;
    let [up, down, n] = [count(|change| change > 0), count(|change| change < 0), page.swings.len() as u64];
    let [up, down, n] = [up, down, n].map(|count| locale.count(count));
    let values =
        [("name", name), ("up", &*up), ("down", &down), ("n", &n), ("points", &points), ("place", &largest.name)];
    fill(says.swing_lead, &values)
}

/// All places, the largest change first.
fn table(drawn: &Drawn<'_>) -> Table {
    let (says, locale) = (drawn.says, &drawn.board.locale);
    let mut places: Vec<&SwingPlace> = drawn.page.swings.iter().collect();
    places.sort_by_key(|place| core::cmp::Reverse(place.swing.change().abs()));
    let row = |place: &SwingPlace| {
        let swing = &place.swing;
        let shares = [swing.before, swing.now].map(|share| locale.percent(share));
        let [before, now] = shares;
        vec![place.name.clone(), before, now, locale.points(swing.change()), locale.count(swing.votes)]
    };
    Table {
        caption: fill(says.swing_caption, &[("name", drawn.list())]),
        heads: [says.place, says.before, says.now, says.change, says.votes].map(str::to_owned).into(),
        rows: places.into_iter().map(row).collect(),
    }
}
