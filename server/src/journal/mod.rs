//! The journal: every accepted report, every decision and every report of turnout, in order, on disk before it is acknowledged.
//!
//! One SQLite file in WAL mode with `synchronous=FULL`; many reports share one transaction and so one fsync (group commit).
//! Each row carries `blake3(chain of the row before ‖ seq ‖ time ‖ body)`, so a row that was changed, lost or inserted later
//! is found. The definition is frozen by its hash when the journal is made.

mod image;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use election::Report;
use election::calls::Decision;
use election::turnout::TurnoutReport;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

pub use image::Image;

/// Version of the tables and of the encoding of entries.
const FORMAT: &str = "3";

/// A row's link to all rows before it.
pub type Chain = [u8; 32];

/// The journal of one election.
pub struct Journal {
    db: Connection,
    dir: PathBuf,
    epoch: u64,
    seq: u64,
    chain: Chain,
}

/// What the journal keeps.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum Entry {
    /// What a unit reported.
    Report(Report),
    /// What a desk decided.
    Decision(Decision),
    /// How many had voted by an hour, and which revision of it that is.
    Turnout(u32, TurnoutReport),
}

/// The same for writing, without a copy.
#[derive(Serialize)]
enum EntryRef<'a> {
    Report(&'a Report),
    Decision(&'a Decision),
    Turnout(u32, &'a TurnoutReport),
}

/// One accepted entry as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its sequence number: 1, 2, 3 …
    pub seq: u64,
    /// When it was accepted: milliseconds since 1970 UTC.
    pub accepted_at: i64,
    /// What it says.
    pub entry: Entry,
}

impl Journal {
    /// Opens the journal in `dir`, or makes it there.
    ///
    /// # Errors
    /// If the folder cannot be written, or holds the journal of another definition.
    pub fn open(dir: &Path, election: &str, definition: [u8; 32]) -> anyhow::Result<Self> {
        std::fs::create_dir_all(dir)
            .with_context(|| format!("cannot make the data folder {}: choose another with --data", dir.display()))?;
        let path = dir.join("journal.sqlite");
        let db = Connection::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
        db.set_prepared_statement_cache_capacity(16);
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA locking_mode = EXCLUSIVE;
             CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS entries (
                 seq INTEGER PRIMARY KEY, accepted_at INTEGER NOT NULL, body BLOB NOT NULL, chain BLOB NOT NULL);
             CREATE TABLE IF NOT EXISTS feed_files (
                 name TEXT NOT NULL, hash TEXT NOT NULL, taken_at INTEGER NOT NULL, PRIMARY KEY (name, hash)) WITHOUT ROWID;",
        )
        .with_context(|| format!("{} is not usable: is another server running on it?", path.display()))?;
        let epoch = settle_meta(&db, election, definition)?;
        let (seq, chain) = last_row(&db)?.unwrap_or((0, first_chain(epoch)));
        Ok(Self { db, dir: dir.to_owned(), epoch, seq, chain })
    }

    /// Identifies this journal: sequence numbers mean something only within it.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The last sequence number that is on disk or in the open transaction.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The chain of the last row.
    #[must_use]
    pub fn chain(&self) -> Chain {
        self.chain
    }

    /// The folder it lives in.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Starts a transaction.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn begin(&mut self) -> rusqlite::Result<()> {
        self.db.execute_batch("BEGIN IMMEDIATE")
    }

    /// Appends a report to the open transaction and returns its sequence number.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn append(&mut self, accepted_at: i64, report: &Report) -> rusqlite::Result<u64> {
        self.push(accepted_at, &EntryRef::Report(report))
    }

    /// Appends a decision to the open transaction and returns its sequence number.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn append_decision(&mut self, accepted_at: i64, decision: &Decision) -> rusqlite::Result<u64> {
        self.push(accepted_at, &EntryRef::Decision(decision))
    }

    /// Appends a report of turnout to the open transaction and returns its sequence number.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn append_turnout(&mut self, accepted_at: i64, revision: u32, report: &TurnoutReport) -> rusqlite::Result<u64> {
        self.push(accepted_at, &EntryRef::Turnout(revision, report))
    }

    fn push(&mut self, accepted_at: i64, entry: &EntryRef<'_>) -> rusqlite::Result<u64> {
        let body = encode(entry);
        let seq = self.seq + 1;
        let chain = link(&self.chain, seq, accepted_at, &body);
        self.db
            .prepare_cached("INSERT INTO entries (seq, accepted_at, body, chain) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![seq.cast_signed(), accepted_at, body, chain])?;
        self.seq = seq;
        self.chain = chain;
        Ok(seq)
    }

    /// Commits the open transaction: when this returns, its rows are on disk.
    ///
    /// # Errors
    /// If the disk fails. The rows are not on disk then, and [`Self::rollback`] must be called.
    pub fn commit(&mut self) -> rusqlite::Result<()> {
        self.db.execute_batch("COMMIT")
    }

    /// Forgets the open transaction.
    ///
    /// # Errors
    /// If the last row cannot be read back.
    pub fn rollback(&mut self) -> anyhow::Result<()> {
        if !self.db.is_autocommit() {
            self.db.execute_batch("ROLLBACK")?;
        }
        (self.seq, self.chain) = last_row(&self.db)?.unwrap_or((0, first_chain(self.epoch)));
        Ok(())
    }

    /// Reads all rows after `seq`, whose chain is `chain`, in order, and checks the chain.
    ///
    /// # Errors
    /// If a row was changed, is missing or was inserted; or what `each` returns.
    pub fn read_after(
        &self,
        seq: u64,
        chain: Chain,
        mut each: impl FnMut(Row) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut statement =
            self.db.prepare_cached("SELECT seq, accepted_at, body, chain FROM entries WHERE seq > ?1 ORDER BY seq")?;
        let mut rows = statement.query([seq.cast_signed()])?;
        let mut expected = (seq, chain);
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(0)?.cast_unsigned();
            let accepted_at: i64 = row.get(1)?;
            let body = row.get_ref(2)?.as_blob()?;
            let link_here = link(&expected.1, seq, accepted_at, body);
            if seq != expected.0 + 1 || row.get_ref(3)?.as_blob()? != link_here {
                bail!(
                    "the journal was changed from outside: row {seq} does not follow from row {}. Restore {} from a backup",
                    expected.0,
                    self.dir.display()
                );
            }
            expected = (seq, link_here);
            each(Row { seq, accepted_at, entry: decode(body)? })?;
        }
        Ok(())
    }

    /// Reads single rows, in the order asked for. They were checked when the journal was opened.
    ///
    /// # Errors
    /// If the disk fails or a row is not there.
    pub fn rows(&self, seqs: &[u64]) -> anyhow::Result<Vec<Row>> {
        let mut statement = self.db.prepare_cached("SELECT accepted_at, body FROM entries WHERE seq = ?1")?;
        let row = |seq: &u64| {
            let (accepted_at, body) = statement
                .query_row([seq.cast_signed()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
            Ok(Row { seq: *seq, accepted_at, entry: decode(&body)? })
        };
        seqs.iter().map(row).collect()
    }

    /// The chain of a row, if there is one; of row 0, the start of the chain.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn chain_of(&self, seq: u64) -> anyhow::Result<Option<Chain>> {
        if seq == 0 {
            return Ok(Some(first_chain(self.epoch)));
        }
        let mut statement = self.db.prepare_cached("SELECT chain FROM entries WHERE seq = ?1")?;
        Ok(statement.query_row([seq.cast_signed()], |row| row.get(0)).optional()?)
    }

    /// Whether a feed file with that content was taken already.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn has_feed_file(&self, name: &str, hash: &str) -> rusqlite::Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT 1 FROM feed_files WHERE name = ?1 AND hash = ?2")?;
        statement.exists(params![name, hash])
    }

    /// Remembers that a feed file was taken, so that a restart does not read yesterday's figures again as corrections.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn remember_feed_file(&mut self, name: &str, hash: &str, at: i64) -> rusqlite::Result<()> {
        let mut statement = self.db.prepare_cached("INSERT OR IGNORE INTO feed_files VALUES (?1, ?2, ?3)")?;
        statement.execute(params![name, hash, at]).map(|_| ())
    }
}

