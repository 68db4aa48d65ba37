//! The pages: rendered once for each sequence number, language and view, kept with their compressed forms.

mod about;
mod analysis;
mod brief;
mod cache;
mod changes;
mod contest;
mod corrections;
mod data;
mod follow;
mod front;
mod kind;
mod lists;
mod lite;
mod method;
mod outcome;
mod place;
mod search;
mod seats;
mod shading;
mod turnout;

use std::sync::Arc;

use app::model::{Absence, ErrorPage, Link};
use app::shade::Shade;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use election::ViewKey;
use serde::Deserialize;

use crate::clock;
use crate::hot::{self, FRAMES, OF_PAGES, Warm};
use crate::language::matching;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

pub(crate) use cache::Page;
pub use cache::Pages;
pub(crate) use lists::address as list_address;

/// Their address names a state: long enough that a browser that has preloaded them does not ask once more when it uses them.
const FIGURES: &str = "public, max-age=60";

/// Routes of the pages.
pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(front_page))
        .route("/e/{election}", get(election))
        .route("/search", get(search::all))
        .route("/following", get(follow::following))
        .route("/offline", get(follow::offline))
        .route("/e/{election}/-/card/{contest}/{*unit}", get(crate::card::card))
        .route("/e/{election}/-/search", get(search::election))
        .route("/e/{election}/-/{page}", get(kind::page))
        .route("/e/{election}/-/{page}/{contest}", get(kind::page))
        .route("/e/{election}/-/{page}/{contest}/{*rest}", get(kind::page))
        .route("/e/{election}/{contest}", get(contest_root))
        .route("/e/{election}/{contest}/{*unit}", get(contest_unit))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    lang: String,
    level: String,
    map: String,
    list: String,
    view: String,
    from: String,
    /// The state of the page that asks for the figures to go on with; empty = the page itself.
    figures: String,
    /// The build of the client that asks for them; empty = it is not said.
    build: String,
}

