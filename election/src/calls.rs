//! Calls: what a person declares about a contest, on the record. Nothing becomes a call by arithmetic alone.

use serde::{Deserialize, Serialize};

use crate::ids::{ContestIx, OptionIx, UnitIx};
use crate::seats::Lot;

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallKind {
    /// Ahead as counted.
    Leading,
    /// The desk expects it to win.
    Projected,
    /// Elected.
    Elected,
    /// Elected without opponents.
    Uncontested,
    /// Goes on to a second round.
    Runoff,
    /// The votes are counted again.
    Recount,
    /// A lot must decide.
    TiePendingLot,
    /// An earlier call is taken back.
    Withdrawn,
}

impl CallKind {
    /// All kinds with their names in messages.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("leading", Self::Leading),
        ("projected", Self::Projected),
        ("elected", Self::Elected),
        ("uncontested", Self::Uncontested),
        ("runoff", Self::Runoff),
        ("recount", Self::Recount),
        ("tie-pending-lot", Self::TiePendingLot),
        ("withdrawn", Self::Withdrawn),
    ];

    /// The name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// A call as somebody makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The contest.
    pub contest: ContestIx,
    /// Where: the whole, or a district.
    pub unit: UnitIx,
    /// About whom; none for what concerns the contest (a recount).
    pub option: Option<OptionIx>,
    /// Which of its candidates, if it is about one: id.
    pub candidate: String,
    /// What.
    pub kind: CallKind,
    /// Who decided it.
    pub author: String,
    /// On what grounds.
    pub basis: String,
    /// The sequence number of the call that this one takes back; only of [`CallKind::Withdrawn`].
    pub withdraws: Option<u64>,
}

/// What a desk puts on record besides reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// A call.
    Call(Call),
    /// A lot that was drawn.
    Lot {
        /// The contest.
        contest: ContestIx,
        /// What it decided.
        lot: Lot,
        /// Who recorded it.
        author: String,
        /// Where and by whom it was drawn.
        basis: String,
    },
}

impl Decision {
    /// The contest that it is about.
    #[must_use]
    pub fn contest(&self) -> ContestIx {
        match self {
            Self::Call(call) => call.contest,
            Self::Lot { contest, .. } => *contest,
        }
    }
}

/// A decision on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its sequence number.
    pub seq: u64,
    /// When it was recorded: milliseconds since 1970 UTC.
    pub at: i64,
    /// The decision.
    pub decision: Decision,
}

/// A call as readers see it: withdrawn ones stay, and say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallView {
    /// Its sequence number.
    pub seq: u64,
    /// When: milliseconds since 1970 UTC.
    pub at: i64,
    /// Id of the unit that it is about.
    pub unit: String,
    /// About whom.
    pub option: Option<OptionIx>,
    /// Which of its candidates: id, or empty.
    pub candidate: String,
    /// What.
    pub kind: CallKind,
    /// Who decided it.
    pub author: String,
    /// On what grounds.
    pub basis: String,
    /// If it was taken back: by the record of this sequence number.
    pub withdrawn_by: Option<u64>,
}
