//! The desk: the single writer. Everything that becomes a figure passes here, whatever feed it came by.
//!
//! For each batch: verify, append to the journal, apply to the ledger, commit (fsync), and only then answer and let readers
//! see it. The ledger's lock is held until the commit, so nobody can read a figure that is not on disk; if the commit fails,
//! the ledger is loaded again from the journal before the lock is released.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Instant;

use election::calls::{Decision, DecisionDefect, Recorded, lots, verify_call, verify_lot};
use election::ledger::{Applied, ChangeKind};
use election::plausibility::{Rejection, Rule};
use election::seats::{Preferences, Tally, contest_view};
use election::turnout::{Settled, TurnoutBook, TurnoutEntry, TurnoutFlag, TurnoutSubmission, registered};
use election::{Report, Submission};
use tokio::sync::{mpsc, oneshot};

use crate::clock::Clock;
use crate::journal::{Journal, Row};
use crate::telemetry::{Followed, MOST_FOLLOWED, Telemetry};
use crate::truth::Truth;

/// Most reports in one transaction: bounds how long a reader waits for the lock and a feed for its answer.
const GROUP: usize = 8_192;
/// Most submissions waiting for the desk; more must wait at the door.
const QUEUE: usize = 256;
/// Reports between two compacted snapshots.
const COMPACT_EVERY: u64 = 250_000;

/// What became of one submitted row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It counts, and is on disk.
    Accepted {
        /// Its sequence number.
        seq: u64,
        /// Its revision.
        revision: u32,
        /// What it changed.
        kind: ChangeKind,
        /// Soft rules that fired, where they only mark.
        rules: Vec<Rule>,
    },
    /// It is on disk, visible and flagged, and outside the headline figures.
    Quarantined {
        /// Its sequence number.
        seq: u64,
        /// Its revision.
        revision: u32,
        /// The rules that fired.
        rules: Vec<Rule>,
    },
    /// It says what is there already, or less than what is there. Nothing changed.
    Unchanged {
        /// `duplicate` or `superseded`.
        why: &'static str,
        /// Whether another content is there under the same revision: two sources disagree.
        conflict: bool,
    },
    /// It is refused. Nothing changed.
    Rejected(Rejection),
}

/// What became of one row of turnout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnoutOutcome {
    /// It is on record, and on disk.
    Accepted {
        /// Its sequence number.
        seq: u64,
        /// Its revision.
        revision: u32,
        /// What readers are told of it.
        flags: Vec<TurnoutFlag>,
    },
    /// The same is there already, or a later revision. Nothing changed.
    Unchanged {
        /// `duplicate` or `superseded`.
        why: &'static str,
        /// Whether another figure is there under the same revision: two sources disagree.
        conflict: bool,
    },
}

/// Why a whole submission failed. None of its rows was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// The journal cannot be written.
    #[error("the journal cannot be written (is the disk full?): nothing of this was accepted, send it again")]
    Journal,
    /// The server is going away.
    #[error("the server is shutting down: nothing of this was accepted, send it again")]
    Closed,
}

