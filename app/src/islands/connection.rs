//! How a page stays current: a state machine without browser, clock or randomness, which are its arguments.
//!
//! WebSocket, else server-sent events, else polling. What it does not know it does not say: [`Standing::Live`] needs a frame
//! that confirmed the figures on screen, and is lost as soon as that is too long ago.

use election::backoff::{full_jitter, spread};
use election::reader::{Reader, Step};
use election::wire::{Frame, Snapshot, WireDefect};

pub use super::limits::{POLL, PROBE, SILENCE};

/// A browser that says it is offline may be wrong: it is tried this seldom.
const OFFLINE_RETRY: u32 = 30_000;
/// A link that held for so long was no accident: the next wait is short again.
const HELD: u64 = 10_000;
/// After an outage a fallback that works says that the server is back: the socket is tried within this time.
const PROBE_SOON: u64 = 5_000;

/// A way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// WebSocket.
    Socket,
    /// Server-sent events.
    Events,
    /// One plain GET after another.
    Poll,
}

impl Route {
    /// The way to take after so many failures in a row: the socket three times, then each in turn.
    fn after(failures: u32) -> Self {
        match failures.checked_sub(3).map(|more| more % 3) {
            None | Some(2) => Self::Socket,
            Some(0) => Self::Events,
            Some(_) => Self::Poll,
        }
    }

    /// The number of failures after which this way is taken first.
    fn rung(self) -> u32 {
        match self {
            Self::Socket => 0,
            Self::Events => 3,
            Self::Poll => 4,
        }
    }
}

/// Names a link, so that what an abandoned one still says is recognised.
pub type LinkId = u32;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening<'a> {
    /// The page is there, or is shown again.
    Shown,
    /// The page goes away, perhaps to come back.
    Hidden,
    /// The browser says that there is a network.
    Online,
    /// The browser says that there is none.
    Offline,
    /// The server was reached.
    Opened(LinkId),
    /// The bytes of a frame.
    Message(LinkId, &'a [u8]),
    /// Polled, and there was nothing new.
    NothingNew(LinkId),
    /// It ended, or never began.
    Closed(LinkId),
    /// [`Connection::deadline`] has come.
    Due,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open a link, with the epoch and sequence number to resume from; without them the server begins with a snapshot.
    Open(LinkId, Route, Option<(u64, u64)>),
    /// Close a link.
    Close(LinkId),
    /// Send the request for a snapshot.
    AskSnapshot(LinkId),
    /// The view is another one, or was confirmed at a later sequence number.
    Paint,
    /// The page is of another time than the server: load it again, once for each such number.
    Reload(u64),
}

/// How current the figures on screen are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As they came with the page.
    Still,
    /// Every change is there as soon as it is accepted.
    Live,
    /// Asked for every few seconds.
    Polling,
    /// The line was lost a moment ago.
    Reconnecting,
    /// The line was lost longer ago.
    Silent,
    /// The browser has no network.
    Offline,
    /// The page is put away.
    Paused,
    /// The server said that it goes away and comes back.
    Returning,
    /// The server is a newer one than the page.
    Outdated,
}

#[derive(Clone, Copy, Debug)]
struct Link {
    id: LinkId,
    route: Route,
    since: u64,
    /// It has brought a frame that fits.
    confirmed: bool,
    /// When it counts as dead.
    until: u64,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// Nothing to be done until the page is shown.
    Paused,
    /// For good.
    Outdated,
    /// The next attempt comes at this time; `polling` between two good answers.
    Waiting { until: u64, polling: bool },
    /// Opening or open.
    Linked(Link),
}

/// A page's connection and its copy of the view.
#[derive(Debug)]
pub struct Connection {
    reader: Reader,
    /// There is no socket: the page is a file.
    pub(super) only_polls: bool,
    phase: Phase,
    /// A second link, by socket, beside a fallback that works.
    probe: Option<Link>,
    probe_at: Option<u64>,
    online: bool,
    /// The server said goodbye and has not been heard since.
    returning: bool,
    /// Decides the way.
    failures: u32,
    /// Decides the wait.
    attempt: u32,
    lost_at: Option<u64>,
    /// The server has been heard at least once.
    heard: bool,
    /// Seconds between two frames, if the server is too busy for more; else 0.
    pace: u8,
    links: LinkId,
}

