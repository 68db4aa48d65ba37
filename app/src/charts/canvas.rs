//! A sheet to draw on: lengths in pixels of the drawing's own scale, paints instead of colours, whatever the backend.

use election::format::Locale;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::DrawingBackend;

use super::paint::{Paint, Paints};
use super::{Drawn, Format};

/// A place in pixels from the upper left corner.
pub type Place = [f64; 2];

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    /// Its paint.
    pub paint: Paint,
    /// Its width in pixels.
    pub width: f64,
}

/// Where a text stands beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there, half above and half below.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
    /// Its middle is there, all of it below.
    Below,
    /// Its middle is there, all of it above.
    Above,
    /// It begins there, all of it above.
    StartAbove,
    /// It ends there, all of it above.
    EndAbove,
}

/// How a text is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Its paint.
    pub paint: Paint,
    /// Whether it is heavy.
    pub bold: bool,
    /// Where it stands.
    pub anchor: Anchor,
}

impl Text {
    /// A text of an axis.
    #[must_use]
    pub const fn quiet(anchor: Anchor) -> Self {
        Self { paint: Paint::Quiet, bold: false, anchor }
    }

    /// A label of what is drawn.
    #[must_use]
    pub const fn label(anchor: Anchor) -> Self {
        Self { paint: Paint::Ink, bold: true, anchor }
    }
}

/// The sheet.
pub struct Canvas<'a, B: DrawingBackend> {
    area: DrawingArea<B, Shift>,
    /// For which screen.
    pub format: Format,
    /// The backend's points in a pixel.
    unit: f64,
    paints: &'a dyn Paints,
    /// How the figures on it are written.
    pub locale: Locale,
}

impl<'a, B: DrawingBackend> Canvas<'a, B> {
    /// A sheet on `area`, of which `unit` points are a pixel of the format.
    pub fn new(area: DrawingArea<B, Shift>, format: Format, unit: f64, paints: &'a dyn Paints, locale: Locale) -> Self {
        Self { area, format, unit, paints, locale }
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(&self) -> [f64; 2] {
        let (width, height) = self.area.dim_in_pixel();
        [f64::from(width) / self.unit, f64::from(height) / self.unit]
    }

    #[expect(clippy::cast_possible_truncation, reason = "a place on a drawing")]
    fn point(&self, [x, y]: Place) -> (i32, i32) {
        ((x * self.unit).round() as i32, (y * self.unit).round() as i32)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length on a drawing")]
    fn length(&self, length: f64) -> u32 {
        (length * self.unit).round().max(1.0) as u32
    }

    fn colour(&self, paint: Paint, alpha: f64) -> RGBAColor {
        self.paints.colour(paint).mix(alpha)
    }

    /// A line through some places.
    ///
    /// # Errors
    /// What the backend says.
    pub fn line(&self, places: &[Place], stroke: Stroke) -> Drawn<B> {
        let points: Vec<(i32, i32)> = places.iter().map(|place| self.point(*place)).collect();
        let style = self.colour(stroke.paint, 1.0).stroke_width(self.length(stroke.width));
        self.area.draw(&PathElement::new(points, style))
    }

    /// A filled shape.
    ///
    /// # Errors
    /// What the backend says.
    pub fn fill(&self, corners: &[Place], paint: Paint, alpha: f64) -> Drawn<B> {
        let points: Vec<(i32, i32)> = corners.iter().map(|place| self.point(*place)).collect();
        self.area.draw(&Polygon::new(points, self.colour(paint, alpha).filled()))
    }

    /// A filled rectangle.
    ///
    /// # Errors
    /// What the backend says.
    pub fn bar(&self, [left, top]: Place, [right, bottom]: Place, paint: Paint) -> Drawn<B> {
        self.fill(&[[left, top], [right, top], [right, bottom], [left, bottom]], paint, 1.0)
    }

    /// A disc.
    ///
    /// # Errors
    /// What the backend says.
    pub fn dot(&self, centre: Place, radius: f64, paint: Paint, alpha: f64) -> Drawn<B> {
        self.circle(centre, radius, self.colour(paint, alpha).filled())
    }

    /// A circle.
    ///
    /// # Errors
    /// What the backend says.
    pub fn ring(&self, centre: Place, radius: f64, stroke: Stroke) -> Drawn<B> {
        self.circle(centre, radius, self.colour(stroke.paint, 1.0).stroke_width(self.length(stroke.width)))
    }

    fn circle(&self, centre: Place, radius: f64, style: ShapeStyle) -> Drawn<B> {
        self.area.draw(&Circle::new(self.point(centre), self.length(radius), style))
    }

    /// A text.
    ///
    /// # Errors
    /// What the backend says.
    pub fn text(&self, place: Place, words: &str, text: Text) -> Drawn<B> {
        let element = plotters::element::Text::new(words, self.point(place), self.style(text));
        self.area.draw(&element)
    }

    /// How wide a text will be, about, in pixels.
    #[must_use]
    pub fn width_of(&self, words: &str, text: Text) -> f64 {
        let size = self.area.estimate_text_size(words, &self.style(text));
        size.map_or(0.0, |(width, _)| f64::from(width) / self.unit)
    }

    fn style(&self, text: Text) -> TextStyle<'static> {
        let weight = if text.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::SansSerif, self.format.type_size() * self.unit, weight);
        let (across, up) = match text.anchor {
            Anchor::Start => (HPos::Left, VPos::Center),
            Anchor::Middle => (HPos::Center, VPos::Center),
            Anchor::End => (HPos::Right, VPos::Center),
            Anchor::Below => (HPos::Center, VPos::Top),
            Anchor::Above => (HPos::Center, VPos::Bottom),
            Anchor::StartAbove => (HPos::Left, VPos::Bottom),
            Anchor::EndAbove => (HPos::Right, VPos::Bottom),
        };
        TextStyle { font, color: self.paints.colour(text.paint).to_backend_color(), pos: Pos::new(across, up) }
    }
}
