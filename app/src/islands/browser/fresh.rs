//! What has just changed is marked for about a second: one timer for all of them.

use core::cell::RefCell;

use web_sys::Element;

use super::dom::Timer;
use super::sheet::FRESH;

/// How long, in milliseconds.
const LASTS: u64 = 1_100;

/// So many marks at once are a help, more of them a flicker.
const MOST: usize = 240;

/// The marks that are on: those of one paint together, with the time when they go.
pub(super) struct Fresh {
    marked: RefCell<Vec<(u64, Vec<Element>)>>,
    timer: Timer,
}

impl Fresh {
    /// `timer` calls [`Fresh::sweep`].
    pub(super) fn new(timer: Timer) -> Self {
        Self { marked: RefCell::default(), timer }
    }

    /// How many more may be marked. Those of the table's rows are left alone where marks would be everywhere: they would say
    /// nothing, and cost a weak phone its frames.
    pub(super) fn room(&self) -> usize {
        MOST.saturating_sub(self.marked.borrow().iter().map(|(_, elements)| elements.len()).sum())
    }

    /// Marks elements; one that is marked already stays so for longer.
    pub(super) fn mark(&self, elements: Vec<Element>, now: u64) {
        if elements.is_empty() {
            return;
        }
        put_on(&elements);
        let mut marked = self.marked.borrow_mut();
        if marked.is_empty() {
            self.timer.set(LASTS);
        }
        marked.push((now + LASTS, elements));
    }

    /// Takes off the marks whose time is over.
    pub(super) fn sweep(&self, now: u64) {
        let mut marked = self.marked.borrow_mut();
        let (past, rest) = marked.drain(..).partition(|(until, _)| *until <= now);
        *marked = rest;
        let past: Vec<(u64, Vec<Element>)> = past;
        for element in past.iter().flat_map(|(_, elements)| elements) {
            let _ = element.class_list().remove_1(FRESH);
        }
        // An element may be in several: nothing is painted in between.
        for (_, elements) in marked.iter() {
            put_on(elements);
        }
        if let Some((next, _)) = marked.first() {
            self.timer.set(next - now);
        }
    }
}

fn put_on(elements: &[Element]) {
    for element in elements {
        let _ = element.class_list().add_1(FRESH);
    }
}
