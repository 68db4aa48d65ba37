//! The ledger: the latest revision of each report, and the totals that follow from it.
//!
//! What the ledger holds is a function of the *set* of reports it was given: their order and how often each came cannot
//! matter, because a total order on reports (by revision, then content) decides, cell by cell, which one counts.

mod change;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::definition::{Definition, SoftFlags};
use crate::ids::{CategoryIx, ContestIx, UnitIx};
use crate::plausibility::{Flags, Rejection, verify};
use crate::report::{Count, CountItemStatus, Figure, Rank, Report};
use crate::totals::{Progress, Standing, Totals};
use change::vote_sum;

pub use change::{Applied, Change, ChangeKind};

/// Bytes that memory gives at a time.
pub(crate) const LINE: usize = 64;

/// What a cell holds besides its figures. Revision 0 = no report yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Revision of the report that counts.
    pub revision: u32,
    /// Its time: milliseconds since 1970 UTC.
    pub observed_at: i64,
    /// Its status.
    pub status: CountItemStatus,
    /// The soft rules that fired on it.
    pub flags: Flags,
    /// The latest time of any report that changed this cell.
    pub last_at: i64,
}

/// A quarantined report: newer than the one that counts, visible, and outside the totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The report.
    pub report: Report,
    /// The rules that fired.
    pub flags: Flags,
}

/// One contest's cells and totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Book {
    /// `cell * columns ..`: the figures that count, `Count::MISSING` where there are none.
    pub(crate) cells: Vec<Count>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) held: BTreeMap<u32, Held>,
    #[serde(skip)]
    pub(crate) totals: Totals,
    /// The figures of the report at hand, as they count.
    #[serde(skip)]
    incoming: Vec<Count>,
}

/// All reports that count, and the totals that follow from them.
#[derive(Clone, Debug)]
pub struct Ledger {
    definition: Arc<Definition>,
    books: Vec<Book>,
    #[cfg(feature = "folder")]
    definition_hash: [u8; 32],
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new(definition: Arc<Definition>) -> Self {
        let books = definition.contests.iter().map(|contest| Book::new(&definition, contest.columns())).collect();
        Self::of(definition, books)
    }

    fn of(definition: Arc<Definition>, books: Vec<Book>) -> Self {
        #[cfg(feature = "folder")]
        let definition_hash = definition.hash();
        Self {
            definition,
            books,
            #[cfg(feature = "folder")]
            definition_hash,
        }
    }

    /// The definition that its indices refer to.
    #[must_use]
    pub fn definition(&self) -> &Arc<Definition> {
        &self.definition
    }

    /// Applies a report: verifies it, and where it outranks what its cell holds, replaces that in the cell and in all
    /// totals above.
    ///
    /// # Errors
    /// A [`Rejection`]; nothing has changed then.
    pub fn apply(&mut self, report: &Report) -> Result<Applied, Rejection> {
        if let Some(book) = self.books.get(report.contest.at()) {
            book.fetch(&self.definition, report.unit);
        }
        let (cell, flags) = verify(&self.definition, report)?;
        let quarantine = !flags.is_empty() && self.definition.soft_flags == SoftFlags::Quarantine;
        let book = &mut self.books[report.contest.at()];
        Ok(if quarantine {
            book.hold(cell, report, flags, &self.definition)
        } else {
            book.count(cell, report, flags, &self.definition)
        })
    }

    /// The revision that a report without one gets: one more than the highest of its cell, or `None` if its status and
    /// figures say the same as that one.
    #[must_use]
    pub fn next_revision(&self, report: &Report) -> Option<u32> {
        let Some(cell) = self.cell_of(report) else { return Some(1) };
        let book = &self.books[report.contest.at()];
        let figures = effective(report, &self.definition);
        if let Some(held) = book.held.get(&UnitIx::new(cell).0) {
            let same = held.report.status == report.status && effective(&held.report, &self.definition) == figures;
            return (!same).then_some(held.report.revision + 1);
        }
        let entry = book.entries[cell];
        let same = entry.status == report.status && book.figures(cell) == &*figures;
        // An untouched cell says "not processed" already, so taking back what never came is no news either.
        (!same).then_some(entry.revision + 1)
    }

