//! The map: a pointer or the focus chooses a place, arrows walk from place to place, Escape goes up, fingers find tiny places.

use core::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::dom::{self, Timer};
use super::morph::{Morph, Outline};
use super::page::Page;
use super::zoom::Zoom;
use crate::islands::neighbour::{self, Point};
use crate::islands::viewport::Viewport;
use crate::shade::Drawing;

/// Half of the 44 pixels that a finger needs.
const REACH: f64 = 22.0;
/// As many places are offered at most.
const OFFERED: usize = 6;

/// The links of the places.
const SHAPES: &str = "[data-at]";

/// The places of the map, and what part of it is shown.
pub(super) struct Map {
    svg: Option<Element>,
    /// Found when somebody first walks over the map, touches it or has it drawn otherwise: thousands of them take their room.
    places: OnceCell<Vec<Place>>,
    /// Where the places stand as they are drawn now; empty until somebody asks.
    points: RefCell<Vec<Point>>,
    /// The place that the Tab key reaches.
    stop: RefCell<Option<Element>>,
    zoom: Zoom,
    morph: Morph,
    /// The last pointer that came down was a finger.
    touched: Cell<bool>,
}

struct Place {
    row: usize,
    shape: Element,
    outline: Outline,
}

impl Map {
    /// Binds to the map, which is drawn so; `frame` calls [`Map::step`].
    pub(super) fn bind(drawing: Drawing, frame: Timer) -> Self {
        let svg = dom::by_id("map");
        let (zoom, morph) = (Zoom::new(svg.clone()), Morph::new(svg.as_ref(), drawing, frame));
        Self {
            svg,
            places: OnceCell::new(),
            points: RefCell::default(),
            stop: RefCell::default(),
            zoom,
            morph,
            touched: Cell::new(false),
        }
    }

    fn shapes(&self) -> Vec<Element> {
        self.svg.as_ref().map_or_else(Vec::new, |svg| dom::all(svg, SHAPES))
    }

    fn places(&self) -> &[Place] {
        let place = |shape: Element| {
            Some(Place { row: dom::number(&shape, "data-row")?, outline: Outline::bind(&shape)?, shape })
        };
        self.places.get_or_init(|| self.shapes().into_iter().filter_map(place).collect())
    }

