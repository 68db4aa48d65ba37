//! Turnout against a list's share, station by station: dots where there are few, hexagons where there are many.

use election::charts::hexbin::corners;
use election::charts::hexbins;
use plotters_backend::DrawingBackend;

use super::canvas::{Canvas, Place};
use super::paint::Paint;
use super::plot::Plot;
use super::{Chart, Drawn, Format};

/// From more stations than this on, hexagons hold them.
pub const MOST_DOTS: usize = 400;

/// The chart.
#[derive(Clone, Debug)]
pub struct ScatterChart<'a> {
    /// Turnout and share of each station, in tenths of a percent.
    pub points: &'a [[u32; 2]],
    /// The list's colour.
    pub paint: Paint,
    /// What is up, in words.
    pub upright: &'a str,
    /// What is to the right, in words.
    pub lower: &'a str,
}

/// How dense a hexagon of so many stations looks beside the fullest one: five steps, each of twice as many or more.
fn shade(count: u32, most: u32) -> f64 {
    let part = f64::from(count).ln_1p() / f64::from(most.max(1)).ln_1p();
    (part * 5.0).ceil() / 5.0 * 0.85 + 0.1
}

impl Chart for ScatterChart<'_> {
    fn height(&self, format: Format) -> u32 {
        if format == Format::Narrow { 340 } else { 460 }
    }

    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Drawn<B> {
        let mark = |percent: u32| (f64::from(percent * 10), canvas.locale.whole_percent(percent.into(), 100));
        let every = [0, 20, 40, 60, 80, 100].map(mark);
        let plot = Plot::new(canvas.size(), [34.0, 18.0, 46.0, 46.0], 0.0..1000.0, 0.0..1000.0);
        plot.rows(canvas, &every)?;
        plot.columns(canvas, &every)?;
        plot.names(canvas, self.upright, self.lower)?;
        let places: Vec<Place> =
            self.points.iter().map(|[turnout, share]| plot.at(f64::from(*turnout), f64::from(*share))).collect();
        if places.len() > MOST_DOTS {
            return self.hexagons(canvas, places);
        }
        places.into_iter().try_for_each(|place| canvas.dot(place, 3.0, self.paint, 0.5))
    }
}

impl ScatterChart<'_> {
    fn hexagons<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, places: Vec<Place>) -> Drawn<B> {
        let radius = if canvas.format == Format::Narrow { 4.5 } else { 6.0 };
        let bins = hexbins(places, radius);
        let most = bins.iter().map(|bin| bin.count).max().unwrap_or(1);
        for bin in &bins {
            canvas.fill(&corners(bin.centre, radius * 0.97), self.paint, shade(bin.count, most))?;
        }
        Ok(())
    }
}