/// Why a decision is not on record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecided {
    /// It does not fit the record.
    #[error(transparent)]
    Defect(#[from] DecisionDefect),
    /// It could not be written.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// A feed file that a submission consists of; remembered in the same transaction.
#[derive(Clone, Debug)]
pub struct FeedFile {
    /// Its name.
    pub name: String,
    /// The hash of its content.
    pub hash: String,
}

enum Command {
    Submit { rows: Vec<Submission>, file: Option<FeedFile>, reply: oneshot::Sender<Result<Vec<Outcome>, DeskError>> },
    Decide { decision: Decision, reply: oneshot::Sender<Result<u64, Undecided>> },
    Turnout { rows: Vec<TurnoutSubmission>, reply: oneshot::Sender<Result<Vec<TurnoutOutcome>, DeskError>> },
    KnowsFile { file: FeedFile, reply: oneshot::Sender<bool> },
    Recall { seqs: Vec<u64>, reply: oneshot::Sender<anyhow::Result<Vec<Row>>> },
    Stop { reply: oneshot::Sender<()> },
}

/// A way to reach the desk.
#[derive(Clone)]
pub struct Desk {
    sender: mpsc::Sender<Command>,
}

impl Desk {
    /// Starts the desk's thread.
    #[must_use]
    pub fn start(journal: Journal, truth: Arc<RwLock<Truth>>, clock: Clock, telemetry: Telemetry) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let compacted = truth.read().map_or(0, |truth| truth.seq);
        let writer = Writer { journal, truth, clock, telemetry, compacted, followed: Vec::new() };
        thread::Builder::new()
            .name("desk".into())
            .spawn(move || writer.run(receiver))
            .expect("the operating system starts a thread while the server starts");
        Self { sender }
    }

    /// Submits rows; the answer comes after they are on disk. Rows of one call share a transaction.
    ///
    /// # Errors
    /// [`DeskError`]; none of the rows was accepted then.
    pub async fn submit(&self, rows: Vec<Submission>, file: Option<FeedFile>) -> Result<Vec<Outcome>, DeskError> {
        let (reply, answer) = oneshot::channel();
        self.sender.send(Command::Submit { rows, file, reply }).await.map_err(|_| DeskError::Closed)?;
        answer.await.map_err(|_| DeskError::Closed)?
    }

    /// Puts a decision on record; the answer, its sequence number, comes after it is on disk.
    ///
    /// # Errors
    /// [`Undecided`]; nothing is on record then.
    pub async fn decide(&self, decision: Decision) -> Result<u64, Undecided> {
        let (reply, answer) = oneshot::channel();
        self.sender.send(Command::Decide { decision, reply }).await.map_err(|_| DeskError::Closed)?;
        answer.await.map_err(|_| DeskError::Closed)?
    }

    /// Puts turnout on record; the answer comes after all of it is on disk.
    ///
    /// # Errors
    /// [`DeskError`]; none of the rows is on record then.
    pub async fn turnout(&self, rows: Vec<TurnoutSubmission>) -> Result<Vec<TurnoutOutcome>, DeskError> {
        let (reply, answer) = oneshot::channel();
        self.sender.send(Command::Turnout { rows, reply }).await.map_err(|_| DeskError::Closed)?;
        answer.await.map_err(|_| DeskError::Closed)?
    }

    /// Whether a feed file was taken already.
    pub async fn knows_file(&self, file: FeedFile) -> bool {
        let (reply, answer) = oneshot::channel();
        self.sender.send(Command::KnowsFile { file, reply }).await.is_ok() && answer.await.unwrap_or(false)
    }

    /// Reads rows of the journal, which only the desk's thread can. Ask for few, because reports wait meanwhile, and from
    /// a thread that may wait.
    ///
    /// # Errors
    /// If the journal cannot be read, or the desk is closed.
    pub fn recall(&self, seqs: Vec<u64>) -> anyhow::Result<Vec<Row>> {
        let (reply, answer) = oneshot::channel();
        self.sender.blocking_send(Command::Recall { seqs, reply }).map_err(|_| DeskError::Closed)?;
        answer.blocking_recv().map_err(|_| DeskError::Closed)?
    }

    /// Lets it finish what it was given, writes a snapshot and ends it.
    pub async fn stop(&self) {
        let (reply, done) = oneshot::channel();
        if self.sender.send(Command::Stop { reply }).await.is_ok() {
            let _ = done.await;
        }
    }
}

struct Writer {
    journal: Journal,
    truth: Arc<RwLock<Truth>>,
    clock: Clock,
    telemetry: Telemetry,
    /// Sequence number of the last compacted snapshot.
    compacted: u64,
    /// The reports of the open transaction that somebody follows.
    followed: Vec<Followed>,
}

struct Batch {
    rows: Vec<Submission>,
    file: Option<FeedFile>,
    reply: oneshot::Sender<Result<Vec<Outcome>, DeskError>>,
}

impl Writer {
    fn run(mut self, mut receiver: mpsc::Receiver<Command>) {
        while let Some(command) = receiver.blocking_recv() {
            let mut group = Vec::new();
            let mut next = Some(command);
            // Group commit: whatever waits now shares one fsync.
            while let Some(command) = next {
                match command {
                    Command::Submit { rows, file, reply } => group.push(Batch { rows, file, reply }),
                    Command::Decide { decision, reply } => {
                        // What was sent before it comes before it.
                        self.take(std::mem::take(&mut group));
                        let _ = reply.send(self.decide(decision));
                    }
                    Command::Turnout { rows, reply } => {
                        self.take(std::mem::take(&mut group));
                        let _ = reply.send(self.hear(rows));
                    }
                    Command::KnowsFile { file, reply } => {
                        let known = self.journal.has_feed_file(&file.name, &file.hash).unwrap_or(false);
                        let _ = reply.send(known);
                    }
                    Command::Recall { seqs, reply } => {
                        let _ = reply.send(self.journal.rows(&seqs));
                    }
                    Command::Stop { reply } => {
                        self.take(group);
                        self.compact();
                        let _ = reply.send(());
                        return;
                    }
                }
                let rows: usize = group.iter().map(|batch| batch.rows.len()).sum();
                next = if rows < GROUP { receiver.try_recv().ok() } else { None };
            }
            self.take(group);
            if self.journal.seq() - self.compacted >= COMPACT_EVERY {
                self.compact();
            }
        }
    }

