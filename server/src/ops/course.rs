//! How the server has been during the last hour: a sample each second for five minutes, and one each ten seconds for an hour. What is
//! kept does not grow after that.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::time::MissedTickBehavior;

use crate::process::Process;
use crate::site::Site;
use crate::telemetry::{Durations, Metric};

/// Between two samples.
const SECOND: Duration = Duration::from_secs(1);
/// Samples that are kept one by one.
const SECONDS: usize = 301;
/// Of those that are kept for longer, one in so many.
const STEP: usize = 10;
/// And so many: an hour of them.
pub const STEPS: usize = 361;

/// What was counted up to a moment.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The moment.
    pub at: Instant,
    figures: [u64; Metric::ALL.len()],
    /// How long ticks took to reach their last readers.
    pub deliveries: Durations,
    /// Seconds of processor time, if the system tells.
    pub cpu_seconds: Option<f64>,
    /// Resident memory, if the system tells.
    pub memory_kb: Option<u64>,
    /// The sequence numbers of the elections, in the order of their ids.
    pub seqs: Vec<u64>,
}

impl Sample {
    /// As things stand. Waits for the ledgers.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        site.gauge();
        let process = site.course.process.as_ref();
        Self {
            at: Instant::now(),
            figures: site.telemetry.figures(),
            deliveries: site.telemetry.deliveries(),
            cpu_seconds: process.and_then(Process::cpu_seconds),
            memory_kb: process.and_then(Process::memory_kb),
            seqs: site.nights.values().map(|night| night.seq()).collect(),
        }
    }

    /// How much of it there was.
    #[must_use]
    pub fn get(&self, metric: Metric) -> u64 {
        self.figures[metric as usize]
    }

    /// Reports that went on record.
    #[must_use]
    pub fn recorded(&self) -> u64 {
        self.get(Metric::ReportsAccepted) + self.get(Metric::ReportsQuarantined)
    }

    /// How much more of something there is than at an earlier sample.
    #[must_use]
    pub fn more(&self, then: &Self, of: impl Fn(&Self) -> u64) -> u64 {
        of(self).saturating_sub(of(then))
    }

    /// The same each second; `None` if there is no time between them.
    #[must_use]
    pub fn rate(&self, then: &Self, of: impl Fn(&Self) -> u64) -> Option<f64> {
        let seconds = self.at.saturating_duration_since(then.at).as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "what is counted in an hour fits 53 bits")]
        (seconds > 0.1).then(|| self.more(then, of) as f64 / seconds)
    }

    /// The share of one processor since then, if the system tells.
    #[must_use]
    pub fn cpu_share(&self, then: &Self) -> Option<f64> {
        let seconds = self.at.saturating_duration_since(then.at).as_secs_f64();
        (seconds > 0.1).then_some((self.cpu_seconds? - then.cpu_seconds?) / seconds)
    }
}

/// The samples.
#[derive(Debug)]
pub struct Course {
    /// Since when there are figures.
    pub began: Instant,
    /// This process, if the system tells about it.
    pub process: Option<Process>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    seconds: VecDeque<Sample>,
    steps: VecDeque<Sample>,
    taken: usize,
}

impl Default for Course {
    fn default() -> Self {
        Self { began: Instant::now(), process: Process::own(), kept: Mutex::default() }
    }
}

impl Course {
    /// Keeps a sample and forgets the oldest.
    pub fn keep(&self, sample: Sample) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.taken.is_multiple_of(STEP) {
            if kept.steps.len() == STEPS {
                kept.steps.pop_front();
            }
            kept.steps.push_back(sample.clone());
        }
        kept.taken += 1;
        if kept.seconds.len() == SECONDS {
            kept.seconds.pop_front();
        }
        kept.seconds.push_back(sample);
    }

    /// The newest sample that is at least so old, or the oldest that there is.
    #[must_use]
    pub fn ago(&self, age: Duration, now: Instant) -> Option<Sample> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let old = |sample: &&Sample| now.saturating_duration_since(sample.at) >= age;
        kept.seconds.iter().rev().find(old).or(kept.seconds.front()).cloned()
    }

    /// The last hour, oldest first: at most [`STEPS`] samples, ten seconds from one to the next.
    #[must_use]
    pub fn hour(&self) -> Vec<Sample> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).steps.iter().cloned().collect()
    }
}

/// Takes a sample each second, for ever.
pub async fn follow(site: Arc<Site>) {
    let mut each = tokio::time::interval(SECOND);
    each.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        each.tick().await;
        let of = site.clone();
        if let Ok(sample) = tokio::task::spawn_blocking(move || Sample::of(&of)).await {
            site.course.keep(sample);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(began: Instant, second: u64) -> Sample {
        let mut figures = [0; Metric::ALL.len()];
        figures[Metric::Frames as usize] = second * second;
        let at = began + Duration::from_secs(second);
        let (deliveries, cpu_seconds, memory_kb) = (Durations::default(), None, None);
        Sample { at, figures, deliveries, cpu_seconds, memory_kb, seqs: Vec::new() }
    }

    #[test]
    fn after_hours_there_is_the_last_hour_and_no_more() {
        let (course, began) = (Course::default(), Instant::now());
        for second in 0..10_000 {
            course.keep(sample(began, second));
        }
        let hour = course.hour();
        assert_eq!(hour.len(), STEPS);
        assert_eq!(hour[STEPS - 1].at - hour[0].at, Duration::from_secs(3_600));
        assert_eq!(course.kept.lock().unwrap().seconds.len(), SECONDS);
    }

    #[test]
    fn a_rate_is_of_the_time_that_there_was() {
        let (course, began) = (Course::default(), Instant::now());
        let now = sample(began, 20);
        assert!(course.ago(Duration::ZERO, now.at).is_none());
        (0..20).for_each(|second| course.keep(sample(began, second)));
        let frames = |ago: u64| {
            let then = course.ago(Duration::from_secs(ago), now.at).unwrap();
            now.rate(&then, |sample| sample.get(Metric::Frames))
        };
        assert_eq!(frames(10), Some(30.0));
        assert_eq!(frames(300), Some(20.0), "since the oldest");
        assert_eq!(now.rate(&now, Sample::recorded), None);
        assert_eq!(now.cpu_share(&course.ago(Duration::ZERO, now.at).unwrap()), None);
    }
}
