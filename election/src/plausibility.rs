//! Plausibility rules: which reports are refused and which are flagged. Which rule does what is data of the contest.
//!
//! A rule looks at one report and the definition only, never at other reports, so the verdict does not depend on the order of
//! arrival.

use serde::{Deserialize, Serialize};

use crate::definition::{Contest, Definition};
use crate::ids::{ContestIx, UnitIx};
use crate::report::{CountItemStatus, Figure, Figures, Report};

/// A plausibility rule. The codes are part of the outside contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Rule {
    /// Votes of the options do not add up to the valid votes.
    SumMismatch,
    /// Valid + invalid + blank exceed the ballots.
    SumOverBallots,
    /// More ballots than registered voters, with a tolerance.
    BallotsOverRegistered,
    /// More votes than registered voters, with a tolerance.
    SumOverRegistered,
    /// Ballots that are neither valid nor invalid nor blank.
    BallotsUnaccounted,
    /// Many invalid and blank ballots.
    InvalidShare,
    /// A vote or a declared figure is missing.
    FigureMissing,
    /// More votes than a station can have.
    StationSize,
    /// A very high turnout.
    TurnoutHigh,
    /// An option's share is far from the previous election's at the same unit.
    BaselineShare,
}

impl Rule {
    /// How many there are.
    pub const COUNT: usize = 10;
    /// All, in the order in which they are checked and named.
    pub const ALL: [Self; Self::COUNT] = [
        Self::SumMismatch,
        Self::SumOverBallots,
        Self::BallotsOverRegistered,
        Self::SumOverRegistered,
        Self::BallotsUnaccounted,
        Self::InvalidShare,
        Self::FigureMissing,
        Self::StationSize,
        Self::TurnoutHigh,
        Self::BaselineShare,
    ];

    /// The stable code in files and messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        [
            "sum-mismatch",
            "sum-over-ballots",
            "ballots-over-registered",
            "sum-over-registered",
            "ballots-unaccounted",
            "invalid-share",
            "figure-missing",
            "station-size",
            "turnout-high",
            "baseline-share",
        ][self as usize]
    }

    /// The rule of that code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// What a rule does when it fires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing.
    #[default]
    Off,
    /// The report is accepted and flagged.
    Soft,
    /// The report is rejected.
    Hard,
}

/// One rule's severity and parameters; what a rule does not use is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// What it does when it fires.
    pub severity: Severity,
    /// Its percentage (tolerance, share, points) in hundredths of a percent.
    pub basis_points: u32,
    /// Its absolute figure (minimum, limit).
    pub number: u32,
}

/// The settings of all rules of one contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules([Setting; Rule::COUNT]);

impl Default for Rules {
    fn default() -> Self {
        let set = |severity, basis_points, number| Setting { severity, basis_points, number };
        Self([
            set(Severity::Hard, 0, 0),
            set(Severity::Hard, 0, 0),
            set(Severity::Hard, 200, 0),
            set(Severity::Hard, 200, 0),
            set(Severity::Soft, 200, 15),
            set(Severity::Off, 300, 15),
            set(Severity::Soft, 0, 0),
            set(Severity::Off, 0, 0),
            set(Severity::Off, 0, 0),
            set(Severity::Off, 3000, 50),
        ])
    }
}

impl Rules {
    /// The setting of a rule.
    #[must_use]
    pub const fn get(&self, rule: Rule) -> Setting {
        self.0[rule as usize]
    }

    /// Sets a rule.
    pub fn set(&mut self, rule: Rule, setting: Setting) {
        self.0[rule as usize] = setting;
    }
}

/// The soft rules that fired on a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Flags(u16);

impl Flags {
    /// Whether no rule fired.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds a rule.
    #[must_use]
    pub const fn with(self, rule: Rule) -> Self {
        Self(self.0 | 1 << rule as u8)
    }

    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    pub(crate) const fn of_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// The rules that fired.
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.into_iter().filter(move |rule| self.0 >> *rule as u8 & 1 == 1)
    }
}

/// Why a report is refused. It changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The contest is not part of the election.
    #[error("there is no contest with index {0} in this election")]
    UnknownContest(u16),
    /// The unit is not part of the election.
    #[error("there is no unit with index {0} in this election")]
    UnknownUnit(u32),
    /// The unit is a sum of others.
    #[error("`{unit}` is the sum of the {parts} counts below it: totals are computed here, never taken from a report")]
    AggregateUnit {
        /// Id of the unit.
        unit: String,
        /// Number of counts below it.
        parts: usize,
    },
    /// The unit does not report in that category.
    #[error("`{unit}` does not report in this category: correct the category, or add it to the unit in units.csv")]
    UnexpectedCategory {
        /// Id of the unit.
        unit: String,
    },
    /// The figures have another number of columns than the contest.
    #[error("the report has {given} options where the contest has {expected}")]
    WrongOptions {
        /// Options of the contest.
        expected: usize,
        /// Options of the report.
        given: usize,
    },
    /// Revision 0.
    #[error("revisions start at 1")]
    RevisionZero,
    /// A report without a count carries figures.
    #[error("the status is not-processed, but there are figures: leave them empty, or give another status")]
    FiguresWithoutCount,
    /// A hard plausibility rule fired.
    #[error("{why}")]
    Implausible {
        /// The rule.
        rule: Rule,
        /// The figures that offend, in words.
        why: String,
    },
}

