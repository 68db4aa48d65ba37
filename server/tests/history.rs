//! What was: the addresses of the past, compared with what was sent.

mod stage;

use serde_json::{Value, json};
use stage::{Stage, scratch};

const HEAD: &str = "unit,category,revision,status,ballots,invalid,sea,hill,nan,reason\n";

/// A night in which a station is corrected, one is taken back, and one is held and mended.
fn told(stage: &Stage) {
    for row in [
        "s/1,regular,1,completed,,,5,0,2,",
        "n/1,regular,1,completed,,,40,30,0,",
        "s/1,regular,2,completed,,,4,1,2,typing error",
        "n/2,regular,1,completed,,,950,0,0,",
        "n/1,regular,1,completed,,,40,30,0,",
        "n/1,regular,2,not-processed,,,,,,wrong station",
        "n/2,regular,2,completed,,,95,0,0,one zero too many",
    ] {
        stage.post_csv(&format!("{HEAD}{row}\n"));
    }
    stage.published(6);
}

fn ask(stage: &Stage, what: &str) -> Value {
    let answer = stage.get(&stage.view(what), &[]);
    assert_eq!(answer.status, 200, "{what}: {}", answer.text);
    answer.json()
}

#[test]
fn the_timeline_ends_with_the_figures_of_the_view() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    told(&stage);
    let view = stage.published(6);
    let history = ask(&stage, "land/history");
    assert_eq!((&history["epoch"], &history["seq"]), (&view["epoch"], &json!(6)));
    let columns = history["columns"].as_array().unwrap();
    assert_eq!(columns[..3], [json!("completed"), json!("partial"), json!("registered")]);
    let last = &history["points"].as_array().unwrap().last().unwrap()["figures"];
    let of = |name: &str| last[columns.iter().position(|column| column == name).unwrap()].as_u64().unwrap();
    let shown = |name: &str| -> u64 {
        let at = view["columns"].as_array().unwrap().iter().position(|column| column == name).unwrap();
        view["categories"].as_array().unwrap().iter().map(|row| row["figures"][at].as_u64().unwrap()).sum()
    };
    for name in ["completed", "partial", "registered", "valid", "sea", "hill", "nan"] {
        assert_eq!(of(name), shown(name), "{name}");
    }
    assert_eq!((of("sea"), of("hill"), of("nan")), (99, 1, 2));
    let csv = stage.get(&stage.view("land/history?format=csv"), &[]).text;
    assert!(csv.lines().last().unwrap().ends_with(",99,1,2"), "{csv}");
}

#[test]
fn corrections_say_old_and_new_why_and_where_and_nothing_else_is_one() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    told(&stage);
    let all = ask(&stage, "land/corrections");
    assert_eq!(all["counts"], json!({ "correction": 1, "retraction": 1, "reported-again": 0, "held": 1 }));
    let list = all["corrections"].as_array().unwrap();
    assert_eq!(list.iter().map(|one| one["seq"].as_u64().unwrap()).collect::<Vec<_>>(), [5, 4, 3]);
    let typing = &list[2];
    assert_eq!(
        (&typing["kind"], &typing["unit"]["id"], &typing["reason"]),
        (&json!("correction"), &json!("s/1"), &json!("typing error"))
    );
    let shift = |id: &str, before: Value, after: Value| json!({ "id": id, "before": before, "after": after });
    assert_eq!(typing["figures"], json!([shift("sea", 5.into(), 4.into()), shift("hill", 0.into(), 1.into())]));
    assert_eq!(list[1]["kind"], "held");
    assert_eq!(list[1]["rules"], json!(["station-size"]));
    assert_eq!(list[0]["status"], json!({ "before": "completed", "after": "not-processed" }));
    assert!(list[0]["figures"].as_array().unwrap().contains(&shift("sea", 40.into(), Value::Null)));
}

#[test]
fn corrections_are_filtered_by_place_list_kind_and_reason_and_come_page_by_page() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    told(&stage);
    let seqs = |what: &str| -> Vec<u64> {
        let list = ask(&stage, what)["corrections"].as_array().unwrap().clone();
        list.iter().map(|one| one["seq"].as_u64().unwrap()).collect()
    };
    assert_eq!(seqs("south/corrections"), [3]);
    assert_eq!(seqs("n/1/corrections"), [5]);
    assert_eq!(seqs("land/corrections?option=nan"), [5, 4], "the votes of that list were said or taken back");
    assert_eq!(seqs("land/corrections?kind=held"), [4]);
    assert_eq!(seqs("land/corrections?reason=none"), [4]);
    assert_eq!(seqs("land/corrections?reason=given"), [5, 3]);
    assert_eq!(seqs("land/corrections?from=2100-01-01T00:00:00Z"), [] as [u64; 0]);
    assert_eq!(seqs("land/corrections?minutes=60"), [5, 4, 3]);
    let first = ask(&stage, "land/corrections?limit=2");
    assert_eq!(first["next"], 4);
    assert_eq!(seqs("land/corrections?limit=2&before=4"), [3]);
    assert_eq!(ask(&stage, "land/corrections?limit=2&before=4")["next"], Value::Null);
    let csv = stage.get(&stage.view("land/corrections?format=csv"), &[]).text;
    assert!(
        csv.contains(",3,") && csv.contains(",s/1,Hall,regular,correction,2,completed,completed,sea,5,4,,typing error")
    );
}

