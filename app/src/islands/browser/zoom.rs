//! Zooming the map by buttons, keys, the wheel with a modifier, two fingers; moving it by dragging once it is zoomed.

use core::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent, WheelEvent};

use super::dom;
use super::map::screen_of;
use crate::islands::neighbour::{Point, distance};
use crate::islands::viewport::{Screen, Viewport, decimal};

/// The attribute that turns and scales a hatch.
const TURN: &str = "patternTransform";
/// One press of a button.
const STEP: f64 = 1.6;
/// A pointer that has moved by less than these pixels has not dragged.
const SLIP: f64 = 6.0;

/// What part of the map is shown, and the pointers that move it.
pub(super) struct Zoom {
    svg: Option<Element>,
    whole: Option<Viewport>,
    /// The hatches, and how they are turned.
    hatches: Vec<(Element, String)>,
    part: Cell<Option<Viewport>>,
    pointers: RefCell<Vec<(i32, Point)>>,
    /// Where the first pointer came down, until it has moved for good.
    down: Cell<Option<Point>>,
    dragged: Cell<bool>,
}

impl Zoom {
    pub(super) fn new(svg: Option<Element>) -> Self {
        let whole = svg.as_ref().and_then(|svg| Viewport::new(dom::decimals(svg, "viewBox")?));
        let hatches = svg.as_ref().map_or_else(Vec::new, |svg| dom::all(svg, "pattern"));
        let turned = |hatch: Element| (hatch.clone(), hatch.get_attribute(TURN).unwrap_or_default());
        Self {
            hatches: hatches.into_iter().map(turned).collect(),
            svg,
            whole,
            part: Cell::new(whole),
            pointers: RefCell::default(),
            down: Cell::new(None),
            dragged: Cell::new(false),
        }
    }

    /// The part that is shown and where it is on the screen.
    pub(super) fn part(&self) -> Option<(Viewport, Screen)> {
        Some((self.part.get()?, screen_of(self.svg.as_ref()?)))
    }

    pub(super) fn is_dragging(&self) -> bool {
        self.dragged.get() && !self.pointers.borrow().is_empty()
    }

    /// Whether the click that comes now is the end of a drag.
    pub(super) fn was_dragged(&self) -> bool {
        self.dragged.take()
    }

    /// Brings a point of the sheet into view.
    pub(super) fn show(&self, point: Point) {
        if let (Some(part), Some(whole)) = (self.part.get(), self.whole) {
            self.set(part.around(&whole, point));
        }
    }

    pub(super) fn typed(&self, key: &str) -> bool {
        match key {
            "+" | "=" => self.by(STEP),
            "-" => self.by(1.0 / STEP),
            _ => self.by(0.0),
        }
        true
    }

    pub(super) fn used(&self, event: &Event) {
        let how = dom::around(event, "[data-zoom]").and_then(|button| button.get_attribute("data-zoom"));
        match how.as_deref() {
            Some("in") => self.by(STEP),
            Some("out") => self.by(1.0 / STEP),
            Some(_) => self.by(0.0),
            None => {}
        }
    }

    /// Zooms about the middle; 0 shows everything.
    fn by(&self, factor: f64) {
        if let (Some(part), Some(whole)) = (self.part.get(), self.whole) {
            self.set(if factor > 0.0 { part.zoomed(&whole, factor, part.middle()) } else { whole });
        }
    }

    /// Only with a modifier (a trackpad's pinch comes with one): without, the wheel scrolls the page.
    pub(super) fn wheeled(&self, event: &Event) {
        let Some(wheel) = event.dyn_ref::<WheelEvent>() else { return };
        let (Some((part, screen)), Some(whole)) = (self.part(), self.whole) else { return };
        if !wheel.ctrl_key() && !wheel.meta_key() {
            return;
        }
        event.prevent_default();
        let about = part.to_sheet(&screen, (f64::from(wheel.client_x()), f64::from(wheel.client_y())));
        self.set(part.zoomed(&whole, wheel_factor(wheel.delta_y()), about));
    }

    pub(super) fn pressed(&self, event: &Event) {
        let Some((id, at)) = pointer(event) else { return };
        let mut pointers = self.pointers.borrow_mut();
        pointers.retain(|(known, _)| *known != id);
        if pointers.is_empty() {
            self.dragged.set(false);
            self.down.set(Some(at));
        }
        pointers.push((id, at));
    }

    pub(super) fn released(&self, event: &Event) {
        if let Some((id, _)) = pointer(event) {
            self.pointers.borrow_mut().retain(|(known, _)| *known != id);
        }
    }

    pub(super) fn moved(&self, event: &Event) {
        let Some((id, to)) = pointer(event) else { return };
        let mut pointers = self.pointers.borrow_mut();
        let Some(at) = pointers.iter().position(|(known, _)| *known == id) else { return };
        let from = core::mem::replace(&mut pointers[at].1, to);
        let other = pointers.iter().find(|(known, _)| *known != id).map(|(_, point)| *point);
        drop(pointers);
        match other {
            Some(still) => self.pinch(still, from, to),
            None => self.drag(event, from, to),
        }
    }

    fn pinch(&self, still: Point, from: Point, to: Point) {
        let (Some((part, screen)), Some(whole)) = (self.part(), self.whole) else { return };
        let factor = distance(to, still).max(1.0) / distance(from, still).max(1.0);
        self.dragged.set(true);
        self.set(part.zoomed(&whole, factor, part.to_sheet(&screen, still)));
    }

    fn drag(&self, event: &Event, from: Point, to: Point) {
        let (Some((part, screen)), Some(whole)) = (self.part(), self.whole) else { return };
        if part == whole || still_down(&self.down, to) {
            return;
        }
        if !self.dragged.replace(true)
            && let (Some(svg), Some((id, _))) = (&self.svg, pointer(event))
        {
            let _ = svg.set_pointer_capture(id);
        }
        self.set(part.dragged(&whole, &screen, (to.0 - from.0, to.1 - from.1)));
    }

    fn set(&self, part: Viewport) {
        let (Some(svg), Some(whole)) = (&self.svg, self.whole) else { return };
        self.part.set(Some(part));
        dom::set(svg, "viewBox", &part.view_box());
        // Letters are sized by the sheet, hatches stay as fine as they were. Fingers scroll the page until there is something to move.
        let touch = if part == whole { "pan-y" } else { "none" };
        let scale = decimal(part.size.0 / whole.size.0);
        for (hatch, turn) in &self.hatches {
            dom::set(hatch, TURN, &format!("{turn} scale({scale})"));
        }
        let [width, high] = [part.size.0, part.size.1].map(decimal);
        dom::set(svg, "style", &format!("--sheet:{width};--high:{high};touch-action:{touch}"));
    }
}

/// How much closer a turn of the wheel brings: about the exponential of it, so that back and forth cancel out.
fn wheel_factor(turned: f64) -> f64 {
    let half = (-turned / 480.0).clamp(-0.3, 0.3);
    (1.0 + half) / (1.0 - half)
}

/// Whether a pointer is still where it came down.
fn still_down(down: &Cell<Option<Point>>, to: Point) -> bool {
    let Some(start) = down.get() else { return false };
    let slipped = distance(start, to) <= SLIP;
    if !slipped {
        down.set(None);
    }
    slipped
}

fn pointer(event: &Event) -> Option<(i32, Point)> {
    let pointer = event.dyn_ref::<PointerEvent>()?;
    Some((pointer.pointer_id(), (f64::from(pointer.client_x()), f64::from(pointer.client_y()))))
}
