//! Sockets: several views on one, compressed once for all, and what becomes of clients that are slow or too many.

mod sockets_client;
mod stage;

use election::reader::{Fault, Reader, Step};
use election::wire::Frame;
use serde_json::{Value, json};
use server::limits::Limits;
use server::telemetry::Metric;
use sockets_client::{Client, LAND, close_code, frame, stall, until, vote};
use stage::{Stage, scratch};

#[test]
fn a_socket_follows_several_views_and_is_sent_those_of_a_tick_in_one_write() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let mut client = Client::open(&stage.base, "", "");
    let mut readers: Vec<(u64, Reader)> = Vec::new();
    for (id, unit) in ["land", "north", "south"].iter().enumerate() {
        client.say(&json!({ "subscribe": { "id": id, "contest": "assembly", "unit": unit } }).to_string());
        let (opcode, answer) = client.message();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!((opcode, &answer["subscribed"]["id"]), (1, &json!(id)), "{answer}");
        let Frame::Snapshot(snapshot) = frame(&mut client) else { panic!("a snapshot comes first") };
        let key = json!([snapshot.key.contest, snapshot.key.unit, snapshot.key.level]);
        assert_eq!(answer["subscribed"]["key"], key);
        readers.push((id as u64, Reader::from_snapshot(snapshot)));
    }
    until(&stage, "the snapshots are counted", |get| get(Metric::Frames) == 3);
    let before = stage.site.telemetry.get(Metric::Writes);
    stage.post_csv("unit,revision,sea,hill,nan\nn/2,1,1,0,0\ns/1,1,2,0,0\n");
    while readers.iter().any(|(_, reader)| reader.position().unwrap().1 < 2) {
        let frame = frame(&mut client);
        for (_, reader) in &mut readers {
            assert!(matches!(reader.receive(frame.clone()), Step::Advanced { .. } | Step::Ignored));
        }
    }
    until(&stage, "the tick is counted", |get| get(Metric::Frames) == 6);
    assert_eq!(stage.site.telemetry.get(Metric::Writes) - before, 1);
    for (_, reader) in &readers {
        assert_eq!(reader.view(), Some(&stage.night.topic(reader.key()).unwrap().snapshot().view));
    }
    client.say(r#"{"unsubscribe":{"id":0}}"#);
    until(&stage, "two views are left", |get| get(Metric::Views) == 2);
}

