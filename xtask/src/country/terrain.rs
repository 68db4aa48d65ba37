//! Land and sea, ridges and rivers: a hand-drawn sketch of the coast, bent and frayed by noise.

use super::noise::Noise;

/// The map is drawn on a square of this many cells a side; a point (0..1, 0..1) has x to the east, y to the north.
pub(super) const SIDE: usize = 900;

pub(super) type Point = (f64, f64);

/// The coast of the mainland from the north, westward and southward round the cape, to the south-east; then off the sheet.
const COAST: &[Point] = &[
    (0.31, 1.30),
    (0.29, 1.02),
    (0.27, 0.93),
    (0.225, 0.885),
    (0.235, 0.83),
    (0.19, 0.795),
    (0.15, 0.765),
    (0.145, 0.715),
    (0.20, 0.675),
    (0.235, 0.655),
    (0.225, 0.60),
    (0.175, 0.575),
    (0.10, 0.575),
    (0.045, 0.53),
    (0.05, 0.485),
    (0.11, 0.462),
    (0.16, 0.485),
    (0.22, 0.475),
    (0.275, 0.515),
    (0.335, 0.51),
    (0.355, 0.48),
    (0.335, 0.445),
    (0.295, 0.42),
    (0.25, 0.395),
    (0.225, 0.35),
    (0.185, 0.315),
    (0.20, 0.265),
    (0.245, 0.245),
    (0.275, 0.275),
    (0.315, 0.285),
    (0.345, 0.26),
    (0.355, 0.20),
    (0.335, 0.145),
    (0.325, 0.09),
    (0.285, 0.065),
    (0.30, 0.03),
    (0.36, 0.035),
    (0.415, 0.075),
    (0.455, 0.11),
    (0.515, 0.13),
    (0.505, 0.185),
    (0.485, 0.225),
    (0.495, 0.275),
    (0.535, 0.335),
    (0.56, 0.325),
    (0.565, 0.27),
    (0.60, 0.225),
    (0.645, 0.225),
    (0.665, 0.185),
    (0.645, 0.145),
    (0.69, 0.10),
    (0.745, 0.115),
    (0.775, 0.085),
    (0.81, 0.03),
    (0.83, -0.08),
    (0.85, -0.3),
    (1.4, -0.3),
    (1.4, 1.3),
];

/// The country: its land border is drawn, its sea side runs through the water well off the coast.
const COUNTRY: &[Point] = &[
    (0.265, 0.925),
    (0.33, 0.885),
    (0.385, 0.895),
    (0.43, 0.93),
    (0.485, 0.90),
    (0.54, 0.905),
    (0.585, 0.94),
    (0.645, 0.915),
    (0.685, 0.865),
    (0.755, 0.87),
    (0.81, 0.895),
    (0.87, 0.85),
    (0.86, 0.79),
    (0.89, 0.735),
    (0.85, 0.665),
    (0.87, 0.615),
    (0.945, 0.60),
    (0.965, 0.53),
    (0.925, 0.47),
    (0.93, 0.41),
    (0.87, 0.365),
    (0.865, 0.31),
    (0.90, 0.265),
    (0.875, 0.20),
    (0.82, 0.18),
    (0.80, 0.135),
    (0.775, 0.085),
    (0.74, -0.1),
    (-0.1, -0.1),
    (-0.1, 0.95),
    (0.20, 0.935),
];

/// An island: middle, half-axes, direction of the long axis.
struct Island {
    at: Point,
    long: f64,
    short: f64,
    toward: Point,
}

const fn island(at: Point, long: f64, short: f64, toward: Point) -> Island {
    Island { at, long, short, toward }
}

const ISLANDS: &[Island] = &[
    island((0.085, 0.300), 0.062, 0.026, (0.50, 0.866)),
    island((0.140, 0.205), 0.038, 0.019, (0.80, -0.60)),
    island((0.045, 0.205), 0.028, 0.014, (0.28, 0.96)),
    island((0.085, 0.150), 0.020, 0.010, (0.96, 0.28)),
    island((0.150, 0.270), 0.014, 0.008, (0.60, 0.80)),
    island((0.085, 0.660), 0.034, 0.014, (0.64, 0.768)),
    island((0.120, 0.850), 0.018, 0.010, (0.28, 0.96)),
    island((0.585, 0.150), 0.026, 0.013, (0.768, 0.64)),
    island((0.225, 0.135), 0.016, 0.009, (0.80, 0.60)),
    island((0.235, 0.430), 0.013, 0.008, (0.96, 0.28)),
];

/// No point moves farther than this (in the worst case of all octaves together).
const FARTHEST_BEND: f64 = 0.13;

