//! WebSocket frames as a server sends them (RFC 6455): unmasked, whole, with their header, so that one buffer serves all readers;
//! and their compression (RFC 7692), each by itself.

use axum::body::Bytes;
use election::wire::Frame;
use flate2::{Compress, Compression, FlushCompress};

use crate::api::json;

/// Text.
pub const TEXT: u8 = 1;
/// Bytes.
pub const BINARY: u8 = 2;
/// The end of the socket.
pub const CLOSE: u8 = 8;
/// A question whether anybody is there.
pub const PING: u8 = 9;
/// The answer to it.
pub const PONG: u8 = 10;

/// Shorter payloads are not compressed: deflate saves little of them, and a browser must take each apart.
pub const WORTH: usize = 200;

/// The end of every block that deflate flushes; RFC 7692 leaves it out.
pub const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// A message in one frame, compressed if that is wanted and pays.
#[must_use]
pub fn message(opcode: u8, payload: &[u8], deflate: bool) -> Bytes {
    let smaller = (deflate && payload.len() >= WORTH).then(|| deflated(payload)).flatten();
    match smaller {
        Some(smaller) => frame(0xc0 | opcode, &smaller),
        None => frame(0x80 | opcode, payload),
    }
}

/// A message without figures, in the form that a reader takes.
#[must_use]
pub fn aside(frame: &Frame, is_json: bool) -> Bytes {
    if is_json { message(TEXT, json::aside(frame).as_bytes(), false) } else { message(BINARY, &frame.encode(), false) }
}

/// A closing frame.
#[must_use]
pub fn close(code: u16) -> Bytes {
    frame(0x80 | CLOSE, &code.to_be_bytes())
}

/// A frame whose first byte is `first`.
fn frame(first: u8, payload: &[u8]) -> Bytes {
    let mut bytes = Vec::with_capacity(payload.len() + 10);
    bytes.push(first);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short @ 0..=125), _) => bytes.push(short),
        (_, Ok(middle)) => {
            bytes.push(126);
            bytes.extend(middle.to_be_bytes());
        }
        _ => {
            bytes.push(127);
            bytes.extend((payload.len() as u64).to_be_bytes());
        }
    }
    bytes.extend_from_slice(payload);
    bytes.into()
}

/// The payload compressed; `None` if that saves less than a tenth.
fn deflated(payload: &[u8]) -> Option<Vec<u8>> {
    let mut compress = Compress::new(Compression::new(6), false);
    let mut out = Vec::with_capacity(payload.len() + 64);
    compress.compress_vec(payload, &mut out, FlushCompress::Sync).ok()?;
    let whole = compress.total_in() == payload.len() as u64 && out.ends_with(&TAIL);
    out.truncate(out.len().saturating_sub(TAIL.len()));
    (whole && out.len() * 10 < payload.len() * 9).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_the_length_in_the_shortest_way() {
        for (length, header) in [
            (0, vec![0x82, 0]),
            (125, vec![0x82, 125]),
            (126, vec![0x82, 126, 0, 126]),
            (65_535, vec![0x82, 126, 255, 255]),
        ] {
            let message = message(BINARY, &vec![7; length], false);
            assert_eq!(message[..header.len()], header);
            assert_eq!(message.len(), header.len() + length);
        }
        assert_eq!(message(TEXT, &[7; 65_536], false)[..10], [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn what_does_not_get_smaller_is_sent_as_it_is() {
        let mut state = 1_u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        let noise: Vec<u8> = (0..4_000).map(|_| noise()).collect();
        assert_eq!(message(BINARY, &noise, true)[0], 0x82);
        assert_eq!(message(BINARY, &[7; WORTH - 1], true)[0], 0x82);
        assert_eq!(message(BINARY, &[7; WORTH], true)[0], 0xc2);
    }
}
