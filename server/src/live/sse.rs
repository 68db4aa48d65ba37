//! Server-sent events: the same frames as the WebSocket, base64 of the binary ones, for networks that break sockets.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use election::meta::Meta;
use election::wire::Frame;
use futures_util::stream;

use super::{Subscribe, greeting};
use crate::api::json;
use crate::hub::{Caught, Subscription};
use crate::night::Night;
use crate::site::Site;
use crate::telemetry::ReaderCounted;

/// GET `/events?election=&contest=&unit=&level=&epoch=&since=&format=`.
pub(super) async fn connect(State(site): State<Arc<Site>>, Query(subscribe): Query<Subscribe>) -> Response {
    let (night, topic) = match subscribe.open(&site) {
        Ok((night, topic)) => (night.clone(), topic),
        Err(problem) => return problem.into_response(),
    };
    let meta = subscribe.is_json().then(|| topic.meta(&night.definition, &subscribe.lang));
    let position = subscribe.position();
    let retry_after_ms = site.limits.retry_after_ms;
    let counted = site.telemetry.reader();
    let reader = Reader {
        subscription: topic.subscribe(),
        night,
        meta,
        retry_after_ms,
        next: Next::Greeting(position),
        _counted: counted,
    };
    let events = stream::unfold(reader, |mut reader| async move {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    let no_cache = [(header::CACHE_CONTROL, "no-store"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (no_cache, Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))).into_response()
}

enum Next {
    Greeting(Option<(u64, u64)>),
    After(u64),
    End,
}

struct Reader {
    subscription: Subscription,
    night: Arc<Night>,
    meta: Option<Arc<Meta>>,
    retry_after_ms: u32,
    next: Next,
    _counted: ReaderCounted,
}

impl Reader {
    async fn next(&mut self) -> Option<Event> {
        let topic = self.subscription.topic.clone();
        loop {
            match self.next {
                Next::End => return None,
                Next::Greeting(position) => {
                    let (frame, seq) = greeting(&topic, position);
                    self.next = Next::After(seq);
                    return Some(self.event(&frame, seq));
                }
                Next::After(at) => {
                    match topic.catch_up(self.night.hub.epoch(), at) {
                        Caught::Snapshot => {
                            let snapshot = topic.snapshot();
                            let seq = snapshot.seq;
                            self.next = Next::After(seq);
                            return Some(self.event(&Frame::Snapshot(snapshot), seq));
                        }
                        Caught::Frames(frames) => {
                            if let Some(sent) = frames.first() {
                                self.next = Next::After(sent.to());
                                return Some(match &self.meta {
                                    None => Event::default().id(sent.to().to_string()).data(sent.base64()),
                                    Some(_) => self.event(&topic.frame_of(sent), sent.to()),
                                });
                            }
                        }
                        Caught::Up => {}
                    }
                    self.subscription.woken().await;
                    if self.night.hub.is_closing() {
                        self.next = Next::End;
                        return Some(self.event(&Frame::Bye { retry_after_ms: self.retry_after_ms }, at));
                    }
                    if let (Caught::Up, Some(_)) = (topic.catch_up(self.night.hub.epoch(), at), topic.heartbeat()) {
                        return Some(self.event(&topic.confirmation(), at));
                    }
                }
            }
        }
    }

    fn event(&self, frame: &Frame, seq: u64) -> Event {
        let data = match &self.meta {
            Some(meta) => json::message(frame, meta).to_string(),
            None => base64::engine::general_purpose::STANDARD.encode(frame.encode()),
        };
        Event::default().id(seq.to_string()).data(data)
    }
}
