//! `…/contests/{contest}/seats`: the house with the arithmetic of every seat.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use election::ContestIx;
use election::calls::lots;
use election::seats::{Preferences, Tally};

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
    let (computing, tag) = (night.clone(), format!("{:016x}-{}", night.hub.epoch(), night.seq()));
    let made = night.answer(&format!("seats {contest:?}"), &tag, move || Ok(text(&computing, contest))).await?;
    Ok(made.answer_to_all(&headers, "application/json", "Accept-Encoding"))
}

/// The document, with the sequence number that it belongs to.
fn text(night: &Night, contest: ContestIx) -> Bytes {
    let of = &night.definition.contests[contest.at()];
    let house = of.house.as_ref().expect("asked for a contest with seats only");
    let (seq, tally, preferences, lots) = {
        let truth = night.hub.truth().read().expect("nobody panics while holding it");
        let preferences = Preferences::of(&truth.ledger, contest);
        (truth.seq, Tally::of(&truth.ledger, contest, house), preferences, lots(&truth.decisions, contest))
    };
    let candidates = Candidates { contest: of, preferences: &preferences };
    let mut document = document(house, &tally, &lots, Some(&candidates), true);
    document["epoch"] = format!("{:016x}", night.hub.epoch()).into();
    document["seq"] = seq.into();
    document.to_string().into()
}
