//! What servers send: two frames that a reader takes. The first two bytes are the length of the first one.

use election::reader::{Reader, Step};
use election::wire::Frame;

pub fn run(bytes: &[u8]) {
    let [low, high, bytes @ ..] = bytes else { return };
    let length = usize::from(u16::from_le_bytes([*low, *high])).min(bytes.len());
    let (first, second) = bytes.split_at(length);
    let mut reader: Option<Reader> = None;
    for bytes in [first, second] {
        let Ok(frame) = Frame::decode(bytes) else { continue };
        assert_eq!(Frame::decode(&frame.encode()).as_ref(), Ok(&frame), "a frame changes on its way");
        match (&mut reader, frame) {
            (Some(reader), frame) => receives(reader, frame),
            (none, Frame::Snapshot(snapshot)) => *none = Some(Reader::from_snapshot(snapshot)),
            _ => {}
        }
    }
}

/// What is not taken changes nothing; what is taken proves itself.
fn receives(reader: &mut Reader, frame: Frame) {
    let (before, proof) = (reader.view().cloned(), digest(&frame));
    match reader.receive(frame) {
        Step::Advanced { .. } => assert_eq!(reader.view().map(election::View::digest), proof),
        _ => assert_eq!(reader.view(), before.as_ref()),
    }
}

fn digest(frame: &Frame) -> Option<u64> {
    match frame {
        Frame::Snapshot(snapshot) => Some(snapshot.digest),
        Frame::Delta(delta) => Some(delta.delta.digest),
        Frame::Bye { .. } | Frame::Refused { .. } | Frame::Pace(_) => None,
    }
}
