//! `nightcount load`: many readers at once, who check every figure that they are sent. No part of the server.
//!
//! Each reader is `election::reader` behind a socket of its own. Where thousands are in the same state and are sent the same
//! bytes, that step is computed once ([`chain`]); at the end every reader's copy is compared with the plain address ([`judge`]).

mod acceptance;
mod call;
mod catalogue;
mod chain;
mod copy;
mod counts;
mod inflate;
mod judge;
mod line;
mod oracle;
mod process;
mod report;
mod reporter;
mod sheet;

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hdrhistogram::Histogram;
use tokio::sync::watch;

use acceptance::Acceptance;
use catalogue::Topic;
use chain::{Chain, Node};
use copy::Form;
pub use counts::Count;
use counts::Counts;
use line::{Line, Pace};
use process::Watched;
pub use report::Report;
pub use reporter::Feed;

/// How long after the last report the election must have stood still before readers are judged.
const QUIET: Duration = Duration::from_millis(600);

/// What kind of crowd.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Servers, as in `http://127.0.0.1:8080`; readers are spread over them. The first one is asked for the truth.
    pub servers: Vec<String>,
    /// Election; the first one if empty.
    pub election: String,
    /// How many readers.
    pub readers: usize,
    /// Views that each of them follows.
    pub views: usize,
    /// Each view by a socket of its own instead of all by one.
    pub apart: bool,
    /// How many views there are to choose from, most wanted first.
    pub catalogue: usize,
    /// How much more the first of them is wanted than the others: view n by 1 / n to this power.
    pub popularity: f64,
    /// How long they stay; with a feed, no longer than it plays.
    pub lasts: Duration,
    /// How long they take to come.
    pub arrival: Duration,
    /// Source addresses from 127.0.0.1 on: each has some 28,000 ports.
    pub addresses: u32,
    /// Percent who read nothing after their first frame, until the end.
    pub stalled: f64,
    /// Percent who read one frame every two seconds.
    pub slow: f64,
    /// Percent who read JSON.
    pub json: f64,
    /// Percent who take compressed messages.
    pub deflate: f64,
    /// How often all lines break at once.
    pub storm: Option<Duration>,
    /// How long a reader stays on average before another comes in its place.
    pub stay: Option<Duration>,
    /// How long after it all readers may take to arrive at the final figures.
    pub settle: Duration,
    /// The server's process, to be measured.
    pub pid: Option<i32>,
    /// What chance is drawn from.
    pub seed: u64,
}

/// What all readers are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Phase {
    /// How many storms there have been.
    storms: u32,
    /// No more reports come: whoever is behind catches up now.
    settling: bool,
    /// Everybody leaves.
    over: bool,
}

/// What is shared by all readers.
struct Crowd {
    plan: Plan,
    election: String,
    began: Instant,
    phase: watch::Sender<Phase>,
    counts: Counts,
    acceptance: Arc<Acceptance>,
    /// Microseconds from the sending of a report to the receipt of a frame that has it.
    latency: Mutex<Histogram<u64>>,
    /// Microseconds from a lost line to the first frame of the next one.
    back: Mutex<Histogram<u64>>,
    arrived: AtomicU64,
}

/// A reader's copy of one view, where the judge finds it.
struct Slot {
    topic: Arc<Topic>,
    form: Form,
    chain: Arc<Chain>,
    node: Mutex<Arc<Node>>,
    stalled: bool,
}

impl Slot {
    fn node(&self) -> Arc<Node> {
        self.node.lock().expect("nobody panics while holding it").clone()
    }

    fn put(&self, node: Arc<Node>) {
        *self.node.lock().expect("nobody panics while holding it") = node;
    }
}

/// Lets the crowd in, waits, and judges.
///
/// # Errors
/// If the server cannot be reached, or the machine does not allow so many sockets.
pub async fn run(plan: Plan, feed: Option<Feed>) -> Result<Report> {
    ensure!(plan.readers > 0 && plan.views > 0 && !plan.servers.is_empty(), "a crowd has readers, views and a server");
    let lines = if plan.apart { plan.readers * plan.views } else { plan.readers };
    process::room_for(lines)?;
    let (election, topics) = catalogue::find(&plan).await?;
    let start = call::seq(&plan.servers[0], &election).await?;
    let watched = plan.pid.map(Watched::start).transpose()?;
    let crowd = Arc::new(Crowd {
        election,
        began: Instant::now(),
        phase: watch::channel(Phase::default()).0,
        counts: Counts::default(),
        acceptance: Arc::new(Acceptance::after(start)),
        latency: Mutex::new(histogram()?),
        back: Mutex::new(histogram()?),
        arrived: AtomicU64::new(0),
        plan,
    });
    let slots = admit(&crowd, &topics);
    let sent = crowd.stay(feed).await?;
    crowd.phase.send_modify(|phase| phase.settling = true);
    let reading = crowd.began.elapsed();
    let measured = watched.and_then(|watched| watched.end(crowd.counts.get(Count::Frames)));
    let oracle = sent.filter(|_| start == 0).map(oracle::Oracle::new);
    let judged = judge::all(&crowd, &slots, oracle.as_ref(), crowd.plan.settle).await?;
    crowd.phase.send_modify(|phase| phase.over = true);
    Ok(report::of(&crowd, &slots, judged, measured, reading))
}

