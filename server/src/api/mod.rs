//! The HTTP API: every byte that the socket brings also has a cacheable address.

mod csv;
mod decisions;
mod history;
mod index;
pub mod json;
mod reports;
mod search;
mod seats;
mod turnout;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use crate::problem::Problem;
use crate::site::Site;

pub use view::CACHE;

/// Routes below `/api`, and the probes.
pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/api/v1/index.json", get(index::index))
        .route("/api/v1/elections/{election}", get(index::election))
        .route("/api/v1/elections/{election}/contests/{contest}/units/{*unit}", get(view::view))
        .route("/api/v1/elections/{election}/contests/{contest}/calls", get(decisions::record).post(decisions::call))
        .route("/api/v1/elections/{election}/contests/{contest}/seats", get(seats::seats))
        .route("/api/v1/elections/{election}/contests/{contest}/lots", post(decisions::lot))
        .route("/api/v1/elections/{election}/search", get(search::search))
        .route("/api/v1/elections/{election}/reports", post(reports::submit))
        .route("/api/v1/elections/{election}/turnout", post(turnout::submit))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/api/{*rest}", get(nothing).post(nothing))
}

/// Ready when the elections are loaded and the hubs publish.
async fn ready(State(site): State<Arc<Site>>) -> Result<&'static str, Problem> {
    if site.nights.values().any(|night| night.hub.is_closing()) {
        return Err(Problem::unavailable("closing", "The server is shutting down."));
    }
    Ok("ready\n")
}

async fn metrics(State(site): State<Arc<Site>>) -> impl IntoResponse {
    site.gauge();
    let seqs: Vec<(String, u64)> = site.nights.iter().map(|(id, night)| (id.clone(), night.seq())).collect();
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4"), (header::CACHE_CONTROL, "no-store")],
        site.telemetry.render(&seqs),
    )
}

async fn nothing() -> Problem {
    Problem::not_found("unknown-address", "There is nothing at this address.")
}
