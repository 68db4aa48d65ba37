//! A recorded night, played by its own clock times a speed.

use std::time::Duration;

use election::Submission;
use tokio::time::Instant;

use crate::desk::{Desk, DeskError};

/// Most reports of one step.
const STEP: usize = 1_000;
/// Reports that are due within this time go together.
const TOGETHER_MS: i64 = 100;

/// A recorded night and how it is to be played.
pub struct Score {
    reports: Vec<Submission>,
    start: i64,
    speed: f64,
}

impl Score {
    /// Reports in the order of their times, with the first `skip` minutes after `polls_close` played at once.
    #[must_use]
    pub fn new(mut reports: Vec<Submission>, polls_close: i64, skip: f64, speed: f64) -> Self {
        // Stable: reports of the same moment keep the file's order.
        reports.sort_by_key(|report| report.observed_at);
        let first = reports.first().map_or(polls_close, |report| report.observed_at.min(polls_close));
        #[expect(clippy::cast_possible_truncation, reason = "minutes of one night")]
        let start = first + (skip.clamp(0.0, 100_000.0) * 60_000.0) as i64;
        Self { reports, start, speed }
    }

    /// The night's time at which playing starts: milliseconds since 1970 UTC.
    #[must_use]
    pub fn start(&self) -> i64 {
        self.start
    }

    /// The night's time of the last report.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.reports.last().map_or(self.start, |report| report.observed_at.max(self.start))
    }

    /// The steps: how long after the start each is due, and its reports.
    #[must_use]
    pub fn steps(self) -> Vec<(Duration, Vec<Submission>)> {
        let Self { reports, start, speed } = self;
        let due = |report: &Submission| -> i64 {
            let after = (report.observed_at - start).max(0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "milliseconds of one night"
            )]
            let due = if speed > 0.0 { (after as f64 / speed) as i64 } else { 0 };
            due
        };
        let mut steps: Vec<(i64, Vec<Submission>)> = Vec::new();
        for report in reports {
            let due = due(&report);
            match steps.last_mut() {
                Some((at, step)) if due < *at + TOGETHER_MS && step.len() < STEP => step.push(report),
                _ => steps.push((due, vec![report])),
            }
        }
        let time = |ms: i64| Duration::from_millis(ms.unsigned_abs());
        steps.into_iter().map(|(due, step)| (time(due), step)).collect()
    }

    /// Plays it into a desk in this process.
    ///
    /// # Errors
    /// If the desk closes or its journal fails.
    pub async fn play(self, desk: Desk) -> Result<(), DeskError> {
        let began = Instant::now();
        for (due, step) in self.steps() {
            tokio::time::sleep_until(began + due).await;
            desk.submit(step, None).await?;
        }
        Ok(())
    }
}