fn histogram() -> Result<Histogram<u64>> {
    // Up to ten minutes in microseconds, three digits.
    Histogram::new_with_bounds(1, 600_000_000, 3).context("a histogram")
}

/// Starts all lines.
fn admit(crowd: &Arc<Crowd>, topics: &[Arc<Topic>]) -> Vec<Arc<Slot>> {
    let plan = &crowd.plan;
    let mut chance = fastrand::Rng::with_seed(plan.seed);
    let popularity = catalogue::Popularity::new(topics.len(), plan.popularity);
    let mut slots = Vec::new();
    for reader in 0..plan.readers {
        let form = if chance.f64() * 100.0 < plan.json { Form::Json } else { Form::Binary };
        let pace = pace(plan, chance.f64() * 100.0);
        let chosen = popularity.choose(plan.views.min(topics.len()), &mut chance);
        let mine: Vec<Arc<Slot>> = chosen.into_iter().map(|at| slot(&topics[at], form, pace)).collect();
        slots.extend(mine.iter().cloned());
        let per_line = if plan.apart { 1 } else { mine.len() };
        for holds in mine.chunks(per_line) {
            let mut chance = fastrand::Rng::with_seed(chance.u64(..));
            let line = Line {
                crowd: crowd.clone(),
                server: plan.servers[reader % plan.servers.len()].clone(),
                source: source(reader, plan.addresses),
                holds: holds.to_vec(),
                form,
                pace,
                deflate: chance.f64() * 100.0 < plan.deflate,
                chance,
            };
            tokio::spawn(line.run());
        }
    }
    slots
}

fn slot(topic: &Arc<Topic>, form: Form, pace: Pace) -> Arc<Slot> {
    let chain = topic.chain(form).clone();
    let node = Mutex::new(chain.start());
    Arc::new(Slot { topic: topic.clone(), form, chain, node, stalled: pace == Pace::Stalled })
}

fn pace(plan: &Plan, drawn: f64) -> Pace {
    if drawn < plan.stalled {
        Pace::Stalled
    } else if drawn < plan.stalled + plan.slow {
        Pace::Slow
    } else {
        Pace::Brisk
    }
}

/// The address that a reader comes from; the system's choice if there is only one.
fn source(reader: usize, addresses: u32) -> Option<Ipv4Addr> {
    let at = u32::try_from(reader).unwrap_or(u32::MAX) % addresses.max(1);
    // Not the last octets 0 and 255, which mean more than an address.
    (addresses > 1).then(|| Ipv4Addr::from((127 << 24) | ((at / 250) << 8) | (at % 250 + 1)))
}

impl Crowd {
    /// Waits until the feed has ended or the time is over, with storms in between. Returns what was sent.
    async fn stay(self: &Arc<Self>, feed: Option<Feed>) -> Result<Option<oracle::Told>> {
        let until = self.began + self.plan.lasts;
        let playing = feed.map(|feed| {
            let (acceptance, arrival) = (self.acceptance.clone(), self.plan.arrival);
            tokio::task::spawn_blocking(move || feed.play(&acceptance, arrival, until))
        });
        let storms = tokio::spawn(self.clone().storms());
        let sent = match playing {
            None => {
                tokio::time::sleep_until(until.into()).await;
                None
            }
            Some(playing) => Some(playing.await.context("the feed was interrupted")??),
        };
        storms.abort();
        tokio::time::sleep(QUIET).await;
        Ok(sent)
    }

    async fn storms(self: Arc<Self>) {
        let Some(every) = self.plan.storm else { return };
        tokio::time::sleep(self.plan.arrival).await;
        loop {
            tokio::time::sleep(every).await;
            self.counts.add(Count::Storms, 1);
            self.phase.send_modify(|phase| phase.storms += 1);
        }
    }

    /// Takes note that a frame came: how long after the reports in it were sent.
    fn received(&self, seqs: &[u64]) {
        let now = Instant::now();
        let waited: Vec<Duration> = seqs.iter().filter_map(|seq| self.acceptance.since(*seq, now)).collect();
        if waited.is_empty() {
            return;
        }
        let mut latency = self.latency.lock().expect("nobody panics while holding it");
        for wait in waited {
            latency.saturating_record(micros(wait));
        }
    }

    fn is_back(&self, after: Duration) {
        self.back.lock().expect("nobody panics while holding it").saturating_record(micros(after));
    }

    fn has_arrived(&self) {
        self.arrived.fetch_add(1, Ordering::Relaxed);
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1)
}