    fn take(&mut self, group: Vec<Batch>) {
        if group.is_empty() {
            return;
        }
        let mut replies = Vec::with_capacity(group.len());
        match self.transact(group, &mut replies) {
            Ok(outcomes) => {
                for (reply, outcomes) in replies.into_iter().zip(outcomes) {
                    self.telemetry.count_outcomes(&outcomes);
                    let _ = reply.send(Ok(outcomes));
                }
            }
            Err(error) => {
                tracing::error!(%error, "the journal cannot be written");
                self.telemetry.journal_failed();
                for reply in replies {
                    let _ = reply.send(Err(DeskError::Journal));
                }
            }
        }
    }

    fn decide(&mut self, decision: Decision) -> Result<u64, Undecided> {
        let truth = self.truth.clone();
        let mut truth = truth.write().expect("nobody panics while holding it");
        verify(&truth, &decision)?;
        let at = self.clock.now();
        let written = self.journal.begin().and_then(|()| {
            let seq = self.journal.append_decision(at, &decision)?;
            self.journal.commit().map(|()| seq)
        });
        match written {
            Ok(seq) => {
                truth.decide(Recorded { seq, at, decision });
                truth.seq = seq;
                Ok(seq)
            }
            Err(error) => Err(self.give_up(&error).into()),
        }
    }

    /// Puts turnout on record, all of it or nothing.
    fn hear(&mut self, rows: Vec<TurnoutSubmission>) -> Result<Vec<TurnoutOutcome>, DeskError> {
        let truth = self.truth.clone();
        // Summed up before the lock is taken, and once for all rows of a place.
        let definition = truth.read().expect("nobody panics while holding it").ledger.definition().clone();
        let mut voters = HashMap::new();
        for TurnoutSubmission { report, .. } in &rows {
            voters.entry(report.unit).or_insert_with_key(|unit| registered(&definition, *unit));
        }
        let mut truth = truth.write().expect("nobody panics while holding it");
        let (now, before) = (self.clock.now(), truth.turnout.len());
        let written = self.journal.begin().and_then(|()| {
            let rows = rows.into_iter().map(|row| {
                let registered = voters.get(&row.report.unit).copied().flatten();
                self.turnout_row(&mut truth, now, row, registered)
            });
            let outcomes = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            self.journal.commit().map(|()| outcomes)
        });
        match written {
            Ok(outcomes) => {
                truth.seq = self.journal.seq();
                Ok(outcomes)
            }
            Err(error) => {
                let kept = truth.turnout.entries()[..before].to_vec();
                truth.turnout = TurnoutBook::of(kept);
                Err(self.give_up(&error))
            }
        }
    }

    fn turnout_row(
        &mut self,
        truth: &mut Truth,
        now: i64,
        row: TurnoutSubmission,
        registered: Option<u64>,
    ) -> rusqlite::Result<TurnoutOutcome> {
        let revision = match truth.turnout.settle(&row) {
            Settled::New(revision) => revision,
            Settled::Duplicate => return Ok(TurnoutOutcome::Unchanged { why: "duplicate", conflict: false }),
            Settled::Superseded { conflict } => return Ok(TurnoutOutcome::Unchanged { why: "superseded", conflict }),
        };
        let report = row.report;
        let seq = self.journal.append_turnout(now, revision, &report)?;
        let flags = truth.turnout.flags(&report, registered);
        truth.hear(TurnoutEntry { seq, accepted_at: now, revision, report });
        Ok(TurnoutOutcome::Accepted { seq, revision, flags })
    }

    /// Forgets the open transaction.
    fn give_up(&mut self, error: &rusqlite::Error) -> DeskError {
        tracing::error!(%error, "the journal cannot be written");
        self.telemetry.journal_failed();
        if let Err(error) = self.journal.rollback() {
            tracing::error!(%error, "the journal cannot be read back");
        }
        DeskError::Journal
    }

