//! The equal-voice view of made-up and real maps: no circle overlaps, no hexagon is given twice, and whoever were neighbours
//! mostly still are.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod real;

use election::geometry::{self, Place, SheetOptions, circles, hexes, insets};
use proptest::prelude::*;
use real::{data, own};

/// A map without its shapes.
struct Ground {
    places: Vec<Place>,
    boxes: Vec<[f64; 4]>,
    neighbours: Vec<[usize; 2]>,
    frame: [f64; 4],
}

impl Ground {
    /// The polygons of a file, with weights that differ as those of real places do.
    fn of(geojson: &[u8]) -> Self {
        let features = geometry::read(geojson).unwrap();
        let (sheet, topology) = geometry::sheet(&features, SheetOptions::default()).unwrap();
        let weight = |at: usize| 10_f64.powf((at * 7919 % 100) as f64 / 40.0);
        let place =
            |(at, shape): (usize, &geometry::Shape)| Place { at: shape.label, area: shape.area, weight: weight(at) };
        Self {
            places: sheet.shapes.iter().enumerate().map(place).collect(),
            boxes: sheet.shapes.iter().map(|shape| shape.bbox).collect(),
            neighbours: topology.pairs(Some),
            frame: [0.0, 0.0, sheet.width.into(), sheet.height.into()],
        }
    }

    /// A round country of about `count` places, smaller and closer together towards its capital.
    fn round(count: usize, seed: u64) -> Self {
        let side = (count as f64 / 0.7).sqrt().ceil() as usize;
        let step = 900.0 / side as f64;
        let mut dice = seed | 1;
        let mut throw = || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) as f64 / f64::from(1_u32 << 31)
        };
        let mut number = vec![None; side * side];
        let mut places = Vec::new();
        for (cell, number) in number.iter_mut().enumerate() {
            let [x, y] = [cell % side, cell / side].map(|axis| (axis as f64 + 0.5) * step - 450.0);
            let far = x.hypot(y) / 450.0;
            if far < 0.95 {
                *number = Some(places.len());
                let pulled = 0.4 + 0.6 * far;
                let at = [x, y].map(|axis| 450.0 + axis * pulled + step * pulled * 0.6 * (throw() - 0.5));
                places.push(Place { at, area: step * step * pulled * pulled, weight: (throw() * 4.0).exp() });
            }
        }
        let mut neighbours = Vec::new();
        for cell in 0..side * side {
            for other in [cell + 1, cell + side, cell + side + 1] {
                let wraps = other != cell + side && other % side == 0;
                if let (false, Some(a), Some(Some(b))) = (wraps, number[cell], number.get(other)) {
                    neighbours.push([a, *b]);
                }
            }
        }
        let boxes = places.iter().map(|place| {
            let half = place.area.sqrt() / 2.0;
            [place.at[0] - half, place.at[1] - half, place.at[0] + half, place.at[1] + half]
        });
        Self { boxes: boxes.collect(), places, neighbours, frame: [0.0, 0.0, 900.0, 900.0] }
    }

    fn circles(&self) -> Vec<[f64; 3]> {
        circles(&self.places, &self.neighbours, self.frame)
    }

    fn diagonal(&self) -> f64 {
        self.frame[2].hypot(self.frame[3])
    }

    /// How far the places have moved on average, as a share of the sheet's diagonal.
    fn moved(&self, to: impl Fn(usize) -> [f64; 2]) -> f64 {
        let far: f64 = (0..self.places.len()).map(|at| apart(self.places[at].at, to(at))).sum();
        far / self.places.len() as f64 / self.diagonal()
    }

    /// The share of neighbours who are still left and right, or above and below each other, where they clearly were.
    fn in_order(&self, to: impl Fn(usize) -> [f64; 2]) -> f64 {
        let (mut kept, mut all) = (0, 0);
        for &[a, b] in &self.neighbours {
            for axis in 0..2 {
                let before = self.places[b].at[axis] - self.places[a].at[axis];
                if before.abs() > 0.4 * apart(self.places[a].at, self.places[b].at) {
                    all += 1;
                    kept += usize::from(before * (to(b)[axis] - to(a)[axis]) > 0.0);
                }
            }
        }
        f64::from(kept as u32) / f64::from(all.max(1) as u32)
    }
}

fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn assert_circles_are_right(ground: &Ground, circles: &[[f64; 3]]) {
    let [left, top, width, height] = ground.frame;
    assert_eq!(circles.len(), ground.places.len());
    let scale = circles[0][2].powi(2) / ground.places[0].weight;
    for (at, [x, y, r]) in circles.iter().enumerate() {
        assert!(x - r >= left - 1e-6 && x + r <= left + width + 1e-6, "circle {at} lies within the sheet");
        assert!(y - r >= top - 1e-6 && y + r <= top + height + 1e-6, "circle {at} lies within the sheet");
        assert!((r.powi(2) / ground.places[at].weight / scale - 1.0).abs() < 1e-6, "areas are as voters");
        for (other, [x2, y2, r2]) in circles.iter().enumerate().take(at) {
            let overlap = r + r2 - apart([*x, *y], [*x2, *y2]);
            assert!(overlap <= 0.005 * r.min(*r2), "circles {other} and {at} overlap by {overlap}");
        }
    }
}

