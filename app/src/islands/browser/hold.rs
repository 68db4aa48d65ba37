//! Nothing moves under a pointer, a focus or a finger: what would move waits until all of them have left and rest.

use core::cell::Cell;
use std::rc::Rc;

use web_sys::Element;

use super::dom::{self, Timer};
use super::page::Page;
use crate::islands::limits::REST;

/// Whether somebody points into a list, or has the focus in it.
#[derive(Default)]
pub(super) struct Hold {
    pointer: Cell<bool>,
    focus: Cell<bool>,
}

impl Hold {
    pub(super) fn is_on(&self) -> bool {
        self.pointer.get() || self.focus.get()
    }

    /// Follows pointer and focus in `list`; `of` finds this hold in the page.
    pub(super) fn listen(list: &Element, page: &Rc<Page>, of: fn(&Page) -> &Hold) {
        type Part = fn(&Hold) -> &Cell<bool>;
        let pointer: Part = |hold| &hold.pointer;
        let focus: Part = |hold| &hold.focus;
        let kinds = [
            ("pointerenter", pointer, true),
            ("pointerleave", pointer, false),
            ("focusin", focus, true),
            ("focusout", focus, false),
        ];
        for (kind, part, on) in kinds {
            let page = page.clone();
            dom::listen(list, kind, move |_| {
                part(of(&page)).set(on);
                // What waited is painted in the next frame; a focus that only moved on is in again by then.
                if !on {
                    page.request_paint();
                }
            });
        }
    }
}

/// A finger on the screen, or a page that is being scrolled: then everything keeps its place.
pub(super) struct Hand {
    touching: Cell<bool>,
    until: Cell<u64>,
    timer: Timer,
}

impl Hand {
    /// `timer` calls [`Hand::rest`].
    pub(super) fn new(timer: Timer) -> Self {
        Self { touching: Cell::new(false), until: Cell::new(0), timer }
    }

    pub(super) fn is_on(&self, now: u64) -> bool {
        self.touching.get() || now < self.until.get()
    }

    pub(super) fn listen(page: &Rc<Page>) {
        let Some(window) = dom::window() else { return };
        for (kind, touching) in [("touchstart", true), ("touchend", false), ("touchcancel", false), ("scroll", false)] {
            let page = page.clone();
            dom::listen(&window, kind, move |_| {
                let hand = &page.hand;
                if kind != "scroll" {
                    hand.touching.set(touching);
                }
                // One timer for a whole gesture: it looks again when it comes.
                if hand.until.replace(page.clock.now() + REST) <= page.clock.now() {
                    hand.timer.set(REST);
                }
            });
        }
    }

    /// Whether the hand has come to rest; if not, it is asked again.
    pub(super) fn rest(&self, now: u64) -> bool {
        if self.is_on(now) {
            self.timer.set(self.until.get().saturating_sub(now).max(REST));
            return false;
        }
        true
    }
}
