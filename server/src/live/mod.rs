//! What readers hold open: the WebSocket `/live` and the server-sent events `/events`, from the same topics.

mod sse;
mod ws;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use election::wire::Frame;
use serde::Deserialize;

use crate::hub::Topic;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

/// Routes of the live lines.
pub fn routes() -> Router<Arc<Site>> {
    Router::new().route("/live", get(ws::connect)).route("/events", get(sse::connect))
}

/// Which view a reader wants, and what it has of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Subscribe {
    election: String,
    contest: String,
    unit: String,
    level: String,
    lang: String,
    /// `binary` (default) or `json`.
    format: String,
    /// 16 hexadecimal digits.
    epoch: String,
    since: Option<u64>,
}

impl Subscribe {
    fn open<'a>(&self, site: &'a Site) -> Result<(&'a Arc<Night>, Arc<Topic>), Problem> {
        let night = site.night(&self.election)?;
        let topic = night.topic(night.key(&self.contest, &self.unit, &self.level)?)?;
        Ok((night, topic))
    }

    /// The position of the reader's copy, if it has one.
    fn position(&self) -> Option<(u64, u64)> {
        Some((u64::from_str_radix(&self.epoch, 16).ok()?, self.since?))
    }

    fn is_json(&self) -> bool {
        self.format == "json"
    }
}

/// What a reader that has just come must be sent first, and where it stands after it.
fn greeting(topic: &Topic, position: Option<(u64, u64)>) -> (Frame, u64) {
    if let Some((epoch, since)) = position
        && let Some(frame) = topic.merged(epoch, since)
        && let Frame::Delta(delta) = &frame
    {
        let to = delta.delta.to;
        return (frame, to);
    }
    let snapshot = topic.snapshot();
    let seq = snapshot.seq;
    (Frame::Snapshot(snapshot), seq)
}
