//! What observers look at: turnout and a list's share over the stations, apart and together.

use election::charts::{Histogram, halves};
use leptos::prelude::*;

use super::Drawn;
use super::figure::{Figure, Table};
use crate::charts::{HistogramChart, MOST_DOTS, Paint, ScatterChart, svg};
use crate::words::fill;

/// The three charts.
pub(super) fn sections(drawn: &Drawn<'_>) -> AnyView {
    // A single station has a turnout and a share, and they are on its own page; nothing is spread over it. Where no turnout is
    // known, that is said once.
    let samples = &drawn.page.samples;
    let several = samples.len() > 1 && samples.iter().any(|sample| sample.turnout.is_some());
    view! { {turnout(drawn)}{share(drawn)}{several.then(|| both(drawn))} }.into_any()
}

/// The sentence about quartiles: of nothing, of one station, of many.
fn quartiles(drawn: &Drawn<'_>, histogram: &Histogram, [none, one, many]: [&str; 3]) -> String {
    let Some([low, middle, high]) = histogram.quartiles else { return none.to_owned() };
    let [low, middle, high] = [low, middle, high].map(|value| drawn.board.locale.percent(value));
    let values = [("low", &*low), ("middle", &middle), ("high", &high), ("name", drawn.list())];
    fill(if histogram.len() == 1 { one } else { many }, &values)
}

fn turnout(drawn: &Drawn<'_>) -> AnyView {
    let says = drawn.says;
    let histogram = Histogram::of(drawn.page.samples.iter().filter_map(|sample| sample.turnout).collect());
    let none = if drawn.page.samples.is_empty() { says.no_station } else { says.turnout_unknown };
    let sentence = quartiles(drawn, &histogram, [none, says.turnout_one, says.turnout_lead]);
    let mut notes = vec![says.turnout_note.to_owned()];
    if histogram.over > 0 {
        let n = u64::from(histogram.over);
        let form = drawn.words.live.plural(n, says.turnout_over);
        notes.insert(0, fill(form, &[("n", &drawn.board.locale.count(n))]));
    }
    let drawing = draw(drawn, &histogram, Paint::Soft, says.axis_turnout, &sentence);
    let table = drawing.is_some().then(|| table(drawn, &histogram, says.turnout_caption, says.axis_turnout));
    Figure { id: "turnout", title: says.turnout.to_owned(), sentence, choices: None, drawing, table, notes }.view(drawn)
}

fn share(drawn: &Drawn<'_>) -> AnyView {
    let (says, name) = (drawn.says, [("name", drawn.list())]);
    let histogram = Histogram::of(drawn.page.samples.iter().filter_map(|sample| sample.share).collect());
    let sentence = quartiles(drawn, &histogram, [says.no_station, says.spread_one, says.spread_lead]);
    let axis = fill(says.axis_list, &[("name", drawn.short(drawn.page.choice.list))]);
    let drawing = draw(drawn, &histogram, Drawn::paint(drawn.page.choice.list), &axis, &sentence);
    Figure {
        id: "stations",
        title: fill(says.spread, &name),
        sentence,
        choices: Some(choice(drawn)),
        table: drawing.is_some().then(|| table(drawn, &histogram, &fill(says.spread_caption, &name), &axis)),
        drawing,
        notes: vec![says.spread_note.to_owned()],
    }
    .view(drawn)
}

/// A distribution of one station is a sentence and no drawing.
fn draw(drawn: &Drawn<'_>, histogram: &Histogram, paint: Paint, lower: &str, sentence: &str) -> Option<String> {
    let [_, middle, _] = histogram.quartiles.filter(|_| histogram.counts.iter().sum::<u32>() > 1)?;
    let middle = fill(drawn.says.middle, &[("value", &drawn.board.locale.percent(middle))]);
    let chart = HistogramChart { histogram, paint, upright: drawn.says.axis_stations, lower, middle: &middle };
    Some(svg(&chart, sentence, drawn.board.locale))
}

