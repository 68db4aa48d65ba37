//! The elements of the page by the keys of their cells, and what was written into them.

use web_sys::{Element, Node};

use super::dom;
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
    /// In the order of their keys.
    bound: Vec<Bound>,
}

struct Bound {
    key: String,
    element: Element,
    /// What it says; none if that has not been asked yet.
    shown: Option<Write>,
    /// Its text, once that was written.
    text: Option<Node>,
    /// Stands in the status line, where something changes all the time.
    quiet: bool,
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
        let elements = |selector| root.as_ref().map_or_else(Vec::new, |root| dom::all(root, selector));
        let quiet = elements(".status [data-cell]");
        let (mut keys, mut number) = (Vec::new(), String::new());
        for element in elements("[data-cell]") {
            let cells = element.get_attribute("data-cell").unwrap_or_default();
            for key in cells.split_ascii_whitespace() {
                keys.push((whole(key, &mut number), element.clone()));
            }
        }
        let order = order(keys.len(), &|one, other| keys[one].0.cmp(&keys[other].0));
        let bound = |at: usize| {
            let (key, element) = keys[at].clone();
            let quiet = quiet.contains(&element);
            Bound { key, element, shown: None, text: None, quiet }
        };
        Self { bound: order.into_iter().map(bound).collect() }
    }

    /// Writes the cells that differ from what is shown. While bars are held, they keep their places; a list that is held stays
    /// as it is.
    pub(super) fn write(&mut self, cells: Vec<Cell>, held: Held) -> Changed {
        let mut changed = Changed::default();
        for Cell { key, write } in cells {
            if (held.near && placing::is_line_of("near", &key)) || (held.next && placing::is_line_of("next", &key)) {
                continue;
            }
            let held = held.bars && placing::moves(&key);
            let from = self.bound.partition_point(|bound| bound.key < key);
            for bound in self.bound[from..].iter_mut().take_while(|bound| bound.key == key) {
                if bound.write(&write, held) && !bound.quiet {
                    let of_row =
                        key.strip_prefix('r').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                    if of_row { &mut changed.rows } else { &mut changed.head }.push(bound.element.clone());
                }
            }
        }
        changed
    }
}

impl Bound {
    /// Whether its text changed.
    fn write(&mut self, next: &Write, held: bool) -> bool {
        let shown = self.shown.get_or_insert_with(|| read(&self.element, next));
        if shown == next {
            return false;
        }
        let next = match (held, &*shown, next) {
            (false, ..) => next.clone(),
            (true, Write::Style(before), Write::Style(next)) => Write::Style(placing::in_place(before, next)),
            (true, ..) => return false,
        };
        self.put(&next);
        let is_text = matches!(next, Write::Text(_));
        self.shown = Some(next);
        is_text
    }

    fn put(&mut self, write: &Write) {
        let element = &self.element;
        match write {
            Write::Text(text) => match &self.text {
                Some(node) => node.set_node_value(Some(text)),
                None => {
                    dom::set_text(element, text);
                    self.text = element.first_child();
                }
            },
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
