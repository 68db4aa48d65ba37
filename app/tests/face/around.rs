//! The pages around a contest's own: what they say, and that all of them are built alike.

use app::model::{ContestLine, ContestPage, FrontPage, Link, Ruling};
use app::pages::about::{AboutPage, about_page};
use app::pages::candidates::{CandidatesPage, Stand, Stands, candidates_page};
use app::pages::data::{DataPage, data_page};
use app::pages::frame::{Frame, Standing};
use app::pages::list::{ListPage, list_page};
use app::pages::lists::{ListsPage, lists_page};
use app::pages::method::{MethodPage, method_page};
use app::pages::outcome::{OutcomePage, outcome_page};
use app::pages::seats::{SeatsPage, seats_page};
use election::definition::{Contest, Threshold};
use election::meta::GroupMeta;
use election::plausibility::{Rule, Setting, Severity};
use election::seats::{
    CandidateOrder, District, DistrictTally, Divisor, House, List, ListKind, Majority, Method, Proportional, Quota,
    Referendum, Reserved, Spread, System, Tally, Tier, allocate,
};
use election::view::Column;

use crate::country::{CLOSE, Land, Night, Stage, page};
use crate::scan::readable;

const HOSTILE: &str = "<script>alert(1)</script>\"'";

fn frame(page: &ContestPage) -> Frame {
    let link = |label: &str, current| Link { label: label.into(), href: "/there".into(), current };
    Frame {
        language: page.meta.language.clone(),
        election: page.meta.election_title.clone(),
        date: page.date.clone(),
        sample: true,
        contest: Some(page.meta.contest_title.clone()),
        path: vec![link(&page.meta.unit.name, true)],
        pages: vec![link("Results", false), link("Here", true)],
        source: page.meta.source.clone(),
        canonical: "/here".into(),
        standing: Some(Standing {
            meta: page.meta.clone(),
            snapshot: page.snapshot.clone(),
            facts: page.facts.clone(),
        }),
        ..Frame::default()
    }
}

fn at(stage: Stage, unit: &str) -> ContestPage {
    page(&Night::until(stage), &Land::new(), unit, "en")
}

fn seats(stage: Stage) -> SeatsPage {
    let night = Night::until(stage);
    seats_of(&night, &page(&night, &Land::new(), "land", "en"))
}

fn seats_of(night: &Night, page: &ContestPage) -> SeatsPage {
    let house = night.definition().contests[0].house.clone().expect("a house");
    let tally = Tally::of(night.ledger(), election::ContestIx(0), &house);
    SeatsPage { frame: frame(page), allocation: allocate(&house, &tally, &[]), house, tally, ..SeatsPage::default() }
}

fn list(stage: Stage, unit: &str, option: usize) -> ListPage {
    list_of(&at(stage, unit), option)
}

fn list_of(page: &ContestPage, option: usize) -> ListPage {
    let rows = page.meta.rows.len();
    ListPage {
        frame: frame(page),
        option,
        map: page.map.clone(),
        before: vec![Some((10, 100)); rows],
        hrefs: (0..rows).map(|row| format!("/row/{row}")).collect(),
        ..ListPage::default()
    }
}

fn candidates() -> CandidatesPage {
    candidates_of(&at(Stage::Stations(0.5), "land"))
}

fn candidates_of(page: &ContestPage) -> CandidatesPage {
    let stand = |name: &str, votes, has_seat| Stand { name: name.into(), votes: Some(votes), has_seat };
    let lists = vec![Stands(vec![stand("Ada First", 90, true), stand("Bo Second", 40, false)]), Stands::default()];
    CandidatesPage { frame: frame(page), lists, ..CandidatesPage::default() }
}

fn method(house: Option<House>, change: impl FnOnce(&mut Contest)) -> String {
    let mut contest = Contest { house, ..Contest::default() };
    change(&mut contest);
    let frame = Frame { standing: None, ..frame(&at(Stage::Nothing, "land")) };
    let page = MethodPage { frame, contest, hash: "abcdef".into(), ..MethodPage::default() };
    readable(&method_page(&page))
}

fn front(contests: Vec<ContestLine>) -> String {
    app::front_page(&FrontPage { language: "en".into(), contests, ..FrontPage::default() })
}

