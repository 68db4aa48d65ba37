//! Turnout and ballots with their denominators, and the figures by category: at a station, that is the whole count.

use election::report::Figure;
use leptos::prelude::*;

use super::{Shown, live, scroller};

/// Turnout and ballots.
pub(crate) fn figures(shown: &Shown<'_>) -> Option<AnyView> {
    let words = &shown.words.page;
    let figures: Vec<Figure> = shown.board.shown_figures().filter(|figure| *figure != Figure::Registered).collect();
    let turnout = shown.board.has_turnout().then(|| {
        view! {
            <div class="figure is-large">
                <dt>{words.turnout}</dt>
                <dd>{live(&shown.sheet, "fig-turnout", "figure-value")}" "{live(&shown.sheet, "fig-turnout-of", "figure-of")}</dd>
            </div>
        }
    });
    let entries: Vec<_> = figures.iter().map(|figure| figure_entry(shown, *figure)).collect();
    let some = turnout.is_some() || !entries.is_empty();
    some.then(|| {
        view! {
            <section class="figures" aria-labelledby="figures-title">
                <h2 id="figures-title" class="title">{words.figures}</h2>
                <dl>{turnout}{entries}</dl>
            </section>
        }
        .into_any()
    })
}

fn figure_entry(shown: &Shown<'_>, figure: Figure) -> AnyView {
    let name = shown.words.page.figure(figure);
    let key = format!("fig-{}", figure.name());
    let has_of = figure != Figure::Ballots && shown.page.meta.figures.contains(&Figure::Ballots);
    let of = has_of.then(|| view! { " "{live(&shown.sheet, format!("{key}-of"), "figure-of")} });
    view! {
        <div class="figure">
            <dt>{name}</dt>
            <dd>{live(&shown.sheet, key, "figure-value")}{of}</dd>
        </div>
    }
    .into_any()
}

/// The same figures by category; not where there is only one and it says nothing new.
pub(crate) fn categories(shown: &Shown<'_>) -> Option<AnyView> {
    let words = &shown.words.page;
    let expected: Vec<usize> = shown.board.expected_categories().collect();
    if expected.len() < 2 && !shown.page.meta.unit.leaf {
        return None;
    }
    let figures: Vec<Figure> = shown.board.shown_figures().collect();
    let heads: Vec<_> = figures.iter().map(|figure| words.figure(*figure)).map(number_head).collect();
    let valid_head = (!figures.contains(&Figure::Valid)).then(|| number_head(words.all_votes));
    let state = if shown.page.meta.unit.leaf { words.state } else { words.counted };
    let rows: Vec<_> = expected.iter().map(|category| category_row(shown, *category, &figures)).collect();
    let scroller = scroller(words.categories, words);
    Some(
        view! {
            <section class="by-category" aria-labelledby="categories-title">
                <h2 id="categories-title" class="title">{words.categories}</h2>
                <div class="table-scroll" role="region" aria-label=scroller tabindex="0">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{words.category}</th>
                                <th scope="col" class="is-text">{state}</th>
                                <th scope="col" class="is-text">{words.leader}</th>
                                {heads}
                                {valid_head}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn number_head(name: &'static str) -> AnyView {
    view! { <th scope="col">{name}</th> }.into_any()
}

fn category_row(shown: &Shown<'_>, category: usize, figures: &[Figure]) -> AnyView {
    let sheet = &shown.sheet;
    let name = shown.page.meta.categories[category].name.clone();
    let key = |part: &str| format!("cat{category}-{part}");
    let cell = |figure: &Figure| view! { <td>{live(sheet, key(figure.name()), "")}</td> };
    let cells: Vec<_> = figures.iter().map(cell).collect();
    let votes = (!figures.contains(&Figure::Valid)).then(|| view! { <td>{live(sheet, key("votes"), "")}</td> });
    let swatch = sheet.get(&key("swatch"));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="is-text">{live(sheet, key("status"), "")}</td>
            <td class="is-text">
                <span class="swatch" style=swatch data-cell=key("swatch") aria-hidden="true"></span>
                {live(sheet, key("lead"), "")}
            </td>
            {cells}
            {votes}
        </tr>
    }
    .into_any()
}
