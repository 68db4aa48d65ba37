//! What a crowd went through, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::sync::atomic::Ordering;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

use super::counts::Count;
use super::judge::Judged;
use super::process::Measured;
use super::{Crowd, Slot};

/// The whole report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How many readers there were.
    pub readers: usize,
    /// Copies of views that they kept in all.
    pub copies: usize,
    /// Lines on which a frame came.
    pub arrived: u64,
    /// How long they read.
    pub seconds: f64,
    /// What was counted, by name.
    pub counts: BTreeMap<String, u64>,
    /// Milliseconds from the sending of a report to the receipt of a frame that has it; of readers who are not slow.
    pub latency_ms: Option<Spread>,
    /// Milliseconds from a lost line to the first frame of the next one.
    pub back_ms: Option<Spread>,
    /// What the server cost; none if it was not watched, or has ended.
    pub server: Option<Measured>,
    /// Copies that are the truth, figure by figure.
    pub right: usize,
    /// Copies with a wrong figure.
    pub wrong: usize,
    /// Copies that are behind at the end, or empty.
    pub late: usize,
    /// Of these, copies of readers who had stalled.
    pub stalled: usize,
    /// Views whose plain address was compared with the sum of the reports sent.
    pub recounted: usize,
    /// The first faults, in words.
    pub examples: Vec<String>,
}

/// How times are spread, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Spread {
    /// How many.
    pub count: u64,
    /// Half are below.
    pub p50: f64,
    /// 99 of 100 are below.
    pub p99: f64,
    /// 999 of 1,000 are below.
    pub p999: f64,
    /// The longest.
    pub max: f64,
}

impl Spread {
    fn of(histogram: &Histogram<u64>) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "times of minutes in microseconds")]
        let ms = |micros: u64| micros as f64 / 1e3;
        let at = |quantile| ms(histogram.value_at_quantile(quantile));
        let count = histogram.len();
        (count > 0).then(|| Self { count, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: ms(histogram.max()) })
    }
}

impl Report {
    /// Whether every reader had every figure right in the end.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.wrong == 0 && self.late == 0 && self.right == self.copies
    }

    /// What was counted.
    #[must_use]
    pub fn count(&self, count: Count) -> u64 {
        self.counts.get(&count.name()).copied().unwrap_or(0)
    }
}

pub(super) fn of(
    crowd: &Crowd,
    slots: &[std::sync::Arc<Slot>],
    judged: Judged,
    server: Option<Measured>,
    reading: Duration,
) -> Report {
    let spread =
        |times: &std::sync::Mutex<Histogram<u64>>| Spread::of(&times.lock().expect("nobody panics while holding it"));
    Report {
        readers: crowd.plan.readers,
        copies: slots.len(),
        arrived: crowd.arrived.load(Ordering::Relaxed),
        seconds: reading.as_secs_f64(),
        counts: Count::ALL.into_iter().map(|count| (count.name(), crowd.counts.get(count))).collect(),
        latency_ms: spread(&crowd.latency),
        back_ms: spread(&crowd.back),
        server,
        right: judged.right,
        wrong: judged.wrong,
        late: judged.late,
        stalled: slots.iter().filter(|slot| slot.stalled).count(),
        recounted: judged.recounted,
        examples: judged.examples,
    }
}

impl Display for Report {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let line = |out: &mut Formatter<'_>, name: &str, text: String| writeln!(out, "{name:<22}{text}");
        let count = |which| self.count(which);
        #[expect(clippy::cast_precision_loss, reason = "counts of one run fit 53 bits")]
        let per = |number: u64| number as f64 / self.seconds.max(0.001);
        line(out, "readers", format!("{} with {} copies, {} lines arrived", self.readers, self.copies, self.arrived))?;
        line(out, "read for", format!("{:.1} s", self.seconds))?;
        let (frames, bytes, travelled) = (count(Count::Frames), count(Count::Bytes), count(Count::Travelled));
        line(out, "frames", format!("{frames} ({:.0}/s), {bytes} bytes ({:.0} kB/s)", per(frames), per(bytes) / 1e3))?;
        line(out, "as they travelled", format!("{travelled} bytes ({:.0} kB/s)", per(travelled) / 1e3))?;
        for (name, times) in [("report to receipt", self.latency_ms), ("back after a loss", self.back_ms)] {
            if let Some(Spread { count, p50, p99, p999, max }) = times {
                line(out, name, format!("p50 {p50:.0}  p99 {p99:.0}  p99.9 {p999:.0}  max {max:.0} ms  ({count})"))?;
            }
        }
        let others = Count::ALL
            .into_iter()
            .filter(|which| !matches!(which, Count::Frames | Count::Bytes | Count::Travelled | Count::Messages));
        let others = others.filter(|which| count(*which) > 0).map(|which| format!("{} {}", which.name(), count(which)));
        line(out, "counted", others.collect::<Vec<_>>().join(", "))?;
        if let Some(server) = &self.server {
            let Measured { cpu_seconds, cpu_share, cpu_per_frame_us, memory_before_kb, memory_most_kb, .. } = server;
            line(
                out,
                "server",
                format!(
                    "{cpu_seconds:.2} s of processor ({:.0} %), {cpu_per_frame_us:.1} µs a frame",
                    cpu_share * 100.0
                ),
            )?;
            line(out, "server's memory", format!("{memory_before_kb} kB before, {memory_most_kb} kB at most"))?;
        }
        if self.recounted > 0 {
            line(out, "recounted", format!("{} views from the reports sent", self.recounted))?;
        }
        line(out, "copies", format!("{} right, {} wrong, {} late", self.right, self.wrong, self.late))?;
        self.examples.iter().try_for_each(|example| writeln!(out, "  {example}"))
    }
}
