//! A report on its way from the desk to its last reader, as a span of `tracing`: for people who look for where one was slow. Nothing is
//! made, and nothing kept, unless somebody listens to [`TARGET`].

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use election::{Definition, Report};
use tracing::Span;

/// The target of these spans: `NIGHTCOUNT_LOG=info,nightcount::report=debug` shows them.
pub const TARGET: &str = "nightcount::report";

/// Most reports of one publication that are followed: the first of them.
pub const MOST: usize = 10_000;

/// A report that is followed.
#[derive(Debug)]
pub struct Followed {
    span: Span,
    began: Instant,
}

impl Followed {
    /// A report that the desk has verified and given a number; `None` if nobody listens. `began`: when its group was taken.
    #[must_use]
    pub fn verified(
        definition: &Definition,
        seq: u64,
        report: &Report,
        outcome: &'static str,
        began: Instant,
    ) -> Option<Self> {
        let span = tracing::debug_span!(
            target: TARGET,
            parent: None,
            "report",
            seq,
            unit = definition.units.id(report.unit),
            contest = definition.contests[report.contest.at()].id,
            revision = report.revision,
            outcome,
        );
        if span.is_disabled() {
            return None;
        }
        let followed = Self { span, began };
        followed.note("verified");
        Some(followed)
    }

    /// It has come so far.
    pub fn note(&self, stage: &'static str) {
        tracing::debug!(target: TARGET, parent: &self.span, after = ?self.began.elapsed(), "{stage}");
    }

    /// All who follow it were sent it, or will be once they take more.
    fn passed(&self, stage: &'static str, frames: u64, waiting: u64) {
        tracing::debug!(target: TARGET, parent: &self.span, after = ?self.began.elapsed(), frames, waiting, "{stage}");
    }
}

/// The reports of one publication on their way to the readers. Who sends holds it until the last of its readers is served.
#[derive(Debug, Default)]
pub struct Passage {
    reports: Vec<Followed>,
    frames: AtomicU64,
    /// Readers who have not taken what they were sent before.
    waiting: AtomicU64,
}

impl Passage {
    /// They are published.
    #[must_use]
    pub fn published(reports: Vec<Followed>) -> Self {
        reports.iter().for_each(|report| report.note("published"));
        Self { reports, frames: AtomicU64::new(0), waiting: AtomicU64::new(0) }
    }

    /// So many frames were sent, and for so many readers they wait; others may be sent by other threads.
    pub fn sent(&self, frames: u64, waiting: u64) {
        self.frames.fetch_add(frames, Ordering::Relaxed);
        self.waiting.fetch_add(waiting, Ordering::Relaxed);
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        let (frames, waiting) = (*self.frames.get_mut(), *self.waiting.get_mut());
        for report in self.reports.drain(..) {
            match (frames, waiting) {
                (0, 0) => report.note("nobody follows"),
                (0, _) => report.passed("still waiting", frames, waiting),
                _ => report.passed("delivered", frames, waiting),
            }
        }
    }
}
