//! What the server counts about itself, for `/metrics`. All names are in [`Metric`]; docs/operations.md explains them.

mod followed;
mod histogram;
mod metric;

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub use followed::{Followed, MOST as MOST_FOLLOWED, Passage, TARGET as FOLLOWED};
pub use histogram::{Counts as Durations, Histogram, Within};
pub use metric::Metric;

use crate::desk::Outcome;

/// Counters and gauges, shared by all who count.
#[derive(Clone, Default)]
pub struct Telemetry(Arc<Counts>);

#[derive(Default)]
struct Counts {
    figures: [AtomicU64; Metric::ALL.len()],
    delivery: Histogram,
    passes: Histogram,
}

/// Counts a reader as long as it lives.
pub struct ReaderCounted(Telemetry);

impl Drop for ReaderCounted {
    fn drop(&mut self) {
        self.0.less(Metric::Readers, 1);
    }
}

impl Telemetry {
    /// Counts `more` of something.
    pub fn add(&self, metric: Metric, more: u64) {
        self.figure(metric).fetch_add(more, Ordering::Relaxed);
    }

    /// Something that is counted up and down has become less.
    pub fn less(&self, metric: Metric, less: u64) {
        self.figure(metric).fetch_sub(less, Ordering::Relaxed);
    }

    /// Something that is measured stands so now.
    pub fn set(&self, metric: Metric, value: u64) {
        self.figure(metric).store(value, Ordering::Relaxed);
    }

    /// How much of it there is.
    #[must_use]
    pub fn get(&self, metric: Metric) -> u64 {
        self.figure(metric).load(Ordering::Relaxed)
    }

    fn figure(&self, metric: Metric) -> &AtomicU64 {
        &self.0.figures[metric as usize]
    }

    /// The last reader of a thread was sent a tick: so long after its oldest report had been accepted (if there was one), and so long
    /// after the thread had begun.
    pub fn delivered(&self, since_accepted: Option<Duration>, pass: Duration) {
        if let Some(since) = since_accepted {
            self.0.delivery.note(since);
        }
        self.0.passes.note(pass);
    }

    /// All figures, in the order of [`Metric::ALL`].
    #[must_use]
    pub fn figures(&self) -> [u64; Metric::ALL.len()] {
        Metric::ALL.map(|metric| self.get(metric))
    }

    /// How long ticks took to reach their last readers.
    #[must_use]
    pub fn deliveries(&self) -> Durations {
        self.0.delivery.counts()
    }

    pub(crate) fn count_outcomes(&self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            self.add(
                match outcome {
                    Outcome::Accepted { .. } => Metric::ReportsAccepted,
                    Outcome::Quarantined { .. } => Metric::ReportsQuarantined,
                    Outcome::Unchanged { conflict, .. } => {
                        self.add(Metric::Conflicts, (*conflict).into());
                        Metric::ReportsUnchanged
                    }
                    Outcome::Rejected(_) => Metric::ReportsRejected,
                },
                1,
            );
        }
    }

    pub(crate) fn journal_failed(&self) {
        self.add(Metric::JournalFailures, 1);
    }

    pub(crate) fn page_rendered(&self) {
        self.add(Metric::PagesRendered, 1);
    }

    pub(crate) fn feed_file_taken(&self) {
        self.add(Metric::FeedFiles, 1);
    }

    /// Counts a reader until the returned value is dropped.
    #[must_use]
    pub fn reader(&self) -> ReaderCounted {
        self.add(Metric::Readers, 1);
        self.add(Metric::ReadersTotal, 1);
        ReaderCounted(self.clone())
    }

    /// The Prometheus text format; `elections` are (id, sequence number) pairs.
    #[must_use]
    pub fn render(&self, elections: &[(String, u64)]) -> String {
        let mut text = String::new();
        let mut last = "";
        for metric in Metric::ALL {
            let described = metric.describe();
            let name = described.name;
            if name != last {
                let _ = writeln!(text, "# HELP nightcount_{name} {}", described.help);
                let _ = writeln!(text, "# TYPE nightcount_{name} {}", described.kind);
            }
            last = name;
            let _ = match described.label {
                Some((label, value)) => writeln!(text, "nightcount_{name}{{{label}=\"{value}\"}} {}", self.get(metric)),
                None => writeln!(text, "nightcount_{name} {}", self.get(metric)),
            };
        }
        text.push_str(
            "# HELP nightcount_seq Sequence number that each election has reached.\n# TYPE nightcount_seq gauge\n",
        );
        for (id, seq) in elections {
            let _ = writeln!(text, "nightcount_seq{{election=\"{id}\"}} {seq}");
        }
        let delivery = "From the acceptance of a tick's oldest report until a thread has sent it to its last reader.";
        self.0.delivery.render(&mut text, "delivery_seconds", delivery);
        let passes = "How long a thread takes to send a tick to its readers.";
        self.0.passes.render(&mut text, "pass_seconds", passes);
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_metric_is_explained_in_docs_operations_md() {
        let docs = include_str!("../../docs/operations.md");
        for line in Telemetry::default().render(&[]).lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
            let name = line.split(' ').next().unwrap();
            assert!(docs.contains(&format!("`{name}`")), "docs/operations.md lacks {name}");
        }
    }

    #[test]
    fn the_dashboard_shows_every_metric_and_no_other() {
        let text = include_str!("../../docs/grafana.json");
        let dashboard: serde_json::Value = serde_json::from_str(text).unwrap();
        let panels = dashboard["panels"].as_array().unwrap().iter();
        let targets = panels.flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
        let shown: BTreeSet<String> = targets.flat_map(|target| names(target["expr"].as_str().unwrap())).collect();
        let rendered = Telemetry::default().render(&[]);
        let known: BTreeSet<String> =
            rendered.lines().filter_map(|line| line.strip_prefix("# TYPE ")).flat_map(names).collect();
        assert_eq!(shown, known);
        assert!(!text.contains("\"uid\": \"prometheus\""), "the source of data is the reader's choice");
    }

    /// The names of metrics in a text; those of a histogram's parts are its own.
    fn names(text: &str) -> Vec<String> {
        let ends = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
        let words = text.split(ends).filter(|word| word.starts_with("nightcount_"));
        let whole = |word: &str| {
            ["_bucket", "_sum", "_count"].iter().find_map(|part| word.strip_suffix(part)).unwrap_or(word).to_owned()
        };
        words.map(whole).collect()
    }

    #[test]
    fn each_name_is_described_once_with_all_its_labels() {
        let telemetry = Telemetry::default();
        telemetry.add(Metric::ReportsRejected, 3);
        telemetry.delivered(Some(Duration::from_millis(30)), Duration::from_millis(2));
        let text = telemetry.render(&[("small".into(), 7)]);
        let mut types: Vec<&str> = text.lines().filter(|line| line.starts_with("# TYPE")).collect();
        let all = types.len();
        types.dedup();
        assert_eq!(types.len(), all);
        for line in [
            "nightcount_reports_total{outcome=\"rejected\"} 3",
            "nightcount_seq{election=\"small\"} 7",
            "nightcount_delivery_seconds_bucket{le=\"0.05\"} 1",
            "nightcount_delivery_seconds_count 1",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
