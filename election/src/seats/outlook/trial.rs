//! The same votes with some more, or fewer, for one list: what margins are measured on.

use super::super::outcome::{DistrictTally, Tally};

/// Whether votes come or go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    More,
    Fewer,
}

/// A copy of the votes in which those of a list can be moved and moved back.
pub(super) struct Trial {
    tally: Tally,
}

impl Trial {
    pub(super) fn new(tally: &Tally) -> Self {
        Self { tally: tally.clone() }
    }

    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The list's votes in a district, or over the whole.
    pub(super) fn votes(&self, list: usize, district: Option<usize>) -> u64 {
        match district {
            Some(at) => self.tally.districts[at].votes[list],
            None => self.tally.districts.iter().map(|there| there.votes[list]).sum(),
        }
    }

    /// What `look` sees with `count` votes more or fewer for the list, in a district or over the whole: there they come to the
    /// first district, and go from the first that have some.
    pub(super) fn with<T>(
        &mut self,
        list: usize,
        district: Option<usize>,
        (way, count): (Way, u64),
        look: impl FnOnce(&Tally) -> T,
    ) -> T {
        let places = district.map_or(0..self.tally.districts.len(), |at| at..at + 1);
        let mut before = Vec::new();
        let mut left = count;
        for (at, there) in self.tally.districts[places.clone()].iter_mut().enumerate() {
            let moved = if way == Way::More { left } else { left.min(there.votes[list]) };
            if moved > 0 {
                before.push((places.start + at, there.votes[list], there.valid, there.cast));
                shift(there, list, way, moved);
                left -= moved;
            }
        }
        let seen = look(&self.tally);
        for (at, votes, valid, cast) in before {
            let there = &mut self.tally.districts[at];
            there.votes[list] = votes;
            (there.valid, there.cast) = (valid, cast);
        }
        seen
    }
}

fn shift(there: &mut DistrictTally, list: usize, way: Way, count: u64) {
    let moved = |votes: u64| match way {
        Way::More => votes + count,
        Way::Fewer => votes.saturating_sub(count),
    };
    there.votes[list] = moved(there.votes[list]);
    there.valid = moved(there.valid);
    there.cast = moved(there.cast);
}
