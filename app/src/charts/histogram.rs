//! How many stations have which turnout, or which share of a list.

use election::charts::Histogram;
use election::charts::ticks::{step, ticks};
use plotters_backend::DrawingBackend;

use super::canvas::{Anchor, Canvas, Stroke, Text};
use super::paint::Paint;
use super::plot::{Plot, gutter, marks};
use super::{Chart, Drawn, Format};

/// The chart.
#[derive(Clone, Debug)]
pub struct HistogramChart<'a> {
    /// What is drawn.
    pub histogram: &'a Histogram,
    /// The colour of the bars.
    pub paint: Paint,
    /// What is up, in words.
    pub upright: &'a str,
    /// What is to the right, in words.
    pub lower: &'a str,
    /// What the line at the middle value says.
    pub middle: &'a str,
}

impl Chart for HistogramChart<'_> {
    fn height(&self, format: Format) -> u32 {
        if format == Format::Narrow { 240 } else { 300 }
    }

    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Drawn<B> {
        let histogram = self.histogram;
        let most = u64::from(histogram.counts.iter().copied().max().unwrap_or(1).max(1));
        // The highest bar ends at a mark or below it.
        let top = most.div_ceil(step(most, 4, 1)) * step(most, 4, 1);
        let rows: Vec<(f64, String)> =
            ticks(0, top, 4, 1).into_iter().map(|mark| (mark as f64, canvas.locale.count(mark))).collect();
        // A distribution is read by its place between nothing and all, but a narrow one would be a needle then.
        let room = if histogram.end() - histogram.from > 300 { [0, 1000] } else { around(histogram) };
        let margins = [34.0, 22.0, 46.0, gutter(canvas, &rows).max(20.0)];
        let [from, to] = room.map(f64::from);
        let plot = Plot::new(canvas.size(), margins, from..to, 0.0..top as f64);
        plot.rows(canvas, &rows)?;
        for (from, to, count) in histogram.bins().filter(|(.., count)| *count > 0) {
            let [left, high] = plot.at(from.into(), count.into());
            let [right, low] = plot.at(to.into(), 0.0);
            canvas.bar([left + 0.5, high], [(right - 0.5).max(left + 1.0), low], self.paint)?;
        }
        let labels = ticks(room[0].into(), room[1].into(), marks(canvas.format, plot.right - plot.left), 10);
        let labels: Vec<(f64, String)> =
            labels.into_iter().map(|mark| (mark as f64, canvas.locale.whole_percent(mark, 1000))).collect();
        plot.columns(canvas, &labels)?;
        plot.names(canvas, self.upright, self.lower)?;
        self.middle(canvas, &plot)
    }
}

impl HistogramChart<'_> {
    fn middle<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot) -> Drawn<B> {
        let Some([_, middle, _]) = self.histogram.quartiles.filter(|[_, middle, _]| *middle <= 1000) else {
            return Ok(());
        };
        let x = plot.x(middle.into());
        canvas.line(&[[x, plot.top - 22.0], [x, plot.bottom]], Stroke { paint: Paint::Ink, width: 1.5 })?;
        // Beside the head of the line, and clear of what the upright axis is called.
        let taken = canvas.width_of(self.upright, Text::quiet(Anchor::StartAbove)) + 14.0;
        let fits = x + 5.0 + canvas.width_of(self.middle, Text::label(Anchor::Start)) < canvas.size()[0];
        let (anchor, x) = if fits { (Anchor::StartAbove, (x + 5.0).max(taken)) } else { (Anchor::EndAbove, x - 5.0) };
        canvas.text([x, plot.top - 10.0], self.middle, Text::label(anchor))
    }
}

/// The bins and some air, in whole tens of a percent where there are such.
fn around(histogram: &Histogram) -> [u32; 2] {
    let from = histogram.from.saturating_sub(50) / 50 * 50;
    let to = (histogram.end() + 50).div_ceil(50) * 50;
    [from, to.min(1000).max(from + 100)]
}
