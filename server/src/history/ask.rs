//! Questions about the past: the parameters of an address, read in one place for pages and programs.

use election::history::{CorrectionKind, Filter};
use election::{ContestIx, Definition, UnitIx};

use crate::problem::Problem;

/// The window where none is asked for.
pub const MINUTES: u32 = 15;
/// The longest window: two days.
const LONGEST: u32 = 2 * 24 * 60;
/// Corrections on a page, and most of them.
const LIMIT: usize = 100;
const MOST: usize = 1_000;

/// The parameters of a question; an empty one is not given.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a, N>(pub &'a [(N, String)]);

impl<N: AsRef<str>> Asked<'_, N> {
    /// The value of a parameter; empty if it is not given.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known.as_ref() == name).map_or("", |(_, value)| value.as_str())
    }

    /// How many minutes to look back.
    ///
    /// # Errors
    /// If it is no number from one minute to two days.
    pub fn minutes(&self) -> Result<Option<u32>, Problem> {
        let minutes = self.get("minutes");
        if minutes.is_empty() {
            return Ok(None);
        }
        let fits = |minutes: &u32| (1..=LONGEST).contains(minutes);
        let bad = || bad("minutes", format!("`minutes` is a whole number from 1 to {LONGEST}, not `{minutes}`."));
        minutes.parse().ok().filter(fits).map(Some).ok_or_else(bad)
    }

    /// Which corrections; `now` is the night's time.
    ///
    /// # Errors
    /// Which parameter names nothing, and what it may be.
    pub fn filter(
        &self,
        definition: &Definition,
        contest: ContestIx,
        unit: UnitIx,
        now: i64,
    ) -> Result<Filter, Problem> {
        let (option, kind) = (self.get("option"), self.get("kind"));
        let of = &definition.contests[contest.at()];
        let known = || {
            let detail = format!("There is no option `{option}` in the contest `{}`: use an id of its options.", of.id);
            bad("option", detail)
        };
        let kinds = || {
            let kinds = CorrectionKind::NAMES.map(|(name, _)| name).join("`, `");
            bad("kind", format!("`kind` is `{kinds}`, or left out; not `{kind}`."))
        };
        Ok(Filter {
            contest,
            unit,
            option: if option.is_empty() { None } else { Some(of.option(option).ok_or_else(known)?) },
            kind: if kind.is_empty() { None } else { Some(CorrectionKind::of(kind).ok_or_else(kinds)?) },
            reasoned: self.reasoned()?,
            since: self.since(now)?,
        })
    }

    fn reasoned(&self) -> Result<Option<bool>, Problem> {
        match self.get("reason") {
            "" => Ok(None),
            "given" => Ok(Some(true)),
            "none" => Ok(Some(false)),
            other => Err(bad("reason", format!("`reason` is `given` or `none`, or left out; not `{other}`."))),
        }
    }

    /// From when on: `from` as a time, or `minutes` back.
    fn since(&self, now: i64) -> Result<Option<i64>, Problem> {
        let from = self.get("from");
        if from.is_empty() {
            return Ok(self.minutes()?.map(|minutes| back(now, minutes)));
        }
        let bad = |_| bad("from", format!("`from` is a time like 2025-10-12T20:15:00Z, not `{from}`."));
        from.parse::<jiff::Timestamp>().map(|time| Some(time.as_millisecond())).map_err(bad)
    }

    /// The newest correction to give is the one before this sequence number; none = begin with the last.
    ///
    /// # Errors
    /// If it is no number.
    pub fn before(&self) -> Result<Option<u64>, Problem> {
        let before = self.get("before");
        let bad = |_| bad("before", format!("`before` is the number `next` of the page before, not `{before}`."));
        if before.is_empty() { Ok(None) } else { before.parse().map(Some).map_err(bad) }
    }

    /// How many corrections a page has.
    ///
    /// # Errors
    /// If it is no number from 1 to a thousand.
    pub fn limit(&self) -> Result<usize, Problem> {
        let limit = self.get("limit");
        if limit.is_empty() {
            return Ok(LIMIT);
        }
        let bad = || bad("limit", format!("`limit` is a whole number from 1 to {MOST}, not `{limit}`."));
        limit.parse().ok().filter(|limit| (1..=MOST).contains(limit)).ok_or_else(bad)
    }
}

/// The time so many minutes before `now`.
#[must_use]
pub fn back(now: i64, minutes: u32) -> i64 {
    now - i64::from(minutes) * 60_000
}

fn bad(parameter: &'static str, detail: String) -> Problem {
    let reference = match parameter {
        "minutes" => "bad-minutes",
        "option" => "unknown-option",
        "kind" => "unknown-kind",
        "reason" => "bad-reason",
        "from" => "bad-from",
        "before" => "bad-before",
        _ => "bad-limit",
    };
    Problem::bad_request(reference, detail)
}
