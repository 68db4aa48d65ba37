//! The log: what every journalled report changed, in the journal's order.
//!
//! It grows at its end in chunks that are shared with readers: a reader takes [`Log::past`] under the ledger's lock, which
//! copies some hundred pointers, and folds it after the lock is released. Each record knows the one before it of the same
//! cell, so what a report replaced is found without a search.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::{Base, Record, Written};
use crate::definition::Definition;
use crate::ids::{CategoryIx, ContestIx, UnitIx};
use crate::ledger::{Change, ChangeKind, ImageDefect, Ledger, effective};
use crate::report::{Count, Report};

/// Records of a chunk. An append after a reader has looked copies at most one.
const CHUNK: usize = 1_024;
const NONE: u32 = u32::MAX;

/// Some records that follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Chunk {
    seq: u64,
    at: i64,
    /// The cell of each record.
    places: Vec<u32>,
    /// Where each record ends in `bytes`.
    ends: Vec<u32>,
    /// The records that may be corrections: not the first of their cell, or held.
    notable: Vec<u16>,
    bytes: Bytes,
    /// Position of the record before it of the same cell.
    #[serde(skip)]
    previous: Vec<u32>,
}

/// Bytes that are stored as one piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(|bytes| Self(bytes.to_vec()))
    }
}

impl Chunk {
    fn base(&self) -> Base {
        Base { seq: self.seq, at: self.at }
    }

    fn record(&self, chunk: usize, at: usize) -> Record<'_> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let bytes = &self.bytes.0[start..self.ends[at] as usize];
        Record::read(bytes, self.base(), chunk * CHUNK + at, self.places[at])
    }

    fn is_whole(&self, places: usize) -> bool {
        (1..=CHUNK).contains(&self.places.len())
            && self.ends.len() == self.places.len()
            && self.ends.is_sorted()
            && self.ends.last().copied().unwrap_or(0) as usize == self.bytes.0.len()
            && self.places.iter().all(|place| (*place as usize) < places)
            && self.notable.iter().all(|at| usize::from(*at) < self.places.len())
    }

    fn shrink(&mut self) {
        self.bytes.0.shrink_to_fit();
        self.notable.shrink_to_fit();
    }
}

/// Every change of the night. Only the desk appends.
#[derive(Clone, Debug)]
pub struct Log {
    definition: Arc<Definition>,
    chunks: Vec<Arc<Chunk>>,
    /// Position of the last record of each cell.
    heads: Vec<u32>,
    /// The night's time: see [`Record::at`].
    at: i64,
}

impl Log {
    /// An empty log.
    #[must_use]
    pub fn new(definition: Arc<Definition>) -> Self {
        let heads = vec![NONE; definition.contests.len() * definition.units.cells()];
        Self { definition, chunks: Vec::new(), heads, at: i64::MIN }
    }

    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.places.len())
    }

    /// Whether nothing was reported yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Appends what `report` changed in `ledger`, which has applied it just now.
    pub fn append(&mut self, ledger: &Ledger, seq: u64, accepted_at: i64, report: &Report, change: &Change) {
        let units = &self.definition.units;
        let Some(cell) = units.cell(report.unit, report.category) else { return };
        let held = change.kind == ChangeKind::Held;
        let claimed = if held { effective(report, &self.definition) } else { Vec::new() };
        let figures: &[Count] = if held { &claimed } else { ledger.figures(report.contest, cell) };
        self.at = self.at.max(report.observed_at.min(accepted_at));
        let written = Written {
            seq,
            at: self.at,
            observed_at: report.observed_at,
            accepted_at,
            revision: report.revision,
            status: report.status,
            held,
            flags: change.flags,
            reason: &report.reason,
            figures,
        };
        self.push(report.contest.at() * units.cells() + cell, &written);
    }

    fn push(&mut self, place: usize, written: &Written<'_>) {
        let position = self.len();
        if position.is_multiple_of(CHUNK) {
            if let Some(full) = self.chunks.last_mut() {
                Arc::make_mut(full).shrink();
            }
            self.chunks.push(Arc::new(Chunk { seq: written.seq, at: written.at, ..Chunk::default() }));
        }
        let previous = std::mem::replace(&mut self.heads[place], UnitIx::new(position).0);
        let chunk = Arc::make_mut(self.chunks.last_mut().expect("pushed just now, if there was none"));
        if previous != NONE || written.held {
            chunk.notable.push(u16::try_from(position % CHUNK).expect("a chunk is smaller"));
        }
        let base = chunk.base();
        written.write(base, &mut chunk.bytes.0);
        chunk.ends.push(u32::try_from(chunk.bytes.0.len()).expect("a report has at most some thousand figures"));
        chunk.places.push(UnitIx::new(place).0);
        chunk.previous.push(previous);
    }

    /// What it holds now, for a reader; `seq` is the sequence number that the ledger has reached.
    #[must_use]
    pub fn past(&self, seq: u64) -> Past {
        Past { definition: self.definition.clone(), chunks: self.chunks.clone(), seq }
    }

    /// Every record of a unit, oldest first. Found without a search, however long the night.
    #[must_use]
    pub fn trail(&self, contest: ContestIx, unit: UnitIx) -> Vec<Record<'_>> {
        let cells = self.definition.units.cells_below(unit);
        let first = contest.at() * self.definition.units.cells();
        let mut trail = Vec::new();
        for cell in cells {
            let mut at = self.heads[first + cell];
            while at != NONE {
                let (chunk, within) = (at as usize / CHUNK, at as usize % CHUNK);
                trail.push(self.chunks[chunk].record(chunk, within));
                at = self.chunks[chunk].previous[within];
            }
        }
        trail.sort_unstable_by_key(|record| record.seq);
        trail
    }

    /// The log for a compacted snapshot.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let chunks: Vec<&Chunk> = self.chunks.iter().map(|chunk| &**chunk).collect();
        postcard::to_allocvec(&(self.at, chunks)).expect("a log is plain data, which postcard always encodes")
    }

    /// The log of a compacted snapshot of the same definition.
    ///
    /// # Errors
    /// If the bytes are damaged or belong to a definition of another size.
    pub fn from_bytes(definition: Arc<Definition>, bytes: &[u8]) -> Result<Self, ImageDefect> {
        let (at, chunks): (i64, Vec<Chunk>) = postcard::from_bytes(bytes).map_err(|_| ImageDefect::Damaged)?;
        let mut log = Self::new(definition);
        log.at = at;
        for (number, mut chunk) in chunks.into_iter().enumerate() {
            if !chunk.is_whole(log.heads.len()) || log.len() != number * CHUNK {
                return Err(ImageDefect::OtherDefinition);
            }
            for (at, place) in chunk.places.iter().enumerate() {
                let position = UnitIx::new(number * CHUNK + at).0;
                chunk.previous.push(std::mem::replace(&mut log.heads[*place as usize], position));
            }
            log.chunks.push(Arc::new(chunk));
        }
        Ok(log)
    }
}

