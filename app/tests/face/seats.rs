//! Seats and calls in words, in both languages, and on the page: what is told is what the house says.

use std::collections::BTreeMap;

use app::cells::{Board, Cell, Write};
use app::islands::told::Told;
use election::meta::{CandidateMeta, GroupMeta, HouseMeta};
use election::seats::{HouseView, ListView, Standing, State, Tie, Warning};

use crate::country::{self, Land, Night, Stage, page};
use crate::small::{Small, kind};

/// Three lists with so many seats, of which so many are firm, in a house of 120 with a majority of 61.
fn house(lists: [(u32, Option<u32>); 3]) -> HouseView {
    let list = |(seats, firm)| ListView { seats, firm, ..ListView::default() };
    HouseView {
        state: State::Allocated,
        size: 120,
        majority: 61,
        lists: lists.map(list).into(),
        ..HouseView::default()
    }
}

fn small(house: HouseView) -> Small {
    let mut small = Small::new(&[kind(71, 100, &[500, 300, 200])]);
    small.view.house = Some(house);
    small
}

fn in_language(mut small: Small, language: &str) -> Small {
    small.meta.language = language.into();
    small
}

fn cells(small: &Small) -> BTreeMap<String, String> {
    small.board(|board| {
        let text = |Cell { key, write }| match write {
            Write::Text(text) | Write::Class(text) | Write::Style(text) | Write::Attr(_, text) => {
                (key, text.replace('\u{a0}', " "))
            }
        };
        board.cells().into_iter().map(text).collect()
    })
}

fn text(small: &Small, key: &str) -> String {
    cells(small).remove(key).unwrap_or_else(|| panic!("no cell {key}"))
}

#[test]
fn the_first_list_and_what_it_lacks_for_a_majority() {
    let small = || small(house([(20, Some(18)), (42, Some(31)), (38, Some(38))]));
    assert_eq!(text(&small(), "seats"), "Birch has 42 of 120 seats, 19 short of a majority; 31 of them are firm.");
    assert_eq!(
        text(&in_language(small(), "sq"), "seats"),
        "Birch ka 42 nga 120 mandate; për shumicën duhen edhe 19; 31 prej tyre janë të sigurta."
    );
}

#[test]
fn a_majority_exactly_and_with_some_to_spare() {
    let says = |lists| text(&small(house(lists)), "seats");
    assert_eq!(
        says([(64, Some(64)), (30, None), (26, None)]),
        "Aurora has 64 of 120 seats, a majority with 3 to spare; all of them are firm."
    );
    assert_eq!(
        says([(61, Some(0)), (30, None), (29, None)]),
        "Aurora has 61 of 120 seats, exactly a majority; none of them is firm yet."
    );
    assert_eq!(says([(64, None), (30, None), (26, None)]), "Aurora has 64 of 120 seats, a majority with 3 to spare.");
}

#[test]
fn equally_many_seats_are_no_lead() {
    let two = small(house([(50, None), (50, None), (20, None)]));
    assert_eq!(text(&two, "seats"), "Aurora and Birch have 50 of 120 seats each, 11 short of a majority.");
    two.board(|board| assert_eq!(Told::of(board).house, None));
}

#[test]
fn seats_that_are_held_back_are_not_told_and_the_reason_is() {
    let mut held = house([(0, None), (0, None), (0, None)]);
    (held.state, held.hold_back) = (State::HeldBack, 500);
    held.lists[0].lacks = Some(5);
    let cells = cells(&small(held));
    assert_eq!(cells["seats"], "Seats are shown when 5% of stations are counted.");
    assert_eq!([&cells["list0-seats"], &cells["next0"]], ["–", "–"]);
    assert!((0..120).all(|dot| cells[&format!("seat{dot}")] == "var(--hatch)"));
}

#[test]
fn before_the_first_vote_there_are_no_seats() {
    let house = HouseView { state: State::NoVotes, ..house([(0, None), (0, None), (0, None)]) };
    let mut small = small(house);
    small.meta.threshold = Some(500);
    small.view.house.as_mut().expect("a house").lists[0].over_threshold = Some(-1);
    assert_eq!(text(&small, "seats"), "No seats yet: there are no votes to share them out by.");
    assert_eq!(text(&small, "line0-class"), "line is-off");
}

