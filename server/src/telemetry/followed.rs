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

    fn delivered(&self, frames: u64) {
        tracing::debug!(target: TARGET, parent: &self.span, after = ?self.began.elapsed(), frames, "delivered");
    }
}

/// The reports of one publication on their way to the readers. Who sends holds it until the last of its readers is served.
#[derive(Debug, Default)]
pub struct Passage {
    reports: Vec<Followed>,
    frames: AtomicU64,
}

impl Passage {
    /// They are published.
    #[must_use]
    pub fn published(reports: Vec<Followed>) -> Self {
        reports.iter().for_each(|report| report.note("published"));
        Self { reports, frames: AtomicU64::new(0) }
    }

    /// So many frames were sent; others may be sent by other threads.
    pub fn sent(&self, frames: u64) {
        self.frames.fetch_add(frames, Ordering::Relaxed);
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        let frames = *self.frames.get_mut();
        for report in self.reports.drain(..) {
            if frames == 0 {
                report.note("nobody follows");
            } else {
                report.delivered(frames);
            }
        }
    }
}