#[test]
fn what_cannot_be_followed_is_answered_and_the_socket_stays() {
    let (_dir, data) = scratch();
    let stage = Stage::limited(&data, Limits { topics_per_reader: 1, ..Limits::default() });
    let mut client = Client::open(&stage.base, "", "");
    for (said, id, code) in [
        (r#"{"subscribe":{"id":7,"contest":"none"}}"#, json!(7), "unknown-contest"),
        (r#"{"subscribe":{"id":8,"contest":"assembly","unit":"none"}}"#, json!(8), "unknown-unit"),
        (r#"{"subscribe":{"id":-1}}"#, Value::Null, "unreadable"),
        ("how are you", Value::Null, "unreadable"),
    ] {
        client.say(said);
        let answer: Value = serde_json::from_slice(&client.message().1).unwrap();
        assert_eq!((&answer["refused"]["id"], answer["refused"]["code"].as_str()), (&id, Some(code)), "{answer}");
    }
    client.say(r#"{"subscribe":{"id":1,"contest":"assembly"}}"#);
    assert!(matches!(frame(&mut client), Frame::Snapshot(_)));
    client.say(r#"{"subscribe":{"id":2,"contest":"assembly","unit":"north"}}"#);
    let answer: Value = serde_json::from_slice(&client.message().1).unwrap();
    assert_eq!(answer["refused"]["code"], "too-many-views");
    client.say(r#"{"snapshot":1}"#);
    assert!(matches!(frame(&mut client), Frame::Snapshot(_)));
}

#[test]
fn a_reader_that_answers_pings_stays() {
    let (_dir, data) = scratch();
    let stage = Stage::limited(&data, Limits { ping_after: 1, idle: 3, ..Limits::default() });
    let mut client = Client::open(&stage.base, LAND, "");
    let mut pings = 0;
    while pings < 3 {
        if let (9, _) = client.message() {
            pings += 1;
            client.send(&[0x8a, 0x80, 0, 0, 0, 0]);
        }
    }
    assert_eq!(stage.site.telemetry.get(Metric::Readers), 1);
}

#[test]
fn a_slow_reader_costs_nothing_and_is_told_everything_that_it_missed_at_once() {
    let (_dir, data) = scratch();
    let limits = Limits { messages_at_once: 10_000, send_buffer: 4_096, ..Limits::default() };
    let stage = Stage::limited(&data, limits);
    let mut other = Client::open(&stage.base, LAND, "");
    let mut quick = match frame(&mut other) {
        Frame::Snapshot(snapshot) => Reader::from_snapshot(snapshot),
        other => panic!("{other:?}"),
    };
    let mut client = Client::open_small(&stage.base, LAND, "");
    stall(&stage, &mut client);
    for revision in 1..6 {
        vote(&stage, "s/1", revision);
        while quick.position().unwrap().1 < revision.into() {
            assert!(matches!(quick.receive(frame(&mut other)), Step::Advanced { .. }));
        }
    }
    let Frame::Snapshot(first) = frame(&mut client) else { panic!("a snapshot comes first") };
    let mut slow = Reader::from_snapshot(first);
    let mut frames = 0;
    while slow.position().unwrap().1 < 5 {
        let step = slow.receive(frame(&mut client));
        assert_ne!(step, Step::NeedSnapshot(Fault::Gap));
        frames += u32::from(matches!(step, Step::Advanced { changed: true }));
    }
    assert_eq!((slow.view(), frames), (quick.view(), 1), "one merged frame");
}

#[test]
fn a_reader_that_takes_nothing_is_let_go_and_comes_back_where_it_was() {
    let (_dir, data) = scratch();
    let limits = Limits { messages_at_once: 10_000, send_buffer: 4_096, stalled: 1, ..Limits::default() };
    let stage = Stage::limited(&data, limits);
    let mut client = Client::open_small(&stage.base, LAND, "");
    let Frame::Snapshot(first) = frame(&mut client) else { panic!("a snapshot comes first") };
    stall(&stage, &mut client);
    until(&stage, "it is let go", |get| get(Metric::EndedStalled) == 1 && get(Metric::Readers) == 0);
    vote(&stage, "s/1", 1);
    stage.published(1);
    let query = format!("{LAND}&epoch={:016x}&since={}", first.epoch, first.seq);
    let mut reader = Reader::from_snapshot(first);
    let mut client = Client::open(&stage.base, &query, "");
    assert_eq!(reader.receive(frame(&mut client)), Step::Advanced { changed: true });
}

#[test]
fn over_the_limit_readers_are_told_the_plain_address() {
    let (_dir, data) = scratch();
    let stage = Stage::limited(&data, Limits { readers: 2, readers_per_address: 1, ..Limits::default() });
    let mut first = Client::open(&stage.base, LAND, "");
    frame(&mut first);
    let events = stage.get(&format!("/events?election=small{LAND}"), &[]);
    assert_eq!((events.status, &events.json()["reference"]), (503, &json!("full")));
    let wait: u32 = events.header("retry-after").parse().unwrap();
    assert!((15..=45).contains(&wait), "{wait}");
    let see = events.json()["see"].as_str().unwrap().to_owned();
    assert_eq!(stage.get(&see, &[]).json()["unit"]["id"], "land");
    drop(first);
    until(&stage, "there is room again", |get| get(Metric::Readers) == 0);
    frame(&mut Client::open(&stage.base, LAND, ""));
}

#[test]
fn readers_are_told_that_figures_come_less_often_before_they_do_and_when_that_is_over() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let mut client = Client::open(&stage.base, LAND, "");
    let mut other = Client::open(&stage.base, &format!("{LAND}&format=json"), "");
    let mut text = || -> Value { serde_json::from_slice(&other.message().1).unwrap() };
    assert!(matches!(frame(&mut client), Frame::Snapshot(_)) && text()["type"] == "snapshot");
    let levels = [(1, 1, None), (2, 2, Some(1)), (3, 4, Some(2)), (4, 5, Some(5)), (5, 0, Some(0)), (6, 2, Some(1))];
    for (revision, level, seconds) in levels {
        stage.site.fanout.shed().hold(level);
        vote(&stage, "s/1", revision);
        stage.night.hub.tick();
        if let Some(seconds) = seconds {
            assert_eq!(frame(&mut client), Frame::Pace(seconds));
            assert_eq!(text(), json!({ "type": "pace", "seconds": seconds }));
        }
        assert!(matches!(frame(&mut client), Frame::Delta(_)));
        assert_eq!(text()["to"], revision);
    }
    stage.site.fanout.shed().hold(0);
    // Though nothing more is reported.
    assert_eq!(frame(&mut client), Frame::Pace(0));
    assert_eq!(text(), json!({ "type": "pace", "seconds": 0 }));
}

#[test]
fn under_overload_new_sockets_go_first_then_all_are_sent_to_poll_and_reports_are_taken_all_the_while() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let mut client = Client::open(&stage.base, LAND, "");
    frame(&mut client);
    stage.site.fanout.shed().hold(1);
    let refused = stage.get(&format!("/events?election=small{LAND}"), &[]);
    assert_eq!((refused.status, &refused.json()["reference"]), (503, &json!("busy")));
    vote(&stage, "s/1", 1);
    assert!(matches!(frame(&mut client), Frame::Delta(_)), "who is in stays");
    stage.site.fanout.shed().hold(6);
    vote(&stage, "s/1", 2);
    loop {
        match frame(&mut client) {
            Frame::Refused { code, .. } => break assert_eq!(code, "poll"),
            Frame::Delta(_) | Frame::Pace(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(close_code(&mut client), 1013);
    let metrics = stage.get("/metrics", &[]).text;
    assert!(metrics.contains("nightcount_shed_level 6") && metrics.contains("nightcount_tick_milliseconds 5000"));
    vote(&stage, "s/1", 3);
    assert_eq!(stage.night.seq(), 3);
    stage.site.fanout.shed().hold(0);
    frame(&mut Client::open(&stage.base, LAND, ""));
}
