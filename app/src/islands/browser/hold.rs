//! Rows do not move under a pointer or a focus: what would move them waits until both have left.

use core::cell::Cell;
use std::rc::Rc;

use web_sys::Element;

use super::dom;
use super::page::Page;

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
