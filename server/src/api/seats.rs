//! `…/contests/{contest}/seats`: the house with the arithmetic of every seat.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use election::ContestIx;
use election::calls::lots;
use election::seats::{Preferences, Tally};

use super::view::CACHE;
use crate::headers::is_known;
use crate::night::Night;
use crate::problem::Problem;
use crate::seats::{Candidates, document};
use crate::site::Site;

/// GET: the seats as JSON.
pub(super) async fn seats(
    State(site): State<Arc<Site>>,
    Path((election, contest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let night = site.night(&election)?.clone();
    night.published()?;
    let contest = night.key(&contest, "", "")?.contest;
    if night.definition.contests[contest.at()].house.is_none() {
        return Err(Problem::not_found("no-seats", "This contest has no seats to fill."));
    }
    let tag = |seq: u64| format!("\"{:016x}-{seq}-seats\"", night.hub.epoch());
    let now = tag(night.seq());
    if is_known(&headers, &now) {
        let unchanged = [(header::ETAG, now), (header::CACHE_CONTROL, CACHE.into())];
        return Ok((StatusCode::NOT_MODIFIED, unchanged).into_response());
    }
    let computing = night.clone();
    let computed = tokio::task::spawn_blocking(move || text(&computing, contest)).await;
    let (seq, body) = computed.map_err(|_| Problem::unavailable("seats", "The seats cannot be computed now."))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::ETAG, tag(seq)),
        (header::CACHE_CONTROL, CACHE.into()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".into()),
    ];
    Ok((headers, body).into_response())
}

/// The document and the sequence number that it belongs to; computed once per sequence number.
fn text(night: &Night, contest: ContestIx) -> (u64, Bytes) {
    let of = &night.definition.contests[contest.at()];
    let house = of.house.as_ref().expect("asked for a contest with seats only");
    let mut kept = night.seats.lock().expect("nobody panics while holding it");
    let (seq, tally, preferences, lots) = {
        let truth = night.hub.truth().read().expect("nobody panics while holding it");
        if let Some((seq, text)) = kept.get(&contest)
            && *seq == truth.seq
        {
            return (*seq, text.clone());
        }
        let preferences = Preferences::of(&truth.ledger, contest);
        (truth.seq, Tally::of(&truth.ledger, contest, house), preferences, lots(&truth.decisions, contest))
    };
    let candidates = Candidates { contest: of, preferences: &preferences };
    let mut document = document(house, &tally, &lots, Some(&candidates), true);
    document["epoch"] = format!("{:016x}", night.hub.epoch()).into();
    document["seq"] = seq.into();
    let text: Bytes = document.to_string().into();
    kept.insert(contest, (seq, text.clone()));
    (seq, text)
}
