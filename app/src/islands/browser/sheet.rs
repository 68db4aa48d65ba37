//! The elements of the page by the keys of their cells, and what was written into them. A large map has tens of thousands of
//! cells: keys and words are kept as the digests that they are compared by.

use election::digest;
use web_sys::Element;

use super::dom;
use super::fresh::MOST;
use crate::cells::{Cell, Write};
use crate::islands::placing;
use crate::keys::whole;
use crate::order::order;

/// Marks an element whose figure changed; the style sheet says how.
pub(super) const FRESH: &str = "is-fresh";
/// Marks the shape of the chosen place.
pub(super) const CHOSEN: &str = "is-chosen";

/// All elements that show cells.
pub(super) struct Sheet {
    /// In the order of the page.
    elements: Vec<Element>,
    /// In the order of the page.
    bound: Vec<Bound>,
    /// These in the order of their keys.
    order: Vec<usize>,
}

struct Bound {
    /// Digest of the key.
    key: u64,
    /// Digest of what it says; 0 = that has not been asked yet.
    says: u64,
    /// Which element shows it.
    element: u32,
}

/// What somebody points at or touches.
#[derive(Clone, Copy, Default)]
pub(super) struct Held {
    pub(super) bars: bool,
    /// The closest places.
    pub(super) near: bool,
    /// The next seats.
    pub(super) next: bool,
}

/// The elements whose text changed.
#[derive(Default)]
pub(super) struct Changed {
    /// Those of the unit itself and of the card.
    pub(super) head: Vec<Element>,
    /// Those of the table's rows.
    pub(super) rows: Vec<Element>,
}

impl Sheet {
    /// Finds all elements, once.
    pub(super) fn bind() -> Self {
        let root = dom::document().and_then(|document| document.document_element());
        let elements = root.map_or_else(Vec::new, |root| dom::all(&root, "[data-cell]"));
        let keys = |element: &Element| element.get_attribute("data-cell").unwrap_or_default();
        // Counted first: a list that grows leaves twice its room behind.
        let count = elements.iter().map(|element| keys(element).split_ascii_whitespace().count()).sum();
        let (mut bound, mut number) = (Vec::with_capacity(count), String::new());
        for (at, element) in elements.iter().enumerate() {
            for key in keys(element).split_ascii_whitespace() {
                let key = digest::of_bytes(whole(key, &mut number).as_bytes());
                bound.push(Bound { key, says: 0, element: at as u32 });
            }
        }
        let order = order(bound.len(), &|one, other| bound[one].key.cmp(&bound[other].key));
        Self { elements, bound, order }
    }

    /// Takes the cells and writes those that differ from what is shown. While bars are held, they keep their places; a list
    /// that is held stays as it is.
    pub(super) fn write(&mut self, cells: &mut Vec<Cell>, held: Held, changed: &mut Changed) {
        let Self { elements, bound, order } = self;
        for Cell { key, write } in cells.drain(..) {
            if (held.near && placing::is_line_of("near", &key)) || (held.next && placing::is_line_of("next", &key)) {
                continue;
            }
            let held = held.bars && placing::moves(&key);
            let mark = digest::of_bytes(key.as_bytes());
            let from = order.partition_point(|at| bound[*at].key < mark);
            for at in &order[from..] {
                let bound = &mut bound[*at];
                if bound.key != mark {
                    break;
                }
                let element = &elements[bound.element as usize];
                if bound.write(element, &write, held) {
                    changed.take(&key, element);
                }
            }
        }
    }
}

impl Changed {
    fn take(&mut self, key: &str, element: &Element) {
        if placing::is_line_of("r", key) {
            // More of them are not marked.
            if self.rows.len() <= MOST {
                self.rows.push(element.clone());
            }
        } else if !matches!(element.closest(".status"), Ok(Some(_))) {
            // In the status line something changes all the time.
            self.head.push(element.clone());
        }
    }
}

impl Bound {
    /// Whether the text of its element changed.
    fn write(&mut self, element: &Element, next: &Write, held: bool) -> bool {
        if self.says == 0 {
            self.says = digest::of_bytes(read(element, next).as_bytes());
        }
        if self.says == digest::of_bytes(next.words().as_bytes()) {
            return false;
        }
        let kept = match next {
            Write::Style(style) if held => Some(Write::Style(placing::in_place(&read(element, next), style))),
            _ if held => return false,
            _ => None,
        };
        let next = kept.as_ref().unwrap_or(next);
        self.says = digest::of_bytes(next.words().as_bytes());
        put(element, next);
        matches!(next, Write::Text(_))
    }
}

fn put(element: &Element, write: &Write) {
    match write {
        Write::Text(text) => dom::set_text(element, text),
        Write::Class(class) => {
            let marks = element.class_list();
            let marks = [FRESH, CHOSEN].map(|mark| marks.contains(mark).then_some(mark));
            dom::set(element, "class", class);
            for mark in marks.into_iter().flatten() {
                let _ = element.class_list().add_1(mark);
            }
        }
        Write::Style(style) => dom::set(element, "style", style),
        Write::Attr(name, value) => dom::set(element, name, value),
    }
}

/// What an element shows where a cell like `like` would be written.
fn read(element: &Element, like: &Write) -> String {
    let attribute = |name| element.get_attribute(name).unwrap_or_default();
    match like {
        Write::Text(_) => element.text_content().unwrap_or_default(),
        Write::Class(_) => attribute("class"),
        // The server ends a style with a semicolon.
        Write::Style(_) => attribute("style").trim_end_matches(';').to_owned(),
        Write::Attr(name, _) => attribute(name),
    }
}
