//! A delta: what changed in a view over an exact range of sequence numbers.

use serde::{Deserialize, Serialize};

use crate::calls::CallView;
use crate::matrix::Increments;
use crate::seats::HouseView;
use crate::view::{EVENTS, Event, View};

/// What changed in a view from `from` (exclusive) to `to` (inclusive).
///
/// `view(from) + delta(from → to) = view(to)`, byte for byte. An empty delta says that nothing changed up to `to`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// The sequence number that it starts from.
    pub from: u64,
    /// The sequence number that it leads to.
    pub to: u64,
    /// What is added to the figures.
    pub increments: Increments,
    /// The newest events of the range, oldest first, at most [`EVENTS`].
    pub events: Vec<Event>,
    /// The house after it, if that changed; it is small, so it travels whole.
    pub house: Option<HouseView>,
    /// The calls after it, if they changed.
    pub calls: Option<Vec<CallView>>,
    /// [`View::digest`] of the view after it.
    pub digest: u64,
}

/// Why a delta cannot be applied to a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeltaDefect {
    /// Rows or columns that the view does not have.
    #[error("the delta does not fit the view")]
    Shape,
    /// The view after it is not the one that the sender had.
    #[error("the digest of the view differs from the sender's")]
    Digest,
}

impl Delta {
    /// The delta between two states of one view; `events` are those between them.
    #[must_use]
    pub fn between(from: u64, before: &View, to: u64, after: &View, mut events: Vec<Event>) -> Self {
        events.drain(..events.len().saturating_sub(EVENTS));
        Self {
            from,
            to,
            increments: before.matrix.increments(&after.matrix),
            events,
            house: if before.house == after.house { None } else { after.house.clone() },
            calls: (before.calls != after.calls).then(|| after.calls.clone()),
            digest: after.digest(),
        }
    }

    /// Applies it to the view at `from`, and proves the result by the digest.
    ///
    /// # Errors
    /// If it does not lead to the sender's view: then the view is what it was, and must be replaced by a snapshot.
    pub fn apply(&self, view: &mut View) -> Result<(), DeltaDefect> {
        if !view.matrix.add(&self.increments) {
            return Err(DeltaDefect::Shape);
        }
        // All but the figures, which are many and can be taken back.
        let View { events, house, calls, .. } = &*view;
        let before = (events.clone(), house.clone(), calls.clone());
        view.remember(self.events.iter().cloned());
        if let Some(house) = &self.house {
            view.house = Some(house.clone());
        }
        if let Some(calls) = &self.calls {
            view.calls.clone_from(calls);
        }
        if view.digest() == self.digest {
            return Ok(());
        }
        view.matrix.take_back(&self.increments);
        (view.events, view.house, view.calls) = before;
        Err(DeltaDefect::Digest)
    }

    /// Whether it says more than that nothing changed.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        !self.increments.is_empty() || !self.events.is_empty() || self.house.is_some() || self.calls.is_some()
    }

    /// This delta and then `next` as one, or `None` if `next` does not start where this one ends.
    #[must_use]
    pub fn then(&self, next: &Self) -> Option<Self> {
        if self.to != next.from {
            return None;
        }
        let mut events: Vec<Event> = self.events.iter().chain(&next.events).cloned().collect();
        events.drain(..events.len().saturating_sub(EVENTS));
        let increments = self.increments.then(&next.increments);
        Some(Self {
            from: self.from,
            to: next.to,
            increments,
            events,
            house: next.house.as_ref().or(self.house.as_ref()).cloned(),
            calls: next.calls.as_ref().or(self.calls.as_ref()).cloned(),
            digest: next.digest,
        })
    }
}