impl Rejection {
    /// The stable code in answers and logs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownContest(_) => "unknown-contest",
            Self::UnknownUnit(_) => "unknown-unit",
            Self::AggregateUnit { .. } => "aggregate-unit",
            Self::UnexpectedCategory { .. } => "unexpected-category",
            Self::WrongOptions { .. } => "wrong-options",
            Self::RevisionZero => "revision-zero",
            Self::FiguresWithoutCount => "figures-without-count",
            Self::Implausible { rule, .. } => rule.code(),
        }
    }
}

/// Checks a report against the definition. Returns its cell and the soft rules that fired.
///
/// # Errors
/// The first [`Rejection`] that applies: addressing first, then the hard rules in [`Rule::ALL`] order.
pub fn verify(definition: &Definition, report: &Report) -> Result<(usize, Flags), Rejection> {
    let (contest, cell) = address(definition, report)?;
    if report.revision == 0 {
        return Err(Rejection::RevisionZero);
    }
    if report.status == CountItemStatus::NotProcessed {
        let any = report.figures.columns().iter().any(|count| count.get().is_some());
        return if any { Err(Rejection::FiguresWithoutCount) } else { Ok((cell, Flags::default())) };
    }
    let case = Case {
        definition,
        contest,
        contest_ix: report.contest,
        unit: report.unit,
        figures: &report.figures,
        sum: report.figures.vote_sum(),
    };
    let mut flags = Flags::default();
    for rule in Rule::ALL {
        let setting = contest.rules.get(rule);
        if setting.severity == Severity::Off {
            continue;
        }
        if let Some(offence) = case.offence(rule, setting) {
            match setting.severity {
                Severity::Hard => return Err(Rejection::Implausible { rule, why: offence.to_string() }),
                _ => flags = flags.with(rule),
            }
        }
    }
    Ok((cell, flags))
}

fn address<'a>(definition: &'a Definition, report: &Report) -> Result<(&'a Contest, usize), Rejection> {
    let contest = definition.contests.get(report.contest.at()).ok_or(Rejection::UnknownContest(report.contest.0))?;
    let units = &definition.units;
    if report.unit.at() >= units.len() {
        return Err(Rejection::UnknownUnit(report.unit.0));
    }
    if !units.is_leaf(report.unit) {
        let parts = units.cells_below(report.unit).len();
        return Err(Rejection::AggregateUnit { unit: units.id(report.unit).into(), parts });
    }
    let given = report.figures.columns().len().saturating_sub(Figure::COUNT);
    if given != contest.options.len() {
        return Err(Rejection::WrongOptions { expected: contest.options.len(), given });
    }
    let cell = units
        .cell(report.unit, report.category)
        .ok_or_else(|| Rejection::UnexpectedCategory { unit: units.id(report.unit).into() })?;
    Ok((contest, cell))
}

/// The figures that a rule objects to; written out only where somebody reads it.
enum Offence<'a> {
    Differs { sum: u64, valid: u64 },
    Exceeds { what: &'static str, figure: u64, whole: &'static str, limit: u64, tolerance: u32 },
    Unaccounted { missing: u64, ballots: u64 },
    Invalid { invalid: u64, of: u64 },
    Missing(&'a str),
    Share { option: &'a str, votes: u64, sum: u64, then: u64, then_sum: u64 },
}

impl core::fmt::Display for Offence<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Differs { sum, valid } => write!(f, "the votes add up to {sum}, but valid says {valid}: check both"),
            Self::Exceeds { what, figure, whole, limit, tolerance: 0 } => {
                write!(f, "{what} is {figure}, which is more than {whole} ({limit}): check both")
            }
            Self::Exceeds { what, figure, whole, limit, tolerance } => {
                let (whole_percent, part) = (tolerance / 100, tolerance % 100);
                write!(f, "{what} is {figure}, which is more than {whole} ({limit}) by over {whole_percent}")?;
                if part > 0 {
                    write!(f, ".{part:02}")?;
                }
                f.write_str(" %: check both")
            }
            Self::Unaccounted { missing, ballots } => {
                write!(f, "{missing} of {ballots} ballots are neither valid nor invalid nor blank")
            }
            Self::Invalid { invalid, of } => write!(f, "{invalid} of {of} ballots are invalid or blank"),
            Self::Missing(what) => write!(f, "{what} is missing"),
            Self::Share { option, votes, sum, then, then_sum } => {
                write!(f, "{option} has {votes} of {sum} votes; in the election before it had {then} of {then_sum}")
            }
        }
    }
}

struct Case<'a> {
    definition: &'a Definition,
    contest: &'a Contest,
    contest_ix: ContestIx,
    unit: UnitIx,
    figures: &'a Figures,
    /// Sum of the votes.
    sum: u64,
}

impl<'a> Case<'a> {
    fn figure(&self, figure: Figure) -> Option<u64> {
        self.figures.get(figure).get().map(u64::from)
    }

