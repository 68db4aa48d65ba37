//! Social cards: a picture of a contest at a unit, drawn once for each sequence number that somebody asks for.

mod canvas;
mod design;

use std::sync::Arc;

use app::cells::Board;
use app::model::Facts;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::headers::is_known;
use crate::hub::Topic;
use crate::kept::Kept;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

/// Bytes of cards that are kept: some five hundred.
const ROOM: usize = 32 << 20;
/// Cards that may be drawn at the same time.
const AT_ONCE: usize = 2;
/// A card says how old it is, so a copy of it may be a minute old.
const CACHE: &str = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";

/// The cards that were drawn.
pub type Cards = Kept<Bytes>;

/// No card drawn yet.
#[must_use]
pub fn none() -> Cards {
    Kept::new(ROOM, AT_ONCE)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Params {
    lang: String,
}

/// The address of a card, without host. `seq` makes networks fetch a new one when the figures are others.
#[must_use]
pub fn address(night: &Night, topic: &Topic, language: &str) -> String {
    let (definition, view) = (&night.definition, topic.layout().key);
    let contest = &definition.contests[view.contest.at()].id;
    let unit_prefix = format!("/e/{}/-/card/{contest}/", definition.id);
    let unit_suffix = format!(".png?lang={language}&seq={}", topic.seq());
    Facts { unit_prefix, unit_suffix, ..Facts::default() }.unit_href(definition.units.id(view.unit))
}

/// `/e/{election}/-/card/{contest}/{*unit}.png`.
pub(crate) async fn card(
    State(site): State<Arc<Site>>,
    Path((election, contest, unit)): Path<(String, String, String)>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let night = site.night(&election)?.clone();
    let unit = unit.strip_suffix(".png").unwrap_or(&unit);
    let topic = night.topic(night.key(&contest, unit, "")?)?;
    let known = &night.definition.languages;
    let language = if known.contains(&params.lang) { params.lang } else { known[0].clone() };
    let tag = format!("{:016x}-{}", night.hub.epoch(), topic.seq());
    let etag = format!("\"{tag}-card-{language}\"");
    if is_known(&headers, &etag) {
        return Ok(
            (StatusCode::NOT_MODIFIED, [(header::ETAG, etag), (header::CACHE_CONTROL, CACHE.into())]).into_response()
        );
    }
    let key = format!("{election} {:?} {language}", topic.layout().key);
    let card = site.cards.get(&key, &tag, move || drawn(&night, &topic, &language)).await?;
    let head = [
        (header::CONTENT_TYPE, "image/png".to_owned()),
        (header::ETAG, etag),
        (header::CACHE_CONTROL, CACHE.into()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".into()),
    ];
    Ok((head, card).into_response())
}

fn drawn(night: &Night, topic: &Topic, language: &str) -> Result<Bytes, Problem> {
    let (meta, snapshot) = (topic.meta(&night.definition, language), topic.snapshot());
    let words = app::words::of(language);
    let facts = Facts::default();
    let board = Board::new(&meta, &facts, &snapshot.view, (snapshot.seq, snapshot.at), &words.live);
    let card = design::draw(&meta, &snapshot, &board, words);
    card.map(Bytes::from).map_err(|_| Problem::unavailable("card", "The card cannot be drawn now; try again."))
}
