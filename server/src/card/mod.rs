//! Social cards: a picture of a contest at a unit, drawn once for each sequence number that somebody asks for.

mod canvas;
mod design;

use std::collections::HashMap;
use std::sync::Arc;

use app::cells::Board;
use app::model::Facts;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::{Mutex, Semaphore};

use crate::hub::Topic;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

/// Most cards that are kept; when there are more, all are forgotten.
const MOST: usize = 256;
/// Cards that may be drawn at the same time.
const AT_ONCE: usize = 2;
/// A card says how old it is, so a copy of it may be a minute old.
const CACHE: &str = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";

type Slot = Arc<Mutex<Option<(String, Bytes)>>>;

/// The cards that were drawn.
pub struct Cards {
    slots: Mutex<HashMap<String, Slot>>,
    drawing: Semaphore,
}

impl Default for Cards {
    fn default() -> Self {
        Self { slots: Mutex::default(), drawing: Semaphore::new(AT_ONCE) }
    }
}

impl Cards {
    /// The card of `key` in the state `tag`: the kept one, or drawn now. Whoever asks meanwhile waits for the same one.
    async fn get(
        &self,
        key: String,
        tag: &str,
        draw: impl FnOnce() -> Option<Bytes> + Send + 'static,
    ) -> Option<Bytes> {
        let slot = self.slot(key).await;
        let mut kept = slot.lock().await;
        if let Some((_, card)) = kept.as_ref().filter(|(known, _)| known == tag) {
            return Some(card.clone());
        }
        let _turn = self.drawing.acquire().await.ok()?;
        let card = tokio::task::spawn_blocking(draw).await.ok()??;
        *kept = Some((tag.to_owned(), card.clone()));
        Some(card)
    }

    async fn slot(&self, key: String) -> Slot {
        let mut slots = self.slots.lock().await;
        if slots.len() >= MOST && !slots.contains_key(&key) {
            slots.clear();
        }
        slots.entry(key).or_default().clone()
    }
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
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return Ok(
            (StatusCode::NOT_MODIFIED, [(header::ETAG, etag), (header::CACHE_CONTROL, CACHE.into())]).into_response()
        );
    }
    let key = format!("{election} {:?} {language}", topic.layout().key);
    let card = site.cards.get(key, &tag, move || drawn(&night, &topic, &language)).await;
    let card = card.ok_or_else(|| Problem::unavailable("card", "The card cannot be drawn now; try again."))?;
    let head = [
        (header::CONTENT_TYPE, "image/png".to_owned()),
        (header::ETAG, etag),
        (header::CACHE_CONTROL, CACHE.into()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".into()),
    ];
    Ok((head, card).into_response())
}

fn drawn(night: &Night, topic: &Topic, language: &str) -> Option<Bytes> {
    let (meta, snapshot) = (topic.meta(&night.definition, language), topic.snapshot());
    let words = app::words::of(language);
    let facts = Facts::default();
    let board = Board::new(&meta, &facts, &snapshot.view, (snapshot.seq, snapshot.at), &words.live);
    design::draw(&meta, &snapshot, &board, words).ok().map(Bytes::from)
}
