//! Nights as a page lives through them.

use election::delta::Delta;
use election::ids::LevelIx;
use election::matrix::Matrix;
use election::view::{View, ViewKey};
use election::wire::{VERSION, ViewDelta};

use super::*;

const EPOCH: u64 = 7;
/// The middle of every jitter.
const HALF: u32 = 1 << 31;

/// The view after `seq` reports: one figure, the number of reports.
fn view(seq: u64) -> View {
    let mut matrix = Matrix::new(1, 1);
    matrix.set(0, 0, seq);
    View { matrix, ..View::default() }
}

fn snapshot_of(epoch: u64, seq: u64) -> Snapshot {
    Snapshot { epoch, key: ViewKey::default(), seq, at: 0, view: view(seq), digest: view(seq).digest() }
}

fn snapshot(seq: u64) -> Vec<u8> {
    Frame::Snapshot(snapshot_of(EPOCH, seq)).encode()
}

fn delta(from: u64, to: u64) -> Vec<u8> {
    let delta = Delta::between(from, &view(from), to, &view(to), Vec::new());
    Frame::Delta(ViewDelta { epoch: EPOCH, key: ViewKey::default(), at: 0, delta }).encode()
}

fn bye(retry_after_ms: u32) -> Vec<u8> {
    Frame::Bye { retry_after_ms }.encode()
}

/// A page that was rendered at report 10, and its clock.
struct Page {
    connection: Connection,
    now: u64,
}

impl Page {
    fn loaded() -> Self {
        Self { connection: Connection::new(snapshot_of(EPOCH, 10), false), now: 1_000_000 }
    }

    /// Loaded, connected and confirmed by link 1.
    fn live() -> Self {
        let mut page = Self::loaded();
        page.on(Happening::Shown);
        page.on(Happening::Opened(1));
        page.says(1, &delta(10, 10));
        assert_eq!(page.standing(), Standing::Live);
        page
    }

    fn on(&mut self, happening: Happening<'_>) -> Vec<Action> {
        self.connection.on(happening, self.now, HALF)
    }

    fn says(&mut self, id: LinkId, bytes: &[u8]) -> Vec<Action> {
        self.on(Happening::Message(id, bytes))
    }

    /// Lets time pass up to the next deadline.
    fn next(&mut self) -> Vec<Action> {
        self.now = self.connection.deadline().expect("something is due");
        self.on(Happening::Due)
    }

    fn standing(&self) -> Standing {
        self.connection.standing(self.now)
    }

    fn figure(&self) -> u64 {
        self.connection.reader().view().map_or(0, |view| view.matrix.get(0, 0))
    }
}

fn resume(seq: u64) -> Option<(u64, u64)> {
    Some((EPOCH, seq))
}

#[test]
fn a_page_is_not_live_before_the_server_has_confirmed_its_figures() {
    let mut page = Page::loaded();
    assert_eq!(page.standing(), Standing::Still);
    assert_eq!(page.on(Happening::Shown), [Action::Open(1, Route::Socket, resume(10))]);
    page.on(Happening::Opened(1));
    assert_eq!(page.standing(), Standing::Still);
    assert_eq!(page.says(1, &delta(10, 12)), [Action::Paint]);
    assert_eq!((page.standing(), page.figure()), (Standing::Live, 12));
}

#[test]
fn silence_ends_the_line_and_the_next_one_resumes_where_it_was() {
    let mut page = Page::live();
    page.now += 10_000;
    page.says(1, &delta(10, 11));
    assert_eq!(page.connection.deadline(), Some(page.now + SILENCE));
    assert_eq!(page.next(), [Action::Close(1)]);
    assert_eq!(page.standing(), Standing::Reconnecting);
    assert_eq!(page.next(), [Action::Open(2, Route::Socket, resume(11))]);
    assert_eq!(page.figure(), 11);
}

