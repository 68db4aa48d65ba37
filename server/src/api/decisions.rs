//! `…/calls` and `…/lots`: what a desk puts on record, and the record for everybody.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use election::ContestIx;
use election::calls::{self, Call, CallKind, Decision, DecisionDefect, Recorded};
use election::seats::Lot;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::json;
use crate::desk::Undecided;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallBody {
    kind: CallKind,
    /// Id of the unit; empty = the whole contest, or where the call that is withdrawn was made.
    #[serde(default)]
    unit: String,
    #[serde(default)]
    option: Option<String>,
    #[serde(default)]
    candidate: String,
    author: String,
    basis: String,
    #[serde(default)]
    withdraws: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LotBody {
    place: String,
    among: Vec<String>,
    winners: Vec<String>,
    author: String,
    basis: String,
}

/// Puts a call on record.
pub(super) async fn call(
    State(site): State<Arc<Site>>,
    Path((election, contest)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<impl IntoResponse, Problem> {
    let (night, contest, body) = admit::<CallBody>(&site, &election, &contest, &headers, request).await?;
    let call = settle(night, contest, body)?;
    decide(night, Decision::Call(call)).await
}

/// Puts a lot on record.
pub(super) async fn lot(
    State(site): State<Arc<Site>>,
    Path((election, contest)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<impl IntoResponse, Problem> {
    let (night, contest, body) = admit::<LotBody>(&site, &election, &contest, &headers, request).await?;
    let LotBody { place, among, winners, author, basis } = body;
    decide(night, Decision::Lot { contest, lot: Lot { place, among, winners }, author, basis }).await
}

/// The record of a contest: every call, those that were withdrawn too, and every lot.
pub(super) async fn record(
    State(site): State<Arc<Site>>,
    Path((election, contest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let night = site.night(&election)?.clone();
    let contest = night.key(&contest, "", "")?.contest;
    night.published()?;
    let (reading, tag) = (night.clone(), format!("{:016x}-{}", night.hub.epoch(), night.seq()));
    let made = night.answer(&format!("record {contest:?}"), &tag, move || Ok(written(&reading, contest))).await?;
    Ok(made.answer_to_all(&headers, "application/json", "Accept-Encoding"))
}

fn written(night: &Night, contest: ContestIx) -> Bytes {
    let definition = &night.definition;
    let truth = night.hub.truth().read().expect("nobody panics while holding it");
    let calls = calls::calls(definition, &truth.decisions, contest, definition.units.root());
    let ids: Vec<&str> = definition.contests[contest.at()].options.iter().map(|option| option.id.as_str()).collect();
    let record = json!({
        "epoch": format!("{:016x}", night.hub.epoch()),
        "seq": truth.seq,
        "calls": json::calls(&calls, &ids),
        "lots": truth.decisions.iter().filter_map(|recorded| lot_entry(recorded, contest)).collect::<Vec<Value>>(),
    });
    record.to_string().into()
}

fn lot_entry(recorded: &Recorded, of: ContestIx) -> Option<Value> {
    match &recorded.decision {
        Decision::Lot { contest, lot, author, basis } if *contest == of => Some(json!({
            "seq": recorded.seq, "at": json::time(recorded.at), "place": lot.place, "among": lot.among,
            "winners": lot.winners, "author": author, "basis": basis,
        })),
        _ => None,
    }
}

/// Lets in who has a desk's token, and reads what it says.
async fn admit<'s, T: DeserializeOwned>(
    site: &'s Site,
    election: &str,
    contest: &str,
    headers: &HeaderMap,
    request: Request,
) -> Result<(&'s Night, ContestIx, T), Problem> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !site.desk_tokens.admit(authorization) {
        return Err(Problem::unauthorized());
    }
    let night = site.night(election)?;
    let contest = night.key(contest, "", "")?.contest;
    let too_large = || Problem::bad_request("too-large", "The decision is cut off or too large: send it whole.");
    let body = Bytes::from_request(request, &()).await.map_err(|_| too_large())?;
    let body = serde_json::from_slice(&body).map_err(|error| {
        Problem::bad_request("unreadable", format!("This is not a decision ({error}): correct it."))
    })?;
    Ok((night, contest, body))
}

fn settle(night: &Night, contest: ContestIx, body: CallBody) -> Result<Call, Problem> {
    let definition = &night.definition;
    let CallBody { kind, unit, option, candidate, author, basis, withdraws } = body;
    let option = match option {
        None => None,
        Some(id) => Some(definition.contests[contest.at()].option(&id).ok_or_else(|| {
            let detail = format!("There is no option `{id}` in this contest: use an id of its options.");
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown-option", "No such option", detail)
        })?),
    };
    let unit = match (unit.as_str(), withdraws) {
        ("", Some(seq)) => made_at(night, seq).unwrap_or(definition.units.root()),
        ("", None) => definition.units.root(),
        (unit, _) => definition.units.find(unit).ok_or_else(|| {
            let detail = format!("There is no unit `{unit}` in this election: use an id of its units.");
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown-unit", "No such unit", detail)
        })?,
    };
    Ok(Call { contest, unit, option, candidate, kind, author, basis, withdraws })
}

/// Where the call of that sequence number was made.
fn made_at(night: &Night, seq: u64) -> Option<election::UnitIx> {
    let truth = night.hub.truth().read().expect("nobody panics while holding it");
    truth.decisions.iter().find_map(|recorded| match &recorded.decision {
        Decision::Call(call) if recorded.seq == seq => Some(call.unit),
        _ => None,
    })
}

async fn decide(night: &Night, decision: Decision) -> Result<(StatusCode, Json<Value>), Problem> {
    match night.desk.decide(decision).await {
        Ok(seq) => {
            let answer = json!({ "epoch": format!("{:016x}", night.hub.epoch()), "seq": seq });
            Ok((StatusCode::CREATED, Json(answer)))
        }
        Err(Undecided::Desk(error)) => Err(Problem::unavailable("not-accepted", error.to_string())),
        Err(Undecided::Defect(defect)) => Err(refused(&defect)),
    }
}

fn refused(defect: &DecisionDefect) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        defect.code(),
        "The decision is not on record",
        format!("{defect}. Nothing was recorded."),
    )
}
