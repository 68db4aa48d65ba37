//! `…/units/{unit}` and `…/units/{unit}/changes`: a view as a snapshot, and what changed in it since a sequence number.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use election::wire::Frame;
use serde::Deserialize;

use super::{csv, history, json, turnout};
use crate::hot::{FRAMES, Kind, Warm, wants_frames};
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
        return turnout::answer(night, key, &params.format, &headers).await;
    }
    let (unit, changes) = match unit.strip_suffix("/changes") {
        Some(unit) => (unit, true),
        None => (unit.as_str(), false),
    };
    // Another spelling of a language is the same document.
    let known = &night.definition.languages;
    let params = Params { lang: matching(&params.lang, known).unwrap_or(&known[0]).to_owned(), ..params };
    let topic = night.topic(night.key(&contest, unit, &params.level)?)?;
    let binary = params.format == "binary" || wants_frames(&headers);
    if changes {
        self::changes(night, &topic, &params, binary)
    } else {
        let form = Form::of(&params.format, binary);
        let mut answer = snapshot(&site, night.clone(), topic, params.lang, form, &headers).await?;
        if binary && params.format != "binary" {
            // The address alone does not say what was answered.
            answer.extensions_mut().clear();
        }
        Ok(answer)
    }
}

/// As what a snapshot is sent.
#[derive(Clone, Copy, Debug)]
enum Form {
    Json,
    Csv,
    Meta,
    Binary,
}

impl Form {
    fn of(format: &str, binary: bool) -> Self {
        match format {
            _ if binary => Self::Binary,
            "csv" => Self::Csv,
            "meta" => Self::Meta,
            _ => Self::Json,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Json | Self::Meta => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Binary => FRAMES,
        }
    }

    fn body(self, night: &Night, topic: &Topic, language: &str) -> Result<Bytes, Problem> {
        let meta = || topic.meta(&night.definition, language);
        Ok(match self {
            Self::Binary => topic.snapshot_bytes().1,
            Self::Meta => serde_json::to_vec(&*meta()).unwrap_or_default().into(),
            Self::Csv => {
                let table = csv::table(&topic.snapshot(), &meta());
                table.map_err(|_| Problem::unavailable("csv", "The table failed."))?.into()
            }
            Self::Json => json::message(&Frame::Snapshot(topic.snapshot()), &meta()).to_string().into(),
        })
    }
}

/// Made once for each state, kept with its compressed forms.
async fn snapshot(
    site: &Site,
    night: Arc<Night>,
    topic: Arc<Topic>,
    language: String,
    form: Form,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let key = format!("view {} {:?} {form:?} {language}", night.definition.id, topic.layout().key);
    let (view, seq) = (topic.layout().key, topic.seq());
    let tag = format!("{:016x}-{seq}", night.hub.epoch());
    let making = night.clone();
    let page = site.pages.keep(&key, &tag, move || form.body(&making, &topic, &language)).await?;
    let warm = Warm { night, view, seq, page: Arc::downgrade(&page), kind: Kind::View(form.kind()) };
    Ok(warm.first(&page, headers))
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
