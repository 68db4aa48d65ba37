//! The outcome of a contest that one wins.

use app::model::Ruling;
use app::pages::outcome::{OutcomePage, outcome_page};
use election::ContestIx;
use election::calls::lots;
use election::seats::{Tally, allocate};

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, href};
use super::{method, seats};
use crate::night::Night;
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "outcome",
    label: Some(|words| words.pages.outcome),
    scope: Scope::Contest,
    fresh: Fresh::Counted,
    params: &[],
    exists: |definition, contest| seats::house(definition, contest).is_some_and(|house| house.seats < 2),
    render,
};

/// What the votes give where one wins; none where the contest fills a house, or has no rule.
pub(super) fn ruling(night: &Night, contest: ContestIx) -> Option<Ruling> {
    let house = seats::house(&night.definition, contest).filter(|house| house.seats < 2)?;
    let (tally, lots) = {
        let truth = night.hub.truth().read().expect("nobody panics while holding it");
        (Tally::of(&truth.ledger, contest, house), lots(&truth.decisions, contest))
    };
    Some(Ruling { allocation: allocate(house, &tally, &lots), tally, house: house.clone() })
}

fn render(place: &Place) -> Result<String, Problem> {
    let (definition, contest) = (place.definition(), place.view.contest);
    let nothing = || Problem::not_found("no-rule", "This contest has no rule of who wins.");
    let ruling = ruling(&place.night, contest).ok_or_else(nothing)?;
    let id = &definition.contests[contest.at()].id;
    Ok(outcome_page(&OutcomePage {
        frame: place.frame(),
        names: seats::names(definition, &ruling.house, &place.language),
        ruling,
        rule: href(definition, &method::KIND, (contest, place.view.unit), "", &place.language),
        json: format!("/api/v1/elections/{}/contests/{id}/seats", definition.id),
    }))
}