    /// Whether the ledger holds another content for the same revision of the same cell: two sources disagree.
    #[must_use]
    pub fn conflicts(&self, report: &Report) -> bool {
        let Some(cell) = self.cell_of(report) else { return false };
        let book = &self.books[report.contest.at()];
        let entry = book.entries[cell];
        let figures = effective(report, &self.definition);
        let counted =
            entry.revision == report.revision && (entry.status != report.status || book.figures(cell) != &*figures);
        let held = book.held.get(&UnitIx::new(cell).0).is_some_and(|held| {
            held.report.revision == report.revision && effective(&held.report, &self.definition) != figures
        });
        counted || held
    }

    fn cell_of(&self, report: &Report) -> Option<usize> {
        let fits = self.definition.contests.get(report.contest.at())?.columns() == report.figures.columns().len();
        let known = report.unit.at() < self.definition.units.len();
        if fits && known { self.definition.units.cell(report.unit, report.category) } else { None }
    }

    /// What a cell holds. `cell` as in [`crate::UnitTree::cell`].
    #[must_use]
    pub fn entry(&self, contest: ContestIx, cell: usize) -> Entry {
        self.books[contest.at()].entries[cell]
    }

    /// The figures that count of a cell: the five [`Figure`]s, then one per option.
    #[must_use]
    pub fn figures(&self, contest: ContestIx, cell: usize) -> &[Count] {
        self.books[contest.at()].figures(cell)
    }

    /// The quarantined reports of a contest by cell.
    #[must_use]
    pub fn held(&self, contest: ContestIx) -> &BTreeMap<u32, Held> {
        &self.books[contest.at()].held
    }

    /// How a unit stands in one category: progress and sums.
    #[must_use]
    pub fn standing(&self, contest: ContestIx, unit: UnitIx, category: CategoryIx) -> Standing {
        let book = &self.books[contest.at()];
        match self.definition.units.slot(unit) {
            Some(slot) => book.totals.standing(slot * self.definition.units.categories() + category.at()),
            None => match self.definition.units.cell(unit, category) {
                Some(cell) => book.standing_of_cell(cell),
                None => Standing::empty(book.totals.columns()),
            },
        }
    }

    /// How a unit stands in all categories together.
    #[must_use]
    pub fn whole_standing(&self, contest: ContestIx, unit: UnitIx) -> Standing {
        let mut sum = Standing::empty(self.books[contest.at()].totals.columns());
        for category in 0..self.definition.units.categories() {
            sum.add(&self.standing(contest, unit, CategoryIx::new(category)));
        }
        sum
    }

    /// Computes all totals from the cells. The result is what they were: totals are nothing but this fold.
    pub fn fold(&mut self) {
        for book in &mut self.books {
            book.fold(&self.definition);
        }
    }

    /// The cells as bytes, for a compacted snapshot.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(&self.books).expect("a ledger is plain data, which postcard always encodes")
    }

    /// The ledger of a compacted snapshot of the same definition.
    ///
    /// # Errors
    /// If the bytes are damaged or belong to a definition of another size.
    pub fn from_bytes(definition: Arc<Definition>, bytes: &[u8]) -> Result<Self, ImageDefect> {
        let books: Vec<Book> = postcard::from_bytes(bytes).map_err(|_| ImageDefect::Damaged)?;
        let fits = books.len() == definition.contests.len()
            && books.iter().zip(&definition.contests).all(|(book, contest)| {
                book.entries.len() == definition.units.cells()
                    && book.cells.len() == definition.units.cells() * contest.columns()
            });
        if !fits {
            return Err(ImageDefect::OtherDefinition);
        }
        let mut ledger = Self::of(definition, books);
        ledger.fold();
        Ok(ledger)
    }

    /// The state hash: blake3 of the definition's hash and of every cell that has a report, in cell order.
    #[cfg(feature = "folder")]
    #[must_use]
    pub fn state_hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.definition_hash);
        for book in &self.books {
            book.hash_into(&mut hasher);
        }
        *hasher.finalize().as_bytes()
    }
}

