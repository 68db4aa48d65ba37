//! Turnout through the day: what is said while people vote is on record like every figure, and readers see it as what it is.

mod stage;

use election::folder::{Folder, read};
use serde_json::{Value, json};
use stage::{DESK, Stage, TOKEN, folder, scratch};

const NORTH: &str = "/api/v1/elections/small/contests/assembly/units/north/turnout";
const HEAD: &str = "time,unit,voters,revision,reason\n";

fn post(stage: &Stage, rows: &str) -> Value {
    let answer = stage.post_to("turnout", "text/csv", format!("{HEAD}{rows}").as_bytes(), Some(TOKEN));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn hours(place: &Value) -> Vec<(u64, Value)> {
    let hours = place["hours"].as_array().expect("hours");
    hours.iter().map(|hour| (hour["voters"].as_u64().expect("voters"), hour["was"].clone())).collect()
}

#[test]
fn each_row_is_answered_and_readers_see_what_counts_now_and_what_counted_before() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let answer = post(
        &stage,
        "2025-10-12T11:00:00+02:00,north,700,,\n2025-10-12T11:00:00+02:00,north,700,,\n\
         2025-10-12T11:00:00+02:00,nowhere,1,,\n2025-10-12T11:00:00+02:00,north,610,,two figures were swapped\n\
         2025-10-12T15:00:00+02:00,north,600,,\n2025-10-12T15:00:00+02:00,n/1,1001,,\n",
    );
    let outcomes: Vec<&str> =
        answer["rows"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["accepted", "unchanged", "rejected", "accepted", "accepted", "accepted"]);
    assert_eq!(
        (&answer["rows"][3]["revision"], &answer["rows"][3]["seq"], &answer["seq"]),
        (&2.into(), &2.into(), &4.into())
    );
    assert_eq!(answer["rows"][2]["code"], "unknown-unit");
    assert_eq!(
        (&answer["rows"][4]["flags"], &answer["rows"][5]["flags"]),
        (&json!(["lower-than-before"]), &json!(["over-registered"]))
    );
    let north = stage.get(NORTH, &[]);
    let said = north.json();
    assert_eq!(hours(&said), [(610, 700.into()), (600, Value::Null)]);
    assert_eq!((&said["registered"], &said["seq"]), (&2000.into(), &4.into()));
    assert_eq!(said["hours"][1]["flags"], json!(["lower-than-before"]));
    let places: Vec<(&Value, usize)> =
        said["places"].as_array().unwrap().iter().map(|place| (&place["unit"]["id"], hours(place).len())).collect();
    assert_eq!(places, [(&"n/1".into(), 1), (&"n/2".into(), 0)], "silence is not zero");
    assert_eq!(stage.get(NORTH, &[("If-None-Match", north.header("etag"))]).status, 304);
    let table = stage.get(&format!("{NORTH}?format=csv"), &[]);
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(table.text.lines().count(), 4, "{}", table.text);
    assert!(
        table.text.contains(",north,North,2025-10-12T09:00:00Z,610,2000,2,2,700,,,,,two figures were swapped"),
        "{}",
        table.text
    );
    assert_eq!(stage.get(&format!("{NORTH}?format=pdf"), &[]).status, 400);
}

#[test]
fn json_says_the_same_and_only_a_feeds_token_may_say_it() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let body =
        json!({ "turnout": [{ "time": "2025-10-12T11:00:00+02:00", "unit": "land", "voters": 900 }] }).to_string();
    for token in [None, Some(DESK), Some("guessed")] {
        assert_eq!(stage.post_to("turnout", "application/json", body.as_bytes(), token).status, 401, "{token:?}");
    }
    assert_eq!(stage.post_to("turnout", "text/plain", body.as_bytes(), Some(TOKEN)).status, 400);
    assert_eq!(stage.post_to("turnout", "application/json", b"{\"reports\":[]}", Some(TOKEN)).status, 400);
    let answer = stage.post_to("turnout", "application/json", body.as_bytes(), Some(TOKEN)).json();
    assert_eq!((&answer["accepted"], &answer["seq"]), (&1.into(), &1.into()));
}

#[test]
fn reports_and_turnout_share_one_chain_and_a_restart_knows_both_from_snapshot_and_tail() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    stage.post_csv("unit,sea,hill,nan\ns/1,100,60,10\n");
    post(&stage, "2025-10-12T11:00:00+02:00,land,900,,\n");
    stage.post_csv("unit,sea,hill,nan\nn/2,100,60,10\n");
    assert_eq!(stage.get("/api/v1/elections/small", &[]).json()["seq"], 3);
    // An orderly end writes a snapshot; what comes after it is the tail.
    stage.close();
    let stage = Stage::open(&data);
    let answer = post(&stage, "2025-10-12T11:00:00+02:00,land,910,,late\n2025-10-12T15:00:00+02:00,land,1500,,\n");
    assert_eq!((&answer["rows"][0]["revision"], &answer["seq"]), (&2.into(), &5.into()), "it remembers the first");
    let land = NORTH.replace("north", "land");
    let before = stage.get(&land, &[]).json();
    drop(stage);
    let stage = Stage::open(&data);
    let after = stage.get(&land, &[]).json();
    assert_eq!(after, before);
    assert_eq!(hours(&after), [(910, 900.into()), (1500, Value::Null)]);
    for entry in std::fs::read_dir(data.join("small")).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|extension| extension == "bin") {
            std::fs::remove_file(entry).unwrap();
        }
    }
    stage.close();
    let stage = Stage::open(&data);
    assert_eq!(stage.get(&land, &[]).json(), before, "the journal alone says the same");
    assert_eq!(stage.get(&stage.view("land"), &[]).json()["seq"], 5);
}

