//! The connection in words: never "live" when it is not, and how old the last report is.

use super::connection::{POLL, Standing};
use crate::words::{Live, fill};

/// Ages beyond this say nothing that the time of the last report does not.
const OLDEST: u64 = 48 * 3600;

/// What the status line says something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// How current the figures are.
    pub standing: Standing,
    /// The server's clock of the figures on screen: milliseconds since 1970 UTC.
    pub at: i64,
    /// The sequence number that they stand at.
    pub seq: u64,
    /// The reader holds them; so many reports wait.
    pub held: Option<u64>,
    /// In how many seconds figures come, if the server has said that it is too busy for more; else 0.
    pub pace: u8,
    /// Since when no report has come although some are missing, if that is too long.
    pub silent_feed: Option<i64>,
}

/// What the status line says about it: the value of `data-state`, the word, and the sentence that explains it where the
/// figures have stopped (else empty).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// `live`, `quiet`, `held` …
    pub name: &'static str,
    /// A few words.
    pub word: String,
    /// Why, since when, and what it means for the figures.
    pub why: String,
}

impl Situation {
    /// The line works: what comes is shown as it comes.
    #[must_use]
    pub fn works(&self) -> bool {
        matches!(self.standing, Standing::Live | Standing::Polling)
    }

    /// It in words; times are told in the zone `utc_offset`.
    #[must_use]
    pub fn said(&self, words: &Live, utc_offset: i32) -> Said {
        let time = |at| words.locale().clock(at, utc_offset);
        let told = |form, at| {
            let seq = words.locale().count(self.seq);
            let seconds = if self.pace > 0 { self.pace.into() } else { POLL / 1000 };
            fill(form, &[("time", &time(at)), ("seq", &seq), ("n", &seconds.to_string())])
        };
        let said = |name, word, why| Said { name, word: told(word, self.at), why: told(why, self.at) };
        if let (Some(waiting), true) = (self.held, self.standing != Standing::Outdated) {
            let form = if self.works() { words.plural(waiting, words.on_hold) } else { words.on_hold_lost };
            let word = fill(form, &[("n", &words.locale().count(waiting))]);
            return Said { name: "held", word, why: told(words.why_held, self.at) };
        }
        if let (Some(since), true) = (self.silent_feed, self.works()) {
            return Said { name: "quiet", word: told(words.quiet, since), why: told(words.why_quiet, since) };
        }
        if self.pace > 0 && self.works() {
            return said("busy", words.plural(self.pace.into(), words.busy), "");
        }
        match self.standing {
            Standing::Still => said("still", words.still, ""),
            Standing::Live => said("live", words.live, ""),
            Standing::Polling => said("polling", words.polling, ""),
            Standing::Reconnecting => said("reconnecting", words.reconnecting, ""),
            Standing::Silent => said("silent", words.silent, words.why_silent),
            Standing::Offline => said("offline", words.offline, words.why_offline),
            Standing::Paused => said("paused", words.paused, ""),
            Standing::Returning => said("returning", words.returning, words.why_returning),
            Standing::Outdated => said("outdated", words.outdated, ""),
        }
    }
}

