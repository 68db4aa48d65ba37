//! What changed lately: how a contest stood at a unit and its parts at a moment of the night, how it stands now, and what
//! came between.

use super::corrections::{Correction, Counts};
use super::log::Past;
use super::record::Record;
use super::timeline::{Direction, Point};
use crate::ids::UnitIx;
use crate::ledger::Ledger;
use crate::view::Layout;

/// How one place stood then and stands now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The place.
    pub unit: UnitIx,
    /// Then.
    pub before: Point,
    /// Now.
    pub after: Point,
    /// Reports that changed something in between, those held back too.
    pub reports: u32,
}

impl Span {
    /// Votes that the place has more now (or fewer), of all options together.
    #[must_use]
    pub fn votes(&self) -> i64 {
        let sum = |point: &Point| point.votes.iter().sum::<u64>();
        sum(&self.after).wrapping_sub(sum(&self.before)).cast_signed()
    }

    /// Whether all of its `expected` cells are counted now and were not then.
    #[must_use]
    pub fn is_newly_complete(&self, expected: u32) -> bool {
        expected > 0 && self.after.completed == expected && self.before.completed < expected
    }

    /// Whether another option is ahead now than then. The first votes of a place and a tie change no lead.
    #[must_use]
    pub fn lead_changes(&self) -> Option<(usize, usize)> {
        let (before, after) = (leader(&self.before.votes)?, leader(&self.after.votes)?);
        (before != after).then_some((before, after))
    }

    fn undo(&mut self, past: &Past, record: &Record<'_>) {
        self.reports += 1;
        if record.held {
            return;
        }
        self.before.count(record, Direction::Out);
        if let Some(earlier) = past.before(record) {
            self.before.count(&earlier, Direction::In);
        }
    }
}

/// The option with more votes than any other.
#[must_use]
pub fn leader(votes: &[u64]) -> Option<usize> {
    let most = votes.iter().max().filter(|most| **most > 0)?;
    let mut first = votes.iter().enumerate().filter(|(_, votes)| *votes == most).map(|(at, _)| at);
    let leader = first.next()?;
    first.next().is_none().then_some(leader)
}

/// How a contest stands at a unit and at the rows of a view, taken together with the log: what [`Recent::since`] counts
/// back from.
#[derive(Clone, Debug)]
pub struct Now {
    layout: Layout,
    whole: Point,
    rows: Vec<Point>,
}

impl Now {
    /// How a view stands in the ledger.
    #[must_use]
    pub fn of(ledger: &Ledger, layout: Layout) -> Self {
        let contest = layout.key.contest;
        let point = |unit: UnitIx| Point::of(ledger, contest, unit);
        let (whole, rows) = (point(layout.key.unit), layout.rows.iter().map(|unit| point(*unit)).collect());
        Self { layout, whole, rows }
    }
}

/// What changed at a unit and below it since a moment of the night.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// The moment: milliseconds since 1970 UTC.
    pub since: i64,
    /// The last sequence number then; what came after it is what changed.
    pub from_seq: u64,
    /// The sequence number now.
    pub seq: u64,
    /// The unit as a whole.
    pub whole: Span,
    /// The rows that changed, in the order of the view.
    pub places: Vec<Span>,
    /// How many corrections came between, by kind.
    pub corrections: Counts,
}

impl Recent {
    /// What changed since `since`. `now` must have been taken together with `past`.
    #[must_use]
    pub fn since(past: &Past, now: Now, since: i64) -> Self {
        let Now { layout, whole, rows } = now;
        let (contest, unit) = (layout.key.contest, layout.key.unit);
        let span = |unit: UnitIx, point: Point| Span { unit, before: point.clone(), after: point, reports: 0 };
        let mut recent = Self { since, seq: past.seq(), whole: span(unit, whole), ..Self::default() };
        let mut spans: Vec<Span> = layout.rows.iter().zip(rows).map(|(unit, point)| span(*unit, point)).collect();
        let from = past.first_after(since);
        recent.from_seq = from.checked_sub(1).map_or(0, |last| past.record(last).seq);
        // Backwards, so that every state on the way is one that there was.
        for record in past.records(contest, unit, from).rev() {
            recent.whole.undo(past, &record);
            if let Some(row) = layout.row_of(past.definition(), past.place(&record).0) {
                spans[row].undo(past, &record);
            }
            if let Some(correction) = Correction::of(past, &record) {
                recent.corrections.add(correction.kind);
            }
        }
        recent.places = spans.into_iter().filter(|span| span.reports > 0).collect();
        recent
    }

    /// Whether nothing was reported in between.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.whole.reports == 0
    }
}
