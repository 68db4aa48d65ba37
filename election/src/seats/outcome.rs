//! What comes out: states, not numbers alone.

use serde::{Deserialize, Serialize};

use super::rule::Method;

/// The votes as they are counted now. Shapes as in [`super::House`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// One per district.
    pub districts: Vec<DistrictTally>,
    /// First votes: one row per constituency, one column per list.
    pub constituencies: Vec<Vec<u64>>,
    /// Cells counted, of cells expected.
    pub counted: (u64, u64),
}

/// The votes of a district.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistrictTally {
    /// One per list.
    pub votes: Vec<u64>,
    /// Valid votes: what thresholds "of valid votes" refer to.
    pub valid: u64,
    /// Ballots cast: what thresholds "of votes cast" refer to.
    pub cast: u64,
    /// Registered voters, where known.
    pub registered: Option<u64>,
    /// Most votes that may still come, where known: registered voters of the cells that are not counted.
    pub uncounted: Option<u64>,
}

/// A decision by lot that is on record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The place of the tie: [`Tie::place`].
    pub place: String,
    /// Ids of those between whom it decided, in any order.
    pub among: Vec<String>,
    /// Ids of those who won, as many as there were seats.
    pub winners: Vec<String>,
}

/// What the votes give by the rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// How far this is an answer.
    pub state: State,
    /// Seats of the house: more than the rule's where compensation enlarges it.
    pub size: u32,
    /// Seats that make a majority.
    pub majority: u32,
    /// Seats of each list that no open tie concerns.
    pub seats: Vec<u32>,
    /// The same by district, one row per district; empty where seats do not belong to districts.
    pub by_district: Vec<Vec<u32>>,
    /// How each list stands to the threshold.
    pub standing: Vec<Standing>,
    /// Every sharing-out that was made, in the order of the rule.
    pub shares: Vec<Share>,
    /// The ties for which no lot is on record.
    pub ties: Vec<Tie>,
    /// Ties that a lot decided.
    pub lots: Vec<Tie>,
    /// Who won a single seat: constituencies, plurality, majorities, questions.
    pub winners: Vec<Winner>,
    /// What a reader must know to read this rightly.
    pub warnings: Vec<Warning>,
}

/// How far an allocation is an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// No votes yet: nothing to share out.
    #[default]
    NoVotes,
    /// Too little is counted: seats are computed, but not to be published.
    HeldBack,
    /// Every seat has an owner by the votes as counted, or is for a second round: [`Allocation::winners`].
    Allocated,
    /// Some seats wait for a lot.
    Tied,
    /// The rule gives no answer; [`Allocation::warnings`] says why.
    Undecidable,
}

impl State {
    /// All, in their order.
    pub const ALL: [Self; 5] = [Self::NoVotes, Self::HeldBack, Self::Allocated, Self::Tied, Self::Undecidable];

    /// Whether seats have owners that may be told.
    #[must_use]
    pub fn has_owners(self) -> bool {
        matches!(self, Self::Allocated | Self::Tied)
    }

    /// The state of an allocation whose open ties these are, too.
    #[must_use]
    pub fn with_ties(self, ties: &[Tie]) -> Self {
        if self == Self::Allocated && !ties.is_empty() { Self::Tied } else { self }
    }
}

/// How a list stands to the threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// There is none.
    #[default]
    NoThreshold,
    /// It does not apply: the list's group, or a direct seat, waives it.
    Waived,
    /// Reached.
    Reached,
    /// Not reached.
    Missed,
}

/// One sharing-out of seats among claimants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which one: `nation`, `open`, `reserved:serb`, `extra:1`, `district:51/alliance:left` …
    pub place: String,
    /// How.
    pub method: Method,
    /// Seats that were shared out.
    pub seats: u32,
    /// Those who took part.
    pub claims: Vec<Claim>,
    /// The sure awards in order: by divisor, one per seat, highest quotient first; by quota, whole quotas and then remainders.
    pub awards: Vec<Award>,
    /// The next that would have been awarded: the first seat out.
    pub next: Option<Award>,
}

/// Someone who takes part in a sharing-out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Id of a list, of an alliance, or of a district where a list's seats go to districts.
    pub id: String,
    /// Its votes.
    pub votes: u64,
    /// Fewest seats.
    pub minimum: u32,
    /// Most seats.
    pub maximum: Option<u32>,
    /// Seats that it got for sure.
    pub seats: u32,
}

/// A seat and what won it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// Position among [`Share::claims`].
    pub claim: usize,
    /// Which of its seats: 1, 2 …
    pub nth: u32,
    /// What won it.
    pub quotient: Quotient,
}

/// An exact figure by which seats are compared: `votes ÷ divisor`; of Huntington-Hill the square of it. Equal by value: 50 ÷ 5
/// and 10 ÷ 1 are a tie.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub enum Quotient {
    /// Guaranteed: a minimum, a whole quota, a constituency.
    #[default]
    Sure,
    /// `votes ÷ divisor`; a divisor of 0 beats every other.
    Ratio {
        /// Dividend.
        votes: u128,
        /// Divisor.
        divisor: u128,
    },
}

/// Seats that only a lot can give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// Where: [`Share::place`].
    pub place: String,
    /// Ids of those who have equal claims.
    pub among: Vec<String>,
    /// How many seats there are for them; fewer than they are.
    pub seats: u32,
    /// Who won by lot; empty while it is open.
    pub winners: Vec<String>,
}

/// Who won a single seat, or why nobody did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Winner {
    /// Id of the constituency or district; empty for the whole.
    pub place: String,
    /// Ids of the winners; of a second round, those who go on.
    pub lists: Vec<String>,
    /// How it was decided.
    pub how: How,
}

/// How a single seat was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Most votes.
    #[default]
    Plurality,
    /// The majority that the rule asks for.
    Majority,
    /// Nobody reached it: a second round.
    Runoff,
    /// Only as many stood as there are seats.
    Uncontested,
    /// A lot must decide.
    Tied,
    /// Won by votes, but not covered by the list's share.
    NotCovered,
    /// A question that was accepted.
    Accepted,
    /// A question that was refused.
    Refused,
    /// A question without enough votes to count.
    QuorumMissed,
}

impl How {
    /// All, in their order.
    pub const ALL: [Self; 9] = [
        Self::Plurality,
        Self::Majority,
        Self::Runoff,
        Self::Uncontested,
        Self::Tied,
        Self::NotCovered,
        Self::Accepted,
        Self::Refused,
        Self::QuorumMissed,
    ];
}

/// What a reader must know to read an allocation rightly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// "Reserved seats apart" and "reserved seats as floors" give different houses; the definition's one was taken.
    Interpretation {
        /// Seats by the other reading, per list.
        other: Vec<u32>,
    },
    /// Fewer candidates than seats: some stay empty.
    Vacant {
        /// Where.
        place: String,
        /// How many.
        seats: u32,
    },
    /// Nobody who takes part has votes.
    NobodyEligible {
        /// Where.
        place: String,
    },
    /// The house is larger than the law's number.
    Enlarged {
        /// By how many seats.
        by: u32,
    },
    /// Both conditions cannot be met at once.
    Unsatisfiable {
        /// Where.
        place: String,
    },
    /// A quorum of registered voters, and it is not known how many there are.
    RegisteredUnknown {
        /// Where; empty for the whole.
        place: String,
    },
    /// A least share of each gender, and it is not known of which gender a candidate is: the rule was not applied to the list.
    GenderUnknown {
        /// Id of the list.
        list: String,
    },
}
