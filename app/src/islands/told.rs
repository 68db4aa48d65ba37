//! What a listener is told: at once that somebody else leads, that a majority is won or lost, that a call was made or taken back,
//! that everything is counted; of ordinary progress only now and then, in words.

use crate::cells::Board;
use crate::headline::{parts, spoken};
use crate::lead::Lead;
use crate::seats::leader;
use crate::words::fill;

/// What decides whether there is something to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The list with the most seats, and whether they are a majority.
    pub house: Option<(usize, bool)>,
    /// The sequence number of the newest call in force.
    call: Option<u64>,
    /// The list that leads.
    lead: Option<usize>,
    /// Everything that is expected is counted.
    complete: bool,
    /// Stations counted, in whole percents.
    counted: u64,
    /// The sequence number.
    seq: u64,
}

impl Told {
    /// What a listener knows who has heard everything on this board.
    #[must_use]
    pub fn of(board: &Board<'_>) -> Self {
        let stations = board.stations();
        Self {
            house: board.house().and_then(leader),
            call: board.newest_call().map(|call| call.seq),
            lead: Lead::of(&board.votes).option(),
            complete: board.expected_categories().all(|category| board.category(category).is_complete()),
            counted: election::format::whole_percent(stations.completed, stations.expected),
            seq: board.seq,
        }
    }

    /// What cannot wait on `board`, if a listener knew `before`.
    #[must_use]
    pub fn news(self, before: Self, board: &Board<'_>) -> Option<String> {
        let lead = self.lead.is_some() && self.lead != before.lead;
        let complete = self.complete && !before.complete;
        let headline = (lead || complete).then(|| parts(board).join(" "));
        let call = (self.call != before.call).then(|| board.newest_call_words());
        let seats = board.house().filter(|_| self.house != before.house && self.house.is_some());
        let seats = seats.map(|house| board.seats_sentence(house));
        [headline, call, seats].into_iter().flatten().reduce(|all, next| all + " " + &next)
    }

    /// What is worth a word once in a while: another percent is counted, and who still leads.
    #[must_use]
    pub fn progress(self, before: Self, board: &Board<'_>) -> Option<String> {
        if self.counted == before.counted || self.seq <= before.seq {
            return None;
        }
        let (words, more) = (board.words, self.seq - before.seq);
        let mut told = fill(words.plural(more, words.told_more), &[("n", &board.locale.count(more))]);
        told = told + " " + &parts(board)[1];
        if let Some(option) = self.lead {
            told = told + " " + &fill(words.told_lead, &[("name", spoken(&board.meta.options[option]))]);
        }
        Some(told)
    }
}