fn line(stage: Stage, embargo: Option<i64>) -> ContestLine {
    line_of(at(stage, "land"), embargo)
}

fn line_of(page: ContestPage, embargo: Option<i64>) -> ContestLine {
    ContestLine {
        meta: page.meta,
        snapshot: page.snapshot,
        facts: page.facts,
        date: page.date,
        href: "/e/preview/assembly".into(),
        pages: vec![Link { label: "Seats".into(), href: "/seats".into(), current: false }],
        ruling: None,
        mini: None,
        embargo,
        silence: Some("By law, nothing yet.".into()),
    }
}

/// Every kind of page.
fn all(stage: Stage) -> Vec<(&'static str, String)> {
    let night = Night::until(stage);
    let page = page(&night, &Land::new(), "land", "en");
    let data = DataPage { frame: frame(&page), levels: vec![("r".into(), "Regions".into())], ..DataPage::default() };
    vec![
        ("seats", seats_page(&seats_of(&night, &page))),
        ("list", list_page(&list_of(&page, 0))),
        ("lists", lists_page(&ListsPage { frame: frame(&page), are_lists: true, hrefs: Vec::new() })),
        ("candidates", candidates_page(&candidates_of(&page))),
        ("method", method_page(&MethodPage { frame: frame(&page), ..MethodPage::default() })),
        ("data", data_page(&data)),
        ("about", about_page(&AboutPage { frame: frame(&page), ..AboutPage::default() })),
        ("front", front(vec![line_of(page.clone(), None), line_of(page, Some(CLOSE + 1))])),
    ]
}

#[test]
fn every_page_has_one_title_headings_in_order_and_no_id_twice() {
    for (name, html) in [Stage::Nothing, Stage::Stations(0.4), Stage::Complete].into_iter().flat_map(all) {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert_eq!(html.matches("<main").count(), 1, "{name}");
        let levels: Vec<u8> =
            html.match_indices("<h").filter_map(|(at, _)| html.as_bytes().get(at + 2)).copied().collect();
        let levels: Vec<u8> = levels.into_iter().filter(u8::is_ascii_digit).collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: a level is skipped: {levels:?}");
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        // The same election stands on the front page of this test twice.
        assert!(ids.len() == count || name == "front", "{name}: {ids:?}");
        assert!(!html.contains("type=\"module\""), "{name} needs no client");
    }
}

#[test]
fn a_page_that_does_not_follow_the_count_says_of_when_it_is() {
    let html = seats_page(&seats(Stage::Stations(0.4)));
    assert!(html.contains("As of ") && html.contains("No. ") && !html.contains(">Live<"));
}

#[test]
fn hostile_names_stay_text_on_every_page() {
    let mut list = list(Stage::Stations(0.5), "land", 0);
    let standing = list.frame.standing.as_mut().expect("figures");
    standing.meta.options[0].name = HOSTILE.into();
    standing.meta.rows.iter_mut().for_each(|row| row.name = HOSTILE.into());
    list.hrefs.iter_mut().for_each(|href| *href = HOSTILE.into());
    list.frame.election = HOSTILE.into();
    list.frame.path[0].label = HOSTILE.into();
    let mut candidates = candidates();
    candidates.lists[0].0[0].name = HOSTILE.into();
    candidates.frame.source = HOSTILE.into();
    let about = AboutPage { frame: list.frame.clone(), text: Some(HOSTILE.into()), ..AboutPage::default() };
    let lists = ListsPage { frame: list.frame.clone(), are_lists: true, hrefs: vec![HOSTILE.into()] };
    let mut line = line(Stage::Nothing, Some(CLOSE));
    line.silence = Some(HOSTILE.into());
    for html in
        [list_page(&list), candidates_page(&candidates), about_page(&about), lists_page(&lists), front(vec![line])]
    {
        assert!(!html.contains("<script"), "{}", &html[..400]);
    }
}

#[test]
fn the_seats_page_has_every_seat_with_its_quotient_and_the_next_one() {
    let page = seats(Stage::Complete);
    let html = readable(&seats_page(&page));
    let open = &page.allocation.shares[0];
    assert!(html.contains("All 116 seats in order") && html.contains("4 seats reserved for the group “minority”"));
    // Each of them in the fold, the last ones and the next one in view.
    let rows = html.matches("class=\"is-number\"").count();
    assert!(rows > open.awards.len() + 8, "{rows}");
    assert!(html.contains(">Next</th>"));
    let valid: u64 = page.tally.districts[0].valid;
    let line = app::words::locale("en").count((valid * 500).div_ceil(10_000));
    assert!(html.contains(&format!("are {line} votes.")));
}

