//! When reports were sent, so that a frame that has them tells how long they took.

use std::sync::RwLock;
use std::time::{Duration, Instant};

/// The batches of the one reporter, in order.
#[derive(Debug)]
pub(super) struct Acceptance {
    /// Reports up to here are older than this run.
    start: u64,
    sent: RwLock<Sent>,
}

#[derive(Debug, Default)]
struct Sent {
    /// The last sequence number of each answered batch, and when it was sent.
    answered: Vec<(u64, Instant)>,
    /// When the batch was sent whose answer has not come yet.
    open: Option<Instant>,
}

impl Acceptance {
    pub(super) fn after(start: u64) -> Self {
        Self { start, sent: RwLock::default() }
    }

    pub(super) fn send(&self, at: Instant) {
        self.sent.write().expect("nobody panics while holding it").open = Some(at);
    }

    /// The open batch was answered; without a sequence number, nothing of it was accepted.
    pub(super) fn answer(&self, last: Option<u64>) {
        let mut sent = self.sent.write().expect("nobody panics while holding it");
        if let (Some(at), Some(last)) = (sent.open.take(), last) {
            sent.answered.push((last, at));
        }
    }

    /// How long before `now` the report with this number was sent, if it was sent in this run. One that readers see before
    /// the reporter has its answer belongs to the batch that is open.
    pub(super) fn since(&self, seq: u64, now: Instant) -> Option<Duration> {
        if seq <= self.start {
            return None;
        }
        let sent = self.sent.read().expect("nobody panics while holding it");
        let at = sent.answered.partition_point(|(last, _)| *last < seq);
        let when = sent.answered.get(at).map(|(_, when)| *when).or(sent.open)?;
        Some(now.saturating_duration_since(when))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_as_old_as_the_batch_that_it_was_sent_with_even_before_the_answer() {
        let acceptance = Acceptance::after(10);
        let began = Instant::now();
        let second = |number| began + Duration::from_secs(number);
        acceptance.send(second(0));
        assert_eq!(acceptance.since(11, second(3)), Some(Duration::from_secs(3)));
        acceptance.answer(Some(12));
        acceptance.send(second(2));
        assert_eq!(acceptance.since(12, second(3)), Some(Duration::from_secs(3)));
        assert_eq!(acceptance.since(13, second(3)), Some(Duration::from_secs(1)));
        assert_eq!(acceptance.since(10, second(3)), None, "of an earlier run");
        acceptance.answer(None);
        assert_eq!(acceptance.since(13, second(3)), None, "nobody here sent it");
    }
}
