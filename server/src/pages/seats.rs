//! The page of a house.

use std::collections::BTreeMap;

use app::pages::seats::{SeatsPage, seats_page};
use election::calls::lots;
use election::definition::Contest;
use election::seats::{House, Tally, allocate};
use election::{ContestIx, Definition};

use super::kind::{Fresh, Kind, Scope};
use super::place::Place;
use super::{method, place};
use crate::problem::Problem;

pub(super) static KIND: Kind = Kind {
    id: "seats",
    label: Some(|words| app::words::pages(words.live.language).seats),
    scope: Scope::Contest,
    fresh: Fresh::Counted,
    params: &[],
    exists: |definition, contest| house(definition, contest).is_some_and(|house| house.seats > 1),
    render,
};

pub(super) fn house(definition: &Definition, contest: ContestIx) -> Option<&House> {
    let Contest { house, .. } = &definition.contests[contest.at()];
    house.as_ref()
}

fn render(place: &Place) -> Result<String, Problem> {
    let (night, contest) = (&place.night, place.view.contest);
    let nothing = || Problem::not_found("no-seats", "This contest has no seats to fill.");
    let house = house(&night.definition, contest).ok_or_else(nothing)?;
    let (seq, tally, lots) = {
        let truth = night.hub.truth().read().expect("nobody panics while holding it");
        (truth.seq, Tally::of(&truth.ledger, contest, house), lots(&truth.decisions, contest))
    };
    let id = &night.definition.contests[contest.at()].id;
    Ok(seats_page(&SeatsPage {
        frame: place.frame(),
        allocation: allocate(house, &tally, &lots),
        house: house.clone(),
        tally,
        seq,
        names: names(&night.definition, house, &place.language),
        json: format!("/api/v1/elections/{}/contests/{id}/seats", night.definition.id),
        rule: place::href(&night.definition, &method::KIND, (contest, place.view.unit), "", &place.language),
    }))
}

/// Districts and constituencies by id.
pub(super) fn names(definition: &Definition, house: &House, language: &str) -> BTreeMap<String, String> {
    let districts = house.districts.iter().map(|district| &district.id);
    let ids = districts.chain(house.constituencies.iter().map(|constituency| &constituency.id));
    let name = |id: &String| Some((id.clone(), definition.unit_name(definition.units.find(id)?, language).to_owned()));
    ids.filter_map(name).collect()
}
