//! One topic: a view, its ring of encoded frames, and the readers that wait for the next one.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use base64::Engine;
use election::calls::{self, CallView};
use election::matrix::Matrix;
use election::meta::Meta;
use election::seats::HouseView;
use election::view::{EVENTS, Event, Layout};
use election::wire::{Frame, Snapshot, ViewDelta};
use election::{Definition, Delta, UnitIx, View, ViewKey};
use tokio::sync::watch;

use super::houses::Houses;
use crate::truth::{Logged, Truth};

/// Frames kept for readers that are behind, and for `changes?since=`.
const RING: usize = 128;

/// One encoded frame, shared by all who send it.
#[derive(Debug)]
pub struct Sent {
    delta: Delta,
    /// The binary frame.
    pub bytes: Bytes,
    base64: OnceLock<String>,
}

impl Sent {
    /// The sequence number that it leads to.
    #[must_use]
    pub fn to(&self) -> u64 {
        self.delta.to
    }

    /// The binary frame in base64, for server-sent events.
    pub fn base64(&self) -> &str {
        self.base64.get_or_init(|| base64::engine::general_purpose::STANDARD.encode(&self.bytes))
    }
}

/// What a reader at some sequence number has to be sent.
pub enum Caught {
    /// Nothing: it is where the topic is.
    Up,
    /// These frames, in order.
    Frames(Vec<Arc<Sent>>),
    /// The ring does not reach back that far (or not to that epoch): a snapshot.
    Snapshot,
}

struct State {
    seq: u64,
    at: i64,
    view: View,
    ring: VecDeque<Arc<Sent>>,
    /// The last confirmation of the present sequence number; it leads nowhere, so it is not in the ring.
    beat: Option<Arc<Sent>>,
    snapshot: Arc<OnceLock<Bytes>>,
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
            beat: None,
            snapshot: Arc::default(),
            published: Instant::now(),
        };
        Self {
            epoch,
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

    /// The view as an encoded snapshot frame and its sequence number; encoded once per sequence number.
    #[must_use]
    pub fn snapshot_bytes(&self) -> (u64, Bytes) {
        let (seq, slot) = {
            let state = self.read();
            (state.seq, state.snapshot.clone())
        };
        if let Some(bytes) = slot.get() {
            return (seq, bytes.clone());
        }
        let snapshot = self.snapshot();
        let seq = snapshot.seq;
        let bytes = Bytes::from(Frame::Snapshot(snapshot).encode());
        let state = self.read();
        if state.seq == seq {
            let _ = state.snapshot.set(bytes.clone());
        }
        (seq, bytes)
    }

    /// What a reader at (`epoch`, `since`) has to be sent.
    #[must_use]
    pub fn catch_up(&self, epoch: u64, since: u64) -> Caught {
        let state = self.read();
        if epoch != self.epoch {
            return Caught::Snapshot;
        }
        if since == state.seq {
            return Caught::Up;
        }
        match state.ring.iter().position(|sent| sent.delta.from == since) {
            Some(at) => Caught::Frames(state.ring.range(at..).cloned().collect()),
            None => Caught::Snapshot,
        }
    }

    /// The deltas after `since` as one frame; an empty one where nothing changed. `None` if the ring does not reach back.
    #[must_use]
    pub fn merged(&self, epoch: u64, since: u64) -> Option<Frame> {
        self.used();
        match self.catch_up(epoch, since) {
            Caught::Up => Some(self.confirmation()),
            Caught::Snapshot => None,
            Caught::Frames(frames) => {
                let mut deltas = frames.iter().map(|sent| &sent.delta);
                let first = deltas.next()?.clone();
                let delta = deltas.try_fold(first, |merged, next| merged.then(next))?;
                Some(self.frame(delta, self.read().at))
            }
        }
    }

    /// An empty delta at the present sequence number: its digest proves a reader's state.
    #[must_use]
    pub fn confirmation(&self) -> Frame {
        let state = self.read();
        let (from, to, digest) = (state.seq, state.seq, state.view.digest());
        self.frame(Delta { from, to, digest, ..Delta::default() }, state.at)
    }

    /// A kept frame, decoded: for readers of another form.
    #[must_use]
    pub fn frame_of(&self, sent: &Sent) -> Frame {
        self.frame(sent.delta.clone(), self.read().at)
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
        let bytes = Bytes::from(self.frame(delta.clone(), now).encode());
        {
            let mut state = self.state.write().expect("nobody panics while holding it");
            let confirms = delta.from == delta.to;
            let sent = Arc::new(Sent { delta, bytes, base64: OnceLock::new() });
            state.beat = confirms.then(|| sent.clone());
            if !confirms {
                if state.ring.len() == RING {
                    state.ring.pop_front();
                }
                state.ring.push_back(sent);
            }
            state.view = view;
            state.seq = seq;
            state.at = now;
            state.snapshot = Arc::default();
            state.published = Instant::now();
        }
        self.wake.send_replace(seq);
    }

    /// The last frame, if it only confirms the present state: what a waiting reader is sent as a heartbeat.
    #[must_use]
    pub fn heartbeat(&self) -> Option<Arc<Sent>> {
        self.read().beat.clone()
    }

    /// A ticker line with its row in this view, if it belongs here.
    #[must_use]
    pub fn event(&self, definition: &Definition, logged: &Logged) -> Option<Event> {
        place(definition, &self.layout, logged)
    }

    /// Registers a reader: it is woken on each publication as long as it holds the receiver.
    #[must_use]
    pub fn subscribe(self: &Arc<Self>) -> Subscription {
        self.readers.fetch_add(1, Ordering::Relaxed);
        Subscription { topic: self.clone(), woken: self.wake.subscribe() }
    }

    /// Wakes all readers without news.
    pub fn wake(&self) {
        self.wake.send_modify(|_| {});
    }

    /// Number of readers.
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

/// A reader's hold on a topic.
pub struct Subscription {
    /// The topic.
    pub topic: Arc<Topic>,
    woken: watch::Receiver<u64>,
}

impl Subscription {
    /// Waits for the next publication (or the server's end).
    pub async fn woken(&mut self) {
        // The sender lives in the topic, which this holds.
        let _ = self.woken.changed().await;
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.topic.readers.fetch_sub(1, Ordering::Relaxed);
        self.topic.used();
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