impl Params {
    /// Those of them among the parameters of a query.
    fn of(asked: &[(String, String)]) -> Self {
        let value = |name: &str| {
            let found = asked.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        Self { lang: value("lang"), level: value("level"), ..Self::default() }
    }
}

async fn front_page(State(site): State<Arc<Site>>, Query(params): Query<Params>, headers: HeaderMap) -> Response {
    let language = language(&params, &headers, &front::languages(&site));
    let tag = front::tag(&site);
    let key = format!("front {language}");
    let shared = site.clone();
    let of = language.clone();
    let page = site.pages.get(&key, &tag, move || Ok(front::front(&shared, &of))).await;
    answer(page, &language, &headers)
}

async fn election(
    State(site): State<Arc<Site>>,
    Path(election): Path<String>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> Response {
    match site.night(&election) {
        Ok(night) => Redirect::temporary(&format!("/e/{election}/{}", night.definition.contests[0].id)).into_response(),
        Err(problem) => absent(&site, &problem, &params, &headers),
    }
}

async fn contest_root(
    state: State<Arc<Site>>,
    Path((election, contest)): Path<(String, String)>,
    params: Query<Params>,
    headers: HeaderMap,
) -> Response {
    contest_unit(state, Path((election, contest, String::new())), params, headers).await
}

async fn contest_unit(
    State(site): State<Arc<Site>>,
    Path((election, contest, unit)): Path<(String, String, String)>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let found = site.night(&election).and_then(|night| {
        let key = night.key(&contest, &unit, &params.level)?;
        Ok((night.clone(), night.topic(key)?))
    });
    let (night, topic) = match found {
        Ok(found) => found,
        Err(problem) => return withheld(&site, &election, &problem, &params, &headers),
    };
    if !params.build.is_empty() && params.build != site.assets.build() {
        let detail = "These figures are for the client of another build: load the page again.";
        return Problem::new(StatusCode::GONE, "other-build", "Gone", detail).into_response();
    }
    let language = language(&params, &headers, &night.definition.languages);
    let view = topic.layout().key;
    let meta = topic.meta(&night.definition, &language);
    let shade = Shade::read(&params.map, &params.list, &params.view, &meta.options);
    let shade = shading::offered(shade, &night.definition, topic.layout(), &meta);
    let from = contest::part_of(topic.layout().rows.len(), params.from.parse().unwrap_or(0));
    let key = format!("{election} {view:?} {language} {} {shade:?} {from}", params.level);
    let seq = topic.seq();
    let tag = format!("{:016x}-{seq}", night.hub.epoch());
    let shared = site.clone();
    let choice = contest::Choice { language: language.clone(), shade, level: !params.level.is_empty(), from };
    let named = matching(&params.lang, &night.definition.languages).is_some() && params.build.is_empty();
    let warm = (night.clone(), seq);
    let page = site.pages.get(&key, &tag, move || Ok(contest::page(&shared, &night, &topic, &choice))).await;
    match page {
        page if !params.figures.is_empty() => figures(page, &headers),
        Ok(page) if named => again(warm, view, &page, &language, &headers),
        page => answer(page, &language, &headers),
    }
}

/// The same page, with the note that it may be answered again.
fn again(
    (night, seq): (Arc<Night>, u64),
    view: ViewKey,
    page: &Arc<Page>,
    language: &str,
    asked: &HeaderMap,
) -> Response {
    let language = HeaderValue::from_str(language).unwrap_or(HeaderValue::from_static("en"));
    let kind = hot::Kind::Page(language);
    Warm { night, view, seq, page: Arc::downgrade(page), kind }.first(page, asked)
}

/// The language asked for, else the reader's first that the election has, else the election's first.
fn language(params: &Params, headers: &HeaderMap, known: &[String]) -> String {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    crate::language::choose(&params.lang, accepted, known)
}

fn answer(page: Result<Arc<Page>, Problem>, language: &str, headers: &HeaderMap) -> Response {
    let page = match page {
        Ok(page) => page,
        Err(problem) => return problem.into_response(),
    };
    let mut response = page.body.answer(headers, "text/html; charset=utf-8", OF_PAGES);
    if let Ok(language) = HeaderValue::from_str(language) {
        response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    }
    response
}

/// What the browser goes on with: of the state that its page shows, or of a later one.
fn figures(page: Result<Arc<Page>, Problem>, headers: &HeaderMap) -> Response {
    match page {
        Ok(page) => {
            let mut response = page.figures.answer(headers, FRAMES, OF_PAGES);
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(FIGURES));
            response
        }
        Err(problem) => problem.into_response(),
    }
}

fn absent(site: &Site, problem: &Problem, params: &Params, headers: &HeaderMap) -> Response {
    let language = language(params, headers, &front::languages(site));
    let absence = match problem.status {
        StatusCode::NOT_FOUND => Absence::NotFound,
        _ => Absence::Unavailable,
    };
    refused(site, problem, absence, Vec::new(), language)
}

/// The same where it may be that nothing is published before a time: then a page says when, and what can be read already.
fn withheld(site: &Site, election: &str, problem: &Problem, params: &Params, headers: &HeaderMap) -> Response {
    let night = site.nights.get(election).filter(|_| problem.status == StatusCode::FORBIDDEN);
    let Some((night, until)) = night.and_then(|night| Some((night, night.definition.embargo?))) else {
        return absent(site, problem, params, headers);
    };
    let definition = &night.definition;
    let language = language(params, headers, &definition.languages);
    let absence = Absence::Embargo {
        title: definition.title.get(&language).to_owned(),
        day: clock::day(until, definition.utc_offset),
        until: app::words::locale(&language).clock(until, definition.utc_offset),
        notice: definition.notes.silence.as_ref().map(|text| text.get(&language).to_owned()),
    };
    refused(site, problem, absence, place::readable(definition, &language), language)
}

fn refused(site: &Site, problem: &Problem, absence: Absence, links: Vec<Link>, language: String) -> Response {
    let home = contest::with_language("/", &language);
    let reference = problem.reference.to_owned();
    let of = language.clone();
    let html = app::error_page(&ErrorPage { language, absence, reference, links, home, assets: site.assets.clone() });
    let language = [(header::CONTENT_LANGUAGE, of), (header::VARY, "Accept-Language".to_owned())];
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (problem.status, headers, language, html).into_response()
}
