//! `nightcount load`: a crowd finds every figure right on a sound server, and a single wrong or missing one behind a faulty line.

mod stage;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use election::Submission;
use election::folder::{ReportOptions, reports};
use election::wire::Frame;
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use server::crowd::{self, Count, Feed, Plan, Report};
use stage::{Stage, TOKEN, definition, scratch};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};

const NIGHT: &str = "unit,category,revision,sea,hill,nan\nn/1,regular,1,5,7,1\nn/1,postal,1,2,0,1\nn/2,regular,1,50,40,30\n\
    s/1,regular,1,300,211,4\ns/1,regular,2,300,210,4\n";

/// What a line between server and reader does to a message; nothing is passed on where it returns nothing.
type Tamper = fn(usize, Message) -> Option<Message>;

fn plan(servers: Vec<String>) -> Plan {
    Plan {
        servers,
        election: "small".into(),
        readers: 24,
        views: 2,
        apart: true,
        catalogue: 6,
        popularity: 1.0,
        lasts: Duration::from_millis(2_500),
        arrival: Duration::from_millis(300),
        addresses: 3,
        stalled: 0.0,
        slow: 0.0,
        json: 0.0,
        deflate: 0.0,
        storm: None,
        stay: None,
        settle: Duration::from_secs(20),
        pid: None,
        seed: 7,
    }
}

/// The night, a report every 300 ms.
fn feed(stage: &Stage) -> Feed {
    let definition = Arc::new(definition());
    let options = ReportOptions { default_time: Some(definition.polls_close), ..ReportOptions::default() };
    let (rows, defects) = reports(&definition, "night.csv", NIGHT.as_bytes(), options);
    assert!(defects.is_empty(), "{defects:?}");
    let step = |(at, (_, row)): (u64, (u32, Submission))| (Duration::from_millis(300 * at), vec![row]);
    let steps = (1..).zip(rows).map(step).collect();
    Feed { definition, steps, server: stage.base.clone(), token: TOKEN.into() }
}

/// A crowd of which every other reader comes by a line that tampers.
fn behind(tamper: Tamper, shape: impl FnOnce(&mut Plan)) -> Report {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let listener = stage.run(TcpListener::bind("127.0.0.1:0")).expect("a port");
    let line = format!("http://{}", listener.local_addr().expect("an address"));
    let mut plan = plan(vec![stage.base.clone(), line]);
    shape(&mut plan);
    let feed = feed(&stage);
    let server = stage.base.replacen("http", "ws", 1);
    stage.run(async {
        let lines = tokio::spawn(lines(listener, server, tamper));
        let report = crowd::run(plan, Some(feed)).await.expect("a report");
        lines.abort();
        report
    })
}

async fn lines(listener: TcpListener, server: String, tamper: Tamper) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(line(stream, server.clone(), tamper));
    }
}

#[expect(clippy::result_large_err, reason = "the shape of tungstenite's callback")]
async fn line(stream: TcpStream, server: String, tamper: Tamper) {
    let mut address = server;
    let note = |request: &Request, response: Response| {
        address += &request.uri().to_string();
        Ok(response)
    };
    let Ok(reader) = tokio_tungstenite::accept_hdr_async(stream, note).await else { return };
    let Ok((server, _)) = tokio_tungstenite::connect_async(address).await else { return };
    let ((mut to_reader, mut from_reader), (mut to_server, mut from_server)) = (reader.split(), server.split());
    let back = async {
        while let Some(Ok(message)) = from_reader.next().await {
            if to_server.send(message).await.is_err() {
                return;
            }
        }
    };
    let forth = async {
        let passed = AtomicUsize::new(0);
        while let Some(Ok(message)) = from_server.next().await {
            let number = passed.fetch_add(1, Ordering::Relaxed);
            let Some(message) = tamper(number, message) else { continue };
            if to_reader.send(message).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = back => {}
        () = forth => {}
    }
}

#[test]
fn on_a_sound_server_every_reader_of_every_kind_has_every_figure_right() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let plan = Plan {
        readers: 60,
        stalled: 10.0,
        slow: 10.0,
        json: 30.0,
        deflate: 60.0,
        storm: Some(Duration::from_millis(900)),
        stay: Some(Duration::from_secs(2)),
        ..plan(vec![stage.base.clone()])
    };
    let feed = feed(&stage);
    let report = stage.run(crowd::run(plan, Some(feed))).expect("a report");
    assert!(report.is_right(), "{report}");
    assert_eq!((report.copies, report.arrived), (120, 120), "{report}");
    assert!((1..=6).contains(&report.recounted), "each view of the catalogue at most once: {report}");
    assert!(report.latency_ms.is_some() && report.count(Count::Storms) > 0, "{report}");
    let faults = [Count::Gaps, Count::Mismatches, Count::Unreadable, Count::Stray].map(|fault| report.count(fault));
    assert_eq!(faults, [0; 4], "{report}");
}

#[test]
fn one_wrong_figure_in_a_snapshot_that_proves_itself_is_found() {
    let report = behind(
        |_, message| match message {
            Message::Binary(bytes) => Some(Message::binary(match Frame::decode(&bytes) {
                Ok(Frame::Snapshot(mut snapshot)) => {
                    let matrix = &mut snapshot.view.matrix;
                    let last = matrix.columns() - 1;
                    matrix.set(0, last, matrix.get(0, last) + 1);
                    snapshot.digest = snapshot.view.digest();
                    Frame::Snapshot(snapshot).encode()
                }
                _ => bytes.to_vec(),
            })),
            other => Some(other),
        },
        |plan| plan.settle = Duration::from_secs(3),
    );
    assert!(!report.is_right() && report.right > 0, "{report}");
    assert!(report.count(Count::Mismatches) > 0, "the deltas after it do not fit: {report}");
}

#[test]
fn one_wrong_figure_in_json_which_carries_no_proof_is_found() {
    let report = behind(
        |_, message| match message {
            Message::Text(text) => {
                let mut frame: Value = serde_json::from_str(&text).expect("JSON");
                if let Some(votes) = frame.pointer_mut("/categories/0/figures/11") {
                    *votes = (votes.as_u64().expect("votes") + 1).into();
                }
                Some(Message::text(frame.to_string()))
            }
            other => Some(other),
        },
        |plan| plan.json = 100.0,
    );
    assert!(report.wrong > 0 && report.right > 0, "{report}");
    assert!(report.examples[0].contains("category regular, nan"), "{report}");
}

#[test]
fn figures_that_never_come_are_missed() {
    let report =
        behind(|number, message| (number == 0).then_some(message), |plan| plan.settle = Duration::from_secs(3));
    assert!(report.late > 0 && report.wrong == 0 && !report.is_right(), "{report}");
}

#[test]
fn a_frame_that_is_lost_is_a_gap_and_is_healed() {
    let report = behind(|number, message| (number != 1).then_some(message), |_| {});
    assert!(report.is_right() && report.count(Count::Gaps) > 0, "{report}");
    assert!(report.count(Count::Healed) > 0, "{report}");
}
