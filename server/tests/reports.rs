//! `POST …/reports`: what is accepted is acknowledged row by row, what is not changes nothing.

mod stage;

use stage::{Stage, TOKEN, scratch};

const HEAD: &str = "unit,category,revision,ballots,invalid,sea,hill,nan,reason\n";

fn csv(rows: &[&str]) -> String {
    format!("{HEAD}{}\n", rows.join("\n"))
}

fn state(stage: &Stage) -> (u64, String) {
    let state = stage.get("/api/v1/elections/small", &[]).json();
    (state["seq"].as_u64().expect("a number"), state["state_hash"].as_str().expect("a hash").to_owned())
}

#[test]
fn each_row_is_answered_for_itself_and_good_rows_are_not_held_up_by_bad_ones() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let answer = stage.post_csv(&csv(&[
        "n/1,regular,1,,,10,20,30,",
        "n/1,nowhere,1,,,10,20,30,",
        "north,regular,1,,,10,20,30,",
        "n/2,,1,,,10,20,x,",
        "n/2,,1,,,400,400,200,",
        "n/1,regular,1,,,10,20,30,",
        "s/1,,1,50,,10,20,30,",
    ]));
    let outcomes: Vec<&str> =
        answer["rows"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["accepted", "rejected", "rejected", "rejected", "quarantined", "unchanged", "rejected"]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&answer["rows"]).unwrap());
    let view = stage.published(2);
    assert_eq!(view["categories"][0]["figures"][0], 1, "one station is counted");
    assert_eq!(view["categories"][0]["figures"][2], 1, "one is flagged");
}

#[test]
fn sending_a_batch_twice_changes_nothing() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let batch = csv(&["n/1,regular,1,,,10,20,30,", "s/1,,,,,1,2,3,"]);
    assert_eq!(stage.post_csv(&batch)["accepted"], 2);
    let before = state(&stage);
    assert_eq!(stage.post_csv(&batch)["unchanged"], 2);
    assert_eq!(state(&stage), before);
}

#[test]
fn a_row_without_revision_is_a_new_one_only_if_its_figures_differ() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    stage.post_csv(&csv(&["s/1,,,,,1,2,3,"]));
    let answer = stage.post_csv(&csv(&["s/1,,,,,1,2,4,miscounted"]));
    assert_eq!((&answer["accepted"], &answer["rows"][0]["revision"]), (&1.into(), &2.into()));
    let view = stage.published(2);
    let event = view["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&event["kind"], &event["reason"]), (&"correction".into(), &"miscounted".into()));
    assert_eq!(event["options"][0], serde_json::json!({ "id": "nan", "before": 3, "after": 4 }));
}

#[test]
fn an_older_revision_that_comes_late_is_superseded_and_a_contradiction_is_named() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    stage.post_csv("time,unit,revision,sea,hill,nan\n2025-10-12T20:00:00Z,s/1,2,5,5,5\n");
    let late = stage.post_csv("time,unit,revision,sea,hill,nan\n2025-10-12T19:00:00Z,s/1,1,9,9,9\n");
    assert_eq!(
        (&late["rows"][0]["code"], &late["rows"][0]["conflict"]),
        (&"superseded".into(), &serde_json::Value::Null)
    );
    let other = stage.post_csv("time,unit,revision,sea,hill,nan\n2025-10-12T19:30:00Z,s/1,2,4,5,5\n");
    assert_eq!((&other["rows"][0]["code"], &other["rows"][0]["conflict"]), (&"superseded".into(), &true.into()));
}

#[test]
fn requests_that_cannot_be_taken_say_why_and_change_nothing() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    stage.post_csv(&csv(&["n/1,regular,1,,,10,20,30,"]));
    let before = state(&stage);
    let good = csv(&["s/1,,,,,1,2,3,"]);
    type Case<'a> = (&'a str, &'a [u8], Option<&'a str>, u16, &'a str);
    let cases: [Case<'_>; 9] = [
        ("text/csv", good.as_bytes(), None, 401, "unauthorized"),
        ("text/csv", good.as_bytes(), Some("wrong"), 401, "unauthorized"),
        ("text/plain", good.as_bytes(), Some(TOKEN), 400, "content-type"),
        ("text/csv", b"unit,see\ns/1,5\n", Some(TOKEN), 400, "unreadable"),
        ("text/csv", b"", Some(TOKEN), 400, "unreadable"),
        ("text/csv", b"\xff\xfe\x00unit", Some(TOKEN), 400, "unreadable"),
        ("application/json", b"{\"reports\": 5}", Some(TOKEN), 400, "bad-json"),
        ("application/json", b"{\"reports\": [{]}", Some(TOKEN), 400, "bad-json"),
        ("application/json", b"\xff", Some(TOKEN), 400, "bad-json"),
    ];
    for (kind, body, token, status, reference) in cases {
        let answer = stage.post(kind, body, token);
        assert_eq!((answer.status, &answer.json()["reference"]), (status, &reference.into()), "{}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.json()["detail"].as_str().unwrap().len() > 20, "it says what to do: {}", answer.text);
    }
    assert_eq!(state(&stage), before);
}

#[test]
fn json_reports_are_taken_as_csv_ones_are() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let body = r#"{"reports":[
        {"unit":"n/1","category":"postal","votes":{"sea":7,"hill":8,"nan":9},"ballots":25,"invalid":1,"source":"desk 4"},
        {"unit":"n/1","category":"postal","votes":{"sea":-7}},
        {"unit":"n/9","votes":{"sea":7}}
    ]}"#;
    let answer = stage.post("application/json", body.as_bytes(), Some(TOKEN)).json();
    let rows = answer["rows"].as_array().unwrap();
    assert_eq!((&rows[0]["outcome"], &rows[0]["line"]), (&"accepted".into(), &1.into()));
    assert_eq!((&rows[1]["code"], &rows[2]["code"]), (&"not-a-number".into(), &"unknown-unit".into()));
}
