//! The part of the map's sheet that is shown: zoomed about a point, moved, never beyond the sheet.

use super::neighbour::Point;

/// How far one can go in.
const CLOSEST: f64 = 24.0;

/// A part of the sheet, in its units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Left, top.
    pub corner: Point,
    /// Width, height.
    pub size: Point,
}

/// The box of the map on the screen, in pixels.
pub type Screen = Viewport;

impl Viewport {
    /// From the four numbers of a `viewBox`.
    #[must_use]
    pub fn new([left, top, width, height]: [f64; 4]) -> Option<Self> {
        (width > 0.0 && height > 0.0).then_some(Self { corner: (left, top), size: (width, height) })
    }

    /// As a `viewBox`.
    #[must_use]
    pub fn view_box(&self) -> String {
        let Self { corner: (left, top), size: (width, height) } = *self;
        [left, top, width, height].map(decimal).join(" ")
    }

    /// Sheet units in a pixel: the whole part is shown, centred (`xMidYMid meet`).
    fn scale(&self, screen: &Screen) -> f64 {
        (self.size.0 / screen.size.0.max(1.0)).max(self.size.1 / screen.size.1.max(1.0))
    }

    /// Where on the screen a point of the sheet is.
    #[must_use]
    pub fn to_screen(&self, screen: &Screen, (x, y): Point) -> Point {
        let scale = self.scale(screen);
        let along = |at: f64, corner: f64, size: f64, left: f64, room: f64| {
            left + room / 2.0 + (at - corner - size / 2.0) / scale
        };
        (
            along(x, self.corner.0, self.size.0, screen.corner.0, screen.size.0),
            along(y, self.corner.1, self.size.1, screen.corner.1, screen.size.1),
        )
    }

    /// Which point of the sheet is there on the screen.
    #[must_use]
    pub fn to_sheet(&self, screen: &Screen, (x, y): Point) -> Point {
        let scale = self.scale(screen);
        let along = |at: f64, corner: f64, size: f64, left: f64, room: f64| {
            corner + size / 2.0 + (at - left - room / 2.0) * scale
        };
        (
            along(x, self.corner.0, self.size.0, screen.corner.0, screen.size.0),
            along(y, self.corner.1, self.size.1, screen.corner.1, screen.size.1),
        )
    }

    /// `factor` times as close, while the point `about` stays where it is.
    #[must_use]
    pub fn zoomed(&self, whole: &Self, factor: f64, about: Point) -> Self {
        let closest = whole.size.0 / CLOSEST;
        let width = (self.size.0 / factor).min(whole.size.0).max(closest);
        let ratio = width / self.size.0;
        let corner = (about.0 - (about.0 - self.corner.0) * ratio, about.1 - (about.1 - self.corner.1) * ratio);
        Self { corner, size: (width, self.size.1 * ratio) }.within(whole)
    }

    /// Moved by a step on the screen: what was under the pointer stays under it.
    #[must_use]
    pub fn dragged(&self, whole: &Self, screen: &Screen, step: Point) -> Self {
        let scale = self.scale(screen);
        let corner = (self.corner.0 - step.0 * scale, self.corner.1 - step.1 * scale);
        Self { corner, ..*self }.within(whole)
    }

    /// The middle.
    #[must_use]
    pub fn middle(&self) -> Point {
        (self.corner.0 + self.size.0 / 2.0, self.corner.1 + self.size.1 / 2.0)
    }

    /// Moved so that a point of the sheet is in it, if it is not.
    #[must_use]
    pub fn around(&self, whole: &Self, (x, y): Point) -> Self {
        let inside = |at: f64, from: f64, size: f64| (from + size * 0.1..=from + size * 0.9).contains(&at);
        if inside(x, self.corner.0, self.size.0) && inside(y, self.corner.1, self.size.1) {
            return *self;
        }
        Self { corner: (x - self.size.0 / 2.0, y - self.size.1 / 2.0), ..*self }.within(whole)
    }

    fn within(self, whole: &Self) -> Self {
        let along = |at: f64, size: f64, from: f64, all: f64| at.min(from + all - size).max(from);
        let corner = (
            along(self.corner.0, self.size.0, whole.corner.0, whole.size.0),
            along(self.corner.1, self.size.1, whole.corner.1, whole.size.1),
        );
        Self { corner, ..self }
    }
}

/// A number with two decimals, without the standard library's exact (and large) way to write any float.
#[must_use]
pub fn decimal(number: f64) -> String {
    let hundredths = (number.abs() * 100.0 + 0.5) as u64;
    let sign = if number < 0.0 && hundredths > 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Viewport = Viewport { corner: (0.0, 0.0), size: (1000.0, 500.0) };
    const SCREEN: Screen = Viewport { corner: (20.0, 10.0), size: (400.0, 300.0) };

    fn close(one: Point, other: Point) -> bool {
        (one.0 - other.0).abs() < 1e-6 && (one.1 - other.1).abs() < 1e-6
    }

    #[test]
    fn a_view_box_is_read_and_written() {
        let part = Viewport::new([10.0, -2.504, 300.0, 149.999]).unwrap();
        assert_eq!(part.view_box(), "10.00 -2.50 300.00 150.00");
        assert_eq!(Viewport::new([0.0, 0.0, 0.0, 10.0]), None);
        assert_eq!([0.049, -0.001, -12.34].map(decimal), ["0.05", "0.00", "-12.34"]);
    }

    #[test]
    fn the_screen_and_the_sheet_agree_and_the_map_is_centred() {
        assert!(close(WHOLE.to_screen(&SCREEN, (500.0, 250.0)), (220.0, 160.0)));
        assert!(close(WHOLE.to_screen(&SCREEN, (0.0, 0.0)), (20.0, 60.0)));
        let part = WHOLE.zoomed(&WHOLE, 3.0, (700.0, 100.0));
        assert!(close(part.to_sheet(&SCREEN, part.to_screen(&SCREEN, (612.0, 98.0))), (612.0, 98.0)));
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let about = (600.0, 200.0);
        let part = WHOLE.zoomed(&WHOLE, 2.0, about);
        assert!(close(part.to_screen(&SCREEN, about), WHOLE.to_screen(&SCREEN, about)));
        assert!(close(part.size, (500.0, 250.0)));
    }

    #[test]
    fn zooming_ends_at_the_sheet_and_before_nothing_is_left() {
        assert_eq!(WHOLE.zoomed(&WHOLE, 0.5, (1.0, 1.0)), WHOLE);
        assert!(WHOLE.zoomed(&WHOLE, 1e9, (1.0, 1.0)).size.0 >= 1000.0 / CLOSEST);
    }

    #[test]
    fn dragging_stops_at_the_edge_of_the_sheet() {
        let part = WHOLE.zoomed(&WHOLE, 2.0, (500.0, 250.0));
        assert!(close(part.dragged(&WHOLE, &SCREEN, (40.0, 0.0)).corner, (200.0, 125.0)));
        assert!(close(part.dragged(&WHOLE, &SCREEN, (4000.0, -4000.0)).corner, (0.0, 250.0)));
    }

    #[test]
    fn a_place_outside_is_brought_into_the_middle() {
        let part = WHOLE.zoomed(&WHOLE, 4.0, (125.0, 60.0));
        assert!(close(part.around(&WHOLE, (500.0, 250.0)).middle(), (500.0, 250.0)));
        assert_eq!(part.around(&WHOLE, part.middle()), part);
    }
}