#[test]
fn a_page_that_slept_does_not_say_live_when_it_wakes() {
    let mut page = Page::live();
    page.now += 3_600_000;
    assert_eq!(page.standing(), Standing::Reconnecting);
}

#[test]
fn an_offline_minute_is_said_at_once_and_healed_at_once() {
    let mut page = Page::live();
    assert_eq!(page.on(Happening::Offline), [Action::Close(1)]);
    assert_eq!(page.standing(), Standing::Offline);
    assert_eq!(page.next(), [Action::Open(2, Route::Socket, resume(10))]);
    page.on(Happening::Closed(2));
    assert_eq!((page.standing(), page.figure()), (Standing::Offline, 10));
    page.now += 30_000;
    assert_eq!(page.on(Happening::Online), []);
    assert!(page.connection.deadline().is_some_and(|until| until - page.now < 500));
    assert_eq!(page.next(), [Action::Open(3, Route::Socket, resume(10))]);
    page.says(3, &delta(10, 40));
    assert_eq!((page.standing(), page.figure()), (Standing::Live, 40));
}

#[test]
fn a_browser_that_wrongly_says_it_is_offline_still_gets_its_figures() {
    let mut page = Page::loaded();
    page.on(Happening::Offline);
    assert_eq!(page.standing(), Standing::Offline);
    page.on(Happening::Shown);
    page.says(1, &delta(10, 11));
    assert_eq!(page.standing(), Standing::Live);
}

#[test]
fn a_server_that_says_goodbye_is_left_alone_for_as_long_as_it_asked() {
    let mut page = Page::live();
    assert_eq!(page.says(1, &bye(4_000)), [Action::Close(1)]);
    assert_eq!(page.standing(), Standing::Returning);
    assert_eq!(page.connection.deadline(), Some(page.now + 6_000));
    assert_eq!(page.next(), [Action::Open(2, Route::Socket, resume(10))]);
    page.says(2, &delta(10, 11));
    assert_eq!(page.standing(), Standing::Live);
}

