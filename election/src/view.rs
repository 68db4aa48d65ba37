//! A view: what one subscribes to. A contest at a unit, with a row for each unit of a level below it.
//!
//! Its figures are one [`Matrix`]: first a row per category with the unit's own standing, then one row per unit.
//! The columns are the [`Column`]s, then one per ballot option. What never changes (names, expected counts) is not part of
//! it; that is [`crate::meta::Meta`].

use serde::{Deserialize, Serialize};

use crate::calls::CallView;
use crate::definition::Definition;
use crate::ids::{CategoryIx, ContestIx, LevelIx, OptionIx, UnitIx};
use crate::ledger::{Change, ChangeKind, Ledger};
use crate::matrix::Matrix;
use crate::plausibility::Rule;
use crate::report::{Count, Figure};
use crate::seats::HouseView;
use crate::totals::Standing;

/// Which view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ViewKey {
    /// The contest.
    pub contest: ContestIx,
    /// The unit whose own figures it shows.
    pub unit: UnitIx,
    /// The level of its rows; the unit's own level for a view without rows.
    pub level: LevelIx,
}

/// The columns before the votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Column {
    /// Cells counted completely.
    Completed,
    /// Cells counted in part.
    Partial,
    /// Cells with a flagged report.
    Flagged,
    /// Time of the last report: seconds since 1970 UTC; 0 = none yet.
    LastAt,
    /// Registered voters where counted.
    Registered,
    /// Ballots cast.
    Ballots,
    /// Valid votes.
    Valid,
    /// Invalid ballots.
    Invalid,
    /// Blank ballots.
    Blank,
}

impl Column {
    /// How many there are.
    pub const COUNT: usize = 9;
    /// Names in JSON, in order.
    pub const NAMES: [&'static str; Self::COUNT] =
        ["completed", "partial", "flagged", "last_at", "registered", "ballots", "valid", "invalid", "blank"];
    const FIGURES: usize = Self::COUNT - Figure::COUNT;

    /// The column of a figure.
    #[must_use]
    pub const fn of(figure: Figure) -> usize {
        Self::FIGURES + figure as usize
    }

    /// The column of an option's votes.
    #[must_use]
    pub const fn votes(option: usize) -> usize {
        Self::COUNT + option
    }
}

/// How many events a view remembers.
pub const EVENTS: usize = 20;

/// Something that happened below the view's unit: a line of the ticker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Sequence number of the report.
    pub seq: u64,
    /// Its time: milliseconds since 1970 UTC.
    pub at: i64,
    /// Id of the reporting unit.
    pub unit: String,
    /// Its name in the default language.
    pub name: String,
    /// The row of the view that it belongs to, counted from the first unit's row; none in a view of a single unit.
    pub row: Option<u32>,
    /// Its category.
    pub category: CategoryIx,
    /// What happened.
    pub kind: ChangeKind,
    /// Sum of its votes before.
    pub before: u64,
    /// Sum of its votes after; of a held report, the sum that it claims.
    pub after: u64,
    /// The options whose votes were corrected, old and new.
    pub options: Vec<(OptionIx, Count, Count)>,
    /// The soft rules that fired on it.
    pub rules: Vec<Rule>,
    /// The reason given for a correction.
    pub reason: String,
}

impl Event {
    /// The event of a change, before any view has given it a row.
    #[must_use]
    pub fn new(definition: &Definition, seq: u64, at: i64, reason: &str, change: &Change) -> Self {
        Self {
            seq,
            at,
            unit: definition.units.id(change.unit).to_owned(),
            name: definition.units.name(change.unit).to_owned(),
            row: None,
            category: change.category,
            kind: change.kind,
            before: change.before,
            after: change.after,
            options: change.options.clone(),
            rules: change.flags.rules().collect(),
            reason: reason.to_owned(),
        }
    }
}

/// The state of a view at one sequence number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The figures; see the module's text.
    pub matrix: Matrix,
    /// The newest events, oldest first, at most [`EVENTS`].
    pub events: Vec<Event>,
    /// The house that the contest fills: in the view of the whole contest, if it has seats.
    pub house: Option<HouseView>,
    /// The calls on record below the view's unit, in the order of the record.
    pub calls: Vec<CallView>,
}

impl View {
    /// The digest that a frame carries, so that a client proves its state: XXH64 (seed 0) of the number of rows and of every
    /// figure, column by column, as 8 bytes each (little-endian), and of the postcard bytes of events, house and calls.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let figures = std::iter::once(self.matrix.rows() as u64).chain(self.matrix.figures());
        crate::digest::of(figures, &(&self.events, &self.house, &self.calls))
    }

    /// Adds events and forgets the oldest ones over [`EVENTS`].
    pub fn remember(&mut self, events: impl IntoIterator<Item = Event>) {
        self.events.extend(events);
        self.events.drain(..self.events.len().saturating_sub(EVENTS));
    }
}

/// The shape of a view: what its rows and columns are. Fixed by the definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Which view.
    pub key: ViewKey,
    /// Number of categories: the rows before the units' rows.
    pub categories: usize,
    /// The units of the rows, in pre-order.
    pub rows: Vec<UnitIx>,
    /// Number of columns.
    pub columns: usize,
}

impl Layout {
    /// The layout of a view. A leaf, or a level not below the unit's, has no unit rows.
    ///
    /// # Panics
    /// If the key's contest or unit is not of this definition.
    #[must_use]
    pub fn new(definition: &Definition, key: ViewKey) -> Self {
        let units = &definition.units;
        let rows = if key.level > units.level(key.unit) { units.cut(key.unit, key.level) } else { Vec::new() };
        let columns = Column::COUNT + definition.contests[key.contest.at()].options.len();
        Self { key, categories: units.categories(), rows, columns }
    }

    /// The row of the unit rows under which `unit` falls.
    #[must_use]
    pub fn row_of(&self, definition: &Definition, unit: UnitIx) -> Option<usize> {
        let at = self.rows.partition_point(|row| *row <= unit).checked_sub(1)?;
        definition.units.is_within(unit, self.rows[at]).then_some(at)
    }

    /// The figures of the view as the ledger has them now.
    #[must_use]
    pub fn matrix(&self, ledger: &Ledger) -> Matrix {
        let mut matrix = Matrix::new(self.categories + self.rows.len(), self.columns);
        self.refresh_head(ledger, &mut matrix);
        for row in 0..self.rows.len() {
            self.refresh_row(ledger, &mut matrix, row);
        }
        matrix
    }

    /// Writes the unit's own rows anew.
    pub fn refresh_head(&self, ledger: &Ledger, matrix: &mut Matrix) {
        for category in 0..self.categories {
            let standing = ledger.standing(self.key.contest, self.key.unit, CategoryIx::new(category));
            write(matrix, category, &standing);
        }
    }

    /// Writes one unit's row anew: all its categories together.
    pub fn refresh_row(&self, ledger: &Ledger, matrix: &mut Matrix, row: usize) {
        write(matrix, self.categories + row, &ledger.whole_standing(self.key.contest, self.rows[row]));
    }
}

fn write(matrix: &mut Matrix, row: usize, standing: &Standing) {
    matrix.set(row, Column::Completed as usize, standing.completed.into());
    matrix.set(row, Column::Partial as usize, standing.partial.into());
    matrix.set(row, Column::Flagged as usize, standing.flagged.into());
    matrix.set(row, Column::LastAt as usize, u64::try_from(standing.last_at / 1000).unwrap_or(0));
    for (at, sum) in standing.sums.iter().enumerate() {
        matrix.set(row, Column::FIGURES + at, *sum);
    }
}
