//! Borders as arcs: each piece of border between two owners is traced once, smoothed once and shared by both.

use std::collections::{BTreeMap, BTreeSet};

use super::growth::{Owner, SEA};
use super::noise::Dice;
use super::terrain::{Point, SIDE};

/// A corner of the cells' lattice, `y * (SIDE + 1) + x`.
type Corner = usize;

const WIDTH: usize = SIDE + 1;

/// A line from junction to junction, or a closed one (first point = last).
pub(super) struct Arc {
    pub(super) left: Owner,
    pub(super) right: Owner,
    /// In cells; after `smoothed` no longer whole numbers.
    pub(super) points: Vec<Point>,
}

impl Arc {
    pub(super) fn is_closed(&self) -> bool {
        self.points.first() == self.points.last()
    }

    /// Is one side of it water?
    pub(super) fn is_coast(&self) -> bool {
        self.left == SEA || self.right == SEA
    }
}

/// The sides between cells of different owners, by the corner that they leave, with the owner on the left.
struct Sides<'a> {
    cells: &'a [Owner],
}

/// East, north, west, south.
const DIRECTIONS: [(isize, isize); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

impl Sides<'_> {
    fn owner(&self, x: isize, y: isize) -> Owner {
        // The sheet's rim counts as water or foreign land like the cell beside it, so nothing is traced along it.
        let inside = |v: isize| v.clamp(0, SIDE as isize - 1) as usize;
        self.cells[inside(y) * SIDE + inside(x)]
    }

    /// The owners left and right of the side that leaves a corner in a direction.
    fn flanks(&self, corner: Corner, direction: usize) -> (Owner, Owner) {
        let (x, y) = ((corner % WIDTH) as isize, (corner / WIDTH) as isize);
        let cell = |dx, dy| self.owner(x + dx, y + dy);
        match direction {
            0 => (cell(0, 0), cell(0, -1)),
            1 => (cell(-1, 0), cell(0, 0)),
            2 => (cell(-1, -1), cell(-1, 0)),
            _ => (cell(0, -1), cell(-1, -1)),
        }
    }

    fn is_border(&self, corner: Corner, direction: usize) -> bool {
        let (x, y) = step(corner, direction);
        let on_sheet = (0..WIDTH as isize).contains(&x) && (0..WIDTH as isize).contains(&y);
        let (left, right) = self.flanks(corner, direction);
        on_sheet && left != right && (left < SEA || right < SEA)
    }

    fn exits(&self, corner: Corner) -> Vec<usize> {
        (0..4).filter(|&direction| self.is_border(corner, direction)).collect()
    }

    /// Follows a border from a corner until it ends at a junction or closes.
    fn follow(&self, start: Corner, direction: usize) -> Vec<Corner> {
        let (mut path, mut heading) = (vec![start], direction);
        loop {
            let (x, y) = step(path[path.len() - 1], heading);
            let corner = y as usize * WIDTH + x as usize;
            path.push(corner);
            let back = (heading + 2) % 4;
            let exits = self.exits(corner);
            if exits.len() != 2 || corner == start {
                return path;
            }
            heading = if exits[0] == back { exits[1] } else { exits[0] };
        }
    }
}

fn step(corner: Corner, direction: usize) -> (isize, isize) {
    let (dx, dy) = DIRECTIONS[direction];
    ((corner % WIDTH) as isize + dx, (corner / WIDTH) as isize + dy)
}

