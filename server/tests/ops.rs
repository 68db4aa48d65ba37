//! The operators' page: who may see it, that it says what `/metrics` says, and what needs attention.

mod sockets_client;
mod stage;

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use server::limits::Limits;
use sockets_client::Client;
use stage::{Answer, DESK, OPS, Stage, TOKEN, scratch};

const ADDRESSES: [&str; 3] = ["/ops", "/ops/now", "/ops/ops.js"];

fn basic(password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("anybody:{password}")))
}

fn seen(stage: &Stage, address: &str) -> Answer {
    stage.get(address, &[("Authorization", &basic(OPS))])
}

/// Waits until the page says so.
fn until(stage: &Stage, what: &str) -> String {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let html = seen(stage, "/ops/now").text;
        if html.contains(what) {
            return html;
        }
        assert!(Instant::now() < end, "never: {what} in {html}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn only_an_operators_token_opens_the_page_and_nobody_keeps_it() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    for address in ADDRESSES {
        let bearer = format!("Bearer {OPS}");
        for right in [basic(OPS), bearer] {
            let answer = stage.get(address, &[("Authorization", &right)]);
            assert_eq!(answer.status, 200, "{address}");
            assert_eq!(answer.header("cache-control"), "no-store", "{address}");
            assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{address}");
            assert_eq!(answer.header("set-cookie"), "", "{address}");
        }
        let wrong = ["", "Bearer ", "Basic ", "Basic !", "Basic eA==", "Negotiate x"].map(str::to_owned);
        let others = [TOKEN, DESK, "", "an operators' token"].map(basic);
        for wrong in wrong.into_iter().chain(others).chain([format!("Bearer {TOKEN}")]) {
            let answer = stage.get(address, &[("Authorization", &wrong)]);
            assert_eq!((answer.status, answer.header("cache-control")), (401, "no-store"), "{address} {wrong}");
            assert!(answer.header("www-authenticate").starts_with("Basic realm="), "{address}");
            assert!(answer.text.len() < 400 && !answer.text.contains("nightcount_"), "{address}: {}", answer.text);
        }
        assert_eq!(stage.get(address, &[]).status, 401, "{address}");
    }
    assert_eq!(stage.post("text/csv", b"unit,revision,sea,hill,nan\n", Some(OPS)).status, 401, "it sends no reports");
}

#[test]
fn without_an_operators_token_in_the_configuration_nobody_gets_in() {
    let site = |token: &str| server::site::Tokens::new([token]);
    assert!(!site("").admit_person(Some(&basic(""))));
    assert!(!site("").admit_person(Some("Bearer ")));
    assert!(site("a:b").admit_person(Some(&basic("a:b"))), "a colon may be part of it");
}

#[test]
fn the_page_says_what_the_metrics_say() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let _reader = Client::open(&stage.base, "&contest=assembly&unit=land&level=region", "");
    stage.post_csv("unit,revision,sea,hill,nan\nn/2,1,5,0,2\ns/1,1,5,0,2\n");
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,2\nnowhere,1,5,0,2\n");
    stage.published(2);
    let metrics = |text: &str| -> Vec<(String, String)> {
        // How long something took has other steps there; each of these requests is a connection.
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.contains("_seconds"));
        let lines = lines.filter(|line| !line.starts_with("nightcount_connections "));
        lines
            .filter_map(|line| line.rsplit_once(' '))
            .map(|(name, figure)| (name.to_owned(), figure.to_owned()))
            .collect()
    };
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let before = metrics(&stage.get("/metrics", &[]).text);
        let page = seen(&stage, "/ops").text;
        if before != metrics(&stage.get("/metrics", &[]).text) && Instant::now() < end {
            continue;
        }
        for (name, figure) in &before {
            let row = format!("<code>{}</code></th><td>{figure}</td>", name.replace('"', "&quot;"));
            let plain = format!("<code>{name}</code></th><td>{figure}</td>");
            assert!(page.contains(&row) || page.contains(&plain), "{name} {figure} in {page}");
        }
        assert!(before.contains(&("nightcount_seq{election=\"small\"}".into(), "2".into())), "{before:?}");
        break;
    }
}

#[test]
fn nothing_on_the_page_comes_from_elsewhere_and_no_public_page_leads_there() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let page = seen(&stage, "/ops");
    assert!(page.text.contains("<meta name=\"robots\" content=\"noindex, nofollow\">"), "{}", page.text);
    for word in ["src=\"", "href=\""] {
        let addresses = page.text.split(word).skip(1).filter_map(|rest| rest.split('"').next());
        for address in addresses {
            assert!(address.starts_with('/') && !address.starts_with("//"), "{address}");
        }
    }
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("http"), "{policy}");
    for address in ["/", "/e/small/assembly", "/e/small/-/about", "/api/v1/index.json"] {
        assert!(!stage.get(address, &[]).text.contains("/ops"), "{address}");
    }
}

#[test]
fn what_needs_attention_is_said_in_words() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    // The polls of the small election closed long ago.
    let html = until(&stage, "A small election: no report for");
    assert!(
        html.contains("One thing to look at") && html.contains("No reports") && html.contains("no report yet"),
        "{html}"
    );
    stage.post("text/csv", b"what,is,this\n", Some(TOKEN));
    let html = until(&stage, "small: reports by HTTP: ");
    assert!(html.contains("Trouble"), "{html}");
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,2\nnowhere,1,5,0,2\n");
    let html = until(&stage, "1 row on record, 0 unchanged, 1 refused; the first: line 3, unknown-unit");
    assert!(html.contains("Nothing needs attention") && html.contains("last report"), "{html}");
    stage.site.fanout.shed().hold(4);
    let html = until(
        &stage,
        "Overloaded, level 4 of 6: new sockets are refused, and figures come less often; a tick every 2 s.",
    );
    assert!(html.contains("Trouble"), "{html}");
}

#[test]
fn a_batch_that_cannot_be_read_is_trouble_of_its_feed_and_what_strangers_send_is_not() {
    let (_dir, data) = scratch();
    let stage = Stage::limited(&data, Limits { report_batch: 100, ..Limits::default() });
    assert_eq!(stage.post("text/csv", &[b'x'; 200], Some("a stranger's token")).status, 401);
    assert!(seen(&stage, "/ops/now").text.contains("nothing has come by HTTP"));
    assert_eq!(stage.post("text/csv", &[b'x'; 200], Some(TOKEN)).status, 413);
    let html = until(&stage, "small: reports by HTTP: The batch is cut off, or has more than 100 bytes");
    assert!(html.contains("Trouble"), "{html}");
}

#[test]
fn what_feeds_say_is_text() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let file = "<img src=x onerror=alert(1)>.csv".to_owned();
    stage.site.feeds.brought("<script>", server::ops::Brought { file, why: "</td>".into(), ..Default::default() });
    stage.site.feeds.failed("<script>", "\"><b>");
    for address in ["/ops", "/ops/now"] {
        let html = seen(&stage, address).text;
        for text in ["&lt;img src=x onerror", "first: &lt;/td", "&lt;script&gt;: ", "&lt;b&gt;"] {
            assert!(html.contains(text), "{text} in {html}");
        }
        assert!(["<img", "<script>", "<b></"].iter().all(|tag| !html.contains(tag)), "{html}");
    }
}
