//! What caches are told, address by address: how long a copy may be used, on what it depends, and how it is asked about again.

mod stage;

use std::io::Read;
use std::path::Path;

use stage::{Answer, Stage, scratch, with_seats};

/// Figures: fresh for a second, shown for ten more while a new copy is fetched, and for a day if the origin is down.
const LIVE: &str = "public, max-age=1, stale-while-revalidate=10, stale-if-error=86400";
const CARD: &str = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";
const PAGE: &str = "Accept-Encoding, Accept-Language";
const VIEW: &str = "Accept, Accept-Encoding";
const ANSWER: &str = "Accept-Encoding";

/// Every route with figures, what a cache may do with it, and by which headers of the request it differs.
const KEPT: [(&str, &str, &str); 27] = [
    ("/", LIVE, PAGE),
    ("/search?q=school", LIVE, PAGE),
    ("/following", LIVE, PAGE),
    ("/offline", LIVE, PAGE),
    ("/e/small/assembly", LIVE, PAGE),
    ("/e/small/assembly/n/1?lang=sq", LIVE, PAGE),
    ("/e/small/assembly?figures=0-0", "public, max-age=60", PAGE),
    ("/e/small/-/search?q=school", LIVE, PAGE),
    ("/e/small/-/about", LIVE, PAGE),
    ("/e/small/-/method/assembly", LIVE, PAGE),
    ("/e/small/-/data/assembly/north", LIVE, PAGE),
    ("/e/small/-/lists/assembly", LIVE, PAGE),
    ("/e/small/-/corrections/assembly", LIVE, PAGE),
    ("/e/small/-/changes/assembly", LIVE, PAGE),
    ("/e/small/-/analysis/assembly", LIVE, PAGE),
    ("/e/small/-/card/assembly/land", CARD, ""),
    ("/api/v1/elections/small/contests/assembly/units/land", LIVE, VIEW),
    ("/api/v1/elections/small/contests/assembly/units/land?format=csv", LIVE, VIEW),
    ("/api/v1/elections/small/contests/assembly/units/land?format=meta", LIVE, VIEW),
    ("/api/v1/elections/small/contests/assembly/units/land?format=binary", LIVE, VIEW),
    ("/api/v1/elections/small/contests/assembly/units/land/history", LIVE, ANSWER),
    ("/api/v1/elections/small/contests/assembly/units/land/corrections?format=csv", LIVE, ANSWER),
    ("/api/v1/elections/small/contests/assembly/units/land/recent", LIVE, ANSWER),
    ("/api/v1/elections/small/contests/assembly/units/land/turnout?format=csv", LIVE, ANSWER),
    ("/api/v1/elections/small/contests/assembly/units/n/1/revisions", LIVE, ANSWER),
    ("/api/v1/elections/small/contests/assembly/calls", LIVE, ANSWER),
    ("/api/v1/elections/small/contests/assembly/seats", LIVE, ANSWER),
];

/// What belongs to one moment or one reader.
const NEVER: [&str; 7] =
    ["/api/v1/elections/small", "/metrics", "/ops", "/e/none", "/e/small/assembly/none", "/api/nothing", "/live"];

/// The small election with a house of three seats.
fn stage(data: &Path) -> Stage {
    Stage::with(with_seats(), data, "127.0.0.1:0")
}

fn told(answer: &Answer) -> [&str; 3] {
    ["cache-control", "vary", "etag"].map(|name| answer.header(name))
}

#[test]
fn whoever_has_a_copy_is_told_that_it_is_right_with_all_that_belongs_to_it() {
    let (_dir, data) = scratch();
    let stage = stage(&data);
    for (address, cache, vary) in KEPT {
        let first = stage.get(address, &[]);
        let [cached, varies, tag] = told(&first);
        assert_eq!((first.status, cached, varies), (200, cache, vary), "{address}");
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{address}: a strong tag, not {tag}");
        let again = stage.get(address, &[("If-None-Match", tag)]);
        assert_eq!((again.status, again.bytes.len(), told(&again)), (304, 0, told(&first)), "{address}");
        let other = stage.get(address, &[("If-None-Match", "\"another\"")]);
        assert_eq!((other.status, told(&other)), (200, told(&first)), "{address}");
    }
}

