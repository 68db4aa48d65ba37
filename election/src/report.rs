//! A report: what one unit says about one contest in one count category, with its revision and status.

use core::cmp::Reverse;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{CategoryIx, ContestIx, OptionIx, UnitIx};

/// A figure of a report, or its absence. Missing is not zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(u32);

impl Count {
    /// Not reported, suppressed, or unreadable.
    pub const MISSING: Self = Self(u32::MAX);
    /// The largest figure one report can carry.
    pub const MAX: u32 = u32::MAX - 1;

    /// A reported figure; `None` above [`Count::MAX`].
    #[must_use]
    pub const fn new(figure: u32) -> Option<Self> {
        if figure <= Self::MAX { Some(Self(figure)) } else { None }
    }

    /// The figure, if it was reported.
    #[must_use]
    pub const fn get(self) -> Option<u32> {
        if self.0 == u32::MAX { None } else { Some(self.0) }
    }

    /// What the figure adds to a sum: itself, or nothing.
    #[must_use]
    pub const fn or_zero(self) -> u32 {
        if self.0 == u32::MAX { 0 } else { self.0 }
    }
}

impl Default for Count {
    fn default() -> Self {
        Self::MISSING
    }
}

impl core::fmt::Debug for Count {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.get() {
            Some(figure) => write!(f, "{figure}"),
            None => f.write_str("missing"),
        }
    }
}

impl From<Option<u32>> for Count {
    fn from(figure: Option<u32>) -> Self {
        figure.and_then(Self::new).unwrap_or(Self::MISSING)
    }
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<u32>::deserialize(deserializer).map(Self::from)
    }
}

/// How far the count of a reporting unit has come (NIST `CountItemStatus`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum CountItemStatus {
    /// Nothing counted: also takes an earlier report back.
    #[default]
    NotProcessed,
    /// Some of the ballots are counted.
    InProcess,
    /// All ballots of this category at this unit are counted.
    Completed,
    /// The authority does not say; taken as a full count.
    Unknown,
}

impl CountItemStatus {
    /// All statuses with their names in files and messages.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("not-processed", Self::NotProcessed),
        ("in-process", Self::InProcess),
        ("completed", Self::Completed),
        ("unknown", Self::Unknown),
    ];

    /// The name in files and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The status of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, status)| *status)
    }

    /// Whether the unit counts as counted in "n of m".
    #[must_use]
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Completed | Self::Unknown)
    }
}

/// The figures besides votes that an authority may report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Figure {
    /// Registered voters.
    Registered,
    /// Ballots cast.
    Ballots,
    /// Valid ballots (or votes).
    Valid,
    /// Invalid (rejected) ballots.
    Invalid,
    /// Blank ballots.
    Blank,
}

impl Figure {
    /// How many there are.
    pub const COUNT: usize = 5;
    /// All, in column order.
    pub const ALL: [Self; Self::COUNT] = [Self::Registered, Self::Ballots, Self::Valid, Self::Invalid, Self::Blank];

    /// The name in files and messages, which is also the CSV column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        ["registered", "ballots", "valid", "invalid", "blank"][self as usize]
    }
}

/// The figures of one report, columns in contest order: the five [`Figure`]s, then one per option.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Figures(pub(crate) Box<[Count]>);

impl Figures {
    /// All missing, for a contest of `options` options.
    #[must_use]
    pub fn missing(options: usize) -> Self {
        Self(vec![Count::MISSING; Figure::COUNT + options].into_boxed_slice())
    }

    /// Votes alone; every other figure missing.
    #[must_use]
    pub fn from_votes(votes: &[u32]) -> Self {
        let mut figures = Self::missing(votes.len());
        for (column, vote) in figures.0[Figure::COUNT..].iter_mut().zip(votes) {
            *column = Count::from(Some(*vote));
        }
        figures
    }

    /// One of the five figures.
    #[must_use]
    pub fn get(&self, figure: Figure) -> Count {
        self.0[figure as usize]
    }

    /// Sets one of the five figures.
    pub fn set(&mut self, figure: Figure, count: Count) {
        self.0[figure as usize] = count;
    }

    /// With one of the five figures set.
    #[must_use]
    pub fn with(mut self, figure: Figure, count: u32) -> Self {
        self.set(figure, Count::from(Some(count)));
        self
    }

    /// The votes, one per option in ballot order.
    #[must_use]
    pub fn votes(&self) -> &[Count] {
        &self.0[Figure::COUNT..]
    }

    /// Sets the votes of one option.
    pub fn set_vote(&mut self, option: OptionIx, count: Count) {
        self.0[Figure::COUNT + option.at()] = count;
    }

    /// The sum of all votes that were reported.
    #[must_use]
    pub fn vote_sum(&self) -> u64 {
        self.votes().iter().map(|vote| u64::from(vote.or_zero())).sum()
    }

    /// All columns: the five figures, then the votes.
    #[must_use]
    pub fn columns(&self) -> &[Count] {
        &self.0
    }
}

/// What one unit says about one contest in one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The contest.
    pub contest: ContestIx,
    /// The reporting unit: a leaf of the tree.
    pub unit: UnitIx,
    /// The count category.
    pub category: CategoryIx,
    /// 1, 2, 3 …: the highest one counts.
    pub revision: u32,
    /// When it was reported: milliseconds since 1970 UTC.
    pub observed_at: i64,
    /// How far the count has come. [`CountItemStatus::NotProcessed`] takes an earlier report back.
    pub status: CountItemStatus,
    /// The figures.
    pub figures: Figures,
    /// Who says so; may be empty.
    pub source: String,
    /// Why it corrects an earlier one; may be empty.
    pub reason: String,
}

impl Report {
    /// Its place in the total order that decides which of two reports about the same cell counts.
    pub(crate) fn rank(&self) -> Rank<'_> {
        Rank::new(self.revision, self.status, self.figures.columns(), self.observed_at)
    }
}

/// The total order that decides which of two reports about the same cell counts: revision, then content, and of the same
/// content the earlier time. It depends on nothing but the two reports, so the order of arrival cannot matter; and a report
/// that is sent again later says nothing new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank<'a> {
    revision: u32,
    status: CountItemStatus,
    figures: &'a [Count],
    observed_at: Reverse<i64>,
}

impl<'a> Rank<'a> {
    pub(crate) fn new(revision: u32, status: CountItemStatus, figures: &'a [Count], observed_at: i64) -> Self {
        Self { revision, status, figures, observed_at: Reverse(observed_at) }
    }

    /// Whether both say the same under the same revision, whenever they say it.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        (self.revision, self.status, self.figures) == (other.revision, other.status, other.figures)
    }
}
