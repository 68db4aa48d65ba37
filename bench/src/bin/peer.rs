//! The servers written in Rust that ours is compared with: `peer KIND PORT BYTES RATE` sends that many bytes to all who are
//! connected, so many times a second. Each as its documentation shows it, without our tricks.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocketUpgrade};
use fastwebsockets::{Frame, Payload, upgrade};
use futures_util::SinkExt;
use http_body_util::Empty;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::sync::broadcast;

const SWITCH: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [kind, port, bytes, rate] = &words[..] else { bail!("usage: peer KIND PORT BYTES RATE") };
    let (port, bytes): (u16, usize) = (port.parse()?, bytes.parse()?);
    let every = Duration::from_secs_f64(1.0 / rate.parse::<f64>()?);
    if kind == "raw" {
        return raw(port, bytes, every);
    }
    tokio::runtime::Runtime::new()?.block_on(async {
        let (news, _) = broadcast::channel(16);
        tokio::spawn(tick(news.clone(), bytes, every));
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        match kind.as_str() {
            "axum" => with_axum(listener, news).await,
            "tungstenite" => with_tungstenite(listener, news).await,
            "fastwebsockets" => with_fastwebsockets(listener, news).await,
            _ => bail!("there is no peer `{kind}`"),
        }
    })
}

type News = broadcast::Sender<Bytes>;

async fn tick(news: News, bytes: usize, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    let payload = Bytes::from(vec![7; bytes]);
    loop {
        ticks.tick().await;
        let _ = news.send(payload.clone());
    }
}

/// The limit line: the same bytes, header included, by one blocking `send` after the other.
fn raw(port: u16, bytes: usize, every: Duration) -> Result<()> {
    let readers: Arc<Mutex<Vec<TcpStream>>> = Arc::default();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let coming = readers.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let greeted = stream.read(&mut [0; 1_024]).and_then(|_| stream.write_all(SWITCH));
            if greeted.and_then(|()| stream.set_nodelay(true)).is_ok() {
                coming.lock().expect("nobody panics while holding it").push(stream);
            }
        }
    });
    let frame = framed(bytes);
    let mut next = Instant::now();
    loop {
        next += every;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        readers.lock().expect("nobody panics while holding it").retain_mut(|reader| reader.write_all(&frame).is_ok());
    }
}

/// A binary WebSocket message.
fn framed(bytes: usize) -> Vec<u8> {
    let mut frame = vec![0x82];
    match (u8::try_from(bytes), u16::try_from(bytes)) {
        (Ok(short @ ..126), _) => frame.push(short),
        (_, Ok(long)) => frame.extend([126].into_iter().chain(long.to_be_bytes())),
        _ => frame.extend([127].into_iter().chain((bytes as u64).to_be_bytes())),
    }
    frame.resize(frame.len() + bytes, 7);
    frame
}

async fn with_axum(listener: tokio::net::TcpListener, news: News) -> Result<()> {
    let connect = |State(news): State<News>, upgrade: WebSocketUpgrade| async move {
        upgrade.on_upgrade(move |mut socket| async move {
            let mut news = news.subscribe();
            while let Ok(bytes) = news.recv().await {
                if socket.send(Message::Binary(bytes)).await.is_err() {
                    return;
                }
            }
        })
    };
    let router = axum::Router::new().route("/", axum::routing::get(connect)).with_state(news);
    axum::serve(listener, router).await.context("axum")
}

async fn with_tungstenite(listener: tokio::net::TcpListener, news: News) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let mut news = news.subscribe();
        tokio::spawn(async move {
            stream.set_nodelay(true)?;
            let mut socket = tokio_tungstenite::accept_async(stream).await?;
            while let Ok(bytes) = news.recv().await {
                socket.send(tokio_tungstenite::tungstenite::Message::Binary(bytes)).await?;
            }
            anyhow::Ok(())
        });
    }
}

async fn with_fastwebsockets(listener: tokio::net::TcpListener, news: News) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let news = news.clone();
        let service = service_fn(move |mut request| {
            let mut news = news.subscribe();
            async move {
                let (response, opening) = upgrade::upgrade(&mut request)?;
                tokio::spawn(async move {
                    let mut socket = opening.await?;
                    while let Ok(bytes) = news.recv().await {
                        socket.write_frame(Frame::binary(Payload::Borrowed(&bytes))).await?;
                    }
                    anyhow::Ok(())
                });
                Ok::<hyper::Response<Empty<Bytes>>, fastwebsockets::WebSocketError>(response)
            }
        });
        tokio::spawn(async move {
            let stream = hyper_util::rt::TokioIo::new(stream);
            http1::Builder::new().serve_connection(stream, service).with_upgrades().await
        });
    }
}
