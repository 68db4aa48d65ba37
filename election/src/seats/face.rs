//! What readers see of a house: small enough to travel whenever it changes.

use serde::{Deserialize, Serialize};

use super::outcome::{How, Standing, State, Tie, Warning};

/// A house as it stands by the votes counted so far. Travels in the view of the whole contest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseView {
    /// How far this is an answer. While it is held back, `lists` carry no seats.
    pub state: State,
    /// Seats in all.
    pub size: u32,
    /// Seats that make a majority.
    pub majority: u32,
    /// The share of cells that must be counted before seats are published, in hundredths of a percent; 0 = none.
    pub hold_back: u32,
    /// One per option, in ballot order.
    pub lists: Vec<ListView>,
    /// Who took the last seat that was shared out openly, if that is one sharing-out: position of the option.
    pub last_in: Option<u16>,
    /// Who would have got the next one.
    pub first_out: Option<u16>,
    /// The ties for which no lot is on record.
    pub ties: Vec<Tie>,
    /// What a reader must know to read this rightly.
    pub warnings: Vec<Warning>,
    /// Where one wins: how it ends if what is counted so far is all.
    pub ending: Option<Ending>,
}

/// How a contest that one wins would end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// How it is decided.
    pub how: How,
    /// Positions of the options that it is about: who wins, who goes on, between whom a lot decides.
    pub options: Vec<u16>,
}

impl HouseView {
    /// Seats without an owner that a lot will give. Not every tie has some: of one between candidates the list has the seat.
    #[must_use]
    pub fn waiting(&self) -> u32 {
        let owned: u32 = self.lists.iter().map(|list| list.seats).sum();
        let tied = self.ties.iter().map(|tie| tie.seats).sum::<u32>();
        if self.state == State::Tied { tied.min(self.size.saturating_sub(owned)) } else { 0 }
    }
}

/// How a list stands in the house.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListView {
    /// Its seats that no open tie concerns.
    pub seats: u32,
    /// Those of them that no votes still to come can take away; `None` where it is not known how many can still come.
    pub firm: Option<u32>,
    /// How it stands to the threshold.
    pub standing: Standing,
    /// Votes that it lacks for its next seat, all else equal; `None` if no number of votes would give it one.
    pub lacks: Option<u64>,
    /// Votes that it could lose, all else equal, and keep its last seat; `None` without a seat to lose.
    pub spare: Option<u64>,
    /// Votes above (+) or below (−) the threshold; `None` where there is none for it.
    pub over_threshold: Option<i64>,
    /// Its candidates who are elected as things stand: positions on the list, in the order of election.
    pub elected: Vec<u16>,
}
