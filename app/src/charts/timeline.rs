//! The course of the count: a line a list, against the clock or against what is counted.

use election::charts::labels::spread;
use election::charts::ticks::{clock_ticks, ticks};
use election::charts::{Against, Course, Moment};
use election::format::{ranking, shares};
use plotters_backend::DrawingBackend;

use super::canvas::{Anchor, Canvas, Place, Stroke, Text};
use super::paint::Paint;
use super::plot::{Plot, gutter, marks};
use super::{Chart, Drawn, Format};

/// What the lines are the height of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Shares of the votes counted so far.
    #[default]
    Share,
    /// Votes.
    Votes,
}

/// The chart.
#[derive(Clone, Debug)]
pub struct TimelineChart<'a> {
    /// The course, from the first moment that is shown.
    pub course: &'a Course,
    /// What is to the right.
    pub against: Against,
    /// What is up.
    pub measure: Measure,
    /// Names of the options, as short as they are.
    pub names: Vec<&'a str>,
    /// Names of the categories.
    pub categories: Vec<&'a str>,
    /// How many lists have their colour and their name, at most.
    pub named: usize,
    /// Whether it stands among other things: lower, and without the lists that have no name.
    pub compact: bool,
    /// Seconds east of UTC of the clock.
    pub utc_offset: i32,
    /// What is up, in words.
    pub upright: &'a str,
    /// What is to the right, in words.
    pub lower: &'a str,
}

/// Room for a line of type.
const LINE: f64 = 17.0;

impl Chart for TimelineChart<'_> {
    fn height(&self, format: Format) -> u32 {
        match (format, self.compact) {
            (Format::Narrow, false) => 340,
            (Format::Wide, false) => 420,
            (Format::Narrow, true) => 230,
            (Format::Wide, true) => 260,
        }
    }

    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Drawn<B> {
        let parts = match (canvas.format, self.compact) {
            (Format::Narrow, true) => 50,
            (Format::Wide, true) => 70,
            (Format::Narrow, false) => 90,
            (Format::Wide, false) => 160,
        };
        let course = self.course.thinned(self.against, parts);
        let (Some(first), Some(last)) = (course.moments.first(), course.moments.last()) else { return Ok(()) };
        let lines = Lines::of(self, &course, canvas);
        let rows = self.row_marks(canvas, lines.most);
        let top_mark = rows.last().map_or(1.0, |(mark, _)| *mark).max(lines.most);
        let [width, height] = canvas.size();
        let right = lines.label_room(canvas);
        let x = self.across(first)..self.across(last).max(self.across(first) + 1.0);
        let margins = [34.0, right, 46.0, gutter(canvas, &rows)];
        let plot = Plot::new([width, height], margins, x, 0.0..top_mark);
        plot.rows(canvas, &rows)?;
        plot.columns(canvas, &self.column_marks(&plot, canvas, [first, last]))?;
        plot.names(canvas, self.upright, self.lower)?;
        self.begins(canvas, &plot, &course)?;
        self.corrections(canvas, &plot, &course)?;
        lines.draw(canvas, &plot)
    }
}

impl TimelineChart<'_> {
    fn across(&self, moment: &Moment) -> f64 {
        match self.against {
            Against::Time => moment.at as f64,
            Against::Counted => self.counted(moment.counted),
        }
    }

    /// Stations as a percentage.
    fn counted(&self, stations: u32) -> f64 {
        100.0 * f64::from(stations) / f64::from(self.course.of.max(1))
    }

    fn row_marks<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, most: f64) -> Vec<(f64, String)> {
        let count = if self.compact { 4 } else { 5 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "votes and shares are not negative"
        )]
        let most = most.ceil() as u64;
        let label = |mark: u64| match self.measure {
            Measure::Share => canvas.locale.whole_percent(mark, 1000),
            Measure::Votes => canvas.locale.count(mark),
        };
        let finest = if self.measure == Measure::Share { 10 } else { 1 };
        ticks(0, most, count, finest).into_iter().map(|mark| (mark as f64, label(mark))).collect()
    }

    fn column_marks<B: DrawingBackend>(
        &self,
        plot: &Plot,
        canvas: &Canvas<'_, B>,
        [first, last]: [&Moment; 2],
    ) -> Vec<(f64, String)> {
        let count = marks(canvas.format, plot.right - plot.left);
        let times = || clock_ticks(first.at, last.at, self.utc_offset, count).into_iter();
        match self.against {
            Against::Time => times().map(|at| (at as f64, canvas.locale.clock(at, self.utc_offset))).collect(),
            Against::Counted => {
                let [from, to] = [first, last].map(|moment| self.counted(moment.counted));
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "percentages")]
                let marks = ticks(from.floor() as u64, to.ceil() as u64, count, 1);
                let inside = marks.into_iter().filter(|mark| (from..=to).contains(&(*mark as f64)));
                inside.map(|mark| (mark as f64, mark.to_string())).collect()
            }
        }
    }

    /// A hairline where the votes of another category begin, and its name; a small drawing has no room for names.
    fn begins<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot, course: &Course) -> Drawn<B> {
        if self.compact {
            return Ok(());
        }
        let mut free = canvas.width_of(self.upright, Text::quiet(Anchor::StartAbove)) + 16.0;
        for (at, category) in &course.begins {
            let Some(moment) = course.moments.iter().find(|moment| moment.at >= *at) else { continue };
            let place = if self.against == Against::Time { *at as f64 } else { self.across(moment) };
            let (x, name) = (plot.x(place), self.categories.get(*category).copied().unwrap_or_default());
            let width = canvas.width_of(name, Text::quiet(Anchor::StartAbove));
            if x + 4.0 < free || x < plot.left || x + width > plot.right {
                continue;
            }
            canvas.line(&[[x, plot.top - 22.0], [x, plot.bottom]], Stroke { paint: Paint::Other, width: 1.0 })?;
            canvas.text([x + 4.0, plot.top - 10.0], name, Text::quiet(Anchor::StartAbove))?;
            free = x + width + 16.0;
        }
        Ok(())
    }

    /// A short mark on the lower axis where a correction took votes away.
    fn corrections<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot, course: &Course) -> Drawn<B> {
        for at in course.corrections() {
            let Some(moment) = course.standing_at(at) else { continue };
            let x = plot.x(self.across(moment));
            let foot = [[x - 4.0, plot.bottom - 7.0], [x + 4.0, plot.bottom - 7.0], [x, plot.bottom]];
            canvas.fill(&foot, Paint::Ink, 1.0)?;
        }
        Ok(())
    }
}

