//! The map: a pointer or the focus chooses a place, arrows walk from place to place, Escape goes up, fingers find tiny places.

use core::cell::{Cell, RefCell};
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

/// The places of the map, and what part of it is shown.
pub(super) struct Map {
    svg: Option<Element>,
    places: Vec<Place>,
    /// Where the places stand as they are drawn now.
    points: RefCell<Vec<Point>>,
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
    /// Binds to a map of so many rows, which is drawn so; `frame` calls [`Map::step`].
    pub(super) fn bind(rows: usize, drawing: Drawing, frame: Timer) -> Self {
        let svg = dom::by_id("map");
        let mut places = Vec::new();
        for shape in svg.as_ref().map_or_else(Vec::new, |svg| dom::all(svg, "[data-at]")) {
            let row = dom::number(&shape, "data-row").filter(|row| *row < rows);
            if let (Some(row), Some(outline)) = (row, Outline::bind(&shape)) {
                places.push(Place { row, shape, outline });
            }
        }
        let (zoom, morph) = (Zoom::new(svg.clone()), Morph::new(svg.as_ref(), drawing, frame));
        let (points, touched) = (RefCell::default(), Cell::new(false));
        let map = Self { svg, places, points, zoom, morph, touched };
        map.stand(drawing);
        map
    }

    fn stand(&self, drawing: Drawing) {
        *self.points.borrow_mut() = self.places.iter().map(|place| place.outline.point(drawing)).collect();
    }

    /// Draws the places as land, circles or hexagons.
    pub(super) fn draw(&self, drawing: Drawing) {
        self.stand(drawing);
        self.morph.draw(&self.outlines(), drawing);
    }

    /// A frame of the passage from the one to the other.
    pub(super) fn step(&self) {
        self.morph.step(&self.outlines());
    }

    fn outlines(&self) -> Vec<&Outline> {
        self.places.iter().map(|place| &place.outline).collect()
    }

    pub(super) fn listen(&self, page: &Rc<Page>) {
        let Some(svg) = &self.svg else { return };
        // One stop for the Tab key: arrows do the rest.
        for (at, place) in self.places.iter().enumerate() {
            dom::set(&place.shape, "tabindex", if at == 0 { "0" } else { "-1" });
        }
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

    fn place_of(&self, event: &Event) -> Option<usize> {
        let row = dom::number(&dom::around(event, "[data-row]")?, "data-row")?;
        self.places.iter().position(|place| place.row == row)
    }

    fn choose(&self, page: &Page, at: usize) {
        if let Some(place) = self.places.get(at) {
            page.card.choose(page, place.row, &place.shape);
        }
    }

    /// A shape, its copy in an inset, or a chip beside the map.
    fn pointed(&self, page: &Page, event: &Event) {
        if event.dyn_ref().is_some_and(is_finger) || self.zoom.is_dragging() {
            return;
        }
        let link = dom::around(event, "[data-row]");
        if let Some((link, row)) = link.and_then(|link| dom::number(&link, "data-row").map(|row| (link, row))) {
            let place = self.places.iter().find(|place| place.row == row);
            page.card.choose(page, row, place.map_or(&link, |place| &place.shape));
        }
    }

    /// The pointer or the focus has left: where the focus is, it is about that place again.
    fn left(&self, page: &Page, event: &Event) {
        let focus = dom::document().and_then(|document| document.active_element());
        let place = focus.filter(|_| event.type_() != "focusout");
        match place.and_then(|focus| self.places.iter().position(|place| place.shape == focus)) {
            Some(at) => self.choose(page, at),
            None => page.card.dismiss(),
        }
    }

    fn focused(&self, page: &Page, event: &Event) {
        let Some(at) = self.place_of(event) else { return };
        for (other, place) in self.places.iter().enumerate() {
            dom::set(&place.shape, "tabindex", if other == at { "0" } else { "-1" });
        }
        // A finger's focus comes before its click, which decides.
        if !self.touched.get() {
            self.choose(page, at);
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
        let chosen = page.card.row() == self.places.get(first).map(|place| place.row);
        if near.len() == 1 && chosen && hit.is_some() {
            return;
        }
        event.prevent_default();
        self.choose(page, first);
        page.card.pin();
        if near.len() > 1 {
            let rows: Vec<usize> = near.iter().filter_map(|at| self.places.get(*at)).map(|place| place.row).collect();
            page.card.offer(page, &rows);
        }
    }

    /// The places within a finger's reach of a point on the screen, nearest first.
    fn near(&self, tap: Point) -> Vec<usize> {
        let Some((part, screen)) = self.zoom.part() else { return Vec::new() };
        let on_screen: Vec<Point> = self.points.borrow().iter().map(|point| part.to_screen(&screen, *point)).collect();
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
        let next = neighbour::ahead(&self.points.borrow(), from, direction);
        if let Some(next) = next {
            self.zoom.show(self.points.borrow()[next]);
            dom::focus(&self.places[next].shape);
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
