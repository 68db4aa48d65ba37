//! One topic: a view, its ring of encoded frames, and the readers that wait for the next one.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use election::calls::{self, CallView};
use election::matrix::Matrix;
use election::meta::Meta;
use election::seats::HouseView;
use election::view::{EVENTS, Event, Layout};
use election::wire::{Frame, Snapshot, ViewDelta};
use election::{Definition, Delta, UnitIx, View, ViewKey};
use tokio::sync::watch;

use super::encoded::{Encoded, Form};
use super::houses::Houses;
use crate::truth::{Logged, Truth};

/// Frames kept for readers that are behind, and for `changes?since=`.
const RING: usize = 128;

/// Frames made for readers that are behind or have just come, by the sequence number that they start from.
type Merged = Mutex<BTreeMap<u64, Arc<Encoded>>>;

struct State {
    seq: u64,
    at: i64,
    view: View,
    ring: VecDeque<Arc<Encoded>>,
    /// Whether the last publication only confirmed the present sequence number. Such a frame leads nowhere, so it is not in the ring.
    beat: bool,
    snapshot: Arc<OnceLock<Arc<Encoded>>>,
    merged: Arc<Merged>,
    published: Instant,
}

/// The next state of a topic, computed under the truth's lock and published after it.
pub struct Next {
    seq: u64,
    matrix: Matrix,
    events: Vec<Event>,
    calls: Vec<CallView>,
    /// The house of the view, if it has one and the votes changed.
    pub(super) house: Option<HouseView>,
}

/// A view that somebody reads.
pub struct Topic {
    epoch: u64,
    definition: Arc<Definition>,
    layout: Layout,
    state: RwLock<State>,
    wake: watch::Sender<u64>,
    readers: AtomicUsize,
    used: Mutex<Instant>,
    metas: Mutex<Vec<Arc<Meta>>>,
}

impl Topic {
    /// The topic of `key` as the truth has it now.
    #[must_use]
    pub fn new(epoch: u64, key: ViewKey, truth: &Truth, now: i64) -> Self {
        let definition = truth.ledger.definition();
        let layout = Layout::new(definition, key);
        let mut houses = Houses::default();
        houses.take(truth, key);
        let (house, calls) = (houses.view(definition, key), calls_of(truth, key));
        let mut view = View { matrix: layout.matrix(&truth.ledger), house, calls, events: Vec::new() };
        let mut events: Vec<Event> =
            truth.recent.iter().rev().filter_map(|logged| place(definition, &layout, logged)).take(EVENTS).collect();
        events.reverse();
        view.remember(events);
        let state = State {
            seq: truth.seq,
            at: now,
            view,
            ring: VecDeque::new(),
            beat: false,
            snapshot: Arc::default(),
            merged: Arc::default(),
            published: Instant::now(),
        };
        Self {
            epoch,
            definition: definition.clone(),
            layout,
            wake: watch::channel(truth.seq).0,
            state: RwLock::new(state),
            readers: AtomicUsize::new(0),
            used: Mutex::new(Instant::now()),
            metas: Mutex::default(),
        }
    }

    /// Its view's shape.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What its figures mean, in `language`.
    #[must_use]
    pub fn meta(&self, definition: &Definition, language: &str) -> Arc<Meta> {
        let mut metas = self.metas.lock().expect("nobody panics while holding it");
        if let Some(meta) = metas.iter().find(|meta| meta.language == language) {
            return meta.clone();
        }
        let meta = Arc::new(Meta::new(definition, &self.layout, language));
        metas.push(meta.clone());
        meta
    }

    /// A frame as a message with its header, for readers of this form whose last compressed messages were the `trail` frames of the
    /// ring before it; and whether it is in the ring itself, so that the next one may be compressed after it.
    #[must_use]
    pub fn message(&self, frame: &Arc<Encoded>, form: &Form, trail: u8) -> (Bytes, bool) {
        let before = self.before(frame, trail.into());
        let meta = || self.meta(&self.definition, form.json.as_deref().unwrap_or_default());
        (frame.message(form, before.as_deref(), meta), before.is_some())
    }

    /// So many frames before one of the ring, none if there are not so many; `None` if it is not in the ring.
    fn before(&self, frame: &Arc<Encoded>, trail: usize) -> Option<Vec<Arc<Encoded>>> {
        let ring = &self.read().ring;
        let at = ring.iter().rposition(|kept| Arc::ptr_eq(kept, frame))?;
        Some(at.checked_sub(trail).map(|from| ring.range(from..at).cloned().collect()).unwrap_or_default())
    }