#[test]
fn dots_go_to_lists_by_seats_firm_ones_first_and_then_to_the_lot() {
    let mut tied = house([(20, Some(18)), (58, Some(50)), (41, None)]);
    tied.state = State::Tied;
    tied.ties = vec![Tie {
        place: "nation".into(),
        among: vec!["Aurora".into(), "Cedar".into()],
        seats: 1,
        winners: Vec::new(),
    }];
    let small = small(tied);
    let cells = cells(&small);
    let fill = |dot: usize| cells[&format!("seat{dot}")].as_str();
    assert_eq!([fill(0), fill(49), fill(50), fill(57)], ["var(--o1)", "var(--o1)", "url(#open1)", "url(#open1)"]);
    assert_eq!([fill(58), fill(98)], ["var(--o2)", "var(--o2)"]);
    assert_eq!(
        [fill(99), fill(116), fill(117), fill(118), fill(119)],
        ["var(--o0)", "var(--o0)", "url(#open0)", "url(#open0)", "url(#lot)"]
    );
    assert!(cells["seats"].ends_with("; 50 of them are firm. 1 seat waits for a lot."), "{}", cells["seats"]);
    assert_eq!(cells["seats-notes"], "1 seat is to be decided by lot between Aurora and Cedar.");
    assert_eq!(text(&in_language(small, "sq"), "seats-notes"), "1 mandat vendoset me short: Aurora dhe Cedar.");
}

#[test]
fn a_tie_between_candidates_names_them_and_leaves_the_lists_seats_as_they_are() {
    let mut tied = house([(20, None), (58, None), (42, None)]);
    tied.state = State::Tied;
    let among = vec!["b".into(), "c".into()];
    tied.ties = vec![Tie { place: "candidates:a".into(), among, seats: 1, winners: Vec::new() }];
    let mut small = small(tied);
    let named = ["Ana", "Bora", "Cela"].map(|name| CandidateMeta { id: name[..1].to_lowercase(), name: name.into() });
    small.meta.candidates = vec![named.into(), Vec::new(), Vec::new()];
    let cells = cells(&small);
    assert_eq!(cells["seat119"], "var(--o0)");
    assert!(!cells["seats"].contains("lot"), "{}", cells["seats"]);
    assert_eq!(cells["seats-notes"], "1 seat is to be decided by lot between Bora and Cela.");
}

#[test]
fn the_next_seats_come_in_order_of_the_votes_they_lack() {
    let mut house = house([(20, None), (58, None), (42, None)]);
    (house.lists[0].lacks, house.lists[1].lacks, house.lists[2].spare) = (Some(1), Some(1558), Some(12));
    (house.last_in, house.first_out) = (Some(2), Some(0));
    let cells = cells(&small(house.clone()));
    assert_eq!(cells["next0"], "A lacks 1 vote for its 21st seat.");
    assert_eq!(cells["next1"], "B lacks 1,558 votes for its 59th seat.");
    assert_eq!([&cells["next2"], &cells["next2-class"]], ["", "next is-off"]);
    assert_eq!(
        cells["last-seat"],
        "The last seat went to C, which could lose 12 votes and keep it. Next in line is A, 1 vote short."
    );
    let albanian = in_language(small(house), "sq");
    assert_eq!(text(&albanian, "next1"), "B: mungojnë 1 558 vota për mandatin nr. 59.");
    assert_eq!(
        text(&albanian, "last-seat"),
        "Mandatin e fundit e mori C; do ta mbante edhe me 12 vota më pak. Në radhë është A: mungon 1 votë."
    );
}

#[test]
fn lists_stand_against_the_threshold_and_the_waived_ones_do_not() {
    let mut house = house([(70, None), (50, None), (0, None)]);
    (house.lists[0].over_threshold, house.lists[2].over_threshold) = (Some(450), Some(-1));
    house.lists[1].standing = Standing::Waived;
    let mut small = small(house);
    small.meta.threshold = Some(500);
    let cells = cells(&small);
    assert_eq!([&cells["line0-name"], &cells["line0-votes"]], ["A", "450 votes to spare"]);
    assert_eq!([&cells["line1-name"], &cells["line1-votes"]], ["C", "1 vote short"]);
    assert_eq!(cells["line1"], "--swatch:var(--o2);--len:10.0%;--at:10.0%");
    assert_eq!(cells["line-waived"], "The threshold does not apply to B.");
}

#[test]
fn both_readings_of_the_law_are_told() {
    let mut house = house([(58, None), (40, None), (22, None)]);
    house.warnings = vec![Warning::Interpretation { other: vec![57, 41, 22] }];
    let mut small = small(house);
    small.meta.house = Some(HouseMeta { reserved: 20, floors: false });
    assert_eq!(
        text(&small, "seats-notes"),
        "The law can be read in two ways. Here, 100 seats are open to all and 20 are set aside. With the reserved seats as a minimum within all 120: \
         A 57 instead of 58, B 41 instead of 40."
    );
}

#[test]
fn a_group_for_which_nobody_stood_is_called_by_its_name() {
    let mut house = house([(60, None), (60, None), (0, None)]);
    house.warnings = vec![Warning::NobodyEligible { place: "reserved:isles".into() }];
    let mut small = small(house);
    assert_eq!(text(&small, "seats-notes"), "isles: nobody who takes part has votes.");
    small.meta.groups = vec![GroupMeta { id: "isles".into(), name: "The Isles".into() }];
    assert_eq!(text(&small, "seats-notes"), "The Isles: nobody who takes part has votes.");
}

