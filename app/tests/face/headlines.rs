//! The headline says what the figures say, and no more.

use crate::small::{Kind, Small, kind};

fn headline(kinds: &[Kind]) -> String {
    Small::new(kinds).headline()
}

#[test]
fn the_leader_and_what_is_counted() {
    assert_eq!(
        headline(&[kind(71, 100, &[341, 289, 370 - 81]), kind(0, 5, &[0, 0, 0])]),
        "Aurora leads with 37.1%, 5.6 points ahead of Birch. 71% of stations are counted; postal votes have not begun."
    );
}

#[test]
fn before_the_polls_close() {
    let mut small = Small::new(&[kind(0, 9, &[0, 0])]);
    small.at = 99_999;
    assert_eq!(
        small.headline(),
        "The count begins after the polls close at 00:01. The first figures appear here as soon as they are accepted."
    );
}

#[test]
fn nothing_counted_after_the_polls_closed() {
    assert!(headline(&[kind(0, 9, &[0, 0])]).starts_with("The polls have closed. Nothing is counted yet."));
}

#[test]
fn only_reports_that_are_held_back() {
    let held = Kind { flagged: 2, ..kind(0, 9, &[0, 0]) };
    assert!(headline(&[held]).starts_with("Nothing is counted yet: the reports that have arrived are being checked."));
}

#[test]
fn counted_stations_without_a_valid_vote() {
    assert_eq!(headline(&[kind(1, 4, &[0, 0])]), "There are no valid votes so far. 25% of stations are counted.");
}

#[test]
fn a_tie_of_two_and_of_more() {
    assert_eq!(
        headline(&[kind(1, 4, &[5, 5, 2])]),
        "Aurora and Birch are level with 41.7% each. 25% of stations are counted."
    );
    assert!(headline(&[kind(1, 4, &[5, 5, 5])]).starts_with("3 lists are level at the top with 33.4% each."));
}

#[test]
fn a_lead_too_small_for_the_shares_is_said_in_votes() {
    assert_eq!(
        headline(&[kind(9, 10, &[50_001, 50_000])]),
        "Aurora is 1 vote ahead of Birch; both stand at 50.0%. 90% of stations are counted."
    );
}

#[test]
fn one_option_only() {
    assert_eq!(headline(&[kind(1, 2, &[1200])]), "Aurora has 1,200 votes. 50% of stations are counted.");
}

#[test]
fn everything_counted() {
    assert_eq!(
        headline(&[kind(4, 4, &[60, 40])]),
        "Aurora has the most votes with 60.0%, 20.0 points ahead of Birch. All 4 stations are counted."
    );
    assert!(headline(&[kind(4, 4, &[60, 40]), kind(1, 1, &[1, 1])]).ends_with("Everything is counted."));
}

#[test]
fn stations_done_but_other_kinds_still_open() {
    assert_eq!(
        headline(&[kind(4, 4, &[60, 40]), kind(3, 8, &[1, 1]), kind(0, 2, &[0, 0])]),
        "Aurora leads with 59.8%, 19.6 points ahead of Birch. \
         All 4 stations are counted; postal votes: 3 of 8 counted; missions have not begun."
    );
}

#[test]
fn a_complete_count_with_a_report_held_back_is_not_called_final() {
    let held = Kind { flagged: 1, ..kind(4, 4, &[60, 40]) };
    assert!(headline(&[held]).starts_with("Aurora leads with"));
}

#[test]
fn never_a_hundred_percent_before_the_last_station() {
    assert!(headline(&[kind(2532, 2533, &[2, 1])]).ends_with("99% of stations are counted."));
    assert!(headline(&[Kind { partial: 1, ..kind(0, 2533, &[2, 1]) }]).ends_with("No station is fully counted yet."));
}

#[test]
fn a_unit_that_only_has_another_kind_of_vote() {
    assert_eq!(
        headline(&[kind(0, 0, &[0, 0]), kind(2, 5, &[9, 3])]),
        "Aurora leads with 75.0%, 50.0 points ahead of Birch. Postal votes: 2 of 5 counted."
    );
}

#[test]
fn a_single_station() {
    let mut station = Small::new(&[kind(0, 1, &[0, 0])]);
    station.meta.unit.leaf = true;
    assert!(station.headline().starts_with("The polls have closed. This station has not reported yet."));
    let mut station = Small::new(&[kind(1, 1, &[9, 3])]);
    station.meta.unit.leaf = true;
    assert!(station.headline().ends_with("The station is fully counted."));
}

#[test]
fn a_name_as_long_as_a_headline_is_abbreviated() {
    let mut small = Small::new(&[kind(1, 2, &[9, 3])]);
    small.meta.options[0].name = "Coalition of the Friends of Every Village".into();
    assert!(small.headline().starts_with("A leads with 75.0%, 50.0 points ahead of Birch."));
}

#[test]
fn in_albanian_with_its_own_numbers() {
    let mut small = Small::new(&[kind(71, 100, &[341, 289, 289])]);
    small.meta.language = "sq".into();
    assert_eq!(
        small.headline(),
        "Aurora kryeson me 37,1%; Birch është 5,6 pikë prapa. Janë numëruar 71% e vendvotimeve."
    );
}
