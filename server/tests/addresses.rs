//! Every public address: what it answers, and how long a copy of it may be used.

mod stage;

use app::model::Embedded;
use election::wire::Frame;
use stage::{Stage, scratch};

const LIVE: &str = "public, max-age=1, stale-while-revalidate=10, stale-if-error=86400";

#[test]
fn every_address_says_what_it_is_and_how_long_it_may_be_kept() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let view = "/api/v1/elections/small/contests/assembly/units/land";
    for (address, status, kind, cache) in [
        ("/", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/assembly", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/assembly/n/1", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/assembly/n/1?figures=0-0", 200, "application/octet-stream", "public, max-age=60"),
        ("/e/small/assembly/n%2F1?lang=sq", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/corrections/assembly", 200, "text/html; charset=utf-8", LIVE),
        (
            "/e/small/-/corrections/assembly/n/1?kind=held&option=sea&reason=given",
            200,
            "text/html; charset=utf-8",
            LIVE,
        ),
        ("/e/small/-/corrections/assembly?kind=wrong", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/changes/assembly/north?minutes=60", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/changes/assembly?minutes=x", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/assembly/nowhere", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/data/assembly", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/data/assembly/n/1?lang=sq", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/data/assembly/nowhere", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/about", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/about/assembly", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/method/assembly", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/method/assembly/n/1", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/lists/assembly/north", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/options/assembly", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/list/assembly/nan", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/list/assembly/nan/n/1", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/list/assembly/nobody", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/seats/assembly", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/candidates/assembly", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/outcome/assembly", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/data/nothing", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/data", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/analysis/assembly", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/analysis/assembly/n/1?lang=sq&y=votes&x=counted", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/analysis/assembly?list=nobody", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/analysis/assembly?y=seats", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/small/-/analysis-fragment/assembly/n/1", 200, "text/html; charset=utf-8", LIVE),
        ("/e/small/-/nothing/assembly", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/none/-/data/assembly", 404, "text/html; charset=utf-8", "no-store"),
        ("/e/none", 404, "text/html; charset=utf-8", "no-store"),
        ("/api/v1/index.json", 200, "application/json", "public, max-age=60"),
        ("/api/v1/elections/small", 200, "application/json", "no-store"),
        (view, 200, "application/json", LIVE),
        (&format!("{view}?format=csv"), 200, "text/csv; charset=utf-8", LIVE),
        (&format!("{view}?format=meta"), 200, "application/json", LIVE),
        (&format!("{view}?format=binary"), 200, "application/octet-stream", LIVE),
        (&format!("{view}/changes?since=0"), 200, "application/json", "public, max-age=1"),
        (&format!("{view}/changes"), 400, "application/problem+json", "no-store"),
        (&format!("{view}/changes?since=0&epoch=xyz"), 400, "application/problem+json", "no-store"),
        (&format!("{view}/history"), 200, "application/json", LIVE),
        (&format!("{view}/history?format=csv"), 200, "text/csv; charset=utf-8", LIVE),
        (&format!("{view}/history?format=pdf"), 400, "application/problem+json", "no-store"),
        (&format!("{view}/corrections"), 200, "application/json", LIVE),
        (&format!("{view}/corrections?format=csv&kind=held&option=sea"), 200, "text/csv; charset=utf-8", LIVE),
        (&format!("{view}/corrections?kind=wrong"), 400, "application/problem+json", "no-store"),
        (&format!("{view}/recent"), 200, "application/json", LIVE),
        (&format!("{view}/recent?minutes=0"), 400, "application/problem+json", "no-store"),
        (&format!("{view}/revisions"), 400, "application/problem+json", "no-store"),
        ("/api/v1/elections/small/contests/assembly/units/n/1/revisions", 200, "application/json", LIVE),
        ("/api/v1/elections/small/contests/assembly/calls", 200, "application/json", LIVE),
        ("/api/v1/elections/small/contests/assembly/seats", 404, "application/problem+json", "no-store"),
        ("/api/v1/elections/none", 404, "application/problem+json", "no-store"),
        ("/api/v1/elections/small/contests/assembly/units/none", 404, "application/problem+json", "no-store"),
        ("/api/nothing", 404, "application/problem+json", "no-store"),
        ("/metrics", 200, "text/plain; version=0.0.4", "no-store"),
        ("/healthz", 200, "text/plain; charset=utf-8", ""),
        ("/readyz", 200, "text/plain; charset=utf-8", ""),
    ] {
        let answer = stage.get(address, &[]);
        assert_eq!(
            (answer.status, answer.header("content-type"), answer.header("cache-control")),
            (status, kind, cache),
            "{address}: {}",
            answer.text.get(..200).unwrap_or(&answer.text)
        );
    }
}

#[test]
fn a_copy_that_is_still_right_is_confirmed_without_a_body() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    for address in [
        "/",
        "/e/small/assembly",
        "/e/small/assembly?lang=sq&figures=0-0",
        "/e/small/-/data/assembly/n/1",
        "/api/v1/elections/small/contests/assembly/units/land",
    ] {
        let first = stage.get(address, &[]);
        let tag = first.header("etag").to_owned();
        assert!(!tag.is_empty(), "{address}");
        let second = stage.get(address, &[("If-None-Match", &tag)]);
        assert_eq!((second.status, second.bytes.len(), second.header("etag")), (304, 0, tag.as_str()), "{address}");
    }
    let before = stage.get("/e/small/assembly", &[]).header("etag").to_owned();
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,2\n");
    stage.published(1);
    let after = stage.get("/e/small/assembly", &[("If-None-Match", &before)]);
    assert_eq!(after.status, 200, "the figures are others now");
}

#[test]
fn what_a_page_goes_on_with_has_an_address_and_is_never_older_than_the_page() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let figures = |address: &str| Embedded::decode(&stage.get(address, &[]).bytes).expect("figures");
    let before = figures("/e/small/assembly?lang=sq&map=counted&figures=0-0");
    assert_eq!((before.snapshot.seq, before.meta.language.as_str()), (0, "sq"));
    assert_eq!(before.facts.shade.mode.name(), "counted");
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,2\n");
    stage.published(1);
    // The client of another build would read other figures from the same bytes.
    assert_eq!(stage.get("/e/small/assembly?build=another&figures=0-0", &[]).status, 410);
    // Asked for by a page that is older.
    let after = figures(&format!("/e/small/assembly?lang=sq&figures={}", before.state()));
    assert_eq!((after.snapshot.seq, after.snapshot.epoch), (1, before.snapshot.epoch));
}

#[test]
fn all_addresses_of_the_index_can_be_opened() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let index = stage.get("/api/v1/index.json", &[]).json();
    let election = &index["elections"][0];
    let contest = &election["contests"][0];
    let past = ["history", "history_csv", "corrections", "corrections_csv", "recent", "revisions"];
    for key in ["page", "snapshot", "snapshot_csv", "changes"].into_iter().chain(past) {
        let address = contest[key].as_str().unwrap();
        let address = address
            .replace("{unit}", "land")
            .replace("{station}", "n/1")
            .replace("{level}", "region")
            .replace("{seq}", "0");
        assert_eq!(stage.get(&address, &[]).status, 200, "{key}: {address}");
    }
}

