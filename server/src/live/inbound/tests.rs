//! Good clients are understood however their bytes are cut; bad ones are told which rule they broke.

use proptest::prelude::*;

use super::*;
use crate::live::framing::{self, Squeeze};

const ALLOWED: Allowed = Allowed { message: 4_096, deflate: true };

/// A frame as a client sends it.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let server = framing::message(0, payload, Squeeze::No);
    let head = server.len() - payload.len();
    let mask = [1, 2, 3, 4];
    let mut frame = vec![first, server[1] | 0x80];
    frame.extend(&server[2..head]);
    frame.extend(mask);
    frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

fn all(bytes: &[u8]) -> (Vec<Inbound>, Result<(), Fault>) {
    Inbox::default().take(bytes, ALLOWED)
}

fn fault(bytes: &[u8]) -> Option<u16> {
    all(bytes).1.err().map(Fault::code)
}

#[test]
fn a_message_is_understood_in_one_piece_in_fragments_and_compressed() {
    let text = Inbound::Text("{\"snapshot\":true}".into());
    let words = b"{\"snapshot\":true}";
    assert_eq!(all(&masked(0x81, words)).0, std::slice::from_ref(&text));
    let fragments =
        [masked(0x01, &words[..4]), masked(0x89, b"?"), masked(0x00, &words[4..9]), masked(0x80, &words[9..])];
    let said = [Inbound::Part, Inbound::Ping(b"?".to_vec()), Inbound::Part, text];
    assert_eq!(all(&fragments.concat()).0, said);
    let long = "a".repeat(3_000);
    let small = framing::message(framing::TEXT, long.as_bytes(), Squeeze::Alone);
    let payload = &small[if small[1] == 126 { 4 } else { 2 }..];
    assert_eq!(all(&masked(0xc1, payload)).0, [Inbound::Text(long)]);
}

#[test]
fn an_empty_inbox_holds_no_memory() {
    let mut inbox = Inbox::default();
    let frame = masked(0x81, &[b'x'; 1_000]);
    let (half, rest) = frame.split_at(500);
    assert!(inbox.take(half, ALLOWED).0.is_empty());
    assert_eq!(inbox.unread.len(), 500);
    assert_eq!(inbox.take(rest, ALLOWED).0.len(), 1);
    assert_eq!((inbox.unread.capacity(), inbox.started.is_none()), (0, true));
}

#[test]
fn what_breaks_the_protocol_is_1002() {
    let unmasked = framing::message(framing::TEXT, b"hello", Squeeze::No);
    for frame in [
        unmasked.to_vec(),
        masked(0x91, b""),
        masked(0xa1, b""),
        masked(0x83, b""),
        masked(0x8b, b""),
        masked(0x09, b""),
        masked(0x80, b"goes on with nothing"),
        masked(0x89, &[0; 126]),
        masked(0x88, &[3]),
        masked(0x88, &1005_u16.to_be_bytes()),
        [masked(0x01, b"a"), masked(0x81, b"b")].concat(),
        vec![0x81, 0x80 | 126, 0, 5, 0, 0, 0, 0],
    ] {
        assert_eq!(fault(&frame), Some(1002), "{frame:x?}");
    }
    let plain = Allowed { deflate: false, ..ALLOWED };
    assert_eq!(Inbox::default().take(&masked(0xc1, b"x"), plain).1, Err(Fault::Protocol));
}

#[test]
fn what_is_no_text_is_1007() {
    assert_eq!(fault(&masked(0x81, &[0xff, 0xfe])), Some(1007));
    assert_eq!(fault(&masked(0x81, &[0xed, 0xa0, 0x80])), Some(1007));
    assert_eq!(fault(&masked(0xc1, &[0xff; 40])), Some(1007));
    assert_eq!(fault(&masked(0x88, &[3, 0xe8, 0xff])), Some(1007));
}

#[test]
fn a_giant_is_1009_before_its_payload_is_waited_for() {
    assert_eq!(fault(&[0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0]), Some(1009));
    assert_eq!(fault(&masked(0x81, &[b'x'; 4_097])), Some(1009));
    let fragments = [masked(0x01, &[b'x'; 4_000]), masked(0x80, &[b'x'; 97])].concat();
    assert_eq!(fault(&fragments), Some(1009));
    let bomb = framing::message(framing::TEXT, &vec![b'x'; 1 << 20], Squeeze::Alone);
    assert_eq!(fault(&masked(0xc1, &bomb[4..])), Some(1009));
}

#[test]
fn nothing_after_a_closing_frame_counts() {
    let bytes = [masked(0x88, &1000_u16.to_be_bytes()), masked(0x81, b"late")].concat();
    assert_eq!(all(&bytes), (vec![Inbound::Close(Some(1000))], Ok(())));
}

proptest! {
    #[test]
    fn whatever_comes_it_ends_and_keeps_little(bytes in proptest::collection::vec(any::<u8>(), 0..9_000)) {
        let mut inbox = Inbox::default();
        for part in bytes.chunks(1_000) {
            if inbox.take(part, ALLOWED).1.is_err() {
                break;
            }
            prop_assert!(inbox.kept() <= 2 * ALLOWED.message + 14);
        }
    }

    #[test]
    fn it_does_not_matter_how_the_bytes_are_cut(
        texts in proptest::collection::vec(".{0,300}", 1..5), cut in 1_usize..50,
    ) {
        let bytes: Vec<u8> = texts.iter().flat_map(|text| masked(0x81, text.as_bytes())).collect();
        let mut inbox = Inbox::default();
        let mut messages = Vec::new();
        for part in bytes.chunks(cut) {
            let (more, taken) = inbox.take(part, ALLOWED);
            prop_assert_eq!(taken, Ok(()));
            messages.extend(more);
        }
        let texts: Vec<Inbound> = texts.into_iter().map(Inbound::Text).collect();
        prop_assert_eq!(messages, texts);
    }
}
