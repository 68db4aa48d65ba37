//! What readers hold open: WebSocket and server-sent events follow the ledger, heal after gaps, and outlive the server.

mod stage;

use election::reader::{Reader, Step};
use election::wire::Frame;
use futures_util::{SinkExt, StreamExt};
use stage::{Stage, scratch};
use tokio_tungstenite::tungstenite::Message;

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

async fn open(base: &str, query: &str) -> Socket {
    let address = format!("{}/live?election=small&contest=assembly{query}", base.replacen("http", "ws", 1));
    tokio_tungstenite::connect_async(address).await.expect("a socket").0
}

async fn frame(socket: &mut Socket) -> Frame {
    let wait = std::time::Duration::from_secs(20);
    loop {
        match tokio::time::timeout(wait, socket.next()).await.expect("a frame in time").expect("open").expect("sound") {
            Message::Binary(bytes) => return Frame::decode(&bytes).expect("a frame"),
            Message::Close(_) => panic!("closed"),
            _ => {}
        }
    }
}

async fn until(socket: &mut Socket, reader: &mut Reader, seq: u64) {
    while reader.position().is_none_or(|(_, at)| at < seq) {
        let frame = frame(socket).await;
        assert!(matches!(reader.receive(frame), Step::Advanced { .. } | Step::Ignored));
    }
}

fn reader_of(frame: Frame) -> Reader {
    match frame {
        Frame::Snapshot(snapshot) => Reader::from_snapshot(snapshot),
        other => panic!("a snapshot comes first, not {other:?}"),
    }
}

#[test]
fn a_reader_follows_the_ledger_and_proves_its_state_with_each_frame() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    runtime().block_on(async {
        let mut socket = open(&stage.base, "&unit=land&level=region").await;
        let mut reader = reader_of(frame(&mut socket).await);
        let base = stage.base.clone();
        for votes in 1..6 {
            stage.post_csv(&format!("unit,revision,sea,hill,nan\ns/1,{votes},{votes},0,0\n"));
        }
        until(&mut socket, &mut reader, 5).await;
        let snapshot = stage.night.topic(reader.key()).unwrap().snapshot();
        assert_eq!(reader.view(), Some(&snapshot.view), "at {base}");
        assert_eq!(reader.health().gaps + reader.health().mismatches, 0);
    });
}

#[test]
fn a_reader_that_was_away_is_sent_what_it_missed_and_one_of_another_epoch_a_snapshot() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    runtime().block_on(async {
        stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,0\n");
        stage.published(1);
        let mut socket = open(&stage.base, "&unit=land&level=region").await;
        let mut reader = reader_of(frame(&mut socket).await);
        let (epoch, seq) = reader.position().unwrap();
        drop(socket);
        stage.post_csv("unit,revision,sea,hill,nan\ns/1,2,6,0,0\n");
        stage.published(2);
        stage.post_csv("unit,revision,sea,hill,nan\nn/2,1,6,0,0\n");
        stage.published(3);
        let mut socket = open(&stage.base, &format!("&unit=land&level=region&epoch={epoch:016x}&since={seq}")).await;
        let missed = frame(&mut socket).await;
        assert!(matches!(missed, Frame::Delta(_)), "a merged delta: {missed:?}");
        assert_eq!(reader.receive(missed), Step::Advanced { changed: true });
        let other = format!("&unit=land&level=region&epoch={:016x}&since={seq}", epoch ^ 1);
        let mut socket = open(&stage.base, &other).await;
        assert!(matches!(frame(&mut socket).await, Frame::Snapshot(_)));
    });
}

#[test]
fn a_view_that_was_first_asked_for_between_a_report_and_its_tick_is_not_published_again() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    for (votes, unit) in (1..).zip(["land", "south", "s/1"]) {
        stage.post_csv(&format!("unit,revision,sea,hill,nan\ns/1,{votes},{votes},0,0\n"));
        let topic = stage.night.topic(stage.night.key("assembly", unit, "").unwrap()).unwrap();
        let first = topic.snapshot();
        std::thread::sleep(std::time::Duration::from_millis(10));
        stage.night.hub.tick();
        assert_eq!(topic.snapshot(), first, "{unit}");
    }
}

