//! The elements of the page by the keys of their cells, and what was written into them. A large map has tens of thousands of
//! cells: words are kept as the digests that they are compared by, elements in a list of the browser's, which makes objects only of
//! those that are asked for.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node, NodeList};

use super::dom;
use crate::cells::{Cell, Write};
use crate::islands::places::{Collector, Place, Places, digest};
use crate::islands::placing;
use crate::keys::whole;

/// Marks an element whose figure changed; the style sheet says how.
pub(super) const FRESH: &str = "is-fresh";
/// Marks the shape of the chosen place.
pub(super) const CHOSEN: &str = "is-chosen";

/// So many nodes are kept once they were written. More are looked up each time: there are too many for one frame anyway, and
/// each would take its room.
const KEPT: usize = 700;

/// All elements that show cells.
pub(super) struct Sheet {
    places: Places,
    shown: Shown,
}

/// What the elements show.
struct Shown {
    /// In the order of the page.
    elements: Option<NodeList>,
    /// Of each cell the digest of what it says; 0 = that has not been asked yet.
    says: Vec<u64>,
    /// Of each cell the number of its node among those that are kept, from 1; 0 = it is not kept.
    kept: Vec<u16>,
    nodes: Vec<Node>,
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

/// The elements whose text changed, by their places on the page.
#[derive(Default)]
pub(super) struct Changed {
    /// Those of the unit itself and of the card.
    head: Vec<u32>,
    /// Those of the table's rows.
    rows: Vec<u32>,
}

impl Sheet {
    /// Finds all elements, once.
    pub(super) fn bind() -> Self {
        let elements = dom::document().and_then(|document| document.query_selector_all("[data-cell]").ok());
        let mut shown = Shown { elements, says: Vec::new(), kept: Vec::new(), nodes: Vec::new() };
        let (mut cells, mut number) = (Collector::default(), String::new());
        for element in 0..shown.elements.as_ref().map_or(0, NodeList::length) {
            let keys = shown.element(element).and_then(|shows| shows.get_attribute("data-cell")).unwrap_or_default();
            for key in keys.split_ascii_whitespace() {
                cells.add(&whole(key, &mut number), element);
            }
        }
        let places = cells.done();
        (shown.says, shown.kept) = (vec![0; places.len()], vec![0; places.len()]);
        Self { places, shown }
    }

    /// Takes the cells and writes those that differ from what is shown. While bars are held, they keep their places; a list
    /// that is held stays as it is.
    pub(super) fn write(&mut self, cells: &mut Vec<Cell>, held: Held, changed: &mut Changed) {
        for Cell { key, write } in cells.drain(..) {
            if (held.near && placing::is_line_of("near", &key)) || (held.next && placing::is_line_of("next", &key)) {
                continue;
            }
            let held = held.bars && placing::moves(&key);
            for place in self.places.find(&key) {
                if self.shown.write(place, &write, held) == Some(true) {
                    self.shown.note(place.element, &key, changed);
                }
            }
        }
    }

    /// The elements that changed; not those of the rows if they are more than `most` in all.
    pub(super) fn changed(&self, changed: &Changed, most: usize) -> Vec<Element> {
        let Changed { head, rows } = changed;
        let rows = if head.len() + rows.len() > most { &[] } else { rows.as_slice() };
        head.iter().chain(rows).filter_map(|at| self.shown.element(*at)).collect()
    }
}

impl Shown {
    fn element(&self, at: u32) -> Option<Element> {
        self.elements.as_ref()?.item(at).map(JsCast::unchecked_into)
    }

    /// Whether a text changed; nothing where there was nothing to write.
    fn write(&mut self, place: Place, next: &Write, held: bool) -> Option<bool> {
        let (cell, says) = (place.cell as usize, digest(&[next.words()]));
        if self.says[cell] == says {
            return None;
        }
        if let Some(node) = self.nodes.get(usize::from(self.kept[cell]).wrapping_sub(1))
            && !held
        {
            self.says[cell] = says;
            put(node.unchecked_ref(), next, true);
            return Some(matches!(next, Write::Text(_)));
        }
        let element = self.element(place.element)?;
        if self.says[cell] == 0 {
            self.says[cell] = digest(&[&read(&element, next)]);
            if self.says[cell] == says {
                return None;
            }
        }
        let in_place = match next {
            Write::Style(style) if held => Some(Write::Style(placing::in_place(&read(&element, next), style))),
            _ if held => return None,
            _ => None,
        };
        let next = in_place.as_ref().unwrap_or(next);
        self.says[cell] = digest(&[next.words()]);
        put(&element, next, false);
        let is_text = matches!(next, Write::Text(_));
        // An empty text may have no node.
        let node = if is_text { element.first_child() } else { Some(element.into()) };
        if let Some(node) = node.filter(|_| self.kept[cell] == 0 && self.nodes.len() < KEPT) {
            self.nodes.push(node);
            self.kept[cell] = self.nodes.len() as u16;
        }
        Some(is_text)
    }

    fn note(&self, element: u32, key: &str, changed: &mut Changed) {
        let is_in_status =
            || self.element(element).is_some_and(|element| matches!(element.closest(".status"), Ok(Some(_))));
        if placing::is_line_of("r", key) {
            changed.rows.push(element);
        } else if !is_in_status() {
            // In the status line something changes all the time.
            changed.head.push(element);
        }
    }
}

/// Writes into an element, or into the text in it.
fn put(element: &Element, write: &Write, is_text: bool) {
    match write {
        Write::Text(text) if is_text => element.set_node_value(Some(text)),
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
