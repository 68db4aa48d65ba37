//! Makes maps: rings, features, and quilts of cells with wild common borders.

use std::collections::BTreeMap;

use super::super::path::tests::parse;
use super::super::{Detail, Feature, MapSheet, Polygon, SheetOptions, Topology, sheet};

pub(super) type Ring = Vec<[f64; 2]>;

/// A place of one polygon: its outer ring, then its holes.
pub(super) fn place(rings: &[Ring]) -> Feature {
    places(&[rings])
}

/// A place of several polygons.
pub(super) fn places(polygons: &[&[Ring]]) -> Feature {
    let polygons = polygons.iter().map(|rings| Polygon { rings: rings.to_vec() }).collect();
    Feature { properties: BTreeMap::new(), polygons }
}

/// A box of tenths of a degree near 20° E, 42° N.
pub(super) fn square(x: f64, y: f64, width: f64, height: f64) -> Ring {
    let corner = |dx: f64, dy: f64| [20.0 + (x + dx) / 10.0, 42.0 + (y + dy) / 10.0];
    vec![corner(0.0, 0.0), corner(width, 0.0), corner(width, height), corner(0.0, height), corner(0.0, 0.0)]
}

/// The same ring, started elsewhere, and walked the other way if `backwards`.
pub(super) fn walked(ring: &Ring, start: usize, backwards: bool) -> Ring {
    let mut open = ring[..ring.len() - 1].to_vec();
    let count = open.len();
    open.rotate_left(start % count);
    if backwards {
        open.reverse();
    }
    open.push(open[0]);
    open
}

pub(super) fn options(detail: Detail) -> SheetOptions {
    SheetOptions { detail, ..SheetOptions::default() }
}

pub(super) fn drawn(features: &[Feature], detail: Detail) -> (MapSheet, Topology) {
    sheet(features, options(detail)).expect("these features can be drawn")
}

/// The rings of a path, in tenths of a pixel.
pub(super) fn rings(path: &str) -> Vec<Vec<[i32; 2]>> {
    let closed = |(ring, closed): (Vec<[i32; 2]>, bool)| {
        assert!(closed, "a shape has closed rings");
        ring
    };
    parse(path).into_iter().map(closed).collect()
}

/// The edges of a path, as drawn.
pub(super) fn edges(path: &str) -> Vec<[[i32; 2]; 2]> {
    rings(path).iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)).map(|(&a, &b)| [a, b])).collect()
}

/// Square pixels within the rings of a path.
pub(super) fn area(path: &str) -> f64 {
    edges(path).iter().map(|&[a, b]| f64::from(a[0]) * f64::from(b[1]) - f64::from(a[1]) * f64::from(b[0])).sum::<f64>()
        / 200.0
}

/// Numbers that look random and are the same every time.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// Between −1 and 1.
    fn throw(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).expect("31 bits")) / f64::from(1_u32 << 30) - 1.0
    }

    fn up_to(&mut self, most: usize) -> usize {
        usize::try_from(self.0 >> 40).expect("24 bits") % (most + 1)
    }
}

/// A country of `side` × `side` cells that share wiggly borders. Each ring starts anywhere and runs either way.
pub(super) fn quilt(side: usize, wiggles: usize, seed: u64) -> Vec<Feature> {
    let mut dice = Dice(seed);
    let mut walk = |from: [f64; 2], to: [f64; 2]| -> Ring {
        let along = |share: f64, off: f64| {
            let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
            [from[0] + share * dx - off * dy, from[1] + share * dy + off * dx]
        };
        #[expect(clippy::cast_precision_loss, reason = "a handful")]
        let share = |step: usize| step as f64 / (wiggles + 1) as f64;
        // Every line stays in the diamond around the straight one, so that no two of them cross.
        let most = |share: f64| 0.12_f64.min(0.8 * share.min(1.0 - share));
        (1..=wiggles).map(|step| along(share(step), most(share(step)) * dice.throw())).collect()
    };
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let node = |column: usize, row: usize| [20.0 + column as f64 / 10.0, 42.0 + row as f64 / 10.0];
    let mut across = BTreeMap::new();
    let mut down = BTreeMap::new();
    for row in 0..=side {
        for column in 0..=side {
            across.insert((column, row), walk(node(column, row), node(column + 1, row)));
            down.insert((column, row), walk(node(column, row), node(column, row + 1)));
        }
    }
    let cell = |column: usize, row: usize| -> Ring {
        let back = |line: &Ring| line.iter().rev().copied().collect::<Ring>();
        let mut ring = vec![node(column, row)];
        ring.extend(&across[&(column, row)]);
        ring.push(node(column + 1, row));
        ring.extend(&down[&(column + 1, row)]);
        ring.push(node(column + 1, row + 1));
        ring.extend(back(&across[&(column, row + 1)]));
        ring.push(node(column, row + 1));
        ring.extend(back(&down[&(column, row)]));
        ring.push(node(column, row));
        ring
    };
    let cells = (0..side).flat_map(|row| (0..side).map(move |column| (column, row)));
    let mut dice = Dice(seed ^ 0x5eed);
    cells
        .map(|(column, row)| {
            let backwards = dice.throw() > 0.0;
            place(&[walked(&cell(column, row), dice.up_to(50), backwards)])
        })
        .collect()
}

/// Narrow strips, one above the other, that meander together. Their borders are points above the same places, always in
/// the same order, so that none crosses another one.
pub(super) fn strips(count: usize, seed: u64) -> Vec<Feature> {
    const POINTS: u32 = 120;
    const APART: f64 = 0.02;
    let mut dice = Dice(seed);
    let mut border = |number: usize| -> Ring {
        let mut height = |x: f64| {
            #[expect(clippy::cast_precision_loss, reason = "a handful")]
            let own = number as f64 + 0.45 * dice.throw();
            42.0 + 0.1 * (x / 3.0).sin() + APART * own
        };
        (0..=POINTS).map(f64::from).map(|x| [20.0 + x / 120.0, height(x)]).collect()
    };
    let borders: Vec<Ring> = (0..=count).map(&mut border).collect();
    let strip = |pair: &[Ring]| {
        let mut ring = pair[0].clone();
        ring.extend(pair[1].iter().rev());
        ring.push(ring[0]);
        place(&[ring])
    };
    borders.windows(2).map(strip).collect()
}
