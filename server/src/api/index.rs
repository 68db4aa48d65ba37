//! `/api/v1/index.json`: every public address, so that nobody has to guess.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::journal::hex;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

/// All elections with their addresses.
pub(super) async fn index(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let elections: Vec<Value> = site.nights.values().map(|night| describe(night)).collect();
    let index = json!({
        "elections": elections,
        "health": "/healthz",
        "ready": "/readyz",
        "metrics": "/metrics",
    });
    ([(header::CACHE_CONTROL, "public, max-age=60"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(index))
}

/// One election: its definition in brief and how far its ledger has come.
pub(super) async fn election(
    State(site): State<Arc<Site>>,
    Path(election): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let night = site.night(&election)?.clone();
    let state = tokio::task::spawn_blocking(move || {
        let (seq, hash) = night.state();
        let mut described = describe(&night);
        described["epoch"] = format!("{:016x}", night.hub.epoch()).into();
        described["seq"] = seq.into();
        described["state_hash"] = hex(&hash).into();
        described["definition_hash"] = hex(&night.definition.hash()).into();
        described
    });
    let state = state.await.map_err(|_| Problem::unavailable("state", "The state cannot be computed now."))?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(state)))
}

fn describe(night: &Night) -> Value {
    let definition = &night.definition;
    let base = format!("/api/v1/elections/{}", definition.id);
    let root = definition.units.id(definition.units.root());
    let contests: Vec<Value> = (definition.contests.iter())
        .map(|contest| {
            let unit = format!("{base}/contests/{}/units/{{unit}}", contest.id);
            let own = format!("{base}/contests/{}", contest.id);
            let live = format!("election={}&contest={}&unit={{unit}}&level={{level}}", definition.id, contest.id);
            json!({
                "id": contest.id,
                "title": contest.title.default,
                "page": format!("/e/{}/{}/{{unit}}", definition.id, contest.id),
                "snapshot": format!("{unit}?level={{level}}"),
                "snapshot_csv": format!("{unit}?level={{level}}&format=csv"),
                "changes": format!("{unit}/changes?level={{level}}&since={{seq}}"),
                "history": format!("{unit}/history"),
                "history_csv": format!("{unit}/history?format=csv"),
                "corrections": format!("{unit}/corrections"),
                "corrections_csv": format!("{unit}/corrections?format=csv&limit=1000"),
                "recent": format!("{unit}/recent?minutes=15"),
                "turnout": format!("{unit}/turnout?level={{level}}"),
                "turnout_csv": format!("{unit}/turnout?level={{level}}&format=csv"),
                "revisions": format!("{own}/units/{{station}}/revisions"),
                "seats": contest.house.is_some().then(|| format!("{own}/seats")),
                "calls": format!("{own}/calls"),
                "lots": format!("{own}/lots"),
                "socket": format!("/live?{live}&format=json"),
                "events": format!("/events?{live}&format=json"),
            })
        })
        .collect();
    json!({
        "id": definition.id,
        "title": definition.title.default,
        "date": definition.date,
        "sample": definition.sample,
        "languages": definition.languages,
        "state": base,
        "reports": format!("{base}/reports"),
        "turnout": format!("{base}/turnout"),
        "search": format!("{base}/search?q={{words}}"),
        "root": root,
        "levels": definition.levels.iter().map(|level| &level.id).collect::<Vec<_>>(),
        "categories": definition.categories.iter().map(|category| &category.id).collect::<Vec<_>>(),
        "contests": contests,
    })
}
