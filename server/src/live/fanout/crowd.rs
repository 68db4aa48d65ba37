//! The readers of one thread: how they come, what they say, what they are sent, why they go. Knows sockets, but not how they are watched.

use std::sync::Arc;
use std::time::{Duration, Instant};

use election::wire::Frame;
use slab::Slab;
use smallvec::SmallVec;
use socket2::SockRef;

use super::clerk::Wish;
use super::reader::{Desk, Ended, Reader};
use super::topics::{At, Follow, Topics};
use super::{Found, Handle, Newcomer, Shared};
use crate::hub::{Deflate, Moved, Topic};
use crate::live::ask::{self, Ask, Which};
use crate::live::framing::{self, Squeeze};
use crate::live::inbound::{Allowed, Inbound};
use crate::live::shed::{POLL, sent_away};
use crate::telemetry::{Metric, Telemetry};

/// Of the readers that are sent away to poll each second: one in so many.
const SENT_AWAY: usize = 10;
/// Bytes read at once.
const READ: usize = 16 << 10;
/// Places for readers that are kept when the readers have gone.
const KEPT: usize = 256;
/// Bytes read at one go from a reader whose socket is being closed; who sends more than that without a pause is cut off.
const UNHEARD: usize = 1 << 20;

/// The readers of one thread.
pub(super) struct Crowd {
    shared: Arc<Shared>,
    thread: Handle,
    readers: Slab<Reader>,
    topics: Topics,
    /// By number: whether JSON, whether compressed.
    forms: Vec<(bool, bool)>,
    desk: Desk,
    buffer: Vec<u8>,
    gone: Vec<(usize, Ended)>,
    born: Instant,
    serials: u64,
    leaving: bool,
}

impl Crowd {
    pub(super) fn new(shared: Arc<Shared>, thread: Handle) -> Self {
        Self {
            shared,
            thread,
            readers: Slab::new(),
            topics: Topics::default(),
            forms: Vec::new(),
            desk: Desk::default(),
            buffer: vec![0; READ],
            gone: Vec::new(),
            born: Instant::now(),
            serials: 0,
            leaving: false,
        }
    }

    /// Whether there is nothing to look after, not even memory to give back.
    pub(super) fn is_at_rest(&self) -> bool {
        self.readers.is_empty() && !self.is_roomy()
    }

    /// Whether most places are empty.
    fn is_roomy(&self) -> bool {
        self.readers.capacity() > 4 * self.readers.len().max(KEPT)
    }

    /// Seconds of this thread.
    fn now(&self) -> u32 {
        u32::try_from(self.born.elapsed().as_secs()).unwrap_or(u32::MAX)
    }

    /// Takes a reader in: `watch` is given its socket and number, and says whether it can be watched.
    pub(super) fn adopt(
        &mut self,
        newcomer: Newcomer,
        watch: impl FnOnce(&mut mio::net::TcpStream, usize) -> std::io::Result<()>,
    ) {
        let Newcomer { socket, read_ahead, form, night, topic, admitted } = newcomer;
        let limits = &self.shared.limits;
        if prepare(&socket, limits.send_buffer, limits.idle).is_err() {
            return;
        }
        let (number, now) = (self.topics.form(&form), self.now());
        let known = (form.json.is_some(), form.deflate != Deflate::No);
        self.forms.resize(self.forms.len().max(usize::from(number) + 1), known);
        self.serials += 1;
        let kept = (mio::net::TcpStream::from_std(socket), night, admitted, self.shared.telemetry.reader());
        let mut reader = Reader::new(kept, (self.serials, number, now), limits);
        let entry = self.readers.vacant_entry();
        let at = entry.key();
        if watch(reader.socket(), at).is_err() {
            return;
        }
        entry.insert(reader);
        if let Some((topic, since)) = topic {
            self.follow(at, &topic, None, since);
        }
        if self.leaving {
            self.farewell(at);
        }
        self.with(at, |crowd| crowd.hear(at, &read_ahead));
    }

    /// Does something with a reader, sends it what is due, and lets it go if that failed.
    fn with(&mut self, at: usize, act: impl FnOnce(&mut Self) -> Result<(), Ended>) {
        let now = self.now();
        let done = act(self).and_then(|()| match self.readers.get_mut(at) {
            Some(reader) => reader.serve(&mut self.topics, &mut self.desk, now),
            None => Ok(()),
        });
        if let Err(ended) = done {
            self.remove(at, ended);
        }
        self.desk.settle(&self.shared.telemetry);
    }