#[test]
fn a_station_shows_every_revision_and_which_one_counts() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    told(&stage);
    let station = ask(&stage, "n/2/revisions");
    let list = station["revisions"].as_array().unwrap();
    let short = |at: usize| {
        let one = &list[at];
        let figures = one["figures"].as_array().unwrap();
        (one["revision"].as_u64(), one["held"].as_bool(), one["counts"].as_bool(), figures[5].as_u64())
    };
    assert_eq!(list.len(), 2);
    assert_eq!(short(0), (Some(1), Some(true), Some(false), Some(950)));
    assert_eq!(short(1), (Some(2), Some(false), Some(true), Some(95)));
    assert_eq!(
        ask(&stage, "s/1/revisions")["revisions"][1]["changed"][0],
        json!({ "id": "sea", "before": 5, "after": 4 })
    );
    assert_eq!(ask(&stage, "n/2/revisions")["columns"][5], "sea");
    let answer = stage.get(&stage.view("south/revisions"), &[]);
    assert_eq!((answer.status, &answer.json()["reference"]), (400, &json!("not-a-station")));
}

#[test]
fn what_changed_lately_is_then_and_now_of_each_place() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    told(&stage);
    let recent = ask(&stage, "land/recent?minutes=30");
    assert_eq!(recent["from_seq"], 0);
    assert_eq!(recent["whole"]["reports"], 6);
    let figures = |what: &Value| {
        what.as_array().unwrap().iter().rev().take(3).map(|one| one.as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(
        (figures(&recent["whole"]["before"]), figures(&recent["whole"]["after"])),
        (vec![0, 0, 0], vec![2, 1, 99])
    );
    let south = recent["places"].as_array().unwrap().iter().find(|place| place["unit"]["id"] == "south").unwrap();
    assert_eq!((&south["completed"], figures(&south["after"])), (&json!(true), vec![2, 1, 4]));
    let csv = stage.get(&stage.view("land/recent?format=csv"), &[]).text;
    assert!(csv.lines().any(|line| line.contains(",south,South,2,") && line.ends_with(",4,1,2")), "{csv}");
}

#[test]
fn a_wrong_parameter_is_said_with_what_it_may_be() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    for (what, reference, words) in [
        ("land/corrections?kind=wrong", "unknown-kind", "`correction`, `retraction`, `reported-again`, `held`"),
        ("land/corrections?option=nobody", "unknown-option", "use an id of its options"),
        ("land/corrections?reason=maybe", "bad-reason", "`given` or `none`"),
        ("land/corrections?from=yesterday", "bad-from", "2025-10-12T20:15:00Z"),
        ("land/corrections?before=x", "bad-before", "`next` of the page before"),
        ("land/corrections?limit=5000", "bad-limit", "from 1 to 1000"),
        ("land/recent?minutes=many", "bad-minutes", "from 1 to 2880"),
        ("land/history?format=xml", "bad-format", "`json` or `csv`"),
        ("nowhere/history", "unknown-unit", "/api/v1/index.json"),
    ] {
        let answer = stage.get(&stage.view(what), &[]);
        assert!((400..500).contains(&answer.status), "{what}");
        assert_eq!(answer.json()["reference"], reference, "{what}");
        assert!(answer.json()["detail"].as_str().unwrap().contains(words), "{what}: {}", answer.text);
    }
}

#[test]
fn the_past_is_the_same_after_a_restart_from_the_snapshot_and_from_the_journal_alone() {
    let (_dir, data) = scratch();
    let asked =
        ["land/history", "north/history", "land/corrections", "n/1/revisions", "n/2/revisions", "s/1/revisions"];
    let all = |stage: &Stage| asked.map(|what| ask(stage, what));
    let stage = Stage::open(&data);
    told(&stage);
    let before = all(&stage);
    stage.close();
    let snapshots = || {
        std::fs::read_dir(data.join("small")).unwrap().filter_map(|entry| {
            let path = entry.unwrap().path();
            path.extension().is_some_and(|extension| extension == "bin").then_some(path)
        })
    };
    assert_eq!(snapshots().count(), 1);
    let stage = Stage::open(&data);
    assert_eq!(all(&stage), before, "from the snapshot");
    stage.close();
    snapshots().for_each(|path| std::fs::remove_file(path).unwrap());
    let stage = Stage::open(&data);
    assert_eq!(all(&stage), before, "from the journal");
    stage.post_csv(&format!("{HEAD}n/1,regular,3,completed,,,41,30,0,\n"));
    stage.published(7);
    let again = ask(&stage, "land/corrections");
    assert_eq!(again["corrections"][0]["kind"], "reported-again");
}

#[test]
fn the_pages_of_the_past_say_it_without_script() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let page = |address: &str| stage.get(address, &[]).text;
    let none = page("/e/small/-/corrections/assembly?lang=en");
    assert!(none.contains("No figure here has gone down or changed after it was complete."), "{none}");
    assert!(page("/e/small/-/changes/assembly?lang=en").contains("No report has arrived yet."));
    told(&stage);
    let corrections = page("/e/small/-/corrections/assembly?lang=en");
    for words in ["5 → 4", "Typing error", "Hall", "Wrong station", "/e/small/assembly/s/1?lang=en", "name=\"kind\""]
    {
        assert!(corrections.contains(words), "{words}");
    }
    let held = page("/e/small/-/corrections/assembly?lang=en&kind=held");
    assert!(held.contains("value=\"held\" selected") && !held.contains("Typing error"), "{held}");
    let empty = page("/e/small/-/corrections/assembly/south?lang=en&kind=held");
    assert!(empty.contains("No correction fits this choice."), "{empty}");
    let changes = page("/e/small/-/changes/assembly?lang=en&minutes=60");
    for words in ["6 reports brought 102 more votes in the past 60 min.", "South", "Fully counted now"] {
        assert!(changes.contains(words), "{words}: {changes}");
    }
    let station = page("/e/small/assembly/n/2?lang=en");
    for words in ["Every revision", "Revision 1", "Held back", "Counts now", "one zero too many"] {
        assert!(station.contains(words), "{words}");
    }
}
