//! A night in a table: what was counted, who led and what was corrected at each full step.

use std::fmt::{Display, Formatter, Result};
use std::sync::Arc;

use election::ledger::ChangeKind;
use election::{Applied, CategoryIx, ContestIx, Definition, Ledger, OptionIx, Report, UnitIx};

use super::places::districts;

/// How one contest stands at one time of the night.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Minutes after the polls closed.
    pub minutes: i64,
    /// Per category: complete counts, and those expected.
    pub counted: Vec<(u32, u32)>,
    /// The options by votes, with their shares of all votes counted.
    pub shares: Vec<(OptionIx, f64)>,
    /// How many districts each option leads, most first; where nothing is counted or two are equal, nobody leads.
    pub leads: Vec<(OptionIx, usize)>,
    /// Corrections and retractions so far.
    pub corrections: usize,
    /// Flagged reports so far, and those that are open now.
    pub flagged: (usize, usize),
}

/// The moments of a contest, one every `step` minutes, until all reports are told.
#[must_use]
pub fn timeline(definition: &Arc<Definition>, reports: &[Report], contest: ContestIx, step: i64) -> Vec<Moment> {
    let mut ledger = Ledger::new(Arc::clone(definition));
    let mut tally = Tally::default();
    let mut moments = Vec::new();
    let mut reports = reports.iter().filter(|report| report.contest == contest).peekable();
    while reports.peek().is_some() {
        let minutes = step.max(1) * (moments.len() as i64 + 1);
        let until = definition.polls_close + minutes * 60_000;
        while let Some(report) = reports.next_if(|report| report.observed_at <= until) {
            tally.add(ledger.apply(report).ok());
        }
        moments.push(moment(&ledger, contest, minutes, &tally));
    }
    moments
}

#[derive(Default)]
struct Tally {
    corrections: usize,
    flagged: usize,
}

impl Tally {
    fn add(&mut self, applied: Option<Applied>) {
        let Some(Applied::Change(change)) = applied else { return };
        self.corrections += usize::from(matches!(change.kind, ChangeKind::Correction | ChangeKind::Retraction));
        self.flagged += usize::from(!change.flags.is_empty());
    }
}

fn moment(ledger: &Ledger, contest: ContestIx, minutes: i64, tally: &Tally) -> Moment {
    let definition = ledger.definition();
    let root = definition.units.root();
    let categories = || (0..definition.categories.len()).map(CategoryIx::new);
    let progress =
        |category| (ledger.standing(contest, root, category).completed, definition.units.expected(root, category));
    let mut leads: Vec<(OptionIx, usize)> = Vec::new();
    for district in districts(definition) {
        let Some(leader) = leader(&votes(ledger, contest, district)) else { continue };
        match leads.iter_mut().find(|(option, _)| *option == leader) {
            Some((_, count)) => *count += 1,
            None => leads.push((leader, 1)),
        }
    }
    leads.sort_by_key(|(option, count)| (usize::MAX - count, *option));
    Moment {
        minutes,
        counted: categories().map(progress).collect(),
        shares: shares(&votes(ledger, contest, root)),
        leads,
        corrections: tally.corrections,
        flagged: (
            tally.flagged,
            categories().map(|category| ledger.standing(contest, root, category).flagged as usize).sum(),
        ),
    }
}

fn votes(ledger: &Ledger, contest: ContestIx, unit: UnitIx) -> Vec<u64> {
    let definition = ledger.definition();
    let mut sums = vec![0; definition.contests[contest.at()].options.len()];
    for category in 0..definition.categories.len() {
        let standing = ledger.standing(contest, unit, CategoryIx::new(category));
        let votes = &standing.sums[standing.sums.len() - sums.len()..];
        sums.iter_mut().zip(votes).for_each(|(sum, votes)| *sum += votes);
    }
    sums
}

fn shares(votes: &[u64]) -> Vec<(OptionIx, f64)> {
    let whole = votes.iter().sum::<u64>().max(1) as f64;
    let mut order: Vec<usize> = (0..votes.len()).collect();
    order.sort_by_key(|option| (u64::MAX - votes[*option], *option));
    order.into_iter().map(|option| (OptionIx::new(option), votes[option] as f64 / whole)).collect()
}

fn leader(votes: &[u64]) -> Option<OptionIx> {
    let most = votes.iter().max().filter(|most| **most > 0)?;
    let mut leaders = votes.iter().enumerate().filter(|(_, votes)| *votes == most);
    let (first, others) = (leaders.next()?, leaders.next());
    others.is_none().then(|| OptionIx::new(first.0))
}

/// A timeline as text, one line a moment.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// The definition.
    pub definition: &'a Definition,
    /// The contest.
    pub contest: ContestIx,
    /// Its moments.
    pub moments: &'a [Moment],
}

impl Table<'_> {
    fn short(&self, option: OptionIx) -> &str {
        let option = &self.definition.contests[self.contest.at()].options[option.at()];
        if option.short.is_empty() { &option.id } else { &option.short }
    }
}

impl Display for Table<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let categories: Vec<&str> = self.definition.categories.iter().map(|category| category.id.as_str()).collect();
        writeln!(
            f,
            "minute | counted, % ({}) | shares | districts led | corrected | flagged (open)",
            categories.join(" ")
        )?;
        for moment in self.moments {
            write!(f, "{:+6} |", moment.minutes)?;
            for (counted, expected) in &moment.counted {
                write!(f, " {:5.1}", 100.0 * f64::from(*counted) / f64::from((*expected).max(1)))?;
            }
            f.write_str(" |")?;
            for (option, share) in moment.shares.iter().take(5) {
                write!(f, " {} {:.1}", self.short(*option), 100.0 * share)?;
            }
            f.write_str(" |")?;
            for (option, count) in moment.leads.iter().take(4) {
                write!(f, " {} {count}", self.short(*option))?;
            }
            writeln!(f, " | {} | {} ({})", moment.corrections, moment.flagged.0, moment.flagged.1)?;
        }
        Ok(())
    }
}
