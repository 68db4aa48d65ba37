//! Turnout through the day: what counts for an hour, what is flagged, and what it is compared with.

use std::collections::BTreeMap;

use election::folder::{Folder, json_turnout, read, turnout_reports, write_turnout};
use election::turnout::{
    Hour, Settled, TurnoutBook, TurnoutEntry, TurnoutFlag, TurnoutSubmission, hours_before, registered,
    registered_before,
};
use election::{ContestIx, Definition};

const GOOD: [(&str, &str); 6] = [
    ("election.toml", include_str!("folder/defects/good/election.toml")),
    ("units.csv", include_str!("folder/defects/good/units.csv")),
    ("options.csv", include_str!("folder/defects/good/options.csv")),
    ("baseline.csv", include_str!("folder/defects/good/baseline.csv")),
    ("map.geojson", include_str!("folder/defects/good/map.geojson")),
    ("turnout-baseline.csv", include_str!("folder/defects/good/turnout-baseline.csv")),
];

fn definition() -> Definition {
    let files: BTreeMap<_, _> = GOOD.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
    read(&Folder { files }).unwrap_or_else(|defects| panic!("{defects:?}"))
}

fn rows(definition: &Definition, rows: &str) -> Vec<TurnoutSubmission> {
    let text = format!("time,unit,contest,voters,revision,reason\n{rows}");
    turnout_reports(definition, "t.csv", text.as_bytes()).unwrap_or_else(|defects| panic!("{defects:?}"))
}

/// The book of those rows, and how each was settled.
fn told(definition: &Definition, text: &str) -> (TurnoutBook, Vec<Settled>) {
    let mut book = TurnoutBook::default();
    let settled = rows(definition, text).into_iter().zip(1..).map(|(row, seq)| {
        let settled = book.settle(&row);
        if let Settled::New(revision) = settled {
            book.enter(TurnoutEntry { seq, accepted_at: 7, revision, report: row.report });
        }
        settled
    });
    let settled = settled.collect();
    (book, settled)
}

fn hours(definition: &Definition, book: &TurnoutBook, unit: &str) -> Vec<Hour> {
    let unit = definition.units.find(unit).expect("a unit");
    book.hours(ContestIx(0), unit, registered(definition, unit))
}

#[test]
fn a_later_revision_counts_and_the_figure_that_it_replaced_is_not_forgotten() {
    let definition = definition();
    let (book, settled) = told(
        &definition,
        "2025-10-12T15:00:00+02:00,n/1,assembly,300,,\n2025-10-12T11:00:00+02:00,n/1,assembly,210,,\n\
         2025-10-12T11:00:00+02:00,n/1,assembly,210,,\n2025-10-12T11:00:00+02:00,n/1,assembly,201,,swapped\n\
         2025-10-12T11:00:00+02:00,n/1,assembly,210,1,\n2025-10-12T11:00:00+02:00,n/1,assembly,999,2,\n",
    );
    use Settled::{Duplicate, New, Superseded};
    let superseded = |conflict| Superseded { conflict };
    assert_eq!(settled, [New(1), New(1), Duplicate, New(2), superseded(false), superseded(true)]);
    let hours = hours(&definition, &book, "n/1");
    let brief: Vec<_> = hours.iter().map(|hour| (hour.voters, hour.was, hour.revision, &*hour.reason)).collect();
    assert_eq!(brief, [(201, Some(210), 2, "swapped"), (300, None, 1, "")], "in the order of the hours");
    assert_eq!(book.len(), 3);
}

#[test]
fn more_than_registered_and_less_than_earlier_are_flags_and_not_errors() {
    let definition = definition();
    let (book, _) = told(
        &definition,
        "2025-10-12T11:00:00+02:00,n/1,assembly,901,,\n2025-10-12T13:00:00+02:00,n/1,assembly,900,,\n\
         2025-10-12T15:00:00+02:00,n/1,assembly,0,,\n2025-10-12T15:00:00+02:00,embassy,assembly,5000,,\n",
    );
    let flags: Vec<_> = hours(&definition, &book, "n/1").into_iter().map(|hour| hour.flags).collect();
    assert_eq!(flags, [vec![TurnoutFlag::OverRegistered], vec![TurnoutFlag::Lower], vec![TurnoutFlag::Lower]]);
    assert_eq!(hours(&definition, &book, "embassy")[0].flags, [], "nobody knows how many are registered there");
}

