//! Kinds of pages besides the contest's own, and the one way to answer for all of them.
//!
//! To add a page: a module beside this one with a `pub(super) static KIND: Kind`, and its line in [`KINDS`]. `render` gets a
//! [`Place`] – night, contest, unit, language, item, parameters – and makes the document of `app::pages`; `place.frame()` is
//! what stands around it. See the head of `app/src/pages/frame.rs` for the other half.

use std::sync::Arc;

use app::words::Words;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use election::{ContestIx, Definition, ViewKey};
use serde::Deserialize;

use super::place::Place;
use super::{
    about, absent, analysis, answer, brief, changes, corrections, data, language, lists, lite, method, outcome, seats,
    turnout, withheld,
};
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

/// All kinds, in the order in which they stand in the navigation.
pub(super) static KINDS: &[&Kind] = &[
    &seats::KIND,
    &outcome::KIND,
    &lists::LISTS,
    &lists::OPTIONS,
    &lists::LIST,
    &lists::CANDIDATES,
    &analysis::KIND,
    &analysis::FRAGMENT,
    &turnout::KIND,
    &changes::KIND,
    &corrections::KIND,
    &method::KIND,
    &data::KIND,
    &lite::KIND,
    &about::KIND,
    &brief::KIND,
];

/// Longest value of a parameter that a page may depend on.
const LONGEST: usize = 80;

/// A kind of page.
pub(super) struct Kind {
    /// Its name in addresses: `/e/{election}/-/{id}/…`.
    pub(super) id: &'static str,
    /// What it is called in the navigation; `None` = it does not stand there (but is reached from another page).
    pub(super) label: Option<fn(&'static Words) -> &'static str>,
    /// What it is about.
    pub(super) scope: Scope,
    /// How long what it shows stays the same.
    pub(super) fresh: Fresh,
    /// The parameters of the query that it reads besides `lang`.
    pub(super) params: &'static [&'static str],
    /// Whether a contest has it; asked with the first contest if the page is about the whole election.
    pub(super) exists: fn(&Definition, ContestIx) -> bool,
    /// The document; 404 if the item or a parameter names nothing.
    pub(super) render: fn(&Place) -> Result<String, Problem>,
}

/// What a page is about, and so what its address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The whole election: `/e/{election}/-/{page}`.
    Election,
    /// A contest: `/e/{election}/-/{page}/{contest}`.
    Contest,
    /// A contest at a unit: `/e/{election}/-/{page}/{contest}/{*unit}`; without unit = the root.
    Unit,
    /// One thing of a contest (a list) at a unit: `/e/{election}/-/{page}/{contest}/{item}/{*unit}`.
    Item,
}

/// How long what a page shows stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fresh {
    /// As long as the server runs: it only shows the definition. Open before the embargo ends.
    Fixed,
    /// Until the figures of its view change.
    Counted,
    /// Until they change, or turnout of the day is said. Open before the embargo ends, then without what is counted.
    Hourly,
    /// Until they change, or the minute is over: it says what happened lately.
    Minute,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Address {
    election: String,
    page: String,
    contest: String,
    /// The item and the unit, or the unit.
    rest: String,
}

type Asked = Vec<(String, String)>;

/// Answers for every page that is not a contest's own.
pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Path(address): Path<Address>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let params = super::Params::of(&asked);
    match find(&site, &address, &asked, &params, &headers) {
        Ok((kind, place)) => shown(kind, place, &params, &headers).await,
        Err(problem) => withheld(&site, &address.election, &problem, &params, &headers),
    }
}

async fn shown(kind: &'static Kind, place: Place, params: &super::Params, headers: &HeaderMap) -> Response {
    let site = place.site.clone();
    let (key, tag, language) = (place.key(), place.tag(), place.language.clone());
    let rendered = site.pages.get(&key, &tag, move || (kind.render)(&place)).await;
    match rendered {
        Ok(page) => answer(Ok(page), &language, headers),
        Err(problem) => absent(&site, &problem, params, headers),
    }
}

fn find(
    site: &Arc<Site>,
    address: &Address,
    asked: &Asked,
    params: &super::Params,
    headers: &HeaderMap,
) -> Result<(&'static Kind, Place), Problem> {
    let night = site.night(&address.election)?.clone();
    let nothing = || Problem::not_found("unknown-page", format!("There is no page `{}` here.", address.page));
    let kind = KINDS.iter().find(|kind| kind.id == address.page).ok_or_else(nothing)?;
    let view = view(kind, &night, address)?;
    let whole = address.contest.is_empty();
    if whole != (kind.scope == Scope::Election) || !(kind.exists)(&night.definition, view.1.contest) {
        return Err(nothing());
    }
    let (item, key) = view;
    let topic = match kind.fresh {
        Fresh::Fixed => None,
        Fresh::Hourly => night.topic(key).ok(),
        Fresh::Counted | Fresh::Minute => Some(night.topic(key)?),
    };
    let value = |name: &&'static str| {
        let found = asked.iter().find(|(known, value)| known == name && value.len() <= LONGEST && !value.is_empty());
        found.map(|(_, value)| (*name, value.clone()))
    };
    let query = kind.params.iter().filter_map(value).collect();
    let language = language(params, headers, &night.definition.languages);
    Ok((kind, Place { site: site.clone(), night, kind, view: key, item, language, query, topic }))
}

/// The item and the view that an address means.
fn view(kind: &Kind, night: &Night, address: &Address) -> Result<(String, ViewKey), Problem> {
    let (item, unit) = match kind.scope {
        Scope::Item => address.rest.split_once('/').unwrap_or((&address.rest, "")),
        Scope::Unit => ("", address.rest.as_str()),
        Scope::Election | Scope::Contest if address.rest.is_empty() => ("", ""),
        Scope::Election | Scope::Contest => {
            return Err(Problem::not_found("unknown-unit", "This page is about the whole of its contest."));
        }
    };
    let contest = if address.contest.is_empty() { &night.definition.contests[0].id } else { &address.contest };
    Ok((item.to_owned(), night.key(contest, unit, "")?))
}
