//! One reader: its socket, where it stands in its views, and what it has taken a part of. Nothing of it is a queue.

use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use election::wire::Frame;
use mio::net::TcpStream;
use smallvec::SmallVec;
use socket2::SockRef;

use super::topics::{At, Follow, Topics};
use crate::limits::Limits;
use crate::live::admission::Admitted;
use crate::live::framing;
use crate::live::inbound::Inbox;
use crate::night::Night;
use crate::telemetry::{Metric, ReaderCounted, Telemetry};

/// Seconds that a reader may take to answer the end of its socket.
const GOODBYE: u32 = 2;

/// Why a reader is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Left,
    Stalled,
    Silent,
    Protocol,
    TooMany,
    Shed,
}

impl Ended {
    pub(super) fn metric(self) -> Metric {
        match self {
            Self::Left => Metric::EndedLeft,
            Self::Stalled => Metric::EndedStalled,
            Self::Silent => Metric::EndedSilent,
            Self::Protocol => Metric::EndedProtocol,
            Self::TooMany => Metric::EndedTooMany,
            Self::Shed => Metric::EndedShed,
        }
    }
}

/// What a socket did not take: the rest of one frame. Empty if it was full between two.
#[derive(Debug)]
struct Parked {
    rest: Bytes,
    /// Since when it has taken nothing, in seconds of the thread.
    since: u32,
}

/// A reader.
pub(super) struct Reader {
    socket: TcpStream,
    /// Tells it from another one that had its place before.
    pub serial: u64,
    pub form: u16,
    pub night: Arc<Night>,
    /// Its views; in place, because memory of thousands of small pieces is not given back when they have gone.
    pub follows: SmallVec<[Follow; 1]>,
    /// Views that are being looked up.
    pub pending: Vec<u32>,
    pub inbox: Inbox,
    parked: Option<Box<Parked>>,
    /// Answers that are not frames; usually none.
    answers: Vec<u8>,
    /// When the last whole frame came from it, in seconds of the thread.
    pub heard: u32,
    pub pinged: bool,
    budget: (u16, u32),
    /// The rate that it was told.
    pace: u8,
    /// Why and until when it may answer that its socket is closed.
    pub closing: Option<(Ended, u32)>,
    _admitted: Admitted,
    _counted: ReaderCounted,
}

/// What is used for one reader after the other.
#[derive(Default)]
pub(super) struct Desk {
    due: Vec<Due>,
    together: Vec<u8>,
    frames: u64,
    bytes: u64,
    writes: u64,
    short: u64,
    healed: u64,
}

struct Due {
    follow: usize,
    to: u64,
    heals: bool,
    bytes: Bytes,
    /// The follower's trail after it.
    trail: u8,
}

impl Desk {
    /// Counts what was sent since the last time; the number of frames.
    pub(super) fn settle(&mut self, telemetry: &Telemetry) -> u64 {
        for (metric, figure) in [
            (Metric::FrameBytes, self.bytes),
            (Metric::Writes, self.writes),
            (Metric::ShortWrites, self.short),
            (Metric::HealingSnapshots, self.healed),
            // The last one: whoever sees the frames counted sees all that belongs to them.
            (Metric::Frames, self.frames),
        ] {
            if figure > 0 {
                telemetry.add(metric, figure);
            }
        }
        (self.bytes, self.writes, self.short, self.healed) = (0, 0, 0, 0);
        std::mem::take(&mut self.frames)
    }
}

impl Reader {
    pub(super) fn new(
        newcomer: (TcpStream, Arc<Night>, Admitted, ReaderCounted),
        (serial, form, now): (u64, u16, u32),
        limits: &Limits,
    ) -> Self {
        let (socket, night, admitted, counted) = newcomer;
        Self {
            socket,
            serial,
            form,
            night,
            follows: SmallVec::new(),
            pending: Vec::new(),
            inbox: Inbox::default(),
            parked: None,
            answers: Vec::new(),
            heard: now,
            pinged: false,
            budget: (limits.messages_at_once, now),
            pace: 0,
            closing: None,
            _admitted: admitted,
            _counted: counted,
        }
    }

    /// The socket, to be watched.
    pub(super) fn socket(&mut self) -> &mut TcpStream {
        &mut self.socket
    }

    /// Whether it has not taken what it was sent.
    pub(super) fn is_blocked(&self) -> bool {
        self.parked.is_some()
    }

    /// Whether it has taken nothing of what waits for it for so long.
    pub(super) fn is_stalled(&self, now: u32, limits: &Limits) -> bool {
        self.parked.as_ref().is_some_and(|parked| now.saturating_sub(parked.since) > limits.stalled)
    }

    /// One message more; whether that is allowed.
    pub(super) fn afford(&mut self, now: u32, limits: &Limits) -> bool {
        let (left, at) = self.budget;
        let more = u32::from(limits.messages_per_second).saturating_mul(now.saturating_sub(at));
        let left = more.saturating_add(left.into()).min(limits.messages_at_once.into());
        let left = u16::try_from(left).unwrap_or(u16::MAX);
        self.budget = (left.saturating_sub(1), now);
        left > 0
    }

