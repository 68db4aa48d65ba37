//! The connection in words: never "live" when it is not, and how old the last report is.

use super::connection::{POLL, Standing};
use crate::words::{Live, fill};

/// Ages beyond this say nothing that the time of the last report does not.
const OLDEST: u64 = 48 * 3600;

/// The value of `data-state`.
#[must_use]
pub fn name(standing: Standing) -> &'static str {
    match standing {
        Standing::Still => "still",
        Standing::Live => "live",
        Standing::Polling => "polling",
        Standing::Reconnecting => "reconnecting",
        Standing::Silent => "silent",
        Standing::Offline => "offline",
        Standing::Paused => "paused",
        Standing::Returning => "returning",
        Standing::Outdated => "outdated",
    }
}

/// The word for it; `at` is the time of the figures on screen, in milliseconds since 1970 UTC, told in the zone `utc_offset`.
#[must_use]
pub fn word(standing: Standing, words: &Live, at: i64, utc_offset: i32) -> String {
    let timed = |word| fill(word, &[("time", &words.locale().clock(at, utc_offset))]);
    match standing {
        Standing::Still => words.still.to_owned(),
        Standing::Live => words.live.to_owned(),
        Standing::Polling => fill(words.polling, &[("n", &(POLL / 1000).to_string())]),
        Standing::Reconnecting => words.reconnecting.to_owned(),
        Standing::Silent => timed(words.silent),
        Standing::Offline => timed(words.offline),
        Standing::Paused => words.paused.to_owned(),
        Standing::Returning => words.returning.to_owned(),
        Standing::Outdated => words.outdated.to_owned(),
    }
}

/// How long ago in words, of seconds; nothing beyond two days.
#[must_use]
pub fn age(seconds: u64, words: &Live) -> String {
    let (n, forms) = match seconds {
        0..60 => (seconds, words.seconds_ago),
        60..3600 => (seconds / 60, words.minutes_ago),
        3600..OLDEST => (seconds / 3600, words.hours_ago),
        _ => return String::new(),
    };
    fill(words.plural(n, forms), &[("n", &n.to_string())])
}

/// The server's clock by ours: how far ahead it is, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerClock {
    ahead: i64,
}

impl ServerClock {
    /// From the time that a page was made. It may have lain in a cache, so it is not earlier than our clock says.
    #[must_use]
    pub fn of_page(at: i64, here: i64) -> Self {
        Self { ahead: (at - here).max(0) }
    }

    /// Takes the time of a frame that came just now. Frames come late, never early: the greatest difference is the best.
    pub fn hear(&mut self, at: i64, here: i64, first: bool) {
        let ahead = at - here;
        self.ahead = if first { ahead } else { self.ahead.max(ahead) };
    }

    /// The server's time when ours is `here`.
    #[must_use]
    pub fn now(self, here: i64) -> i64 {
        here + self.ahead
    }

    /// Whole seconds since `at` (server's time) when our clock says `here`.
    #[must_use]
    pub fn seconds_since(self, at: i64, here: i64) -> u64 {
        u64::try_from((self.now(here) - at) / 1000).unwrap_or(0)
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn english() -> &'static Live {
        &crate::words::of("en").live
    }

    const ALL: [Standing; 9] = [
        Standing::Still,
        Standing::Live,
        Standing::Polling,
        Standing::Reconnecting,
        Standing::Silent,
        Standing::Offline,
        Standing::Paused,
        Standing::Returning,
        Standing::Outdated,
    ];

    #[test]
    fn only_what_is_live_is_called_live_in_any_language() {
        for language in ["en", "sq"] {
            let words = &crate::words::of(language).live;
            let named: Vec<Standing> =
                ALL.into_iter().filter(|standing| word(*standing, words, 0, 0).contains(words.live)).collect();
            assert_eq!(named, [Standing::Live]);
        }
    }

    #[test]
    fn every_standing_has_a_word_and_a_name_of_its_own() {
        let mut words: Vec<String> = ALL.map(|standing| word(standing, english(), 0, 0)).to_vec();
        let mut names: Vec<&str> = ALL.map(name).to_vec();
        words.sort();
        words.dedup();
        names.sort_unstable();
        names.dedup();
        assert_eq!((words.len(), names.len()), (ALL.len(), ALL.len()));
    }

    #[test]
    fn offline_says_of_when_the_figures_are() {
        let at = (20 * 60 + 4) * 60_000;
        assert_eq!(word(Standing::Offline, english(), at, 3600), "Offline – figures of 21:04");
    }

    #[test]
    fn an_age_is_in_the_largest_whole_unit() {
        let ages = [0, 1, 59, 60, 3599, 3600, 7200].map(|seconds| age(seconds, english()));
        assert_eq!(ages[0], "0 seconds ago");
        assert_eq!(ages[1..3], ["1 second ago", "59 seconds ago"]);
        assert_eq!(ages[3..5], ["1 minute ago", "59 minutes ago"]);
        assert_eq!(ages[5..], ["1 hour ago", "2 hours ago"]);
        assert_eq!(age(3 * 24 * 3600, english()), "");
    }
}

#[cfg(test)]
mod clock_tests {
    use super::*;

    #[test]
    fn a_page_from_a_cache_is_as_old_as_our_clock_says() {
        assert_eq!(ServerClock::of_page(1_000, 61_000).seconds_since(1_000, 61_000), 60);
        assert_eq!(ServerClock::of_page(61_000, 1_000).seconds_since(61_000, 1_000), 0);
    }

    #[test]
    fn frames_correct_the_clock_and_late_ones_do_not() {
        let mut clock = ServerClock::of_page(0, 100_000);
        clock.hear(40_000, 100_000, true);
        assert_eq!(clock.now(100_000), 40_000);
        clock.hear(41_000, 104_000, false);
        assert_eq!(clock.now(104_000), 44_000);
        clock.hear(46_500, 106_000, false);
        assert_eq!(clock.now(106_000), 46_500);
    }

    #[test]
    fn the_future_is_now() {
        assert_eq!(ServerClock { ahead: 0 }.seconds_since(9_000, 5_000), 0);
    }
}
