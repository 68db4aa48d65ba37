//! The ticker: what is new comes first, in lines copied from the page's template. All lines have their room from the start.

use core::cell::Cell;

use election::view::Event;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement, Node};

use super::dom;
use crate::cells::{Board, Tick};

/// The lines of the ticker.
pub(super) struct Ticker {
    list: Option<Element>,
    template: Option<Element>,
    lines: usize,
    /// Epoch and sequence number of the newest line.
    known: Cell<(u64, u64)>,
}

impl Ticker {
    pub(super) fn bind(epoch: u64, events: &[Event]) -> Self {
        let list = dom::by_id("ticker");
        let lines = list.as_ref().and_then(|list| dom::number(list, "data-lines")).unwrap_or(8);
        Self { list, template: line_template(), lines, known: Cell::new((epoch, newest(events))) }
    }

    /// Puts the events that are new before the others; gives their lines, oldest first.
    pub(super) fn show(&self, board: &Board<'_>, epoch: u64) -> Vec<Tick> {
        let Some(list) = &self.list else { return Vec::new() };
        let (known, mut last) = self.known.get();
        if known != epoch {
            // Another journal numbers its reports anew: nothing here is of it.
            list.set_inner_html("");
            last = 0;
        }
        let events = &board.view.events;
        let ticks: Vec<Tick> = events.iter().filter(|event| event.seq > last).map(|event| board.tick(event)).collect();
        self.known.set((epoch, newest(events).max(last)));
        for tick in ticks.iter().skip(ticks.len().saturating_sub(self.lines)) {
            self.put(list, tick);
        }
        while list.child_element_count() as usize > self.lines {
            let Some(oldest) = list.last_element_child() else { break };
            oldest.remove();
        }
        if let (false, Some(empty)) = (ticks.is_empty(), dom::by_id("ticker-empty")) {
            dom::set_hidden(&empty, true);
        }
        ticks
    }

    fn put(&self, list: &Element, tick: &Tick) {
        let copy = self.template.as_ref().and_then(|line| line.clone_node_with_deep(true).ok());
        let Some(line) = copy.and_then(|copy| copy.dyn_into::<Element>().ok()) else { return };
        dom::set(&line, "class", tick.class);
        dom::set(&line, "data-seq", &tick.seq.to_string());
        for (name, text) in &tick.parts {
            let Ok(Some(part)) = line.query_selector(&format!("[data-part={name}]")) else { continue };
            dom::set_text(&part, text);
            dom::set_hidden(&part, text.is_empty());
            if *name == "place" {
                dom::set(&part, "href", &tick.href);
            }
        }
        let first = list.first_child();
        let _ = list.insert_before(&line, first.as_ref());
    }

    /// So many lines from the top.
    pub(super) fn newest(&self, new: usize) -> Vec<Element> {
        self.list.as_ref().map_or_else(Vec::new, |list| dom::all(list, "li").into_iter().take(new).collect())
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