/// In how many milliseconds an age of so many seconds is told in other words.
#[must_use]
pub fn until_older(seconds: u64) -> u64 {
    let unit = match seconds {
        0..60 => 1,
        60..3600 => 60,
        _ => 3600,
    };
    (unit - seconds % unit) * 1000
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

    const AT: i64 = (20 * 60 + 4) * 60_000;

    fn situation(standing: Standing) -> Situation {
        Situation { standing, at: AT, seq: 1_234, held: None, pace: 0, silent_feed: None }
    }

    fn word(standing: Standing, words: &Live) -> String {
        situation(standing).said(words, 3600).word
    }

    #[test]
    fn only_what_is_live_is_called_live_in_any_language() {
        for language in ["en", "sq"] {
            let words = &crate::words::of(language).live;
            let named: Vec<Standing> =
                ALL.into_iter().filter(|standing| word(*standing, words).contains(words.live)).collect();
            assert_eq!(named, [Standing::Live]);
        }
    }

    #[test]
    fn every_standing_has_a_word_and_a_name_of_its_own() {
        let mut words: Vec<String> = ALL.map(|standing| word(standing, english())).to_vec();
        let mut names: Vec<&str> = ALL.map(|standing| situation(standing).said(english(), 0).name).to_vec();
        words.sort();
        words.dedup();
        names.sort_unstable();
        names.dedup();
        assert_eq!((words.len(), names.len()), (ALL.len(), ALL.len()));
    }

    #[test]
    fn offline_says_of_when_the_figures_are() {
        assert_eq!(word(Standing::Offline, english()), "Offline – figures of 21:04");
    }

    #[test]
    fn where_the_figures_have_stopped_a_sentence_says_why_and_since_when() {
        for standing in [Standing::Silent, Standing::Offline, Standing::Returning] {
            let why = situation(standing).said(english(), 3600).why;
            assert!(why.contains("21:04") && why.ends_with('.'), "{why}");
        }
        assert_eq!(situation(Standing::Live).said(english(), 0).why, "");
    }

    #[test]
    fn a_silent_feed_is_not_called_live_and_says_since_when() {
        let quiet =
            Situation { silent_feed: Some(AT - 25 * 60_000), ..situation(Standing::Live) }.said(english(), 3600);
        assert_eq!((quiet.name, quiet.word.as_str()), ("quiet", "No report since 20:39"));
        assert!(quiet.why.contains("20:39") && quiet.why.contains("feed"), "{}", quiet.why);
        let lost = Situation { silent_feed: Some(AT), ..situation(Standing::Offline) };
        assert_eq!(lost.said(english(), 3600).name, "offline");
    }

    #[test]
    fn a_busy_server_is_not_called_live_and_says_how_often_figures_come() {
        let busy = |pace, standing| Situation { pace, ..situation(standing) }.said(english(), 3600);
        let said = busy(2, Standing::Live);
        assert_eq!(
            (said.name, said.word.as_str(), said.why.as_str()),
            ("busy", "Server busy – figures every 2 seconds", "")
        );
        assert_eq!(busy(1, Standing::Live).word, "Server busy – figures every second");
        assert_eq!(busy(5, Standing::Polling).word, "Server busy – figures every 5 seconds");
        assert_eq!(busy(5, Standing::Silent).name, "silent");
        for language in ["en", "sq", "bs", "sr-Latn", "sr-Cyrl", "tr", "id"] {
            let words = &crate::words::of(language).live;
            let word = Situation { pace: 5, ..situation(Standing::Live) }.said(words, 3600).word;
            assert!(word.contains('5') && !word.contains(words.live), "{language}: {word}");
        }
    }

    #[test]
    fn held_figures_say_at_which_report_and_how_many_wait() {
        let held = |waiting, standing| Situation { held: Some(waiting), ..situation(standing) }.said(english(), 3600);
        assert_eq!(held(1, Standing::Live).word, "Paused – 1 report waits");
        assert_eq!(held(12, Standing::Live).word, "Paused – 12 reports wait");
        assert!(held(12, Standing::Live).why.contains("1,234") && held(12, Standing::Live).why.contains("21:04"));
        assert_eq!(held(12, Standing::Silent).word, "Paused – no connection");
        assert_eq!(held(12, Standing::Outdated).name, "outdated");
    }

    #[test]
    fn an_age_is_told_anew_when_its_words_change_and_not_before() {
        for seconds in [0, 1, 58, 59, 60, 61, 119, 3599, 3600, 3601, 90_000] {
            let next = seconds + until_older(seconds) / 1000;
            assert_ne!(age(seconds, english()), age(next, english()));
            assert_eq!(age(seconds, english()), age(next - 1, english()));
        }
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
