//! The pages of all lists, of one list, and of all candidates.

use app::model::Link;
use app::pages::candidates::{CandidatesPage, Stand, Stands, candidates_page};
use app::pages::list::{ListPage, list_page};
use app::pages::lists::{ListsPage, lists_page};
use election::definition::VoteVariation;
use election::report::Figure;
use election::seats::{HouseView, Preferences};
use election::wire::Snapshot;
use election::{ContestIx, Definition, UnitIx};

use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, href};
use crate::problem::Problem;

/// All lists of a contest that fills a house.
pub(super) static LISTS: Kind = Kind {
    id: "lists",
    label: Some(|words| app::words::pages(words.live.language).lists),
    scope: Scope::Unit,
    fresh: Fresh::Counted,
    params: &[],
    exists: are_lists,
    render: all,
};

/// All options of a contest between persons, or a question.
pub(super) static OPTIONS: Kind = Kind {
    id: "options",
    label: Some(|words| app::words::pages(words.live.language).options),
    exists: |definition, contest| !are_lists(definition, contest),
    ..LISTS
};

/// One of them.
pub(super) static LIST: Kind = Kind {
    id: "list",
    label: None,
    scope: Scope::Item,
    fresh: Fresh::Counted,
    params: &[],
    exists: |_, _| true,
    render: one,
};

/// All candidates.
pub(super) static CANDIDATES: Kind = Kind {
    id: "candidates",
    label: Some(|words| app::words::pages(words.live.language).candidates),
    scope: Scope::Contest,
    fresh: Fresh::Counted,
    params: &[],
    exists: |definition, contest| definition.contests[contest.at()].candidates.iter().any(|list| !list.is_empty()),
    render: candidates,
};

/// The address of a list's own page.
pub(crate) fn address(definition: &Definition, contest: ContestIx, list: &str, language: &str) -> String {
    href(definition, &LIST, (contest, definition.units.root()), list, language)
}

fn are_lists(definition: &Definition, contest: ContestIx) -> bool {
    let contest = &definition.contests[contest.at()];
    contest.house.as_ref().is_some_and(|house| house.seats > 1) || contest.variation == VoteVariation::Proportional
}

#[expect(clippy::unnecessary_wraps, reason = "other pages may find that there is nothing to show")]
fn all(place: &Place) -> Result<String, Problem> {
    let options = &place.definition().contests[place.view.contest.at()].options;
    Ok(lists_page(&ListsPage {
        frame: place.frame(),
        are_lists: are_lists(place.definition(), place.view.contest),
        hrefs: options.iter().map(|option| list_href(place, &option.id, place.view.unit)).collect(),
    }))
}

fn list_href(place: &Place, option: &str, unit: UnitIx) -> String {
    href(place.definition(), &LIST, (place.view.contest, unit), option, &place.language)
}

fn one(place: &Place) -> Result<String, Problem> {
    let (definition, view) = (place.definition(), place.view);
    let contest = &definition.contests[view.contest.at()];
    let nothing = || Problem::not_found("unknown-list", format!("There is no list `{}` in this contest.", place.item));
    let option = contest.option(&place.item).ok_or_else(nothing)?.at();
    let topic = place.topic.as_ref().ok_or_else(nothing)?;
    let rows = &topic.layout().rows;
    let baseline = definition.baselines.get(view.contest.at());
    let before = |unit: &UnitIx| {
        let figures = baseline?.get(unit)?;
        let sum = figures[Figure::COUNT..].iter().flatten().sum();
        Some((figures[Figure::COUNT + option]?, sum))
    };
    let link = |one: &election::definition::BallotOption| Link {
        label: one.name.get(&place.language).to_owned(),
        href: list_href(place, &one.id, view.unit),
        current: one.id == place.item,
    };
    let whole = view.unit == definition.units.root();
    let mut stands = if whole { stands(place, &topic.snapshot()) } else { Vec::new() };
    Ok(list_page(&ListPage {
        frame: place.frame(),
        option,
        map: place.night.map(topic.layout(), &place.language),
        before: rows.iter().map(before).collect(),
        hrefs: rows.iter().map(|unit| list_href(place, &place.item, *unit)).collect(),
        lists: contest.options.iter().map(link).collect(),
        stands: (option < stands.len()).then(|| stands.swap_remove(option)).filter(|stands| !stands.0.is_empty()),
    }))
}

#[expect(clippy::unnecessary_wraps, reason = "other pages may find that there is nothing to show")]
fn candidates(place: &Place) -> Result<String, Problem> {
    let contest = &place.definition().contests[place.view.contest.at()];
    Ok(candidates_page(&CandidatesPage {
        frame: place.frame(),
        order: contest.house.as_ref().map(|house| house.candidates.clone()).unwrap_or_default(),
        lists: place.topic.as_ref().map(|topic| stands(place, &topic.snapshot())).unwrap_or_default(),
        hrefs: contest.options.iter().map(|option| list_href(place, &option.id, place.view.unit)).collect(),
    }))
}

/// The candidates of each list with their preference votes and who has a seat by the votes as published.
fn stands(place: &Place, snapshot: &Snapshot) -> Vec<Stands> {
    let contest = &place.definition().contests[place.view.contest.at()];
    let preferences = {
        let truth = place.night.hub.truth().read().expect("nobody panics while holding it");
        Preferences::of(&truth.ledger, place.view.contest)
    };
    let house = snapshot.view.house.as_ref().filter(|house: &&HouseView| house.state.has_owners());
    let list = |(at, list): (usize, &Vec<election::definition::Candidate>)| {
        let votes = preferences.of_list(at);
        let elected = house.and_then(|house| house.lists.get(at)).map_or(&[][..], |list| &list.elected);
        let stand = |(on_list, one): (usize, &election::definition::Candidate)| Stand {
            name: one.name.clone(),
            votes: votes.map(|votes| votes[on_list]),
            has_seat: elected.iter().any(|position| usize::from(*position) == on_list),
        };
        Stands(list.iter().enumerate().map(stand).collect())
    };
    contest.candidates.iter().enumerate().map(list).collect()
}
