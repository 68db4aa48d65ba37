//! The rules by which votes become seats, as data. Composed, not coded per country.

use serde::{Deserialize, Serialize};

use crate::definition::Threshold;

/// Most seats of a house.
pub const MAX_SEATS: u32 = 65_535;
/// Most votes of one list in one tally: the product of two figures stays exact in 128 bits, squared ones too.
pub const MAX_VOTES: u64 = 1 << 48;

/// A house to be filled: the rule, and everything it refers to. Fixed before the first vote is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct House {
    /// Seats in all, as the law gives them. A system with compensation may end with more.
    pub seats: u32,
    /// Seats that make a majority; `None` = more than half.
    pub majority: Option<u32>,
    /// Under this share of expected cells counted, in hundredths of a percent, no seats are published. 0 = never held back.
    pub hold_back: u32,
    /// How votes become seats.
    pub system: System,
    /// Which lists take part.
    pub threshold: Option<Threshold>,
    /// Lists that share out among themselves.
    pub alliances: Vec<Alliance>,
    /// Which candidates take a list's seats.
    pub candidates: CandidateOrder,
    /// The lists, one per option of the contest, in ballot order.
    pub lists: Vec<List>,
    /// The districts; a rule without districts has exactly one.
    pub districts: Vec<District>,
    /// Single-member constituencies of a mixed system.
    pub constituencies: Vec<Constituency>,
}

/// A list, or any other option that can win.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Id.
    pub id: String,
    /// The groups that rules refer to ("minority").
    pub groups: Vec<String>,
    /// Candidates on it, where the law lets a list run out of them. 0 = an option without a list: in a mixed system who stands
    /// for constituencies alone; where single seats are won, who does not stand any more.
    pub length: Option<u32>,
}

/// A district.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// Id.
    pub id: String,
    /// Its seats; 0 where the rule gives districts none of their own.
    pub seats: u32,
}

/// A single-member constituency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constituency {
    /// Id.
    pub id: String,
    /// The district that it lies in: position in [`House::districts`].
    pub district: usize,
}

/// How votes become seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// Seats in proportion to votes, in one or several tiers.
    Proportional(Proportional),
    /// Double proportional (Pukelsheim): first to lists over the whole, then to lists in districts so that both the lists'
    /// and the districts' seats come out.
    Biproportional {
        /// Gives the whole's seats to lists, and rounds within districts.
        method: Method,
    },
    /// Constituencies and lists.
    Mixed {
        /// Gives seats to lists.
        method: Method,
        /// What the constituencies' winners do to the lists' seats.
        compensation: Compensation,
    },
    /// In each district the most votes win; a district of n seats elects its first n.
    Plurality,
    /// One seat: an absolute majority, or a second round.
    Majority(Majority),
    /// A question.
    Referendum(Referendum),
}

impl Default for System {
    fn default() -> Self {
        Self::Proportional(Proportional::default())
    }
}

/// Proportional tiers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proportional {
    /// How votes become seats.
    pub method: Method,
    /// Where they do.
    pub tier: Tier,
    /// Fewest seats of every list that takes part (1 for the states of the US House).
    pub minimum: u32,
    /// Seats for groups of lists.
    pub reserved: Vec<Reserved>,
    /// Whether reserved seats are apart from the others or a floor within all.
    pub reserved_as: ReservedAs,
    /// Seats for the strongest of several reserved groups.
    pub extra: Vec<Extra>,
}

/// Where votes become seats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Once, over all votes.
    #[default]
    Nation,
    /// In each district by itself.
    Districts,
    /// In each district by itself; then the rest of the house's seats level out what that did to proportion. A list that has
    /// more seats from districts than its share keeps them, and the others share the rest.
    Levelling {
        /// How the whole house is shared out for comparison.
        method: Method,
    },
    /// Over all votes first; then each list's seats go to districts by its votes there.
    NationThenDistricts {
        /// How a list's seats go to districts.
        method: Method,
    },
}

/// How votes become seats where seats are shared out once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The highest quotients win.
    Divisor(Divisor),
    /// A list gets a seat for each whole quota; what is left goes to the largest remainders.
    Quota(Quota),
}

impl Default for Method {
    fn default() -> Self {
        Self::Divisor(Divisor::DHondt)
    }
}

