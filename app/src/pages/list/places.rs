//! A list in the places below: the map of its share, where it is strong and weak, what is still out, all of them in figures.

use std::fmt::Write;

use election::format::share;
use leptos::prelude::*;

use super::{Drawn, Place};
use crate::components::map::escape;
use crate::components::scroller;
use crate::lead;
use crate::model::{MapModel, MapShape};
use crate::pages::frame::rounded;
use crate::words::{fill, lower_first, plural};

/// Places in each ranking.
const RANKED: usize = 6;
/// Places at which votes are said to be out.
const OUT: usize = 10;
/// Fewer places than this are not ranked: the table has them all.
const FEW: usize = 4;

impl Drawn<'_> {
    fn level(&self) -> String {
        lower_first(self.words.live.language, &self.board.meta.level_plural)
    }

    /// Places with votes, those with the largest share first.
    fn ranked(&self) -> Vec<&Place> {
        let mut places: Vec<&Place> = self.places.iter().filter(|place| place.share.is_some()).collect();
        places.sort_by_key(|place| (core::cmp::Reverse(place.share), core::cmp::Reverse(place.votes), place.row));
        places
    }

    fn link(&self, row: usize) -> AnyView {
        let name = self.board.meta.rows[row].name.clone();
        let href = self.page.hrefs.get(row).cloned().unwrap_or_default();
        view! { <a href=href>{name}</a> }.into_any()
    }

    /// The least share of each tint, in tenths of a percent: equal steps up to its largest share.
    fn steps(&self) -> [u32; lead::STEPS.len()] {
        let most = self.places.iter().filter_map(|place| place.share).max().unwrap_or(0);
        let step = most.div_ceil(50).max(1) * 10;
        core::array::from_fn(|at| step * (u32::try_from(at).unwrap_or(0) + 1))
    }
}

fn step(steps: &[u32], share: u32) -> usize {
    1 + steps.iter().filter(|least| share >= **least).count()
}

/// The map of its share with its legend.
pub(super) fn map(drawn: &Drawn<'_>) -> Option<AnyView> {
    let model = drawn.page.map.as_deref()?;
    let title = fill(drawn.says.share_map, &[("level", &drawn.level())]);
    let note = fill(drawn.says.share_map_note, &[("name", drawn.board.list_name(drawn.page.option))]);
    let svg = svg(drawn, model, &title);
    Some(
        view! {
            <section class="share-map" aria-labelledby="share-map-title">
                <h2 id="share-map-title" class="title">{title}</h2>
                <div class="share-sheet" inner_html=svg></div>
                {legend(drawn)}
                <p class="note">{note}</p>
            </section>
        }
        .into_any(),
    )
}

fn legend(drawn: &Drawn<'_>) -> AnyView {
    let (steps, locale, option) = (drawn.steps(), drawn.board.locale, drawn.page.option);
    let entry = |at: usize| {
        let from = if at == 0 { 0 } else { steps[at - 1] };
        let to = steps.get(at).copied().unwrap_or(from + steps[0]);
        let text = fill(drawn.says.share_step, &[("from", &locale.percent(from)), ("to", &locale.percent(to))]);
        let style = format!("--swatch:var(--o{option}-{})", at + 1);
        view! { <li><span class="swatch" style=style aria-hidden="true"></span>{text}</li> }
    };
    let entries: Vec<_> = (0..=steps.len()).map(entry).collect();
    view! {
        <ul class="share-legend">
            {entries}
            <li><span class="swatch is-hatched" aria-hidden="true"></span>{drawn.says.share_nothing}</li>
        </ul>
    }
    .into_any()
}

fn svg(drawn: &Drawn<'_>, model: &MapModel, title: &str) -> String {
    let [left, top, width, height] = model.window;
    let gap = width / 105.0;
    let mut svg = format!(
        "<svg class=\"map is-still\" viewBox=\"{left} {top} {width} {height}\" role=\"group\" aria-label=\"{}\"><defs>\
         <pattern id=\"hatch\" width=\"{gap:.2}\" height=\"{gap:.2}\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"{:.2}\" height=\"{gap:.2}\"/></pattern></defs><g class=\"context\">",
        escape(title),
        gap * 0.38
    );
    for shape in model.shapes.iter().filter(|shape| shape.row.is_none()) {
        let _ = write!(svg, "<path d=\"{}\"/>", shape.path);
    }
    svg.push_str("</g><g class=\"places\">");
    for (row, shape) in model.shapes.iter().filter_map(|shape| Some((shape.row?, shape))) {
        if let Some(place) = drawn.places.get(row) {
            drawn_place(drawn, place, shape, &mut svg);
        }
    }
    let _ = write!(
        svg,
        "</g><g class=\"lines\"><path class=\"coast\" d=\"{}\"/><path class=\"borders\" d=\"{}\"/></g></svg>",
        model.coast, model.borders
    );
    svg
}