/// What is drawn for each list.
struct Lines<'a> {
    chart: &'a TimelineChart<'a>,
    /// Options that are drawn, most votes first.
    order: Vec<usize>,
    /// How many of them have their colour and their name.
    named: usize,
    /// Abscissa of each moment, and the height of each option then.
    heights: Vec<(f64, Vec<f64>)>,
    /// What stands at the end of each named line.
    labels: Vec<String>,
    /// The greatest height.
    most: f64,
}

impl<'a> Lines<'a> {
    fn of<B: DrawingBackend>(chart: &'a TimelineChart<'a>, course: &Course, canvas: &Canvas<'_, B>) -> Self {
        let votes = course.last().map(|last| last.votes.clone()).unwrap_or_default();
        let order = ranking(&votes);
        let named = order.iter().take(chart.named).filter(|option| votes[**option] > 0).count();
        let drawn = if chart.compact { named } else { order.len() };
        let height = |moment: &Moment| match chart.measure {
            Measure::Share => shares(&moment.votes).into_iter().map(f64::from).collect(),
            Measure::Votes => moment.votes.iter().map(|votes| *votes as f64).collect(),
        };
        let heights: Vec<(f64, Vec<f64>)> =
            course.moments.iter().map(|moment| (chart.across(moment), height(moment))).collect();
        let now = shares(&votes);
        let figure = |option: usize| match chart.measure {
            Measure::Share => canvas.locale.percent(now[option]),
            Measure::Votes => canvas.locale.count(votes[option]),
        };
        let labels = order[..named].iter().map(|option| format!("{} {}", chart.names[*option], figure(*option)));
        let order: Vec<usize> = order[..drawn].to_vec();
        let heights_of =
            |(_, heights): &(f64, Vec<f64>)| order.iter().map(|option| heights[*option]).fold(0.0, f64::max);
        let most = heights.iter().map(heights_of).fold(1.0, f64::max);
        Self { chart, named, labels: labels.collect(), order, heights, most }
    }

    /// The room that the labels need at the right.
    fn label_room<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> f64 {
        let widths = self.labels.iter().map(|label| canvas.width_of(label, Text::label(Anchor::Start)));
        widths.fold(20.0, f64::max) + 12.0
    }

    /// Those without a name first, the leader last: on top.
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot) -> Drawn<B> {
        for (rank, option) in self.order.iter().enumerate().rev() {
            let named = rank < self.named;
            let paint = if named { Paint::List(u16::try_from(*option).unwrap_or(u16::MAX)) } else { Paint::Other };
            let width = if named { 2.5 } else { 1.0 };
            canvas.line(&self.places(plot, *option), Stroke { paint, width })?;
        }
        self.labels(canvas, plot)
    }

    /// A step for each change of the clock; a slope where the stations themselves are the measure.
    fn places(&self, plot: &Plot, option: usize) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::with_capacity(self.heights.len() * 2);
        for (x, heights) in &self.heights {
            let place = plot.at(*x, heights[option]);
            if let (Against::Time, Some(last)) = (self.chart.against, places.last()) {
                places.push([place[0], last[1]]);
            }
            places.push(place);
        }
        places
    }

    /// The names at the ends of the lines, apart from each other, each with a disc where its line ends.
    fn labels<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: &Plot) -> Drawn<B> {
        let Some((x, heights)) = self.heights.last() else { return Ok(()) };
        // Places grow downwards, so the most votes, which come first, are the smallest.
        let wanted: Vec<f64> = self.order[..self.named].iter().map(|option| plot.y(heights[*option])).collect();
        let room = [plot.top - 8.0, plot.bottom];
        let Some(placed) = spread(&wanted, LINE, room) else { return Ok(()) };
        for ((option, label), y) in self.order.iter().zip(&self.labels).zip(placed) {
            let paint = Paint::List(u16::try_from(*option).unwrap_or(u16::MAX));
            let end = plot.at(*x, heights[*option]);
            canvas.dot(end, 3.5, paint, 1.0)?;
            canvas.line(&[[end[0] + 4.0, end[1]], [end[0] + 9.0, y]], Stroke { paint, width: 1.0 })?;
            canvas.text([end[0] + 11.0, y], label, Text::label(Anchor::Start))?;
        }
        Ok(())
    }
}