    /// Where the places stand.
    fn points(&self) -> core::cell::Ref<'_, Vec<Point>> {
        if self.points.borrow().is_empty() {
            let drawing = self.morph.drawing();
            *self.points.borrow_mut() = self.places().iter().map(|place| place.outline.point(drawing)).collect();
        }
        self.points.borrow()
    }

    /// Draws the places as land, circles or hexagons.
    pub(super) fn draw(&self, drawing: Drawing) {
        if self.morph.drawing() != drawing {
            self.points.borrow_mut().clear();
            self.morph.draw(&self.outlines(), drawing);
        }
    }

    /// A frame of the passage from the one to the other.
    pub(super) fn step(&self) {
        self.morph.step(&self.outlines());
    }

    fn outlines(&self) -> Vec<&Outline> {
        self.places().iter().map(|place| &place.outline).collect()
    }

    pub(super) fn listen(&self, page: &Rc<Page>) {
        let Some(svg) = &self.svg else { return };
        // One stop for the Tab key: arrows do the rest.
        let mut shapes = self.shapes().into_iter();
        if let Some(first) = shapes.next() {
            self.reach(&first);
        }
        shapes.for_each(|shape| dom::set(&shape, "tabindex", "-1"));
        let on = |kind: &str, then: fn(&Map, &Page, &Event)| {
            let page = page.clone();
            dom::listen_actively(svg, kind, move |event| then(&page.map, &page, &event));
        };
        if let Some(chips) = dom::by_id("elsewhere") {
            type Then = fn(&Map, &Page, &Event);
            let (pointed, left): (Then, Then) = (Self::pointed, Self::left);
            for (kind, then) in
                [("pointerover", pointed), ("focusin", pointed), ("pointerleave", left), ("focusout", left)]
            {
                let page = page.clone();
                dom::listen(&chips, kind, move |event| then(&page.map, &page, &event));
            }
        }
        on("pointerover", Self::pointed);
        on("pointerleave", Self::left);
        on("focusout", Self::left);
        on("focusin", Self::focused);
        on("click", Self::clicked);
        on("keydown", Self::typed);
        on("pointerdown", |map, _, event| {
            map.touched.set(event.dyn_ref().is_some_and(is_finger));
            map.zoom.pressed(event);
        });
        on("pointermove", |map, _, event| map.zoom.moved(event));
        on("pointerup", |map, _, event| map.zoom.released(event));
        on("pointercancel", |map, _, event| map.zoom.released(event));
        on("wheel", |map, _, event| map.zoom.wheeled(event));
        on("dragstart", |_, _, event| event.prevent_default());
        if let Some(tools) = dom::by_id("map-tools") {
            dom::set_hidden(&tools, false);
            let page = page.clone();
            dom::listen(&tools, "click", move |event| page.map.zoom.used(&event));
        }
    }

    /// The Tab key reaches this place, and no longer the one before.
    fn reach(&self, shape: &Element) {
        if let Some(before) = self.stop.replace(Some(shape.clone())) {
            dom::set(&before, "tabindex", "-1");
        }
        dom::set(shape, "tabindex", "0");
    }

    fn place_of(&self, event: &Event) -> Option<usize> {
        let row = dom::number(&dom::around(event, "[data-row]")?, "data-row")?;
        self.places().iter().position(|place| place.row == row)
    }

    fn choose(&self, page: &Page, at: usize) {
        if let Some(place) = self.places().get(at) {
            page.card.choose(page, place.row, &place.shape);
        }
    }

    /// Chooses the place of this link: of a shape, of its copy in an inset, of a chip beside the map.
    fn choose_of(&self, page: &Page, link: &Element) {
        let Some(row) = dom::number(link, "data-row") else { return };
        let shape = format!("{SHAPES}[data-row=\"{row}\"]");
        let shape = self.svg.as_ref().and_then(|svg| svg.query_selector(&shape).ok().flatten());
        page.card.choose(page, row, shape.as_ref().unwrap_or(link));
    }

    fn pointed(&self, page: &Page, event: &Event) {
        if event.dyn_ref().is_some_and(is_finger) || self.zoom.is_dragging() {
            return;
        }
        if let Some(link) = dom::around(event, "[data-row]") {
            self.choose_of(page, &link);
        }
    }

    /// The pointer or the focus has left: where the focus is, it is about that place again.
    fn left(&self, page: &Page, event: &Event) {
        let focus = dom::document().and_then(|document| document.active_element());
        match focus.filter(|focus| event.type_() != "focusout" && focus.matches(SHAPES).unwrap_or_default()) {
            Some(shape) => self.choose_of(page, &shape),
            None => page.card.dismiss(),
        }
    }

    fn focused(&self, page: &Page, event: &Event) {
        let Some(shape) = dom::around(event, SHAPES) else { return };
        self.reach(&shape);
        // A finger's focus comes before its click, which decides.
        if !self.touched.get() {
            self.choose_of(page, &shape);
        }
    }

    /// A mouse or the Enter key follows the link. A finger chooses first: what is under it, or near it, is in the card.
    fn clicked(&self, page: &Page, event: &Event) {
        if self.zoom.was_dragged() {
            return event.prevent_default();
        }
        let Some(click) = event.dyn_ref::<MouseEvent>() else { return };
        if !self.touched.replace(false) {
            return;
        }
        let hit = self.place_of(event);
        let mut near = self.near((f64::from(click.client_x()), f64::from(click.client_y())));
        near.extend(hit.filter(|hit| !near.contains(hit)));
        let Some(first) = hit.or(near.first().copied()) else { return page.card.unpin() };
        let chosen = page.card.row() == self.places().get(first).map(|place| place.row);
        if near.len() == 1 && chosen && hit.is_some() {
            return;
        }
        event.prevent_default();
        self.choose(page, first);
        page.card.pin();
        if near.len() > 1 {
            let rows: Vec<usize> = near.iter().filter_map(|at| self.places().get(*at)).map(|place| place.row).collect();
            page.card.offer(page, &rows);
        }
    }

    /// The places within a finger's reach of a point on the screen, nearest first.
    fn near(&self, tap: Point) -> Vec<usize> {
        let Some((part, screen)) = self.zoom.part() else { return Vec::new() };
        let on_screen: Vec<Point> = self.points().iter().map(|point| part.to_screen(&screen, *point)).collect();
        neighbour::near(&on_screen, tap, REACH, OFFERED)
    }

    fn typed(&self, page: &Page, event: &Event) {
        let Some(typed) = event.dyn_ref::<KeyboardEvent>() else { return };
        if typed.ctrl_key() || typed.meta_key() || typed.alt_key() {
            return;
        }
        let key = typed.key();
        let done = match key.as_str() {
            "Escape" => page.card.withdraw(page) || go_up(),
            "+" | "=" | "-" | "0" => self.zoom.typed(&key),
            _ => neighbour::direction(&key).is_some_and(|direction| self.walk(event, direction)),
        };
        if done {
            event.prevent_default();
        }
    }

    fn walk(&self, event: &Event, direction: Point) -> bool {
        let Some(from) = self.place_of(event) else { return false };
        let next = neighbour::ahead(&self.points(), from, direction);
        if let Some(next) = next {
            self.zoom.show(self.points()[next]);
            dom::focus(&self.places()[next].shape);
        }
        // Also at the edge: an arrow on the map never scrolls the page.
        true
    }
}

fn is_finger(event: &PointerEvent) -> bool {
    event.pointer_type() == "touch"
}

/// Follows the link to the page above.
fn go_up() -> bool {
    let link = dom::by_id("up").and_then(|link| link.dyn_into::<HtmlElement>().ok());
    link.map(|link| link.click()).is_some()
}

/// The box of an element on the screen.
pub(super) fn screen_of(element: &Element) -> Viewport {
    let area = element.get_bounding_client_rect();
    Viewport { corner: (area.left(), area.top()), size: (area.width(), area.height()) }
}
