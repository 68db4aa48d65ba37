//! What a client does with frames: one state machine for the browser, `nightcount watch` and the tests.

use crate::view::{View, ViewKey};
use crate::wire::{Frame, Snapshot, ViewDelta};

/// What is to be done after a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The view is another one, or was confirmed at a later sequence number. `changed` says which.
    Advanced {
        /// Whether any figure or event changed.
        changed: bool,
    },
    /// Nothing to do: a frame of another view, or one that is behind.
    Ignored,
    /// The view cannot be trusted from here on: ask for a snapshot. The last good figures are still there.
    NeedSnapshot(Fault),
    /// The server goes away: reconnect after this wait.
    Retry {
        /// Least wait in milliseconds.
        after_ms: u32,
    },
    /// The subscription cannot be served.
    Refused {
        /// Stable code.
        code: String,
        /// What to do.
        detail: String,
    },
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The delta starts after our sequence number: something is missing between them.
    Gap,
    /// The state after the delta is not the sender's.
    Mismatch,
    /// Another journal: its numbers mean nothing to us.
    Epoch,
    /// There is no view yet.
    Empty,
}

/// How often a view had to be healed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Frames missing.
    pub gaps: u32,
    /// States that differed.
    pub mismatches: u32,
    /// Changes of epoch.
    pub epochs: u32,
    /// Snapshots taken.
    pub snapshots: u32,
}

/// One reader's copy of a view.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    key: ViewKey,
    state: Option<State>,
    /// After a fault the view stays on screen but takes no deltas until a snapshot has come.
    broken: bool,
    health: Health,
}

#[derive(Clone, Debug)]
struct State {
    epoch: u64,
    seq: u64,
    at: i64,
    view: View,
}

impl Reader {
    /// A reader of `key` that has nothing yet.
    #[must_use]
    pub fn new(key: ViewKey) -> Self {
        Self { key, ..Self::default() }
    }

    /// A reader that starts from a snapshot it was given with its page.
    #[must_use]
    pub fn from_snapshot(snapshot: Snapshot) -> Self {
        let mut reader = Self::new(snapshot.key);
        reader.replace(snapshot);
        reader
    }

    /// Which view it reads.
    #[must_use]
    pub fn key(&self) -> ViewKey {
        self.key
    }

    /// The last good view.
    #[must_use]
    pub fn view(&self) -> Option<&View> {
        self.state.as_ref().map(|state| &state.view)
    }

    /// The epoch and sequence number of the last good view.
    #[must_use]
    pub fn position(&self) -> Option<(u64, u64)> {
        self.state.as_ref().map(|state| (state.epoch, state.seq))
    }

    /// Where to resume from: nothing after a fault, so that the server sends a snapshot.
    #[must_use]
    pub fn resume(&self) -> Option<(u64, u64)> {
        if self.broken { None } else { self.position() }
    }

    /// The server's clock of the last frame: milliseconds since 1970 UTC.
    #[must_use]
    pub fn at(&self) -> Option<i64> {
        self.state.as_ref().map(|state| state.at)
    }

    /// How often it had to be healed.
    #[must_use]
    pub fn health(&self) -> Health {
        self.health
    }

    /// Takes a frame.
    pub fn receive(&mut self, frame: Frame) -> Step {
        match frame {
            Frame::Bye { retry_after_ms } => Step::Retry { after_ms: retry_after_ms },
            Frame::Refused { code, detail } => Step::Refused { code, detail },
            Frame::Snapshot(snapshot) if snapshot.key == self.key => self.take(snapshot),
            Frame::Delta(delta) if delta.key == self.key => self.advance(&delta),
            Frame::Snapshot(_) | Frame::Delta(_) | Frame::Pace(_) => Step::Ignored,
        }
    }

    fn take(&mut self, snapshot: Snapshot) -> Step {
        if snapshot.view.digest() != snapshot.digest {
            self.health.mismatches += 1;
            self.broken = true;
            return Step::NeedSnapshot(Fault::Mismatch);
        }
        if let Some(state) = &self.state
            && state.epoch == snapshot.epoch
            && state.seq > snapshot.seq
            && !self.broken
        {
            return Step::Ignored;
        }
        let changed = self.view() != Some(&snapshot.view);
        self.replace(snapshot);
        Step::Advanced { changed }
    }

    fn replace(&mut self, snapshot: Snapshot) {
        let Snapshot { epoch, seq, at, view, .. } = snapshot;
        self.state = Some(State { epoch, seq, at, view });
        self.broken = false;
        self.health.snapshots += 1;
    }

    fn advance(&mut self, frame: &ViewDelta) -> Step {
        let Some(state) = &mut self.state else { return self.fail(Fault::Empty) };
        if self.broken {
            return Step::Ignored;
        }
        if state.epoch != frame.epoch {
            return self.fail(Fault::Epoch);
        }
        let delta = &frame.delta;
        if delta.to <= state.seq && !(delta.to == state.seq && delta.from == state.seq) {
            return Step::Ignored;
        }
        if delta.from != state.seq {
            return self.fail(Fault::Gap);
        }
        // What is on screen stays the last good figures if this fails.
        if delta.apply(&mut state.view).is_err() {
            return self.fail(Fault::Mismatch);
        }
        (state.seq, state.at) = (delta.to, frame.at);
        Step::Advanced { changed: delta.changes_something() }
    }

    fn fail(&mut self, fault: Fault) -> Step {
        match fault {
            Fault::Gap => self.health.gaps += 1,
            Fault::Mismatch => self.health.mismatches += 1,
            Fault::Epoch => self.health.epochs += 1,
            Fault::Empty => {}
        }
        self.broken = true;
        Step::NeedSnapshot(fault)
    }
}
