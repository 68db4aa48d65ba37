//! Cells: one write a key, shares that add up, nothing that names what is not there.

use std::collections::BTreeSet;

use app::cells::{Cell, Write};
use election::view::Column;

use crate::country::{Land, Night, Stage, page};
use crate::small::{Small, kind};

fn cells(small: &Small) -> Vec<Cell> {
    small.board(|board| board.cells())
}

fn text(cells: &[Cell], key: &str) -> String {
    let write = cells.iter().find(|cell| cell.key == key).map(|cell| &cell.write);
    match write.unwrap_or_else(|| panic!("no cell {key}")) {
        Write::Text(text) | Write::Class(text) | Write::Style(text) | Write::Attr(_, text) => text.clone(),
    }
}

#[test]
fn no_key_stands_for_two_writes() {
    let (night, land) = (Night::until(Stage::Stations(0.71)), Land::new());
    for unit in ["land", "R4", "M20", "M20/003", "abroad"] {
        let page = page(&night, &land, unit, "en");
        let words = &app::words::of("en").live;
        let cells = app::cells::cells(&page.meta, &page.facts, &page.snapshot.view, (1, 2), words);
        let keys: BTreeSet<&str> = cells.iter().map(|cell| cell.key.as_str()).collect();
        assert_eq!(keys.len(), cells.len(), "{unit}");
        assert!(cells.iter().all(|cell| !cell.key.contains(char::is_whitespace)));
    }
}

#[test]
fn the_shares_of_the_bars_add_up_to_a_hundred() {
    let small = Small::new(&[kind(1, 2, &[1, 1, 1])]);
    let cells = cells(&small);
    let shares = [0, 1, 2].map(|list| text(&cells, &format!("bar{list}-share")));
    assert_eq!(shares, ["33.4%", "33.3%", "33.3%"]);
}

#[test]
fn bars_stand_in_order_of_votes_and_the_rest_below_the_threshold() {
    let mut small = Small::new(&[kind(1, 2, &[4, 60, 36])]);
    small.meta.threshold = Some(500);
    let cells = cells(&small);
    let styles = [0, 1, 2].map(|list| text(&cells, &format!("bar{list}")));
    assert_eq!(styles[1], "--after-big:0;--after-small:0;--past:0;--len:100.0%");
    assert_eq!(styles[2], "--after-big:1;--after-small:0;--past:0;--len:60.0%");
    assert_eq!(styles[0], "--after-big:2;--after-small:0;--past:1;--len:6.7%");
    assert_eq!(text(&cells, "threshold"), "--after-big:2;--after-small:0");
}

#[test]
fn a_threshold_is_met_by_exactly_its_share() {
    let mut small = Small::new(&[kind(1, 2, &[5, 95])]);
    small.meta.threshold = Some(500);
    assert_eq!(text(&cells(&small), "threshold-class"), "threshold is-off");
}

#[test]
fn the_threshold_of_the_country_is_not_drawn_in_a_part_of_it() {
    let mut small = Small::new(&[kind(1, 2, &[4, 96])]);
    small.meta.threshold = Some(500);
    small.meta.path.push(small.meta.unit.clone());
    assert_eq!(text(&cells(&small), "threshold-class"), "threshold is-off");
}

#[test]
fn changes_have_a_sign_and_an_arrow() {
    let mut small = Small::new(&[kind(1, 2, &[50, 30, 20])]);
    small.meta.baseline_votes = 1000;
    small.meta.options[0].baseline = Some(400);
    small.meta.options[1].baseline = Some(300);
    let cells = cells(&small);
    let changes = [0, 1, 2].map(|list| text(&cells, &format!("bar{list}-change")));
    assert_eq!(changes, ["↑\u{a0}+10.0", "±0.0", "new"]);
}

#[test]
fn before_the_first_vote_no_figure_is_a_zero() {
    let cells = cells(&Small::new(&[kind(0, 2, &[0, 0])]));
    for key in ["bar0-share", "bar0-votes", "bar0-change", "all-s0", "all-sum", "all-margin", "all-lead"] {
        assert_eq!(text(&cells, key), "–", "{key}");
    }
}

#[test]
fn the_others_and_the_lists_with_columns_make_the_whole() {
    let (night, land) = (Night::until(Stage::Complete), Land::new());
    let page = page(&night, &land, "land", "en");
    let words = &app::words::of("en").live;
    let view = &page.snapshot.view;
    let cells = app::cells::cells(&page.meta, &page.facts, view, (1, 2), words);
    let number = |key: String| text(&cells, &key).replace(',', "").parse::<u64>().expect("a number");
    for row in 0..page.meta.rows.len() {
        let slots: u64 = (0..app::cells::SLOTS).map(|slot| number(format!("r{row}-v{slot}"))).sum();
        let valid = view.matrix.get(page.meta.categories.len() + row, Column::Valid as usize);
        assert_eq!(slots + number(format!("r{row}-v-rest")), valid, "{}", page.meta.rows[row].name);
    }
}

#[test]
fn a_tie_has_a_tint_of_its_own_and_an_open_place_has_none() {
    let (night, land) = (Night::until(Stage::Nothing), Land::new());
    let mut page = page(&night, &land, "land", "en");
    let head = page.meta.categories.len();
    for list in [0, 1] {
        page.snapshot.view.matrix.set(head, Column::votes(list), 50);
    }
    let words = &app::words::of("en").live;
    let cells = app::cells::cells(&page.meta, &page.facts, &page.snapshot.view, (1, 2), words);
    assert_eq!(text(&cells, "m0-tint"), "--tint:var(--tie)");
    assert_eq!(text(&cells, "m1-tint"), "--tint:var(--empty)");
    assert_eq!(text(&cells, "m1"), "place is-open");
}

#[test]
fn a_correction_in_the_ticker_says_what_became_of_each_list_and_why() {
    let (night, land) = (Night::until(Stage::Stations(0.5)), Land::new());
    let page = page(&night, &land, "land", "en");
    let words = &app::words::of("en").live;
    let board = app::cells::Board::new(&page.meta, &page.facts, &page.snapshot.view, (1, 2), words);
    let ticks: Vec<_> = page.snapshot.view.events.iter().map(|event| board.tick(event)).collect();
    let correction = ticks.iter().find(|tick| tick.class == "tick is-correction").expect("the night has one");
    let part = |name: &str| correction.parts.iter().find(|(part, _)| *part == name).map(|(_, text)| text.as_str());
    assert_eq!(part("mark"), Some("Correction"));
    assert_eq!(part("why"), Some("Two lists were swapped on the form"));
    let detail = part("detail").unwrap_or_default();
    assert!(detail.starts_with("LD ") && detail.contains(", BK ") && detail.matches('→').count() == 2, "{detail}");
    assert!(ticks.iter().any(|tick| tick.class == "tick is-held"));
}

#[test]
fn words_travel_to_the_browser_and_back() {
    for language in ["en", "sq"] {
        let live = &app::words::of(language).live;
        let list = live.list().map(str::to_owned).to_vec();
        assert_eq!(app::words::Live::from_list(list).as_ref(), Some(live));
    }
    assert_eq!(app::words::Live::from_list(vec!["short".into()]), None);
}
