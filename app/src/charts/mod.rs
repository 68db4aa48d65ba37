//! Charts, drawn with plotters on whatever it can draw on: our own SVG, or a bitmap for cards.
//!
//! What is drawn comes from [`election::charts`]; a drawing only knows places, [`Paint`]s and words. [`svg`] makes the two
//! drawings of a chart, one for phones and one for wider screens, of which the style sheet shows one.

mod canvas;
mod histogram;
mod hours;
mod paint;
mod plot;
mod scatter;
mod svg;
mod swing;
mod timeline;

use election::format::Locale;
use plotters::drawing::{DrawingAreaErrorKind, IntoDrawingArea};
use plotters_backend::DrawingBackend;

#[cfg(test)]
mod tests;

pub use canvas::{Anchor, Canvas, Stroke, Text};
pub use histogram::HistogramChart;
pub use hours::{HourDot, HoursChart};
pub use paint::{Keys, Paint, Paints};
pub use scatter::{MOST_DOTS, ScatterChart};
pub use svg::Svg;
pub use swing::{SwingChart, SwingDot};
pub use timeline::{Measure, TimelineChart};

/// What drawing on a backend returns.
pub type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// For which screen a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A phone held upright.
    Narrow,
    /// Anything wider.
    Wide,
}

impl Format {
    /// Size of the type in pixels at the drawing's own scale. The narrow drawing is shown at nine tenths of it or more, the
    /// wide one at four fifths.
    #[must_use]
    pub const fn type_size(self) -> f64 {
        match self {
            Self::Narrow => 13.0,
            Self::Wide => 14.0,
        }
    }

    /// Width in pixels at the drawing's own scale.
    #[must_use]
    pub const fn width(self) -> u32 {
        match self {
            Self::Narrow => 358,
            Self::Wide => 760,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Narrow => "chart is-narrow",
            Self::Wide => "chart is-wide",
        }
    }
}

/// Something that can be drawn in every format on every backend.
pub trait Chart {
    /// How high it is, in pixels at the drawing's own scale.
    fn height(&self, format: Format) -> u32;

    /// Draws it.
    ///
    /// # Errors
    /// What the backend says.
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Drawn<B>;
}

/// Points of the SVG's own scale in a pixel: whole numbers everywhere, and still smooth lines.
const UNIT: u32 = 10;

/// Both drawings of a chart as SVG, for a page with the palette of its contest. `label` says what is to be seen.
#[must_use]
pub fn svg(chart: &impl Chart, label: &str, locale: Locale) -> String {
    [Format::Narrow, Format::Wide].into_iter().map(|format| one_svg(chart, format, label, locale)).collect()
}

fn one_svg(chart: &impl Chart, format: Format, label: &str, locale: Locale) -> String {
    let size = (format.width() * UNIT, chart.height(format) * UNIT);
    let mut body = String::new();
    {
        let area = Svg::new(&mut body, size).into_drawing_area();
        let canvas = Canvas::new(area, format, f64::from(UNIT), &Keys, locale);
        // Writing into a string does not fail.
        let _: Result<(), _> = chart.draw(&canvas);
    }
    let (class, label) = (format.class(), svg::escaped(label));
    let (width, height) = size;
    format!("<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\">{body}</svg>")
}