const BEND: Noise = Noise(0x001F_0A11);
const BEND_ACROSS: Noise = Noise(0x002B_7752);
const FRAY: Noise = Noise(0x003C_4193);
const WILDNESS: Noise = Noise(0x004D_9E07);
const RIDGE: Noise = Noise(0x005E_2148);
const RIVER: Noise = Noise(0x006F_136D);

/// How rocky the coast is here: near 0 a long beach, near 1 drowned valleys and skerries.
fn wildness((x, y): Point) -> f64 {
    (0.8 + 0.8 * WILDNESS.at(x * 3.7 + 0.4, y * 3.7)).clamp(0.4, 1.3)
}

/// Moves a point a little, more where the land is wild, so that drawn lines become winding ones.
pub(super) fn bend((x, y): Point, strength: f64) -> Point {
    let shift =
        |noise: Noise| 0.024 * noise.at(x * 5.0, y * 5.0) + strength * 0.024 * noise.rough(x * 12.0, y * 12.0, 5, 0.56);
    (x + shift(BEND), y + shift(BEND_ACROSS))
}

/// Every cell of the sheet: is it land? Far from any coast a square of cells is decided by its middle.
pub(super) fn sheet() -> Vec<bool> {
    const BLOCK: usize = 10;
    let mut land = vec![false; SIDE * SIDE];
    for block in
        (0..SIDE * SIDE).filter(|cell| (cell % SIDE).is_multiple_of(BLOCK) && (cell / SIDE).is_multiple_of(BLOCK))
    {
        let centre = middle(block + BLOCK / 2 * (SIDE + 1));
        let height = coast_height(centre).max(island_height(centre));
        for cell in (0..BLOCK * BLOCK).map(|i| block + i / BLOCK * SIDE + i % BLOCK) {
            land[cell] = if height.abs() > FARTHEST_BEND { height > 0.0 } else { is_land(middle(cell)) };
        }
    }
    land
}

fn is_land(point: Point) -> bool {
    let wild = wildness(point);
    let (x, y) = point;
    let bent = bend(point, 0.2 + 1.1 * wild);
    let fray = FRAY.rough(x * 24.0, y * 24.0, 5, 0.58);
    let mainland = coast_height(bent) - 0.048 * wild * drowned_valley(bent);
    let height = mainland.max(island_height(bent) + 0.003 * fray);
    height + (0.003 + 0.014 * wild) * fray > 0.0
}

/// Where a river's valley lies so low that the sea has entered it.
fn drowned_valley((x, y): Point) -> f64 {
    let valley = RIVER.line(x * 7.0 + 3.0, y * 7.0, 3);
    valley * valley
}

/// Signed distance from the coast: positive on the mainland.
fn coast_height(point: Point) -> f64 {
    let distance = edges(COAST).map(|(a, b)| distance_squared(point, a, b)).fold(f64::MAX, f64::min).sqrt();
    if inside(COAST, point) { distance } else { -distance }
}

fn island_height((x, y): Point) -> f64 {
    let height = |island: &Island| {
        let (dx, dy) = (x - island.at.0, y - island.at.1);
        let along = (dx * island.toward.0 + dy * island.toward.1) / island.long;
        let across = (dy * island.toward.0 - dx * island.toward.1) / island.short;
        (1.0 - (along * along + across * across).sqrt()) * island.short
    };
    ISLANDS.iter().map(height).fold(-1.0, f64::max)
}

pub(super) fn in_country(point: Point) -> bool {
    inside(COUNTRY, point)
}

/// What it costs to cross this point, 0..1: high on mountain crests and along rivers, where borders come to lie.
pub(super) fn barrier(point: Point) -> f64 {
    let (x, y) = bend(point, 0.8);
    let crest = RIDGE.line(x * 5.5, y * 5.5, 4);
    let stream = RIVER.line(x * 7.0 + 3.0, y * 7.0, 3);
    crest.max(0.9 * stream * stream)
}

fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    (0..ring.len()).map(move |i| (ring[i], ring[(i + 1) % ring.len()]))
}

fn distance_squared((x, y): Point, (ax, ay): Point, (bx, by): Point) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let t = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    let (ex, ey) = (x - ax - t * dx, y - ay - t * dy);
    ex * ex + ey * ey
}

/// Is the point inside the closed ring? (Crossings to the east are odd.)
pub(super) fn inside(ring: &[Point], (x, y): Point) -> bool {
    let crosses = |(ax, ay): Point, (bx, by): Point| (ay > y) != (by > y) && x < ax + (y - ay) * (bx - ax) / (by - ay);
    edges(ring).filter(|&(a, b)| crosses(a, b)).count() % 2 == 1
}

/// The middle of a cell of the sheet.
pub(super) fn middle(cell: usize) -> Point {
    let side = SIDE as f64;
    (((cell % SIDE) as f64 + 0.5) / side, ((cell / SIDE) as f64 + 0.5) / side)
}
