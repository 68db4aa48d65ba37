//! A client for tests that does exactly what it is told, also what no proper client would; and what one does with it.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use election::wire::Frame;
use flate2::{Decompress, FlushDecompress};
use server::telemetry::Metric;
use socket2::{Domain, Socket, Type};

use crate::stage::Stage;

/// The view of the whole small election.
pub const LAND: &str = "&contest=assembly&unit=land&level=region";

/// An open socket.
pub struct Client {
    stream: TcpStream,
    /// How the server has agreed to compress; nothing if it has not.
    pub agreed: String,
    /// Bytes of messages taken so far.
    pub taken: usize,
    /// What remembers all compressed messages, as a browser's does.
    inflate: Decompress,
}

impl Client {
    /// Opens `/live` of the small election.
    pub fn open(base: &str, query: &str, extensions: &str) -> Self {
        let stream = TcpStream::connect(base.trim_start_matches("http://")).expect("a server");
        Self::greet(stream, query, extensions)
    }

    /// The same with a socket that takes little.
    pub fn open_small(base: &str, query: &str, extensions: &str) -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket.set_recv_buffer_size(4_096).expect("a small buffer");
        let address: SocketAddr = base.trim_start_matches("http://").parse().expect("an address");
        socket.connect(&address.into()).expect("a server");
        Self::greet(socket.into(), query, extensions)
    }

    fn greet(mut stream: TcpStream, query: &str, extensions: &str) -> Self {
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time");
        let extensions =
            if extensions.is_empty() { String::new() } else { format!("Sec-WebSocket-Extensions: {extensions}\r\n") };
        let request = format!(
            "GET /live?election=small{query} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{extensions}\r\n"
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("an answer");
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("text").to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 101"), "{head}");
        assert!(head.contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="), "{head}");
        let agreed = head.lines().find_map(|line| line.strip_prefix("sec-websocket-extensions: ")).unwrap_or_default();
        Self { stream, agreed: agreed.to_owned(), taken: 0, inflate: Decompress::new(false) }
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        self.try_send(bytes).expect("sent");
    }

    /// The same, if the server still takes them.
    pub fn try_send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Sends a text message.
    pub fn say(&mut self, text: &str) {
        self.try_say(text).expect("sent");
    }

    /// The same, if the server still takes it.
    pub fn try_say(&mut self, text: &str) -> std::io::Result<()> {
        self.try_frame(0x81, text.as_bytes())
    }

    /// The next message's opcode and payload.
    pub fn message(&mut self) -> (u8, Vec<u8>) {
        let [first, second] = self.exactly();
        let length = match second {
            126 => u64::from(u16::from_be_bytes(self.exactly())),
            127 => u64::from_be_bytes(self.exactly()),
            short => short.into(),
        };
        let mut payload = vec![0; usize::try_from(length).expect("it fits")];
        self.stream.read_exact(&mut payload).expect("a payload");
        self.taken += payload.len();
        assert_eq!(first & 0xb0, 0x80, "whole, and no unknown bits");
        if first & 0x40 != 0 {
            assert!(!self.agreed.is_empty());
            if self.agreed.contains("server_no_context_takeover") {
                self.inflate.reset(false);
            }
            payload.extend([0, 0, 0xff, 0xff]);
            let mut out = Vec::with_capacity(1 << 18);
            self.inflate.decompress_vec(&payload, &mut out, FlushDecompress::Sync).expect("deflate");
            payload = out;
        }
        (first & 0x0f, payload)
    }

    fn exactly<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.stream.read_exact(&mut bytes).expect("a message");
        bytes
    }

    /// Whether the server has hung up.
    pub fn is_at_end(&mut self) -> bool {
        matches!(self.stream.read(&mut [0]), Ok(0))
    }

    /// Sends a masked frame that begins with this byte, however wrong that is.
    pub fn try_frame(&mut self, first: u8, payload: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(&masked(first, payload))
    }

    /// Another handle of the same socket.
    pub fn stream(&self) -> TcpStream {
        self.stream.try_clone().expect("another handle")
    }
}

/// A frame with a mask.
pub fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match u8::try_from(payload.len()) {
        Ok(short @ 0..=125) => frame.push(0x80 | short),
        _ => {
            frame.push(0x80 | 126);
            frame.extend(u16::try_from(payload.len()).expect("short").to_be_bytes());
        }
    }
    let mask = [0x5a, 0xc3, 0x17, 0x88];
    frame.extend(mask);
    frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

/// Waits until something that the server counts is so.
pub fn until(stage: &Stage, what: &str, is_so: impl Fn(&dyn Fn(Metric) -> u64) -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_so(&|metric| stage.site.telemetry.get(metric)) {
        assert!(Instant::now() < end, "never: {what}\n{}", stage.site.telemetry.render(&[]));
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Asks for snapshots that are not read until the server's socket is full.
pub fn stall(stage: &Stage, client: &mut Client) {
    let telemetry = &stage.site.telemetry;
    while telemetry.get(Metric::ShortWrites) == 0 {
        let before = telemetry.get(Metric::Frames);
        client.say(r#"{"snapshot":true}"#);
        until(stage, "an answer", |get| get(Metric::Frames) > before || get(Metric::ShortWrites) > 0);
    }
}

/// A report of a station.
pub fn vote(stage: &Stage, station: &str, revision: u32) {
    stage.post_csv(&format!("unit,revision,sea,hill,nan\n{station},{revision},{revision},0,0\n"));
}

/// The next frame of figures.
pub fn frame(client: &mut Client) -> Frame {
    loop {
        let (opcode, bytes) = client.message();
        match opcode {
            2 => return Frame::decode(&bytes).expect("a frame"),
            8 => panic!("closed: {bytes:?}"),
            _ => {}
        }
    }
}

/// The code with which the server closes, whatever comes before.
pub fn close_code(client: &mut Client) -> u16 {
    loop {
        if let (8, bytes) = client.message() {
            return u16::from_be_bytes([bytes[0], bytes[1]]);
        }
    }
}
