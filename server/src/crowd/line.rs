//! One reader's socket: opened, read at the reader's own pace, lost, and opened again.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use election::ViewKey;
use election::backoff;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::copy::{Form, Outcome};
use super::counts::Count;
use super::inflate::{Inflating, OFFER};
use super::{Crowd, Phase, Slot};

/// How long a server may take to open a line.
const OPENING: Duration = Duration::from_secs(15);
/// A line on which nothing comes for so long is dead: a reader hears at least every eight seconds that it is alive.
const SILENCE: Duration = Duration::from_secs(20);
/// How long a slow reader takes for each frame.
const SLOW: Duration = Duration::from_secs(2);
/// What a reader who does not keep up lets the system keep for it.
const SMALL_BUFFER: u32 = 4_096;

/// How fast a reader reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    Brisk,
    /// One frame every two seconds.
    Slow,
    /// The first frame, and then none until the end.
    Stalled,
}

/// One reader's socket and the views on it.
pub(super) struct Line {
    pub(super) crowd: Arc<Crowd>,
    pub(super) server: String,
    pub(super) source: Option<Ipv4Addr>,
    pub(super) holds: Vec<Arc<Slot>>,
    pub(super) form: Form,
    pub(super) pace: Pace,
    /// Whether it takes compressed messages.
    pub(super) deflate: bool,
    pub(super) chance: fastrand::Rng,
}

type Socket = WebSocketStream<Inflating>;

/// Why a line ended.
enum Ended {
    /// The crowd goes home.
    Over,
    /// All lines broke at once: back without waiting.
    Storm,
    /// The reader left; another one comes in its place.
    Left,
    /// It broke; the server may have said how many milliseconds to wait.
    Lost(Option<u32>),
}

/// What a line remembers from one socket to the next.
#[derive(Default)]
struct Past {
    attempt: u32,
    /// When the last line broke, until a frame has come.
    lost: Option<Instant>,
    arrived: bool,
}

impl Line {
    pub(super) async fn run(mut self) {
        let mut phases = self.crowd.phase.subscribe();
        let wait = self.crowd.plan.arrival.mul_f64(self.chance.f64());
        if !pause(wait, &mut phases).await {
            return;
        }
        let mut past = Past::default();
        loop {
            let wait = match self.once(&mut phases, &mut past).await {
                Ended::Over => return,
                Ended::Storm => {
                    past.lost.get_or_insert_with(Instant::now);
                    Duration::ZERO
                }
                Ended::Left => {
                    self.crowd.counts.add(Count::Left, 1);
                    self.holds.iter().for_each(|slot| slot.put(slot.chain.start()));
                    Duration::ZERO
                }
                Ended::Lost(after) => {
                    self.crowd.counts.add(Count::Lost, 1);
                    past.lost.get_or_insert_with(Instant::now);
                    past.attempt += 1;
                    let chance = self.chance.u32(..);
                    let wait = match after {
                        Some(after) => backoff::spread(after, chance),
                        None => backoff::full_jitter(past.attempt - 1, chance),
                    };
                    Duration::from_millis(wait)
                }
            };
            if !pause(wait, &mut phases).await {
                return;
            }
        }
    }

