//! `nightcount watch URL`: a view's frames as lines of JSON, with the browser's own client logic behind it.

use std::time::Duration;

use election::backoff;
use election::meta::Meta;
use election::reader::{Reader, Step};
use election::wire::Frame;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::{Stop, runtime};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Watch {
    /// The server, as in http://127.0.0.1:8080.
    server: String,
    /// Election.
    #[arg(long)]
    election: Option<String>,
    /// Contest; the first one if it is not given.
    #[arg(long)]
    contest: Option<String>,
    /// Unit; the whole election if it is not given.
    #[arg(long, default_value = "")]
    unit: String,
    /// Level of the rows.
    #[arg(long, default_value = "")]
    level: String,
    /// End after so many seconds.
    #[arg(long)]
    seconds: Option<u64>,
    /// End when the view has reached this sequence number.
    #[arg(long)]
    until: Option<u64>,
}

/// How long a server is left alone that has too many sockets, in milliseconds.
const TOO_MANY: u32 = 30_000;

/// A line that ended, and may be opened again.
enum Ended {
    /// What was asked for has come.
    Done,
    /// The line broke, or the server asked to come back after so many milliseconds.
    Again(Option<u32>),
}

impl Watch {
    pub(super) fn run(self) -> Result<(), Stop> {
        let seconds = self.seconds;
        let watching = self.follow();
        runtime()?.block_on(async {
            match seconds {
                None => watching.await,
                Some(seconds) => tokio::time::timeout(Duration::from_secs(seconds), watching).await.unwrap_or(Ok(())),
            }
        })
    }

    async fn follow(self) -> Result<(), Stop> {
        let server = self.server.trim_end_matches('/').to_owned();
        let place = Place::find(&server, &self).await?;
        let mut reader: Option<Reader> = None;
        let mut attempt = 0;
        loop {
            let before = reader.as_ref().and_then(Reader::position);
            let ended = self.listen(&place, &mut reader).await;
            if reader.as_ref().and_then(Reader::position) != before {
                attempt = 0;
            }
            let wait = match ended {
                Ended::Done => return Ok(()),
                Ended::Again(Some(after)) => backoff::spread(after, random()),
                Ended::Again(None) => backoff::full_jitter(attempt, random()),
            };
            attempt += 1;
            tracing::warn!(wait, "the line ended, trying again");
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
    }

    async fn listen(&self, place: &Place, reader: &mut Option<Reader>) -> Ended {
        let resume = reader.as_ref().and_then(Reader::resume);
        let since = resume.map(|(epoch, seq)| format!("&epoch={epoch:016x}&since={seq}")).unwrap_or_default();
        let Ok((mut socket, _)) = tokio_tungstenite::connect_async(format!("{}{since}", place.socket)).await else {
            return Ended::Again(None);
        };
        while let Some(Ok(message)) = socket.next().await {
            let Message::Binary(bytes) = message else { continue };
            let Ok(frame) = Frame::decode(&bytes) else { return Ended::Again(None) };
            match self.take(place, reader, frame) {
                Step::Advanced { .. } | Step::Ignored => {}
                Step::NeedSnapshot(fault) => {
                    tracing::warn!(?fault, "asking for a snapshot");
                    if socket.send(Message::text(r#"{"snapshot":true}"#)).await.is_err() {
                        return Ended::Again(None);
                    }
                }
                Step::Retry { after_ms } => return Ended::Again(Some(after_ms)),
                Step::Refused { code, .. } if code == "poll" => return Ended::Again(Some(TOO_MANY)),
                Step::Refused { code, detail } => {
                    tracing::error!(code, detail, "refused");
                    return Ended::Done;
                }
            }
            let reached = reader.as_ref().and_then(Reader::position).map_or(0, |(_, seq)| seq);
            if self.until.is_some_and(|until| reached >= until) {
                if let Some(view) = reader.as_ref().and_then(|reader| state(reader, &place.meta)) {
                    println!("{view}");
                }
                return Ended::Done;
            }
        }
        Ended::Again(None)
    }

    fn take(&self, place: &Place, reader: &mut Option<Reader>, frame: Frame) -> Step {
        let line = crate::api::json::message(&frame, &place.meta);
        let step = match (reader.as_mut(), frame) {
            (Some(reader), frame) => reader.receive(frame),
            (None, Frame::Snapshot(snapshot)) => {
                *reader = Some(Reader::from_snapshot(snapshot));
                Step::Advanced { changed: true }
            }
            (None, _) => Step::Ignored,
        };
        if let Step::Advanced { .. } = step {
            println!("{line}");
        }
        step
    }
}

/// The reader's own state: what a browser on the same view shows.
fn state(reader: &Reader, meta: &Meta) -> Option<Value> {
    let ((epoch, seq), view) = (reader.position()?, reader.view()?);
    let head = meta.categories.len();
    let votes = |option: usize| -> u64 {
        (0..head).map(|row| view.matrix.get(row, election::view::Column::votes(option))).sum()
    };
    let votes: serde_json::Map<String, Value> =
        meta.options.iter().enumerate().map(|(at, option)| (option.id.clone(), votes(at).into())).collect();
    let health = reader.health();
    Some(json!({
        "type": "state",
        "epoch": format!("{epoch:016x}"),
        "seq": seq,
        "digest": format!("{:016x}", view.digest()),
        "votes": votes,
        "gaps": health.gaps,
        "mismatches": health.mismatches,
        "snapshots": health.snapshots,
    }))
}

/// Where a view is found and what its figures mean.
struct Place {
    socket: String,
    meta: Meta,
}

impl Place {
    async fn find(server: &str, watch: &Watch) -> Result<Self, Stop> {
        let index: Value = get(format!("{server}/api/v1/index.json")).await?;
        let elections = index["elections"].as_array().cloned().unwrap_or_default();
        let wanted = |id: &Value| watch.election.as_deref().is_none_or(|election| id == election);
        let election = elections
            .into_iter()
            .find(|election| wanted(&election["id"]))
            .ok_or_else(|| Stop::usage(format!("{server} has no such election: see {server}/api/v1/index.json")))?;
        let id = election["id"].as_str().unwrap_or_default();
        let first = election["contests"][0]["id"].as_str().unwrap_or_default();
        let contest = watch.contest.as_deref().unwrap_or(first);
        let unit = if watch.unit.is_empty() { election["root"].as_str().unwrap_or_default() } else { &watch.unit };
        let unit = app::model::Facts::default().unit_href(unit);
        let level = &watch.level;
        let view = format!("{server}/api/v1/elections/{id}/contests/{contest}/units/{unit}?level={level}&format=meta");
        let meta: Meta = get(view).await?;
        let socket = server.replacen("http", "ws", 1);
        let socket = format!("{socket}/live?election={id}&contest={contest}&unit={unit}&level={}", meta.level);
        Ok(Self { socket, meta })
    }
}

async fn get<T: serde::de::DeserializeOwned + Send + 'static>(address: String) -> Result<T, Stop> {
    let asked = tokio::task::spawn_blocking(move || {
        let answer = ureq::get(&address).call().and_then(|mut answer| answer.body_mut().read_json());
        answer.map_err(|error| Stop::environment(format!("{address}: {error}. Is the server running there?")))
    });
    asked.await.map_err(|_| Stop::environment("the request was interrupted"))?
}

/// Spreads the readers: the clock's nanoseconds, mixed.
fn random() -> u32 {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().subsec_nanos();
    nanos.wrapping_mul(2_654_435_761)
}