#[test]
fn the_page_has_the_figures_without_script_and_says_its_sequence_number() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,512,31,2\n");
    stage.published(1);
    let page = stage.get("/e/small/assembly", &[]).text;
    for words in ["512", "Sea list", "Ñandú &lt;b&gt;&amp; Co", "South"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(stage.get("/e/small/assembly/land?lang=sq", &[]).text.contains("Zgjedhje të vogla"));
}

#[test]
fn an_address_that_asks_the_map_for_a_figure_that_nobody_reports_shows_who_leads() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,512,31,2\n");
    stage.published(1);
    let shown = |mode: &str| {
        let address = format!("/e/small/assembly?lang=en&view=circles&map={mode}&figures=0-0");
        let shade = Embedded::decode(&stage.get(&address, &[]).bytes).expect("figures").facts.shade;
        (shade.mode.name(), shade.drawing.name())
    };
    assert_eq!(
        ["swing", "turnout", "counted"].map(shown),
        ["leader", "leader", "counted"].map(|mode| (mode, "circles"))
    );
}

#[test]
fn the_binary_snapshot_the_changes_and_the_csv_have_the_same_figures() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let view = stage.view("land");
    let octets = [("Accept", "application/octet-stream")];
    let Ok(Frame::Snapshot(mut first)) = Frame::decode(&stage.get(&view, &octets).bytes) else { panic!("a snapshot") };
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,512,31,2\nn/1,1,1,1,1\n".replace("n/1,1", "n/2,1").as_str());
    stage.published(2);
    let changes = format!("{view}/changes?since={}&epoch={:016x}", first.seq, first.epoch);
    let Ok(Frame::Delta(frame)) = Frame::decode(&stage.get(&changes, &octets).bytes) else { panic!("a delta") };
    frame.delta.apply(&mut first.view).unwrap();
    let Ok(Frame::Snapshot(second)) = Frame::decode(&stage.get(&view, &octets).bytes) else { panic!("a snapshot") };
    assert_eq!(first.view, second.view);
    let csv = stage.get(&format!("{view}?format=csv"), &[]).text;
    assert!(csv.lines().any(|line| line.contains(",south,South,") && line.ends_with(",512,31,2")), "{csv}");
}

