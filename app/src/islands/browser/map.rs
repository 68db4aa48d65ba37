//! The map: a pointer or the focus chooses a place, arrows walk from place to place, Escape goes up, fingers find tiny places.

use core::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::dom;
use super::page::Page;
use super::zoom::Zoom;
use crate::islands::neighbour::{self, Point};
use crate::islands::viewport::Viewport;

/// Half of the 44 pixels that a finger needs.
const REACH: f64 = 22.0;
/// As many places are offered at most.
const OFFERED: usize = 6;

/// The places of the map, and what part of it is shown.
pub(super) struct Map {
    svg: Option<Element>,
    places: Vec<Place>,
    points: Vec<Point>,
    zoom: Zoom,
    /// The last pointer that came down was a finger.
    touched: Cell<bool>,
}

struct Place {
    row: usize,
    shape: Element,
}

impl Map {
    pub(super) fn bind(rows: usize) -> Self {
        let svg = dom::by_id("map");
        let (mut places, mut points) = (Vec::new(), Vec::new());
        for shape in svg.as_ref().map_or_else(Vec::new, |svg| dom::all(svg, "[data-row]")) {
            let row = dom::number(&shape, "data-row").filter(|row| *row < rows);
            let [x, y] = ["data-x", "data-y"].map(|name| dom::decimals(&shape, name));
            if let (Some(row), Some([x]), Some([y])) = (row, x, y) {
                places.push(Place { row, shape });
                points.push((x, y));
            }
        }
        let zoom = Zoom::new(svg.clone());
        Self { svg, places, points, zoom, touched: Cell::new(false) }
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
        on("pointerover", Self::pointed);
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
        let shape = dom::around(event, "[data-row]")?;
        self.places.iter().position(|place| place.shape == shape)
    }

    fn choose(&self, page: &Page, at: usize) {
        if let Some(place) = self.places.get(at) {
            page.card.choose(page, place.row, &place.shape);
        }
    }

    fn pointed(&self, page: &Page, event: &Event) {
        if event.dyn_ref().is_some_and(is_finger) || self.zoom.is_dragging() {
            return;
        }
        if let Some(at) = self.place_of(event) {
            self.choose(page, at);
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
        let on_screen: Vec<Point> = self.points.iter().map(|point| part.to_screen(&screen, *point)).collect();
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
        if let Some(next) = neighbour::ahead(&self.points, from, direction) {
            self.zoom.show(self.points[next]);
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
