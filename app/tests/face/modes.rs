//! What the map shows: each figure in tint, name, legend and card, and never a party's colour where nothing is counted.

use app::cells::{Board, Cell, Write};
use app::shade::{Drawing, Mode, STEPS, Shade};
use election::view::Column;

use crate::country::{Land, Night, Stage, page};
use crate::scan::readable;

fn text(cells: &[Cell], key: &str) -> String {
    let write = cells.iter().find(|cell| cell.key == key).map(|cell| &cell.write);
    match write.unwrap_or_else(|| panic!("no cell {key}")) {
        Write::Text(text) | Write::Class(text) | Write::Style(text) | Write::Attr(_, text) => text.clone(),
    }
}

/// All cells of the nation's page when its map shows this, and the card of its first row.
fn shown(stage: Stage, mode: Mode, list: Option<usize>) -> (Vec<Cell>, Vec<Cell>) {
    let mut page = page(&Night::until(stage), &Land::new(), "land", "en");
    page.facts.shade = Shade { mode, list, ..Shade::default() };
    let options = page.meta.options.len();
    // Every list had ten percent, but for the last one, which is new.
    page.facts.before =
        (0..page.meta.rows.len() * options).map(|at| if at % options + 1 < options { 101 } else { 0 }).collect();
    let words = &app::words::of("en").live;
    let position = (page.snapshot.seq, page.snapshot.at);
    let board = Board::new(&page.meta, &page.facts, &page.snapshot.view, position, words);
    (board.cells(), board.place(Some(0)))
}

#[test]
fn before_the_first_report_no_figure_has_a_colour() {
    for mode in Mode::ALL {
        let (cells, _) = shown(Stage::Nothing, mode, Some(0));
        for row in 0..38 {
            assert_eq!(text(&cells, &format!("m{row}-tint")), "--tint:var(--empty)", "{mode:?}");
            assert_eq!(text(&cells, &format!("m{row}")), "place is-open", "{mode:?}");
        }
    }
}

#[test]
fn only_leaders_and_shares_wear_a_lists_colour() {
    for mode in Mode::ALL {
        let (cells, _) = shown(Stage::Complete, mode, Some(1));
        let tints: Vec<String> = (0..38).map(|row| text(&cells, &format!("m{row}-tint"))).collect();
        let of_lists = tints.iter().filter(|tint| tint.contains("--o")).count();
        assert_eq!(of_lists, if matches!(mode, Mode::Leader | Mode::Share) { 38 } else { 0 }, "{mode:?}");
        if mode == Mode::Share {
            assert!(tints.iter().all(|tint| tint.contains("--o1-")));
        }
    }
}

#[test]
fn every_tint_of_the_map_is_in_its_legend() {
    for mode in Mode::ALL.into_iter().filter(|mode| *mode != Mode::Leader) {
        let (cells, _) = shown(Stage::Stations(0.71), mode, Some(0));
        let legend: Vec<String> = (0..STEPS)
            .filter(|step| text(&cells, &format!("step{step}-class")) == "legend-step")
            .map(|step| text(&cells, &format!("step{step}-tint")))
            .collect();
        for row in 0..38 {
            let tint = text(&cells, &format!("m{row}-tint"));
            let tint = tint.split(';').next().unwrap();
            assert!(tint == "--tint:var(--empty)" || legend.iter().any(|step| step == tint), "{mode:?}: {tint}");
        }
    }
}

#[test]
fn names_and_cards_say_the_figure_of_the_map() {
    let said = [
        (Mode::Share, "Vrelë: Lista Deti ", "%, ", "LD "),
        (Mode::Swing, "Vrelë: Lista Deti ", " points since the last election, ", "LD "),
        (Mode::Turnout, "Vrelë: turnout ", "%, ", "%"),
        (Mode::Counted, "Vrelë: ", " of ", "% counted"),
        (Mode::Age, "Vrelë: last report at ", ":", "Last report "),
    ];
    for (mode, first, then, card) in said {
        let (cells, place) = shown(Stage::Complete, mode, Some(0));
        let name = text(&cells, "m0-name");
        assert!(name.starts_with(first) && name.contains(then), "{mode:?}: {name}");
        assert!(text(&place, "place-lead").contains(card), "{mode:?}: {}", text(&place, "place-lead"));
    }
}