    /// A frame as JSON.
    #[must_use]
    pub fn text(&self, frame: &Encoded, language: &Arc<str>) -> Bytes {
        frame.text(language, || self.meta(&self.definition, language))
    }

    /// Identifies the journal behind it.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The sequence number that it has reached.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.read().seq
    }

    /// The view as a snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.used();
        let state = self.read();
        let (epoch, key) = (self.epoch, self.layout.key);
        Snapshot { epoch, key, seq: state.seq, at: state.at, digest: state.view.digest(), view: state.view.clone() }
    }

    /// The snapshot as a frame, made once per sequence number.
    #[must_use]
    pub fn snapshot_frame(&self) -> Arc<Encoded> {
        self.used();
        let slot = self.read().snapshot.clone();
        // A publication meanwhile gives the state a new slot: what is put into this one is at most newer than it was.
        slot.get_or_init(|| Arc::new(Encoded::new(Frame::Snapshot(self.snapshot())))).clone()
    }

    /// What a reader is sent that has the view at `since` of this epoch (`None` = nothing): the next frame, everything that it missed
    /// merged into one, a confirmation, or a snapshot. Made once for all who stand there.
    #[must_use]
    pub fn towards(&self, since: Option<u64>) -> Arc<Encoded> {
        let Some(since) = since else { return self.snapshot_frame() };
        let (missed, merged, at) = {
            let state = self.read();
            if let Some(frame) = state.merged.lock().expect("nobody panics while holding it").get(&since) {
                return frame.clone();
            }
            (missed(&state, self, since), state.merged.clone(), state.at)
        };
        let Some(mut deltas) = missed else { return self.snapshot_frame() };
        if deltas.len() == 1 && delta_of(&deltas[0]).is_some_and(|delta| delta.from != delta.to) {
            return deltas.remove(0);
        }
        let mut merged = merged.lock().expect("nobody panics while holding it");
        if let Some(frame) = merged.get(&since) {
            // Somebody else has made it meanwhile.
            return frame.clone();
        }
        let mut deltas = deltas.iter().filter_map(|sent| delta_of(sent));
        let first = deltas.next().cloned();
        let delta = first.and_then(|first| deltas.try_fold(first, |merged, next| merged.then(next)));
        let Some(delta) = delta else {
            // Whoever holds the state may wait for the merged frames: let go of them before the state is asked for again.
            drop(merged);
            return self.snapshot_frame();
        };
        let frame = Arc::new(Encoded::new(self.frame(delta, at)));
        merged.insert(since, frame.clone());
        frame
    }

    /// The deltas after `since` as one frame; an empty one where nothing changed. `None` if the ring does not reach back.
    #[must_use]
    pub fn merged(&self, epoch: u64, since: u64) -> Option<Frame> {
        self.used();
        let frame = (epoch == self.epoch).then(|| self.towards(Some(since)))?;
        (!frame.is_snapshot()).then(|| frame.frame().clone())
    }

    /// The snapshot's sequence number and bytes.
    #[must_use]
    pub fn snapshot_bytes(&self) -> (u64, Bytes) {
        let frame = self.snapshot_frame();
        (frame.to(), frame.binary())
    }

    fn frame(&self, delta: Delta, at: i64) -> Frame {
        Frame::Delta(ViewDelta { epoch: self.epoch, key: self.layout.key, at, delta })
    }

    /// Whether it should be told that the election stands at `seq`: after `follow` if it is behind, and after `heartbeat`
    /// in any case, as long as it has readers.
    #[must_use]
    pub fn lags(&self, seq: u64, follow: Duration, heartbeat: Duration) -> bool {
        let state = self.read();
        let quiet = super::since(state.published);
        if state.seq < seq { quiet >= follow } else { self.readers() > 0 && quiet >= heartbeat }
    }

    /// Computes the next state. Called under the truth's lock, by the hub's thread only.
    #[must_use]
    pub fn prepare(&self, truth: &Truth, units: &[UnitIx], events: Vec<Event>) -> Next {
        let (mut matrix, mut calls) = {
            let state = self.read();
            (state.view.matrix.clone(), state.view.calls.clone())
        };
        if !units.is_empty() {
            let definition = truth.ledger.definition();
            calls = calls_of(truth, self.layout.key);
            let mut rows: Vec<usize> = units.iter().filter_map(|unit| self.layout.row_of(definition, *unit)).collect();
            rows.sort_unstable();
            rows.dedup();
            self.layout.refresh_head(&truth.ledger, &mut matrix);
            for row in rows {
                self.layout.refresh_row(&truth.ledger, &mut matrix, row);
            }
        }
        Next { seq: truth.seq, matrix, events, calls, house: None }
    }

    /// Makes the next state visible and wakes the readers.
    pub fn publish(&self, next: Next, now: i64) {
        let Next { seq, matrix, events, calls, house } = next;
        let (from, before) = {
            let state = self.read();
            (state.seq, state.view.clone())
        };
        let house = house.or_else(|| before.house.clone());
        let mut view = View { matrix, calls, house, events: before.events.clone() };
        view.remember(events.iter().cloned());
        let delta = Delta::between(from, &before, seq, &view, events);
        {
            let mut state = self.state.write().expect("nobody panics while holding it");
            state.beat = delta.from == delta.to;
            if !state.beat {
                if state.ring.len() == RING {
                    state.ring.pop_front();
                }
                if let Some(last) = state.ring.back() {
                    last.forget_messages();
                }
                state.ring.push_back(Arc::new(Encoded::new(self.frame(delta, now))));
            }
            state.view = view;
            state.seq = seq;
            state.at = now;
            state.snapshot = Arc::default();
            state.merged = Arc::default();
            state.published = Instant::now();
        }
        self.wake.send_replace(seq);
    }

    /// The sequence number that it has reached, and whether the last publication only confirmed it: then readers who are there
    /// are told that too, as a heartbeat.
    #[must_use]
    pub fn stands(&self) -> (u64, bool) {
        let state = self.read();
        (state.seq, state.beat)
    }

    /// A ticker line with its row in this view, if it belongs here.
    #[must_use]
    pub fn event(&self, definition: &Definition, logged: &Logged) -> Option<Event> {
        place(definition, &self.layout, logged)
    }

    /// Registers a reader: it is woken on each publication as long as it holds the receiver.
    #[must_use]
    pub fn subscribe(self: &Arc<Self>) -> Subscription {
        Subscription { held: self.hold(), woken: self.wake.subscribe() }
    }

    /// Keeps the topic published as long as it is held.
    #[must_use]
    pub fn hold(self: &Arc<Self>) -> Held {
        self.readers.fetch_add(1, Ordering::Relaxed);
        Held { topic: self.clone() }
    }

    /// Wakes all readers without news.
    pub fn wake(&self) {
        self.wake.send_modify(|_| {});
    }

    /// How often it is held.
    #[must_use]
    pub fn readers(&self) -> usize {
        self.readers.load(Ordering::Relaxed)
    }

    /// Marks it as used just now.
    pub fn used(&self) {
        *self.used.lock().expect("nobody panics while holding it") = Instant::now();
    }

    /// How long ago it was used.
    #[must_use]
    pub fn last_used(&self) -> Duration {
        super::since(*self.used.lock().expect("nobody panics while holding it"))
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.state.read().expect("nobody panics while holding it")
    }
}