fn settle_meta(db: &Connection, election: &str, definition: [u8; 32]) -> anyhow::Result<u64> {
    let get = |key: &str| -> anyhow::Result<Option<String>> {
        Ok(db.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?)
    };
    let hash = hex(&definition);
    if let Some(epoch) = get("epoch")? {
        let (format, known) = (get("format")?.unwrap_or_default(), get("definition")?.unwrap_or_default());
        if format != FORMAT {
            bail!("the journal has format {format}, this program reads format {FORMAT}: use the program that wrote it");
        }
        if known != hash {
            bail!(
                "the journal belongs to another definition (hash {}, the folder has {}): the definition is frozen when the \
                 first report is accepted. Undo the change to the election folder, or start with an empty --data folder",
                known.get(..12).unwrap_or(&known),
                &hash[..12]
            );
        }
        return u64::from_str_radix(&epoch, 16).context("the journal's epoch is damaged");
    }
    let epoch = fresh_epoch(db)?;
    let mut set = db.prepare("INSERT INTO meta (key, value) VALUES (?1, ?2)")?;
    let epoch_text = format!("{epoch:016x}");
    for (key, value) in [("format", FORMAT), ("election", election), ("definition", &hash), ("epoch", &epoch_text)] {
        set.execute([key, value])?;
    }
    Ok(epoch)
}

/// SQLite's own generator is seeded by the operating system; an epoch is never 0.
fn fresh_epoch(db: &Connection) -> rusqlite::Result<u64> {
    db.query_row("SELECT random()", [], |row| row.get::<_, i64>(0)).map(|random| random.cast_unsigned().max(1))
}

fn last_row(db: &Connection) -> rusqlite::Result<Option<(u64, Chain)>> {
    db.query_row("SELECT seq, chain FROM entries ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?))
    })
    .optional()
}

fn first_chain(epoch: u64) -> Chain {
    *blake3::hash(&epoch.to_le_bytes()).as_bytes()
}

fn link(before: &Chain, seq: u64, accepted_at: i64, body: &[u8]) -> Chain {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before).update(&seq.to_le_bytes()).update(&accepted_at.to_le_bytes()).update(body);
    *hasher.finalize().as_bytes()
}

fn encode(entry: &EntryRef<'_>) -> Vec<u8> {
    postcard::to_allocvec(entry).expect("an entry is plain data, which postcard always encodes")
}

fn decode(body: &[u8]) -> anyhow::Result<Entry> {
    postcard::from_bytes(body).context("a row of the journal is damaged")
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
