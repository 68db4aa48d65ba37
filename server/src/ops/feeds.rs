//! What each feed brought last and what went wrong with it. Feeds are named by the configuration and the elections, so there are few.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::system_now;

/// Letters of a fault that are kept.
const LONGEST: usize = 400;

/// All feeds, by name.
#[derive(Debug, Default)]
pub struct Feeds(Mutex<BTreeMap<String, Feed>>);

/// One feed.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// What it brought last.
    pub last: Option<Brought>,
    /// What went wrong after that, and when: milliseconds since 1970 UTC.
    pub fault: Option<(i64, String)>,
}

/// A batch or a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// When, by the system's clock: milliseconds since 1970 UTC.
    pub at: i64,
    /// The file's name; empty for a batch by HTTP.
    pub file: String,
    /// Rows that went on record.
    pub recorded: usize,
    /// Rows that said what was there already.
    pub unchanged: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// Why, of the first of them.
    pub why: String,
}

impl Feeds {
    /// There is such a feed, though nothing has come yet.
    pub fn expect(&self, name: &str) {
        self.with(name, |_| {});
    }

    /// A feed has brought something that could be taken, whatever became of its rows.
    pub fn brought(&self, name: &str, brought: Brought) {
        let why = shortened(&brought.why);
        self.with(name, |feed| *feed = Feed { last: Some(Brought { at: system_now(), why, ..brought }), fault: None });
    }

    /// Something that a feed brought could not be taken at all.
    pub fn failed(&self, name: &str, why: &str) {
        self.with(name, |feed| feed.fault = Some((system_now(), shortened(why))));
    }

    /// All of them with their names.
    #[must_use]
    pub fn all(&self) -> Vec<(String, Feed)> {
        let feeds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.iter().map(|(name, feed)| (name.clone(), feed.clone())).collect()
    }

    fn with(&self, name: &str, change: impl FnOnce(&mut Feed)) {
        let mut feeds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(feeds.entry(name.to_owned()).or_default());
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stays_until_the_feed_brings_something_again() {
        let feeds = Feeds::default();
        feeds.expect("folder");
        feeds.failed("folder", &"é".repeat(1_000));
        let [(name, feed)] = &feeds.all()[..] else { panic!("one feed") };
        let (_, why) = feed.fault.clone().expect("a fault");
        assert_eq!((name.as_str(), feed.last.is_some(), why.chars().count()), ("folder", false, LONGEST + 1));
        feeds.brought("folder", Brought { recorded: 3, ..Brought::default() });
        let (_, feed) = &feeds.all()[0];
        assert!(feed.fault.is_none() && feed.last.as_ref().is_some_and(|last| last.recorded == 3 && last.at > 0));
    }
}
