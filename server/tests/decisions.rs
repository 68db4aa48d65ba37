//! Calls and lots: what a desk decides is on record, with its author, and nothing else makes a call.

mod stage;

use election::{Definition, folder};
use serde_json::{Value, json};
use stage::{DESK, Stage, TOKEN, scratch, with_candidates, with_seats};

const RECORD: &str = "/api/v1/elections/small/contests/assembly/calls";

fn open() -> (Stage, tempfile::TempDir) {
    let (dir, data) = scratch();
    (Stage::with(with_seats(), &data, "127.0.0.1:0"), dir)
}

fn call(kind: &str, option: &str) -> Value {
    json!({ "kind": kind, "option": option, "author": "Desk one", "basis": "All stations counted" })
}

fn refusal(stage: &Stage, what: &str, body: &Value) -> (u16, String) {
    let answer = stage.decide(what, body);
    (answer.status, answer.json()["reference"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_call_is_on_record_with_its_author_and_travels_with_the_view() {
    let (stage, _dir) = open();
    let answer = stage.decide("calls", &call("elected", "sea"));
    assert_eq!((answer.status, &answer.json()["seq"]), (201, &1.into()), "{}", answer.text);
    let view = stage.published(1);
    let made = &view["calls"][0];
    assert_eq!(
        (&made["kind"], &made["option"], &made["author"]),
        (&"elected".into(), &"sea".into(), &"Desk one".into())
    );
    assert_eq!((&made["seq"], &made["withdrawn"], &made["unit"]), (&1.into(), &Value::Null, &"land".into()));
    assert_eq!(stage.get(RECORD, &[]).json()["calls"][0], *made);
}

#[test]
fn a_withdrawal_is_a_record_too_and_the_call_stays_visible() {
    let (stage, _dir) = open();
    stage.decide("calls", &call("projected", "sea"));
    let withdrawal =
        json!({ "kind": "withdrawn", "withdraws": 1, "author": "Desk two", "basis": "A recount is ordered" });
    assert_eq!(stage.decide("calls", &withdrawal).json()["seq"], 2);
    let view = stage.published(2);
    assert_eq!(view["calls"].as_array().map(Vec::len), Some(1));
    let taken_back = &view["calls"][0]["withdrawn"];
    assert_eq!((&taken_back["seq"], &taken_back["author"]), (&2.into(), &"Desk two".into()));
    assert_eq!(taken_back["basis"], "A recount is ordered");
    assert_eq!(refusal(&stage, "calls", &withdrawal), (422, "not-in-force".into()));
    assert_eq!(stage.decide("calls", &call("projected", "sea")).status, 201, "it can be made again");
}

#[test]
fn nothing_becomes_a_call_by_arithmetic_alone() {
    let (stage, _dir) = open();
    stage.post_csv("unit,category,sea,hill,nan\nn/1,regular,800,1,1\nn/1,postal,90,1,1\nn/2,,800,1,1\ns/1,,800,1,1\n");
    let view = stage.published(4);
    assert_eq!(view["seats"]["lists"][0]["seats"], 3);
    assert_eq!(view["calls"], json!([]));
    let region = stage.get(&stage.view("north"), &[]).json();
    assert_eq!(region["seats"], Value::Null, "the house is the whole contest's");
}

#[test]
fn what_does_not_fit_the_record_is_refused_and_changes_nothing() {
    let (stage, _dir) = open();
    stage.decide("calls", &call("leading", "sea"));
    let cases = [
        (call("leading", "sea"), "in-force-already"),
        (call("leading", "river"), "unknown-option"),
        (json!({ "kind": "elected", "author": "a", "basis": "b" }), "about-nobody"),
        (
            json!({ "kind": "elected", "option": "sea", "candidate": "x", "author": "a", "basis": "b" }),
            "unknown-candidate",
        ),
        (json!({ "kind": "elected", "option": "sea", "author": " ", "basis": "b" }), "no-author"),
        (json!({ "kind": "elected", "option": "sea", "author": "a", "basis": "" }), "no-basis"),
        (json!({ "kind": "withdrawn", "author": "a", "basis": "b" }), "withdraws-nothing"),
        (json!({ "kind": "withdrawn", "withdraws": 7, "author": "a", "basis": "b" }), "not-in-force"),
        (
            json!({ "kind": "elected", "option": "sea", "withdraws": 1, "author": "a", "basis": "b" }),
            "not-a-withdrawal",
        ),
        (json!({ "kind": "elected", "option": "sea", "unit": "x", "author": "a", "basis": "b" }), "unknown-unit"),
    ];
    for (body, code) in cases {
        assert_eq!(refusal(&stage, "calls", &body), (422, code.into()), "{body}");
    }
    assert_eq!(refusal(&stage, "calls", &json!({ "kind": "winner" })), (400, "unreadable".into()));
    assert_eq!(stage.get("/api/v1/elections/small", &[]).json()["seq"], 1);
}

#[test]
fn the_token_of_a_feed_does_not_make_calls_and_a_desks_token_sends_no_reports() {
    let (stage, _dir) = open();
    let body = call("elected", "sea").to_string();
    for token in [None, Some(TOKEN), Some("guessed")] {
        let answer = stage.post_to("contests/assembly/calls", "application/json", body.as_bytes(), token);
        assert_eq!(answer.status, 401, "{token:?}");
    }
    assert_eq!(stage.post("text/csv", b"unit,sea,hill,nan\ns/1,1,2,3\n", Some(DESK)).status, 401);
}

#[test]
fn a_tie_stays_open_until_its_lot_is_on_record_and_a_restart_remembers_it() {
    let (dir, data) = scratch();
    let stage = Stage::with(with_seats(), &data, "127.0.0.1:0");
    stage.post_csv("unit,sea,hill,nan\ns/1,100,100,10\n");
    let view = stage.published(1);
    assert_eq!(view["seats"]["state"], "tied", "{}", view["seats"]);
    let tie = view["seats"]["ties"][0].clone();
    assert_eq!((&tie["among"], &tie["seats"]), (&json!(["sea", "hill"]), &1.into()));
    let lot = |winners: Value| json!({ "place": tie["place"], "among": tie["among"], "winners": winners, "author": "Commission", "basis": "Drawn in public" });
    assert_eq!(refusal(&stage, "lots", &lot(json!(["nan"]))), (422, "winners".into()));
    assert_eq!(refusal(&stage, "lots", &lot(json!(["sea", "hill"]))), (422, "winners".into()));
    assert_eq!(stage.decide("lots", &lot(json!(["hill"]))).status, 201);
    assert_eq!(refusal(&stage, "lots", &lot(json!(["sea"]))), (422, "no-such-tie".into()), "it is decided");
    let seats = |view: &Value| -> Vec<Value> {
        view["seats"]["lists"].as_array().unwrap().iter().map(|list| list["seats"].clone()).collect()
    };
    let decided = stage.published(2);
    assert_eq!(decided["seats"]["state"], "allocated");
    assert_eq!(seats(&decided), [1, 2, 0]);
    stage.close();
    let stage = Stage::with(with_seats(), &data, "127.0.0.1:0");
    assert_eq!(seats(&stage.published(2)), [1, 2, 0]);
    assert_eq!(stage.get(RECORD, &[]).json()["lots"][0]["winners"], json!(["hill"]));
    drop(dir);
}

#[test]
fn the_seats_have_an_address_with_every_quotient_and_an_etag() {
    let (stage, _dir) = open();
    stage.post_csv("unit,sea,hill,nan\ns/1,100,60,10\n");
    let answer = stage.get("/api/v1/elections/small/contests/assembly/seats", &[]);
    assert_eq!(answer.header("cache-control"), "public, max-age=1, stale-while-revalidate=10, stale-if-error=86400");
    let seats = answer.json();
    assert_eq!((&seats["seq"], &seats["state"], &seats["size"]), (&1.into(), &"allocated".into(), &3.into()));
    let awards: Vec<(&Value, &Value)> = seats["shares"][0]["awards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|award| (&award["to"], &award["quotient"]))
        .collect();
    let quotient = |votes: &str, divisor: &str| json!({ "votes": votes, "divisor": divisor });
    let (one, two) = (quotient("100", "1"), quotient("100", "2"));
    assert_eq!(awards, [(&"sea".into(), &one), (&"hill".into(), &quotient("60", "1")), (&"sea".into(), &two)]);
    assert_eq!(seats["shares"][0]["next"]["to"], "sea");
    assert_eq!((&seats["lists"][1]["lacks"], &seats["lists"][1]["spare"]), (&41.into(), &26.into()));
    let again =
        stage.get("/api/v1/elections/small/contests/assembly/seats", &[("If-None-Match", &answer.headers["etag"])]);
    assert_eq!(again.status, 304);
}

#[test]
fn the_candidates_of_closed_lists_are_elected_in_the_order_of_the_list() {
    let (_dir, data) = scratch();
    let stage = Stage::with(with_candidates(), &data, "127.0.0.1:0");
    stage.post_csv("unit,sea,hill,nan\ns/1,100,60,10\n");
    let view = stage.published(1);
    assert_eq!(
        (&view["seats"]["lists"][0]["elected"], &view["seats"]["lists"][1]["elected"]),
        (&json!([0, 1]), &json!([0]))
    );
    let seats = stage.get("/api/v1/elections/small/contests/assembly/seats", &[]).json();
    assert_eq!((&seats["lists"][0]["elected"], &seats["lists"][0]["replaced"]), (&json!(["s1", "s2"]), &json!([])));
    let page = stage.get("/e/small/assembly", &[]).text;
    assert!(page.contains("Sea 1") && page.contains("Sea 2") && page.contains("Hill 1"));
}

/// The small election with open lists, whose candidates' votes are a contest of their own.
fn with_people() -> Definition {
    let mut files = stage::folder();
    let mut append = |name: &str, text: &str| {
        let file = files.files.entry(name.to_owned()).or_default();
        file.extend_from_slice(text.as_bytes());
    };
    append(
        "election.toml",
        "[contests.seats]\ntotal = 3\nsystem = \"proportional\"\nmethod = \"dhondt\"\n\
         candidates = { lists = \"open\", preferences = \"people\" }\n\
         [[contests]]\nid = \"people\"\ntitle = { en = \"People\" }\nvariation = \"n-of-m\"\nfigures = []\n\
         [contests.rules]\nsum-mismatch = \"off\"\nsum-over-registered = \"off\"\n",
    );
    append("candidates.csv", "contest,option,position,id,name\n");
    for (at, (list, id)) in
        (1..).zip([("sea", "s1"), ("sea", "s2"), ("sea", "s3"), ("hill", "h1"), ("hill", "h2"), ("nan", "n1")])
    {
        append("candidates.csv", &format!("assembly,{list},{},{id},{id}\n", &id[1..]));
        append("options.csv", &format!("people,{id},{at},{id},#1d5fa8,{id}\n"));
    }
    folder::read(&files).unwrap_or_else(|defects| panic!("{defects:#?}"))
}

#[test]
fn who_takes_a_seat_follows_the_votes_for_candidates_that_another_contest_reports() {
    let (_dir, data) = scratch();
    let stage = Stage::with(with_people(), &data, "127.0.0.1:0");
    stage.post_csv("unit,contest,revision,sea,hill,nan\ns/1,assembly,1,50,40,20\n");
    let before = stage.published(1);
    stage.post_csv("unit,contest,revision,s1,s2,s3,h1,h2,n1\ns/1,people,1,1,20,30,1,30,10\n");
    let after = stage.published(2);
    assert_ne!(after["seats"], before["seats"]);
    let fresh = stage.get(&format!("{}?level=station", stage.view("land")), &[]).json();
    assert_eq!(after["seats"], fresh["seats"], "as who asks for the first time is told");
}
