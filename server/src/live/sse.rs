//! Server-sent events: the same frames as the WebSocket, base64 of the binary ones, for networks that break sockets.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, Request, State};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use election::wire::Frame;
use futures_util::stream;

use super::admission::Admitted;
use super::shed::{self, POLL};
use super::{Line, Subscribe};
use crate::api::json;
use crate::hub::{Deflate, Encoded, Form, Subscription};
use crate::night::Night;
use crate::site::Site;
use crate::telemetry::{Metric, ReaderCounted};

/// Between two looks whether a rate that was told is over.
const LOOK: Duration = Duration::from_secs(1);

/// GET `/events?election=&contest=&unit=&level=&epoch=&since=&format=`.
pub(super) async fn connect(
    State(site): State<Arc<Site>>,
    Query(subscribe): Query<Subscribe>,
    request: Request,
) -> Response {
    let opened = subscribe.open(&site).and_then(|opened| Ok((opened, subscribe.admit(&site, &request)?)));
    let ((night, topic), admitted) = match opened {
        Ok(((night, topic), admitted)) => ((night.clone(), topic), admitted),
        Err(problem) => return problem.into_response(),
    };
    let line = request.extensions().get::<Line>().cloned().unwrap_or_default();
    line.hold();
    let reader = Reader {
        next: Next::Greeting(subscribe.since(&topic)),
        subscription: topic.subscribe(),
        form: subscribe.form(&night.definition.languages, Deflate::No),
        night,
        _held: (site.telemetry.reader(), admitted),
        site,
        line,
        pace: 0,
        sent_away: false,
    };
    let events = stream::unfold(reader, |mut reader| async move {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    let no_cache = [(header::CACHE_CONTROL, "no-store"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (no_cache, Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))).into_response()
}

enum Next {
    Greeting(Option<u64>),
    After(u64),
    End,
}

struct Reader {
    subscription: Subscription,
    night: Arc<Night>,
    form: Form,
    next: Next,
    site: Arc<Site>,
    line: Line,
    /// The rate that it was told.
    pace: u8,
    sent_away: bool,
    _held: (ReaderCounted, Admitted),
}

impl Drop for Reader {
    fn drop(&mut self) {
        let why = match () {
            () if self.sent_away => Metric::EndedShed,
            () if self.line.has_stalled() => Metric::EndedStalled,
            () => Metric::EndedLeft,
        };
        self.site.telemetry.add(why, 1);
    }
}

impl Reader {
    async fn next(&mut self) -> Option<Event> {
        let topic = self.subscription.held.topic.clone();
        loop {
            match self.next {
                Next::End => return None,
                Next::Greeting(since) => return Some(self.event(&topic.towards(since))),
                Next::After(at) => {
                    if self.is_new_pace() {
                        return Some(self.aside(at, &Frame::Pace(self.pace)));
                    }
                    if topic.seq() != at {
                        return Some(self.event(&topic.towards(Some(at))));
                    }
                    if !self.is_woken().await {
                        continue;
                    }
                    if self.night.hub.is_closing() {
                        let retry_after_ms = self.site.limits.retry_after_ms;
                        return Some(self.farewell(at, &Frame::Bye { retry_after_ms }));
                    }
                    if self.site.fanout.shed().level() >= POLL && fastrand::bool() {
                        self.sent_away = true;
                        return Some(self.farewell(at, &shed::sent_away()));
                    }
                    if topic.stands() == (at, true) {
                        return Some(self.event(&topic.towards(Some(at))));
                    }
                }
            }
        }
    }

    fn event(&mut self, frame: &Encoded) -> Event {
        self.next = Next::After(frame.to());
        let event = Event::default().id(frame.to().to_string());
        match &self.form.json {
            None => {
                self.count(frame.base64().len());
                event.data(frame.base64())
            }
            Some(language) => {
                let text = self.subscription.held.topic.text(frame, language);
                self.count(text.len());
                event.data(String::from_utf8_lossy(&text))
            }
        }
    }

    fn count(&self, bytes: usize) {
        self.site.telemetry.add(Metric::Frames, 1);
        self.site.telemetry.add(Metric::FrameBytes, bytes as u64);
    }

    /// Whether it is to be told a rate; from now on it knows.
    fn is_new_pace(&mut self) -> bool {
        let pace = self.site.fanout.shed().told();
        std::mem::replace(&mut self.pace, pace) != pace
    }

    /// Waits for the next publication; whether it came. Who was told that figures come less often is told that this is over also when
    /// there are none.
    async fn is_woken(&mut self) -> bool {
        let woken = self.subscription.woken();
        if self.pace == 0 {
            woken.await;
            return true;
        }
        tokio::time::timeout(LOOK, woken).await.is_ok()
    }

    /// The last event.
    fn farewell(&mut self, at: u64, frame: &Frame) -> Event {
        self.next = Next::End;
        self.aside(at, frame)
    }

    /// An event without figures.
    fn aside(&self, at: u64, frame: &Frame) -> Event {
        let data = match self.form.json {
            Some(_) => json::aside(frame),
            None => base64::engine::general_purpose::STANDARD.encode(frame.encode()),
        };
        Event::default().id(at.to_string()).data(data)
    }
}
