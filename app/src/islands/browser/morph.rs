//! The map passes from land to circles to hexagons: at once for who wants no motion and where there are very many shapes, else in
//! half a second.

use core::cell::{Cell, RefCell};

use web_sys::Element;

use super::dom::{self, Timer};
use crate::islands::neighbour::Point;
use crate::outline;
use crate::shade::Drawing;

/// How long it takes, in milliseconds.
const TAKES: f64 = 500.0;
/// More shapes than these jump.
const MOST: usize = 600;
/// Where a shape keeps its land while it is something else.
const LAND: &str = "data-land";

/// A shape and what it can be.
pub(super) struct Outline {
    path: Element,
    /// The label's point, circle, hexagon's centre.
    at: [f64; 7],
}

impl Outline {
    /// Of a place's link.
    pub(super) fn bind(link: &Element) -> Option<Self> {
        let path = link.query_selector("path").ok()??;
        Some(Self { path, at: dom::decimals(link, "data-at")? })
    }

    /// Where it stands.
    pub(super) fn point(&self, drawing: Drawing) -> Point {
        let [x, y, cx, cy, _, hx, hy] = self.at;
        match drawing {
            Drawing::Land => (x, y),
            Drawing::Circles => (cx, cy),
            Drawing::Hexagons => (hx, hy),
        }
    }

    fn land(&self) -> String {
        let kept = self.path.get_attribute(LAND).or_else(|| self.path.get_attribute("d"));
        kept.unwrap_or_default()
    }

    fn ring(&self, drawing: Drawing, size: f64) -> Vec<Point> {
        let [_, _, cx, cy, radius, hx, hy] = self.at;
        match drawing {
            Drawing::Land => outline::land(&self.land()),
            Drawing::Circles => outline::circle([cx, cy, radius]),
            Drawing::Hexagons => outline::hexagon([hx, hy], size),
        }
    }

    fn draw(&self, d: &str) {
        if self.path.get_attribute(LAND).is_none() {
            dom::set(&self.path, LAND, &self.land());
        }
        dom::set(&self.path, "d", d);
    }

    fn rest(&self, drawing: Drawing, size: f64) {
        let [_, _, cx, cy, radius, hx, hy] = self.at;
        self.draw(&match drawing {
            Drawing::Land => self.land(),
            Drawing::Circles => outline::circle_path([cx, cy, radius]),
            Drawing::Hexagons => outline::hexagon_path([hx, hy], size),
        });
    }
}

/// What the shapes are, or become.
pub(super) struct Morph {
    /// Holds the map and what is said about it; its `data-drawn` says to the style sheet what the shapes are.
    around: Option<Element>,
    size: f64,
    drawing: Cell<Drawing>,
    begun: Cell<f64>,
    /// From, to.
    rings: RefCell<Vec<[Vec<Point>; 2]>>,
    frame: Timer,
}

impl Morph {
    pub(super) fn new(svg: Option<&Element>, drawing: Drawing, frame: Timer) -> Self {
        let size = svg.and_then(|svg| dom::decimals(svg, "data-size")).map_or(0.0, |[size]| size);
        Self {
            around: dom::by_id("geo"),
            size,
            drawing: Cell::new(drawing),
            begun: Cell::new(0.0),
            rings: RefCell::default(),
            frame,
        }
    }

    /// What they are, or become.
    pub(super) fn drawing(&self) -> Drawing {
        self.drawing.get()
    }

    /// Makes the shapes something else.
    pub(super) fn draw(&self, shapes: &[&Outline], drawing: Drawing) {
        let before = self.drawing.replace(drawing);
        if let Some(around) = &self.around {
            dom::set(around, "data-drawn", drawing.name());
        }
        let still = dom::wants_no_motion() || shapes.len() > MOST;
        let ring = |shape: &&Outline| [shape.ring(before, self.size), shape.ring(drawing, self.size)];
        *self.rings.borrow_mut() = if still { Vec::new() } else { shapes.iter().map(ring).collect() };
        self.begun.set(if still { 0.0 } else { js_sys::Date::now() });
        self.step(shapes);
    }

    /// A frame of it.
    pub(super) fn step(&self, shapes: &[&Outline]) {
        let part = (js_sys::Date::now() - self.begun.get()) / TAKES;
        if !(0.0..1.0).contains(&part) {
            self.rings.borrow_mut().clear();
            for shape in shapes {
                shape.rest(self.drawing.get(), self.size);
            }
            return;
        }
        // Slow, fast, slow.
        let part = part * part * (3.0 - 2.0 * part);
        for (shape, [from, to]) in shapes.iter().zip(self.rings.borrow().iter()) {
            shape.draw(&outline::path(&outline::between(from, to, part)));
        }
        self.frame.set_frame();
    }
}