#[test]
fn a_server_that_cannot_have_so_many_sockets_is_polled_and_its_socket_tried_again_after_a_minute() {
    let mut page = Page::live();
    let refused = Frame::Refused { code: "poll".into(), detail: String::new() }.encode();
    assert_eq!(page.says(1, &refused), [Action::Close(1)]);
    let [Action::Open(poll, Route::Poll, Some((EPOCH, 10)))] = page.next()[..] else { panic!("a poll") };
    assert_eq!(page.says(poll, &delta(10, 11)), [Action::Paint]);
    assert_eq!((page.standing(), page.figure(), page.connection.pace()), (Standing::Polling, 11, 5));
    let began = page.now;
    let mut probed = None;
    while probed.is_none() {
        for action in page.next() {
            match action {
                Action::Open(poll, Route::Poll, _) => _ = page.on(Happening::NothingNew(poll)),
                Action::Open(probe, Route::Socket, _) => probed = Some(probe),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(page.now - began, PROBE);
    assert_eq!(probed.map(|probe| page.on(Happening::Closed(probe))), Some(Vec::new()));
    assert_eq!(page.standing(), Standing::Polling);
}

#[test]
fn a_busy_server_says_how_often_figures_come_and_what_it_said_ends_with_the_line() {
    let mut page = Page::live();
    assert_eq!((page.says(1, &Frame::Pace(2).encode()), page.connection.pace()), (Vec::new(), 2));
    page.says(1, &delta(10, 11));
    assert_eq!((page.standing(), page.connection.pace()), (Standing::Live, 2));
    page.says(1, &Frame::Pace(0).encode());
    assert_eq!(page.connection.pace(), 0);
    page.says(1, &Frame::Pace(5).encode());
    page.on(Happening::Closed(1));
    let [Action::Open(2, Route::Socket, _)] = page.next()[..] else { panic!("a socket") };
    page.says(2, &delta(11, 12));
    assert_eq!((page.standing(), page.connection.pace()), (Standing::Live, 0));
    page.on(Happening::Closed(2));
    let [Action::Open(3, Route::Socket, _)] = page.next()[..] else { panic!("a socket") };
    page.says(3, &Frame::Pace(1).encode());
    page.says(3, &delta(12, 13));
    assert_eq!(page.connection.pace(), 1, "though it came first");
}

#[test]
fn what_a_socket_said_of_its_pace_is_not_said_of_the_polls_that_come_after_it() {
    let mut page = Page::live();
    page.says(1, &Frame::Pace(2).encode());
    page.on(Happening::Closed(1));
    let poll = loop {
        match page.next()[..] {
            [Action::Open(poll, Route::Poll, _)] => break poll,
            [Action::Open(other, _, _)] => _ = page.on(Happening::Closed(other)),
            _ => {}
        }
    };
    page.says(poll, &delta(10, 11));
    assert_eq!((page.standing(), page.connection.pace()), (Standing::Polling, 0));
}

#[test]
fn a_gap_is_healed_by_a_snapshot_on_the_same_socket_and_nothing_wrong_is_shown_meanwhile() {
    let mut page = Page::live();
    assert_eq!(page.says(1, &delta(12, 13)), [Action::AskSnapshot(1)]);
    assert_eq!((page.standing(), page.figure()), (Standing::Reconnecting, 10));
    assert_eq!(page.says(1, &delta(13, 14)), []);
    assert_eq!(page.standing(), Standing::Reconnecting);
    assert_eq!(page.says(1, &snapshot(14)), [Action::Paint]);
    assert_eq!((page.standing(), page.figure()), (Standing::Live, 14));
}

#[test]
fn a_snapshot_that_never_comes_is_asked_for_on_another_line_that_starts_from_nothing() {
    let mut page = Page::live();
    page.says(1, &delta(12, 13));
    page.now += 10_000;
    page.says(1, &delta(13, 13));
    assert_eq!(page.next(), [Action::Close(1)]);
    assert_eq!(page.next(), [Action::Open(2, Route::Socket, None)]);
}

#[test]
fn a_state_that_differs_from_the_servers_is_never_shown() {
    let mut page = Page::live();
    let mut delta = Delta::between(10, &view(10), 11, &view(11), Vec::new());
    delta.digest ^= 1;
    let frame = Frame::Delta(ViewDelta { epoch: EPOCH, key: ViewKey::default(), at: 0, delta });
    assert_eq!(page.says(1, &frame.encode()), [Action::AskSnapshot(1)]);
    assert_eq!(page.figure(), 10);
}

#[test]
fn another_journal_is_taken_from_its_snapshot_only() {
    let mut page = Page::live();
    let frame = Frame::Snapshot(snapshot_of(EPOCH + 1, 3)).encode();
    assert_eq!(page.says(1, &frame), [Action::Paint]);
    assert_eq!((page.standing(), page.figure()), (Standing::Live, 3));
}

#[test]
fn a_frame_of_another_version_ends_everything_but_the_figures() {
    let mut page = Page::live();
    assert_eq!(page.says(1, &[VERSION + 1, 0]), [Action::Close(1), Action::Reload(u64::from(VERSION) + 1)]);
    assert_eq!((page.standing(), page.figure()), (Standing::Outdated, 10));
    assert_eq!(page.on(Happening::Online), []);
    assert_eq!(page.on(Happening::Shown), []);
    assert_eq!(page.connection.deadline(), None);
}

#[test]
fn a_view_that_the_page_has_no_places_for_is_never_taken() {
    let mut page = Page::live();
    let mut other = snapshot_of(EPOCH, 11);
    other.view.matrix = Matrix::new(2, 1);
    other.digest = other.view.digest();
    assert_eq!(page.says(1, &Frame::Snapshot(other).encode()), [Action::Close(1), Action::Reload(2 << 8)]);
    assert_eq!((page.standing(), page.figure()), (Standing::Outdated, 10));
}

#[test]
fn a_damaged_frame_ends_the_line_not_the_figures() {
    let mut page = Page::live();
    assert_eq!(page.says(1, &[VERSION, 9, 9]), [Action::Close(1)]);
    assert_eq!(page.next(), [Action::Open(2, Route::Socket, resume(10))]);
}

/// Lets every link fail until one by `route` is opened; its id.
fn fail_until(page: &mut Page, route: Route) -> LinkId {
    for _ in 0..40 {
        for action in page.next() {
            match action {
                Action::Open(id, by, _) if by == route => return id,
                Action::Open(id, ..) => {
                    page.on(Happening::Closed(id));
                }
                _ => {}
            }
        }
    }
    panic!("never tried {route:?}")
}

#[test]
fn after_three_sockets_events_are_tried_and_then_polling() {
    let mut page = Page::loaded();
    page.on(Happening::Shown);
    let mut routes = vec![Route::Socket];
    for id in 1..8 {
        page.on(Happening::Closed(id));
        let [Action::Open(_, route, _)] = page.next()[..] else { panic!("one link at a time") };
        routes.push(route);
    }
    use Route::{Events, Poll, Socket};
    assert_eq!(routes, [Socket, Socket, Socket, Events, Poll, Socket, Events, Poll]);
}

#[test]
fn a_line_that_stays_lost_is_called_silent_after_a_while() {
    let mut page = Page::live();
    page.on(Happening::Closed(1));
    assert_eq!(page.standing(), Standing::Reconnecting);
    page.now += SILENCE;
    assert_eq!(page.standing(), Standing::Silent);
}

#[test]
fn events_are_as_live_as_a_socket_and_the_socket_is_tried_again_beside_them() {
    let mut page = Page::live();
    page.on(Happening::Closed(1));
    let events = fail_until(&mut page, Route::Events);
    page.says(events, &delta(10, 11));
    assert_eq!(page.standing(), Standing::Live);
    for _ in 0..5 {
        page.now += 10_000;
        page.says(events, &delta(11, 11));
    }
    let [Action::Open(probe, Route::Socket, Some((EPOCH, 11)))] = page.next()[..] else { panic!("a probe") };
    assert_eq!(page.standing(), Standing::Live);
    assert_eq!(page.says(probe, &delta(11, 12)), [Action::Close(events), Action::Paint]);
    assert_eq!((page.standing(), page.figure()), (Standing::Live, 12));
    assert_eq!(page.connection.deadline(), Some(page.now + SILENCE));
}

#[test]
fn a_probe_that_fails_leaves_the_fallback_alone_and_is_repeated_after_a_minute() {
    let mut page = Page::live();
    page.on(Happening::Closed(1));
    let events = fail_until(&mut page, Route::Events);
    page.says(events, &delta(10, 11));
    page.now += PROBE;
    page.says(events, &delta(11, 11));
    let [Action::Open(probe, Route::Socket, _)] = page.on(Happening::Due)[..] else { panic!("a probe") };
    assert_eq!(page.on(Happening::Closed(probe)), []);
    assert_eq!(page.standing(), Standing::Live);
    page.now += PROBE;
    page.says(events, &delta(11, 11));
    assert!(matches!(page.on(Happening::Due)[..], [Action::Open(_, Route::Socket, _)]));
}

#[test]
fn polling_asks_every_few_seconds_and_says_so() {
    let mut page = Page::live();
    page.on(Happening::Closed(1));
    let poll = fail_until(&mut page, Route::Poll);
    page.says(poll, &delta(10, 11));
    assert_eq!((page.standing(), page.figure()), (Standing::Polling, 11));
    assert_eq!(page.connection.deadline(), Some(page.now + POLL));
    let [Action::Open(next, Route::Poll, Some((EPOCH, 11)))] = page.next()[..] else { panic!("a poll") };
    assert_eq!(page.standing(), Standing::Polling);
    page.on(Happening::NothingNew(next));
    assert_eq!(page.standing(), Standing::Polling);
    let [Action::Open(failing, ..)] = page.next()[..] else { panic!("a poll") };
    page.on(Happening::Closed(failing));
    assert_eq!(page.standing(), Standing::Reconnecting);
}

#[test]
fn a_fallback_that_faults_begins_again_from_nothing() {
    let mut page = Page::live();
    page.on(Happening::Closed(1));
    let poll = fail_until(&mut page, Route::Poll);
    assert_eq!(page.says(poll, &delta(12, 13)), [Action::Close(poll)]);
    assert_ne!(page.standing(), Standing::Live);
    let [Action::Open(_, _, None)] = page.next()[..] else { panic!("without a position") };
}

#[test]
fn after_an_outage_of_every_way_the_socket_is_tried_soon_after_the_first_answer() {
    let mut page = Page::live();
    page.on(Happening::Closed(1));
    let mut link = fail_until(&mut page, Route::Poll);
    page.on(Happening::Closed(link));
    link = fail_until(&mut page, Route::Poll);
    page.says(link, &delta(10, 11));
    let due = page.connection.deadline().expect("a probe");
    assert!(due - page.now <= PROBE_SOON);
}

#[test]
fn a_page_that_is_put_away_closes_and_resumes_when_it_comes_back() {
    let mut page = Page::live();
    assert_eq!(page.on(Happening::Hidden), [Action::Close(1)]);
    assert_eq!((page.standing(), page.connection.deadline()), (Standing::Paused, None));
    assert_eq!(page.on(Happening::Shown), [Action::Open(2, Route::Socket, resume(10))]);
    assert_eq!(page.on(Happening::Shown), []);
}

#[test]
fn what_an_abandoned_link_says_is_not_heard() {
    let mut page = Page::live();
    page.on(Happening::Hidden);
    page.on(Happening::Shown);
    assert_eq!(page.says(1, &delta(10, 99)), []);
    assert_eq!(page.on(Happening::Closed(1)), []);
    assert_eq!(page.figure(), 10);
}

#[test]
fn a_line_that_breaks_as_soon_as_it_works_is_tried_ever_more_seldom() {
    let mut page = Page::live();
    let mut id = 1;
    let mut waits = Vec::new();
    for _ in 0..6 {
        page.on(Happening::Closed(id));
        waits.push(page.connection.deadline().map_or(0, |until| until - page.now));
        id = fail_until(&mut page, Route::Socket);
        page.says(id, &delta(10, 10));
    }
    assert!(waits.is_sorted() && waits[5] >= 8_000, "{waits:?}");
}

#[test]
fn frames_of_another_view_prove_nothing_but_the_line() {
    let mut page = Page::live();
    let key = ViewKey { level: LevelIx(3), ..ViewKey::default() };
    let frame = Frame::Snapshot(Snapshot { key, ..snapshot_of(EPOCH, 50) });
    assert_eq!(page.says(1, &frame.encode()), []);
    assert_eq!((page.standing(), page.figure()), (Standing::Live, 10));
}

#[test]
fn a_page_that_is_a_file_asks_for_its_snapshot_and_never_tries_a_socket() {
    let mut page = Page { connection: Connection::new(snapshot_of(EPOCH, 10), true), now: 1_000_000 };
    assert_eq!(page.on(Happening::Shown), [Action::Open(1, Route::Poll, resume(10))]);
    page.says(1, &Frame::Snapshot(snapshot_of(EPOCH, 10)).encode());
    assert_eq!(page.standing(), Standing::Polling);
    for poll in 2..40 {
        assert_eq!(page.next(), [Action::Open(poll, Route::Poll, resume(10))]);
        match poll % 3 {
            0 => _ = page.on(Happening::Closed(poll)),
            _ => _ = page.says(poll, &Frame::Snapshot(snapshot_of(EPOCH, 10)).encode()),
        }
    }
}