fn drawn_place(drawn: &Drawn<'_>, place: &Place, shape: &MapShape, svg: &mut String) {
    let (says, locale) = (drawn.says, drawn.board.locale);
    let meta = &drawn.board.meta.rows[place.row];
    let href = drawn.page.hrefs.get(place.row).map_or("", String::as_str);
    let (class, tint, name) = match place.share {
        None => ("place is-open", "var(--empty)".to_owned(), fill(says.share_place_open, &[("place", &meta.name)])),
        Some(share) => {
            let counted = drawn.board.counted_of(place.progress.completed, place.progress.expected);
            let values = [("place", meta.name.as_str()), ("share", &locale.percent(share)), ("counted", &counted)];
            let tint = format!("var(--o{}-{})", drawn.page.option, step(&drawn.steps(), share));
            ("place is-counted", tint, fill(says.share_place, &values))
        }
    };
    let (href, name) = (escape(href), escape(&name));
    let _ = write!(
        svg,
        "<a class=\"{class}\" style=\"--tint:{tint}\" href=\"{href}\" aria-label=\"{name}\"><title>{name}</title><path d=\"{}\"/>",
        shape.path
    );
    if place.share.is_none() {
        let _ = write!(svg, "<path class=\"veil\" d=\"{}\"/>", shape.path);
    }
    svg.push_str("</a>");
}

/// Where its share is largest.
pub(super) fn strong(drawn: &Drawn<'_>) -> Option<AnyView> {
    let ranked = drawn.ranked();
    (ranked.len() >= FEW).then(|| ranking(drawn, "strong", drawn.says.strong, ranked.into_iter().take(RANKED)))
}

/// Where it is smallest.
pub(super) fn weak(drawn: &Drawn<'_>) -> Option<AnyView> {
    let ranked = drawn.ranked();
    let few = ranked.len().saturating_sub(RANKED).min(RANKED);
    (ranked.len() >= 2 * FEW).then(|| ranking(drawn, "weak", drawn.says.weak, ranked.into_iter().rev().take(few)))
}

fn ranking<'a>(
    drawn: &Drawn<'_>,
    id: &'static str,
    title: &'static str,
    places: impl Iterator<Item = &'a Place>,
) -> AnyView {
    let most = drawn.places.iter().filter_map(|place| place.share).max().unwrap_or(1).max(1);
    let line = |place: &Place| {
        let share = place.share.unwrap_or(0);
        let length = format!("--len:{}%", share * 100 / most);
        let counted = drawn.board.counted_of(place.progress.completed, place.progress.expected);
        view! {
            <li>
                <span class="rank-name">{drawn.link(place.row)}</span>
                <b class="rank-share">{drawn.board.locale.percent(share)}</b>
                <span class="bar-track" aria-hidden="true"><span class="bar-fill" style=length></span></span>
                <span class="rank-of">{counted}</span>
            </li>
        }
    };
    let lines: Vec<_> = places.map(line).collect();
    let (heading, named) = (format!("{id}-title"), format!("{id}-title"));
    view! {
        <section class="ranking" aria-labelledby=named>
            <h2 id=heading class="title">{title}</h2>
            <ol>{lines}</ol>
        </section>
    }
    .into_any()
}

/// Reports of a place that are not counted; those in part are not, as everywhere.
fn left(place: &Place) -> u64 {
    place.progress.expected.saturating_sub(place.progress.completed)
}

/// The votes that would come if what is out in a place were like what is in: votes of a report that is counted, if only in part,
/// times reports out.
fn out(place: &Place) -> Option<u64> {
    let Place { progress, votes, .. } = place;
    let (counted, left) = (progress.completed + progress.partial, left(place));
    if counted == 0 || left == 0 {
        return None;
    }
    u64::try_from(u128::from(*votes) * u128::from(left) / u128::from(counted)).ok()
}