#[test]
fn a_place_is_no_sum_of_those_below_and_silence_is_not_zero() {
    let definition = definition();
    let (book, _) = told(&definition, "2025-10-12T11:00:00+02:00,n/1,assembly,201,,\n");
    assert_eq!(hours(&definition, &book, "north"), []);
    assert_eq!(hours(&definition, &book, "n/2"), []);
    assert!(book.has(ContestIx(0)) && !book.has(ContestIx(1)));
}

#[test]
fn the_share_is_of_those_who_may_vote_on_the_day_if_all_of_them_are_known() {
    let mut files: BTreeMap<_, _> = GOOD.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
    let known = read(&Folder { files: files.clone() }).expect("sound");
    let of = |definition: &Definition, unit: &str| registered(definition, definition.units.find(unit).expect("a unit"));
    assert_eq!(
        ["n/1", "north", "small", "embassy"].map(|unit| of(&known, unit)),
        [Some(900), Some(1700), Some(2400), None]
    );
    let units = GOOD[1].1.replacen("700", "", 1);
    files.insert("units.csv".into(), units.into_bytes());
    let partly = read(&Folder { files }).expect("sound");
    assert_eq!(["north", "south", "small"].map(|unit| of(&partly, unit)), [Some(1700), None, None]);
}

#[test]
fn the_previous_election_stands_on_todays_clock() {
    let definition = definition();
    let [small, north] = ["small", "n/1"].map(|unit| definition.units.find(unit).expect("a unit"));
    let eleven = rows(&definition, "2025-10-12T11:00:00+02:00,small,assembly,1,,\n")[0].report.at;
    assert_eq!(hours_before(&definition, ContestIx(0), small), [(eleven, 450), (eleven + 4 * 3_600_000, 1000)]);
    assert_eq!(hours_before(&definition, ContestIx(1), small), []);
    assert_eq!(registered_before(&definition, ContestIx(0), small), Some(2300), "as the file says");
    let baseline = registered_before(&definition, ContestIx(0), north);
    assert_eq!(baseline, definition.baselines[0][&north][0], "else as the baseline says");
}

#[test]
fn what_is_written_is_read_back_and_json_says_the_same() {
    let definition = definition();
    let read = rows(
        &definition,
        "2025-10-12T11:00:00+02:00,n/1,assembly,201,2,\"two, swapped\"\n2025-10-12T15:00:00+02:00,small,bridge,0,,\n",
    );
    let text = write_turnout(&definition, &read);
    assert_eq!(turnout_reports(&definition, "t.csv", text.as_bytes()).expect("sound"), read);
    let body = br#"{"turnout":[{"time":"2025-10-12T11:00:00+02:00","unit":"n/1","contest":"assembly","voters":201,"revision":2,"reason":"two, swapped"},
        {"time":"2025-10-12T15:00:00+02:00","unit":"small","contest":"bridge","voters":0,"revision":null}]}"#;
    let json: Vec<_> =
        json_turnout(&definition, body).expect("a list").into_iter().map(|row| row.expect("sound")).collect();
    assert_eq!(json, read);
}

#[test]
fn a_body_is_refused_row_by_row_with_codes() {
    let definition = definition();
    let codes = |row: &str| -> Vec<&'static str> {
        let body = format!("{{\"turnout\":[{row}]}}");
        let outcomes = json_turnout(&definition, body.as_bytes()).expect("a list");
        outcomes[0].as_ref().expect_err("a defect").iter().map(|refusal| refusal.code()).collect()
    };
    let whole = "\"time\":\"2025-10-12T11:00:00+02:00\",\"contest\":\"assembly\",\"unit\":\"n/1\"";
    assert_eq!(codes(&format!("{{{whole}}}")), ["missing-voters"]);
    assert_eq!(codes(&format!("{{{whole},\"voters\":-1}}")), ["not-a-number"]);
    assert_eq!(codes(&format!("{{{whole},\"voters\":\"12\"}}")), ["not-a-number"]);
    assert_eq!(codes(&format!("{{{whole},\"voters\":12,\"ballots\":12}}")), ["bad-row"]);
    assert_eq!(codes("{\"voters\":1}"), ["missing-time", "missing-contest", "missing-unit"]);
    assert_eq!(codes("[]"), ["bad-row"]);
    let bad = json_turnout(&definition, b"{\"reports\":[]}").expect_err("no list");
    assert!(bad.to_string().contains("\"turnout\""), "{bad}");
}
