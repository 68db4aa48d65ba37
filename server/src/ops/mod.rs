//! `/ops`: a live page for those who run the server, by a token of its own. It says what `/metrics` says, with what it means; nothing on
//! the public pages leads there, and nobody may keep a copy.

mod board;
mod course;
mod feeds;
mod said;

use std::sync::Arc;

use app::pages::ops::{OpsNow, ops_now, ops_page};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::set_header::SetResponseHeaderLayer;

pub use course::{Course, follow};
pub use feeds::{Brought, Feeds};

use crate::problem::Problem;
use crate::site::Site;

/// The script of the page.
const SCRIPT: &str = include_str!("ops.js");

/// What a browser is told that asks without a token: it asks its user, who gives it as the password of any name.
const CHALLENGE: &str =
    "Basic realm=\"Nightcount operations: any name, and the operators' token as password\", charset=\"UTF-8\"";

/// The page loads nothing from elsewhere, sends nothing anywhere and stands in no frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Routes of the page.
pub fn routes() -> Router<Arc<Site>> {
    let always = |name: HeaderName, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    Router::new()
        .route("/ops", get(page))
        .route("/ops/now", get(now))
        .route("/ops/ops.js", get(script))
        .layer(always(header::CACHE_CONTROL, "no-store"))
        .layer(always(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(always(header::REFERRER_POLICY, "no-referrer"))
        .layer(always(HeaderName::from_static("x-robots-tag"), "noindex, nofollow"))
}

async fn page(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let assets = site.assets.clone();
    html(&site, &headers, move |now| ops_page(now, &assets)).await
}

async fn now(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    html(&site, &headers, ops_now).await
}

async fn script(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    if !is_admitted(&site, &headers) {
        return refused();
    }
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

async fn html(
    site: &Arc<Site>,
    headers: &HeaderMap,
    render: impl FnOnce(&OpsNow) -> String + Send + 'static,
) -> Response {
    if !is_admitted(site, headers) {
        return refused();
    }
    let of = site.clone();
    // The ledgers may be busy.
    match tokio::task::spawn_blocking(move || render(&board::now(&of))).await {
        Ok(html) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        Err(_) => Problem::unavailable("not-rendered", "The page cannot be made: look at /metrics.").into_response(),
    }
}

/// Whether somebody has an operators' token, as bearer or as password; where none is set, nobody has.
fn is_admitted(site: &Site, headers: &HeaderMap) -> bool {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    site.ops_tokens.admit_person(authorization)
}

fn refused() -> Response {
    ([(header::WWW_AUTHENTICATE, CHALLENGE)], Problem::unauthorized()).into_response()
}