    /// Opens a socket and reads it until it ends.
    async fn once(&mut self, phases: &mut watch::Receiver<Phase>, past: &mut Past) -> Ended {
        let mut socket = match tokio::time::timeout(OPENING, self.open()).await {
            Ok(Ok(socket)) => socket,
            Ok(Err(Error::Http(_))) => return self.ended(Count::TurnedAway, None),
            Ok(Err(_)) | Err(_) => return self.ended(Count::NotReached, None),
        };
        self.crowd.counts.add(Count::Opened, 1);
        if self.subscribe(&mut socket).await.is_err() {
            return Ended::Lost(None);
        }
        let stay = self.crowd.plan.stay.map(|mean| mean.mul_f64(-(1.0 - self.chance.f64()).ln()));
        let leaves = stay.map(|stay| Instant::now() + stay);
        let now = *phases.borrow_and_update();
        let (mut rests, mut heard) = (None::<Instant>, Instant::now());
        loop {
            let settling = phases.borrow().settling;
            let reads = settling || rests.is_none_or(|until| until <= Instant::now());
            let wakes = [leaves.filter(|_| !settling), rests.filter(|_| !reads), reads.then_some(heard + SILENCE)];
            let wakes = wakes.into_iter().flatten().min();
            tokio::select! {
                _ = phases.changed() => {
                    let phase = *phases.borrow_and_update();
                    if phase.over {
                        return Ended::Over;
                    }
                    if phase.storms != now.storms {
                        return Ended::Storm;
                    }
                    heard = Instant::now();
                }
                () = sleep_until(wakes) => {
                    let at = Instant::now();
                    if leaves.is_some_and(|leaves| leaves <= at) && !settling {
                        return Ended::Left;
                    }
                    if reads && heard + SILENCE <= at {
                        return self.ended(Count::Silent, None);
                    }
                    heard = at;
                }
                message = socket.next(), if reads => {
                    heard = Instant::now();
                    let Some(Ok(message)) = message else { return Ended::Lost(None) };
                    if let Some(ended) = self.read(&mut socket, &message, past).await {
                        return ended;
                    }
                    rests = self.rest(past);
                }
            }
        }
    }

    fn ended(&self, count: Count, after: Option<u32>) -> Ended {
        self.crowd.counts.add(count, 1);
        Ended::Lost(after)
    }

    /// Until when the reader reads nothing.
    fn rest(&self, past: &Past) -> Option<Instant> {
        if !past.arrived {
            return None;
        }
        match self.pace {
            Pace::Brisk => None,
            Pace::Slow => Some(Instant::now() + SLOW),
            Pace::Stalled => Some(Instant::now() + self.crowd.plan.lasts + SILENCE),
        }
    }

    async fn open(&self) -> Result<Socket, Error> {
        let first = &self.holds[0];
        let mut address =
            format!("{}/live?{}", self.server.replacen("http", "ws", 1), first.topic.query(&self.crowd.election));
        if let Some((epoch, since)) = first.node().copy.resume() {
            address += &format!("&epoch={epoch:016x}&since={since}");
        }
        if self.form == Form::Json {
            address += "&format=json";
        }
        let mut request = address.into_client_request()?;
        if self.deflate {
            request.headers_mut().insert(header::SEC_WEBSOCKET_EXTENSIONS, HeaderValue::from_static(OFFER));
        }
        let stream = Inflating::new(self.connect().await?, self.crowd.clone());
        // Small buffers: there are thousands of them.
        let config = WebSocketConfig::default().read_buffer_size(4_096).write_buffer_size(0);
        let opened = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await;
        opened.map(|(socket, _)| socket)
    }