    fn registered(&self) -> Option<u64> {
        self.figure(Figure::Registered).or(self.definition.units.registered(self.unit).get().map(u64::from))
    }

    fn offence(&self, rule: Rule, setting: Setting) -> Option<Offence<'a>> {
        let sum = self.sum;
        match rule {
            Rule::SumMismatch => {
                let valid = self.figure(Figure::Valid)?;
                let complete = self.figures.votes().iter().all(|vote| vote.get().is_some());
                (complete && sum != valid).then_some(Offence::Differs { sum, valid })
            }
            Rule::SumOverBallots => {
                let accounted = self.accounted()?;
                exceeds("valid + invalid + blank", accounted, "ballots", self.figure(Figure::Ballots)?, 0)
            }
            Rule::BallotsOverRegistered => exceeds(
                "ballots",
                self.figure(Figure::Ballots)?,
                "registered",
                self.registered()?,
                setting.basis_points,
            ),
            Rule::SumOverRegistered => {
                exceeds("the sum of the votes", sum, "registered", self.registered()?, setting.basis_points)
            }
            Rule::BallotsUnaccounted => self.unaccounted(setting),
            Rule::InvalidShare => self.invalid_share(setting),
            Rule::FigureMissing => self.missing().map(Offence::Missing),
            Rule::StationSize => exceeds("the sum of the votes", sum, "a unit can have", setting.number.into(), 0),
            Rule::TurnoutHigh => {
                let (ballots, registered) = (self.figure(Figure::Ballots)?, self.registered()?);
                let over = ballots * 10_000 > registered * u64::from(setting.basis_points);
                over.then_some(Offence::Exceeds {
                    what: "ballots",
                    figure: ballots,
                    whole: "this share of registered",
                    limit: registered * u64::from(setting.basis_points) / 10_000,
                    tolerance: 0,
                })
            }
            Rule::BaselineShare => self.baseline_share(setting, sum),
        }
    }

    fn accounted(&self) -> Option<u64> {
        // Valid votes that are not reported are at least the votes that are.
        let valid = self.figure(Figure::Valid).unwrap_or(self.sum);
        Some(valid + self.figure(Figure::Invalid).unwrap_or(0) + self.figure(Figure::Blank).unwrap_or(0))
    }

    fn unaccounted(&self, setting: Setting) -> Option<Offence<'a>> {
        // Without the invalid or the valid ballots, those that are missing may simply be these.
        self.figure(Figure::Invalid).and(self.figure(Figure::Valid))?;
        let ballots = self.figure(Figure::Ballots)?;
        let missing = ballots.checked_sub(self.accounted()?)?;
        reaches(missing, ballots, setting).then_some(Offence::Unaccounted { missing, ballots })
    }

    fn invalid_share(&self, setting: Setting) -> Option<Offence<'a>> {
        let invalid = self.figure(Figure::Invalid)? + self.figure(Figure::Blank).unwrap_or(0);
        let of = self.figure(Figure::Ballots).or(self.accounted())?;
        reaches(invalid, of, setting).then_some(Offence::Invalid { invalid, of })
    }

    fn missing(&self) -> Option<&'a str> {
        let declared = self.contest.figures.iter().find(|figure| {
            let derived = matches!(figure, Figure::Registered) && self.registered().is_some();
            !derived && self.figures.get(**figure).get().is_none()
        });
        declared.map(|figure| figure.name()).or_else(|| {
            let option = self.figures.votes().iter().position(|vote| vote.get().is_none())?;
            Some(self.contest.options[option].id.as_str())
        })
    }

    fn baseline_share(&self, setting: Setting, sum: u64) -> Option<Offence<'a>> {
        let then = self.definition.baselines.get(self.contest_ix.at())?.get(&self.unit)?;
        let then = &then[Figure::COUNT..];
        let then_sum: u64 = then.iter().flatten().sum();
        if sum < u64::from(setting.number) || then_sum == 0 {
            return None;
        }
        let far = |votes: u64, before: u64| {
            let (now, was) = (u128::from(votes) * u128::from(then_sum), u128::from(before) * u128::from(sum));
            now.abs_diff(was) * 10_000 > u128::from(setting.basis_points) * u128::from(sum) * u128::from(then_sum)
        };
        let votes = self.figures.votes().iter().map(|vote| vote.get().map(u64::from));
        votes.zip(then).zip(&self.contest.options).find_map(|((votes, then), option)| {
            let (votes, then) = (votes?, (*then)?);
            far(votes, then).then_some(Offence::Share { option: &option.id, votes, sum, then, then_sum })
        })
    }
}

fn reaches(part: u64, whole: u64, setting: Setting) -> bool {
    part >= u64::from(setting.number).max(1) && part * 10_000 >= whole * u64::from(setting.basis_points)
}

fn exceeds<'a>(
    what: &'static str,
    figure: u64,
    whole: &'static str,
    limit: u64,
    tolerance: u32,
) -> Option<Offence<'a>> {
    let over = figure * 10_000 > limit * (10_000 + u64::from(tolerance));
    over.then_some(Offence::Exceeds { what, figure, whole, limit, tolerance })
}