#[test]
fn seats_that_are_held_back_have_no_quotients() {
    let page = seats(Stage::Stations(0.01));
    assert_eq!(page.allocation.state, election::seats::State::HeldBack);
    let html = seats_page(&page);
    assert!(!html.contains("class=\"is-number\"") && html.contains("Seats are shown when"));
}

#[test]
fn what_is_still_out_is_the_reports_out_times_the_votes_of_a_counted_one() {
    let mut page = list(Stage::Stations(0.5), "land", 0);
    let standing = page.frame.standing.as_mut().expect("figures");
    let categories = standing.meta.categories.len();
    let matrix = &mut standing.snapshot.view.matrix;
    for row in 0..standing.meta.rows.len() {
        standing.meta.rows[row].expected = 10;
        let counted = if row == 0 { 4 } else { 10 };
        matrix.set(categories + row, Column::Completed as usize, counted);
        matrix.set(categories + row, Column::Partial as usize, 0);
    }
    matrix.set(categories, Column::votes(0), 800);
    let html = readable(&list_page(&page));
    assert!(html.contains("about 1,200 more votes would come for it from 1 place."));
    assert!(html.contains("Arithmetic, not a forecast") && html.contains("6 of 10"));
    // As everywhere, what is counted in part is not counted: 6 reports are out, not 4.
    page.frame.standing.as_mut().expect("figures").snapshot.view.matrix.set(categories, Column::Partial as usize, 2);
    let html = readable(&list_page(&page));
    assert!(html.contains("6 of 10") && html.contains("about 800 more votes would come for it from 1 place."));
}

#[test]
fn a_list_is_compared_with_the_previous_election_or_said_to_be_new() {
    let mut page = list(Stage::Stations(0.5), "land", 0);
    let standing = page.frame.standing.as_mut().expect("figures");
    standing.meta.baseline_votes = 1_000;
    standing.meta.options[0].baseline = Some(1_000);
    assert!(readable(&list_page(&page)).contains("points less than in the previous election."));
    page.frame.standing.as_mut().expect("figures").meta.options[0].baseline = None;
    assert!(readable(&list_page(&page)).contains("It did not stand in the previous election."));
}

#[test]
fn a_list_without_votes_is_not_at_zero_percent() {
    let html = readable(&list_page(&list(Stage::Nothing, "land", 0)));
    assert!(html.contains("No vote for Lista Deti is counted yet.") && !html.contains(">0.0%<"));
}

#[test]
fn a_candidate_with_a_seat_is_marked_in_words() {
    let html = readable(&candidates_page(&candidates()));
    assert!(html.contains("2 candidates on 1 lists.") || html.contains("2 candidates on 1 list."));
    assert_eq!(html.matches("class=\"has-seat\"").count(), 1);
    assert!(html.contains("nobody is elected before the authority says so"));
    assert!(html.contains("A list’s seats go to its candidates in the order of the list."));
}

#[test]
fn the_method_says_the_rule_of_the_definition() {
    let proportional = |rule| House { seats: 10, system: System::Proportional(rule), ..House::default() };
    let html = method(Some(proportional(Proportional::default())), |_| {});
    assert!(
        html.contains("10 seats are shared out once") && html.contains("D’Hondt") && html.contains("A majority is 6")
    );
    let modified = Method::Divisor(Divisor::ModifiedSainteLague { first: 1_400 });
    let levelling = Tier::Levelling { method: Method::Quota(Quota::Hare) };
    let rule = Proportional { method: modified, tier: levelling, minimum: 1, ..Proportional::default() };
    let html = method(Some(proportional(rule)), |_| {});
    assert!(html.contains("divided by 1.4, 3, 5") && html.contains("For the second step: Method: Hare quota"));
    assert!(html.contains("gets at least 1 seat."));
    let spread = Some(Spread { at_least: 2_000, in_more_than: 5_000 });
    let majority = System::Majority(Majority { more_than: 5_000, runoff: 2, spread });
    let html = method(Some(House { seats: 1, system: majority, ..House::default() }), |_| {});
    assert!(
        html.contains("more than 50% of the valid votes")
            && html.contains("at least 20% of the votes in more than 50%")
    );
    let question = System::Referendum(Referendum { turnout_quorum: 5_000, ..Referendum::default() });
    let html = method(Some(House { seats: 1, system: question, ..House::default() }), |_| {});
    assert!(html.contains("at least 50% of the registered voters take part") && !html.contains("A majority is"));
}

