//! The WebSocket: one view per socket. Frames come as the hub encoded them; the reader sends `{"snapshot":true}` to be healed.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use election::meta::Meta;
use election::wire::Frame;

use super::{Subscribe, greeting};
use crate::api::json;
use crate::hub::{Caught, Subscription};
use crate::night::Night;
use crate::site::Site;

/// A reader that has not taken a frame for so long is let go; it comes back with `since`.
const STALLED: Duration = Duration::from_secs(20);

/// GET `/live?election=&contest=&unit=&level=&epoch=&since=&format=`.
pub(super) async fn connect(
    State(site): State<Arc<Site>>,
    Query(subscribe): Query<Subscribe>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let (night, topic) = match subscribe.open(&site) {
        Ok((night, topic)) => (night.clone(), topic),
        Err(problem) => return problem.into_response(),
    };
    let meta = subscribe.is_json().then(|| topic.meta(&night.definition, &subscribe.lang));
    let position = subscribe.position();
    let subscription = topic.subscribe();
    upgrade
        .max_message_size(site.limits.inbound_message)
        .max_frame_size(site.limits.inbound_message)
        .read_buffer_size(2_048)
        .write_buffer_size(0)
        .on_upgrade(move |socket| async move {
            let _counted = site.telemetry.reader();
            let mut reader = Reader { socket, subscription, site, night, meta, at: 0 };
            // An error means that the reader has gone: nothing to do but to forget it.
            let _ = reader.serve(position).await;
        })
}

struct Gone;

struct Reader {
    socket: WebSocket,
    subscription: Subscription,
    site: Arc<Site>,
    night: Arc<Night>,
    /// For JSON readers.
    meta: Option<Arc<Meta>>,
    /// The sequence number that the reader has.
    at: u64,
}

impl Reader {
    async fn serve(&mut self, position: Option<(u64, u64)>) -> Result<(), Gone> {
        let (frame, seq) = greeting(&self.subscription.topic, position);
        self.at = seq;
        self.send_frame(&frame).await?;
        loop {
            tokio::select! {
                () = self.subscription.woken() => {
                    if self.night.hub.is_closing() {
                        return self.leave().await;
                    }
                    self.catch_up().await?;
                }
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Text(text))) if text.contains("snapshot") => {
                        self.site.telemetry.healed();
                        self.send_snapshot().await?;
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Err(Gone),
                },
            }
        }
    }

    async fn catch_up(&mut self) -> Result<(), Gone> {
        let topic = self.subscription.topic.clone();
        match topic.catch_up(self.night.hub.epoch(), self.at) {
            Caught::Up => match topic.heartbeat() {
                Some(beat) if self.meta.is_none() => self.send(Message::Binary(beat.bytes.clone())).await,
                Some(_) => self.send_frame(&topic.confirmation()).await,
                None => Ok(()),
            },
            Caught::Frames(frames) => {
                for sent in frames {
                    match &self.meta {
                        None => self.send(Message::Binary(sent.bytes.clone())).await?,
                        Some(_) => self.send_frame(&topic.frame_of(&sent)).await?,
                    }
                    self.at = sent.to();
                }
                Ok(())
            }
            Caught::Snapshot => {
                self.site.telemetry.healed();
                self.send_snapshot().await
            }
        }
    }

    async fn send_snapshot(&mut self) -> Result<(), Gone> {
        let topic = self.subscription.topic.clone();
        if self.meta.is_some() {
            let snapshot = topic.snapshot();
            self.at = snapshot.seq;
            return self.send_frame(&Frame::Snapshot(snapshot)).await;
        }
        let (seq, bytes) = topic.snapshot_bytes();
        self.at = seq;
        self.send(Message::Binary(bytes)).await
    }

    async fn send_frame(&mut self, frame: &Frame) -> Result<(), Gone> {
        let message = match &self.meta {
            None => Message::Binary(frame.encode().into()),
            Some(meta) => Message::Text(json::message(frame, meta).to_string().into()),
        };
        self.send(message).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        let bytes = match &message {
            Message::Binary(bytes) => bytes.len(),
            Message::Text(text) => text.len(),
            _ => 0,
        };
        self.site.telemetry.frame_sent(bytes);
        match tokio::time::timeout(STALLED, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Gone),
        }
    }

    async fn leave(&mut self) -> Result<(), Gone> {
        self.send_frame(&Frame::Bye { retry_after_ms: self.site.limits.retry_after_ms }).await?;
        let close = CloseFrame { code: close_code::RESTART, reason: "restart".into() };
        self.send(Message::Close(Some(close))).await
    }
}