#[test]
fn candidates_with_a_seat_are_named_in_the_order_of_election() {
    let mut house = house([(2, None), (64, None), (54, None)]);
    house.lists[0].elected = vec![2, 0];
    let mut small = small(house);
    let named = ["Ana", "Bora", "Cela"].map(|name| CandidateMeta { id: name.to_lowercase(), name: name.into() });
    small.meta.candidates = vec![named.into(), Vec::new(), Vec::new()];
    let cells = cells(&small);
    assert_eq!([&cells["list2-elected-list"], &cells["list2-elected"]], ["A", "Cela, Ana"]);
    assert_eq!(cells["list0-elected-class"], "elected is-off");
}

#[test]
fn a_house_that_outgrew_its_drawing_says_so() {
    let small = small(house([(64, None), (30, None), (26, None)]));
    small.board(|board| {
        let cells = Board { drawn: 118, ..board.clone() }.cells();
        let says = |key: &str| cells.iter().find(|cell| cell.key == key).map(|cell| cell.write.clone());
        assert_eq!(says("arc-class"), Some(Write::Class("arc is-off".into())));
        assert_eq!(
            says("arc-note"),
            Some(Write::Text("The house has 120 seats now. Reload the page to see it drawn.".into()))
        );
    });
}

#[test]
fn a_listener_is_told_of_another_leader_or_a_majority_and_of_nothing_else() {
    let told = |lists| small(house(lists)).board(Told::of);
    let news = |before, lists| small(house(lists)).board(|board| Told::of(board).news(before, board));
    let before = told([(50, None), (40, None), (30, None)]);
    assert_eq!(news(before, [(52, None), (40, None), (28, None)]), None);
    assert!(news(before, [(48, None), (49, None), (23, None)]).is_some_and(|news| news.starts_with("Birch has 49")));
    assert!(news(before, [(61, None), (40, None), (19, None)]).is_some_and(|news| news.contains("exactly a majority")));
}

#[test]
fn the_page_of_the_nation_has_a_dot_for_each_seat_and_all_seats_in_its_table() {
    let (night, land) = (Night::until(Stage::Stations(0.71)), Land::new());
    let page = page(&night, &land, "land", "en");
    let html = app::contest_page(&page);
    let main = &html[html.find("<main").expect("it begins")..];
    assert_eq!(main.matches("<circle cx=").count(), 120 + 14 + 3, "dots, patterns, the key");
    let words = &app::words::of("en").live;
    let board = Board::new(&page.meta, &page.facts, &page.snapshot.view, (1, 2), words);
    let seats = |line: usize| {
        let key = format!("list{line}-seats");
        let cell = board.cells().into_iter().find(|cell| cell.key == key).expect("a line for each list");
        if let Write::Text(text) = cell.write { text.parse::<u32>().expect("a number") } else { 0 }
    };
    assert_eq!((0..page.meta.options.len()).map(seats).sum::<u32>(), 120);
    assert!(!app::contest_page(&super::country::page(&night, &land, "R4", "en")).contains("id=\"seats\""));
}

#[test]
fn a_call_stands_with_author_time_and_grounds_and_beside_the_name() {
    let mut small = small(house([(64, None), (30, None), (26, None)]));
    small.view.calls = country::calls();
    let offset = 7200;
    small.meta.utc_offset = offset;
    let cells = cells(&small);
    assert_eq!(cells["call"], "Elected: Aurora — Election Commission, 21:11");
    assert_eq!(cells["call-more"], "and 1 more");
    assert_eq!([&cells["bar0-call"], &cells["bar1-call"]], ["Elected", ""]);
    assert_eq!(cells["call0-basis"], "Protocol no. 114 of 12 October 2025");
    assert_eq!(cells["call2-class"], "call is-withdrawn");
    assert_eq!(cells["call2-state"], "Withdrawn — Decision desk, 20:26: The sample was of one region");
    assert_eq!(cells["call3-class"], "call is-off");
}

#[test]
fn a_call_about_a_place_or_a_person_says_so_and_does_not_stand_beside_the_list() {
    let mut small = small(house([(64, None), (30, None), (26, None)]));
    small.view.calls = country::calls();
    let last = small.view.calls.last_mut().expect("a call");
    (last.unit, last.candidate) = ("V7".into(), "c12".into());
    small.view.calls.remove(1);
    let cells = cells(&small);
    assert!(cells["call"].starts_with("Elected: Aurora (c12, V7) — "));
    assert_eq!(cells["bar0-call"], "");
}

#[test]
fn without_a_call_the_page_says_so() {
    let small = small(house([(64, None), (30, None), (26, None)]));
    assert_eq!(text(&small, "call"), "No call yet. Calls are made by people, never by arithmetic.");
    assert!(text(&in_language(small, "sq"), "call").starts_with("Ende asnjë shpallje."));
}
