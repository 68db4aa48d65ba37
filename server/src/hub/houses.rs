//! The houses that contests fill: their votes are taken under the truth's lock, their seats computed after it, once per tick for
//! all views of the contest.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use election::calls::lots;
use election::definition::Contest;
use election::seats::{HouseView, Lot, Preferences, Tally, contest_view};
use election::{ContestIx, Definition, ViewKey};

use crate::truth::Truth;

/// The houses of one tick, by contest.
#[derive(Default)]
pub(super) struct Houses(BTreeMap<ContestIx, Due>);

enum Due {
    Votes(Box<Votes>),
    Seats(Option<HouseView>),
}

struct Votes {
    definition: Arc<Definition>,
    tally: Tally,
    preferences: Preferences,
    lots: Vec<Lot>,
}

/// The contest of a view whose house it shows: only the view of a whole contest has one.
fn filled(definition: &Definition, key: ViewKey) -> Option<&Contest> {
    let contest = &definition.contests[key.contest.at()];
    (key.unit == definition.units.root() && contest.house.is_some()).then_some(contest)
}

impl Votes {
    fn take(truth: &Truth, key: ViewKey) -> Option<Self> {
        let definition = truth.ledger.definition().clone();
        let house = filled(&definition, key)?.house.as_ref()?;
        let tally = Tally::of(&truth.ledger, key.contest, house);
        let preferences = Preferences::of(&truth.ledger, key.contest);
        let lots = lots(&truth.decisions, key.contest);
        Some(Self { definition, tally, preferences, lots })
    }

    fn seats(&self, contest: ContestIx) -> Option<HouseView> {
        contest_view(&self.definition.contests[contest.at()], &self.tally, &self.preferences, &self.lots)
    }
}

impl Houses {
    /// Takes the votes that the house of a view needs, if it has one. Called under the truth's lock.
    pub(super) fn take(&mut self, truth: &Truth, key: ViewKey) {
        if let Entry::Vacant(free) = self.0.entry(key.contest)
            && let Some(votes) = Votes::take(truth, key)
        {
            free.insert(Due::Votes(Box::new(votes)));
        }
    }

    /// The house of a view whose votes were taken.
    pub(super) fn view(&mut self, definition: &Definition, key: ViewKey) -> Option<HouseView> {
        filled(definition, key)?;
        let due = self.0.get_mut(&key.contest)?;
        if let Due::Votes(votes) = due {
            *due = Due::Seats(votes.seats(key.contest));
        }
        match due {
            Due::Seats(view) => view.clone(),
            Due::Votes(..) => None,
        }
    }
}
