//! The timeline of the count: how a contest stood at a unit, moment by moment.

use serde::{Deserialize, Serialize};

use super::log::Past;
use super::record::Record;
use crate::definition::Definition;
use crate::ids::{ContestIx, UnitIx};
use crate::ledger::Ledger;
use crate::report::{CountItemStatus, Figure};

/// Most points of a timeline.
pub const POINTS: usize = 240;
/// Milliseconds that share a point at first; twice as many whenever there are too many points.
const FIRST_WIDTH: i64 = 1_000;

/// How a contest stood at a unit at one moment of the night.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Sequence number of the report that made it so.
    pub seq: u64,
    /// The night's time then: the latest time that any report so far gave for itself (not later than it was accepted), so
    /// that time never goes back. Milliseconds since 1970 UTC.
    pub at: i64,
    /// Cells (stations in a category) counted completely.
    pub completed: u32,
    /// Cells counted in part.
    pub partial: u32,
    /// Sums of the five figures, in the order of [`Figure::ALL`]; registered voters are those of cells that have reported.
    pub figures: [u64; Figure::COUNT],
    /// Votes per option.
    pub votes: Vec<u64>,
}

impl Point {
    /// One of the five figures.
    #[must_use]
    pub const fn figure(&self, figure: Figure) -> u64 {
        self.figures[figure as usize]
    }

    /// How a contest stands at a unit in the ledger, all categories together. What the log says of when is left open.
    #[must_use]
    pub fn of(ledger: &Ledger, contest: ContestIx, unit: UnitIx) -> Self {
        let sum = ledger.whole_standing(contest, unit);
        let mut figures = [0; Figure::COUNT];
        figures.copy_from_slice(&sum.sums[..Figure::COUNT]);
        let votes = sum.sums[Figure::COUNT..].to_vec();
        Self { seq: 0, at: sum.last_at, completed: sum.completed, partial: sum.partial, figures, votes }
    }

    /// Adds what `record` brought, or takes away what it no longer says.
    pub(super) fn count(&mut self, record: &Record<'_>, direction: Direction) {
        let step = |sum: &mut u64, by: u64| match direction {
            Direction::In => *sum += by,
            Direction::Out => *sum -= by,
        };
        let count = |sum: &mut u32, by: bool| match direction {
            Direction::In => *sum += u32::from(by),
            Direction::Out => *sum -= u32::from(by),
        };
        count(&mut self.completed, record.status.is_counted());
        count(&mut self.partial, record.status == CountItemStatus::InProcess);
        let mut columns = record.figures;
        for (sum, figure) in self.figures.iter_mut().zip(columns.by_ref()) {
            step(sum, figure.or_zero().into());
        }
        for (sum, votes) in self.votes.iter_mut().zip(columns) {
            step(sum, votes.or_zero().into());
        }
    }
}

/// Whether a record's figures come in or go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    In,
    Out,
}

/// How a contest stood at a unit from the first report on. The last point is how it stands now; what came before is thinned
/// to at most [`POINTS`], each the last state of its span of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The sequence number up to which it goes.
    pub seq: u64,
    /// Cells (stations in a category) that are expected to report.
    pub expected: u32,
    /// When the first votes of each category were reported (the night's time), if any were; by category.
    pub begins: Vec<Option<i64>>,
    /// Oldest first; empty until something is reported.
    pub points: Vec<Point>,
}

impl Timeline {
    /// The timeline of a contest at a unit.
    #[must_use]
    pub fn of(past: &Past, contest: ContestIx, unit: UnitIx) -> Self {
        let mut fold = Fold::new(past.definition(), contest, unit);
        fold.extend(past);
        fold.timeline()
    }
}

/// A timeline in the making: it goes on where it was when more is reported, and comes out the same as one made at once.
#[derive(Clone, Debug)]
pub struct Fold {
    contest: ContestIx,
    unit: UnitIx,
    expected: u32,
    seq: u64,
    /// Position of the first record that it has not seen.
    position: usize,
    width: i64,
    begins: Vec<Option<i64>>,
    points: Vec<Point>,
    /// The state after the last record that it has seen: the last point.
    now: Point,
}

impl Fold {
    /// Nothing reported yet.
    #[must_use]
    pub fn new(definition: &Definition, contest: ContestIx, unit: UnitIx) -> Self {
        let units = &definition.units;
        let options = definition.contests[contest.at()].options.len();
        Self {
            contest,
            unit,
            expected: units.expected_in_all(unit),
            seq: 0,
            position: 0,
            width: FIRST_WIDTH,
            begins: vec![None; units.categories()],
            points: Vec::new(),
            now: Point { votes: vec![0; options], ..Point::default() },
        }
    }

    /// Takes what has been reported since it looked last.
    pub fn extend(&mut self, past: &Past) {
        for record in past.records(self.contest, self.unit, self.position) {
            if !record.held {
                self.take(past, &record);
            }
        }
        self.position = past.len();
        self.seq = past.seq();
    }

    fn take(&mut self, past: &Past, record: &Record<'_>) {
        if self.now.seq > 0 && self.span(self.now.at) != self.span(record.at) {
            self.points.push(self.now.clone());
            self.thin();
        }
        if let Some(before) = past.before(record) {
            self.now.count(&before, Direction::Out);
        }
        self.now.count(record, Direction::In);
        if record.status != CountItemStatus::NotProcessed {
            self.begins[past.place(record).1.at()].get_or_insert(record.at);
        }
        (self.now.seq, self.now.at) = (record.seq, record.at);
    }

    fn span(&self, at: i64) -> i64 {
        at.div_euclid(self.width)
    }

    /// Where there are too many points, the last one of each span of twice the time stays. The current state is another.
    fn thin(&mut self) {
        while self.points.len() >= POINTS {
            self.width *= 2;
            let spans: Vec<i64> = self.points.iter().map(|point| self.span(point.at)).collect();
            let mut at = 0;
            self.points.retain(|_| {
                at += 1;
                spans.get(at) != Some(&spans[at - 1])
            });
        }
    }

    /// How many figures it holds: what it costs to keep.
    #[must_use]
    pub fn size(&self) -> usize {
        (self.points.len() + 1) * (Figure::COUNT + self.now.votes.len())
    }

    /// The sequence number up to which it goes.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The timeline so far.
    #[must_use]
    pub fn timeline(&self) -> Timeline {
        let mut points = self.points.clone();
        if self.now.seq > 0 {
            points.push(self.now.clone());
        }
        Timeline { seq: self.seq, expected: self.expected, begins: self.begins.clone(), points }
    }
}