#[test]
fn the_method_calls_groups_by_their_names() {
    let reserved = vec![Reserved { group: "isles".into(), seats: 2 }];
    let rule = Proportional { reserved, ..Proportional::default() };
    let contest = Contest {
        house: Some(House { seats: 10, system: System::Proportional(rule), ..House::default() }),
        ..Contest::default()
    };
    let frame = Frame { standing: None, ..frame(&at(Stage::Nothing, "land")) };
    let says = |groups: Vec<GroupMeta>, name: &str| {
        let page = MethodPage { frame: frame.clone(), contest: contest.clone(), groups, ..MethodPage::default() };
        readable(&method_page(&page)).contains(&format!("lists of the group “{name}”"))
    };
    assert!(says(Vec::new(), "isles"));
    assert!(says(vec![GroupMeta { id: "isles".into(), name: "The Isles".into() }], "The Isles"));
}

#[test]
fn the_method_names_each_check_with_its_threshold_and_what_it_does() {
    let html = method(None, |contest| {
        contest.rules.set(Rule::TurnoutHigh, Setting { severity: Severity::Soft, basis_points: 9_500, number: 0 });
        contest.rules.set(Rule::StationSize, Setting { severity: Severity::Hard, basis_points: 0, number: 1_300 });
        contest.threshold = Some(Threshold { basis_points: 300, ..Threshold::default() });
    });
    assert!(html.contains("Turnout is at most 95%") && html.contains("A station has no more than 1,300 votes"));
    assert!(html.contains("held back") && html.contains("refused") && html.contains("not checked"));
    assert!(html.contains("Far from the previous election here") && !html.contains("no more than 0"));
    assert!(html.contains("The line at 3% is drawn") && html.contains("Seats are not computed on these pages."));
}

#[test]
fn the_order_of_candidates_is_said_with_its_quota() {
    let order = CandidateOrder { lists: ListKind::Flexible { quota: 500 }, gender_share: 3_000 };
    let html = readable(&candidates_page(&CandidatesPage { order, ..candidates() }));
    assert!(html.contains("reach 5% of their list’s votes") && html.contains("At least 30% of a list’s seats"));
}

#[test]
fn the_data_page_says_how_to_cite_with_the_number_of_the_report() {
    let page = at(Stage::Stations(0.5), "R4");
    let seq = page.snapshot.seq;
    let levels = vec![("station".into(), "Stations".into())];
    let data = DataPage { frame: frame(&page), view: "/api/v".into(), levels, ..DataPage::default() };
    let html = readable(&data_page(&data));
    assert!(html.contains(&format!("Report No. {seq} of count")));
    assert!(html.contains(&format!("/api/v/changes?since={seq}")) && html.contains("level=station&format=csv"));
}

#[test]
fn the_front_page_shows_nothing_of_an_election_under_embargo_but_when_it_ends() {
    let html = readable(&front(vec![line(Stage::Stations(0.7), Some(CLOSE + 3_600_000))]));
    assert!(html.contains("Results are published from 20:00.") && html.contains("By law, nothing yet."));
    assert!(!html.contains("Lista Deti") && !html.contains("of stations"));
}

