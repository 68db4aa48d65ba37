//! The wire: golden bytes that docs/protocol.md describes, and frames that are not frames.

use election::calls::{CallKind, CallView, Withdrawal};
use election::delta::DeltaDefect;
use election::ledger::ChangeKind;
use election::matrix::Matrix;
use election::plausibility::Rule;
use election::seats::{Ending, HouseView, How, ListView, Standing, State, Tie, Warning};
use election::view::{Column, Event};
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

#[test]
fn a_column_that_comes_twice_is_damage_and_not_work_for_each_time() {
    // A snapshot of 100,000 rows and one column, which says of that column again and again that it is 1.
    let mut bytes = vec![VERSION, 0, 0, 0, 0, 0, 0, 0];
    let number =
        |number: u32, bytes: &mut Vec<u8>| *bytes = postcard::to_extend(&number, std::mem::take(bytes)).unwrap();
    let times = 1_000_000;
    [100_000, 1, times].into_iter().for_each(|figure| number(figure, &mut bytes));
    (0..times).for_each(|_| bytes.extend([0, 2, 0]));
    bytes.extend([0; 4]);
    assert_eq!(Frame::decode(&bytes), Err(WireDefect::Damaged));
}

#[test]
fn a_column_has_a_figure_for_every_row_or_one_for_all() {
    // A snapshot of three rows and one column, of which that many figures come.
    let snapshot = |figures: u8| {
        let mut bytes = vec![VERSION, 0, 0, 0, 0, 0, 0, 0, 3, 1, 1, 0, 0, figures];
        bytes.extend((1..=figures).chain([0; 4]));
        Frame::decode(&bytes)
    };
    let figures = |figures| match snapshot(figures) {
        Ok(Frame::Snapshot(snapshot)) => snapshot.view.matrix.figures().collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(figures(3), [1, 2, 3]);
    assert_eq!(figures(0), [0, 0, 0]);
    for other in [1, 2, 4] {
        assert_eq!(snapshot(other), Err(WireDefect::Damaged), "{other}");
    }
}

/// A figure: small ones, and the ends of what fits.
fn far() -> impl Strategy<Value = u64> {
    let end = |bits: u32| (0..4_u64).prop_map(move |past| (1_u64 << bits).wrapping_sub(2).wrapping_add(past));
    let signed = (end(15), end(31), any::<bool>()).prop_flat_map(|(short, middle, down)| {
        let turned = move |figure: u64| if down { figure.wrapping_neg() } else { figure };
        prop_oneof![Just(turned(short)), Just(turned(middle))]
    });
    prop_oneof![0..3_u64, signed, Just(u64::MAX), Just(1 << 63), Just((1 << 63) - 1), any::<u64>()]
}

proptest! {
    #[test]
    fn any_figures_travel_and_their_increments_lead_from_one_state_to_the_next(
        (width, figures) in (1..15usize).prop_flat_map(|width| (Just(width), prop::collection::vec(far(), width * 9))),
    ) {
        let states: Vec<View> = figures.chunks(width * 3).map(|figures| {
            let mut matrix = Matrix::new(3, width);
            for (at, figure) in figures.iter().enumerate() {
                matrix.set(at % 3, at / 3, *figure);
            }
            assert_eq!(matrix.figures().collect::<Vec<_>>(), figures, "column by column, as they were set");
            View { matrix, ..View::default() }
        }).collect();
        let sent = |delta| {
            let frame = Frame::Delta(ViewDelta { epoch: 1, key: KEY, at: 0, delta });
            match Frame::decode(&frame.encode()) {
                Ok(Frame::Delta(received)) => received.delta,
                other => panic!("{other:?}"),
            }
        };
        let step = |from: usize, to: usize| Delta::between(from as u64, &states[from], to as u64, &states[to], Vec::new());
        let [first, second] = [step(0, 1), step(1, 2)];
        let merged = first.then(&second).expect("they follow each other");
        prop_assert_eq!(&merged, &step(0, 2));
        for delta in [merged, step(0, 2)] {
            let mut reader = states[0].clone();
            prop_assert_eq!(sent(delta).apply(&mut reader), Ok(()));
            prop_assert_eq!(&reader, &states[2]);
        }
        let view = states[1].clone();
        let frame = Frame::Snapshot(Snapshot { epoch: 1, key: KEY, seq: 1, at: 0, digest: view.digest(), view });
        prop_assert_eq!(Frame::decode(&frame.encode()), Ok(frame));
        // A step that leads elsewhere is taken back.
        let wrong = Delta { digest: 0, ..step(0, 2) };
        let mut reader = states[0].clone();
        prop_assert_eq!(wrong.apply(&mut reader), Err(DeltaDefect::Digest));
        prop_assert_eq!(&reader, &states[0]);
    }

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

/// Numbers that look like chance, the same in every run.
struct Chance(u64);

impl Chance {
    /// From 0 to 1.
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Around `middle`, some far above it, as places and parties are.
    fn about(&mut self, middle: f64, spread: f64) -> f64 {
        let normal = (0..12).map(|_| self.even()).sum::<f64>() - 6.0;
        middle * (spread * normal).exp()
    }
}

/// Parts of a hundred of eighteen lists; fewer lists have what they have between them.
const SHARES: [f64; 18] = [17., 15., 13., 11., 10., 8., 7., 7., 4., 3., 1.3, 0.8, 0.7, 0.6, 0.4, 0.3, 0.3, 0.2];

/// What was counted in a place of about so many voters: every column.
fn counted(lists: usize, voters: f64, items: f64, chance: &mut Chance) -> Vec<u64> {
    let all: f64 = SHARES[..lists].iter().sum();
    let place = chance.about(voters, 0.3);
    let turnout = 0.5 + 0.3 * chance.even();
    let votes: Vec<u64> =
        SHARES[..lists].iter().map(|share| chance.about(place * turnout * share / all, 0.6) as u64).collect();
    let valid: u64 = votes.iter().sum();
    let invalid = chance.about(valid as f64 / 60.0, 0.4) as u64;
    let last_at = 1_760_299_000 + (chance.even() * items.max(4.0).ln() * 2_000.0) as u64;
    let registered = ((valid + invalid) as f64 / turnout) as u64;
    let head =
        [chance.about(items, 0.2).max(1.0) as u64, 0, 0, last_at, registered, valid + invalid, valid, invalid, 0];
    head.into_iter().chain(votes).collect()
}

/// Rows below a row with what they add up to.
fn country(rows: &[Vec<u64>]) -> View {
    let width = rows[0].len();
    let mut matrix = Matrix::new(rows.len() + 1, width);
    for (at, row) in rows.iter().enumerate() {
        for (column, figure) in row.iter().enumerate() {
            matrix.set(at + 1, column, *figure);
            let whole = if column == 3 { matrix.get(0, 3).max(*figure) } else { matrix.get(0, column) + figure };
            matrix.set(0, column, whole);
        }
    }
    View { matrix, ..View::default() }
}

/// A full ticker.
fn ticker() -> Vec<Event> {
    let line = |seq| Event {
        seq,
        kind: ChangeKind::Arrival,
        options: Vec::new(),
        rules: Vec::new(),
        reason: String::new(),
        ..correction()
    };
    (1_000..1_020).map(line).collect()
}

/// Bytes of the delta in which forty of 514 places report a station for the first time: the votes alone (with the ballots that
/// they are), all columns, and all columns with a full ticker.
fn forty_places(lists: usize) -> [usize; 3] {
    const VOTES: [usize; 2] = [5, 6];
    let mut chance = Chance(7);
    let before: Vec<_> = (0..514).map(|_| counted(lists, 30_000.0, 40.0, &mut chance)).collect();
    let (mut votes, mut all) = (before.clone(), before.clone());
    for place in (0..514).step_by(13) {
        let station = counted(lists, 600.0, 1.0, &mut chance);
        for (column, step) in station.iter().enumerate() {
            let figure = &mut all[place][column];
            *figure = if column == 3 { 1_760_310_000 + step % 4 } else { *figure + step };
            if column >= Column::COUNT || VOTES.contains(&column) {
                votes[place][column] += if column == VOTES[0] { station[VOTES[1]] } else { *step };
            }
        }
    }
    let frame = |after: &[Vec<u64>], events| {
        let delta = Delta::between(200_000, &country(&before), 200_040, &country(after), events);
        Frame::Delta(ViewDelta { epoch: 0xfeed_feed_feed_feed, key: KEY, at: 1_760_310_000_250, delta }).encode().len()
    };
    [frame(&votes, Vec::new()), frame(&all, Vec::new()), frame(&all, ticker())]
}

/// Bytes of a snapshot of 514 places, with a full ticker.
fn whole_country(lists: usize) -> usize {
    let mut chance = Chance(11);
    let rows: Vec<_> = (0..514)
        .map(|_| {
            let voters = chance.about(250_000.0, 0.8);
            counted(lists, voters, voters / 250.0, &mut chance)
        })
        .collect();
    let view = View { events: ticker(), ..country(&rows) };
    let (digest, at) = (view.digest(), 1_760_310_000_250);
    Frame::Snapshot(Snapshot { epoch: 0xfeed_feed_feed_feed, key: KEY, seq: 200_000, at, view, digest }).encode().len()
}

#[test]
fn forty_places_in_which_twelve_lists_get_votes_take_few_bytes() {
    let sizes = forty_places(12);
    assert!(sizes[0] <= 700 && sizes[1] <= 900 && sizes[2] <= 1_600, "{sizes:?}");
}

#[test]
fn a_snapshot_of_514_rows_and_18_columns_takes_few_bytes() {
    let columns = whole_country(18 - Column::COUNT);
    assert!(columns <= 22_000, "{columns}");
    let lists = whole_country(18);
    assert!(lists <= 27_000, "with eighteen lists besides the other columns: {lists}");
}
