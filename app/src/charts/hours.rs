//! Turnout through the day: this election's line with a disc for each hour, and that of the previous one.

use election::charts::labels::spread;
use election::charts::ticks::ticks;
use plotters_backend::DrawingBackend;

use super::canvas::{Anchor, Canvas, Stroke, Text};
use super::paint::Paint;
use super::plot::{Plot, gutter};
use super::{Chart, Drawn, Format};

/// A figure of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourDot {
    /// By when: milliseconds since 1970 UTC.
    pub at: i64,
    /// Tenths of a percent, or voters.
    pub height: u32,
    /// Whether something must be said about it.
    pub marked: bool,
}

/// The chart.
#[derive(Clone, Debug)]
pub struct HoursChart<'a> {
    /// This election.
    pub now: Vec<HourDot>,
    /// The previous one, on the same clock; may be empty.
    pub then: Vec<HourDot>,
    /// What the two lines are called.
    pub names: [&'a str; 2],
    /// Whether heights are tenths of a percent; else they are voters.
    pub is_share: bool,
    /// Seconds east of UTC of the clock.
    pub utc_offset: i32,
    /// What is up, in words.
    pub upright: &'a str,
    /// What is to the right, in words.
    pub lower: &'a str,
}

/// Room for the two lines of a label.
const LABEL: f64 = 36.0;
/// Half an hour in milliseconds: air before the first figure and after the last.
const AIR: f64 = 1_800_000.0;

impl Chart for HoursChart<'_> {
    fn height(&self, format: Format) -> u32 {
        match format {
            Format::Narrow => 290,
            Format::Wide => 340,
        }
    }

    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Drawn<B> {
        let all = || self.now.iter().chain(&self.then);
        let (Some(first), Some(last)) = (all().map(|dot| dot.at).min(), all().map(|dot| dot.at).max()) else {
            return Ok(());
        };
        let most = all().map(|dot| dot.height).max().unwrap_or(0).max(1);
        let rows: Vec<(f64, String)> = ticks(0, most.into(), 5, if self.is_share { 10 } else { 1 })
            .into_iter()
            .map(|mark| (mark as f64, self.row_label(canvas, mark)))
            .collect();
        let top = rows.last().map_or(1.0, |(mark, _)| *mark).max(most.into());
        let [width, height] = canvas.size();
        let x = first as f64 - AIR..last as f64 + AIR / 4.0;
        let plot =
            Plot::new([width, height], [34.0, self.label_room(canvas), 46.0, gutter(canvas, &rows)], x, 0.0..top);
        plot.rows(canvas, &rows)?;
        let mut hours: Vec<i64> = all().map(|dot| dot.at).collect();
        hours.sort_unstable();
        hours.dedup();
        let clock = |at: i64| (at as f64, canvas.locale.clock(at, self.utc_offset));
        plot.columns(canvas, &hours.into_iter().map(clock).collect::<Vec<_>>())?;
        plot.names(canvas, self.upright, self.lower)?;
        self.line(canvas, &plot, &self.then, Stroke { paint: Paint::Soft, width: 1.5 })?;
        self.line(canvas, &plot, &self.now, Stroke { paint: Paint::Ink, width: 3.0 })?;
        self.labels(canvas, &plot)
    }
}

impl HoursChart<'_> {
    fn row_label<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, mark: u64) -> String {
        if self.is_share { canvas.locale.whole_percent(mark, 1000) } else { canvas.locale.count(mark) }
    }

    fn figure<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, height: u32) -> String {
        if self.is_share { canvas.locale.percent(height) } else { canvas.locale.count(height.into()) }
    }

    /// The lines that there are, with their names and paints.
    fn lines(&self) -> impl Iterator<Item = (&HourDot, &str, Paint)> {
        let ends = [self.now.last(), self.then.last()];
        let lines = ends.into_iter().zip(self.names).zip([Paint::Ink, Paint::Soft]);
        lines.filter_map(|((end, name), paint)| Some((end?, name, paint)))
    }

    fn label_room<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> f64 {
        let widths = self.lines().map(|(_, name, _)| canvas.width_of(name, Text::label(Anchor::Start)));
        widths.fold(48.0, f64::max) + 20.0
    }

    fn line<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        plot: &Plot,
        dots: &[HourDot],
        stroke: Stroke,
    ) -> Drawn<B> {
        let place = |dot: &HourDot| plot.at(dot.at as f64, dot.height.into());
        canvas.line(&dots.iter().map(place).collect::<Vec<_>>(), stroke)?;
        for dot in dots {
            canvas.dot(place(dot), stroke.width + 1.0, stroke.paint, 1.0)?;
            if dot.marked {
                canvas.ring(place(dot), 9.0, Stroke { paint: stroke.paint, width: 1.5 })?;
            }
        }
        Ok(())
    }

    /// Name and last figure at the end of each line, apart from each other.
    fn labels<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot) -> Drawn<B> {
        // Places grow downwards: the highest line comes first.
        let mut lines: Vec<(&HourDot, &str, Paint)> = self.lines().collect();
        lines.sort_by_key(|(end, ..)| core::cmp::Reverse(end.height));
        let wanted: Vec<f64> = lines.iter().map(|(end, ..)| plot.y(end.height.into())).collect();
        let Some(placed) = spread(&wanted, LABEL, [plot.top, plot.bottom]) else { return Ok(()) };
        for ((end, name, paint), y) in lines.into_iter().zip(placed) {
            let [x, from] = plot.at(end.at as f64, end.height.into());
            canvas.line(&[[x + 5.0, from], [x + 11.0, y]], Stroke { paint, width: 1.0 })?;
            canvas.text([x + 14.0, y - 8.0], name, Text::quiet(Anchor::Start))?;
            canvas.text([x + 14.0, y + 8.0], &self.figure(canvas, end.height), Text::label(Anchor::Start))?;
        }
        Ok(())
    }
}
