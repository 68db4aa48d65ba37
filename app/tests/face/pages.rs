//! Whole pages: what stands in them is what the cells say, whatever the names.

use std::collections::BTreeMap;

use app::cells::{Board, Cell, Write};
use app::model::{Absence, Assets, ContestPage, Embedded, ErrorPage};
use election::matrix::Matrix;
use election::meta::{CandidateMeta, OptionMeta};
use election::view::Column;

use crate::country::{Land, Night, Stage, page};
use crate::scan::{Element, elements, readable};

fn cells(page: &ContestPage) -> BTreeMap<String, Write> {
    let words = &app::words::of(&page.meta.language).live;
    let position = (page.snapshot.seq, page.snapshot.at);
    let board = Board::new(&page.meta, &page.facts, &page.snapshot.view, position, words);
    let all = board.cells().into_iter().chain(board.place(None));
    all.map(|Cell { key, write }| (key, write)).collect()
}

/// Whether an element shows what a cell writes. A style may end in a semicolon, an empty text in a space.
fn shows(element: &Element, write: &Write) -> bool {
    match write {
        Write::Text(text) => element.text.trim_matches(' ') == text.trim_matches(' '),
        Write::Class(class) => element.attribute("class").unwrap_or_default() == class,
        Write::Style(style) => element.attribute("style").unwrap_or_default().trim_end_matches(';') == style,
        Write::Attr(name, value) => element.attribute(name).unwrap_or_default() == value,
    }
}

fn check(page: &ContestPage) {
    let html = app::contest_page(page);
    let cells = cells(page);
    let elements = elements(&html);
    assert!(elements.len() > 50);
    for element in &elements {
        for key in &element.keys {
            let write = cells.get(key).unwrap_or_else(|| panic!("{}: no cell is called {key}", page.meta.unit.id));
            assert!(shows(element, write), "{}: {key} should be {write:?}, but is {element:?}", page.meta.unit.id);
        }
    }
}

#[test]
fn every_cell_of_a_page_says_what_cells_says_at_every_moment_of_the_night() {
    let land = Land::new();
    for stage in [Stage::Nothing, Stage::Stations(0.03), Stage::Stations(0.71), Stage::Complete] {
        let night = Night::until(stage);
        for unit in ["land", "R4", "M20", "M20/003", "M20/post", "abroad", "mission-1"] {
            for language in ["en", "sq"] {
                check(&page(&night, &land, unit, language));
            }
        }
    }
}

#[test]
fn a_long_table_comes_in_parts_while_the_map_shows_every_row() {
    let (night, land) = (Night::until(Stage::Stations(0.71)), Land::new());
    let mut page = page(&night, &land, "land", "en");
    let rows = page.meta.rows.len();
    (page.facts.listed, page.whole, page.part) = (Some((10, 20)), "/e/land?lang=en".into(), 10);
    check(&page);
    let html = app::contest_page(&page);
    let table = html.split("id=\"places\"").nth(1).and_then(|rest| rest.split("</table>").next()).expect("a table");
    assert_eq!(table.matches("data-row=").count(), 10);
    assert!(!table.contains("data-sort"), "a part cannot be sorted");
    assert!(html.contains(&format!("Rows 11 to 20 of {rows}")));
    for from in [0, 20] {
        assert!(html.contains(&format!("/e/land?lang=en&amp;from={from}#table-title")), "the way to row {from}");
    }
    let shapes = |html: &str| html.matches("id=\"shape").count();
    page.facts.listed = None;
    assert_eq!(shapes(&html), shapes(&app::contest_page(&page)));
}

#[test]
fn hostile_names_stay_text() {
    let night = Night::until(Stage::Stations(0.5));
    let mut page = page(&night, &Land::new(), "land", "en");
    let scripts = |page: &ContestPage| app::contest_page(page).matches("<script").count();
    let own = scripts(&page);
    let hostile = "<script>alert(1)</script>\"' onload=x &amp;";
    page.meta.rows[0].name = hostile.into();
    page.meta.rows[1].id = "a\"><script>alert(2)</script>".into();
    page.meta.unit.name = hostile.into();
    page.meta.election_title = hostile.into();
    page.meta.source = hostile.into();
    page.meta.options[0].name = hostile.into();
    page.meta.options[0].short = hostile.into();
    page.meta.options[0].colour = "red;}</style><script>alert(3)</script>".into();
    page.meta.categories[1].name = hostile.into();
    page.meta.candidates = vec![vec![CandidateMeta { id: "c".into(), name: hostile.into() }]; page.meta.options.len()];
    if let Some(house) = &mut page.snapshot.view.house {
        house.lists[0].elected = vec![0];
    }
    page.snapshot.view.calls = crate::country::calls();
    page.snapshot.view.calls[0].basis = hostile.into();
    for event in &mut page.snapshot.view.events {
        event.reason = hostile.into();
        event.name = hostile.into();
    }
    if let Some(map) = &mut page.map {
        let map = std::sync::Arc::make_mut(map);
        map.attribution = hostile.into();
        map.shapes[0].name = hostile.into();
        map.shapes[1].unit = "\"><script>alert(4)</script>".into();
    }
    check(&page);
    let html = app::contest_page(&page);
    assert!(!html.contains("<script>alert"));
    assert_eq!(scripts(&page), own);
}

#[test]
fn a_page_says_where_its_figures_are_and_which_state_it_shows() {
    let page = page(&Night::until(Stage::Stations(0.5)), &Land::new(), "R4", "sq");
    let (figures, state) = ("/e/x/y?lang=sq&map=age&figures=", page.embedded().state());
    let page =
        ContestPage { figures: figures.into(), assets: Assets { js: "/pkg/c.js".into(), ..Assets::default() }, ..page };
    let link = format!("id=\"client-data\" href=\"{figures}{state}\"");
    assert!(readable(&app::contest_page(&page)).contains(&link));
    assert_eq!(Embedded::decode(&page.embedded().encode()), Some(page.embedded()));
}

