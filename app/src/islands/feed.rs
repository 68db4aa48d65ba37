//! Whether the feed of reports has gone silent: the line works, but nobody reports.

use super::limits::FEED_SILENCE;

/// The last sign of life of the feed, anywhere in the election.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    seq: u64,
    /// The server's clock at it: milliseconds since 1970 UTC; 0 if there was none.
    at: i64,
}

impl Feed {
    /// As the page came: at `seq`, with the last report at `at`.
    #[must_use]
    pub fn new(seq: u64, at: i64) -> Self {
        Self { seq, at }
    }

    /// A frame that stands at `seq`, sent when the server's clock said `at`: a later number is a report that has just come.
    pub fn hear(&mut self, seq: u64, at: i64) {
        if seq != self.seq {
            *self = Self { seq, at };
        }
    }

    /// Since when there has been no report, if that is too long: at the server's time `now`, counting from the end of voting.
    #[must_use]
    pub fn silent_since(&self, polls_close: i64, now: i64) -> Option<i64> {
        let since = self.at.max(polls_close);
        (now - since >= FEED_SILENCE).then_some(since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSE: i64 = 1_000_000;

    #[test]
    fn a_feed_is_silent_after_twenty_minutes_without_a_report() {
        let feed = Feed::new(7, CLOSE + 60_000);
        assert_eq!(feed.silent_since(CLOSE, CLOSE + FEED_SILENCE), None);
        assert_eq!(feed.silent_since(CLOSE, CLOSE + 60_000 + FEED_SILENCE), Some(CLOSE + 60_000));
    }

    #[test]
    fn before_the_count_silence_means_nothing() {
        let feed = Feed::new(0, 0);
        assert_eq!(feed.silent_since(CLOSE, CLOSE - 1), None);
        assert_eq!(feed.silent_since(CLOSE, CLOSE + FEED_SILENCE), Some(CLOSE));
    }

    #[test]
    fn a_heartbeat_is_no_report_and_a_report_ends_the_silence() {
        let mut feed = Feed::new(7, CLOSE);
        let late = CLOSE + 2 * FEED_SILENCE;
        feed.hear(7, late);
        assert_eq!(feed.silent_since(CLOSE, late), Some(CLOSE));
        feed.hear(8, late);
        assert_eq!(feed.silent_since(CLOSE, late), None);
    }
}
