//! Proportional circles without overlap. They grow where their places lie, and give way to each other as they do; so each one
//! stays among its neighbours.

use super::near::Near;
use super::{Place, apart, number};

/// How much of the frame the circles may cover: a frame that is fuller than this would push them far from their places.
const FULLEST: f64 = 0.52;
/// And how little, where the land itself covers next to nothing of its frame.
const EMPTIEST: f64 = 0.22;
/// Not wider than this share of the frame's shorter side.
const WIDEST: f64 = 0.62;
/// Steps in which the circles grow from nothing to their size.
const GROWING: usize = 60;
/// Steps afterwards in which they are still drawn to their places and neighbours.
const SETTLING: usize = 40;
/// Most steps in which they only give way.
const PARTING: usize = 240;
/// Circles that overlap by less than this share of the smaller radius do not overlap.
const TOLERANCE: f64 = 0.001;
/// Part of the way that a circle goes back towards its place in each step.
const HOMESICK: f64 = 0.03;
/// Part of the gap to a neighbour that it closes in each step.
const SOCIABLE: f64 = 0.06;

/// One circle for each place: x, y and radius, in pixels of the sheet. Areas are as weights, no two circles overlap, and all
/// of them lie within `frame` (left, top, width, height). `neighbours` are pairs of places that share a border; they keep
/// together.
#[must_use]
pub fn circles(places: &[Place], neighbours: &[[usize; 2]], frame: [f64; 4]) -> Vec<[f64; 3]> {
    let radii = radii(places, frame);
    let mut crowd = Crowd::new(places, radii, frame);
    for step in 1..=GROWING + SETTLING {
        let grown = (number(step) / number(GROWING)).min(1.0).sqrt();
        crowd.grow(grown);
        crowd.go_home();
        crowd.meet(neighbours);
        crowd.part();
    }
    for _ in 0..PARTING {
        if crowd.part() <= TOLERANCE {
            break;
        }
    }
    crowd.shrink_until_free();
    crowd.circles
}

/// Radii whose circles cover about as much of the frame as the land does.
fn radii(places: &[Place], [_, _, width, height]: [f64; 4]) -> Vec<f64> {
    let whole: f64 = places.iter().map(|place| place.weight).sum();
    if whole <= 0.0 {
        return vec![0.0; places.len()];
    }
    let land: f64 = places.iter().map(|place| place.area).sum();
    let covered = land.clamp(EMPTIEST * width * height, FULLEST * width * height);
    let heaviest = places.iter().map(|place| place.weight).fold(0.0, f64::max);
    let most = WIDEST * width.min(height) / 2.0;
    let scale = (covered / (std::f64::consts::PI * whole)).sqrt().min(most / heaviest.sqrt());
    places.iter().map(|place| scale * place.weight.sqrt()).collect()
}

/// Circles on their way.
struct Crowd<'a> {
    places: &'a [Place],
    frame: [f64; 4],
    /// How large each is going to be.
    radii: Vec<f64>,
    circles: Vec<[f64; 3]>,
    near: Near,
}

impl<'a> Crowd<'a> {
    fn new(places: &'a [Place], radii: Vec<f64>, frame: [f64; 4]) -> Self {
        let typical = (radii.iter().map(|r| r * r).sum::<f64>() / number(radii.len().max(1))).sqrt();
        let near = Near::new(frame, typical, places.len());
        let circles = places.iter().enumerate().map(|(index, place)| {
            // Places at the very same point need a direction to part in: each its own, all over the compass.
            let angle = number(index) * 2.399_963_229_728_653;
            [place.at[0] + 1e-6 * typical * angle.cos(), place.at[1] + 1e-6 * typical * angle.sin(), 0.0]
        });
        Self { places, frame, circles: circles.collect(), radii, near }
    }

    fn grow(&mut self, share: f64) {
        for (circle, radius) in self.circles.iter_mut().zip(&self.radii) {
            circle[2] = radius * share;
        }
    }

    fn go_home(&mut self) {
        for (circle, place) in self.circles.iter_mut().zip(self.places) {
            circle[0] += HOMESICK * (place.at[0] - circle[0]);
            circle[1] += HOMESICK * (place.at[1] - circle[1]);
        }
    }

    /// Neighbours close a part of the gap between them.
    fn meet(&mut self, neighbours: &[[usize; 2]]) {
        for &[a, b] in neighbours {
            let ([ax, ay, ar], [bx, by, br]) = (self.circles[a], self.circles[b]);
            let (far, touching) = (apart([ax, ay], [bx, by]), ar + br);
            if far > touching {
                let share = SOCIABLE * (far - touching) / far;
                self.push(a, b, [share * (bx - ax), share * (by - ay)]);
            }
        }
    }

    /// Those that overlap give way, the smaller one more. Says how deep the deepest overlap was, as a share of the smaller
    /// radius.
    fn part(&mut self) -> f64 {
        let mut near = std::mem::replace(&mut self.near, Near::new([0.0; 4], 1.0, 0));
        near.file(&self.circles);
        let mut deepest = 0.0_f64;
        near.pairs(|a, b| {
            let ([ax, ay, ar], [bx, by, br]) = (self.circles[a], self.circles[b]);
            let ([right, down], touching) = ([bx - ax, by - ay], ar + br);
            let square = right * right + down * down;
            if square < touching * touching && square > 0.0 {
                let far = square.sqrt();
                deepest = deepest.max((touching - far) / ar.min(br).max(f64::MIN_POSITIVE));
                let share = -(touching * (1.0 + TOLERANCE / 4.0) - far) / far;
                self.push(a, b, [share * right, share * down]);
            }
        });
        self.near = near;
        self.stay_inside();
        deepest
    }

    /// Moves `a` by its share of `way` and `b` against it; who is larger moves less.
    fn push(&mut self, a: usize, b: usize, way: [f64; 2]) {
        let [of_a, of_b] = [a, b].map(|at| self.circles[at][2] * self.circles[at][2]);
        let share = if of_a + of_b > 0.0 { of_b / (of_a + of_b) } else { 0.5 };
        for (axis, along) in way.into_iter().enumerate() {
            self.circles[a][axis] += along * share;
            self.circles[b][axis] -= along * (1.0 - share);
        }
    }

    fn stay_inside(&mut self) {
        let [left, top, width, height] = self.frame;
        for [x, y, r] in &mut self.circles {
            *x = x.clamp(left + *r, (left + width - *r).max(left + *r));
            *y = y.clamp(top + *r, (top + height - *r).max(top + *r));
        }
    }

    /// What could not part becomes smaller, and all others with it: areas stay comparable.
    fn shrink_until_free(&mut self) {
        let mut near = Near::new(self.frame, self.near_radius(), self.circles.len());
        near.file(&self.circles);
        let mut share = 1.0_f64;
        near.pairs(|a, b| {
            let ([ax, ay, ar], [bx, by, br]) = (self.circles[a], self.circles[b]);
            let allowed = ar + br - TOLERANCE * ar.min(br);
            if allowed > 0.0 {
                share = share.min(apart([ax, ay], [bx, by]) / allowed);
            }
        });
        self.grow(share);
    }

    fn near_radius(&self) -> f64 {
        self.radii.iter().sum::<f64>() / number(self.radii.len().max(1))
    }
}
