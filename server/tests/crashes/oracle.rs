//! The oracle: a ledger that was never killed, and what a killed server's journal must hold because of it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use election::ledger::{Applied, ChangeKind};
use election::{Definition, Ledger, Report, Submission};
use serde::Deserialize;
use server::journal::{Chain, Entry, Journal, Row, hex};

use super::mill::{Batch, ELECTION};

/// The server's answer to a batch.
#[derive(Debug, Deserialize)]
pub struct Answer {
    rows: Vec<RowAnswer>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct RowAnswer {
    outcome: String,
    seq: Option<u64>,
    revision: Option<u32>,
}

/// What one client knows when its server is gone.
#[derive(Debug, Default)]
pub struct Sent {
    /// The batches that were answered, in order.
    pub acknowledged: Vec<(Batch, Answer)>,
    /// The batch that was not.
    pub in_flight: Option<Batch>,
}

/// What was found in a journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Rows that were sent and answered.
    pub reports: u64,
    /// Of these, rows that were acknowledged with a sequence number.
    pub acknowledged: u64,
    /// Acknowledged rows that are not in the journal as they were acknowledged.
    pub lost: u64,
    /// Rows that are in the journal twice.
    pub duplicated: u64,
    /// Rows that no whole batch explains, or whose outcome was another one than was answered.
    pub unexplained: u64,
    /// Batches that were not answered and are there, whole.
    pub landed: u64,
    /// Batches that were not answered and are not there.
    pub vanished: u64,
}

impl Found {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            reports: self.reports + other.reports,
            acknowledged: self.acknowledged + other.acknowledged,
            lost: self.lost + other.lost,
            duplicated: self.duplicated + other.duplicated,
            unexplained: self.unexplained + other.unexplained,
            landed: self.landed + other.landed,
            vanished: self.vanished + other.vanished,
        }
    }

    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.lost + self.duplicated + self.unexplained == 0
    }
}

/// A ledger that was given what the journal must hold.
pub struct Oracle {
    definition: Arc<Definition>,
    ledger: Ledger,
    /// The last row that was looked at, and its chain.
    seq: u64,
    chain: Option<Chain>,
    /// The times of all rows of the journal: each row that is sent has its own.
    times: HashSet<i64>,
}

impl Oracle {
    pub fn new(definition: &Arc<Definition>) -> Self {
        let (definition, ledger) = (definition.clone(), Ledger::new(definition.clone()));
        Self { definition, ledger, seq: 0, chain: None, times: HashSet::new() }
    }

    /// Sequence number and state hash as the server must say them.
    pub fn state(&self) -> (u64, String) {
        (self.seq, hex(&self.ledger.state_hash()))
    }

    /// Compares the journal in `data` with what the clients know, and takes over what it explains.
    pub fn inspect(&mut self, data: &Path, sent: &[Sent]) -> anyhow::Result<Found> {
        let journal = self.open_copy(data)?;
        let start = journal.journal.chain_of(self.seq)?;
        anyhow::ensure!(self.chain.is_none() || start == self.chain, "row {} is another one than before", self.seq);
        let mut rows = Vec::new();
        journal.journal.read_after(self.seq, start.unwrap_or_default(), |row| {
            rows.push(row);
            Ok(())
        })?;
        let mut found = Found { lost: lost(sent, &rows, self.seq), ..Found::default() };
        found.duplicated = rows.iter().map(|row| u64::from(!self.times.insert(report(row).observed_at))).sum();
        for (_, answer) in sent.iter().flat_map(|sent| &sent.acknowledged) {
            found.reports += count(answer.rows.iter());
            found.acknowledged += count(answer.rows.iter().filter(|row| row.seq.is_some()));
        }
        self.explain(&rows, sent, &mut found);
        self.chain = Some(journal.journal.chain());
        Ok(found)
    }

    /// Reads the whole journal of a server that ended, and so its whole chain; the number of rows.
    pub fn read_all(&self, data: &Path) -> anyhow::Result<u64> {
        let journal = self.open_copy(data)?.journal;
        let mut rows = 0;
        journal.read_after(0, journal.chain_of(0)?.unwrap_or_default(), |_| {
            rows += 1;
            Ok(())
        })?;
        Ok(rows)
    }

