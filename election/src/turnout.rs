//! Turnout through the day: how many had voted at a place by an hour, as the commission says while the polls are open.
//!
//! These are figures of their own. They are said of any unit, also of one that counts nothing, and no total is made of them:
//! what a commission says of the whole need not be the sum of what it says of the parts.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::definition::{CountItemType, Definition};
use crate::ids::{ContestIx, UnitIx};
use crate::report::Figure;

/// A day in minutes.
const DAY: i64 = 24 * 60;
/// A minute in milliseconds.
const MINUTE: i64 = 60_000;

/// The voters so far of a previous election, by unit.
pub type HoursBefore = BTreeMap<UnitIx, DayBefore>;

/// The day of a previous election at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DayBefore {
    /// Who might vote there on the day, if it is not what the baseline says.
    pub registered: Option<u32>,
    /// Voters until a minute of the day.
    pub hours: BTreeMap<u16, u32>,
}

/// How many had voted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnoutReport {
    /// The contest.
    pub contest: ContestIx,
    /// The place, of any level.
    pub unit: UnitIx,
    /// By when: milliseconds since 1970 UTC.
    pub at: i64,
    /// Voters from the opening of the polls until then.
    pub voters: u32,
    /// Who says so; may be empty.
    pub source: String,
    /// Why it corrects an earlier one; may be empty.
    pub reason: String,
}

/// A [`TurnoutReport`] on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnoutSubmission {
    /// 1, 2, 3 …; `None` = a new revision if the figure differs from the last one, else nothing.
    pub revision: Option<u32>,
    /// What it says.
    pub report: TurnoutReport,
}

/// A report of turnout on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnoutEntry {
    /// Its sequence number.
    pub seq: u64,
    /// When it was accepted: milliseconds since 1970 UTC.
    pub accepted_at: i64,
    /// Its revision.
    pub revision: u32,
    /// What it says.
    pub report: TurnoutReport,
}

/// What a submission is beside what is on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is news, and has this revision.
    New(u32),
    /// The same is there already.
    Duplicate,
    /// A later revision is there, or another figure under the same one.
    Superseded {
        /// Another figure is there under the same revision: two sources disagree.
        conflict: bool,
    },
}

/// What a reader must be told of a figure. Neither is a reason to refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnoutFlag {
    /// More voters than are registered there.
    OverRegistered,
    /// Fewer voters than at an earlier hour: one of the two is a mistake, and nobody but the commission knows which.
    Lower,
}

impl TurnoutFlag {
    /// The stable code in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OverRegistered => "over-registered",
            Self::Lower => "lower-than-before",
        }
    }
}

/// What counts for an hour, and what was said before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    /// By when: milliseconds since 1970 UTC.
    pub at: i64,
    /// Voters until then.
    pub voters: u32,
    /// Its sequence number.
    pub seq: u64,
    /// When it was accepted: milliseconds since 1970 UTC.
    pub accepted_at: i64,
    /// Its revision.
    pub revision: u32,
    /// The figure that it replaced, if another one was published for this hour.
    pub was: Option<u32>,
    /// What a reader must be told.
    pub flags: Vec<TurnoutFlag>,
    /// Who says so; may be empty.
    pub source: String,
    /// Why it corrects an earlier one; may be empty.
    pub reason: String,
}

/// Every report of turnout, in the order of the record.
#[derive(Clone, Debug, Default)]
pub struct TurnoutBook {
    entries: Vec<TurnoutEntry>,
    /// Positions of the revisions of each hour of a place, in their order.
    places: HashMap<(ContestIx, UnitIx), BTreeMap<i64, Vec<usize>>>,
}

impl TurnoutBook {
    /// The book of these entries.
    #[must_use]
    pub fn of(entries: Vec<TurnoutEntry>) -> Self {
        let mut book = Self::default();
        entries.into_iter().for_each(|entry| book.enter(entry));
        book
    }

    /// Every report, in the order of the record.
    #[must_use]
    pub fn entries(&self) -> &[TurnoutEntry] {
        &self.entries
    }

    /// How many reports are on record.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is on record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether anything is on record of a contest.
    #[must_use]
    pub fn has(&self, contest: ContestIx) -> bool {
        self.places.keys().any(|(of, _)| *of == contest)
    }

    /// What a submission is beside what is on record.
    #[must_use]
    pub fn settle(&self, submission: &TurnoutSubmission) -> Settled {
        let report = &submission.report;
        let hours = self.places.get(&(report.contest, report.unit));
        let Some(latest) = hours.and_then(|hours| hours.get(&report.at)?.last()).map(|at| &self.entries[*at]) else {
            return Settled::New(submission.revision.unwrap_or(1));
        };
        let same = latest.report.voters == report.voters;
        match submission.revision {
            None if same => Settled::Duplicate,
            None => Settled::New(latest.revision.saturating_add(1)),
            Some(revision) if revision > latest.revision => Settled::New(revision),
            Some(revision) if revision == latest.revision && same => Settled::Duplicate,
            Some(revision) => Settled::Superseded { conflict: revision == latest.revision },
        }
    }

