//! Durations in fixed steps, as Prometheus counts them.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper ends of the steps, in milliseconds, and as they are written.
const STEPS: [(u64, &str); 11] = [
    (5, "0.005"),
    (10, "0.01"),
    (25, "0.025"),
    (50, "0.05"),
    (100, "0.1"),
    (250, "0.25"),
    (400, "0.4"),
    (750, "0.75"),
    (1_500, "1.5"),
    (5_000, "5"),
    (15_000, "15"),
];

/// How often something took how long, at one moment.
pub type Counts = [u64; STEPS.len() + 1];

/// Where a part of all ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// At most so long.
    Most(Duration),
    /// Longer than that: the last step has no end.
    Over(Duration),
}

impl Within {
    /// Within what so many percent of these were; `None` if there are none.
    #[must_use]
    pub fn of(percent: u64, counts: &Counts) -> Option<Self> {
        let all: u64 = counts.iter().sum();
        let wanted = (all * percent).div_ceil(100).max(1);
        let mut up_to = 0;
        let at = counts.iter().position(|count| {
            up_to += count;
            up_to >= wanted
        })?;
        let end = |at: usize| Duration::from_millis(STEPS[at].0);
        Some(if at < STEPS.len() { Self::Most(end(at)) } else { Self::Over(end(at - 1)) })
    }

    /// Whether all of it is within `most`.
    #[must_use]
    pub fn is_within(self, most: Duration) -> bool {
        matches!(self, Self::Most(end) if end <= most)
    }
}

/// How often something took how long.
#[derive(Debug, Default)]
pub struct Histogram {
    steps: [AtomicU64; STEPS.len()],
    all: AtomicU64,
    micros: AtomicU64,
}

impl Histogram {
    /// It took so long.
    pub fn note(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if let Some(at) = STEPS.iter().position(|(ms, _)| micros <= ms * 1_000) {
            self.steps[at].fetch_add(1, Ordering::Relaxed);
        }
        self.all.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// How often it took so long, step by step; the last is whatever took longer.
    #[must_use]
    pub fn counts(&self) -> Counts {
        // Before the steps: what is noted meanwhile must not look as if it had taken longest.
        let all = self.all.load(Ordering::Relaxed);
        let mut counts = [0; STEPS.len() + 1];
        for (count, step) in counts.iter_mut().zip(&self.steps) {
            *count = step.load(Ordering::Relaxed);
        }
        let known: u64 = counts.iter().sum();
        counts[STEPS.len()] = all.saturating_sub(known);
        counts
    }

    /// Writes it in the Prometheus text format.
    pub(super) fn render(&self, text: &mut String, name: &str, help: &str) {
        let _ = writeln!(text, "# HELP nightcount_{name} {help}\n# TYPE nightcount_{name} histogram");
        let mut up_to = 0;
        for ((_, end), step) in STEPS.iter().zip(&self.steps) {
            up_to += step.load(Ordering::Relaxed);
            let _ = writeln!(text, "nightcount_{name}_bucket{{le=\"{end}\"}} {up_to}");
        }
        let all = self.all.load(Ordering::Relaxed);
        let micros = self.micros.load(Ordering::Relaxed);
        let _ = writeln!(text, "nightcount_{name}_bucket{{le=\"+Inf\"}} {all}");
        let _ = writeln!(text, "nightcount_{name}_sum {}.{:06}", micros / 1_000_000, micros % 1_000_000);
        let _ = writeln!(text, "nightcount_{name}_count {all}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_all_ends_with_the_step_that_it_is_reached_in() {
        let histogram = Histogram::default();
        assert_eq!(Within::of(99, &histogram.counts()), None);
        for _ in 0..98 {
            histogram.note(Duration::from_millis(40));
        }
        histogram.note(Duration::from_millis(300));
        histogram.note(Duration::from_secs(60));
        let counts = histogram.counts();
        let [half, most, all] = [50, 99, 100].map(|percent| Within::of(percent, &counts));
        assert_eq!(half, Some(Within::Most(Duration::from_millis(50))));
        assert_eq!(most, Some(Within::Most(Duration::from_millis(400))));
        assert_eq!(all, Some(Within::Over(Duration::from_secs(15))));
        assert!(most.is_some_and(|most| most.is_within(Duration::from_millis(400))));
        assert!(!all.is_some_and(|all| all.is_within(Duration::from_secs(3_600))));
    }
}