    fn follow(&mut self, at: usize, topic: &Arc<Topic>, id: Option<u32>, since: Option<u64>) {
        let topic = self.topics.follow(topic);
        let Some(reader) = self.readers.get_mut(at) else { return self.topics.leave(topic) };
        let same = |follow: &Follow| follow.topic == topic || (id.is_some() && follow.id == id);
        forgo(&mut reader.follows, &mut self.topics, &self.shared.telemetry, same);
        reader.follows.push(Follow { topic, id, at: At::Wants(since), trail: 0 });
        self.shared.telemetry.add(Metric::Views, 1);
    }

    fn remove(&mut self, at: usize, ended: Ended) {
        let Some(mut reader) = self.readers.try_remove(at) else { return };
        let ended = reader.closing.map_or(ended, |(why, _)| why);
        if matches!(ended, Ended::Stalled | Ended::Silent) || reader.is_blocked() {
            reader.abandon();
        }
        forgo(&mut reader.follows, &mut self.topics, &self.shared.telemetry, |_| true);
        self.shared.telemetry.add(ended.metric(), 1);
    }

    /// A socket has something to say.
    pub(super) fn readable(&mut self, at: usize) {
        let mut buffer = std::mem::take(&mut self.buffer);
        // All of it, because the system tells only once; each round costs the reader's budget, or what it may still say after its end.
        self.with(at, |crowd| {
            let mut unheard = 0;
            loop {
                let Some(reader) = crowd.readers.get_mut(at) else { return Ok(()) };
                let read = reader.read(&mut buffer)?;
                if read == 0 {
                    return Ok(());
                }
                crowd.hear(at, &buffer[..read])?;
                if crowd.bid_farewell(at)? {
                    unheard += read;
                }
                if unheard > UNHEARD {
                    return Err(Ended::Protocol);
                }
            }
        });
        self.buffer = buffer;
    }

    /// A socket takes more.
    pub(super) fn writable(&mut self, at: usize) {
        let now = self.now();
        let Some(reader) = self.readers.get_mut(at).filter(|reader| reader.is_blocked()) else { return };
        if let Err(ended) = reader.resume(&mut self.topics, &mut self.desk, now) {
            self.remove(at, ended);
        }
        self.desk.settle(&self.shared.telemetry);
    }

    fn hear(&mut self, at: usize, bytes: &[u8]) -> Result<(), Ended> {
        let now = self.now();
        let Some(reader) = self.readers.get_mut(at) else { return Ok(()) };
        // What comes after the end is read, so that the reader hears it, but not heard.
        if bytes.is_empty() || reader.closing.is_some() {
            return Ok(());
        }
        let (_, deflate) = self.forms[usize::from(reader.form)];
        let allowed = Allowed { message: self.shared.limits.inbound_message, deflate };
        let (messages, taken) = reader.inbox.take(bytes, allowed);
        for message in messages {
            self.message(at, message, now)?;
        }
        if let (Err(fault), Some(reader)) = (taken, self.readers.get_mut(at)) {
            reader.close(&[], fault.code(), Ended::Protocol, now);
        }
        Ok(())
    }

    /// Sends the end to a reader that is being let go, before it has said all it wants to; whether it is.
    fn bid_farewell(&mut self, at: usize) -> Result<bool, Ended> {
        let now = self.now();
        match self.readers.get_mut(at).filter(|reader| reader.closing.is_some()) {
            Some(reader) => reader.serve(&mut self.topics, &mut self.desk, now).map(|()| true),
            None => Ok(false),
        }
    }

    fn message(&mut self, at: usize, message: Inbound, now: u32) -> Result<(), Ended> {
        let limits = &self.shared.limits;
        let Some(reader) = self.readers.get_mut(at).filter(|reader| reader.closing.is_none()) else { return Ok(()) };
        if !reader.afford(now, limits) {
            reader.close(&[], 1008, Ended::TooMany, now);
            return Ok(());
        }
        (reader.heard, reader.pinged) = (now, false);
        match message {
            Inbound::Text(text) => self.asked(at, &text),
            Inbound::Ping(what) => reader.answer(&framing::message(framing::PONG, &what, Squeeze::No), limits),
            Inbound::Close(code) => {
                reader.close(&[], code.unwrap_or(1000), Ended::Left, now);
                Ok(())
            }
            Inbound::Binary | Inbound::Part | Inbound::Pong => Ok(()),
        }
    }