/// The arguments of one step.
#[derive(Clone, Copy)]
struct Moment {
    now: u64,
    random: u32,
}

impl Connection {
    /// A connection that continues from what came with the page; `only_polls` where that has no socket to offer.
    #[must_use]
    pub fn new(snapshot: Snapshot, only_polls: bool) -> Self {
        Self {
            reader: Reader::from_snapshot(snapshot),
            only_polls,
            phase: Phase::Paused,
            probe: None,
            probe_at: None,
            online: true,
            returning: false,
            failures: 0,
            attempt: 0,
            lost_at: None,
            heard: false,
            pace: 0,
            links: 0,
        }
    }

    /// The view.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// In how many seconds the figures come, if the server has said that it is too busy for more; else 0.
    #[must_use]
    pub fn pace(&self) -> u8 {
        self.pace
    }

    /// When [`Happening::Due`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        let phase = match self.phase {
            Phase::Paused | Phase::Outdated => None,
            Phase::Waiting { until, .. } => Some(until),
            Phase::Linked(link) => Some(link.until),
        };
        [phase, self.probe.map(|probe| probe.until), self.probe_at].into_iter().flatten().min()
    }

    /// How current the figures are.
    #[must_use]
    pub fn standing(&self, now: u64) -> Standing {
        let whole = self.reader.resume().is_some();
        match self.phase {
            Phase::Outdated => Standing::Outdated,
            Phase::Linked(Link { confirmed: true, route, until, .. }) if whole && now <= until => match route {
                Route::Poll => Standing::Polling,
                Route::Socket | Route::Events => Standing::Live,
            },
            Phase::Waiting { polling: true, .. } if whole => Standing::Polling,
            _ if !self.online => Standing::Offline,
            Phase::Paused if self.heard => Standing::Paused,
            _ if self.returning => Standing::Returning,
            _ => match self.lost_at {
                None if !self.heard => Standing::Still,
                Some(at) if now.saturating_sub(at) >= SILENCE => Standing::Silent,
                None | Some(_) => Standing::Reconnecting,
            },
        }
    }

    /// Takes what happened; `random` is any uniformly random number.
    pub fn on(&mut self, happening: Happening<'_>, now: u64, random: u32) -> Vec<Action> {
        let moment = Moment { now, random };
        let mut actions = Vec::new();
        if matches!(self.phase, Phase::Outdated) {
            return actions;
        }
        match happening {
            Happening::Shown => self.shown(moment, &mut actions),
            Happening::Hidden => {
                self.hang_up(&mut actions);
                self.phase = Phase::Paused;
            }
            Happening::Online => self.back_online(moment),
            Happening::Offline => self.offline(moment, &mut actions),
            Happening::Opened(id) => self.opened(id, moment),
            Happening::Message(id, bytes) => self.message(id, bytes, moment, &mut actions),
            Happening::NothingNew(id) => self.confirm(id, moment, &mut actions),
            Happening::Closed(id) => self.closed(id, moment, &mut actions),
            Happening::Due => self.due(moment, &mut actions),
        }
        actions
    }

    fn shown(&mut self, moment: Moment, actions: &mut Vec<Action>) {
        if matches!(self.phase, Phase::Paused) {
            self.begin_again();
            self.open(moment, actions);
        }
    }

    fn back_online(&mut self, moment: Moment) {
        self.online = true;
        if let Phase::Waiting { polling: false, .. } = self.phase {
            self.begin_again();
            self.wait(full_jitter(0, moment.random), moment);
        }
    }

    fn offline(&mut self, moment: Moment, actions: &mut Vec<Action>) {
        self.online = false;
        if !matches!(self.phase, Phase::Paused) {
            self.hang_up(actions);
            self.lose(moment);
            self.wait(OFFLINE_RETRY.into(), moment);
        }
    }

    fn opened(&mut self, id: LinkId, moment: Moment) {
        if let Some(link) = self.link(id) {
            link.until = moment.now + SILENCE;
        }
    }

    fn message(&mut self, id: LinkId, bytes: &[u8], moment: Moment, actions: &mut Vec<Action>) {
        if self.link(id).is_none() {
            return;
        }
        match Frame::decode(bytes) {
            Ok(frame) => self.frame(id, frame, moment, actions),
            Err(WireDefect::Version(version)) => self.outdated(version.into(), actions),
            // Something is missing now, we do not know what: the next link resumes from what we have.
            Err(WireDefect::Empty | WireDefect::Damaged) => self.drop_link(id, moment, actions),
        }
    }

    fn frame(&mut self, id: LinkId, frame: Frame, moment: Moment, actions: &mut Vec<Action>) {
        if let Some(figures) = self.other_shape(&frame) {
            return self.outdated(figures << 8, actions);
        }
        let pace = if let Frame::Pace(seconds) = frame { Some(seconds) } else { None };
        match self.reader.receive(frame) {
            Step::Advanced { .. } => {
                self.confirm(id, moment, actions);
                actions.push(Action::Paint);
            }
            // Behind, or of another view: the line works. After a fault only a snapshot counts.
            Step::Ignored if self.reader.resume().is_some() => self.confirm(id, moment, actions),
            Step::Ignored => {}
            Step::NeedSnapshot(_) => self.ask(id, moment, actions),
            Step::Retry { after_ms } => {
                self.hang_up(actions);
                self.lose(moment);
                self.returning = true;
                self.wait(spread(after_ms, moment.random), moment);
            }
            // Too many sockets: figures are asked for, and the socket is tried again when a fallback would.
            Step::Refused { .. } => {
                self.hang_up(actions);
                self.lose(moment);
                self.failures = Route::Poll.rung();
                self.wait(jittered(POLL, moment.random), moment);
                self.pace = (POLL / 1000) as u8;
            }
        }
        // After the link was confirmed, which forgets what another one had said.
        self.pace = pace.unwrap_or(self.pace);
    }

    /// The number of figures of a view that is not shaped like the page's: its definition was amended. Nothing on the page
    /// could show it.
    fn other_shape(&self, frame: &Frame) -> Option<u64> {
        let Frame::Snapshot(snapshot) = frame else { return None };
        let (ours, theirs) = (&self.reader.view()?.matrix, &snapshot.view.matrix);
        let same = ours.rows() == theirs.rows() && ours.columns() == theirs.columns();
        (snapshot.key == self.reader.key() && !same).then_some(theirs.figures().len() as u64)
    }

    fn outdated(&mut self, mark: u64, actions: &mut Vec<Action>) {
        self.hang_up(actions);
        self.phase = Phase::Outdated;
        actions.push(Action::Reload(mark));
    }

    /// Only a socket can be asked; the other ways begin again, without a place to resume from.
    fn ask(&mut self, id: LinkId, moment: Moment, actions: &mut Vec<Action>) {
        let Some(Link { route, .. }) = self.link(id).copied() else { return };
        self.lose(moment);
        if route == Route::Socket {
            actions.push(Action::AskSnapshot(id));
        } else {
            self.drop_link(id, moment, actions);
        }
    }

    /// The figures are those of the server at this moment.
    fn confirm(&mut self, id: LinkId, moment: Moment, actions: &mut Vec<Action>) {
        if self.probe.is_some_and(|probe| probe.id == id) {
            self.promote(actions);
        }
        let Phase::Linked(mut link) = self.phase else { return };
        if link.id != id {
            return;
        }
        let began = !link.confirmed;
        link.confirmed = true;
        link.until = moment.now + SILENCE;
        self.phase = Phase::Linked(link);
        if began && !self.only_polls && link.route != Route::Socket && self.probe.is_none() && self.probe_at.is_none() {
            let outage = self.failures > link.route.rung();
            let wait = if outage { jittered(PROBE_SOON, moment.random) } else { PROBE };
            self.probe_at = Some(moment.now + wait);
        }
        if began && link.route != Route::Poll {
            self.pace = 0;
        }
        self.failures = link.route.rung();
        if link.route == Route::Poll || moment.now - link.since >= HELD {
            self.attempt = 0;
        }
        (self.heard, self.online, self.returning, self.lost_at) = (true, true, false, None);
        if link.route == Route::Poll {
            let wait = POLL - POLL / 5 + jittered(POLL / 5 * 2, moment.random);
            self.phase = Phase::Waiting { until: moment.now + wait, polling: true };
        }
    }

    /// The socket works again: it takes the fallback's place.
    fn promote(&mut self, actions: &mut Vec<Action>) {
        let Some(probe) = self.probe.take() else { return };
        if let Phase::Linked(link) = self.phase {
            actions.push(Action::Close(link.id));
        }
        self.probe_at = None;
        self.phase = Phase::Linked(probe);
    }

    fn closed(&mut self, id: LinkId, moment: Moment, actions: &mut Vec<Action>) {
        if self.probe.is_some_and(|probe| probe.id == id) {
            self.probe = None;
            self.probe_at = Some(moment.now + PROBE);
            return;
        }
        let Phase::Linked(link) = self.phase else { return };
        if link.id != id {
            return;
        }
        self.lose(moment);
        if let Some(probe) = self.probe.take() {
            actions.push(Action::Close(probe.id));
        }
        self.probe_at = None;
        // What it said of its pace was said of this line.
        self.pace = 0;
        self.wait(full_jitter(self.attempt, moment.random), moment);
        // A way that worked is tried once more before the next.
        self.failures += u32::from(!link.confirmed);
        self.attempt += 1;
    }

    fn drop_link(&mut self, id: LinkId, moment: Moment, actions: &mut Vec<Action>) {
        actions.push(Action::Close(id));
        self.closed(id, moment, actions);
    }

    fn due(&mut self, moment: Moment, actions: &mut Vec<Action>) {
        let past = |until: u64| until <= moment.now;
        if let Some(probe) = self.probe
            && past(probe.until)
        {
            self.drop_link(probe.id, moment, actions);
        }
        if self.probe_at.is_some_and(past) {
            self.probe_at = None;
            self.probe = Some(self.link_by(Route::Socket, moment, actions));
        }
        match self.phase {
            Phase::Waiting { until, .. } if past(until) => self.open(moment, actions),
            Phase::Linked(link) if past(link.until) => self.drop_link(link.id, moment, actions),
            _ => {}
        }
    }

    fn open(&mut self, moment: Moment, actions: &mut Vec<Action>) {
        let polling = matches!(self.phase, Phase::Waiting { polling: true, .. });
        let route = if self.only_polls { Route::Poll } else { Route::after(self.failures) };
        let mut link = self.link_by(route, moment, actions);
        link.confirmed = polling;
        self.phase = Phase::Linked(link);
    }

    fn link_by(&mut self, route: Route, moment: Moment, actions: &mut Vec<Action>) -> Link {
        self.links += 1;
        actions.push(Action::Open(self.links, route, self.reader.resume()));
        Link { id: self.links, route, since: moment.now, confirmed: false, until: moment.now + SILENCE }
    }

    fn link(&mut self, id: LinkId) -> Option<&mut Link> {
        let main = match &mut self.phase {
            Phase::Linked(link) => Some(link),
            _ => None,
        };
        main.into_iter().chain(&mut self.probe).find(|link| link.id == id)
    }

    fn hang_up(&mut self, actions: &mut Vec<Action>) {
        let main = match self.phase {
            Phase::Linked(link) => Some(link.id),
            _ => None,
        };
        actions.extend(main.into_iter().chain(self.probe.take().map(|probe| probe.id)).map(Action::Close));
        self.probe_at = None;
    }

    fn begin_again(&mut self) {
        (self.failures, self.attempt) = (0, 0);
    }

    fn lose(&mut self, moment: Moment) {
        self.lost_at.get_or_insert(moment.now);
    }

    fn wait(&mut self, wait: u64, moment: Moment) {
        self.phase = Phase::Waiting { until: moment.now + wait, polling: false };
    }
}

/// A uniformly random part of `most`.
fn jittered(most: u64, random: u32) -> u64 {
    (most * u64::from(random)) >> 32
}

#[cfg(test)]
mod tests;