/// Where its votes are still out: arithmetic, said so.
pub(super) fn still_out(drawn: &Drawn<'_>) -> Option<AnyView> {
    if drawn.places.is_empty() {
        return None;
    }
    let (says, words, locale, language) =
        (drawn.says, &drawn.words.page, drawn.board.locale, drawn.words.live.language);
    let mut places: Vec<(&Place, u64)> = drawn.places.iter().filter_map(|place| Some((place, out(place)?))).collect();
    places.sort_by_key(|(place, votes)| (core::cmp::Reverse(*votes), place.row));
    let open =
        drawn.places.iter().filter(|place| place.progress.is_empty() && place.progress.expected > 0).count() as u64;
    let open_note = (open > 0).then(|| {
        let text = fill(plural(language, open, says.still_out_open), &[("n", &locale.count(open))]);
        view! { <p class="note">{text}</p> }
    });
    let n = places.len() as u64;
    let votes: u64 = places.iter().map(|(_, votes)| votes).sum();
    let lead = match (n, open) {
        (0, 0) => says.still_out_none.to_owned(),
        (0, _) => String::new(),
        _ => {
            let values = [("votes", locale.count(rounded(votes))), ("n", locale.count(n))];
            fill(
                plural(language, n, says.still_out_lead),
                &values.each_ref().map(|(key, value)| (*key, value.as_str())),
            )
        }
    };
    let rows: Vec<_> = places.iter().take(OUT).map(|(place, votes)| out_row(drawn, place, *votes)).collect();
    let table = (n > 0).then(|| {
        view! {
            <div class="table-scroll" role="region" aria-label={scroller(says.still_out, words)} tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.place}</th>
                            <th scope="col">{says.reports_out}</th>
                            <th scope="col">{says.share}</th>
                            <th scope="col">{says.votes_out}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="note">{says.still_out_note}</p>
        }
    });
    Some(
        view! {
            <section class="block" aria-labelledby="out-title">
                <h2 id="out-title" class="title">{says.still_out}</h2>
                <p class="block-note">{lead}</p>
                {table}
                {open_note}
            </section>
        }
        .into_any(),
    )
}

fn out_row(drawn: &Drawn<'_>, place: &Place, votes: u64) -> AnyView {
    let locale = drawn.board.locale;
    let values = [("n", locale.count(left(place))), ("total", locale.count(place.progress.expected))];
    let left = fill(drawn.says.rank_of, &values.each_ref().map(|(key, value)| (*key, value.as_str())));
    view! {
        <tr>
            <th scope="row">{drawn.link(place.row)}</th>
            <td>{left}</td>
            <td>{locale.percent(place.share.unwrap_or(0))}</td>
            <td>{locale.count(votes)}</td>
        </tr>
    }
    .into_any()
}

/// Its figures in every place: the twin of the map.
pub(super) fn table(drawn: &Drawn<'_>) -> Option<AnyView> {
    if drawn.places.is_empty() {
        return None;
    }
    let (words, says) = (&drawn.words.page, drawn.says);
    let compared = drawn.page.before.iter().any(Option::is_some);
    let heads = compared.then(|| view! { <th scope="col">{says.before}</th><th scope="col">{words.change}</th> });
    let rows: Vec<_> = drawn.places.iter().map(|place| place_row(drawn, place, compared)).collect();
    let title = fill(says.all_places, &[("level", &drawn.level())]);
    let scroller = scroller(&title, words);
    Some(
        view! {
            <section class="block" aria-labelledby="places-title">
                <h2 id="places-title" class="title">{title}</h2>
                <div class="table-scroll" role="region" aria-label=scroller tabindex="0">
                    <table class="table is-sticky">
                        <thead>
                            <tr>
                                <th scope="col">{words.place}</th>
                                <th scope="col">{words.share}</th>
                                {heads}
                                <th scope="col">{words.votes}</th>
                                <th scope="col">{words.all_votes}</th>
                                <th scope="col">{words.counted}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="note">{words.table_note}</p>
            </section>
        }
        .into_any(),
    )
}

fn place_row(drawn: &Drawn<'_>, place: &Place, compared: bool) -> AnyView {
    let (locale, unknown) = (drawn.board.locale, drawn.words.live.unknown);
    let before = drawn.page.before.get(place.row).copied().flatten().and_then(|(votes, sum)| share(votes, sum));
    let percent = |share: Option<u32>| share.map_or_else(|| unknown.to_owned(), |share| locale.percent(share));
    let change = place
        .share
        .zip(before)
        .map_or_else(|| unknown.to_owned(), |(now, then)| locale.points(now.cast_signed() - then.cast_signed()));
    let compared = compared.then(|| view! { <td>{percent(before)}</td><td>{change}</td> });
    let count = |votes: u64| if place.sum == 0 { unknown.to_owned() } else { locale.count(votes) };
    let counted = drawn.board.counted_of(place.progress.completed, place.progress.expected);
    view! {
        <tr>
            <th scope="row">{drawn.link(place.row)}</th>
            <td><b>{percent(place.share)}</b></td>
            {compared}
            <td>{count(place.votes)}</td>
            <td>{count(place.sum)}</td>
            <td>{counted}</td>
        </tr>
    }
    .into_any()
}