/// All borders of the country, first those between junctions, then the closed ones.
pub(super) fn trace(cells: &[Owner]) -> Vec<Arc> {
    let sides = Sides { cells };
    let exits: BTreeMap<Corner, Vec<usize>> =
        (0..WIDTH * WIDTH).map(|corner| (corner, sides.exits(corner))).filter(|(_, exits)| !exits.is_empty()).collect();
    let mut done = BTreeSet::new();
    let mut arcs = Vec::new();
    for junctions in [true, false] {
        for (&corner, exits) in exits.iter().filter(|(_, exits)| (exits.len() != 2) == junctions) {
            for &direction in exits {
                if done.contains(&(corner, direction)) {
                    continue;
                }
                let path = sides.follow(corner, direction);
                mark(&path, &mut done);
                let (left, right) = sides.flanks(corner, direction);
                let points = path.iter().map(|&c| ((c % WIDTH) as f64, (c / WIDTH) as f64)).collect();
                arcs.push(Arc { left, right, points });
            }
        }
    }
    arcs
}

/// Remembers every side of a path, in both directions.
fn mark(path: &[Corner], done: &mut BTreeSet<(Corner, usize)>) {
    for pair in path.windows(2) {
        let heading = (0..4).find(|&d| {
            let (x, y) = step(pair[0], d);
            y as usize * WIDTH + x as usize == pair[1]
        });
        if let Some(heading) = heading {
            done.insert((pair[0], heading));
            done.insert((pair[1], (heading + 2) % 4));
        }
    }
}

/// Each point moves towards the middle of its neighbours; ends stay.
pub(super) fn smoothed(arc: &Arc, rounds: usize) -> Vec<Point> {
    let mut points = arc.points.clone();
    for round in 0..rounds {
        // A little outward after each inward step, so that islands and capes keep their size.
        relax(&mut points, 0.5, arc.is_closed());
        if round % 2 == 1 {
            relax(&mut points, -0.45, arc.is_closed());
            relax(&mut points, 0.30, arc.is_closed());
        }
    }
    points
}

fn relax(points: &mut [Point], weight: f64, closed: bool) {
    let last = points.len() - 1;
    let before = points.to_vec();
    let toward = |a: Point, p: Point, b: Point| {
        (p.0 + weight * ((a.0 + b.0) / 2.0 - p.0), p.1 + weight * ((a.1 + b.1) / 2.0 - p.1))
    };
    for i in 1..last {
        points[i] = toward(before[i - 1], before[i], before[i + 1]);
    }
    if closed && last > 2 {
        points[0] = toward(before[last - 1], before[0], before[1]);
        points[last] = points[0];
    }
}

/// Leaves out points whose triangle with their neighbours is smaller than `least` (Visvalingam), the smallest first.
pub(super) fn simplified(mut points: Vec<Point>, least: f64) -> Vec<Point> {
    let fewest = if points.first() == points.last() { 9 } else { 2 };
    let mut areas: Vec<f64> = (0..points.len()).map(|i| triangle(&points, i)).collect();
    while points.len() > fewest {
        let smallest = (1..points.len() - 1).min_by(|&a, &b| areas[a].total_cmp(&areas[b]));
        let Some(i) = smallest.filter(|&i| areas[i] < least) else { break };
        let gone = areas[i];
        points.remove(i);
        areas.remove(i);
        for near in [i - 1, i] {
            areas[near] = triangle(&points, near).max(gone);
        }
    }
    points
}

/// Breaks every longer stretch at its middle and pushes that aside a little: rock is not drawn with a soft pen.
pub(super) fn crinkled(points: &[Point], strength: f64, dice: &mut Dice) -> Vec<Point> {
    const SHORTEST: f64 = 1.1;
    let mut crinkled = vec![points[0]];
    for pair in points.windows(2) {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let (dx, dy) = (bx - ax, by - ay);
        let aside = strength * dice.bell();
        let along = dice.between(0.35, 0.65);
        if dx * dx + dy * dy > SHORTEST * SHORTEST {
            crinkled.push((ax + along * dx - aside * dy, ay + along * dy + aside * dx));
        }
        crinkled.push(pair[1]);
    }
    crinkled
}

fn triangle(points: &[Point], i: usize) -> f64 {
    if i == 0 || i + 1 >= points.len() {
        return f64::MAX;
    }
    let (a, b, c) = (points[i - 1], points[i], points[i + 1]);
    ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs() / 2.0
}