    /// A copy, so that the server itself has to recover what the kill left behind.
    fn open_copy(&self, data: &Path) -> anyhow::Result<Copy> {
        let dir = tempfile::tempdir()?;
        for name in ["journal.sqlite", "journal.sqlite-wal"] {
            let original = data.join(ELECTION).join(name);
            if original.exists() {
                std::fs::copy(original, dir.path().join(name))?;
            }
        }
        let journal = Journal::open(dir.path(), ELECTION, self.definition.hash())?;
        Ok(Copy { journal, _dir: dir })
    }

    /// Walks along the new rows: each stretch must be what a whole batch makes of the ledger at that place.
    fn explain(&mut self, rows: &[Row], sent: &[Sent], found: &mut Found) {
        let answered = sent.iter().flat_map(|sent| &sent.acknowledged);
        let by_seq: BTreeMap<u64, &(Batch, Answer)> =
            answered.filter_map(|pair| Some((pair.1.rows.iter().filter_map(|row| row.seq).min()?, pair))).collect();
        let mut open: Vec<&Batch> = sent.iter().filter_map(|sent| sent.in_flight.as_ref()).collect();
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            let in_flight = || open.iter().position(|batch| batch.rows.iter().any(|sent| is_of(row, sent)));
            let (batch, answer) = match by_seq.get(&row.seq) {
                Some((batch, answer)) => (batch, Some(answer)),
                None => match in_flight() {
                    Some(place) => (open.remove(place), None),
                    None => return found.unexplained += count(rows[at..].iter()),
                },
            };
            let expected = self.take(batch);
            found.landed += u64::from(answer.is_none());
            if answer.is_some_and(|answer| answer.rows != expected.answer) {
                found.unexplained += 1;
            }
            let stretch = rows[at..].iter().map(report).take(expected.reports.len());
            if !stretch.eq(&expected.reports) {
                return found.unexplained += count(rows[at..].iter());
            }
            at += expected.reports.len();
        }
        found.vanished += count(open.iter());
    }

    /// What the desk must make of a batch at this place of the journal.
    fn take(&mut self, batch: &Batch) -> Expected {
        let mut expected = Expected::default();
        for row in &batch.rows {
            let (outcome, report) = outcome(&mut self.ledger, row.clone());
            self.seq += u64::from(report.is_some());
            let (seq, revision) = (report.is_some().then_some(self.seq), report.as_ref().map(|report| report.revision));
            expected.answer.push(RowAnswer { outcome: outcome.into(), seq, revision });
            expected.reports.extend(report);
        }
        expected
    }
}

/// What a batch must bring.
#[derive(Default)]
struct Expected {
    answer: Vec<RowAnswer>,
    reports: Vec<Report>,
}

struct Copy {
    journal: Journal,
    /// Removed after it.
    _dir: tempfile::TempDir,
}

fn outcome(ledger: &mut Ledger, row: Submission) -> (&'static str, Option<Report>) {
    let Some(report) = row.settle(ledger) else { return ("unchanged", None) };
    match ledger.apply(&report) {
        Err(_) => ("rejected", None),
        Ok(Applied::Duplicate | Applied::Superseded) => ("unchanged", None),
        Ok(Applied::Change(change)) if change.kind == ChangeKind::Held => ("quarantined", Some(report)),
        Ok(Applied::Change(_)) => ("accepted", Some(report)),
    }
}

/// Acknowledged rows that are not in the journal under the sequence number and with the content that was acknowledged.
fn lost(sent: &[Sent], rows: &[Row], after: u64) -> u64 {
    let answered = sent.iter().flat_map(|sent| &sent.acknowledged);
    let pairs = answered.flat_map(|(batch, answer)| batch.rows.iter().zip(&answer.rows));
    let is_lost = |(sent, answer): &(&Submission, &RowAnswer)| {
        let (Some(seq), Some(revision)) = (answer.seq, answer.revision) else { return false };
        let there = usize::try_from(seq - after - 1).ok().and_then(|at| rows.get(at));
        there.is_none_or(|row| row.seq != seq || *report(row) != (*sent).clone().with_revision(revision))
    };
    count(pairs.filter(is_lost))
}

/// Whether a journalled row is a row that was sent.
fn is_of(row: &Row, sent: &Submission) -> bool {
    report(row).observed_at == sent.observed_at && report(row).unit == sent.unit
}

fn count(all: impl Iterator) -> u64 {
    all.fold(0, |count, _| count + 1)
}

/// What a row reports: the mill sends nothing else.
fn report(row: &Row) -> &Report {
    let Entry::Report(report) = &row.entry else { panic!("row {} is no report", row.seq) };
    report
}
