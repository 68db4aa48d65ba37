//! The page of pinned places, and the page that is shown without network. Both are the same for everybody.

use std::sync::Arc;

use app::model::{Absence, ErrorPage, Link, Search};
use app::pages::following::following_page;
use app::pages::frame::Frame;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::contest::with_language;
use super::front::languages;
use super::{Params, answer, language};
use crate::site::Site;

/// `/following`.
pub(super) async fn following(state: State<Arc<Site>>, params: Query<Params>, headers: HeaderMap) -> Response {
    fixed(state, params, headers, "following", page).await
}

/// `/offline`: kept by the service worker, shown when there is no connection.
pub(super) async fn offline(state: State<Arc<Site>>, params: Query<Params>, headers: HeaderMap) -> Response {
    fixed(state, params, headers, "offline", absent).await
}

/// Rendered once for each language.
async fn fixed(
    State(site): State<Arc<Site>>,
    Query(params): Query<Params>,
    headers: HeaderMap,
    name: &'static str,
    render: fn(&Site, &str) -> String,
) -> Response {
    let language = language(&params, &headers, &languages(&site));
    let (shared, of) = (site.clone(), language.clone());
    let page = site.pages.get(&format!("{name} {language}"), name, move || Ok(render(&shared, &of))).await;
    answer(page, &language, &headers)
}

fn page(site: &Site, language: &str) -> String {
    let link = |code: &String| Link {
        label: code.clone(),
        href: with_language("/following", code),
        current: code == language,
    };
    following_page(&Frame {
        language: language.to_owned(),
        election: app::words::of(language).page.front_title.to_owned(),
        languages: languages(site).iter().map(link).collect(),
        search: Search::of("", "", language),
        home: with_language("/", language),
        canonical: with_language("/following", language),
        assets: site.assets.clone(),
        ..Frame::default()
    })
}

fn absent(site: &Site, language: &str) -> String {
    app::error_page(&ErrorPage {
        language: language.to_owned(),
        absence: Absence::Offline,
        reference: String::new(),
        links: Vec::new(),
        home: with_language("/", language),
        assets: site.assets.clone(),
    })
}