#[test]
fn a_change_is_the_share_less_the_one_before_and_a_new_list_has_none() {
    let (shares, _) = shown(Stage::Complete, Mode::Share, Some(0));
    let (changes, _) = shown(Stage::Complete, Mode::Swing, Some(0));
    let number = |name: &str| -> f64 {
        let digits = name.trim_start_matches("Vrelë: Lista Deti ").split(['%', ' ']).next().unwrap();
        digits.replace('−', "-").parse().unwrap()
    };
    let (share, change) = (number(&text(&shares, "m0-name")), number(&text(&changes, "m0-name")));
    assert!((share - 10.0 - change).abs() < 1e-9, "{share} {change}");
    let (new, _) = shown(Stage::Complete, Mode::Swing, Some(11));
    assert_eq!(text(&new, "m0-tint").split(';').next(), Some("--tint:var(--tie)"));
    assert!(text(&new, "m0-name").contains("was not on the ballot"));
}

#[test]
fn the_choice_is_links_with_what_they_show_in_the_address() {
    let (cells, _) = shown(Stage::Complete, Mode::Share, Some(1));
    assert_eq!(text(&cells, "mode0-link"), "/e/preview/assembly/land?lang=en");
    assert_eq!(text(&cells, "mode4-link"), "/e/preview/assembly/land?lang=en&map=turnout");
    assert_eq!((text(&cells, "mode2"), text(&cells, "mode0")), ("true".into(), "false".into()));
    assert!(text(&cells, "drawing2-link").ends_with("&view=hex"));
    assert_eq!((text(&cells, "key1"), text(&cells, "key0")), ("true".into(), "false".into()));
}

#[test]
fn circles_and_hexagons_are_drawn_by_the_server_with_the_same_links() {
    let mut page = page(&Night::until(Stage::Stations(0.5)), &Land::new(), "land", "en");
    for (drawing, mark) in [(Drawing::Land, "d=\"m"), (Drawing::Circles, "a"), (Drawing::Hexagons, "d=\"M")] {
        page.facts.shade.drawing = drawing;
        let html = app::contest_page(&page);
        let map = &html[html.find("<svg id=\"map\"").expect("a map")..];
        let map = readable(&map[..map.find("class=\"lines\"").expect("its lines")]);
        assert_eq!(map.matches("data-at=").count(), 38);
        assert!(map.contains(mark), "{drawing:?}");
        assert_eq!(map.contains("data-land="), drawing != Drawing::Land);
        assert!(html.contains(&format!("data-drawn=\"{}\"", drawing.name())));
    }
}

#[test]
fn a_place_without_a_shape_is_a_chip_that_says_what_a_shape_would() {
    let mut page = page(&Night::until(Stage::Complete), &Land::new(), "land", "en");
    let whole = app::contest_page(&page);
    let chips = |html: &str| {
        let row = html.split_once("id=\"elsewhere\"").and_then(|(_, after)| after.split_once("</ul>"));
        row.map(|(row, _)| readable(row)).unwrap_or_default()
    };
    assert!(!chips(&whole).contains("data-row=\"3\""));
    let mut map = app::model::MapModel::clone(page.map.as_deref().expect("a map"));
    map.shapes.retain(|shape| shape.row != Some(3));
    page.map = Some(std::sync::Arc::new(map));
    let html = app::contest_page(&page);
    let chips = chips(&html);
    assert!(chips.contains("data-row=\"3\"") && chips.contains("aria-label=\"Lumi i Bardhë: "));
}

#[test]
fn the_last_report_is_told_by_its_time_and_tinted_by_its_age() {
    let (cells, _) = shown(Stage::Complete, Mode::Age, None);
    let page = page(&Night::until(Stage::Complete), &Land::new(), "land", "en");
    let newest = (0..38)
        .max_by_key(|row| page.snapshot.view.matrix.get(page.meta.categories.len() + row, Column::LastAt as usize))
        .expect("rows");
    let strength = |row: usize| text(&cells, &format!("m{row}-tint"));
    assert!((0..38).all(|row| strength(row) <= strength(newest)), "{}", strength(newest));
}

#[test]
fn places_grow_older_while_nothing_comes() {
    let mut page = page(&Night::until(Stage::Complete), &Land::new(), "land", "en");
    page.facts.shade.mode = Mode::Age;
    let words = &app::words::of("en").live;
    let (view, seq, at) = (&page.snapshot.view, page.snapshot.seq, page.snapshot.at);
    let board = Board::new(&page.meta, &page.facts, view, (seq, at), words);
    let tints = |hours: i64| -> Vec<String> {
        let cells = Board { now: at + hours * 3_600_000, ..board.clone() }.cells();
        (0..38).map(|row| text(&cells, &format!("m{row}-tint"))).collect()
    };
    assert_eq!(tints(0), (0..38).map(|row| text(&board.cells(), &format!("m{row}-tint"))).collect::<Vec<_>>());
    assert!(tints(0).iter().any(|tint| !tint.starts_with("--tint:var(--seq-1)")));
    assert!(tints(4).iter().all(|tint| tint.starts_with("--tint:var(--seq-1)")), "{:?}", tints(4));
}