    async fn connect(&self) -> std::io::Result<TcpStream> {
        let place = self.server.split_once("://").map_or(self.server.as_str(), |(_, place)| place);
        let mut addresses = tokio::net::lookup_host(place).await?;
        let address = addresses.next().ok_or_else(|| std::io::Error::other("the name has no address"))?;
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        if self.pace != Pace::Brisk {
            socket.set_recv_buffer_size(SMALL_BUFFER)?;
        }
        if let (Some(source), IpAddr::V4(to)) = (self.source, address.ip())
            && to.is_loopback()
        {
            socket.bind(SocketAddr::from((source, 0)))?;
        }
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Asks for the views after the first one.
    async fn subscribe(&self, socket: &mut Socket) -> Result<(), Error> {
        for (id, slot) in self.holds.iter().enumerate().skip(1) {
            let topic = &slot.topic;
            let mut view = json!({ "id": id, "contest": topic.contest, "unit": topic.unit, "level": topic.level });
            if let Some((epoch, since)) = slot.node().copy.resume() {
                view["epoch"] = format!("{epoch:016x}").into();
                view["since"] = since.into();
            }
            socket.send(Message::text(json!({ "subscribe": view }).to_string())).await?;
        }
        Ok(())
    }

    /// Takes one message; an end if it is the last one.
    async fn read(&self, socket: &mut Socket, message: &Message, past: &mut Past) -> Option<Ended> {
        let payload: &[u8] = match message {
            Message::Binary(bytes) => bytes,
            Message::Text(text) => text.as_bytes(),
            Message::Close(_) => return Some(Ended::Lost(None)),
            _ => return None,
        };
        let counts = &self.crowd.counts;
        counts.add(Count::Messages, 1);
        counts.add(Count::Bytes, payload.len() as u64);
        if matches!(message, Message::Text(_)) && is_answer(payload) {
            if payload.starts_with(b"{\"refused\"") {
                counts.add(Count::Refused, 1);
            }
            return None;
        }
        let Some((at, slot)) = self.addressee(payload) else {
            counts.add(Count::Stray, 1);
            return None;
        };
        let before = slot.node();
        let taken = slot.chain.take(&before, payload);
        match &taken.outcome {
            Outcome::Retry(after) => {
                counts.add(Count::Byes, 1);
                return Some(Ended::Lost(Some(*after)));
            }
            Outcome::Refused(code) => {
                counts.add(Count::Refused, 1);
                tracing::debug!(code, "refused");
                return Some(Ended::Lost(Some(2_000)));
            }
            Outcome::Unreadable => counts.add(Count::Unreadable, 1),
            Outcome::Advanced | Outcome::Ignored => self.took(slot, &before.copy, &taken, past),
            Outcome::Fault(fault) => {
                counts.add(super::copy::count_of(*fault), 1);
                let asks = if at == 0 { json!({ "snapshot": true }) } else { json!({ "snapshot": at }) };
                slot.put(taken.next.clone());
                if socket.send(Message::text(asks.to_string())).await.is_err() {
                    return Some(Ended::Lost(None));
                }
            }
        }
        None
    }

    fn took(&self, slot: &Slot, before: &super::copy::Copy, taken: &super::chain::Taken, past: &mut Past) {
        let counts = &self.crowd.counts;
        counts.add(Count::Frames, 1);
        if taken.news.snapshot {
            counts.add(Count::Snapshots, 1);
            if before.position().is_some() && before.resume().is_none() && taken.next.copy.resume().is_some() {
                counts.add(Count::Healed, 1);
            }
        }
        slot.put(taken.next.clone());
        if taken.outcome == Outcome::Advanced && self.pace == Pace::Brisk && past.lost.is_none() {
            self.crowd.received(&taken.news.seqs);
        }
        past.attempt = 0;
        if let Some(lost) = past.lost.take() {
            self.crowd.is_back(lost.elapsed());
        }
        if !past.arrived {
            past.arrived = true;
            self.crowd.has_arrived();
        }
    }

    /// The view that a frame belongs to, and its place on the line.
    fn addressee(&self, payload: &[u8]) -> Option<(usize, &Arc<Slot>)> {
        if let [only] = &self.holds[..] {
            return Some((0, only));
        }
        let mut holds = self.holds.iter().enumerate();
        match self.form {
            Form::Binary => match key_of(payload) {
                // `bye` and `refused` have none, and mean the whole line.
                None => holds.next(),
                Some(key) => holds.find(|(_, slot)| slot.topic.key == key),
            },
            Form::Json => {
                let named: Value = serde_json::from_slice(payload).ok()?;
                if named["unit"].is_null() {
                    return holds.next();
                }
                let unit = named["unit"]["id"].as_str().or(named["unit"].as_str())?;
                let is_it = |slot: &Slot| {
                    let topic = &slot.topic;
                    unit == topic.unit
                        && named["contest"] == topic.contest.as_str()
                        && named["level"] == topic.level.as_str()
                };
                holds.find(|(_, slot)| is_it(slot))
            }
        }
    }
}

/// Answers to what a reader said are objects without a type.
fn is_answer(payload: &[u8]) -> bool {
    payload.starts_with(b"{\"subscribed\"") || payload.starts_with(b"{\"refused\"")
}

/// The key of a binary frame with figures: behind version, kind and epoch.
fn key_of(payload: &[u8]) -> Option<ViewKey> {
    let [_, 0 | 1, rest @ ..] = payload else { return None };
    postcard::take_from_bytes::<(u64, ViewKey)>(rest).ok().map(|((_, key), _)| key)
}

/// Waits; `false` when everybody leaves meanwhile.
async fn pause(wait: Duration, phases: &mut watch::Receiver<Phase>) -> bool {
    tokio::select! {
        () = tokio::time::sleep(wait) => true,
        over = phases.wait_for(|phase| phase.over) => over.is_err(),
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