#[test]
fn a_station_has_no_rows_and_no_map_and_says_how_far_it_is() {
    let page = page(&Night::until(Stage::Complete), &Land::new(), "M20/003", "en");
    let html = app::contest_page(&page);
    assert!(!html.contains("id=\"map\"") && !html.contains("id=\"places\"") && !html.contains("class=\"progress\""));
    assert!(html.contains("The station is fully counted.") && html.contains("By kind of vote"));
    // It reports once or twice: no room is kept for eight reports.
    assert!(html.contains("data-lines=\"2\""));
}

#[test]
fn a_number_is_no_title_without_what_it_is_of() {
    let mut page = page(&Night::until(Stage::Complete), &Land::new(), "M20/003", "en");
    let titled = |page: &ContestPage, title: &str| {
        app::contest_page(page).contains(&format!("<span class=\"place-name\">{title}</span>"))
    };
    assert!(titled(&page, &page.meta.unit.name));
    page.meta.unit.name = "0101/01".into();
    assert!(titled(&page, &format!("{} 0101/01", page.kind)) && !page.kind.is_empty());
}

#[test]
fn the_map_is_one_string_of_links_with_names() {
    let page = page(&Night::until(Stage::Stations(0.71)), &Land::new(), "land", "en");
    let html = app::contest_page(&page);
    let map = &html[html.find("<svg id=\"map\"").expect("a map")..];
    let map = &map[..map.find("</svg>").expect("it ends")];
    assert_eq!(map.matches("<a class=\"place").count(), 38);
    assert_eq!(map.matches("aria-label=").count(), 38 + 1);
    assert!(readable(map).contains("Vrelë: Lista Deti leads by"));
}

#[test]
fn only_a_page_with_a_client_loads_one() {
    let mut page = page(&Night::until(Stage::Nothing), &Land::new(), "land", "en");
    assert!(!app::contest_page(&page).contains("type=\"module\""));
    page.assets =
        Assets { css: "/pkg/c.css".into(), js: "/pkg/c.js".into(), wasm: "/pkg/c.wasm".into(), ..Assets::default() };
    let html = app::contest_page(&page);
    assert!(html.contains(app::pages::START) && html.contains("href=\"/pkg/c.wasm\""));
    assert!(html.contains("<leptos-island data-component=\"Live_"));
}

#[test]
fn a_browser_may_show_the_name_of_the_page_then_its_headline_then_the_rest() {
    let assets = Assets {
        start: ".brand{width:4.8em}".into(),
        first: "/pkg/first.css".into(),
        css: "/pkg/rest.css".into(),
        js: "/pkg/c.js".into(),
        ..Assets::default()
    };
    let in_order = |html: &str, order: &[&str]| {
        let place = |what: &&str| html.find(what).unwrap_or_else(|| panic!("{what} is not there"));
        assert!(order.iter().map(place).is_sorted(), "{order:?}");
        assert_eq!(html.matches("<link rel=\"stylesheet\" href=").count(), 2);
    };
    let name = ["<style>.brand{", "</head>", "class=\"brand\"", "/pkg/first.css"];

    let mut page = page(&Night::until(Stage::Complete), &Land::new(), "land", "en");
    page.assets = assets.clone();
    let rest = ["class=\"place-title\"", "/pkg/rest.css", "/pkg/c.js", "id=\"bars\"", "<svg id=\"map\""];
    in_order(&app::contest_page(&page), &[&name[..], &rest].concat());

    // A page that nobody waits for figures on is shown when all of its style is there.
    let [language, reference, home] = ["en", "unit-unknown", "/"].map(String::from);
    let error = ErrorPage { language, absence: Absence::NotFound, reference, links: Vec::new(), home, assets };
    in_order(&app::error_page(&error), &[&name[..], &["/pkg/rest.css", "<h1"]].concat());
}

#[test]
fn an_error_says_what_happened_and_what_it_means_for_the_figures() {
    let error = |absence, language: &str| {
        app::error_page(&ErrorPage {
            language: language.into(),
            absence,
            reference: "unit-unknown".into(),
            home: "/".into(),
            links: Vec::new(),
            assets: Assets::default(),
        })
    };
    assert!(error(Absence::NotFound, "en").contains("No figures are lost."));
    assert!(error(Absence::Unavailable, "sq").contains("Vetë numërimi nuk preket."));
    let embargo = Absence::Embargo {
        title: "<b>Election</b>".into(),
        day: "2025-10-12".into(),
        until: "20:00".into(),
        notice: Some("By <law>".into()),
    };
    let html = error(embargo, "en");
    assert!(html.contains("may not be published before 12 October 2025, 20:00"));
    assert!(html.contains("By &lt;law&gt;") && !html.contains("<b>Election"));
}

#[test]
fn a_long_ballot_is_folded_and_a_short_one_is_not() {
    let mut page = page(&Night::until(Stage::Nothing), &Land::new(), "M20/003", "en");
    assert!(!app::contest_page(&page).contains("class=\"fold\""));
    page.meta.options = (0..28).map(|at| OptionMeta { id: at.to_string(), ..OptionMeta::default() }).collect();
    page.snapshot.view.matrix = Matrix::new(page.snapshot.view.matrix.rows(), Column::votes(28));
    check(&page);
    assert!(app::contest_page(&page).contains("Show all 28 lists"));
}
