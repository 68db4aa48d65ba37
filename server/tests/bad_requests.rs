//! Requests that cannot be taken, each with the words of its answer. None of them changes anything.
//!
//! What can be wrong inside a folder, a file or a JSON report has its corpus beside the `election` crate.

mod stage;

use std::fmt::Write;

use serde_json::Value;
use stage::{Answer, Stage, TOKEN, scratch};

const HEAD: &str = "unit,category,revision,ballots,invalid,sea,hill,nan\n";

/// One request to the reports' address that is wrong.
struct Case {
    name: &'static str,
    kind: &'static str,
    token: Option<&'static str>,
    body: &'static [u8],
}

const fn csv(name: &'static str, body: &'static [u8]) -> Case {
    Case { name, kind: "text/csv", token: Some(TOKEN), body }
}

const fn json(name: &'static str, body: &'static [u8]) -> Case {
    Case { name, kind: "application/json", token: Some(TOKEN), body }
}

const GOOD: &[u8] = b"unit,sea,hill,nan\ns/1,1,2,3\n";

/// The whole request is refused.
const REQUESTS: [Case; 21] = [
    Case { name: "no token", kind: "text/csv", token: None, body: GOOD },
    Case { name: "another token", kind: "text/csv", token: Some("guessed"), body: GOOD },
    Case { name: "no token, and a body that cannot be read", kind: "text/csv", token: None, body: b"\xff" },
    Case { name: "plain text", kind: "text/plain", token: Some(TOKEN), body: GOOD },
    Case { name: "a spreadsheet", kind: "application/vnd.ms-excel", token: Some(TOKEN), body: GOOD },
    Case { name: "no kind", kind: "", token: Some(TOKEN), body: GOOD },
    csv("an empty table", b""),
    csv("an empty first line", b"\n\n"),
    csv("not UTF-8", b"unit,sea,hill,nan\n# No\xebl\ns/1,1,2,3\n"),
    csv("UTF-16", b"\xff\xfeu\0n\0i\0t\0"),
    csv("a misspelt option", b"unit,see,hill,nan\ns/1,1,2,3\n"),
    csv("an option that does not stand", b"unit,sea,hill,nan,river\ns/1,1,2,3,4\n"),
    csv("a column twice", b"unit,sea,sea,nan\ns/1,1,2,3\n"),
    csv("no unit", b"sea,hill,nan\n1,2,3\n"),
    csv("semicolons", b"unit;sea;hill;nan\ns/1;1;2;3\n"),
    csv("JSON that says it is CSV", b"{\"reports\":[]}"),
    json("an empty body", b""),
    json("not UTF-8", b"\xff"),
    json("a list", b"[]"),
    json("a number of reports", b"{\"reports\":5}"),
    json("cut off", b"{\"reports\":[{\"unit\":\"s/1\",\"votes\":{\"sea\":"),
];

/// A row of a table is refused, and a good one beside it would not be.
const ROWS: [(&str, &str); 24] = [
    ("an unknown unit", "s/9,,1,,,1,2,3"),
    ("a unit's name", "Hall,,1,,,1,2,3"),
    ("a sum of others", "south,,1,,,1,2,3"),
    ("the whole country", "land,,1,,,1,2,3"),
    ("no unit", ",,1,,,1,2,3"),
    ("an unknown category", "n/1,early,1,,,1,2,3"),
    ("no category where there are several", "n/1,,1,,,1,2,3"),
    ("a category that the unit does not have", "s/1,postal,1,,,1,2,3"),
    ("revision zero", "s/1,,0,,,1,2,3"),
    ("a revision below zero", "s/1,,-1,,,1,2,3"),
    ("a revision that is a word", "s/1,,second,,,1,2,3"),
    ("a thousands dot", "s/1,,1,,,1.234,2,3"),
    ("decimals", "s/1,,1,,,\"1,5\",2,3"),
    ("a number below zero", "s/1,,1,,,-1,2,3"),
    ("a letter in a number", "s/1,,1,,,1O,2,3"),
    ("a number larger than any", "s/1,,1,,,4294967295,2,3"),
    ("a number of twenty digits", "s/1,,1,,,99999999999999999999,2,3"),
    ("a space in a number", "s/1,,1,,,1 000,2,3"),
    ("two faults", "s/1,,0,,,x,2,3"),
    ("a cell too few", "s/1,,1,,,1,2"),
    ("a cell too many", "s/1,,1,,,1,2,3,4"),
    ("a stray quote", "s/1,,1,,,1,2,\"3\"4"),
    ("more votes than ballots", "s/1,,1,5,,1,2,3"),
    ("more ballots than voters", "s/1,,1,1100,1000,50,25,25"),
];