    fn transact(
        &mut self,
        group: Vec<Batch>,
        replies: &mut Vec<oneshot::Sender<Result<Vec<Outcome>, DeskError>>>,
    ) -> anyhow::Result<Vec<Vec<Outcome>>> {
        let now = self.clock.now();
        let truth = self.truth.clone();
        let mut truth = truth.write().expect("nobody panics while holding it");
        let (mut parts, mut files) = (Vec::new(), Vec::new());
        for Batch { rows, file, reply } in group {
            replies.push(reply);
            parts.push(rows);
            files.extend(file);
        }
        let done = self.write(&mut truth, now, parts, &files);
        if done.is_err() {
            self.followed.drain(..).for_each(|report| report.note("not journalled"));
            self.journal.rollback()?;
            let definition = truth.ledger.definition().clone();
            let (touched, followed) = (truth.take_touched(), truth.take_followed());
            *truth = Truth::load(&self.journal, &definition)?;
            truth.touch(touched);
            truth.hand_on(followed);
        }
        done
    }

    fn write(
        &mut self,
        truth: &mut Truth,
        now: i64,
        parts: Vec<Vec<Submission>>,
        files: &[FeedFile],
    ) -> anyhow::Result<Vec<Vec<Outcome>>> {
        let began = Instant::now();
        self.journal.begin()?;
        let mut outcomes = Vec::with_capacity(parts.len());
        for rows in parts {
            let part: anyhow::Result<Vec<Outcome>> =
                rows.into_iter().map(|row| self.row(truth, (now, began), row)).collect();
            outcomes.push(part?);
        }
        for file in files {
            self.journal.remember_feed_file(&file.name, &file.hash, now)?;
        }
        self.journal.commit()?;
        truth.seq = self.journal.seq();
        self.followed.iter().for_each(|report| report.note("journalled"));
        truth.hand_on(std::mem::take(&mut self.followed));
        Ok(outcomes)
    }

    fn row(&mut self, truth: &mut Truth, (now, began): (i64, Instant), row: Submission) -> anyhow::Result<Outcome> {
        let Some(report) = row.settle(&truth.ledger) else {
            return Ok(Outcome::Unchanged { why: "duplicate", conflict: false });
        };
        let change = match truth.ledger.apply(&report) {
            Err(rejection) => return Ok(Outcome::Rejected(rejection)),
            Ok(Applied::Duplicate) => return Ok(Outcome::Unchanged { why: "duplicate", conflict: false }),
            Ok(Applied::Superseded) => {
                let conflict = truth.ledger.conflicts(&report);
                return Ok(Outcome::Unchanged { why: "superseded", conflict });
            }
            Ok(Applied::Change(change)) => change,
        };
        let seq = self.journal.append(now, &report)?;
        truth.log(seq, now, &report, &change);
        if self.followed.len() < MOST_FOLLOWED {
            let outcome = if change.kind == ChangeKind::Held { "quarantined" } else { "accepted" };
            self.followed.extend(Followed::verified(truth.ledger.definition(), seq, &report, outcome, began));
        }
        let Report { revision, .. } = report;
        let rules = change.flags.rules().collect();
        Ok(match change.kind {
            ChangeKind::Held => Outcome::Quarantined { seq, revision, rules },
            kind => Outcome::Accepted { seq, revision, kind, rules },
        })
    }

    fn compact(&mut self) {
        if self.journal.seq() == self.compacted {
            return;
        }
        let image = {
            let truth = self.truth.read().expect("nobody panics while holding it");
            truth.image(self.journal.epoch(), self.journal.chain())
        };
        match image.write(self.journal.dir()) {
            Ok(()) => self.compacted = image.seq,
            // The journal has everything; only the next start takes longer.
            Err(error) => tracing::warn!(%error, "no snapshot was written"),
        }
    }
}

fn verify(truth: &Truth, decision: &Decision) -> Result<(), DecisionDefect> {
    let definition = truth.ledger.definition();
    match decision {
        Decision::Call(call) => verify_call(definition, &truth.decisions, call),
        Decision::Lot { contest, lot, author, basis } => {
            let of = &definition.contests[contest.at()];
            let house = of.house.as_ref().ok_or(DecisionDefect::NoHouse)?;
            let tally = Tally::of(&truth.ledger, *contest, house);
            let preferences = Preferences::of(&truth.ledger, *contest);
            let view = contest_view(of, &tally, &preferences, &lots(&truth.decisions, *contest));
            verify_lot(lot, author, basis, &view.map(|view| view.ties).unwrap_or_default())
        }
    }
}