/// Why a compacted snapshot cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageDefect {
    /// Not what [`Ledger::to_bytes`] wrote.
    #[error("the snapshot is damaged")]
    Damaged,
    /// Another number of contests, options or cells.
    #[error("the snapshot belongs to another definition")]
    OtherDefinition,
}

/// The figures of a report as they count: registered voters from the definition and valid votes from the sum, where the
/// report leaves them out.
pub(crate) fn effective(report: &Report, definition: &Definition) -> Vec<Count> {
    let mut columns = Vec::new();
    write_effective(report, definition, &mut columns);
    columns
}

fn write_effective(report: &Report, definition: &Definition, columns: &mut Vec<Count>) {
    columns.clear();
    columns.extend_from_slice(report.figures.columns());
    if report.status == CountItemStatus::NotProcessed {
        return;
    }
    let registered = &mut columns[Figure::Registered as usize];
    if registered.get().is_none() {
        *registered = definition.units.registered(report.unit);
    }
    let valid = &mut columns[Figure::Valid as usize];
    if valid.get().is_none() && report.figures.votes().iter().all(|vote| vote.get().is_some()) {
        *valid = Count::from(u32::try_from(report.figures.vote_sum()).ok());
    }
}

/// What applying a report that does not outrank the old one did; `None` if it does outrank it.
fn outranked(new: Rank<'_>, old: Rank<'_>) -> Option<Applied> {
    if new > old {
        None
    } else if new.repeats(&old) {
        Some(Applied::Duplicate)
    } else {
        Some(Applied::Superseded)
    }
}

impl Book {
    fn new(definition: &Definition, columns: usize) -> Self {
        let cells = definition.units.cells();
        let mut book = Self {
            cells: vec![Count::MISSING; cells * columns],
            entries: vec![Entry::default(); cells],
            held: BTreeMap::new(),
            totals: Totals::default(),
            incoming: Vec::new(),
        };
        book.fold(definition);
        book
    }

    fn fold(&mut self, definition: &Definition) {
        let columns = self.cells.len().checked_div(self.entries.len()).unwrap_or(Figure::COUNT);
        self.totals = Totals::fold(definition, columns, self);
    }

    /// Reads from all the places in memory that a report of `unit` will change. They lie far apart; asked for together, and
    /// before the report is verified, they come at the same time instead of one after the other.
    fn fetch(&self, definition: &Definition, unit: UnitIx) {
        let units = &definition.units;
        let Some(cell) = units.first_cell(unit) else { return };
        let columns = self.totals.columns();
        let figures = self.cells.get(cell * columns..).unwrap_or_default().iter().step_by(LINE / size_of::<Count>());
        let figures = figures.take(columns.div_ceil(16)).fold(0, |seen, count| seen ^ count.or_zero());
        let entry = self.entries.get(cell).map_or(0, |entry| entry.revision);
        // The rows further up are few, and so they are at hand already.
        let rows = units.slots_above(unit).take(2).map(|slot| self.totals.fetch(slot * units.categories()));
        black_box((figures, entry, rows.fold(0, |seen, row| seen ^ row)));
    }

    fn figures(&self, cell: usize) -> &[Count] {
        let columns = self.totals.columns();
        &self.cells[cell * columns..(cell + 1) * columns]
    }

    fn is_flagged(&self, cell: usize) -> bool {
        !self.entries[cell].flags.is_empty() || (!self.held.is_empty() && self.held.contains_key(&UnitIx::new(cell).0))
    }

    /// What a cell adds to the progress of the units above it.
    pub(crate) fn progress(&self, cell: usize) -> Progress {
        let entry = self.entries[cell];
        Progress {
            completed: u32::from(entry.status.is_counted()),
            partial: u32::from(entry.status == CountItemStatus::InProcess),
            flagged: u32::from(self.is_flagged(cell)),
            last_at: entry.last_at,
        }
    }

    fn standing_of_cell(&self, cell: usize) -> Standing {
        let Progress { completed, partial, flagged, last_at } = self.progress(cell);
        let sums = self.figures(cell).iter().map(|count| u64::from(count.or_zero())).collect();
        Standing { completed, partial, flagged, last_at, sums }
    }

