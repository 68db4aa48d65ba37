//! What one election's server knows: the ledger, the sequence number it has reached, and what happened lately.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::Context;
use election::calls::{Decision, Recorded};
use election::history::{Log, Past};
use election::ledger::{Applied, Change, ChangeKind};
use election::turnout::{TurnoutBook, TurnoutEntry};
use election::view::Event;
use election::{ContestIx, Definition, Ledger, Report, UnitIx};
use serde::{Deserialize, Serialize};

use crate::journal::{Entry, Image, Journal, Row};
use crate::telemetry::{Followed, MOST_FOLLOWED};

/// How many ticker lines are kept for views that are opened later.
const RECENT: usize = 5_000;

/// Something that happened, before any view has given it a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// The contest.
    pub contest: ContestIx,
    /// The reporting unit.
    pub unit: UnitIx,
    /// The ticker line.
    pub event: Event,
}

/// The ledger at a sequence number. Behind one lock: only the desk writes.
pub struct Truth {
    /// All reports that count.
    pub ledger: Ledger,
    /// The last entry that it contains.
    pub seq: u64,
    /// When the last report was accepted: milliseconds since 1970 UTC; 0 = none yet.
    pub heard: i64,
    /// The newest ticker lines, oldest first.
    pub recent: VecDeque<Logged>,
    /// All decisions, in order.
    pub decisions: Vec<Recorded>,
    /// Turnout through the day.
    pub turnout: TurnoutBook,
    /// Every change of the night.
    pub history: Log,
    /// The places that changed since the hub last looked; it takes them under the read lock.
    touched: Mutex<Vec<(ContestIx, UnitIx)>>,
    /// When the oldest report was taken that the hub has not seen.
    waiting: Mutex<Option<Instant>>,
    /// The reports of them that somebody follows.
    followed: Mutex<Vec<Followed>>,
}

impl Truth {
    /// Nothing reported yet.
    #[must_use]
    pub fn new(definition: Arc<Definition>) -> Self {
        Self {
            history: Log::new(definition.clone()),
            ledger: Ledger::new(definition),
            seq: 0,
            heard: 0,
            recent: VecDeque::new(),
            decisions: Vec::new(),
            turnout: TurnoutBook::default(),
            touched: Mutex::default(),
            waiting: Mutex::default(),
            followed: Mutex::default(),
        }
    }

    /// The state on disk: the newest snapshot that the journal confirms, and the journal's tail.
    ///
    /// # Errors
    /// If the journal was changed from outside or the disk fails.
    pub fn load(journal: &Journal, definition: &Arc<Definition>) -> anyhow::Result<Self> {
        let mut truth = Self::from_image(journal, definition)?.unwrap_or_else(|| Self::new(definition.clone()));
        let chain = journal.chain_of(truth.seq)?.context("the journal ends before its snapshot")?;
        journal.read_after(truth.seq, chain, |row| {
            truth.apply_journalled(row);
            Ok(())
        })?;
        Ok(truth)
    }

