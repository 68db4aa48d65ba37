//! The ticker: the newest event comes first. Each line has a place of a fixed height and only its words change, so that nothing
//! on the page moves.

use core::cell::{Cell, RefCell};

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
    /// From the top, once something came.
    lines: RefCell<Vec<Line>>,
}

/// A line and what was written into it.
struct Line {
    line: Element,
    /// Its parts by name.
    parts: Vec<(String, Element)>,
    shows: Option<Tick>,
}

impl Ticker {
    pub(super) fn bind(epoch: u64) -> Self {
        let list = dom::by_id("ticker");
        let most = list.as_ref().and_then(|list| dom::number(list, "data-lines")).unwrap_or(8);
        let newest = list.as_ref().and_then(|list| dom::number(&list.first_element_child()?, "data-seq")).unwrap_or(0);
        let (known, lines) = (Cell::new((epoch, newest as u64)), RefCell::default());
        Self { list, template: line_template(), most, hold: Hold::default(), known, lines }
    }

    /// Shows the newest events; gives those that are new, oldest first.
    pub(super) fn show<'v>(&self, board: &Board<'v>, epoch: u64) -> Vec<&'v Event> {
        let Some(list) = &self.list else { return Vec::new() };
        // Another journal numbers its reports anew: nothing here is of it.
        let (known, last) = self.known.get();
        let last = if known == epoch { last } else { 0 };
        let events = &board.view.events;
        if known == epoch && newest(events) <= last {
            return Vec::new();
        }
        self.known.set((epoch, newest(events)));
        let mut lines = self.lines.borrow_mut();
        self.find(list, events.len().min(self.most), &mut lines);
        for (line, event) in lines.iter_mut().zip(events.iter().rev()) {
            line.show(board.tick(event));
        }
        // What an earlier journal had more of.
        let more = events.len().min(lines.len());
        lines.drain(more..).for_each(|line| line.line.remove());
        if let (false, Some(empty)) = (events.is_empty(), dom::by_id("ticker-empty")) {
            dom::set_hidden(&empty, true);
        }
        events.iter().filter(|event| event.seq > last).collect()
    }

    /// The lines from the top, at least so many.
    fn find(&self, list: &Element, least: usize, lines: &mut Vec<Line>) {
        if lines.is_empty() {
            lines.extend(dom::all(list, "li").into_iter().map(Line::bind));
        }
        while lines.len() < least {
            let copy = self.template.as_ref().and_then(|line| line.clone_node_with_deep(true).ok());
            let Some(copy) = copy.and_then(|copy| list.append_child(&copy).ok()) else { break };
            lines.push(Line::bind(copy.unchecked_into()));
        }
    }

    /// So many lines from the top.
    pub(super) fn newest(&self, new: usize) -> Vec<Element> {
        self.lines.borrow().iter().take(new).map(|line| line.line.clone()).collect()
    }
}

impl Line {
    fn bind(line: Element) -> Self {
        let part = |part: Element| (part.get_attribute("data-part").unwrap_or_default(), part);
        let parts = dom::all(&line, "[data-part]").into_iter().map(part).collect();
        Self { line, parts, shows: None }
    }

    fn show(&mut self, tick: Tick) {
        let shows = self.shows.as_ref();
        if shows.is_none_or(|shows| shows.seq != tick.seq) {
            self.put_anew();
            dom::set(&self.line, "data-seq", &tick.seq.to_string());
        }
        if shows.is_none_or(|shows| shows.class != tick.class) {
            dom::set(&self.line, "class", tick.class);
        }
        for (at, (name, text)) in tick.parts.iter().enumerate() {
            let Some((_, part)) = self.parts.iter().find(|(known, _)| known == name) else { continue };
            let before = shows.map(|shows| &shows.parts[at].1);
            if before != Some(text) {
                dom::set_text(part, text);
            }
            if before.is_none_or(|before| before.is_empty() != text.is_empty()) {
                dom::set_hidden(part, text.is_empty());
            }
            if *name == "place" && shows.is_none_or(|shows| shows.href != tick.href) {
                dom::set(part, "href", &tick.href);
            }
        }
        self.shows = Some(tick);
    }

    /// What is told of another report are other words, not the same ones in another place: they are taken out and put in
    /// again. The link stays: it may have the focus.
    fn put_anew(&self) {
        if let Ok(Some(more)) = self.line.query_selector(".tick-more") {
            let _ = more.parent_node().map(|body| body.append_child(&more));
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