    fn asked(&mut self, at: usize, text: &str) -> Result<(), Ended> {
        let Some(reader) = self.readers.get_mut(at) else { return Ok(()) };
        match serde_json::from_str::<Ask>(text) {
            Ok(Ask::Snapshot(which)) => {
                for follow in &mut reader.follows {
                    let meant = match which {
                        Which::All(all) => all,
                        Which::One(id) => follow.id == Some(id),
                    };
                    if meant {
                        follow.at = At::Wants(None);
                        self.shared.telemetry.add(Metric::HealingSnapshots, 1);
                    }
                }
                Ok(())
            }
            Ok(Ask::Unsubscribe(named)) => {
                reader.pending.retain(|id| *id != named.id);
                let named = |follow: &Follow| follow.id == Some(named.id);
                forgo(&mut reader.follows, &mut self.topics, &self.shared.telemetry, named);
                Ok(())
            }
            Ok(Ask::Subscribe(wanted)) => self.subscribe(at, wanted),
            Err(_) => self.say(at, &ask::refused(None, &ask::unreadable())),
        }
    }

    fn subscribe(&mut self, at: usize, wanted: ask::Wanted) -> Result<(), Ended> {
        let Some(reader) = self.readers.get_mut(at) else { return Ok(()) };
        let (id, most) = (wanted.id, self.shared.limits.topics_per_reader);
        let has = reader.pending.contains(&id) || reader.follows.iter().any(|follow| follow.id == Some(id));
        if !has && reader.follows.len() + reader.pending.len() >= most {
            return self.say(at, &ask::refused(Some(id), &ask::too_many(most)));
        }
        let (thread, serial, night) = (self.thread.clone(), reader.serial, reader.night.clone());
        if !self.shared.clerk.take(Wish { thread, reader: at, serial, night, wanted }) {
            return self.say(at, &ask::refused(Some(id), &ask::busy()));
        }
        reader.pending.push(id);
        Ok(())
    }

    fn say(&mut self, at: usize, text: &str) -> Result<(), Ended> {
        let message = framing::message(framing::TEXT, text.as_bytes(), Squeeze::No);
        match self.readers.get_mut(at) {
            Some(reader) => reader.answer(&message, &self.shared.limits),
            None => Ok(()),
        }
    }

    /// A subscription was looked up.
    pub(super) fn found(&mut self, found: Found) {
        let Found { reader: at, serial, id, answer, topic } = found;
        let Some(reader) = self.readers.get_mut(at).filter(|reader| reader.serial == serial) else { return };
        // Otherwise it was taken back meanwhile.
        let Some(place) = reader.pending.iter().position(|pending| *pending == id) else { return };
        reader.pending.swap_remove(place);
        if let Ok((topic, since)) = topic {
            self.follow(at, &topic, Some(id), since);
        }
        self.with(at, |crowd| crowd.say(at, &answer));
    }

    /// Sends what has moved. `ticks` are all that have come since the last time: whoever is behind is sent one merged frame.
    pub(super) fn pass(&mut self, ticks: &[Arc<Moved>]) {
        let mut any = false;
        for tick in ticks {
            any |= self.topics.moved(&tick.topics);
        }
        if !any {
            return;
        }
        let (began, now, pace) = (Instant::now(), self.now(), self.shared.shed.told());
        let mut waiting = 0;
        for (at, reader) in &mut self.readers {
            let (is_json, _) = self.forms[usize::from(reader.form)];
            let told = reader.hear_pace(pace, is_json, &self.shared.limits);
            let served = told.and_then(|()| reader.serve(&mut self.topics, &mut self.desk, now));
            if let Err(ended) = served {
                self.gone.push((at, ended));
            } else if reader.is_blocked() {
                waiting += u64::from(self.topics.any_moved(&reader.follows));
            }
        }
        self.topics.rest();
        while let Some((at, ended)) = self.gone.pop() {
            self.remove(at, ended);
        }
        let frames = self.desk.settle(&self.shared.telemetry);
        let ended = Instant::now();
        let since = |then: Instant| ended.saturating_duration_since(then);
        let accepted = ticks.iter().filter_map(|tick| tick.accepted).min().map(since);
        self.shared.telemetry.delivered(accepted, since(began));
        ticks.iter().for_each(|tick| tick.reports.sent(frames, waiting));
        tracing::trace!(frames, pass = ?since(began), since_accepted = ?accepted, "a tick is with its readers");
        let late = ticks.iter().map(|tick| since(tick.published)).max().unwrap_or_default();
        self.shared.shed.note(late, ended);
    }