/// Checks the hexagons and gives the share of neighbours that lie side by side.
fn kept(ground: &Ground) -> f64 {
    let map = hexes(&ground.places, &ground.neighbours, ground.frame);
    let [left, top, width, height] = ground.frame;
    let (step, half) = (map.size * 3_f64.sqrt(), map.size * 3_f64.sqrt() / 2.0);
    assert_eq!(map.centres.len(), ground.places.len());
    for (at, here) in map.centres.iter().enumerate() {
        assert!(here[0] - half >= left - 1e-6 && here[0] + half <= left + width + 1e-6, "hexagon {at} is whole");
        assert!(here[1] - map.size >= top - 1e-6 && here[1] + map.size <= top + height + 1e-6, "hexagon {at} is whole");
        let row = (here[1] - map.centres[0][1]) / (1.5 * map.size);
        assert!((row - row.round()).abs() < 1e-6, "hexagon {at} lies in a row of the honeycomb");
        for other in &map.centres[..at] {
            assert!(apart(*here, *other) > step * 0.999, "no hexagon is given twice");
        }
    }
    let beside = |pair: &&[usize; 2]| apart(map.centres[pair[0]], map.centres[pair[1]]) < 1.01 * step;
    ground.neighbours.iter().filter(beside).count() as f64 / ground.neighbours.len().max(1) as f64
}

fn assert_real(ground: &Ground, least_kept: f64) {
    let circles = ground.circles();
    assert_circles_are_right(ground, &circles);
    let at = |place: usize| [circles[place][0], circles[place][1]];
    let (moved, order) = (ground.moved(at), ground.in_order(at));
    assert!(moved < 0.08, "circles moved by {moved} of the diagonal");
    assert!(order > 0.88, "{order} of the neighbours keep left and right");
    let kept = kept(ground);
    assert!(kept > least_kept, "{kept} of the neighbours lie side by side");
    assert_eq!(circles, ground.circles(), "the same map gives the same circles");
}

fn rehearsal() -> Ground {
    Ground::of(&own("../nights/rehearsal/map.geojson"))
}

#[test]
fn the_rehearsal_country_keeps_three_of_four_neighbours() {
    assert_real(&rehearsal(), 0.75);
}

#[test]
fn kosovos_38_municipalities_keep_three_of_four_neighbours() {
    let Some(bytes) = data("kosovo-geometry/geoBoundaries-XKX-ADM2_simplified.geojson") else { return };
    assert_real(&Ground::of(&bytes), 0.75);
}

#[test]
fn indonesias_provinces_keep_nine_of_ten_neighbours() {
    let Some(bytes) = data("indonesia-geometry/indonesia-38-provinces.geojson") else { return };
    assert_real(&Ground::of(&bytes), 0.9);
}

#[test]
fn an_island_keeps_water_around_it() {
    let ground = rehearsal();
    let map = hexes(&ground.places, &ground.neighbours, ground.frame);
    let island = (0..ground.places.len()).find(|at| !ground.neighbours.iter().flatten().any(|of| of == at)).unwrap();
    let nearest = (0..ground.places.len())
        .filter(|other| *other != island)
        .map(|other| apart(map.centres[island], map.centres[other]))
        .fold(f64::INFINITY, f64::min);
    assert!(nearest > 1.5 * map.size * 3_f64.sqrt(), "{nearest}");
}

#[test]
fn one_landmass_has_no_hole() {
    let ground = Ground::round(300, 5);
    let map = hexes(&ground.places, &ground.neighbours, ground.frame);
    let taken = |x: f64, y: f64| map.centres.iter().any(|centre| apart(*centre, [x, y]) < map.size * 0.1);
    let step = map.size * 3_f64.sqrt();
    for [x, y] in &map.centres {
        let (right, around) = (x + step, [(1.0, 0.0), (0.5, 1.5), (0.5, -1.5), (-0.5, 1.5), (-0.5, -1.5), (-1.0, 0.0)]);
        let all = around.iter().all(|(dx, dy)| taken(right + dx * step, y + dy * map.size));
        assert!(taken(right, *y) || !all, "an empty hexagon with six neighbours at {right}, {y}");
    }
}

#[test]
fn what_coincides_parts_and_what_is_alone_stays() {
    let place = |x: f64| Place { at: [x, 50.0], area: 100.0, weight: 1.0 };
    let frame = [0.0, 0.0, 100.0, 100.0];
    let twins: Vec<Place> = (0..12).map(|_| place(50.0)).collect();
    let ground = Ground { places: twins, boxes: Vec::new(), neighbours: Vec::new(), frame };
    assert_circles_are_right(&ground, &ground.circles());
    let alone = circles(&[place(30.0)], &[], frame)[0];
    assert!(apart([alone[0], alone[1]], [30.0, 50.0]) < 1.0, "{alone:?}");
    assert!(circles(&[], &[], frame).is_empty() && hexes(&[], &[], frame).centres.is_empty());
}

