//! `…/units/{unit}` and `…/units/{unit}/changes`: a view as a snapshot, and what changed in it since a sequence number.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use election::wire::Frame;
use serde::Deserialize;

use super::{csv, history, json, turnout};
use crate::headers::is_known;
use crate::hub::Topic;
use crate::language::matching;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

/// What a figure's copy may be used for: at once, and while the origin is silent, but asked about again each second.
pub const CACHE: &str = "public, max-age=1, stale-while-revalidate=10, stale-if-error=86400";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Params {
    level: String,
    lang: String,
    format: String,
    since: Option<u64>,
    epoch: String,
}

/// GET: a snapshot, or with the suffix `/changes` a delta, or with one of [`super::history`] what was. JSON, CSV (`format=csv`), what the figures mean (`format=meta`)
/// or a binary frame
/// (`Accept: application/octet-stream` or `format=binary`).
pub(super) async fn view(
    State(site): State<Arc<Site>>,
    Path((election, contest, unit)): Path<(String, String, String)>,
    Query(params): Query<Params>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let night = site.night(&election)?;
    if let Some((unit, what)) = history::What::of(&unit) {
        let place = history::Place { night: night.clone(), contest, unit: unit.to_owned() };
        return history::answer(place, what, &uri, &headers).await;
    }
    if let Some(unit) = unit.strip_suffix("/turnout") {
        let key = night.key(&contest, unit, &params.level)?;
        return turnout::answer(night, key, &params.format, &uri, &headers).await;
    }
    let (unit, changes) = match unit.strip_suffix("/changes") {
        Some(unit) => (unit, true),
        None => (unit.as_str(), false),
    };
    // Another spelling of a language is the same document.
    let known = &night.definition.languages;
    let params = Params { lang: matching(&params.lang, known).unwrap_or(&known[0]).to_owned(), ..params };
    let topic = night.topic(night.key(&contest, unit, &params.level)?)?;
    let binary = params.format == "binary"
        || headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"application/octet-stream"));
    if changes {
        self::changes(night, &topic, &params, binary)
    } else {
        snapshot(night, &topic, &params, binary, &headers)
    }
}

fn snapshot(
    night: &Night,
    topic: &Topic,
    params: &Params,
    binary: bool,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let form = if binary { "binary" } else { params.format.as_str() };
    let tag = |seq: u64| format!("\"{:016x}-{seq}-{form}-{}\"", night.hub.epoch(), params.lang);
    if is_known(headers, &tag(topic.seq())) {
        let unchanged = [(header::ETAG, tag(topic.seq())), (header::CACHE_CONTROL, CACHE.into())];
        return Ok((StatusCode::NOT_MODIFIED, unchanged).into_response());
    }
    let (seq, kind, body) = if binary {
        let (seq, bytes) = topic.snapshot_bytes();
        (seq, "application/octet-stream", bytes)
    } else {
        let snapshot = topic.snapshot();
        let meta = topic.meta(&night.definition, &params.lang);
        let seq = snapshot.seq;
        if params.format == "meta" {
            let text = serde_json::to_string(&*meta).unwrap_or_default();
            (seq, "application/json", text.into())
        } else if params.format == "csv" {
            let table = csv::table(&snapshot, &meta).map_err(|_| Problem::unavailable("csv", "The table failed."))?;
            (seq, "text/csv; charset=utf-8", table.into())
        } else {
            let text = json::message(&Frame::Snapshot(snapshot), &meta).to_string();
            (seq, "application/json", text.into())
        }
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::ETAG, tag(seq)),
        (header::CACHE_CONTROL, CACHE.into()),
        (header::VARY, "Accept".into()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".into()),
    ];
    Ok((headers, body).into_response())
}

fn changes(night: &Night, topic: &Topic, params: &Params, binary: bool) -> Result<Response, Problem> {
    let since = params
        .since
        .ok_or_else(|| Problem::bad_request("missing-since", "Give since=SEQ, the sequence number of your copy."))?;
    let epoch = if params.epoch.is_empty() {
        night.hub.epoch()
    } else {
        u64::from_str_radix(&params.epoch, 16)
            .map_err(|_| Problem::bad_request("bad-epoch", "epoch is the 16 hexadecimal digits of a snapshot."))?
    };
    let frame = topic.merged(epoch, since).unwrap_or_else(|| Frame::Snapshot(topic.snapshot()));
    let cache = [(header::CACHE_CONTROL, "public, max-age=1"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok(if binary {
        (cache, [(header::CONTENT_TYPE, "application/octet-stream")], frame.encode()).into_response()
    } else {
        let meta = topic.meta(&night.definition, &params.lang);
        (cache, axum::Json(json::message(&frame, &meta))).into_response()
    })
}