/// A hold on a topic, by one reader or a thread that has many.
pub struct Held {
    /// The topic.
    pub topic: Arc<Topic>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.topic.readers.fetch_sub(1, Ordering::Relaxed);
        self.topic.used();
    }
}

/// A reader's hold on a topic that wakes it.
pub struct Subscription {
    /// The hold.
    pub held: Held,
    woken: watch::Receiver<u64>,
}

impl Subscription {
    /// Waits for the next publication (or the server's end).
    pub async fn woken(&mut self) {
        // The sender lives in the topic, which this holds.
        let _ = self.woken.changed().await;
    }
}

/// The frames after `since`; where nothing is missing one that confirms it; `None` if the ring does not reach back.
fn missed(state: &State, topic: &Topic, since: u64) -> Option<Vec<Arc<Encoded>>> {
    if since == state.seq {
        let delta = Delta { from: since, to: since, digest: state.view.digest(), ..Delta::default() };
        return Some(vec![Arc::new(Encoded::new(topic.frame(delta, state.at)))]);
    }
    let at = state.ring.iter().rposition(|sent| delta_of(sent).is_some_and(|delta| delta.from == since))?;
    Some(state.ring.range(at..).cloned().collect())
}

fn delta_of(sent: &Encoded) -> Option<&Delta> {
    match sent.frame() {
        Frame::Delta(frame) => Some(&frame.delta),
        _ => None,
    }
}

fn calls_of(truth: &Truth, key: ViewKey) -> Vec<CallView> {
    calls::calls(truth.ledger.definition(), &truth.decisions, key.contest, key.unit)
}

fn place(definition: &Definition, layout: &Layout, logged: &Logged) -> Option<Event> {
    let inside = logged.contest == layout.key.contest && definition.units.is_within(logged.unit, layout.key.unit);
    inside.then(|| {
        let row = layout.row_of(definition, logged.unit).and_then(|row| u32::try_from(row).ok());
        Event { row, ..logged.event.clone() }
    })
}