#[test]
fn without_voters_there_is_no_circle_and_still_a_hexagon() {
    let places = [Place { at: [50.0, 50.0], area: 100.0, weight: 0.0 }; 2];
    let frame = [0.0, 0.0, 100.0, 100.0];
    assert!(circles(&places, &[], frame).iter().all(|circle| circle[2] == 0.0));
    assert_eq!(hexes(&places, &[], frame).centres.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_country_no_circles_overlap_and_no_hexagon_is_given_twice(count in 2..140_usize, seed: u64) {
        let ground = Ground::round(count, seed);
        let circles = ground.circles();
        assert_circles_are_right(&ground, &circles);
        let at = |place: usize| [circles[place][0], circles[place][1]];
        prop_assert!(ground.moved(at) < 0.15, "{}", ground.moved(at));
        let kept = kept(&ground);
        prop_assert!(kept > 0.55, "{kept}");
    }
}

/// A country of six places in a block, with one more box.
fn block(with: [f64; 4], weight: f64) -> (Vec<Place>, Vec<[f64; 4]>) {
    let mut boxes: Vec<[f64; 4]> = (0..6)
        .map(|at| (f64::from(at % 3), f64::from(at / 3)))
        .map(|(x, y)| [100.0 + x * 200.0, 100.0 + y * 200.0, 300.0 + x * 200.0, 300.0 + y * 200.0])
        .collect();
    boxes.push(with);
    let places = boxes.iter().enumerate().map(|(at, [l, t, r, b])| {
        let weight = if at == 6 { weight } else { 100.0 };
        Place { at: [f64::midpoint(*l, *r), f64::midpoint(*t, *b)], area: (r - l) * (b - t), weight }
    });
    (places.collect(), boxes)
}

#[test]
fn a_map_whose_places_can_all_be_hit_needs_no_inset() {
    let (places, boxes) = block([300.0, 500.0, 500.0, 700.0], 100.0);
    let window = [80.0, 80.0, 640.0, 640.0];
    let plan = insets(&places, &boxes, window);
    assert_eq!((plan.insets.len(), plan.window, plan.land), (0, window, window));
}

#[test]
fn a_tiny_place_gets_an_inset_only_if_many_vote_there() {
    let enclave = [290.0, 290.0, 310.0, 310.0];
    let window = [80.0, 80.0, 640.0, 440.0];
    let inset = |weight: f64| {
        let (places, boxes) = block(enclave, weight);
        insets(&places, &boxes, window)
    };
    assert!(inset(5.0).insets.is_empty());
    let plan = inset(500.0);
    let [city] = &plan.insets[..] else { panic!("one inset") };
    assert_eq!(city.places, [6]);
    let side = (enclave[2] - enclave[0]) * city.scale * 358.0 / plan.land[2];
    assert!((side - 44.0).abs() < 0.5, "{side} pixels on a phone");
    assert!((city.frame[2] / city.window[2] - city.scale).abs() < 1e-9);
}

#[test]
fn an_island_far_off_leaves_the_map_and_comes_back_in_an_inset_beside_or_below_the_land() {
    let (places, boxes) = block([1900.0, 1200.0, 1960.0, 1260.0], 50.0);
    let plan = insets(&places, &boxes, [80.0, 80.0, 1900.0, 1200.0]);
    let [far] = &plan.insets[..] else { panic!("one inset") };
    assert_eq!(far.places, [6]);
    assert!(plan.land[2] < 700.0 && plan.land[3] < 500.0, "{:?}", plan.land);
    let [l, t, w, h] = far.frame;
    let [left, top, width, height] = plan.window;
    assert!(l >= left && t >= top && l + w <= left + width + 1e-6 && t + h <= top + height + 1e-6, "within the window");
    for [bl, bt, br, bb] in &boxes[..6] {
        assert!(l >= *br || l + w <= *bl || t >= *bb || t + h <= *bt, "no inset covers land");
    }
}

#[test]
fn the_rehearsal_countrys_insets_lie_within_the_sheet_and_cover_no_land() {
    let ground = rehearsal();
    let plan = insets(&ground.places, &ground.boxes, ground.frame);
    assert_eq!(plan, insets(&ground.places, &ground.boxes, ground.frame), "the same map, the same insets");
    for inset in &plan.insets {
        let [l, t, w, h] = inset.frame;
        assert!(l >= plan.window[0] - 1e-6 && l + w <= plan.window[0] + plan.window[2] + 1e-6);
        assert!(t >= plan.window[1] - 1e-6 && t + h <= plan.window[1] + plan.window[3] + 1e-6);
        for [bl, bt, br, bb] in &ground.boxes {
            assert!(l >= *br || l + w <= *bl || t >= *bb || t + h <= *bt, "{:?} covers land", inset.frame);
        }
    }
}