/// Addresses and methods that there are not.
const ADDRESSES: [&str; 10] = [
    "/api/v1/elections/none",
    "/api/v1/elections/small/contests/none/units/land",
    "/api/v1/elections/small/contests/assembly/units/nowhere",
    "/api/v1/elections/small/contests/assembly/units/land?level=street",
    "/api/v1/elections/small/contests/assembly/units/land/changes",
    "/api/v1/elections/small/contests/assembly/units/land/changes?since=0&epoch=yesterday",
    "/api/v1/elections/small/nothing",
    "/api/v2",
    "/events?election=none&contest=assembly",
    "/events?election=small&contest=none",
];

fn state(stage: &Stage) -> String {
    let state = stage.get("/api/v1/elections/small", &[]).json();
    format!("{} {}", state["seq"], state["state_hash"])
}

/// A server that has one report already.
fn open(data: &std::path::Path) -> (Stage, String) {
    let stage = Stage::open(data);
    assert_eq!(stage.post_csv("unit,sea,hill,nan\ns/1,4,5,6\n")["accepted"], 1);
    let before = state(&stage);
    (stage, before)
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("(nothing)")
}

fn said(answer: &Answer) -> String {
    let problem = answer.json();
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text);
    format!("{} {}: {}", answer.status, word(&problem["reference"]), word(&problem["detail"]))
}

#[test]
fn a_request_that_cannot_be_taken_says_why_and_changes_nothing() {
    let (_dir, data) = scratch();
    let (stage, before) = open(&data);
    let mut text = String::new();
    for Case { name, kind, token, body } in &REQUESTS {
        let answer = stage.post(kind, body, *token);
        let _ = writeln!(text, "{name}\n    {}\n", said(&answer));
        assert_eq!(state(&stage), before, "{name}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_batch_that_is_too_large_says_how_large_it_may_be() {
    let (_dir, data) = scratch();
    let (stage, before) = open(&data);
    let body = vec![b'7'; server::limits::Limits::default().report_batch + 1];
    insta::assert_snapshot!(said(&stage.post("text/csv", &body, Some(TOKEN))));
    assert_eq!(state(&stage), before);
}

#[test]
fn a_row_that_cannot_be_taken_says_why_and_changes_nothing() {
    let (_dir, data) = scratch();
    let (stage, before) = open(&data);
    let mut text = String::new();
    for (name, row) in ROWS {
        let answer = stage.post_csv(&format!("{HEAD}{row}\n"));
        assert_eq!((&answer["rejected"], &answer["seq"]), (&1.into(), &Value::Null), "{name}: {answer}");
        let row = &answer["rows"][0];
        let _ = writeln!(text, "{name}\n    {}: {}\n", word(&row["code"]), word(&row["detail"]));
        assert_eq!(state(&stage), before, "{name}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn an_address_that_there_is_not_says_where_to_look() {
    let (_dir, data) = scratch();
    let (stage, before) = open(&data);
    let mut text = String::new();
    for address in ADDRESSES {
        let _ = writeln!(text, "{address}\n    {}\n", said(&stage.get(address, &[])));
    }
    insta::assert_snapshot!(text);
    assert_eq!(state(&stage), before);
}