    fn count(&mut self, cell: usize, report: &Report, flags: Flags, definition: &Definition) -> Applied {
        let mut incoming = std::mem::take(&mut self.incoming);
        write_effective(report, definition, &mut incoming);
        let applied = self.count_figures(cell, report, &incoming, flags, definition);
        self.incoming = incoming;
        applied
    }

    fn count_figures(
        &mut self,
        cell: usize,
        report: &Report,
        figures: &[Count],
        flags: Flags,
        definition: &Definition,
    ) -> Applied {
        let entry = self.entries[cell];
        let new = Rank::new(report.revision, report.status, figures, report.observed_at);
        let old = Rank::new(entry.revision, entry.status, self.figures(cell), entry.observed_at);
        if let Some(applied) = outranked(new, old) {
            return applied;
        }
        let change = Change::of(entry.status, self.figures(cell), report, figures, flags);
        let before = self.progress(cell);
        let width = self.totals.columns();
        self.entries[cell] = Entry {
            revision: report.revision,
            observed_at: report.observed_at,
            status: report.status,
            flags,
            last_at: entry.last_at.max(report.observed_at),
        };
        self.release_outranked(cell);
        let after = self.progress(cell);
        let old = &mut self.cells[cell * width..(cell + 1) * width];
        self.totals.replace(&definition.units, cell, (before, old), (after, figures));
        old.copy_from_slice(figures);
        Applied::Change(change)
    }

    fn release_outranked(&mut self, cell: usize) {
        let key = UnitIx::new(cell).0;
        let entry = self.entries[cell];
        if self.held.get(&key).is_some_and(|held| held.report.revision <= entry.revision) {
            self.held.remove(&key);
        }
    }

    fn hold(&mut self, cell: usize, report: &Report, flags: Flags, definition: &Definition) -> Applied {
        let key = UnitIx::new(cell).0;
        let entry = self.entries[cell];
        if let Some(held) = self.held.get(&key)
            && let Some(applied) = outranked(report.rank(), held.report.rank())
        {
            return applied;
        }
        if report.revision <= entry.revision {
            return Applied::Superseded;
        }
        let before = self.progress(cell);
        self.held.insert(key, Held { report: report.clone(), flags });
        self.entries[cell].last_at = entry.last_at.max(report.observed_at);
        let after = self.progress(cell);
        let figures = self.figures(cell).to_vec();
        self.totals.replace(&definition.units, cell, (before, &figures), (after, &figures));
        Applied::Change(Change {
            contest: report.contest,
            unit: report.unit,
            category: report.category,
            kind: ChangeKind::Held,
            flags,
            before: vote_sum(self.figures(cell)),
            after: report.figures.vote_sum(),
            options: Vec::new(),
        })
    }

    #[cfg(feature = "folder")]
    fn hash_into(&self, hasher: &mut blake3::Hasher) {
        let mut row = Vec::new();
        for (cell, entry) in self.entries.iter().enumerate().filter(|(_, entry)| entry.revision > 0) {
            row.clear();
            row.extend_from_slice(&UnitIx::new(cell).0.to_le_bytes());
            row.extend_from_slice(&entry.revision.to_le_bytes());
            row.extend_from_slice(&entry.observed_at.to_le_bytes());
            row.push(entry.status as u8);
            for count in self.figures(cell) {
                row.extend_from_slice(&count.get().unwrap_or(u32::MAX).to_le_bytes());
            }
            hasher.update(&row);
        }
        for (cell, Held { report, .. }) in &self.held {
            row.clear();
            row.extend_from_slice(&cell.to_le_bytes());
            row.extend_from_slice(&report.revision.to_le_bytes());
            row.extend_from_slice(&report.observed_at.to_le_bytes());
            row.push(report.status as u8);
            for count in report.figures.columns() {
                row.extend_from_slice(&count.get().unwrap_or(u32::MAX).to_le_bytes());
            }
            hasher.update(b"held").update(&row);
        }
    }
}
