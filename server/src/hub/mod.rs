//! The hub: turns what the desk wrote into frames, once per topic and tick, for however many readers.
//!
//! Fan-out is by position, not by queue: a topic keeps a ring of encoded frames, a reader keeps a cursor and is only woken.
//! A slow reader can overflow nothing; when its cursor has left the ring it takes a snapshot.

mod encoded;
mod houses;
mod topic;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use election::definition::Contest;
use election::view::{Event, ViewKey};
use election::{ContestIx, Definition, UnitIx};

use crate::clock::Clock;
use crate::live::Fanout;
use crate::telemetry::Passage;
use crate::truth::Truth;

pub use encoded::{Deflate, Encoded, Form};
use houses::Houses;
pub use topic::{Held, Subscription, Topic};

/// How often changes are published to nobody: as soon as there may be readers, their threads say how often.
pub const TICK: Duration = Duration::from_millis(250);
/// How soon a view that did not change learns that the rest of the election moved on.
const FOLLOW: Duration = Duration::from_secs(2);
/// How often a reader hears that the line is alive although nothing happens anywhere.
const HEARTBEAT: Duration = Duration::from_secs(8);
/// How long a topic without readers is kept.
const IDLE: Duration = Duration::from_secs(300);

/// All topics of one election.
pub struct Hub {
    truth: Arc<RwLock<Truth>>,
    epoch: u64,
    clock: Clock,
    topics: RwLock<HashMap<ViewKey, Arc<Topic>>>,
    closing: AtomicBool,
    /// Who is told what has moved.
    fanout: OnceLock<Arc<Fanout>>,
}

/// What a tick has published.
pub struct Moved {
    /// The topics.
    pub topics: Vec<Arc<Topic>>,
    /// When the oldest report of it was accepted, if there was one.
    pub accepted: Option<Instant>,
    /// When it was published.
    pub published: Instant,
    /// The reports of it that somebody follows.
    pub reports: Passage,
}

impl Hub {
    /// A hub that publishes `truth`; call [`Hub::spawn`] to start its ticks.
    #[must_use]
    pub fn new(truth: Arc<RwLock<Truth>>, epoch: u64, clock: Clock) -> Arc<Self> {
        let (topics, closing, fanout) = (RwLock::default(), AtomicBool::new(false), OnceLock::new());
        Arc::new(Self { truth, epoch, clock, topics, closing, fanout })
    }

    /// From now on `fanout` is told what has moved, and says how often that may be.
    pub fn attach(&self, fanout: &Arc<Fanout>) {
        let _ = self.fanout.set(fanout.clone());
    }

    /// Starts the thread that ticks until [`Hub::close`].
    pub fn spawn(self: &Arc<Self>, tick: Duration) {
        let hub = self.clone();
        thread::Builder::new()
            .name("hub".into())
            .spawn(move || {
                while !hub.closing.load(Ordering::Relaxed) {
                    hub.tick();
                    thread::sleep(hub.fanout.get().map_or(tick, |fanout| fanout.tick()));
                }
            })
            .expect("the operating system starts a thread while the server starts");
    }