#[test]
fn every_page_says_its_language_and_leads_to_the_others_at_the_same_place() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let own = stage.get("/e/small/assembly/n/1?lang=sq", &[]);
    assert_eq!(own.header("content-language"), "sq");
    assert!(own.text.contains("href=\"/e/small/-/data/assembly/n/1?lang=sq\""));
    let page = stage.get("/e/small/-/data/assembly/n/1", &[("Accept-Language", "sq-AL, en;q=0.5")]);
    assert_eq!((page.header("content-language"), page.header("vary")), ("sq", "Accept-Encoding, Accept-Language"));
    assert!(page.text.contains("href=\"/e/small/assembly/n/1?lang=sq\"") && page.text.contains("lang=\"sq\""));
}

#[test]
fn a_contest_with_seats_and_candidates_has_their_pages_and_leads_to_them() {
    let (_dir, data) = scratch();
    let stage = Stage::with(stage::with_candidates(), &data, "127.0.0.1:0");
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,512,31,2\n");
    stage.published(1);
    let front = stage.get("/", &[]).text;
    for (page, says) in
        [("seats", "512"), ("candidates", "Sea 1"), ("lists", "512"), ("method", "D’Hondt"), ("data", "CSV")]
    {
        let address = format!("/e/small/-/{page}/assembly");
        assert!(front.contains(&format!("href=\"{address}?lang=en\"")), "{page}");
        let answer = stage.get(&address, &[]);
        assert_eq!((answer.status, answer.header("cache-control")), (200, LIVE), "{page}");
        assert!(answer.text.contains(says), "{page} says {says}");
    }
    assert!(stage.get("/e/small/-/seats/assembly", &[]).text.contains("512 ÷ 1"));
    assert_eq!(stage.get("/e/small/-/outcome/assembly", &[]).status, 404, "a house of three is not won by one");
}

#[test]
fn before_the_time_of_publication_a_page_says_when_and_what_can_be_read_already() {
    let (_dir, data) = scratch();
    let mut definition = stage::with_seats();
    definition.embargo = Some(4_102_444_800_000);
    let texts = [("sq".to_owned(), "Heshtje zgjedhore.".to_owned())];
    definition.notes.silence =
        Some(election::definition::Text { default: "Silence by law.".into(), others: texts.into() });
    let stage = Stage::with(definition, &data, "127.0.0.1:0");
    for address in
        ["/e/small/assembly", "/e/small/assembly/n/1", "/e/small/-/seats/assembly", "/e/small/-/data/assembly"]
    {
        let page = stage.get(address, &[("Accept-Language", "sq")]);
        assert_eq!(
            (page.status, page.header("cache-control"), page.header("content-language")),
            (403, "no-store", "sq")
        );
        assert!(page.text.contains("Heshtje zgjedhore.") && page.text.contains("Zgjedhje të vogla"), "{address}");
        assert!(page.text.contains("2100") && page.text.contains("/e/small/-/method/assembly?lang=sq"), "{address}");
    }
    let front = stage.get("/?lang=en", &[]).text;
    assert!(front.contains("Silence by law.") && !front.contains("Sea list"));
    for open in ["/e/small/-/method/assembly", "/e/small/-/about"] {
        assert_eq!(stage.get(open, &[]).status, 200, "{open} shows no figures");
    }
}