#[test]
fn a_reader_that_asks_for_a_snapshot_gets_one() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    runtime().block_on(async {
        let mut socket = open(&stage.base, "&unit=north").await;
        frame(&mut socket).await;
        socket.send(Message::text(r#"{"snapshot":true}"#)).await.unwrap();
        assert!(matches!(frame(&mut socket).await, Frame::Snapshot(_)));
    });
}

#[test]
fn a_server_that_ends_tells_its_readers_to_come_back_and_the_next_one_goes_on_where_it_was() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    let runtime = runtime();
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,0\n");
    stage.published(1);
    let mut socket = runtime.block_on(open(&stage.base, "&unit=land&level=region"));
    let mut reader = reader_of(runtime.block_on(frame(&mut socket)));
    let closing = std::thread::spawn(move || stage.close());
    let step = loop {
        match reader.receive(runtime.block_on(frame(&mut socket))) {
            Step::Advanced { .. } => {}
            step => break step,
        }
    };
    assert!(matches!(step, Step::Retry { after_ms: 1.. }));
    drop(socket);
    closing.join().unwrap();

    let stage = Stage::open(&data);
    stage.post_csv("unit,revision,sea,hill,nan\nn/2,1,6,0,0\n");
    stage.published(2);
    let (epoch, seq) = reader.resume().unwrap();
    runtime.block_on(async {
        let mut socket = open(&stage.base, &format!("&unit=land&level=region&epoch={epoch:016x}&since={seq}")).await;
        until(&mut socket, &mut reader, 2).await;
    });
    let snapshot = stage.night.topic(reader.key()).unwrap().snapshot();
    assert_eq!((reader.view(), reader.position()), (Some(&snapshot.view), Some((epoch, 2))));
}

#[test]
fn an_unknown_view_is_refused_before_the_socket_opens() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    for (query, reference) in [
        ("election=none&contest=assembly", "unknown-election"),
        ("election=small&contest=none", "unknown-contest"),
        ("election=small&contest=assembly&unit=none", "unknown-unit"),
        ("election=small&contest=assembly&level=none", "unknown-level"),
    ] {
        let answer = stage.get(&format!("/events?{query}"), &[]);
        assert_eq!((answer.status, &answer.json()["reference"]), (404, &reference.into()));
    }
}

#[test]
fn json_readers_get_the_same_messages_with_names() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    runtime().block_on(async {
        let mut socket = open(&stage.base, "&unit=land&level=region&format=json").await;
        let mut texts = Vec::new();
        stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,2\n");
        while texts.len() < 2 {
            if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
                let message: serde_json::Value = serde_json::from_str(&text).unwrap();
                if message["type"] == "snapshot" || message["rows"].as_array().is_some_and(|rows| !rows.is_empty()) {
                    texts.push(message);
                }
            }
        }
        let (snapshot, delta) = (&texts[0], &texts[1]);
        assert_eq!((&snapshot["type"], &snapshot["unit"]["id"]), (&"snapshot".into(), &"land".into()));
        let row = &delta["rows"][0];
        assert_eq!((&row["id"], &row["add"]["sea"], &row["add"]["nan"]), (&"south".into(), &5.into(), &2.into()));
        assert_eq!((&delta["events"][0]["unit"], &delta["events"][0]["kind"]), (&"s/1".into(), &"arrival".into()));
    });
}

#[test]
fn server_sent_events_carry_the_same_frames() {
    let (_dir, data) = scratch();
    let stage = Stage::open(&data);
    stage.post_csv("unit,revision,sea,hill,nan\ns/1,1,5,0,2\n");
    stage.published(1);
    let address = format!("{}/events?election=small&contest=assembly&unit=land&level=region", stage.base);
    let mut response = ureq::get(address).call().unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut line = String::new();
    let mut lines = std::io::BufReader::new(response.body_mut().as_reader());
    while !line.starts_with("data:") {
        line.clear();
        std::io::BufRead::read_line(&mut lines, &mut line).unwrap();
    }
    use base64::Engine;
    let bytes = base64::engine::general_purpose::STANDARD.decode(line["data:".len()..].trim()).unwrap();
    assert!(matches!(Frame::decode(&bytes), Ok(Frame::Snapshot(snapshot)) if snapshot.seq == 1));
}
