//! What was: the timelines that readers ask for, kept from one question to the next.
//!
//! The log itself is part of the truth and of its snapshots; it is shared with readers in pieces, so that they fold it while
//! the desk goes on. A fold over a whole night takes a moment once; after that it only takes what is new.

pub mod ask;
mod revisions;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

use election::history::recent::Now;
use election::history::{Fold, Past, Recent, Timeline};
use election::view::Layout;
use election::{ContestIx, UnitIx};

use crate::truth::Truth;

/// Figures that the kept timelines may hold together: 32 MB.
const KEPT: usize = 4_000_000;

type Place = (ContestIx, UnitIx);

/// A timeline that was asked for.
struct Running {
    fold: Arc<Mutex<Fold>>,
    size: usize,
    asked: u64,
}

/// The timelines that were asked for, and how often anything was.
#[derive(Default)]
struct Shelf {
    running: HashMap<Place, Running>,
    asked: u64,
}

/// What was, for the readers of one election.
pub struct History {
    truth: Arc<RwLock<Truth>>,
    shelf: Mutex<Shelf>,
}

impl History {
    /// The history of what `truth` holds.
    #[must_use]
    pub fn new(truth: Arc<RwLock<Truth>>) -> Self {
        Self { truth, shelf: Mutex::default() }
    }

    /// Every change up to now, to be folded without holding anybody up.
    #[must_use]
    pub fn past(&self) -> Past {
        self.truth.read().expect("nobody panics while holding it").past()
    }

    /// How a contest stood at a unit from the first report to the last. The first question about a place reads the night's
    /// log, so ask from a thread that may take some hundred milliseconds.
    #[must_use]
    pub fn timeline(&self, contest: ContestIx, unit: UnitIx) -> Timeline {
        let past = self.past();
        let fold = self.fold(&past, (contest, unit));
        let mut fold = fold.lock().expect("nobody panics while holding it");
        // Somebody else may have asked a moment later and come first.
        if fold.seq() < past.seq() {
            fold.extend(&past);
        }
        let (size, timeline) = (fold.size(), fold.timeline());
        drop(fold);
        self.tidy((contest, unit), size);
        timeline
    }

    /// What changed in the places of a view since a moment of the night.
    #[must_use]
    pub fn recent(&self, layout: Layout, since: i64) -> Recent {
        let (past, now) = {
            let truth = self.truth.read().expect("nobody panics while holding it");
            (truth.past(), Now::of(&truth.ledger, layout))
        };
        Recent::since(&past, now, since)
    }

    fn fold(&self, past: &Past, place: Place) -> Arc<Mutex<Fold>> {
        let mut shelf = self.shelf.lock().expect("nobody panics while holding it");
        shelf.asked += 1;
        let asked = shelf.asked;
        let new = || Fold::new(past.definition(), place.0, place.1);
        let running =
            shelf.running.entry(place).or_insert_with(|| Running { fold: Arc::new(Mutex::new(new())), size: 0, asked });
        running.asked = asked;
        running.fold.clone()
    }

    /// Forgets those that were not asked for longest, while all together are too large.
    fn tidy(&self, place: Place, size: usize) {
        let mut shelf = self.shelf.lock().expect("nobody panics while holding it");
        if let Some(running) = shelf.running.get_mut(&place) {
            running.size = size;
        }
        while shelf.running.values().map(|running| running.size).sum::<usize>() > KEPT {
            let oldest = shelf.running.iter().min_by_key(|(_, running)| running.asked).map(|(place, _)| *place);
            let Some(oldest) = oldest else { return };
            shelf.running.remove(&oldest);
        }
    }
}