    /// Once a second: who has stalled, fallen silent or been told to go. `late`: how much later than it wanted the thread woke.
    pub(super) fn sweep(&mut self, late: Duration) {
        let (now, limits) = (self.now(), self.shared.limits);
        self.shared.shed.note(late, Instant::now());
        let sends_away = self.shared.shed.level() >= POLL;
        let mut away = Vec::new();
        let ping = framing::message(framing::PING, &[], Squeeze::No);
        let is_over = self.shared.shed.told() == 0;
        for (at, reader) in &mut self.readers {
            let silent = now.saturating_sub(reader.heard);
            let ended = match reader.closing {
                Some((why, until)) => (now >= until).then_some(why),
                None if reader.is_stalled(now, &limits) => Some(Ended::Stalled),
                None if silent > limits.idle => Some(Ended::Silent),
                None => None,
            };
            self.gone.extend(ended.map(|ended| (at, ended)));
            if ended.is_none() && silent > limits.ping_after && !reader.pinged {
                reader.pinged = true;
                let asked = reader.answer(&ping, &limits);
                let asked = asked.and_then(|()| reader.serve(&mut self.topics, &mut self.desk, now));
                self.gone.extend(asked.err().map(|ended| (at, ended)));
            }
            if ended.is_none() && is_over && reader.is_slowed() {
                // Where no report comes there is no frame that would bring it.
                let (is_json, _) = self.forms[usize::from(reader.form)];
                let told = reader.hear_pace(0, is_json, &limits);
                let told = told.and_then(|()| reader.serve(&mut self.topics, &mut self.desk, now));
                self.gone.extend(told.err().map(|ended| (at, ended)));
            }
            if sends_away && (at + now as usize).is_multiple_of(SENT_AWAY) {
                away.push(at);
            }
        }
        while let Some((at, ended)) = self.gone.pop() {
            self.remove(at, ended);
        }
        for at in away {
            self.send_away(at);
        }
        if self.is_roomy() {
            self.readers.shrink_to_fit();
            self.gone = Vec::new();
        }
        self.desk.settle(&self.shared.telemetry);
    }

    fn send_away(&mut self, at: usize) {
        self.end(at, &sent_away(), 1013, Ended::Shed);
    }

    /// The server goes away: all readers are told, and so is who comes now.
    pub(super) fn leave(&mut self) {
        self.leaving = true;
        let all: Vec<usize> = self.readers.iter().map(|(at, _)| at).collect();
        for at in all {
            self.farewell(at);
        }
    }

    fn farewell(&mut self, at: usize) {
        let retry_after_ms = self.shared.limits.retry_after_ms;
        self.end(at, &Frame::Bye { retry_after_ms }, 1012, Ended::Left);
    }

    fn end(&mut self, at: usize, frame: &Frame, code: u16, why: Ended) {
        let now = self.now();
        let Some(reader) = self.readers.get_mut(at) else { return };
        let (is_json, _) = self.forms[usize::from(reader.form)];
        reader.close(&framing::aside(frame, is_json), code, why, now);
        self.with(at, |_| Ok(()));
    }
}

/// Ends those views that are meant.
fn forgo(
    follows: &mut SmallVec<[Follow; 1]>,
    topics: &mut Topics,
    telemetry: &Telemetry,
    is_meant: impl Fn(&Follow) -> bool,
) {
    follows.retain(|follow| {
        let ends = is_meant(follow);
        if ends {
            topics.leave(follow.topic);
            telemetry.less(Metric::Views, 1);
        }
        !ends
    });
}

/// Makes a socket fit for a reader: never waits, sends at once, keeps little in the kernel, and ends when nobody acknowledges.
fn prepare(socket: &std::net::TcpStream, send_buffer: usize, idle: u32) -> std::io::Result<()> {
    socket.set_nonblocking(true)?;
    socket.set_nodelay(true)?;
    let socket = SockRef::from(socket);
    socket.set_send_buffer_size(send_buffer)?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(Duration::from_secs(idle.into())))?;
    Ok(())
}