    fn from_image(journal: &Journal, definition: &Arc<Definition>) -> anyhow::Result<Option<Self>> {
        let Some(image) = Image::newest(journal.dir(), journal.epoch()) else { return Ok(None) };
        if journal.chain_of(image.seq)? != Some(image.chain) {
            return Ok(None);
        }
        let Ok(ledger) = Ledger::from_bytes(definition.clone(), &image.ledger) else { return Ok(None) };
        let Ok(history) = Log::from_bytes(definition.clone(), &image.history) else { return Ok(None) };
        let recent: VecDeque<Logged> = postcard::from_bytes::<Vec<_>>(&image.recent).unwrap_or_default().into();
        // The image does not say; the newest line's own time is not later.
        let heard = recent.back().map_or(0, |logged| logged.event.at);
        let (seq, decisions, turnout) = (image.seq, image.decisions, TurnoutBook::of(image.turnout));
        let (touched, waiting, followed) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Some(Self { ledger, seq, heard, recent, decisions, turnout, history, touched, waiting, followed }))
    }

    fn apply_journalled(&mut self, Row { seq, accepted_at, entry }: Row) {
        match entry {
            Entry::Report(report) => {
                // It was verified by the same rules of the same definition when it was journalled; it cannot be refused now.
                if let Ok(Applied::Change(change)) = self.ledger.apply(&report) {
                    self.log(seq, accepted_at, &report, &change);
                }
            }
            Entry::Decision(decision) => self.decide(Recorded { seq, at: accepted_at, decision }),
            Entry::Turnout(revision, report) => self.hear(TurnoutEntry { seq, accepted_at, revision, report }),
        }
        self.seq = seq;
    }

    /// Puts a decision on record.
    pub fn decide(&mut self, recorded: Recorded) {
        let unit = match &recorded.decision {
            Decision::Call(call) => call.unit,
            Decision::Lot { .. } => self.ledger.definition().units.root(),
        };
        self.touch(vec![(recorded.decision.contest(), unit)]);
        self.decisions.push(recorded);
    }

    /// Puts a report of turnout on record.
    pub fn hear(&mut self, entry: TurnoutEntry) {
        self.touch(vec![(entry.report.contest, entry.report.unit)]);
        self.turnout.enter(entry);
    }

    /// Remembers what a report changed.
    pub fn log(&mut self, seq: u64, accepted_at: i64, report: &Report, change: &Change) {
        self.heard = self.heard.max(accepted_at);
        self.history.append(&self.ledger, seq, accepted_at, report, change);
        self.touched.get_mut().expect("nobody panics while holding it").push((change.contest, change.unit));
        self.waiting.get_mut().expect("nobody panics while holding it").get_or_insert_with(Instant::now);
        // Another revision with the same figures is on record, but no news.
        if change.kind == ChangeKind::Correction && change.options.is_empty() && change.before == change.after {
            return;
        }
        let event = Event::new(self.ledger.definition(), seq, report.observed_at, &report.reason, change);
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(Logged { contest: change.contest, unit: change.unit, event });
    }

    /// Every change up to now, to be folded after the lock is released.
    #[must_use]
    pub fn past(&self) -> Past {
        self.history.past(self.seq)
    }

    /// The places that changed since the last call.
    #[must_use]
    pub fn take_touched(&self) -> Vec<(ContestIx, UnitIx)> {
        std::mem::take(&mut *self.touched.lock().expect("nobody panics while holding it"))
    }

    /// Since when the oldest report waits that came after the last call.
    #[must_use]
    pub fn take_waiting(&self) -> Option<Instant> {
        self.waiting.lock().expect("nobody panics while holding it").take()
    }

    /// The reports since the last call that somebody follows.
    #[must_use]
    pub fn take_followed(&self) -> Vec<Followed> {
        std::mem::take(&mut *self.followed.lock().expect("nobody panics while holding it"))
    }

    /// Hands reports on that somebody follows, so many to a publication; the others are let go.
    pub fn hand_on(&mut self, followed: Vec<Followed>) {
        let kept = self.followed.get_mut().expect("nobody panics while holding it");
        let room = MOST_FOLLOWED.saturating_sub(kept.len());
        kept.extend(followed.into_iter().take(room));
    }

    /// Marks places as changed again.
    pub fn touch(&mut self, places: Vec<(ContestIx, UnitIx)>) {
        self.touched.get_mut().expect("nobody panics while holding it").extend(places);
    }

    /// The state as a snapshot file's content.
    #[must_use]
    pub fn image(&self, epoch: u64, chain: [u8; 32]) -> Image {
        let recent: Vec<&Logged> = self.recent.iter().collect();
        let recent =
            postcard::to_allocvec(&recent).expect("ticker lines are plain data, which postcard always encodes");
        let (decisions, turnout) = (self.decisions.clone(), self.turnout.entries().to_vec());
        let (ledger, history) = (self.ledger.to_bytes(), self.history.to_bytes());
        Image { epoch, seq: self.seq, chain, ledger, history, recent, decisions, turnout }
    }
}
