//! What readers hold open: the WebSocket `/live` and the server-sent events `/events`, from the same topics.

pub mod admission;
mod ask;
mod door;
mod fanout;
pub mod framing;
pub mod inbound;
mod patience;
pub mod shed;
mod sse;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use serde::Deserialize;

pub use self::fanout::{Fanout, Newcomer};
pub use self::patience::{Line, Patient};
use crate::hub::{Deflate, Form, Topic};
use crate::language::matching;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;
use crate::telemetry::Metric;
use admission::Admitted;

/// Most seconds that a reader who is not let in is asked to wait; the least is a third of it.
const COME_BACK: u32 = 45;

/// Routes of the live lines.
pub fn routes() -> Router<Arc<Site>> {
    Router::new().route("/live", get(door::connect)).route("/events", get(sse::connect))
}

/// Where a connection comes from; the listener puts it into each request.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

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

    /// The sequence number of the reader's copy, if it has one of this topic's epoch.
    fn since(&self, topic: &Topic) -> Option<u64> {
        position(&self.epoch, self.since).and_then(|(epoch, since)| (epoch == topic.epoch()).then_some(since))
    }

    /// What the reader takes, in one of the languages that are `known`: each form is made and kept for all who take it.
    fn form(&self, known: &[String], deflate: Deflate) -> Form {
        let language = || matching(&self.lang, known).or(known.first().map(String::as_str)).unwrap_or("en").into();
        Form { json: (self.format == "json").then(language), deflate }
    }

    /// The plain address of the same figures.
    fn plain_address(&self) -> String {
        if self.contest.is_empty() {
            return "/api/v1/index.json".into();
        }
        let Self { election, contest, unit, level, .. } = self;
        let unit = if unit.is_empty() { String::new() } else { format!("/units/{unit}") };
        let level = if level.is_empty() { String::new() } else { format!("?level={level}") };
        format!("/api/v1/elections/{election}/contests/{contest}{unit}{level}")
    }

    /// A place for the reader, unless there is none or load is shed.
    fn admit(&self, site: &Site, request: &Request) -> Result<Admitted, Problem> {
        let peer = request.extensions().get::<Peer>().map(|Peer(address)| address.ip());
        let address = admission::address(peer, &site.client_address_header, request.headers());
        let (metric, problem) = if site.fanout.shed().refuses() {
            (Metric::RefusedBusy, Problem::unavailable("busy", "The server is busy: ask the plain address in `see`."))
        } else if let Some(admitted) = site.readers.admit(address) {
            return Ok(admitted);
        } else {
            (Metric::RefusedFull, Problem::unavailable("full", "No more live readers: ask the plain address in `see`."))
        };
        site.telemetry.add(metric, 1);
        Err(problem.instead(self.plain_address(), fastrand::u32(COME_BACK / 3..=COME_BACK)))
    }
}

/// An epoch and a sequence number, if both are there.
fn position(epoch: &str, since: Option<u64>) -> Option<(u64, u64)> {
    Some((u64::from_str_radix(epoch, 16).ok()?, since?))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Subscribe;
    use crate::hub::Deflate;

    #[test]
    fn readers_cannot_make_up_languages_to_be_kept() {
        let known = ["en".to_owned(), "sq".to_owned()];
        let form =
            |lang: String| Subscribe { lang, format: "json".into(), ..Subscribe::default() }.form(&known, Deflate::No);
        let forms: HashSet<_> = (0..1_000).map(|at| form(format!("x{at}"))).chain([form("sq-AL".into())]).collect();
        let languages: HashSet<_> = forms.iter().filter_map(|form| form.json.as_deref()).collect();
        assert_eq!((forms.len(), languages), (2, HashSet::from(["en", "sq"])));
    }
}
