//! The card of the chosen place: its room is in the page from the start, so that choosing moves nothing.

use core::cell::Cell;

use web_sys::Element;

use super::dom;
use super::page::Page;

/// The attribute of the chosen place's shape.
const CHOSEN: &str = "data-chosen";

/// The card.
pub(super) struct Card {
    card: Option<Element>,
    near: Option<Element>,
    row: Cell<Option<usize>>,
}

impl Card {
    pub(super) fn bind() -> Self {
        Self { card: dom::by_id("card"), near: dom::by_id("card-near"), row: Cell::new(None) }
    }

    /// The chosen row.
    pub(super) fn row(&self) -> Option<usize> {
        self.row.get()
    }

    /// Shows the place of a row, whose shape is `shape`.
    pub(super) fn choose(&self, page: &Page, row: usize, shape: Option<&Element>) {
        self.offer(page, &[]);
        if self.row.replace(Some(row)) == Some(row) {
            return;
        }
        let root = dom::document().and_then(|document| document.document_element());
        for other in root.map_or_else(Vec::new, |root| dom::all(&root, "[data-chosen]")) {
            let _ = other.remove_attribute(CHOSEN);
        }
        if let Some(shape) = shape {
            dom::set(shape, CHOSEN, "");
        }
        page.write_place(row);
        if let Some(card) = &self.card {
            dom::set_hidden(card, false);
        }
    }

    /// Lists the places near a tap, as links; none = no list.
    pub(super) fn offer(&self, page: &Page, rows: &[usize]) {
        let Some(list) = &self.near else { return };
        list.set_inner_html("");
        dom::set_hidden(list, rows.is_empty());
        for unit in rows.iter().filter_map(|row| page.meta.rows.get(*row)) {
            let _ = link(list, &unit.name, &page.facts.unit_href(&unit.id));
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
