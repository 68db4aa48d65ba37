//! What holds for every map: on quilts of cells with wild common borders.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::lattice::side;
use super::super::{Detail, Feature, MapSheet, Topology};
use super::maps::{area, drawn, edges, quilt, rings, strips, walked};

type Edge = [[i32; 2]; 2];

fn turned([a, b]: Edge) -> Edge {
    [b, a]
}

/// How often each edge is drawn, by any shape, in this direction.
fn counted(map: &MapSheet) -> BTreeMap<Edge, usize> {
    let mut counts = BTreeMap::new();
    for edge in map.shapes.iter().flat_map(|shape| edges(&shape.path)) {
        *counts.entry(edge).or_default() += 1;
    }
    counts
}

fn crosses(a: Edge, b: Edge) -> bool {
    let apart = |line: Edge, ends: Edge| side(line, ends[0]).signum() * side(line, ends[1]).signum() < 0;
    apart(a, b) && apart(b, a)
}

fn crossings(map: &MapSheet) -> usize {
    let all: BTreeSet<Edge> =
        map.shapes.iter().flat_map(|shape| edges(&shape.path)).map(|[a, b]| [a.min(b), a.max(b)]).collect();
    let all: Vec<Edge> = all.into_iter().collect();
    (0..all.len()).map(|index| all[..index].iter().filter(|&&other| crosses(all[index], other)).count()).sum()
}

fn whole(topology: &Topology) -> f64 {
    topology.dissolve(|_| Some(0)).shapes[0].area
}

fn details() -> impl Strategy<Value = Detail> {
    prop_oneof![(0.1..40.0_f64).prop_map(Detail::Pixels), (0..400_usize).prop_map(Detail::Points)]
}

fn walked_anew(feature: &Feature, start: usize) -> Feature {
    let mut feature = feature.clone();
    for ring in feature.polygons.iter_mut().flat_map(|polygon| &mut polygon.rings) {
        *ring = walked(ring, start, start.is_multiple_of(2));
    }
    feature
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn neighbours_have_the_very_same_border(wiggles in 0..14_usize, seed: u64, detail in details()) {
        let (map, topology) = drawn(&quilt(4, wiggles, seed), detail);
        let counts = counted(&map);
        let frontier: BTreeSet<Edge> = edges(&topology.dissolve(|_| Some(0)).shapes[0].path).into_iter().collect();
        for (&edge, &count) in &counts {
            prop_assert_eq!(count, 1, "no two shapes lie on the same side of an edge");
            prop_assert!(counts.contains_key(&turned(edge)) != frontier.contains(&edge), "{:?}", edge);
        }
    }

    #[test]
    fn no_border_crosses_another_one_however_much_they_meander(seed: u64, across in 0.5..60.0_f64) {
        let (map, _) = drawn(&strips(5, seed), Detail::Pixels(across));
        prop_assert_eq!(crossings(&map), 0);
    }

    #[test]
    fn nothing_vanishes(wiggles in 0..14_usize, seed: u64, detail in details()) {
        let (map, _) = drawn(&quilt(4, wiggles, seed), detail);
        prop_assert_eq!(crossings(&map), 0);
        for shape in &map.shapes {
            prop_assert!(shape.area > 0.0);
            prop_assert!(rings(&shape.path).iter().all(|ring| ring.len() >= 3));
        }
    }

    #[test]
    fn a_path_read_back_is_the_rings_of_the_topology(wiggles in 0..10_usize, seed: u64, detail in details()) {
        let (map, topology) = drawn(&quilt(3, wiggles, seed), detail);
        for shape in &map.shapes {
            prop_assert_eq!(rings(&shape.path), topology.rings(shape.feature));
            prop_assert!((area(&shape.path) - shape.area).abs() < 1e-6);
        }
    }

    #[test]
    fn shapes_add_up_to_the_whole_and_the_whole_to_what_came_in(wiggles in 0..10_usize, seed: u64, across in 0.1..8.0_f64) {
        let cells = quilt(4, wiggles, seed);
        let (fine, _) = drawn(&cells, Detail::Pixels(0.01));
        let (map, topology) = drawn(&cells, Detail::Pixels(across));
        let sum: f64 = map.shapes.iter().map(|shape| shape.area).sum();
        prop_assert!((sum - whole(&topology)).abs() < 1e-6);
        let before: f64 = fine.shapes.iter().map(|shape| shape.area).sum();
        prop_assert!((sum / before - 1.0).abs() < 0.001 * (1.0 + across), "{} {}", sum, before);
    }

    #[test]
    fn where_rings_start_and_how_they_run_changes_no_border(wiggles in 0..8_usize, seed: u64, start in 0..40_usize) {
        let cells = quilt(3, wiggles, seed);
        let anew: Vec<Feature> = cells.iter().map(|cell| walked_anew(cell, start)).collect();
        let [before, after] = [cells, anew].map(|cells| counted(&drawn(&cells, Detail::Pixels(2.5)).0));
        prop_assert_eq!(before, after);
    }

    #[test]
    fn every_border_lies_in_one_mesh_or_the_other(wiggles in 0..8_usize, seed: u64, regions in 1..5_usize) {
        let (_, topology) = drawn(&quilt(4, wiggles, seed), Detail::Pixels(2.5));
        let strong = |a: usize, b: Option<usize>| b.is_none_or(|b| a % regions != b % regions);
        let steps = |path: &str| super::super::path::tests::parse(path).iter().map(|(line, closed)| line.len() - usize::from(!closed)).sum::<usize>();
        let [all, these, others] = [
            topology.mesh(|_, _| true),
            topology.mesh(strong),
            topology.mesh(|a, b| !strong(a, b)),
        ].map(|path| steps(&path));
        prop_assert_eq!(all, these + others);
        prop_assert_eq!(all, topology.borders().iter().map(|border| border.points.len() - 1).sum::<usize>());
    }

    #[test]
    fn fewer_points_are_asked_for_and_fewer_come(seed: u64, points in 80..600_usize) {
        let (_, topology) = drawn(&quilt(4, 14, seed), Detail::Points(points));
        let left: usize = topology.borders().iter().map(|border| border.points.len()).sum();
        // Some come back where borders would cross; some lie on a straight line once they are rounded.
        prop_assert!(left <= points + points / 4 + 20, "{left} of {points}");
        prop_assert!(left + points / 4 >= points.min(600), "{left} of {points}");
    }

    #[test]
    fn labels_lie_within_and_their_circles_touch_nothing(wiggles in 0..10_usize, seed: u64) {
        let (map, _) = drawn(&quilt(3, wiggles, seed), Detail::Pixels(2.5));
        for shape in &map.shapes {
            let [x, y] = shape.label;
            prop_assert!(shape.room > 0.0);
            for [a, b] in edges(&shape.path) {
                for end in [a, b] {
                    let apart = (f64::from(end[0]) / 10.0 - x).hypot(f64::from(end[1]) / 10.0 - y);
                    prop_assert!(apart >= shape.room);
                }
            }
        }
    }
}
