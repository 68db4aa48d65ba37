//! What gives way when there is too much, in a declared order: new sockets, then the update rate, then sockets. Taking reports never
//! does.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::{Duration, Instant};

use election::wire::Frame;

/// Milliseconds between two publications, by level, if they are not further apart anyway: the first two levels publish as ever.
const PACES: [u64; 7] = [0, 0, 500, 1_000, 2_000, 5_000, 5_000];
/// The level from which new sockets are refused.
const REFUSE: u8 = 1;
/// The level at which sockets are sent away to poll.
pub const POLL: u8 = 6;
/// How long the worst that was seen counts.
const WINDOW: Duration = Duration::from_secs(1);
/// So many bad windows in a row, and a level more is shed.
const BAD: u8 = 2;
/// So many calm ones, and a level less.
const CALM: u8 = 5;

/// What is shed now. Level 0: nothing; 1: new sockets; 2 to 5: the rate too, down to once in five seconds; 6: sockets too.
#[derive(Debug)]
pub struct Shed {
    /// The time between two publications when nothing is shed.
    tick: Duration,
    level: AtomicU8,
    /// An operator or a test holds the level.
    held: AtomicBool,
    meter: Mutex<Meter>,
}

/// Judges how late deliveries are.
#[derive(Debug, Default)]
struct Meter {
    began: Option<Instant>,
    worst: Duration,
    bad: u8,
    calm: u8,
}

impl Shed {
    /// Nothing is shed, and figures are published so often.
    #[must_use]
    pub fn new(tick: Duration) -> Self {
        Self { tick, level: AtomicU8::new(0), held: AtomicBool::new(false), meter: Mutex::default() }
    }

    /// The level.
    #[must_use]
    pub fn level(&self) -> u8 {
        self.level.load(Ordering::Relaxed)
    }

    /// Whether new sockets are refused.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.level() >= REFUSE
    }

    /// The time between two publications.
    #[must_use]
    pub fn tick(&self) -> Duration {
        pace(self.tick, self.level())
    }

    /// The same as readers are told it: in whole seconds, rounded up; 0 while it is what it always is.
    #[must_use]
    pub fn told(&self) -> u8 {
        let tick = self.tick();
        if tick <= self.tick { 0 } else { u8::try_from(tick.as_millis().div_ceil(1_000)).unwrap_or(u8::MAX) }
    }

    /// Holds a level, whatever is measured.
    pub fn hold(&self, level: u8) {
        self.held.store(true, Ordering::Relaxed);
        self.level.store(level.min(POLL), Ordering::Relaxed);
    }

    /// The last reader was served so long after the publication, or a thread woke so much later than it wanted.
    pub fn note(&self, late: Duration, now: Instant) {
        if self.held.load(Ordering::Relaxed) {
            return;
        }
        let Ok(mut meter) = self.meter.lock() else { return };
        let level = meter.note(self.tick, self.level(), late, now);
        if self.level.swap(level, Ordering::Relaxed) != level {
            tracing::warn!(level, late_ms = late.as_millis() as u64, "shedding load");
        }
    }
}

impl Meter {
    fn note(&mut self, tick: Duration, level: u8, late: Duration, now: Instant) -> u8 {
        self.worst = self.worst.max(late);
        let began = *self.began.get_or_insert(now);
        if now.saturating_duration_since(began) < WINDOW {
            return level;
        }
        let worst = std::mem::take(&mut self.worst);
        self.began = Some(now);
        // Up, if a pass does not end within its tick; down, if it would take less than half of the faster one.
        let (is_bad, is_calm) = (worst > pace(tick, level), worst * 2 < pace(tick, level.saturating_sub(1)));
        self.bad = if is_bad { self.bad + 1 } else { 0 };
        self.calm = if is_calm { self.calm + 1 } else { 0 };
        if self.bad >= BAD {
            (self.bad, self.calm) = (0, 0);
            return (level + 1).min(POLL);
        }
        if self.calm >= CALM {
            (self.bad, self.calm) = (0, 0);
            return level.saturating_sub(1);
        }
        level
    }
}

/// What a reader is told who is sent away to poll.
#[must_use]
pub fn sent_away() -> Frame {
    let detail = "The server is busy: ask the plain address every few seconds, and come back in a minute.";
    Frame::Refused { code: "poll".into(), detail: detail.into() }
}

fn pace(tick: Duration, level: u8) -> Duration {
    PACES.get(usize::from(level)).map_or(tick, |ms| Duration::from_millis(*ms).max(tick))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Duration = Duration::from_millis(250);

    /// The levels after each of so many seconds in which the worst delivery took `late` milliseconds.
    fn levels(meter: &mut Meter, now: &mut Instant, mut level: u8, late: u64, seconds: usize) -> Vec<u8> {
        (0..seconds)
            .map(|_| {
                *now += WINDOW;
                level = meter.note(TICK, level, Duration::from_millis(late), *now);
                level
            })
            .collect()
    }

    #[test]
    fn it_gives_way_step_by_step_and_only_as_far_as_it_must() {
        let (mut meter, mut now) = (Meter::default(), Instant::now());
        meter.note(TICK, 0, Duration::ZERO, now);
        assert_eq!(levels(&mut meter, &mut now, 0, 1_500, 12), [0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 4]);
        assert_eq!(levels(&mut meter, &mut now, 4, 9_000, 6), [4, 5, 5, 6, 6, 6]);
    }

    #[test]
    fn it_recovers_slowly_and_not_into_the_same_trouble() {
        let (mut meter, mut now) = (Meter::default(), Instant::now());
        meter.note(TICK, 4, Duration::ZERO, now);
        // 600 ms would be more than half of the 1,000 ms below.
        assert_eq!(levels(&mut meter, &mut now, 4, 600, 20), [4; 20]);
        assert_eq!(levels(&mut meter, &mut now, 4, 100, 10), [4, 4, 4, 4, 3, 3, 3, 3, 3, 2]);
        assert_eq!(levels(&mut meter, &mut now, 2, 130, 20), [2; 20]);
        assert_eq!(levels(&mut meter, &mut now, 2, 100, 10).last(), Some(&0));
    }

    #[test]
    fn readers_are_told_a_rate_only_when_it_is_another_one() {
        let shed = Shed::new(TICK);
        let told = (0..=POLL).map(|level| {
            shed.hold(level);
            shed.told()
        });
        assert_eq!(told.collect::<Vec<_>>(), [0, 0, 1, 1, 2, 5, 5]);
    }

    #[test]
    fn who_publishes_seldom_anyway_sheds_no_rate_until_it_is_a_lower_one() {
        let shed = Shed::new(Duration::from_secs(2));
        let told = (0..=POLL).map(|level| {
            shed.hold(level);
            (shed.tick().as_secs(), shed.told())
        });
        assert_eq!(told.collect::<Vec<_>>(), [(2, 0), (2, 0), (2, 0), (2, 0), (2, 0), (5, 5), (5, 5)]);
    }

    #[test]
    fn one_bad_second_is_no_overload() {
        let (mut meter, mut now) = (Meter::default(), Instant::now());
        meter.note(TICK, 0, Duration::ZERO, now);
        for _ in 0..5 {
            assert_eq!(levels(&mut meter, &mut now, 0, 900, 1), [0]);
            assert_eq!(levels(&mut meter, &mut now, 0, 20, 1), [0]);
        }
    }
}
