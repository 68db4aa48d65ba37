//! WebSocket frames as a server sends them (RFC 6455): unmasked, whole, with their header, so that one buffer serves all readers;
//! and their compression (RFC 7692), by itself or after what those readers have inflated before.

use std::cell::RefCell;

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

/// What an inflater remembers of the messages before.
pub const WINDOW: usize = 32 << 10;

/// The bit of a message's first byte that says that it is compressed.
const COMPRESSED: u8 = 0x40;

/// How a message is compressed.
#[derive(Clone, Copy, Debug)]
pub enum Squeeze<'a> {
    /// Not at all.
    No,
    /// By itself, where that pays.
    Alone,
    /// Always, for readers to whom these bytes are the last that they have inflated; for all readers if there are none.
    After(&'a [u8]),
}

/// A message in one frame.
#[must_use]
pub fn message(opcode: u8, payload: &[u8], squeeze: Squeeze) -> Bytes {
    let compressed = match squeeze {
        Squeeze::No => None,
        Squeeze::Alone if payload.len() < WORTH => None,
        Squeeze::Alone => deflated(payload, &[]).filter(|smaller| smaller.len() * 10 < payload.len() * 9),
        Squeeze::After(context) => deflated(payload, context),
    };
    match compressed {
        Some(compressed) => frame(0x80 | COMPRESSED | opcode, &compressed),
        None => frame(0x80 | opcode, payload),
    }
}

/// Whether a message is compressed: only then do readers' inflaters remember it.
#[must_use]
pub fn is_compressed(message: &[u8]) -> bool {
    message.first().is_some_and(|first| first & COMPRESSED != 0)
}

/// A message without figures, in the form that a reader takes.
#[must_use]
pub fn aside(frame: &Frame, is_json: bool) -> Bytes {
    match is_json {
        true => message(TEXT, json::aside(frame).as_bytes(), Squeeze::No),
        false => message(BINARY, &frame.encode(), Squeeze::No),
    }
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

thread_local! {
    /// Each thread's own, used again and again: to make one takes longer than to compress a frame.
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(6), false));
}

/// The payload compressed, for an inflater that has inflated `context` before; `None` if that cannot be done.
fn deflated(payload: &[u8], context: &[u8]) -> Option<Vec<u8>> {
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        if !context.is_empty() {
            compress.set_dictionary(context).ok()?;
        }
        let mut out = Vec::with_capacity(payload.len() + payload.len() / 256 + 64);
        compress.compress_vec(payload, &mut out, FlushCompress::Sync).ok()?;
        // Room that is left says that all of it has come out.
        let whole = compress.total_in() == payload.len() as u64 && out.len() < out.capacity() && out.ends_with(&TAIL);
        out.truncate(out.len().saturating_sub(TAIL.len()));
        whole.then_some(out)
    })
}

#[cfg(test)]
mod tests {
    use flate2::{Decompress, FlushDecompress};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_header_says_the_length_in_the_shortest_way() {
        for (length, header) in [
            (0, vec![0x82, 0]),
            (125, vec![0x82, 125]),
            (126, vec![0x82, 126, 0, 126]),
            (65_535, vec![0x82, 126, 255, 255]),
        ] {
            let message = message(BINARY, &vec![7; length], Squeeze::No);
            assert_eq!(message[..header.len()], header);
            assert_eq!(message.len(), header.len() + length);
        }
        assert_eq!(message(TEXT, &[7; 65_536], Squeeze::No)[..10], [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn what_does_not_get_smaller_is_sent_as_it_is() {
        let mut state = 1_u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        let noise: Vec<u8> = (0..4_000).map(|_| noise()).collect();
        assert_eq!(message(BINARY, &noise, Squeeze::Alone)[0], 0x82);
        assert_eq!(message(BINARY, &[7; WORTH - 1], Squeeze::Alone)[0], 0x82);
        assert_eq!(message(BINARY, &[7; WORTH], Squeeze::Alone)[0], 0xc2);
    }

    /// Payloads that resemble each other: parts of one text of little variety.
    fn payloads() -> impl Strategy<Value = Vec<(Vec<u8>, usize)>> {
        let sizes = prop_oneof![4 => 0..2_000_usize, 1 => 0..3_usize, 1 => 30_000..70_000_usize];
        let payload = (sizes, 0..1_000_usize, any::<u64>()).prop_map(|(size, from, seed)| {
            let mut chance = fastrand::Rng::with_seed(seed);
            (from..from + size)
                .map(|at| if chance.u8(..16) == 0 { chance.u8(..) } else { (at * at / 7) as u8 })
                .collect()
        });
        prop::collection::vec((payload, 0..20_usize), 1..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// Each payload is compressed after as many of those before as is said, and all are inflated by one inflater.
        #[test]
        fn what_is_compressed_after_what_was_sent_before_is_what_it_was(stream in payloads()) {
            let mut inflate = Decompress::new(false);
            for (at, (payload, trail)) in stream.iter().enumerate() {
                let before: Vec<u8> = stream[at.saturating_sub(*trail)..at].iter().flat_map(|(bytes, _)| bytes.clone()).collect();
                let message = message(BINARY, payload, Squeeze::After(&before));
                prop_assert!(is_compressed(&message));
                let head = match message[1] {
                    126 => 4,
                    127 => 10,
                    _ => 2,
                };
                let bytes = [&message[head..], &TAIL].concat();
                let mut out = Vec::with_capacity(payload.len() + 64);
                inflate.decompress_vec(&bytes, &mut out, FlushDecompress::Sync).unwrap();
                prop_assert!(&out == payload);
            }
        }
    }
}
