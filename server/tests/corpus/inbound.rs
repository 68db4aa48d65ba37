//! The bytes of one socket. The first byte says how many bytes come at a time (0: all), the second whether messages may be compressed.

use super::live::inbound::{Allowed, Fault, Inbound, Inbox};

const MESSAGE: usize = 4_096;
/// The head of a frame, as long as it can be.
const HEAD: usize = 14;

pub fn run(bytes: &[u8]) {
    let [step, deflate, bytes @ ..] = bytes else { return };
    let allowed = Allowed { message: MESSAGE, deflate: deflate & 1 == 0 };
    let whole = read([bytes].into_iter(), allowed);
    let step = if *step == 0 { bytes.len().max(1) } else { usize::from(*step) };
    let cut = read(bytes.chunks(step), allowed);
    assert_eq!(whole, cut, "it matters how the bytes are cut");
    // The shortest frame has six bytes.
    assert!(whole.0.len() <= bytes.len() / 6);
    whole.0.iter().for_each(is_allowed);
}

/// What a socket says until it ends.
fn read<'b>(parts: impl Iterator<Item = &'b [u8]>, allowed: Allowed) -> (Vec<Inbound>, Result<(), Fault>) {
    let (mut inbox, mut messages) = (Inbox::default(), Vec::new());
    for part in parts {
        let (more, taken) = inbox.take(part, allowed);
        messages.extend(more);
        if taken.is_err() || matches!(messages.last(), Some(Inbound::Close(_))) {
            return (messages, taken);
        }
        assert!(inbox.kept() <= 2 * MESSAGE + HEAD, "{} bytes are kept", inbox.kept());
    }
    (messages, Ok(()))
}

fn is_allowed(message: &Inbound) {
    match message {
        Inbound::Text(text) => assert!(text.len() <= MESSAGE),
        Inbound::Ping(payload) => assert!(payload.len() <= 125),
        Inbound::Close(Some(code)) => assert!((1000..5000).contains(code)),
        Inbound::Binary | Inbound::Part | Inbound::Pong | Inbound::Close(None) => {}
    }
}