#[test]
fn the_front_page_has_seats_lists_and_the_moment_of_each_contest() {
    let html = readable(&front(vec![line(Stage::Stations(0.7), None)]));
    for words in
        ["Lista Deti", "61 for a majority", "As of ", "No. ", "Last report", "other lists together", "href=\"/seats\""]
    {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn before_the_first_report_the_front_page_has_no_bars() {
    let html = front(vec![line(Stage::Nothing, None)]);
    assert!(!html.contains("class=\"glance\"") && !html.contains("house-bar"));
}

/// The page of a contest that one wins, by these votes of the first options.
fn outcome(system: System, votes: &[u64], registered: Option<u64>) -> String {
    let mut page = at(Stage::Stations(0.5), "land");
    page.meta.options.truncate(votes.len());
    let list = |option: &election::meta::OptionMeta| List { id: option.id.clone(), ..List::default() };
    let house = House {
        seats: 1,
        system,
        lists: page.meta.options.iter().map(list).collect(),
        districts: vec![District { id: "land".into(), seats: 1 }],
        ..House::default()
    };
    let valid = votes.iter().sum();
    let there = DistrictTally { votes: votes.to_vec(), valid, cast: valid, registered, uncounted: None };
    let tally = Tally { districts: vec![there], counted: (1, 1), ..Tally::default() };
    let ruling = Ruling { allocation: allocate(&house, &tally, &[]), tally, house };
    readable(&outcome_page(&OutcomePage { frame: frame(&page), ruling, ..OutcomePage::default() }))
}

#[test]
fn the_contests_page_says_how_it_would_end_as_a_cell_that_follows_the_count() {
    let mut page = at(Stage::Stations(0.5), "land");
    let list = |option: &election::meta::OptionMeta| List { id: option.id.clone(), ..List::default() };
    let lists: Vec<List> = page.meta.options.iter().map(list).collect();
    let districts = vec![District { id: "land".into(), seats: 1 }];
    let house = House { seats: 1, system: majority(), lists, districts, ..House::default() };
    page.facts.endings = app::pages::outcome::endings(&house, app::words::of("en"));
    let mut told = |votes: [u64; 3]| {
        let mut votes = votes.to_vec();
        votes.resize(house.lists.len(), 0);
        let valid = votes.iter().sum();
        let there = DistrictTally { votes, valid, cast: valid, registered: None, uncounted: None };
        let tally = Tally { districts: vec![there], counted: (1, 1), ..Tally::default() };
        page.snapshot.view.house = Some(election::seats::house_view(&house, &tally, &[]));
        readable(&app::contest_page(&page))
    };
    assert!(told([0, 0, 0]).contains("Nothing is counted yet, so nothing can be said."));
    assert!(told([45, 35, 20]).contains("Lista Deti and Bashkimi për Vendin would go on to a second round."));
    assert!(told([60, 30, 10]).contains("Lista Deti has more than 50% of the valid votes counted so far"));
    page.facts.endings.clear();
    assert!(!app::contest_page(&page).contains("data-cell=\"ending\""), "only the page of the whole contest says it");
}

fn majority() -> System {
    System::Majority(Majority { more_than: 5_000, runoff: 2, spread: None })
}

#[test]
fn a_majority_a_second_round_and_a_tie_are_three_sentences() {
    assert!(
        outcome(majority(), &[60, 30, 10], None)
            .contains("Lista Deti has more than 50% of the valid votes counted so far")
    );
    let runoff = outcome(majority(), &[45, 35, 20], None);
    assert!(runoff.contains("Lista Deti and Bashkimi për Vendin would go on to a second round."));
    assert!(
        runoff.contains("More than 50% of 100 valid votes are at least 51 votes.") && runoff.contains("not a decision")
    );
    let tied = outcome(majority(), &[40, 30, 30], None);
    assert!(tied.contains("Bashkimi për Vendin and Zeleni savez are level in what is counted so far."));
    assert!(outcome(System::Plurality, &[3, 2, 1], None).contains("Of the votes counted, Lista Deti has the most."));
}

#[test]
fn a_question_is_accepted_refused_or_without_its_quorum() {
    let asks = |turnout_quorum| System::Referendum(Referendum { turnout_quorum, ..Referendum::default() });
    assert!(outcome(asks(0), &[6, 5], None).contains("the question is accepted"));
    assert!(outcome(asks(0), &[5, 5], None).contains("the question is refused"));
    let missed = outcome(asks(5_000), &[6, 5], Some(100));
    assert!(
        missed.contains("the quorum is not reached") && missed.contains("11 of 100 registered voters have taken part")
    );
    assert!(outcome(asks(5_000), &[6, 5], None).contains("How many voters are registered is not known"));
}

#[test]
fn without_votes_there_is_no_outcome() {
    let html = outcome(majority(), &[0, 0], None);
    assert!(html.contains("Nothing is counted yet, so nothing can be said.") && !html.contains("second round"));
}
