//! The readers: sockets that are opened, greeted and counted. They look at nothing but where messages begin, so that they cost
//! little beside what they measure; whether figures are right is what `nightcount load` tells.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// How readers of a server begin, and how its messages are told apart.
#[derive(Clone, Debug)]
pub struct Greeting {
    /// What is asked for.
    pub path: String,
    /// What is said after the server has switched to WebSocket; or, where it speaks another protocol, first of all.
    pub says: Vec<u8>,
    /// Of a server that does not speak WebSocket: the bytes of one message.
    pub plain: Option<u64>,
    /// Whether messages may come compressed; what is counted is what travels.
    pub deflate: bool,
}

/// What has arrived so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted {
    pub messages: u64,
    pub bytes: u64,
    pub lost: u64,
}

impl Counted {
    pub fn since(self, before: Self) -> Self {
        Self {
            messages: self.messages - before.messages,
            bytes: self.bytes - before.bytes,
            lost: self.lost - before.lost,
        }
    }
}

#[derive(Default)]
struct Counters {
    messages: AtomicU64,
    bytes: AtomicU64,
    lost: AtomicU64,
}

/// Readers; they leave with this.
pub struct Crowd {
    counters: Arc<Counters>,
    _reading: JoinSet<()>,
}

impl Crowd {
    pub fn counted(&self) -> Counted {
        let now = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counted {
            messages: now(&self.counters.messages),
            bytes: now(&self.counters.bytes),
            lost: now(&self.counters.lost),
        }
    }
}

/// Connects so many, sixty-four at a time.
pub async fn connect(port: u16, greeting: Greeting, readers: usize) -> Result<Crowd> {
    let counters = Arc::<Counters>::default();
    let greeting = Arc::new(greeting);
    let mut reading = JoinSet::new();
    let mut opening = JoinSet::new();
    let mut open = 0;
    for number in 0..readers.min(64) {
        opening.spawn(greet(number, port, greeting.clone()));
    }
    let mut asked = opening.len();
    while let Some(opened) = opening.join_next().await {
        let stream = opened.context("a task")?.context("a reader was not let in")?;
        open += 1;
        reading.spawn(read(stream, greeting.plain, counters.clone()));
        if asked < readers {
            opening.spawn(greet(asked, port, greeting.clone()));
            asked += 1;
        }
    }
    ensure!(open == readers, "{open} of {readers} readers were let in");
    Ok(Crowd { counters, _reading: reading })
}

/// From one of fifty addresses: servers bound how many come from one. A server that is busy is asked again.
async fn greet(number: usize, port: u16, greeting: Arc<Greeting>) -> Result<TcpStream> {
    let trying = async {
        loop {
            match enter(number, port, &greeting).await? {
                Some(stream) => return Ok(stream),
                None => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), trying).await.context("not let in for thirty seconds")?
}

/// A socket on which messages come; none if the server is busy.
async fn enter(number: usize, port: u16, greeting: &Greeting) -> Result<Option<TcpStream>> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::new(127, 0, 1, u8::try_from(number % 50)? + 1), 0).into())?;
    let mut stream = socket.connect((Ipv4Addr::LOCALHOST, port).into()).await?;
    if greeting.plain.is_none() {
        let offer = if greeting.deflate { "Sec-WebSocket-Extensions: permessage-deflate\r\n" } else { "" };
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                 Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{offer}\r\n",
            greeting.path
        );
        stream.write_all(request.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        let line = String::from_utf8_lossy(&head);
        if line.starts_with("HTTP/1.1 503") {
            return Ok(None);
        }
        ensure!(line.starts_with("HTTP/1.1 101"), "{}", line.lines().next().unwrap_or_default());
        let compresses = line.to_ascii_lowercase().contains("permessage-deflate");
        ensure!(compresses == greeting.deflate, "compression was not agreed on as it was asked for");
    }
    stream.write_all(&greeting.says).await?;
    Ok(Some(stream))
}

/// The answer to a server that asks whether somebody is there: an empty pong.
const STILL_HERE: [u8; 6] = [0x8a, 0x80, 0, 0, 0, 0];

async fn read(mut stream: TcpStream, plain: Option<u64>, counters: Arc<Counters>) {
    let mut buffer = Vec::with_capacity(8_192);
    let mut frames = Frames::default();
    let mut left_over = 0;
    loop {
        buffer.clear();
        let Ok(read @ 1..) = stream.read_buf(&mut buffer).await else {
            counters.lost.fetch_add(1, Ordering::Relaxed);
            return;
        };
        let messages = match plain {
            None => frames.take(&buffer),
            Some(size) => {
                left_over += read as u64;
                let whole = left_over / size;
                left_over %= size;
                whole
            }
        };
        if std::mem::take(&mut frames.asked) {
            // A line that broke is found out by reading.
            let _ = stream.write_all(&STILL_HERE).await;
        }
        counters.messages.fetch_add(messages, Ordering::Relaxed);
        counters.bytes.fetch_add(read as u64, Ordering::Relaxed);
    }
}

/// Where WebSocket frames of a server begin. Frames of control are no messages.
#[derive(Default)]
struct Frames {
    /// Bytes of the frame that are still to come.
    left: u64,
    head: Vec<u8>,
    /// Whether a ping was among them.
    asked: bool,
}

impl Frames {
    /// How many messages begin in these bytes.
    fn take(&mut self, mut bytes: &[u8]) -> u64 {
        let mut messages = 0;
        while !bytes.is_empty() {
            if self.left > 0 {
                let passed = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                self.left -= passed as u64;
                bytes = &bytes[passed..];
                continue;
            }
            self.head.push(bytes[0]);
            bytes = &bytes[1..];
            if let Some(length) = length(&self.head) {
                messages += u64::from(self.head[0] & 0x0f < 8);
                self.asked |= self.head[0] & 0x0f == 9;
                self.left = length;
                self.head.clear();
            }
        }
        messages
    }
}

/// What follows this head, if it is whole.
fn length(head: &[u8]) -> Option<u64> {
    match head {
        [_, short @ ..=125] => Some(u64::from(*short)),
        [_, 126, high, low] => Some(u64::from(u16::from_be_bytes([*high, *low]))),
        [_, 127, rest @ ..] => Some(u64::from_be_bytes(rest.try_into().ok()?)),
        _ => None,
    }
}

/// A short text of a reader, masked with zeros.
pub fn said(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap_or(125).min(125);
    [&[0x81, 0x80 | length, 0, 0, 0, 0], &text.as_bytes()[..usize::from(length)]].concat()
}

#[cfg(test)]
mod tests {
    use super::Frames;

    #[test]
    fn messages_are_counted_however_they_are_cut() {
        let mut bytes = vec![0x82, 126, 1, 44];
        bytes.extend([7; 300]);
        bytes.extend([0x89, 0, 0x81, 2, b'h', b'i']);
        assert_eq!(Frames::default().take(&bytes), 2, "a ping is none");
        let mut frames = Frames::default();
        assert_eq!(bytes.chunks(3).map(|part| frames.take(part)).sum::<u64>(), 2);
    }
}
