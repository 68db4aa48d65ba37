//! Why a row of reports is refused: one text and one stable code, whether it came as CSV or as JSON.

use crate::plausibility::Rejection;

/// Why a row cannot become a report. The sentence says what to do; the code is part of the outside contract.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// No unit is given.
    #[error("the unit is missing: write its id")]
    MissingUnit,
    /// No unit has this id (or name, where names are allowed).
    #[error("`{unit}` is not a unit of this election: correct it, or add the unit to units.csv")]
    UnknownUnit {
        /// What was given.
        unit: String,
    },
    /// A name, where only ids are allowed.
    #[error("`{name}` is the name of a unit, but its id is needed here: write `{id}`")]
    NameOfUnit {
        /// What was given.
        name: String,
        /// The id of that unit.
        id: String,
    },
    /// No contest is given, and there are several.
    #[error("the contest is missing, and this election has several: {hint}")]
    MissingContest {
        /// The contests there are.
        hint: String,
    },
    /// No contest has this id.
    #[error("`{contest}` is not a contest of this election: {hint}")]
    UnknownContest {
        /// What was given.
        contest: String,
        /// The one that may be meant, or those there are.
        hint: String,
    },
    /// No category has this id.
    #[error("`{category}` is not a category of this election: {hint}")]
    UnknownCategory {
        /// What was given.
        category: String,
        /// The one that may be meant, or those there are.
        hint: String,
    },
    /// No category is given, and the unit reports in several.
    #[error("the category is missing, and `{unit}` reports in several: write one of {categories}")]
    AmbiguousCategory {
        /// Id of the unit.
        unit: String,
        /// Its categories.
        categories: String,
    },
    /// The contest has no option of this id.
    #[error("`{option}` is not an option of `{contest}`: {hint}")]
    UnknownOption {
        /// What was given.
        option: String,
        /// Id of the contest.
        contest: String,
        /// What to do.
        hint: String,
    },
    /// A figure that is not a whole number from 0 on.
    #[error("{why}")]
    NotANumber {
        /// What is wrong and what to write.
        why: String,
    },
    /// A report of turnout without its figure.
    #[error("the voters are missing: write how many had voted, or leave the whole row out")]
    MissingVoters,
    /// Not a time of RFC 3339.
    #[error("{why}")]
    BadTime {
        /// What is wrong and what to write.
        why: String,
    },
    /// No time, where one is needed.
    #[error("the time is missing: write when it was reported, as 2025-10-12T19:05:00+02:00")]
    MissingTime,
    /// Not a status.
    #[error("`{status}` is not a status: {hint}")]
    BadStatus {
        /// What was given.
        status: String,
        /// The one that may be meant, or those there are.
        hint: String,
    },
    /// Not a revision.
    #[error("`{revision}` is not a revision: write 1, 2, 3 …, or leave it empty")]
    BadRevision {
        /// What was given.
        revision: String,
    },
    /// Not a row at all.
    #[error("{why}")]
    BadRow {
        /// What is wrong and what to do.
        why: String,
    },
    /// The row is fine, but the election does not take such reports.
    #[error(transparent)]
    Rejected(#[from] Rejection),
}

impl RowError {
    /// The stable code in answers and logs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingUnit => "missing-unit",
            Self::UnknownUnit { .. } | Self::NameOfUnit { .. } => "unknown-unit",
            Self::MissingContest { .. } => "missing-contest",
            Self::UnknownContest { .. } => "unknown-contest",
            Self::UnknownCategory { .. } => "unknown-category",
            Self::AmbiguousCategory { .. } => "ambiguous-category",
            Self::UnknownOption { .. } => "unknown-option",
            Self::NotANumber { .. } => "not-a-number",
            Self::MissingVoters => "missing-voters",
            Self::BadTime { .. } => "bad-time",
            Self::MissingTime => "missing-time",
            Self::BadStatus { .. } => "bad-status",
            Self::BadRevision { .. } => "bad-revision",
            Self::BadRow { .. } => "bad-row",
            Self::Rejected(rejection) => rejection.code(),
        }
    }
}

/// A [`RowError`] with the column or key that it is about (`votes.ld`; empty if it is about the row).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Name of the column or key.
    pub field: String,
    /// Why.
    pub why: RowError,
}

impl Refusal {
    pub(super) fn new(field: impl Into<String>, why: impl Into<RowError>) -> Self {
        Self { field: field.into(), why: why.into() }
    }

    /// The stable code in answers and logs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.why.code()
    }
}

impl core::fmt::Display for Refusal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        self.why.fmt(f)
    }
}
