//! The houses that contests fill: their votes are taken under the truth's lock, their seats computed after it, once per tick for
//! all views of the contest.

use std::collections::BTreeMap;
use std::sync::Arc;

use election::calls::lots;
use election::seats::{House, HouseView, Lot, Tally, house_view};
use election::{ContestIx, Definition, ViewKey};

use crate::truth::Truth;

/// The houses of one tick, by contest.
#[derive(Default)]
pub(super) struct Houses(BTreeMap<ContestIx, Due>);

enum Due {
    Votes(Arc<Definition>, Tally, Vec<Lot>),
    Seats(HouseView),
}

/// The house of a view: only the view of a whole contest has one.
fn house(definition: &Definition, key: ViewKey) -> Option<&House> {
    if key.unit == definition.units.root() { definition.contests[key.contest.at()].house.as_ref() } else { None }
}

impl Houses {
    /// Takes the votes that the house of a view needs, if it has one. Called under the truth's lock.
    pub(super) fn take(&mut self, truth: &Truth, key: ViewKey) {
        let definition = truth.ledger.definition();
        if let Some(house) = house(definition, key) {
            self.0.entry(key.contest).or_insert_with(|| {
                let tally = Tally::of(&truth.ledger, key.contest, house);
                Due::Votes(definition.clone(), tally, lots(&truth.decisions, key.contest))
            });
        }
    }

    /// The house of a view whose votes were taken.
    pub(super) fn view(&mut self, key: ViewKey) -> Option<HouseView> {
        let due = self.0.get_mut(&key.contest)?;
        if let Due::Votes(definition, tally, lots) = due {
            *due = Due::Seats(house_view(house(definition, key)?, tally, lots));
        }
        match due {
            Due::Seats(view) => Some(view.clone()),
            Due::Votes(..) => None,
        }
    }
}