/// What votes are divided by for the 1st, 2nd, 3rd … seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Divisor {
    /// 1, 2, 3 … (Jefferson).
    #[default]
    DHondt,
    /// 1, 3, 5 … (Webster).
    SainteLague,
    /// `first`, 3, 5 …
    ModifiedSainteLague {
        /// The first divisor in thousandths: 1400 is 1.4.
        first: u32,
    },
    /// 1, 4, 7 …
    Danish,
    /// 2, 3, 4 …
    Imperiali,
    /// √(1×2), √(2×3) … after a first seat for everybody (Hill; the US House).
    HuntingtonHill,
    /// 0, 1, 2 …: a first seat for everybody.
    Adams,
}

/// How many votes a seat takes, of V votes and S seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quota {
    /// V ÷ S.
    #[default]
    Hare,
    /// ⌊V ÷ (S + 1)⌋ + 1.
    Droop,
    /// V ÷ (S + 1), exact.
    HagenbachBischoff,
    /// V ÷ (S + 2), exact.
    Imperiali,
}

/// Seats for a group of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// The group: a word in [`List::groups`].
    pub group: String,
    /// Its seats.
    pub seats: u32,
}

/// How reserved seats and the others fit together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReservedAs {
    /// A group's lists share its reserved seats and take part in nothing else; the other lists share the rest.
    #[default]
    Apart,
    /// All lists share all seats; a group that gets fewer than its reserved seats is lifted to them.
    Floors,
}

/// More seats for the strongest of several groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extra {
    /// How many.
    pub seats: u32,
    /// The groups, each of which has reserved seats; the one whose lists have the most votes gets them.
    pub strongest_of: Vec<String>,
}

/// Lists (or alliances) that stand as one when seats are shared out, and then share out among themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alliance {
    /// Id; differs from those of lists.
    pub id: String,
    /// Ids of lists or of other alliances.
    pub members: Vec<String>,
    /// How they share out; `None` = as outside.
    pub method: Option<Method>,
}

/// What the constituencies' winners do to the lists' seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compensation {
    /// Nothing: both kinds of seats add up (parallel). [`House::seats`] are those of lists and constituencies together.
    #[default]
    None,
    /// They are part of a list's share; one who has more of them keeps them and the house grows by as many (New Zealand).
    Overhang,
    /// As `overhang`, and the house grows until every list's share covers its constituencies (Germany 2013).
    Enlarge,
    /// They are part of a list's share in its district; those with the smallest shares of first votes who are not covered by
    /// it stay out (Germany 2025). The house keeps its size: who has no list in the district keeps the constituency, and the
    /// lists share as many seats fewer.
    Cover,
}

/// An absolute majority, or a second round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Majority {
    /// More than this share of the valid votes, in hundredths of a percent; 5000 is "more than half".
    pub more_than: u32,
    /// How many go on to the second round.
    pub runoff: u32,
    /// A share that must be reached in some of the districts besides.
    pub spread: Option<Spread>,
}

/// A share that must be reached in some of the districts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// At least this share of a district's valid votes, in hundredths of a percent.
    pub at_least: u32,
    /// In more than this share of the districts, in hundredths of a percent.
    pub in_more_than: u32,
}

/// A question with yes (the first option) and no (the second).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referendum {
    /// Ballots must be at least this share of registered voters, in hundredths of a percent; 0 = no quorum.
    pub turnout_quorum: u32,
    /// Yes must be at least this share of registered voters, in hundredths of a percent; 0 = no quorum.
    pub approval_quorum: u32,
    /// Yes must also win more districts than no (Switzerland's cantons; a district weighs its seats, 2 = a whole canton).
    pub districts: bool,
}

/// Which candidates take a list's seats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateOrder {
    /// How candidates are ordered.
    pub lists: ListKind,
    /// The least share of each gender among a list's seats, in hundredths of a percent; the last elected of the others make
    /// room for the next (Kosovo). 0 = no rule.
    pub gender_share: u32,
}

/// How the candidates of a list are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// As the list names them.
    #[default]
    Closed,
    /// By preference votes.
    Open,
    /// Those whose preference votes reach a share of the list's votes come first, by votes; then as the list names them.
    Flexible {
        /// The share in hundredths of a percent.
        quota: u32,
    },
}
