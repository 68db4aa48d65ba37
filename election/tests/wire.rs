//! The wire: golden bytes that docs/protocol.md describes, and frames that are not frames.

use election::calls::{CallKind, CallView, Withdrawal};
use election::ledger::ChangeKind;
use election::matrix::Matrix;
use election::plausibility::Rule;
use election::seats::{Ending, HouseView, How, ListView, Standing, State, Tie, Warning};
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

/// A house of three seats, one of which waits for a lot, with every kind of note.
fn house() -> HouseView {
    let list = |seats, lacks, spare| ListView { seats, lacks, spare, ..ListView::default() };
    let first = ListView { firm: Some(1), standing: Standing::Reached, elected: vec![2, 0], ..list(2, None, Some(60)) };
    let second = ListView { standing: Standing::Missed, over_threshold: Some(-5), ..list(0, Some(300), None) };
    let (place, among) = ("open".to_owned(), vec!["sea".to_owned(), "hill".to_owned()]);
    HouseView {
        state: State::Tied,
        size: 3,
        majority: 2,
        hold_back: 500,
        lists: vec![first, second],
        last_in: Some(0),
        first_out: Some(1),
        ties: vec![Tie { place: place.clone(), among, seats: 1, winners: Vec::new() }],
        warnings: vec![
            Warning::Interpretation { other: vec![1, 2] },
            Warning::Vacant { place: place.clone(), seats: 1 },
            Warning::NobodyEligible { place: place.clone() },
            Warning::Enlarged { by: 2 },
            Warning::Unsatisfiable { place: place.clone() },
            Warning::RegisteredUnknown { place },
            Warning::GenderUnknown { list: "sea".into() },
        ],
        ending: Some(Ending { how: How::Tied, options: vec![0, 1] }),
    }
}

fn call() -> CallView {
    let withdrawn =
        Withdrawal { seq: 9, at: 1_760_000_000_100, author: "Desk two".into(), basis: "A recount is ordered".into() };
    CallView {
        seq: 7,
        at: 1_760_000_000_000,
        unit: "land".into(),
        option: Some(OptionIx(1)),
        candidate: "h1".into(),
        kind: CallKind::Projected,
        author: "Desk one".into(),
        basis: "92 % counted".into(),
        withdrawn: Some(withdrawn),
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
    (after.house, after.calls) = (Some(house()), vec![call()]);
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
        ("pace", Frame::Pace(2)),
    ];
    let text: Vec<String> = golden.iter().map(|(name, frame)| format!("{name} {}", hex(&frame.encode()))).collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn a_merged_delta_carries_the_last_house_and_the_last_calls_and_leaves_out_what_did_not_change() {
    let start = view([[1, 200], [0, 0], [1, 200]]);
    let seats = |seats| {
        let mut house = house();
        house.lists[0].seats = seats;
        Some(house)
    };
    let steps = [
        start.clone(),
        View { house: seats(1), calls: vec![call()], ..start.clone() },
        View { house: seats(2), calls: vec![call()], ..start.clone() },
        View { house: seats(2), calls: Vec::new(), ..start.clone() },
    ];
    let delta = |from: usize| Delta::between(from as u64, &steps[from], from as u64 + 1, &steps[from + 1], Vec::new());
    assert_eq!((delta(1).calls, delta(2).house), (None, None));
    let merged = delta(0).then(&delta(1)).and_then(|both| both.then(&delta(2))).expect("they follow each other");
    let mut reader = start;
    assert_eq!(merged.apply(&mut reader), Ok(()));
    assert_eq!(reader, steps[3]);
}

#[test]
fn every_frame_comes_back_as_it_was_sent() {
    for frame in [snapshot(), delta(), Frame::Bye { retry_after_ms: 7 }, Frame::Pace(5)] {
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
