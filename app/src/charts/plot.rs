//! The part of a sheet between its axes: from figures to places, hairlines and their labels.

use std::ops::Range;

use plotters::coord::CoordTranslate;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters_backend::DrawingBackend;

use super::canvas::{Anchor, Canvas, Place, Stroke, Text};
use super::paint::Paint;
use super::{Drawn, Format};

/// Finer than any backend's points, so that rounding is left to the backend.
const FINE: f64 = 100.0;

/// The room between the axes.
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    scale: Cartesian2d<RangedCoordf64, RangedCoordf64>,
}

/// The room that is left for what stands around a plot: top, right, bottom, left.
pub(super) type Margins = [f64; 4];

impl Plot {
    /// The plot of a sheet of that size; its figures go from left to right and from the bottom up.
    pub(super) fn new([width, height]: [f64; 2], margins: Margins, x: Range<f64>, y: Range<f64>) -> Self {
        let [top, from_right, from_bottom, left] = margins;
        let (right, bottom) = (width - from_right, height - from_bottom);
        let fine = |from: f64, to: f64| fine(from)..fine(to);
        let scale = Cartesian2d::new(x, y, (fine(left, right), fine(bottom, top)));
        Self { left, top, right, bottom, scale }
    }

    /// The place of two figures.
    pub(super) fn at(&self, x: f64, y: f64) -> Place {
        let (x, y) = self.scale.translate(&(x, y));
        [f64::from(x) / FINE, f64::from(y) / FINE]
    }

    /// The place of a figure of the lower axis.
    pub(super) fn x(&self, x: f64) -> f64 {
        self.at(x, 0.0)[0]
    }

    /// The place of a figure of the upright axis.
    pub(super) fn y(&self, y: f64) -> f64 {
        self.at(0.0, y)[1]
    }

    /// A hairline across the plot for each mark of the upright axis, its label before it; the first stands firm.
    pub(super) fn rows<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, marks: &[(f64, String)]) -> Drawn<B> {
        for (at, (mark, label)) in marks.iter().enumerate() {
            let y = self.y(*mark);
            let paint = if at == 0 { Paint::Firm } else { Paint::Hair };
            canvas.line(&[[self.left, y], [self.right, y]], Stroke { paint, width: 1.0 })?;
            canvas.text([self.left - 6.0, y], label, Text::quiet(Anchor::End))?;
        }
        Ok(())
    }

    /// A short mark and a label below the plot for each mark of the lower axis; those that would touch the one before or
    /// leave the sheet are left out.
    pub(super) fn columns<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, marks: &[(f64, String)]) -> Drawn<B> {
        let text = Text::quiet(Anchor::Below);
        let mut free = 0.0;
        for (mark, label) in marks {
            let (x, half) = (self.x(*mark), canvas.width_of(label, text) / 2.0);
            canvas.line(&[[x, self.bottom], [x, self.bottom + 4.0]], Stroke { paint: Paint::Quiet, width: 1.0 })?;
            if x - half < free || x + half > canvas.size()[0] {
                continue;
            }
            canvas.text([x, self.bottom + 7.0], label, text)?;
            free = x + half + 8.0;
        }
        Ok(())
    }

    /// What the upright axis says, above it; what the lower one says, at the foot of the sheet.
    pub(super) fn names<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, upright: &str, lower: &str) -> Drawn<B> {
        canvas.text([0.0, self.top - 10.0], upright, Text::quiet(Anchor::StartAbove))?;
        canvas.text([self.right, canvas.size()[1]], lower, Text::quiet(Anchor::EndAbove))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a drawing")]
fn fine(place: f64) -> i32 {
    (place * FINE).round() as i32
}

/// How many marks an axis of that length has room for, one in so many pixels.
pub(super) fn marks(format: Format, length: f64) -> usize {
    let each = if format == Format::Narrow { 48.0 } else { 64.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few marks")]
    let marks = (length / each).max(2.0) as usize;
    marks
}

/// The width of the widest label, and some air.
pub(super) fn gutter<B: DrawingBackend>(canvas: &Canvas<'_, B>, marks: &[(f64, String)]) -> f64 {
    let widths = marks.iter().map(|(_, label)| canvas.width_of(label, Text::quiet(Anchor::End)));
    widths.fold(0.0, f64::max) + 9.0
}
