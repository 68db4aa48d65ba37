//! Which place is next on the map: in the direction of an arrow key, or near a finger.

use crate::order::order;

/// A point on the sheet or on the screen.
pub type Point = (f64, f64);

/// The direction of an arrow key, as a step on the sheet (y grows downwards).
#[must_use]
pub fn direction(key: &str) -> Option<Point> {
    match key {
        "ArrowUp" => Some((0.0, -1.0)),
        "ArrowDown" => Some((0.0, 1.0)),
        "ArrowLeft" => Some((-1.0, 0.0)),
        "ArrowRight" => Some((1.0, 0.0)),
        _ => None,
    }
}

/// How much more a step aside counts than a step ahead.
const ASIDE: f64 = 2.0;

/// The place next to `from` in a direction: near and ahead; one that lies more aside than ahead only if there is no other.
#[must_use]
pub fn ahead(points: &[Point], from: usize, (right, down): Point) -> Option<usize> {
    let (x, y) = *points.get(from)?;
    let steps = points.iter().enumerate().filter_map(|(at, point)| {
        let (dx, dy) = (point.0 - x, point.1 - y);
        let (forward, aside) = (dx * right + dy * down, (dx * down + dy * right).abs());
        (at != from && forward > 0.0).then_some((at, aside > forward, forward + ASIDE * aside))
    });
    let next = steps.min_by(|one, other| one.1.cmp(&other.1).then(one.2.total_cmp(&other.2)));
    next.map(|(at, ..)| at)
}

/// How far apart two points are.
#[must_use]
pub fn distance(one: Point, other: Point) -> f64 {
    let (x, y) = (one.0 - other.0, one.1 - other.1);
    (x * x + y * y).sqrt()
}

/// The places within `reach` of a point, nearest first, at most `most`.
#[must_use]
pub fn near(points: &[Point], (x, y): Point, reach: f64, most: usize) -> Vec<usize> {
    let distances = points.iter().enumerate().map(|(at, point)| (at, distance(*point, (x, y))));
    let near: Vec<(usize, f64)> = distances.filter(|(_, distance)| *distance <= reach).collect();
    let order = order(near.len(), &|one, other| near[one].1.total_cmp(&near[other].1));
    order.into_iter().take(most).map(|at| near[at].0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UP: Point = (0.0, -1.0);
    const RIGHT: Point = (1.0, 0.0);

    #[test]
    fn an_arrow_goes_to_the_nearest_place_ahead() {
        let places = [(0.0, 0.0), (10.0, 1.0), (30.0, 0.0), (-5.0, 0.0), (0.0, -8.0)];
        assert_eq!(ahead(&places, 0, RIGHT), Some(1));
        assert_eq!(ahead(&places, 0, UP), Some(4));
        assert_eq!(ahead(&places, 2, RIGHT), None);
    }

    #[test]
    fn a_place_ahead_goes_before_a_nearer_one_aside() {
        let places = [(0.0, 0.0), (3.0, 9.0), (40.0, 5.0)];
        assert_eq!(ahead(&places, 0, RIGHT), Some(2));
        assert_eq!(ahead(&places[..2], 0, RIGHT), Some(1));
    }

    #[test]
    fn every_place_can_be_reached_by_arrows_from_every_other() {
        let places = [(0.0, 0.0), (9.0, 2.0), (4.0, 7.0), (11.0, 11.0), (1.0, 12.0), (30.0, 6.0)];
        let arrows = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].map(|key| direction(key).unwrap());
        for start in 0..places.len() {
            let mut reached = vec![start];
            let mut at = 0;
            while let Some(from) = reached.get(at).copied() {
                for arrow in arrows {
                    if let Some(next) = ahead(&places, from, arrow)
                        && !reached.contains(&next)
                    {
                        reached.push(next);
                    }
                }
                at += 1;
            }
            assert_eq!(reached.len(), places.len(), "from {start}");
        }
    }

    #[test]
    fn a_finger_finds_what_is_within_its_reach_nearest_first() {
        let places = [(0.0, 0.0), (10.0, 0.0), (21.9, 0.0), (30.0, 0.0)];
        assert_eq!(near(&places, (1.0, 0.0), 22.0, 9), [0, 1, 2]);
        assert_eq!(near(&places, (25.0, 0.0), 22.0, 2), [2, 3]);
    }
}