#[test]
fn the_page_says_it_in_words_and_a_place_without_figures_says_that() {
    let (_dir, data) = scratch();
    let stage = Stage::with(with_turnout(folder()), &data, "127.0.0.1:0");
    post(&stage, "2025-10-12T11:00:00+02:00,land,900,,\n2025-10-12T11:00:00+02:00,south,333,,\n");
    stage.post_csv("unit,ballots,sea,hill,nan\ns/1,180,100,60,10\n");
    stage.published(3);
    let page = stage.get("/e/small/-/turnout/assembly", &[]).text;
    assert!(page.contains("By 11:00, 30.0% of 3,000 registered voters had voted."), "{page}");
    assert!(page.contains("2.5\u{a0}points more than at that time in the previous election"), "{page}");
    assert!(page.contains("not published") && page.contains("33.3%"), "{page}");
    assert!(page.contains("In counted stations"), "{page}");
    let north = stage.get("/e/small/-/turnout/assembly/north", &[]).text;
    assert!(north.contains("No turnout by the hour has been published for this place."), "{north}");
    post(&stage, "2025-10-12T11:00:00+02:00,land,930,,a list was missing\n");
    let page = stage.get("/e/small/-/turnout/assembly", &[]).text;
    assert!(page.contains("Corrected: 900 → 930. a list was missing"), "{page}");
}

#[test]
fn a_figure_that_cannot_be_is_shown_with_its_flag_and_breaks_no_page() {
    let (_dir, data) = scratch();
    let stage = Stage::with(with_turnout(folder()), &data, "127.0.0.1:0");
    post(
        &stage,
        "2025-10-12T11:00:00+02:00,north,4294967294,,\n2025-10-12T11:00:00+02:00,land,4294967294,,\n\
         2025-10-12T11:00:00+02:00,south,333,,\n",
    );
    let page = stage.get("/e/small/-/turnout/assembly", &[]);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("More than are registered") && page.text.contains("4,294,967,294"), "{}", page.text);
    assert!(page.text.contains("--len:100%") && page.text.contains("--len:0%"), "{}", page.text);
}

#[test]
fn before_the_embargo_ends_reports_of_the_count_change_no_byte_of_turnout() {
    let addresses =
        ["/e/small/-/turnout/assembly", NORTH, &NORTH.replace("north", "land"), &format!("{NORTH}?format=csv")]
            .map(str::to_owned);
    let seen = |counted: bool| {
        let (_dir, data) = scratch();
        let stage = Stage::with(with_turnout(under_embargo()), &data, "127.0.0.1:0");
        post(&stage, "2025-10-12T11:00:00+02:00,land,900,,\n2025-10-12T11:00:00+02:00,north,600,,\n");
        let epoch = stage.get(NORTH, &[]).json()["epoch"].as_str().expect("an epoch").to_owned();
        if counted {
            stage.post_csv("unit,ballots,sea,hill,nan\ns/1,180,100,60,10\nn/1,170,90,60,10\n");
        }
        addresses.clone().map(|address| {
            let text = stage.get(&address, &[]).text.replace(&epoch, "");
            // When a figure of turnout was accepted is the clock of this test.
            text.split("\"accepted_at\":\"")
                .map(|part| part.split_once("Z\"").map_or(part, |(_, rest)| rest))
                .collect::<String>()
        })
    };
    assert_eq!(seen(true), seen(false));
}

#[test]
fn turnout_is_open_before_the_embargo_ends_and_says_nothing_of_votes() {
    let (_dir, data) = scratch();
    let stage = Stage::with(with_turnout(under_embargo()), &data, "127.0.0.1:0");
    post(&stage, "2025-10-12T11:00:00+02:00,land,900,,\n");
    stage.post_csv("unit,ballots,sea,hill,nan\ns/1,180,100,60,10\n");
    let refused = stage.get("/e/small/assembly", &[]);
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("/e/small/-/turnout/assembly?lang=en"), "it says what is open: {}", refused.text);
    assert_eq!(stage.get(&stage.view("land"), &[]).status, 403);
    assert_eq!(stage.get(NORTH, &[]).status, 200);
    let page = stage.get("/e/small/-/turnout/assembly", &[]);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("By 11:00, 30.0% of 3,000 registered voters had voted."), "{}", page.text);
    assert!(!page.text.contains("180") && !page.text.contains("In counted stations"), "{}", page.text);
}

fn under_embargo() -> Folder {
    let mut folder = folder();
    let toml = String::from_utf8(folder.files["election.toml"].clone()).expect("UTF-8");
    let toml = toml.replacen("languages =", "embargo = 2999-10-12T20:00:00+02:00\nlanguages =", 1);
    folder.files.insert("election.toml".into(), toml.into_bytes());
    folder
}

fn with_turnout(mut folder: Folder) -> election::Definition {
    let toml = String::from_utf8(folder.files["election.toml"].clone()).expect("UTF-8");
    let toml = toml.replacen("[\"ballots\", \"invalid\"]", "[\"registered\", \"ballots\", \"invalid\"]", 1);
    folder.files.insert("election.toml".into(), toml.into_bytes());
    let before = "unit,time,voters,registered\nland,11:00,825,3000\n";
    folder.files.insert("turnout-baseline.csv".into(), before.into());
    read(&folder).unwrap_or_else(|defects| panic!("{defects:#?}"))
}
