//! The ticker: the newest event comes first. Each line has a place of a fixed height and only its words change, so that nothing
//! on the page moves.

use core::cell::Cell;

use election::view::Event;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement, Node};

use super::dom;
use super::hold::Hold;
use crate::cells::{Board, Tick};

/// The lines of the ticker.
pub(super) struct Ticker {
    list: Option<Element>,
    template: Option<Element>,
    most: usize,
    pub(super) hold: Hold,
    /// Epoch and sequence number of the newest line.
    known: Cell<(u64, u64)>,
}

impl Ticker {
    pub(super) fn bind(epoch: u64) -> Self {
        let list = dom::by_id("ticker");
        let most = list.as_ref().and_then(|list| dom::number(list, "data-lines")).unwrap_or(8);
        let newest = list.as_ref().and_then(|list| dom::number(&list.first_element_child()?, "data-seq")).unwrap_or(0);
        Self { list, template: line_template(), most, hold: Hold::default(), known: Cell::new((epoch, newest as u64)) }
    }

    /// Shows the newest events; gives the lines of those that are new, oldest first.
    pub(super) fn show(&self, board: &Board<'_>, epoch: u64) -> Vec<Tick> {
        let Some(list) = &self.list else { return Vec::new() };
        // Another journal numbers its reports anew: nothing here is of it.
        let (known, last) = self.known.get();
        let last = if known == epoch { last } else { 0 };
        let events = &board.view.events;
        if known == epoch && newest(events) <= last {
            return Vec::new();
        }
        self.known.set((epoch, newest(events)));
        let lines = self.lines(list, events.len().min(self.most));
        for (line, event) in lines.iter().zip(events.iter().rev()) {
            put(line, &board.tick(event));
        }
        // What an earlier journal had more of.
        lines.iter().skip(events.len()).for_each(Element::remove);
        if let (false, Some(empty)) = (events.is_empty(), dom::by_id("ticker-empty")) {
            dom::set_hidden(&empty, true);
        }
        events.iter().filter(|event| event.seq > last).map(|event| board.tick(event)).collect()
    }

    /// The lines from the top, at least so many.
    fn lines(&self, list: &Element, least: usize) -> Vec<Element> {
        for _ in list.child_element_count() as usize..least {
            let copy = self.template.as_ref().and_then(|line| line.clone_node_with_deep(true).ok());
            let _ = copy.map(|copy| list.append_child(&copy));
        }
        dom::all(list, "li")
    }

    /// So many lines from the top.
    pub(super) fn newest(&self, new: usize) -> Vec<Element> {
        self.list.as_ref().map_or_else(Vec::new, |list| dom::all(list, "li").into_iter().take(new).collect())
    }
}

fn put(line: &Element, tick: &Tick) {
    // What is told of another report are other words, not the same ones in another place. The link stays: it may have the focus.
    let another = line.get_attribute("data-seq").as_deref() != Some(&*tick.seq.to_string());
    if let (true, Ok(Some(more))) = (another, line.query_selector(".tick-more")) {
        let _ = more.clone_node_with_deep(true).and_then(|copy| more.replace_with_with_node_1(&copy));
    }
    dom::set(line, "class", tick.class);
    dom::set(line, "data-seq", &tick.seq.to_string());
    for part in dom::all(line, "[data-part]") {
        let name = part.get_attribute("data-part");
        let Some((name, text)) = tick.parts.iter().find(|(known, _)| name.as_deref() == Some(known)) else { continue };
        dom::set_text(&part, text);
        dom::set_hidden(&part, text.is_empty());
        if *name == "place" {
            dom::set(&part, "href", &tick.href);
        }
    }
}

fn newest(events: &[Event]) -> u64 {
    events.iter().map(|event| event.seq).max().unwrap_or(0)
}

fn line_template() -> Option<Element> {
    let template: HtmlTemplateElement = dom::by_id("tick")?.dyn_into().ok()?;
    let content: Node = template.content().into();
    let mut child = content.first_child();
    while let Some(node) = child {
        match node.dyn_into::<Element>() {
            Ok(element) => return Some(element),
            Err(other) => child = other.next_sibling(),
        }
    }
    None
}