/// The log as it was at one moment: what readers fold.
#[derive(Clone, Debug)]
pub struct Past {
    definition: Arc<Definition>,
    chunks: Vec<Arc<Chunk>>,
    seq: u64,
}

impl Past {
    /// The sequence number that the ledger had reached.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The definition that its indices refer to.
    #[must_use]
    pub fn definition(&self) -> &Arc<Definition> {
        &self.definition
    }

    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.places.len())
    }

    /// Whether nothing was reported.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The night's time at its end, if anything was reported: see [`Record::at`].
    #[must_use]
    pub fn at(&self) -> Option<i64> {
        self.len().checked_sub(1).map(|last| self.record(last).at)
    }

    /// The record at a position.
    ///
    /// # Panics
    /// If it holds fewer.
    #[must_use]
    pub fn record(&self, position: usize) -> Record<'_> {
        self.chunks[position / CHUNK].record(position / CHUNK, position % CHUNK)
    }

    /// The position of the first record that is later than `at`.
    #[must_use]
    pub fn first_after(&self, at: i64) -> usize {
        self.partition(|record| record.at <= at)
    }

    /// The position of the first record with a sequence number of at least `seq`.
    #[must_use]
    pub fn first_from(&self, seq: u64) -> usize {
        self.partition(|record| record.seq < seq)
    }

    fn partition(&self, is_before: impl Fn(&Record<'_>) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if is_before(&self.record(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The places of a contest's cells below a unit.
    fn places(&self, contest: ContestIx, unit: UnitIx) -> core::ops::Range<u32> {
        let first = contest.at() * self.definition.units.cells();
        let cells = self.definition.units.cells_below(unit);
        UnitIx::new(first + cells.start).0..UnitIx::new(first + cells.end).0
    }

    /// The records of a contest at or below a unit from a position on, oldest first.
    pub fn records(
        &self,
        contest: ContestIx,
        unit: UnitIx,
        from: usize,
    ) -> impl DoubleEndedIterator<Item = Record<'_>> {
        let places = self.places(contest, unit);
        let chunks = self.chunks.iter().enumerate().skip(from / CHUNK);
        chunks.flat_map(move |(number, chunk)| {
            let first = from.saturating_sub(number * CHUNK);
            let places = places.clone();
            let within = (first..chunk.places.len()).filter(move |at| places.contains(&chunk.places[*at]));
            within.map(move |at| chunk.record(number, at))
        })
    }

    /// Of these, newest first, only the ones that may be corrections: not the first of their cell, or held.
    pub(super) fn notable(&self, contest: ContestIx, unit: UnitIx) -> impl Iterator<Item = Record<'_>> {
        let places = self.places(contest, unit);
        self.chunks.iter().enumerate().rev().flat_map(move |(number, chunk)| {
            let places = places.clone();
            let at = chunk.notable.iter().rev().map(|at| usize::from(*at));
            at.filter(move |at| places.contains(&chunk.places[*at])).map(move |at| chunk.record(number, at))
        })
    }

    /// What counted at its cell before a record: the last record that was not held.
    #[must_use]
    pub fn before(&self, record: &Record<'_>) -> Option<Record<'_>> {
        let previous = |position: usize| {
            let previous = self.chunks[position / CHUNK].previous[position % CHUNK];
            (previous != NONE).then(|| self.record(previous as usize))
        };
        let mut found = previous(record.position)?;
        while found.held {
            found = previous(found.position)?;
        }
        Some(found)
    }

    /// The unit and the category of a record.
    #[must_use]
    pub fn place(&self, record: &Record<'_>) -> (UnitIx, CategoryIx) {
        let units = &self.definition.units;
        let cell = record.place as usize % units.cells().max(1);
        (units.unit_of_cell(cell), units.category_of_cell(cell))
    }
}
