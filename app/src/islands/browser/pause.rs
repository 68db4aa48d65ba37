//! The reader's pause: the figures on screen are held while the page goes on listening, and go on in one step.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use election::view::View;
use web_sys::Element;

use super::dom;
use super::page::Page;

/// The button, and what is held.
pub(super) struct Pause {
    button: Option<Element>,
    word: Option<Element>,
    held: RefCell<Option<Held>>,
    on: Cell<bool>,
}

/// The view as it was when the reader paused.
pub(super) struct Held {
    pub(super) view: View,
    /// Epoch and sequence number.
    pub(super) position: (u64, u64),
    /// The server's clock at it.
    pub(super) at: i64,
}

impl Pause {
    pub(super) fn bind() -> Self {
        let [button, word] = ["pause", "pause-word"].map(dom::by_id);
        Self { button, word, held: RefCell::default(), on: Cell::new(false) }
    }

    pub(super) fn is_on(&self) -> bool {
        self.on.get()
    }

    /// What is held.
    pub(super) fn held(&self) -> core::cell::Ref<'_, Option<Held>> {
        self.held.borrow()
    }

    /// Makes the button work.
    pub(super) fn listen(page: &Rc<Page>) {
        let Some(button) = &page.pause.button else { return };
        dom::set_hidden(button, false);
        let paused = page.clone();
        dom::listen(button, "click", move |_| paused.pause.turn(&paused));
    }

    fn turn(&self, page: &Page) {
        let on = !self.on.get();
        let held = if on { page.now_shown() } else { None };
        self.on.set(held.is_some());
        *self.held.borrow_mut() = held;
        let (on, words) = (self.on.get(), &page.words);
        if let (Some(button), Some(word)) = (&self.button, &self.word) {
            dom::set_text(word, if on { words.resume } else { words.pause });
            dom::set(button, "class", if on { "pause is-on" } else { "pause" });
        }
        page.paused();
    }
}