    /// Ends the ticks and wakes all readers, who then see that it is closing.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
        for topic in self.topics.read().expect("nobody panics while holding it").values() {
            topic.wake();
        }
    }

    /// Whether the server is going away.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// Identifies the journal behind it.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The clock that readers are told.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The truth that it publishes.
    #[must_use]
    pub fn truth(&self) -> &Arc<RwLock<Truth>> {
        &self.truth
    }

    /// The topic of a view, made if nobody has asked for it lately.
    #[must_use]
    pub fn topic(&self, key: ViewKey) -> Arc<Topic> {
        if let Some(topic) = self.topics.read().expect("nobody panics while holding it").get(&key) {
            topic.used();
            return topic.clone();
        }
        // Topics before truth: the same order as in `tick`, so that the two cannot wait for each other.
        let mut topics = self.topics.write().expect("nobody panics while holding it");
        let truth = self.truth.read().expect("nobody panics while holding it");
        topics.entry(key).or_insert_with(|| Arc::new(Topic::new(self.epoch, key, &truth, self.clock.now()))).clone()
    }

    /// Publishes what changed since the last tick.
    pub fn tick(&self) {
        let now = self.clock.now();
        let mut due = Vec::new();
        let mut houses = Houses::default();
        let (definition, accepted, followed);
        {
            let topics = self.topics.read().expect("nobody panics while holding it");
            let truth = self.truth.read().expect("nobody panics while holding it");
            definition = truth.ledger.definition().clone();
            (accepted, followed) = (truth.take_waiting(), truth.take_followed());
            let touched = truth.take_touched();
            let changed = changed_views(&topics, &truth, &touched);
            for (key, topic) in topics.iter() {
                // A topic that was made since the report has it already.
                match changed.get(key).filter(|_| topic.seq() != truth.seq) {
                    Some(units) => {
                        houses.take(&truth, *key);
                        due.push((topic.clone(), topic.prepare(&truth, units, events_for(&truth, topic))));
                    }
                    None if topic.lags(truth.seq, FOLLOW, HEARTBEAT) => {
                        due.push((topic.clone(), topic.prepare(&truth, &[], Vec::new())));
                    }
                    None => {}
                }
            }
        }
        // Seats and encoding need no lock on the truth: the desk goes on.
        let mut topics = Vec::with_capacity(due.len());
        for (topic, mut next) in due {
            next.house = houses.view(&definition, topic.layout().key);
            topic.publish(next, now);
            topics.push(topic);
        }
        let reports = Passage::published(followed);
        if let Some(fanout) = self.fanout.get().filter(|_| !topics.is_empty()) {
            fanout.moved(Moved { topics, accepted, published: Instant::now(), reports });
        }
        self.forget_idle();
    }

    fn forget_idle(&self) {
        let idle = |topic: &Topic| topic.readers() == 0 && topic.last_used() > IDLE;
        let any = self.topics.read().expect("nobody panics while holding it").values().any(|topic| idle(topic));
        if any {
            self.topics.write().expect("nobody panics while holding it").retain(|_, topic| !idle(topic));
        }
    }
}

/// The topics that contain a touched unit, and which units those are.
fn changed_views(
    topics: &HashMap<ViewKey, Arc<Topic>>,
    truth: &Truth,
    touched: &[(ContestIx, UnitIx)],
) -> BTreeMap<ViewKey, Vec<UnitIx>> {
    let mut by_place: HashMap<(ContestIx, UnitIx), Vec<ViewKey>> = HashMap::new();
    for key in topics.keys() {
        by_place.entry((key.contest, key.unit)).or_default().push(*key);
    }
    let definition = truth.ledger.definition();
    let units = &definition.units;
    let mut changed: BTreeMap<ViewKey, Vec<UnitIx>> = BTreeMap::new();
    for (contest, unit) in touched {
        let own = std::iter::once(*unit).chain(units.ancestors(*unit)).map(|place| (*contest, place));
        let houses = filled_by(definition, *contest).map(|house| (house, units.root()));
        for place in own.chain(houses) {
            for key in by_place.get(&place).into_iter().flatten() {
                changed.entry(*key).or_default().push(*unit);
            }
        }
    }
    changed
}

/// The other contests whose seats depend on the votes of this one: on its first votes, or on those for candidates.
fn filled_by(definition: &Definition, contest: ContestIx) -> impl Iterator<Item = ContestIx> {
    let depends = move |of: &Contest| [of.first_votes, of.preferences].contains(&Some(contest));
    let all = definition.contests.iter().enumerate();
    all.filter(move |(_, of)| depends(of)).map(|(at, _)| ContestIx::new(at))
}

/// The ticker lines that a topic has not seen yet.
fn events_for(truth: &Truth, topic: &Topic) -> Vec<Event> {
    let since = topic.seq();
    let new = truth.recent.iter().rev().take_while(|logged| logged.event.seq > since);
    let mut events: Vec<Event> =
        new.filter_map(|logged| topic.event(truth.ledger.definition(), logged)).take(election::view::EVENTS).collect();
    events.reverse();
    events
}

/// How long it has been since `then`.
fn since(then: Instant) -> Duration {
    Instant::now().saturating_duration_since(then)
}
