//! The status line: the word for the connection, the age of the last report. It ticks only while somebody can see it.

use core::cell::{Cell, RefCell};

use web_sys::Element;

use super::dom::{self, Timer};
use super::page::Page;
use crate::islands::connection::Standing;
use crate::islands::standing::{ServerClock, age, name, word};

/// The elements of the status line and what they say.
pub(super) struct Status {
    state: Option<Element>,
    word: Option<Element>,
    age: Option<Element>,
    /// The words that are there: what has not changed is not written.
    said: RefCell<[String; 2]>,
    standing: Cell<Standing>,
    /// The reader was told that the figures have stopped.
    lost: Cell<bool>,
    server: Cell<ServerClock>,
    timer: Timer,
}

/// What the line says something about.
pub(super) struct Situation {
    pub(super) standing: Standing,
    /// The server's clock of the last frame.
    pub(super) at: i64,
    pub(super) last_report: Option<i64>,
}

impl Status {
    /// `timer` shows the status again.
    pub(super) fn bind(timer: Timer, server: ServerClock) -> Self {
        let [state, word, age] = ["state", "state-word", "age"].map(dom::by_id);
        Self {
            state,
            word,
            age,
            said: RefCell::default(),
            standing: Cell::new(Standing::Still),
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

    /// Writes what has changed, and comes back in a second unless nobody looks. Gives the word if a reader has to know it:
    /// the figures have stopped, or go on.
    pub(super) fn show(&self, page: &Page, situation: &Situation, here: i64) -> Option<String> {
        let Situation { standing, at, last_report } = *situation;
        let (words, meta) = (&page.words, &page.meta);
        let was = self.standing.replace(standing);
        let state = word(standing, words, at, meta.utc_offset);
        let age = last_report.map_or_else(String::new, |last| age(self.server.get().seconds_since(last, here), words));
        let mut said = self.said.borrow_mut();
        write(self.word.as_ref(), &mut said[0], &state);
        write(self.age.as_ref(), &mut said[1], &age);
        if let (true, Some(element)) = (was != standing, &self.state) {
            dom::set(element, "data-state", name(standing));
        }
        self.timer.set(1_000);
        let lost = match standing {
            Standing::Offline | Standing::Silent | Standing::Outdated => true,
            Standing::Live | Standing::Polling => false,
            // A line that is only being opened, or tried again, is not worth a word.
            _ => return None,
        };
        (self.lost.replace(lost) != lost).then_some(state)
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
