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