    /// Puts on record what [`Self::settle`] called new.
    pub fn enter(&mut self, entry: TurnoutEntry) {
        let TurnoutReport { contest, unit, at, .. } = entry.report;
        let hours = self.places.entry((contest, unit)).or_default();
        hours.entry(at).or_default().push(self.entries.len());
        self.entries.push(entry);
    }

    /// The hours of a place where so many may vote ([`registered`]), in order; empty where nothing was said.
    #[must_use]
    pub fn hours(&self, contest: ContestIx, unit: UnitIx, registered: Option<u64>) -> Vec<Hour> {
        let mut most = 0;
        let mut hours = Vec::new();
        for (at, revisions) in self.places.get(&(contest, unit)).into_iter().flatten() {
            let said = revisions.iter().map(|at| &self.entries[*at]);
            let Some(latest) = said.clone().next_back() else { continue };
            let voters = latest.report.voters;
            let flags = raised(voters, registered, most);
            most = most.max(voters);
            hours.push(Hour {
                at: *at,
                voters,
                seq: latest.seq,
                accepted_at: latest.accepted_at,
                revision: latest.revision,
                was: said.rev().map(|entry| entry.report.voters).find(|before| *before != voters),
                flags,
                source: latest.report.source.clone(),
                reason: latest.report.reason.clone(),
            });
        }
        hours
    }

    /// The flags that a report raises beside what is on record for the earlier hours of its place, where so many may vote.
    #[must_use]
    pub fn flags(&self, report: &TurnoutReport, registered: Option<u64>) -> Vec<TurnoutFlag> {
        let hours = self.places.get(&(report.contest, report.unit));
        let earlier = hours.into_iter().flat_map(|hours| hours.range(..report.at));
        let latest = earlier.filter_map(|(_, revisions)| revisions.last());
        let most = latest.map(|at| self.entries[*at].report.voters).max().unwrap_or(0);
        raised(report.voters, registered, most)
    }
}

/// The flags of a figure at a place where so many may vote, and had voted by an earlier hour.
fn raised(voters: u32, registered: Option<u64>, earlier: u32) -> Vec<TurnoutFlag> {
    let over = registered.is_some_and(|registered| u64::from(voters) > registered);
    let flags = [(TurnoutFlag::OverRegistered, over), (TurnoutFlag::Lower, voters < earlier)];
    flags.into_iter().filter_map(|(flag, raised)| raised.then_some(flag)).collect()
}

/// Who may vote at a place on the day: as the definition says of it, else the sum of the stations of the day below it. `None`
/// if one of them is unknown, for a share of too few would be too high.
#[must_use]
pub fn registered(definition: &Definition, unit: UnitIx) -> Option<u64> {
    let units = &definition.units;
    if let Some(own) = units.registered(unit).get() {
        return Some(own.into());
    }
    let is_of_the_day = |unit: &UnitIx| {
        let mut categories = units.cells_below(*unit).map(|cell| units.category_of_cell(cell));
        units.is_leaf(*unit)
            && categories.any(|category| definition.categories[category.at()].kind == CountItemType::ElectionDay)
    };
    let stations = (unit.0..units.end(unit).0).map(UnitIx).filter(is_of_the_day);
    let mut known = stations.map(|station| units.registered(station).get()).peekable();
    known.peek()?;
    known.map(|count| count.map(u64::from)).sum()
}

/// Who might vote at a place in the previous election.
#[must_use]
pub fn registered_before(definition: &Definition, contest: ContestIx, unit: UnitIx) -> Option<u64> {
    let day = definition.hours_before.get(contest.at()).and_then(|places| places.get(&unit));
    let baseline = || definition.baselines.get(contest.at())?.get(&unit)?[Figure::Registered as usize];
    let registered = day.and_then(|day| day.registered).map(u64::from).or_else(baseline);
    registered.filter(|registered| *registered > 0)
}

/// The voters so far of the previous election at a place, on today's clock: milliseconds since 1970 UTC, voters.
#[must_use]
pub fn hours_before(definition: &Definition, contest: ContestIx, unit: UnitIx) -> Vec<(i64, u32)> {
    let midnight = midnight(definition);
    let hours = definition.hours_before.get(contest.at()).and_then(|places| places.get(&unit));
    let hours = hours.into_iter().flat_map(|day| &day.hours);
    hours.map(|(minute, voters)| (midnight + i64::from(*minute) * MINUTE, *voters)).collect()
}

/// When the day began on which the polls close.
fn midnight(definition: &Definition) -> i64 {
    let offset = i64::from(definition.utc_offset) * 1000;
    (definition.polls_close + offset).div_euclid(DAY * MINUTE) * DAY * MINUTE - offset
}
