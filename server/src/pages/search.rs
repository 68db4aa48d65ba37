//! The pages of results: of one election, and of all. What readers type is endless, so these pages are not kept.

use std::sync::Arc;

use app::model::{Link, Search};
use app::pages::frame::Frame;
use app::pages::search::{Group, SearchPage, search_page};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use election::ContestIx;
use serde::Deserialize;

use super::cache::Page;
use super::contest::with_language;
use super::front::languages;
use super::kind::{Fresh, Kind, Scope};
use super::place::{Place, escaped};
use super::{Params, absent, answer, language};
use crate::find::Asked;
use crate::problem::Problem;
use crate::site::Site;

/// Most results of each kind in one election.
const MOST: usize = 30;
/// Most of each kind from each election, where all are searched.
const MOST_OF_EACH: usize = 10;

static KIND: Kind = Kind {
    id: "search",
    label: None,
    scope: Scope::Election,
    fresh: Fresh::Fixed,
    params: &["q", "contest"],
    exists: |_, _| true,
    render: |place| Ok(of_election(place)),
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    q: String,
    lang: String,
    contest: String,
}

impl Wanted {
    fn params(&self) -> Params {
        Params { lang: self.lang.clone(), ..Params::default() }
    }
}

/// `/e/{election}/-/search?q=`.
pub(super) async fn election(
    State(site): State<Arc<Site>>,
    Path(election): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let night = match site.night(&election) {
        Ok(night) => night.clone(),
        Err(problem) => return absent(&site, &problem, &wanted.params(), &headers),
    };
    let language = language(&wanted.params(), &headers, &night.definition.languages);
    let Ok(view) = night.key(&wanted.contest, "", "").or_else(|_| night.key(&night.definition.contests[0].id, "", ""))
    else {
        return absent(&site, &Problem::not_found("unknown-contest", ""), &wanted.params(), &headers);
    };
    let given = [("q", wanted.q.clone()), ("contest", wanted.contest.clone())];
    let query = given.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let of = language.clone();
    let place = Place { site, night, kind: &KIND, view, item: String::new(), language, query, topic: None };
    rendered(&of, &headers, move || of_election(&place)).await
}

/// `/search?q=`.
pub(super) async fn all(State(site): State<Arc<Site>>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    let language = language(&wanted.params(), &headers, &languages(&site));
    let of = language.clone();
    rendered(&of, &headers, move || of_all(&site, &wanted.q, &language)).await
}

async fn rendered(language: &str, headers: &HeaderMap, render: impl FnOnce() -> String + Send + 'static) -> Response {
    let page = crate::find::in_turn(move || Arc::new(Page::new(render().into()))).await;
    answer(page, language, headers)
}

fn of_election(place: &Place) -> String {
    let query = place.asked("q").trim().to_owned();
    let asked = Asked {
        query: query.clone(),
        language: place.language.clone(),
        contest: place.view.contest,
        most: MOST,
        several: false,
    };
    let mut frame = place.frame();
    frame.search = Search { contest: place.asked("contest").to_owned(), here: true, ..frame.search };
    let groups = place.night.search(&asked).into_iter().map(|(_, group)| group).collect();
    search_page(&SearchPage { frame, query, groups })
}

fn of_all(site: &Site, query: &str, language: &str) -> String {
    let query = query.trim().to_owned();
    let search = |night: &Arc<crate::night::Night>| {
        let (query, language) = (query.clone(), language.to_owned());
        let several = site.nights.len() > 1;
        night.search(&Asked { query, language, contest: ContestIx::new(0), most: MOST_OF_EACH, several })
    };
    let mut groups: Vec<(u32, Group)> = Vec::new();
    for (distance, group) in site.nights.values().flat_map(search) {
        match groups.iter_mut().find(|(_, known)| known.sort == group.sort) {
            Some((best, known)) => {
                *best = distance.min(*best);
                known.total += group.total;
                known.lines.extend(group.lines);
            }
            None => groups.push((distance, group)),
        }
    }
    groups.sort_by_key(|(distance, _)| *distance);
    let here = |code: &str| format!("/search?lang={code}&q={}", escaped(&query));
    let link = |code: &String| Link { label: code.clone(), href: here(code), current: *code == language };
    let frame = Frame {
        language: language.to_owned(),
        election: app::words::of(language).page.front_title.to_owned(),
        languages: languages(site).iter().map(link).collect(),
        search: Search { here: true, ..Search::of("", "", language) },
        home: with_language("/", language),
        canonical: here(language),
        assets: site.assets.clone(),
        ..Frame::default()
    };
    search_page(&SearchPage { frame, query, groups: groups.into_iter().map(|(_, group)| group).collect() })
}