#[test]
fn what_belongs_to_one_moment_or_one_reader_is_never_kept() {
    let (_dir, data) = scratch();
    let stage = stage(&data);
    for address in NEVER {
        let answer = stage.get(address, &[]);
        assert!(
            ["no-store", ""].contains(&answer.header("cache-control")),
            "{address}: {}",
            answer.header("cache-control")
        );
        assert_eq!(answer.header("etag"), "", "{address}");
    }
    assert_eq!(stage.get("/e/none", &[]).header("cache-control"), "no-store");
}

#[test]
fn each_encoding_has_a_tag_of_its_own_and_the_same_content() {
    let (_dir, data) = scratch();
    let stage = stage(&data);
    for (address, _, vary) in KEPT.into_iter().filter(|(_, _, vary)| vary.contains("Accept-Encoding")) {
        let plain = stage.get(address, &[("Accept-Encoding", "identity")]);
        let small = stage.get(address, &[("Accept-Encoding", "gzip;q=0.5, br")]);
        assert_eq!((small.header("content-encoding"), small.header("vary")), ("br", vary), "{address}");
        let mut opened = Vec::new();
        brotli::Decompressor::new(&small.bytes[..], 4_096).read_to_end(&mut opened).expect("brotli");
        assert_eq!(opened, plain.bytes, "{address}");
        assert_ne!(small.header("etag"), plain.header("etag"), "{address}");
        let wrong = stage.get(address, &[("Accept-Encoding", "br"), ("If-None-Match", plain.header("etag"))]);
        assert_eq!(wrong.status, 200, "{address}: the tag of another encoding");
    }
}

#[test]
fn a_snapshot_has_another_tag_once_its_figures_are_others() {
    let (_dir, data) = scratch();
    let stage = stage(&data);
    let view = stage.view("land");
    let before = stage.get(&view, &[]).header("etag").to_owned();
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,2\n");
    stage.published(1);
    let after = stage.get(&view, &[("If-None-Match", &before)]);
    assert_eq!((after.status, after.json()["seq"].as_u64()), (200, Some(1)));
}

#[test]
fn what_is_answered_again_says_all_that_the_first_answer_said() {
    let (_dir, data) = scratch();
    let stage = stage(&data);
    let view = "/api/v1/elections/small/contests/assembly/units/land";
    let frames = ("Accept", "application/octet-stream");
    for (address, headers) in [
        ("/e/small/assembly?lang=sq".to_owned(), vec![("Accept-Language", "en")]),
        (format!("{view}?format=binary"), vec![]),
        (view.to_owned(), vec![frames]),
        (view.to_owned(), vec![]),
        (format!("{view}?format=csv"), vec![]),
    ] {
        let ask = |more: &[(&str, &str)]| {
            let mut answer = stage.get(&address, &[&headers[..], more].concat());
            answer.headers.remove("date");
            (answer.status, answer.headers, answer.bytes)
        };
        let first = ask(&[]);
        assert_eq!(first.0, 200, "{address}");
        assert!(first.1.contains_key("content-security-policy"), "{address}");
        assert_eq!(ask(&[]), first, "{address}");
        let known = ask(&[("If-None-Match", &first.1["etag"])]);
        assert_eq!((known.0, known.2.len()), (304, 0), "{address}");
        assert_eq!(known.1.get("content-language"), first.1.get("content-language"), "{address}");
    }
}

#[test]
fn no_answer_outlives_the_state_that_it_shows() {
    let (_dir, data) = scratch();
    let stage = stage(&data);
    let addresses = [
        "/e/small/assembly?lang=sq",
        "/api/v1/elections/small/contests/assembly/units/land?format=csv",
        "/api/v1/elections/small/contests/assembly/units/land/history",
        "/api/v1/elections/small/contests/assembly/seats",
    ];
    let ask = || addresses.map(|address| (stage.get(address, &[]), stage.get(address, &[])));
    for revision in 1..4 {
        let before = ask();
        stage.post_csv(&format!("unit,revision,sea,hill,nan\ns/1,{revision},{revision}0,0,2\n"));
        stage.published(revision);
        for ((before, again), (after, once_more)) in before.iter().zip(&ask()) {
            assert_eq!(before.bytes, again.bytes);
            assert_ne!(before.bytes, after.bytes);
            assert_ne!(before.header("etag"), after.header("etag"));
            assert_eq!(after.bytes, once_more.bytes);
        }
    }
}
