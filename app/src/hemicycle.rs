//! Where the dots of a house stand: rows of a half circle, in order from its left end to its right one.
//!
//! Only the number of seats decides, so that a dot stays where it is all night and only its colour changes. Lists take their
//! dots in that order, which makes each of them a wedge.

use core::f64::consts::PI;

/// Width of the sheet.
pub const WIDTH: f64 = 1000.0;
/// The innermost row's part of the outermost row's radius.
const INNER: f64 = 0.42;
/// Dots are not larger than this part of the outermost row's radius.
const LARGEST: f64 = 0.062;
/// The part of the room around a dot that it fills.
const FILLED: f64 = 0.87;
/// More rows than any house needs.
const MOST_ROWS: usize = 24;

/// The dots of a house.
#[derive(Clone, Debug, PartialEq)]
pub struct Hemicycle {
    /// Height of the sheet.
    pub height: f64,
    /// Radius of a dot.
    pub dot: f64,
    /// Centre of the half circle, at its base.
    pub centre: [f64; 2],
    /// Radii of the innermost and of the outermost row.
    pub radii: [f64; 2],
    /// Centres of the dots from left to right.
    pub dots: Vec<[f64; 2]>,
    /// How far along the half circle each dot is: 0 at its left end, 1 at its right one.
    along: Vec<f64>,
}

/// A row: its radius (the outermost is 1) and how many dots it has.
#[derive(Clone, Copy, Debug)]
struct Row {
    radius: f64,
    dots: usize,
}

impl Hemicycle {
    /// The dots of a house of so many seats, at least one.
    #[must_use]
    pub fn new(seats: usize) -> Self {
        let (rows, dot) = best_rows(seats.max(1));
        let mut places: Vec<(f64, usize)> = (rows.iter().enumerate())
            .flat_map(|(at, row)| (0..row.dots).map(move |dot| (part(dot, row.dots), at)))
            .collect();
        places.sort_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        let scale = WIDTH / 2.0 / (1.0 + dot);
        let centre = [WIDTH / 2.0, scale * (1.0 + dot)];
        let point = |(along, row): &(f64, usize)| on_arc(centre, rows[*row].radius * scale, *along);
        Self {
            height: scale * (1.0 + 2.0 * dot),
            dot: dot * scale,
            centre,
            radii: [rows[0].radius * scale, scale],
            dots: places.iter().map(point).collect(),
            along: places.iter().map(|(along, _)| *along).collect(),
        }
    }

    /// How far along the half circle the line of the majority stands: whoever has all dots up to it and one more has the
    /// majority. Nothing where the majority is no number of seats of this house.
    #[must_use]
    pub fn majority(&self, majority: usize) -> Option<f64> {
        let last = majority.checked_sub(2)?;
        Some(f64::midpoint(*self.along.get(last)?, *self.along.get(last + 1)?))
    }

    /// The point `along` the half circle at `radius` from its centre.
    #[must_use]
    pub fn point(&self, radius: f64, along: f64) -> [f64; 2] {
        on_arc(self.centre, radius, along)
    }
}

fn on_arc([x, y]: [f64; 2], radius: f64, along: f64) -> [f64; 2] {
    let angle = PI * (1.0 - along);
    [x + radius * angle.cos(), y - radius * angle.sin()]
}

/// How far along its row a dot is.
fn part(dot: usize, dots: usize) -> f64 {
    if dots < 2 { 0.5 } else { dot as f64 / (dots - 1) as f64 }
}

/// As many rows as make the dots largest, and the radius of a dot.
fn best_rows(seats: usize) -> (Vec<Row>, f64) {
    let with = |rows: usize| {
        let rows = fill_rows(seats, rows);
        let room = room(&rows);
        (rows, (room * FILLED / 2.0).min(LARGEST))
    };
    let better = |best: (Vec<Row>, f64), next: (Vec<Row>, f64)| if next.1 > best.1 { next } else { best };
    (2..=MOST_ROWS).map(with).fold(with(1), better)
}

