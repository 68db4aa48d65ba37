//! What a listener is told of seats and calls: only that somebody else leads the house, that a majority is won or lost, that
//! a call was made or taken back.

use crate::cells::Board;
use crate::seats::leader;

/// What decides whether there is something to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The list with the most seats, and whether they are a majority.
    leader: Option<(usize, bool)>,
    /// The sequence number of the newest call in force.
    call: Option<u64>,
}

impl Told {
    /// What a listener knows who has heard everything on this board.
    #[must_use]
    pub fn of(board: &Board<'_>) -> Self {
        Self { leader: board.house().and_then(leader), call: board.newest_call().map(|call| call.seq) }
    }

    /// What is to be told on `board`, if a listener knew `before`.
    #[must_use]
    pub fn news(self, before: Self, board: &Board<'_>) -> Option<String> {
        let seats = board.house().filter(|_| self.leader != before.leader && self.leader.is_some());
        let seats = seats.map(|house| board.seats_sentence(house));
        let call = if self.call == before.call { None } else { Some(board.newest_call_words()) };
        call.into_iter().chain(seats).reduce(|call, seats| call + " " + &seats)
    }
}
