//! The elements of the page by the keys of their cells, and what was written into them.

use web_sys::Element;

use super::dom;
use crate::cells::{Cell, Write};
use crate::islands::placing;
use crate::order::order;

/// Marks an element whose figure changed; the style sheet says how.
pub(super) const FRESH: &str = "is-fresh";

/// All elements that show cells.
pub(super) struct Sheet {
    /// In the order of their keys.
    bound: Vec<Bound>,
}

struct Bound {
    key: String,
    element: Element,
    /// What it says; none if that has not been asked yet.
    shown: Option<Write>,
}

impl Sheet {
    /// Finds all elements, once.
    pub(super) fn bind() -> Self {
        let root = dom::document().and_then(|document| document.document_element());
        let elements = root.map_or_else(Vec::new, |root| dom::all(&root, "[data-cell]"));
        let mut keys = Vec::with_capacity(elements.len() * 2);
        for element in elements {
            let cells = element.get_attribute("data-cell").unwrap_or_default();
            keys.extend(cells.split_ascii_whitespace().map(|key| (key.to_owned(), element.clone())));
        }
        let order = order(keys.len(), &|one, other| keys[one].0.cmp(&keys[other].0));
        let bound = |at: usize| Bound { key: keys[at].0.clone(), element: keys[at].1.clone(), shown: None };
        Self { bound: order.into_iter().map(bound).collect() }
    }

    /// Writes the cells that differ from what is shown; gives the elements whose text changed. While rows are `held`, they
    /// keep their places.
    pub(super) fn write(&mut self, cells: Vec<Cell>, held: bool) -> Vec<Element> {
        let mut changed = Vec::new();
        for Cell { key, write } in cells {
            let held = held && placing::moves(&key);
            let from = self.bound.partition_point(|bound| bound.key < key);
            for bound in self.bound[from..].iter_mut().take_while(|bound| bound.key == key) {
                if bound.write(&write, held) {
                    changed.push(bound.element.clone());
                }
            }
        }
        changed
    }
}

impl Bound {
    /// Whether its text changed.
    fn write(&mut self, next: &Write, held: bool) -> bool {
        let element = &self.element;
        let shown = self.shown.get_or_insert_with(|| read(element, next));
        if shown == next {
            return false;
        }
        let next = match (held, &*shown, next) {
            (false, ..) => next.clone(),
            (true, Write::Style(before), Write::Style(next)) => Write::Style(placing::in_place(before, next)),
            (true, ..) => return false,
        };
        put(element, &next);
        *shown = next;
        matches!(shown, Write::Text(_))
    }
}

/// What the element shows where a cell like `like` would be written.
fn read(element: &Element, like: &Write) -> Write {
    let attribute = |name| element.get_attribute(name).unwrap_or_default();
    match like {
        Write::Text(_) => Write::Text(element.text_content().unwrap_or_default()),
        Write::Class(_) => Write::Class(attribute("class")),
        // The server ends a style with a semicolon.
        Write::Style(_) => Write::Style(attribute("style").trim_end_matches(';').to_owned()),
        Write::Attr(name, _) => Write::Attr(name, attribute(name)),
    }
}

fn put(element: &Element, write: &Write) {
    match write {
        Write::Text(text) => dom::set_text(element, text),
        Write::Class(class) if element.class_list().contains(FRESH) => {
            dom::set(element, "class", &format!("{class} {FRESH}"));
        }
        Write::Class(class) => dom::set(element, "class", class),
        Write::Style(style) => dom::set(element, "style", style),
        Write::Attr(name, value) => dom::set(element, name, value),
    }
}
