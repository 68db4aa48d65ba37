//! A reader proves its state: gaps, mismatches, restarts and other epochs are noticed and healed by a snapshot.

use election::backoff;
use election::ledger::ChangeKind;
use election::matrix::Matrix;
use election::reader::{Fault, Reader, Step};
use election::view::Event;
use election::wire::{Frame, Snapshot, ViewDelta};
use election::{CategoryIx, Delta, View, ViewKey};
use proptest::prelude::*;

const EPOCH: u64 = 5;

fn view(figure: u64) -> View {
    let mut matrix = Matrix::new(1, 1);
    matrix.set(0, 0, figure);
    View { matrix, ..View::default() }
}

fn snapshot(epoch: u64, seq: u64, figure: u64) -> Snapshot {
    let view = view(figure);
    Snapshot { epoch, key: ViewKey::default(), seq, at: 0, digest: view.digest(), view }
}

fn delta(epoch: u64, from: (u64, u64), to: (u64, u64)) -> Frame {
    let delta = Delta::between(from.0, &view(from.1), to.0, &view(to.1), Vec::new());
    Frame::Delta(ViewDelta { epoch, key: ViewKey::default(), at: 0, delta })
}

fn event(seq: u64) -> Event {
    Event {
        seq,
        at: 0,
        unit: "u1".to_owned(),
        name: "One".to_owned(),
        row: None,
        category: CategoryIx(0),
        kind: ChangeKind::Arrival,
        before: 0,
        after: seq,
        options: Vec::new(),
        rules: Vec::new(),
        reason: String::new(),
    }
}

fn figure(reader: &Reader) -> u64 {
    reader.view().expect("a view").matrix.get(0, 0)
}

#[test]
fn deltas_lead_from_snapshot_to_snapshot() {
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 10));
    assert_eq!(reader.receive(delta(EPOCH, (3, 10), (5, 12))), Step::Advanced { changed: true });
    assert_eq!((figure(&reader), reader.position()), (12, Some((EPOCH, 5))));
}

#[test]
fn an_empty_delta_confirms_and_moves_the_sequence_number_on() {
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 10));
    assert_eq!(reader.receive(delta(EPOCH, (3, 10), (3, 10))), Step::Advanced { changed: false });
    assert_eq!(reader.receive(delta(EPOCH, (3, 10), (8, 10))), Step::Advanced { changed: false });
    assert_eq!(reader.position(), Some((EPOCH, 8)));
}

#[test]
fn a_missing_delta_is_a_gap_and_the_last_good_figures_stay_until_a_snapshot_comes() {
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 10));
    assert_eq!(reader.receive(delta(EPOCH, (5, 12), (6, 13))), Step::NeedSnapshot(Fault::Gap));
    assert_eq!((figure(&reader), reader.resume()), (10, None));
    assert_eq!(reader.receive(delta(EPOCH, (6, 13), (7, 14))), Step::Ignored);
    assert_eq!(reader.receive(Frame::Snapshot(snapshot(EPOCH, 7, 14))), Step::Advanced { changed: true });
    assert_eq!(reader.receive(delta(EPOCH, (7, 14), (8, 15))), Step::Advanced { changed: true });
    assert_eq!((figure(&reader), reader.health().gaps, reader.health().snapshots), (15, 1, 2));
}

#[test]
fn a_state_that_differs_from_the_senders_is_a_mismatch_and_is_not_shown() {
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 11));
    // The sender had 10 where we have 11.
    assert_eq!(reader.receive(delta(EPOCH, (3, 10), (4, 20))), Step::NeedSnapshot(Fault::Mismatch));
    assert_eq!(figure(&reader), 11);
    // Even the confirmation of a state that we do not have is noticed.
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 11));
    assert_eq!(reader.receive(delta(EPOCH, (3, 10), (3, 10))), Step::NeedSnapshot(Fault::Mismatch));
}

#[test]
fn a_delta_that_does_not_lead_to_the_senders_state_leaves_everything_as_it_was() {
    let mut before = view(11);
    before.remember((0..19).map(event));
    let given = Snapshot { digest: before.digest(), view: before.clone(), ..snapshot(EPOCH, 3, 11) };
    let mut reader = Reader::from_snapshot(given);
    let delta = Delta::between(3, &view(10), 4, &view(20), (19..24).map(event).collect());
    let frame = Frame::Delta(ViewDelta { epoch: EPOCH, key: ViewKey::default(), at: 9, delta });
    assert_eq!(reader.receive(frame), Step::NeedSnapshot(Fault::Mismatch));
    assert_eq!((reader.view(), reader.position(), reader.at()), (Some(&before), Some((EPOCH, 3)), Some(0)));
}

#[test]
fn a_delta_that_was_seen_already_is_ignored() {
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 10));
    let first = delta(EPOCH, (3, 10), (5, 12));
    reader.receive(first.clone());
    assert_eq!(reader.receive(first), Step::Ignored);
    assert_eq!(reader.receive(Frame::Snapshot(snapshot(EPOCH, 4, 11))), Step::Ignored);
    assert_eq!(figure(&reader), 12);
}

#[test]
fn another_journal_is_another_epoch_and_needs_a_snapshot_even_if_its_numbers_fit() {
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 10));
    assert_eq!(reader.receive(delta(EPOCH + 1, (3, 10), (4, 12))), Step::NeedSnapshot(Fault::Epoch));
    // The new journal is at an earlier number: it is taken all the same.
    assert_eq!(reader.receive(Frame::Snapshot(snapshot(EPOCH + 1, 1, 4))), Step::Advanced { changed: true });
    assert_eq!((figure(&reader), reader.position()), (4, Some((EPOCH + 1, 1))));
}

#[test]
fn a_snapshot_with_a_wrong_digest_is_not_shown() {
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 10));
    let damaged = Snapshot { digest: 1, ..snapshot(EPOCH, 9, 99) };
    assert_eq!(reader.receive(Frame::Snapshot(damaged)), Step::NeedSnapshot(Fault::Mismatch));
    assert_eq!(figure(&reader), 10);
}

#[test]
fn a_server_that_leaves_is_not_a_fault() {
    let mut reader = Reader::from_snapshot(snapshot(EPOCH, 3, 10));
    assert_eq!(reader.receive(Frame::Bye { retry_after_ms: 800 }), Step::Retry { after_ms: 800 });
    assert_eq!(reader.resume(), Some((EPOCH, 3)));
}

proptest! {
    #[test]
    fn waits_are_spread_over_the_whole_of_a_growing_range(attempt in 0u32..40, random in any::<u32>()) {
        let ceiling = (backoff::BASE_MS << attempt.min(16)).min(backoff::CAP_MS);
        prop_assert!(backoff::full_jitter(attempt, random) < ceiling);
        prop_assert_eq!(backoff::full_jitter(attempt, 0), 0);
        prop_assert!(backoff::full_jitter(attempt, u32::MAX) >= ceiling - 1);
        let spread = backoff::spread(1000, random);
        prop_assert!((1000..2000).contains(&spread));
    }
}
