//! A list's share in each place then and now: on the diagonal nothing changed.

use election::charts::ticks::{step, ticks};
use plotters_backend::DrawingBackend;

use super::canvas::{Anchor, Canvas, Place, Stroke, Text};
use super::paint::Paint;
use super::plot::{Plot, marks};
use super::{Chart, Drawn, Format};

/// A place on the chart.
#[derive(Clone, Debug)]
pub struct SwingDot {
    /// The share in the baseline, in tenths of a percent.
    pub before: u32,
    /// The share now.
    pub now: u32,
    /// Votes counted there.
    pub votes: u64,
    /// Whether all of it is counted: a disc; otherwise a ring.
    pub complete: bool,
    /// Its name.
    pub name: String,
}

/// The chart.
#[derive(Clone, Debug)]
pub struct SwingChart<'a> {
    /// The places.
    pub dots: &'a [SwingDot],
    /// The list's colour.
    pub paint: Paint,
    /// What is up, in words.
    pub upright: &'a str,
    /// What is to the right, in words.
    pub lower: &'a str,
    /// What the diagonal says.
    pub diagonal: &'a str,
}

/// Radius of the place with the most votes.
const LARGEST: f64 = 16.0;
/// Room for a line of type.
const LINE: f64 = 17.0;

impl Chart for SwingChart<'_> {
    fn height(&self, format: Format) -> u32 {
        if format == Format::Narrow { 370 } else { 500 }
    }

    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Drawn<B> {
        let most = self.dots.iter().map(|dot| dot.before.max(dot.now)).max().unwrap_or(100).max(50);
        let count = marks(canvas.format, canvas.size()[1] - 80.0);
        let step = step(most.into(), count, 10);
        let end = u64::from(most).div_ceil(step) * step;
        let label = |mark: u64| (mark as f64, canvas.locale.whole_percent(mark, 1000));
        let every: Vec<(f64, String)> = ticks(0, end, count, 10).into_iter().map(label).collect();
        let plot = Plot::new(canvas.size(), [34.0, 18.0, 46.0, 46.0], 0.0..end as f64, 0.0..end as f64);
        plot.rows(canvas, &every)?;
        plot.columns(canvas, &every)?;
        plot.names(canvas, self.upright, self.lower)?;
        self.diagonal(canvas, &plot, end as f64)?;
        self.dots(canvas, &plot)?;
        self.labels(canvas, &plot)
    }
}

impl SwingChart<'_> {
    fn diagonal<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot, end: f64) -> Drawn<B> {
        canvas.line(&[plot.at(0.0, 0.0), plot.at(end, end)], Stroke { paint: Paint::Soft, width: 1.0 })?;
        let [x, y] = plot.at(end * 0.97, end * 0.97);
        canvas.text([x - 6.0, y - 2.0], self.diagonal, Text::quiet(Anchor::End))
    }

    fn radius(&self, dot: &SwingDot) -> f64 {
        let most = self.dots.iter().map(|dot| dot.votes).max().unwrap_or(1).max(1);
        (LARGEST * (dot.votes as f64 / most as f64).sqrt()).max(2.5)
    }

    /// Large ones first, so that small ones lie on top.
    fn dots<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot) -> Drawn<B> {
        let mut order: Vec<&SwingDot> = self.dots.iter().collect();
        order.sort_by_key(|dot| core::cmp::Reverse(dot.votes));
        for dot in order {
            let (place, radius) = (plot.at(dot.before.into(), dot.now.into()), self.radius(dot));
            if dot.complete {
                canvas.dot(place, radius, self.paint, 0.55)?;
            }
            canvas.ring(place, radius, Stroke { paint: self.paint, width: 1.5 })?;
        }
        Ok(())
    }

    /// The names of the places that changed most, where there is room for them.
    fn labels<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot) -> Drawn<B> {
        let mut order: Vec<&SwingDot> = self.dots.iter().collect();
        order.sort_by_key(|dot| core::cmp::Reverse(dot.before.abs_diff(dot.now)));
        let most = if canvas.format == Format::Narrow { 3 } else { 6 };
        let mut taken: Vec<[f64; 4]> = Vec::new();
        for dot in order.into_iter().take(most) {
            let [x, y]: Place = plot.at(dot.before.into(), dot.now.into());
            let (radius, width) = (self.radius(dot), canvas.width_of(&dot.name, Text::label(Anchor::Start)));
            let fits = x + radius + 5.0 + width < canvas.size()[0];
            let left = if fits { x + radius + 5.0 } else { x - radius - 5.0 - width };
            let room = [left, y - LINE / 2.0, left + width, y + LINE / 2.0];
            if taken.iter().any(|other| overlap(other, &room)) || room[3] > plot.bottom {
                continue;
            }
            canvas.text([left, y], &dot.name, Text::label(Anchor::Start))?;
            taken.push(room);
        }
        Ok(())
    }
}

fn overlap(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}
