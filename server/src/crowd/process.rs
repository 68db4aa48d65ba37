//! What the server costs: its processor time and memory, by its process id; and how many sockets this process may open.

use serde::Serialize;

/// What was measured of a process while it was watched.
#[derive(Clone, Debug, Serialize)]
pub struct Measured {
    /// Seconds of processor time.
    pub cpu_seconds: f64,
    /// Share of one processor.
    pub cpu_share: f64,
    /// Microseconds of processor time for each frame that a reader received.
    pub cpu_per_frame_us: f64,
    /// Resident memory before the readers came, in kilobytes.
    pub memory_before_kb: u64,
    /// The most that was seen.
    pub memory_most_kb: u64,
    /// At the end, with the readers still there.
    pub memory_after_kb: u64,
}

#[cfg(target_os = "linux")]
pub(super) use linux::{Watched, room_for};
#[cfg(not(target_os = "linux"))]
pub(super) use other::{Watched, room_for};

#[cfg(target_os = "linux")]
mod linux {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, Instant};

    use anyhow::{Context, Result, ensure};

    use super::Measured;
    use crate::limits::descriptors;
    use crate::process::Process;

    /// A process that is watched.
    pub(in super::super) struct Watched {
        process: Process,
        began: Instant,
        cpu: f64,
        memory: u64,
        most: Arc<AtomicU64>,
        looking: tokio::task::JoinHandle<()>,
    }

    impl Watched {
        pub(in super::super) fn start(pid: i32) -> Result<Self> {
            let process = || Process::of(pid).with_context(|| format!("there is no process {pid}"));
            let (again, process) = (process()?, process()?);
            let cpu = process.cpu_seconds().context("the process has no times")?;
            let memory = process.memory_kb().context("the process has no memory any more")?;
            let most = Arc::new(AtomicU64::new(memory));
            let seen = most.clone();
            let looking = tokio::spawn(async move {
                while let Some(now) = again.memory_kb() {
                    seen.fetch_max(now, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(250)).await;
                }
            });
            Ok(Self { process, began: Instant::now(), cpu, memory, most, looking })
        }

        /// None if the process has ended: what it cost is not known then.
        pub(in super::super) fn end(self, frames: u64) -> Option<Measured> {
            self.looking.abort();
            let seconds = self.process.cpu_seconds()? - self.cpu;
            let after = self.process.memory_kb()?;
            #[expect(clippy::cast_precision_loss, reason = "a number of frames fits 53 bits")]
            let frames = frames.max(1) as f64;
            Some(Measured {
                cpu_seconds: seconds,
                cpu_share: seconds / self.began.elapsed().as_secs_f64(),
                cpu_per_frame_us: seconds * 1e6 / frames,
                memory_before_kb: self.memory,
                memory_most_kb: self.most.load(Ordering::Relaxed).max(after),
                memory_after_kb: after,
            })
        }
    }

    /// Whether this process may open so many sockets.
    pub(in super::super) fn room_for(sockets: usize) -> Result<()> {
        let Some(most) = descriptors() else { return Ok(()) };
        let sockets = sockets + 100;
        ensure!(
            sockets <= most,
            "{sockets} open files are needed and {most} allowed: raise it by `ulimit -n`, or take fewer readers"
        );
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
mod other {
    use anyhow::{Result, bail};

    use super::Measured;

    /// Nothing can be watched here.
    pub(in super::super) enum Watched {}

    impl Watched {
        pub(in super::super) fn start(_: i32) -> Result<Self> {
            bail!("only Linux tells what a process costs: leave --pid away")
        }

        pub(in super::super) fn end(self, _: u64) -> Option<Measured> {
            match self {}
        }
    }

    /// The system will tell.
    pub(in super::super) fn room_for(_: usize) -> Result<()> {
        Ok(())
    }
}
