//! What the server counts about itself, for `/metrics`.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use crate::desk::Outcome;

/// Counters and gauges. All names are in [`Telemetry::render`].
#[derive(Clone, Default)]
pub struct Telemetry(Arc<Counts>);

#[derive(Default)]
struct Counts {
    accepted: AtomicU64,
    quarantined: AtomicU64,
    unchanged: AtomicU64,
    rejected: AtomicU64,
    conflicts: AtomicU64,
    journal_failures: AtomicU64,
    frames: AtomicU64,
    frame_bytes: AtomicU64,
    snapshots_healing: AtomicU64,
    readers: AtomicI64,
    readers_total: AtomicU64,
    pages_rendered: AtomicU64,
    feed_files: AtomicU64,
}

/// Counts a reader as long as it lives.
pub struct ReaderCounted(Telemetry);

impl Drop for ReaderCounted {
    fn drop(&mut self) {
        self.0.0.readers.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Telemetry {
    pub(crate) fn count_outcomes(&self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            let counter = match outcome {
                Outcome::Accepted { .. } => &self.0.accepted,
                Outcome::Quarantined { .. } => &self.0.quarantined,
                Outcome::Unchanged { conflict, .. } => {
                    self.0.conflicts.fetch_add((*conflict).into(), Ordering::Relaxed);
                    &self.0.unchanged
                }
                Outcome::Rejected(_) => &self.0.rejected,
            };
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn journal_failed(&self) {
        self.0.journal_failures.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn frame_sent(&self, bytes: usize) {
        self.0.frames.fetch_add(1, Ordering::Relaxed);
        self.0.frame_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn healed(&self) {
        self.0.snapshots_healing.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn page_rendered(&self) {
        self.0.pages_rendered.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn feed_file_taken(&self) {
        self.0.feed_files.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a reader until the returned value is dropped.
    #[must_use]
    pub fn reader(&self) -> ReaderCounted {
        self.0.readers.fetch_add(1, Ordering::Relaxed);
        self.0.readers_total.fetch_add(1, Ordering::Relaxed);
        ReaderCounted(self.clone())
    }

    /// The Prometheus text format; `elections` are (id, sequence number) pairs.
    #[must_use]
    pub fn render(&self, elections: &[(String, u64)]) -> String {
        let counts = &self.0;
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut text = String::new();
        let mut metric = |name: &str, kind: &str, help: &str, lines: &[(String, String)]| {
            let _ = writeln!(text, "# HELP nightcount_{name} {help}\n# TYPE nightcount_{name} {kind}");
            for (labels, figure) in lines {
                let _ = writeln!(text, "nightcount_{name}{labels} {figure}");
            }
        };
        let outcome = |name: &str, counter| (format!("{{outcome=\"{name}\"}}"), get(counter).to_string());
        metric(
            "reports_total",
            "counter",
            "Rows submitted, by what became of them.",
            &[
                outcome("accepted", &counts.accepted),
                outcome("quarantined", &counts.quarantined),
                outcome("unchanged", &counts.unchanged),
                outcome("rejected", &counts.rejected),
            ],
        );
        let seqs: Vec<_> =
            elections.iter().map(|(id, seq)| (format!("{{election=\"{id}\"}}"), seq.to_string())).collect();
        metric("seq", "gauge", "Sequence number that each election has reached.", &seqs);
        let readers = counts.readers.load(Ordering::Relaxed).to_string();
        metric("readers", "gauge", "Open WebSocket and SSE readers.", &[(String::new(), readers)]);
        for (name, help, counter) in [
            ("readers_total", "Readers ever connected.", &counts.readers_total),
            ("frames_total", "Frames sent to readers.", &counts.frames),
            ("frame_bytes_total", "Bytes of frames sent to readers.", &counts.frame_bytes),
            (
                "healing_snapshots_total",
                "Snapshots sent to readers that had to be healed or had fallen behind.",
                &counts.snapshots_healing,
            ),
            ("pages_rendered_total", "Pages rendered.", &counts.pages_rendered),
            ("conflicts_total", "Reports that contradict another one of the same revision.", &counts.conflicts),
            ("journal_failures_total", "Transactions that could not be written.", &counts.journal_failures),
            ("feed_files_total", "Feed files taken from watched folders.", &counts.feed_files),
        ] {
            metric(name, "counter", help, &[(String::new(), get(counter).to_string())]);
        }
        text
    }
}