/// Dots by two, so that the half circle is the same on both sides: each pair to the row where dots are farthest apart. The
/// one that is left of an odd number stands at the top of the outermost row.
fn fill_rows(seats: usize, rows: usize) -> Vec<Row> {
    let radius = |row: usize| if rows == 1 { 1.0 } else { INNER + (1.0 - INNER) * row as f64 / (rows - 1) as f64 };
    let mut rows: Vec<Row> = (0..rows).map(|row| Row { radius: radius(row), dots: 0 }).collect();
    for _ in 0..seats / 2 {
        let apart = |row: &Row| row.radius / (row.dots + 1) as f64;
        if let Some(widest) = rows.iter_mut().max_by(|one, other| apart(one).total_cmp(&apart(other))) {
            widest.dots += 2;
        }
    }
    if let (1, Some(outermost)) = (seats % 2, rows.last_mut()) {
        outermost.dots += 1;
    }
    rows
}

/// The least distance between two dots.
fn room(rows: &[Row]) -> f64 {
    let between = rows.windows(2).map(|pair| pair[1].radius - pair[0].radius);
    let within = rows.iter().filter(|row| row.dots > 1);
    let within = within.map(|row| 2.0 * row.radius * (PI / (row.dots - 1) as f64 / 2.0).sin());
    between.chain(within).fold(2.0, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn houses() -> impl Iterator<Item = (usize, Hemicycle)> {
        (1..=60)
            .chain([100, 101, 120, 121, 150, 179, 200, 349, 435, 577, 598, 630, 650, 700])
            .map(|n| (n, Hemicycle::new(n)))
    }

    #[test]
    fn a_house_has_a_dot_for_each_seat() {
        for (seats, house) in houses() {
            assert_eq!(house.dots.len(), seats);
        }
    }

    #[test]
    fn no_two_dots_overlap() {
        for (seats, house) in houses() {
            for (at, one) in house.dots.iter().enumerate() {
                for other in &house.dots[at + 1..] {
                    let apart = (one[0] - other[0]).hypot(one[1] - other[1]);
                    assert!(apart > house.dot * 2.0, "{seats}: {apart} for dots of {}", house.dot);
                }
            }
        }
    }

    #[test]
    fn all_dots_lie_on_the_sheet() {
        for (seats, house) in houses() {
            let inside = |[x, y]: &[f64; 2]| {
                let near = -0.001..=0.001;
                let free = [x - house.dot, WIDTH - x - house.dot, y - house.dot, house.height - y - house.dot];
                free.iter().all(|room| *room > 0.0 || near.contains(room))
            };
            assert!(house.dots.iter().all(inside), "{seats}");
        }
    }

    #[test]
    fn the_half_circle_is_the_same_on_both_sides() {
        for (seats, house) in houses() {
            for one in &house.dots {
                let mirrored = |other: &&[f64; 2]| {
                    (other[0] - (WIDTH - one[0])).abs() < 0.001 && (other[1] - one[1]).abs() < 0.001
                };
                assert!(house.dots.iter().any(|other| mirrored(&other)), "{seats}");
            }
        }
    }

    #[test]
    fn dots_come_from_left_to_right_around_the_centre() {
        for (_, house) in houses() {
            assert!(house.along.is_sorted());
        }
    }

    #[test]
    fn the_line_of_more_than_half_stands_in_the_middle_of_an_even_house_and_touches_no_dot() {
        for (seats, house) in houses().filter(|(seats, _)| seats % 2 == 0) {
            assert_eq!(house.majority(seats / 2 + 1), Some(0.5), "{seats}");
            assert!(house.dots.iter().all(|[x, _]| (x - WIDTH / 2.0).abs() > house.dot), "{seats}");
        }
    }

    #[test]
    fn the_line_leaves_one_seat_less_than_the_majority_on_its_left() {
        let house = Hemicycle::new(120);
        let line = house.majority(80).expect("a line");
        // Dots of several rows may stand at the same angle: those are on the line.
        let left = house.along.iter().filter(|along| **along < line).count();
        let on_it = house.along.iter().filter(|along| **along <= line).count();
        assert!((left..=on_it).contains(&79), "{left} to {on_it}");
    }

    #[test]
    fn a_majority_that_no_house_of_this_size_has_is_not_drawn() {
        let house = Hemicycle::new(10);
        assert_eq!([house.majority(0), house.majority(1), house.majority(11)], [None; 3]);
    }
}
