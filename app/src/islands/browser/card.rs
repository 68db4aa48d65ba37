//! The card of the chosen place: it lies over the map, in the corner away from the place, so that choosing moves nothing and
//! the card covers nothing that it is about.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::dom;
use super::map::screen_of;
use super::page::Page;
use super::sheet::CHOSEN;

/// Only a card that a finger has opened, a pinned one, can be touched and walked into: any other goes when who looks goes on.
const INERT: &str = "inert";

/// The card.
pub(super) struct Card {
    card: Option<Element>,
    near: Option<Element>,
    row: Cell<Option<usize>>,
    shape: RefCell<Option<Element>>,
}

impl Card {
    pub(super) fn bind() -> Self {
        Self {
            card: dom::by_id("card"),
            near: dom::by_id("card-near"),
            row: Cell::new(None),
            shape: RefCell::default(),
        }
    }

    /// A touch elsewhere and the Escape key put a pinned card back into its place.
    pub(super) fn listen(page: &Rc<Page>) {
        let Some(document) = dom::document() else { return };
        let touched = page.clone();
        dom::listen(&document, "pointerdown", move |event| {
            if dom::around(&event, "#map, #map-tools, #card").is_none() {
                touched.card.unpin();
            }
        });
        let typed = page.clone();
        dom::listen(&document, "keydown", move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|typed| typed.key() == "Escape") {
                typed.card.unpin();
            }
        });
    }

    /// The chosen row.
    pub(super) fn row(&self) -> Option<usize> {
        self.row.get()
    }

    pub(super) fn pin(&self) {
        if let Some(card) = &self.card {
            let _ = card.remove_attribute(INERT);
        }
    }

    pub(super) fn unpin(&self) {
        if let Some(card) = self.card.as_ref().filter(|card| !card.has_attribute(INERT)) {
            dom::set(card, INERT, "");
            self.dismiss();
        }
    }

    /// Shows the place of a row, whose shape is `shape`.
    pub(super) fn choose(&self, page: &Page, row: usize, shape: &Element) {
        self.offer(page, &[]);
        self.keep_away(shape);
        if self.row.replace(Some(row)) == Some(row) {
            return;
        }
        let _ = shape.class_list().add_1(CHOSEN);
        if let Some(before) = self.shape.replace(Some(shape.clone())) {
            let _ = before.class_list().remove_1(CHOSEN);
        }
        page.write_place(row);
        if let Some(card) = &self.card {
            dom::set_hidden(card, false);
        }
    }

    /// Into the corner away from a shape.
    fn keep_away(&self, shape: &Element) {
        let (Some(card), Some(map)) = (&self.card, dom::by_id("map")) else { return };
        let (place, map) = (screen_of(shape).middle(), screen_of(&map).middle());
        let corner = match (place.0 < map.0, place.1 < map.1) {
            (true, true) => "end below",
            (true, false) => "end",
            (false, true) => "below",
            (false, false) => "",
        };
        dom::set(card, "data-corner", corner);
    }

    /// Nobody looks at a place any longer. A card that a finger has opened stays.
    pub(super) fn dismiss(&self) {
        let Some(card) = self.card.as_ref().filter(|card| card.has_attribute(INERT)) else { return };
        dom::set_hidden(card, true);
        self.row.set(None);
        if let Some(shape) = self.shape.take() {
            let _ = shape.class_list().remove_1(CHOSEN);
        }
    }

    /// Lists the places near a tap, as links; none = no list.
    pub(super) fn offer(&self, page: &Page, rows: &[usize]) {
        let Some(list) = &self.near else { return };
        list.set_inner_html("");
        dom::set_hidden(list, rows.is_empty());
        for unit in rows.iter().filter_map(|row| page.meta.rows.get(*row)) {
            let _ = link(list, &unit.name, &page.facts.borrow().unit_href(&unit.id));
        }
    }

    /// Takes the list away; whether there was one.
    pub(super) fn withdraw(&self, page: &Page) -> bool {
        let there = self.near.as_ref().is_some_and(|list| list.child_element_count() > 0);
        self.offer(page, &[]);
        there
    }
}

fn link(list: &Element, name: &str, href: &str) -> Option<()> {
    let document = dom::document()?;
    let (item, link) = (document.create_element("li").ok()?, document.create_element("a").ok()?);
    dom::set(&link, "href", href);
    link.set_text_content(Some(name));
    item.append_child(&link).ok()?;
    list.append_child(&item).ok()?;
    Some(())
}