fn table(drawn: &Drawn<'_>, histogram: &Histogram, caption: &str, axis: &str) -> Table {
    let (says, locale) = (drawn.says, &drawn.board.locale);
    let row = |(from, to, count): (u32, u32, u32)| {
        let values = [("from", &*locale.percent(from)), ("to", &locale.percent(to))];
        vec![fill(says.from_to, &values), locale.count(count.into())]
    };
    Table {
        caption: caption.to_owned(),
        heads: vec![axis.to_owned(), says.axis_stations.to_owned()],
        rows: histogram.bins().map(row).collect(),
    }
}

/// The choice of a list, as a form: there may be dozens.
fn choice(drawn: &Drawn<'_>) -> AnyView {
    let (says, page) = (drawn.says, drawn.page);
    let action = page.frame.canonical.split('?').next().unwrap_or_default().to_owned() + "#stations";
    let option = |at: &usize| {
        let (id, name) = (page.ids[*at].clone(), drawn.board.list_name(*at).to_owned());
        view! { <option value=id selected={*at == page.choice.list}>{name}</option> }
    };
    let options: Vec<_> = drawn.board.order.iter().map(option).collect();
    let language = page.frame.language.clone();
    view! {
        <form class="pick" method="get" action=action>
            <input type="hidden" name="lang" value=language />
            <label for="pick-list">{says.choose_list}</label>
            <select id="pick-list" name="list">{options}</select>
            <button type="submit">{says.show}</button>
        </form>
    }
    .into_any()
}

fn both(drawn: &Drawn<'_>) -> AnyView {
    let (says, locale) = (drawn.says, &drawn.board.locale);
    let samples = &drawn.page.samples;
    let pairs = samples.iter().filter_map(|sample| Some([sample.turnout?, sample.share?]));
    let points: Vec<[u32; 2]> = pairs.filter(|[turnout, _]| *turnout <= 1000).collect();
    let sentence = match halves(samples) {
        Some(halves) => {
            let [turnout, below, above] = [halves.turnout, halves.below, halves.above].map(|part| locale.percent(part));
            let values = [("turnout", &*turnout), ("below", &below), ("above", &above), ("name", drawn.list())];
            fill(says.scatter_lead, &values)
        }
        None => says.scatter_few.to_owned(),
    };
    let upright = fill(says.axis_list, &[("name", drawn.short(drawn.page.choice.list))]);
    let paint = Drawn::paint(drawn.page.choice.list);
    let chart = ScatterChart { points: &points, paint, upright: &upright, lower: says.axis_turnout };
    let how = if points.len() > MOST_DOTS { says.scatter_bins } else { says.scatter_dots };
    let drawn_points = points.len() > 1;
    Figure {
        id: "scatter",
        title: says.scatter.to_owned(),
        sentence: sentence.clone(),
        choices: None,
        drawing: drawn_points.then(|| svg(&chart, &sentence, drawn.board.locale)),
        table: drawn_points.then(|| by_turnout(drawn, &points)),
        notes: vec![how.to_owned(), says.scatter_note.to_owned()],
    }
    .view(drawn)
}

/// The middle share in each tenth of turnout.
fn by_turnout(drawn: &Drawn<'_>, points: &[[u32; 2]]) -> Table {
    let (says, locale) = (drawn.says, &drawn.board.locale);
    let band = |turnout: u32| (turnout / 100).min(9);
    let row = |at: u32| {
        let mut shares: Vec<u32> = points.iter().filter(|one| band(one[0]) == at).map(|one| one[1]).collect();
        shares.sort_unstable();
        let middle = *shares.get(shares.len() / 2)?;
        let values = [("from", &*locale.percent(at * 100)), ("to", &locale.percent(at * 100 + 100))];
        Some(vec![fill(says.from_to, &values), locale.count(shares.len() as u64), locale.percent(middle)])
    };
    Table {
        caption: fill(says.scatter_caption, &[("name", drawn.list())]),
        heads: [says.axis_turnout, says.axis_stations, says.middle_share].map(str::to_owned).into(),
        rows: (0..10).filter_map(row).collect(),
    }
}
