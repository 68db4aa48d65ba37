//! The elements of the page by the keys of their cells, and what was written into them. A large map has tens of thousands of
//! cells: keys and words are kept as the digests that they are compared by, elements in a list of the browser's, which makes
//! objects only of those that are asked for.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node, NodeList};

use super::dom;
use crate::cells::{Cell, Write};
use crate::islands::placing;
use crate::keys::whole;

/// Marks an element whose figure changed; the style sheet says how.
pub(super) const FRESH: &str = "is-fresh";
/// Marks the shape of the chosen place.
pub(super) const CHOSEN: &str = "is-chosen";

/// So many nodes are kept once they were written. More are looked up each time: there are too many for one frame anyway, and
/// each would take its room.
const KEPT: usize = 1_200;

/// All elements that show cells.
pub(super) struct Sheet {
    /// In the order of the page.
    elements: Option<NodeList>,
    /// In the order of their keys, those of one key in the order of the page.
    bound: Vec<Bound>,
    kept: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Bound {
    /// Digest of the key.
    key: u64,
    /// Digest of what it says; 0 = that has not been asked yet.
    says: u64,
    /// Which element shows it.
    element: u32,
    /// Its node is the one before this among those that are kept; 0 = it is not kept.
    kept: u16,
    /// Whether it stands in the status line, once that was asked.
    in_status: Option<bool>,
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
        let find = |selector| dom::document().and_then(|document| document.query_selector_all(selector).ok());
        let length = |list: &Option<NodeList>| list.as_ref().map_or(0, NodeList::length);
        let (elements, several) = (find("[data-cell]"), find("[data-cell*=' ']"));
        let count = length(&elements);
        // Room for three keys where there are several: a list that grows leaves as much again behind.
        let mut bound = Vec::with_capacity((count + 2 * length(&several)) as usize);
        let mut sheet = Self { elements, bound: Vec::new(), kept: Vec::new() };
        let mut number = String::new();
        for element in 0..count {
            let keys = sheet.element(element).and_then(|shows| shows.get_attribute("data-cell")).unwrap_or_default();
            for key in keys.split_ascii_whitespace() {
                let key = digest(&whole(key, &mut number));
                bound.push(Bound { key, says: 0, element, kept: 0, in_status: None });
            }
        }
        bound.shrink_to_fit();
        // In place: `order` makes two lists of its own.
        bound.sort_unstable_by_key(|bound| (bound.key, bound.element));
        sheet.bound = bound;
        sheet
    }

    fn element(&self, at: u32) -> Option<Element> {
        self.elements.as_ref()?.item(at).map(JsCast::unchecked_into)
    }

    /// Takes the cells and writes those that differ from what is shown. While bars are held, they keep their places; a list
    /// that is held stays as it is.
    pub(super) fn write(&mut self, cells: &mut Vec<Cell>, held: Held, changed: &mut Changed) {
        for Cell { key, write } in cells.drain(..) {
            if (held.near && placing::is_line_of("near", &key)) || (held.next && placing::is_line_of("next", &key)) {
                continue;
            }
            let held = held.bars && placing::moves(&key);
            let mark = digest(&key);
            let from = self.bound.partition_point(|bound| bound.key < mark);
            for at in from..self.bound.len() {
                if self.bound[at].key != mark {
                    break;
                }
                if self.write_bound(at, &write, held) == Some(true) {
                    self.note(at, &key, changed);
                }
            }
        }
    }

    /// Whether a text changed; nothing where there was nothing to write.
    fn write_bound(&mut self, at: usize, next: &Write, held: bool) -> Option<bool> {
        let bound = &mut self.bound[at];
        let says = digest(next.words());
        if bound.says == says {
            return None;
        }
        if let Some(node) = self.kept.get(usize::from(bound.kept).wrapping_sub(1))
            && !held
        {
            bound.says = says;
            put(node.unchecked_ref(), next, true);
            return Some(matches!(next, Write::Text(_)));
        }
        let element = self.elements.as_ref()?.item(bound.element)?.unchecked_into::<Element>();
        if bound.says == 0 {
            bound.says = digest(&read(&element, next));
            if bound.says == says {
                return None;
            }
        }
        let in_place = match next {
            Write::Style(style) if held => Some(Write::Style(placing::in_place(&read(&element, next), style))),
            _ if held => return None,
            _ => None,
        };
        let next = in_place.as_ref().unwrap_or(next);
        bound.says = digest(next.words());
        put(&element, next, false);
        let is_text = matches!(next, Write::Text(_));
        // An empty text may have no node.
        let node = if is_text { element.first_child() } else { Some(element.into()) };
        if let Some(node) = node.filter(|_| bound.kept == 0 && self.kept.len() < KEPT) {
            self.kept.push(node);
            bound.kept = self.kept.len() as u16;
        }
        Some(is_text)
    }

    fn note(&mut self, at: usize, key: &str, changed: &mut Changed) {
        let bound = self.bound[at];
        if placing::is_line_of("r", key) {
            changed.rows.push(bound.element);
        } else if !bound.in_status.unwrap_or_else(|| self.is_in_status(at)) {
            // In the status line something changes all the time.
            changed.head.push(bound.element);
        }
    }

    fn is_in_status(&mut self, at: usize) -> bool {
        let element = self.element(self.bound[at].element);
        let is_in = element.is_some_and(|element| matches!(element.closest(".status"), Ok(Some(_))));
        self.bound[at].in_status = Some(is_in);
        is_in
    }

    /// The elements that changed; not those of the rows if they are more than `most` in all.
    pub(super) fn changed(&self, changed: &Changed, most: usize) -> Vec<Element> {
        let Changed { head, rows } = changed;
        let rows = if head.len() + rows.len() > most { &[] } else { rows.as_slice() };
        head.iter().chain(rows).filter_map(|at| self.element(*at)).collect()
    }
}

/// By which keys and words are compared (FNV-1a): they are short, and there are many in a frame.
fn digest(words: &str) -> u64 {
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
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
