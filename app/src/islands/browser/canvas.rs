//! Thousands of shapes are painted on one canvas under the map. The elements stay as they are, unseen: figures are written into
//! them, pointers and keys find them, screen readers read them. What changed is painted over what was there.

use core::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement, Path2d};

use super::dom;
use crate::islands::viewport::{Screen, Viewport};

/// Width of the borders between places, in pixels.
const BORDER: f64 = 0.9;
/// Sides of a hatch's tile, in units of the sheet, and the width of its lines.
const TILE: u32 = 6;
const LINE: f64 = 1.6;

/// The canvas.
pub(super) struct Canvas {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// The page's colours as they are now.
    colours: CssStyleDeclaration,
    paths: RefCell<Vec<Path2d>>,
    /// What was shown where, when everything was painted.
    shown: Cell<Option<(Viewport, Screen)>>,
}

impl Canvas {
    /// Under the map, if the server says that it has too many shapes.
    pub(super) fn bind(svg: &Element) -> Option<Self> {
        svg.get_attribute("data-canvas")?;
        let canvas = new_canvas()?;
        dom::set(&canvas, "class", "map-canvas");
        dom::set(&canvas, "aria-hidden", "true");
        svg.parent_element()?.insert_before(&canvas, Some(svg)).ok()?;
        let _ = svg.class_list().add_1("is-canvas");
        let root = dom::document()?.document_element()?;
        Some(Self {
            context: context(&canvas)?,
            canvas,
            colours: dom::window()?.get_computed_style(&root).ok()??,
            paths: RefCell::default(),
            shown: Cell::new(None),
        })
    }

    /// The shapes' outlines have changed.
    pub(super) fn outline<'a>(&self, shapes: impl Iterator<Item = &'a Element>) {
        let path = |shape: &Element| {
            let d = shape.query_selector("path").ok()??.get_attribute("d")?;
            Path2d::new_with_path_string(&d).ok()
        };
        *self.paths.borrow_mut() = shapes.filter_map(path).collect();
        self.shown.set(None);
    }

    /// Paints all shapes if another part of the map is shown than before.
    pub(super) fn show<'a>(&self, part: Viewport, screen: Screen, shapes: impl Iterator<Item = &'a Element>) {
        if self.shown.replace(Some((part, screen))) == Some((part, screen)) {
            return;
        }
        let dots = dom::window().map_or(1.0, |window| window.device_pixel_ratio());
        self.canvas.set_width((screen.size.0 * dots) as u32);
        self.canvas.set_height((screen.size.1 * dots) as u32);
        let (origin, right) = (part.to_screen(&screen, (0.0, 0.0)), part.to_screen(&screen, (1.0, 0.0)));
        let scale = right.0 - origin.0;
        let [x, y] = [origin.0 - screen.corner.0, origin.1 - screen.corner.1].map(|at| at * dots);
        let _ = self.context.set_transform(scale * dots, 0.0, 0.0, scale * dots, x, y);
        self.context.set_line_width(BORDER / scale);
        self.paint(shapes.enumerate());
    }

    /// Paints these shapes over what was there.
    pub(super) fn paint<'a>(&self, shapes: impl Iterator<Item = (usize, &'a Element)>) {
        let colour = |name: &str| self.colours.get_property_value(name).unwrap_or_default();
        let (ground, hatch) = (colour("--ground"), colour("--hatch"));
        let [open, veil] = [&hatch, &ground].map(|colour| tile(colour));
        let (paths, context) = (self.paths.borrow(), &self.context);
        context.set_stroke_style_str(&ground);
        for (at, shape) in shapes {
            let (Some(path), Some(style)) = (paths.get(at), shape.get_attribute("style")) else { continue };
            let tint = style.split(['(', ')']).nth(1).map_or_else(String::new, colour);
            context.set_fill_style_str(&tint);
            context.fill_with_path_2d(path);
            let marks = shape.class_list();
            let over = if marks.contains("is-open") { &open } else { &veil };
            if let Some(pattern) = over.as_ref().filter(|_| !marks.contains("is-counted")) {
                context.set_fill_style_canvas_pattern(pattern);
                context.fill_with_path_2d(path);
            }
            context.stroke_with_path(path);
        }
    }
}

fn new_canvas() -> Option<HtmlCanvasElement> {
    dom::document()?.create_element("canvas").ok()?.dyn_into().ok()
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// A hatch in a colour.
fn tile(colour: &str) -> Option<CanvasPattern> {
    let canvas = new_canvas()?;
    canvas.set_width(TILE);
    canvas.set_height(TILE);
    let (context, side) = (context(&canvas)?, f64::from(TILE));
    context.set_stroke_style_str(colour);
    context.set_line_width(LINE);
    for from in [-side, 0.0, side] {
        context.move_to(from, side);
        context.line_to(from + side, 0.0);
    }
    context.stroke();
    context.create_pattern_with_html_canvas_element(&canvas, "repeat").ok()?
}
