//! The status line: the word for the connection, the age of the last report, why the figures have stopped. It ticks only when
//! its words change, and only while somebody can see it.

use core::cell::{Cell, RefCell};

use web_sys::Element;

use super::dom::{self, Timer};
use super::page::Page;
use crate::islands::connection::Standing;
use crate::islands::limits::FEED_SILENCE;
use crate::islands::standing::{ServerClock, Situation, age, until_older};

/// The elements of the status line and what they say.
pub(super) struct Status {
    state: Option<Element>,
    word: Option<Element>,
    why: Option<Element>,
    age: Option<Element>,
    /// The words that are there: what has not changed is not written.
    said: RefCell<[String; 4]>,
    /// The reader was told that the figures have stopped.
    lost: Cell<bool>,
    server: Cell<ServerClock>,
    timer: Timer,
}

impl Status {
    /// `timer` shows the status again.
    pub(super) fn bind(timer: Timer, server: ServerClock) -> Self {
        let [state, word, why, age] = ["state", "state-word", "why", "age"].map(dom::by_id);
        Self {
            state,
            word,
            why,
            age,
            said: RefCell::default(),
            lost: Cell::new(false),
            server: Cell::new(server),
            timer,
        }
    }

    /// Learns the server's clock from a frame that has just come.
    pub(super) fn hear(&self, at: i64, here: i64, first: bool) {
        let mut server = self.server.get();
        server.hear(at, here, first);
        self.server.set(server);
    }

    /// The server's time.
    pub(super) fn now(&self, here: i64) -> i64 {
        self.server.get().now(here)
    }

    /// Writes what has changed, and comes back when that will be out of date, unless nobody looks. Gives the words if a
    /// reader has to know them: the figures have stopped, or go on.
    pub(super) fn show(&self, page: &Page, situation: &Situation, last: Option<i64>, here: i64) -> Option<String> {
        let words = &page.words;
        let state = situation.said(words, page.meta.utc_offset);
        let seconds = last.map(|last| self.server.get().seconds_since(last, here));
        let age = seconds.map_or_else(String::new, |seconds| age(seconds, words));
        let mut said = self.said.borrow_mut();
        write(self.word.as_ref(), &mut said[0], &state.word);
        write(self.age.as_ref(), &mut said[1], &age);
        if let (true, Some(why)) = (said[2] != state.why, &self.why) {
            dom::set_hidden(why, state.why.is_empty());
        }
        write(self.why.as_ref(), &mut said[2], &state.why);
        if let (true, Some(element)) = (said[3] != state.name, &self.state) {
            dom::set(element, "data-state", state.name);
            state.name.clone_into(&mut said[3]);
        }
        self.timer.set(seconds.map_or(FEED_SILENCE.unsigned_abs() / 20, until_older));
        let lost = match situation.standing {
            Standing::Offline | Standing::Silent | Standing::Outdated => true,
            Standing::Live | Standing::Polling => situation.silent_feed.is_some(),
            // A line that is only being opened, or tried again, is not worth a word.
            _ => return None,
        };
        let told = if state.why.is_empty() { state.word } else { state.why };
        (self.lost.replace(lost) != lost).then_some(told)
    }

    pub(super) fn rest(&self) {
        self.timer.clear();
    }
}

fn write(element: Option<&Element>, said: &mut String, next: &str) {
    if let (Some(element), true) = (element, said.as_str() != next) {
        dom::set_text(element, next);
        next.clone_into(said);
    }
}