    /// Reads what has come into `buffer`; nothing if that is all.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Ended> {
        loop {
            match self.socket.read(buffer) {
                Ok(0) => return Err(Ended::Left),
                Ok(read) => return Ok(read),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(0),
                Err(_) => return Err(Ended::Left),
            }
        }
    }

    /// Puts an answer before the next frames.
    pub(super) fn answer(&mut self, message: &[u8], limits: &Limits) -> Result<(), Ended> {
        if self.answers.len() + message.len() > limits.waiting_answers {
            return Err(Ended::Stalled);
        }
        self.answers.extend_from_slice(message);
        Ok(())
    }

    /// Ends the socket: a last message, a closing frame, and a short time for the answer to it.
    pub(super) fn close(&mut self, last: &[u8], code: u16, why: Ended, now: u32) {
        if self.closing.is_none() {
            self.answers.extend_from_slice(last);
            self.answers.extend_from_slice(&framing::close(code));
            self.closing = Some((why, now + GOODBYE));
        }
    }

    /// Whether it was told that frames come less often, and not yet that this is over.
    pub(super) fn is_slowed(&self) -> bool {
        self.pace > 0 && self.closing.is_none()
    }

    /// Puts the rate before the next frames, if it is another one than it was told.
    pub(super) fn hear_pace(&mut self, pace: u8, is_json: bool, limits: &Limits) -> Result<(), Ended> {
        if self.closing.is_some() || std::mem::replace(&mut self.pace, pace) == pace {
            return Ok(());
        }
        self.answer(&framing::aside(&Frame::Pace(pace), is_json), limits)
    }

    /// Everything that it may be sent now, in one write.
    pub(super) fn serve(&mut self, topics: &mut Topics, desk: &mut Desk, now: u32) -> Result<(), Ended> {
        if self.parked.is_some() {
            return Ok(());
        }
        desk.due.clear();
        if self.closing.is_none() {
            let mut inflates = false;
            for (at, follow) in self.follows.iter().enumerate() {
                let heals = matches!(follow.at, At::Is(_) | At::Wants(Some(_)));
                let follow = Follow { trail: if inflates { 0 } else { follow.trail }, ..*follow };
                if let Some((message, trail)) = topics.due(&follow, self.form) {
                    let heals = heals && message.is_snapshot;
                    inflates |= message.is_inflated();
                    desk.due.push(Due { follow: at, to: message.to, heals, bytes: message.bytes.clone(), trail });
                }
            }
        }
        if desk.due.is_empty() && self.answers.is_empty() {
            return Ok(());
        }
        desk.writes += 1;
        let (sent, wanted) = if let ([only], true) = (&desk.due[..], self.answers.is_empty()) {
            (write(&mut self.socket, &only.bytes)?, only.bytes.len())
        } else {
            desk.together.clear();
            desk.together.extend_from_slice(&self.answers);
            desk.due.iter().for_each(|due| desk.together.extend_from_slice(&due.bytes));
            (write(&mut self.socket, &desk.together)?, desk.together.len())
        };
        self.note(sent, wanted, desk, now);
        if self.closing.is_some() && self.parked.is_none() {
            let _ = self.socket.shutdown(Shutdown::Write);
        }
        Ok(())
    }

    /// Moves the positions by what was sent, and parks the rest of a frame that was not taken whole.
    fn note(&mut self, sent: usize, wanted: usize, desk: &mut Desk, now: u32) {
        let mut left = sent;
        let answered = left.min(self.answers.len());
        left -= answered;
        if answered == self.answers.len() {
            self.answers = Vec::new();
        } else {
            self.answers.drain(..answered);
        }
        let mut rest = Bytes::new();
        for due in desk.due.drain(..) {
            if left == 0 {
                break;
            }
            if framing::is_compressed(&due.bytes) {
                // It follows what other views were sent.
                self.follows.iter_mut().for_each(|follow| follow.trail = 0);
            }
            self.follows[due.follow].at = At::Is(due.to);
            self.follows[due.follow].trail = due.trail;
            desk.frames += 1;
            desk.bytes += due.bytes.len() as u64;
            desk.healed += u64::from(due.heals);
            if left < due.bytes.len() {
                rest = due.bytes.slice(left..);
            }
            left = left.saturating_sub(due.bytes.len());
        }
        if sent < wanted {
            desk.short += 1;
            self.parked = Some(Box::new(Parked { rest, since: now }));
        }
    }

    /// The socket takes more: the rest first, then by position.
    pub(super) fn resume(&mut self, topics: &mut Topics, desk: &mut Desk, now: u32) -> Result<(), Ended> {
        if let Some(parked) = &mut self.parked {
            if !parked.rest.is_empty() {
                let sent = write(&mut self.socket, &parked.rest)?;
                if sent > 0 {
                    parked.since = now;
                    parked.rest = parked.rest.slice(sent..);
                }
                if !parked.rest.is_empty() {
                    return Ok(());
                }
            }
            self.parked = None;
        }
        self.serve(topics, desk, now)
    }

    /// Lets the kernel forget what was not taken.
    pub(super) fn abandon(&self) {
        let _ = SockRef::from(&self.socket).set_linger(Some(Duration::ZERO));
    }
}

/// What the socket takes; nothing if it is full.
fn write(socket: &mut TcpStream, bytes: &[u8]) -> Result<usize, Ended> {
    loop {
        match socket.write(bytes) {
            Ok(sent) => return Ok(sent),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(0),
            Err(_) => return Err(Ended::Left),
        }
    }
}
