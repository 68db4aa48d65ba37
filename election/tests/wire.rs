//! The wire: golden bytes that docs/protocol.md describes, and frames that are not frames.

use election::ledger::ChangeKind;
use election::matrix::Matrix;
use election::plausibility::Rule;
use election::view::Event;
use election::wire::{Frame, Snapshot, VERSION, ViewDelta, WireDefect};
use election::{CategoryIx, ContestIx, Count, Delta, LevelIx, OptionIx, UnitIx, View, ViewKey};
use proptest::prelude::*;

const KEY: ViewKey = ViewKey { contest: ContestIx(1), unit: UnitIx(300), level: LevelIx(2) };

fn view(figures: [[u64; 2]; 3]) -> View {
    let mut matrix = Matrix::new(3, 2);
    for (row, figures) in figures.iter().enumerate() {
        for (column, figure) in figures.iter().enumerate() {
            matrix.set(row, column, *figure);
        }
    }
    View { matrix, ..View::default() }
}

fn correction() -> Event {
    Event {
        seq: 9,
        at: 1_760_000_000_000,
        unit: "0714/03".into(),
        name: "Šolë".into(),
        row: Some(1),
        category: CategoryIx(0),
        kind: ChangeKind::Correction,
        before: 400,
        after: 399,
        options: vec![(OptionIx(2), Count::from(Some(31)), Count::from(Some(30)))],
        rules: vec![Rule::TurnoutHigh],
        reason: "typing error".into(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn snapshot() -> Frame {
    let view = view([[1, 200], [0, 0], [1, 200]]);
    Frame::Snapshot(Snapshot { epoch: 0xfeed, key: KEY, seq: 8, at: 1_760_000_000_000, digest: view.digest(), view })
}

fn delta() -> Frame {
    let before = view([[1, 200], [0, 0], [1, 200]]);
    let mut after = view([[1, 199], [0, 0], [1, 199]]);
    after.remember([correction()]);
    let delta = Delta::between(8, &before, 9, &after, vec![correction()]);
    Frame::Delta(ViewDelta { epoch: 0xfeed, key: KEY, at: 1_760_000_000_250, delta })
}

#[test]
fn the_bytes_of_every_frame_are_those_of_the_protocol() {
    let golden = [
        ("snapshot", snapshot()),
        ("delta", delta()),
        ("bye", Frame::Bye { retry_after_ms: 1000 }),
        ("refused", Frame::Refused { code: "unknown-unit".into(), detail: "There is no unit `x`.".into() }),
    ];
    let text: Vec<String> = golden.iter().map(|(name, frame)| format!("{name} {}", hex(&frame.encode()))).collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn every_frame_comes_back_as_it_was_sent() {
    for frame in [snapshot(), delta(), Frame::Bye { retry_after_ms: 7 }] {
        assert_eq!(Frame::decode(&frame.encode()), Ok(frame));
    }
}

#[test]
fn the_delta_of_the_golden_bytes_leads_from_the_snapshot_to_its_digest() {
    let (Frame::Snapshot(mut snapshot), Frame::Delta(frame)) = (snapshot(), delta()) else { panic!("the two frames") };
    assert_eq!(frame.delta.apply(&mut snapshot.view), Ok(()));
    assert_eq!(snapshot.view.matrix.row(0).collect::<Vec<_>>(), [1, 199]);
}

#[test]
fn a_frame_of_another_version_says_so() {
    let mut bytes = snapshot().encode();
    bytes[0] = VERSION + 1;
    assert_eq!(Frame::decode(&bytes), Err(WireDefect::Version(VERSION + 1)));
    assert_eq!(Frame::decode(&[]), Err(WireDefect::Empty));
}

proptest! {
    #[test]
    fn a_shortened_or_lengthened_frame_is_damaged(cut in 1usize..60, more in any::<u8>()) {
        let whole = delta().encode();
        let cut = cut.min(whole.len() - 1);
        prop_assert_eq!(Frame::decode(&whole[..whole.len() - cut]), Err(WireDefect::Damaged));
        let mut longer = whole;
        longer.push(more);
        prop_assert_eq!(Frame::decode(&longer), Err(WireDefect::Damaged));
    }

    #[test]
    fn any_bytes_are_a_frame_or_a_defect_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = bytes;
        bytes.insert(0, VERSION);
        if let Ok(Frame::Delta(frame)) = Frame::decode(&bytes) {
            let _ = frame.delta.apply(&mut view([[0; 2]; 3]));
        }
    }
}
