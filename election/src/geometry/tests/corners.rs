//! The corner cases, each drawn by hand.

use super::super::{Detail, Feature, GeometryDefect, SheetOptions, sheet};
use super::maps::{area, drawn, edges, options, place, places, rings, square, walked};

const FINE: Detail = Detail::Pixels(0.1);
const COARSE: Detail = Detail::Pixels(300.0);

fn inner(feature: usize, other: Option<usize>) -> bool {
    let _ = feature;
    other.is_some()
}

#[test]
fn two_squares_share_their_edge_wherever_their_rings_start_and_however_they_run() {
    let left = place(&[square(0.0, 0.0, 1.0, 1.0)]);
    let right = square(1.0, 0.0, 1.0, 1.0);
    for start in 0..4 {
        for backwards in [false, true] {
            let (map, topology) = drawn(&[left.clone(), place(&[walked(&right, start, backwards)])], FINE);
            assert_eq!(topology.borders().len(), 3);
            assert_eq!(topology.neighbours(0), [1]);
            assert_eq!(topology.mesh(inner).matches('m').count(), 1);
            assert!((map.shapes[0].area - map.shapes[1].area).abs() < 0.01 * map.shapes[0].area);
        }
    }
}

#[test]
fn a_square_is_written_with_four_corners_and_no_more() {
    let (map, _) = drawn(&[place(&[square(0.0, 0.0, 1.0, 1.0)])], FINE);
    let [ring] = &rings(&map.shapes[0].path)[..] else { panic!("one ring") };
    assert_eq!(ring.len(), 4);
    assert!(map.shapes[0].path.starts_with('m') && map.shapes[0].path.ends_with('z'));
    assert!(map.shapes[0].path.len() < 40, "{}", map.shapes[0].path);
}

#[test]
fn the_shape_knows_its_box_its_area_and_its_label() {
    let (map, _) = drawn(&[place(&[square(0.0, 0.0, 1.0, 1.0)])], FINE);
    let shape = &map.shapes[0];
    let [left, top, right, bottom] = shape.bbox;
    assert!((left - 4.0).abs() < 0.2 && (top - 4.0).abs() < 0.2, "the padding is free");
    assert!(right <= 896.1 && bottom <= f64::from(map.height) - 3.9);
    assert!((shape.area - (right - left) * (bottom - top)).abs() < 0.01 * shape.area);
    assert!((shape.label[0] - 450.0).abs() < 5.0 && (shape.room - 446.0).abs() < 5.0, "{:?}", shape.label);
}

#[test]
fn an_enclave_is_cut_out_of_its_surroundings_along_the_same_border() {
    let hole = square(1.0, 1.0, 1.0, 1.0);
    let surroundings = place(&[square(0.0, 0.0, 3.0, 3.0), hole.clone()]);
    let (map, topology) = drawn(&[surroundings, place(&[walked(&hole, 2, true)])], FINE);
    assert_eq!(topology.borders().len(), 2);
    assert_eq!((topology.neighbours(0), topology.neighbours(1)), (vec![1], vec![0]));
    assert_eq!(rings(&map.shapes[0].path).len(), 2);
    assert!((map.shapes[0].area / map.shapes[1].area - 8.0).abs() < 0.1, "the hole is taken off");
    let outside = |shape: usize| {
        let ([x, y], [left, top, right, bottom]) = (map.shapes[shape].label, map.shapes[1 - shape].bbox);
        x < left || x > right || y < top || y > bottom
    };
    assert!(outside(0), "the label of the surroundings does not lie in the enclave");
}

#[test]
fn a_tiny_enclave_stays_the_same_on_both_sides_at_the_coarsest_detail() {
    let hole = square(1.0, 1.0, 0.004, 0.003);
    let (map, _) = drawn(&[place(&[square(0.0, 0.0, 3.0, 3.0), hole.clone()]), place(&[hole])], COARSE);
    let enclave = rings(&map.shapes[1].path);
    assert_eq!((enclave.len(), enclave[0].len()), (1, 3));
    let mut around = rings(&map.shapes[0].path).remove(1);
    around.reverse();
    around.sort_unstable();
    let mut within = enclave[0].clone();
    within.sort_unstable();
    assert_eq!(around, within);
    assert!(map.shapes[1].area > 0.0);
}

#[test]
fn an_island_below_what_can_be_seen_stays_a_triangle() {
    let island = square(5.0, 5.0, 1e-7, 1e-7);
    let point = square(6.0, 6.0, 0.0, 0.0);
    let features = [place(&[square(0.0, 0.0, 3.0, 3.0)]), place(&[island]), place(&[point])];
    for detail in [FINE, Detail::Pixels(2.0), COARSE, Detail::Points(0)] {
        let (map, _) = drawn(&features, detail);
        for shape in &map.shapes {
            let rings = rings(&shape.path);
            assert_eq!(rings.len(), 1, "{detail:?}");
            assert!(rings[0].len() >= 3 && shape.area > 0.0, "{detail:?} {shape:?}");
        }
    }
}

#[test]
fn a_place_between_two_others_that_is_too_small_to_be_seen_stays_too() {
    let left = place(&[square(0.0, 0.0, 1.0, 1.0)]);
    let sliver = place(&[square(1.0, 0.0, 0.0002, 0.0002)]);
    let right = place(&[square(1.0002, 0.0, 1.0, 1.0)]);
    let (map, _) = drawn(&[left, sliver, right], Detail::Pixels(3.0));
    assert!(map.shapes.iter().all(|shape| shape.area > 0.0 && !shape.path.is_empty()), "{:?}", map.shapes[1]);
}

#[test]
fn where_a_neighbour_has_a_corner_on_a_straight_border_the_border_is_shared_all_the_same() {
    // The long side has no vertex where the two short ones meet.
    let long = place(&[square(0.0, 0.0, 1.0, 2.0)]);
    let short = [place(&[square(1.0, 0.0, 1.0, 1.0)]), place(&[square(1.0, 1.0, 1.0, 1.0)])];
    let (_, topology) = drawn(&[long, short[0].clone(), short[1].clone()], FINE);
    assert_eq!(topology.neighbours(0), [1, 2]);
    assert_eq!(topology.neighbours(1), [0, 2]);
    let between = topology.borders().iter().filter(|border| border.left.is_some() && border.right.is_some()).count();
    assert_eq!((between, topology.borders().len()), (3, 6));
}

#[test]
fn a_gap_of_a_few_metres_between_neighbours_is_closed() {
    let left = place(&[square(0.0, 0.0, 10.0, 10.0)]);
    let right = place(&[square(10.00001, 0.00001, 10.0, 10.0)]);
    let (_, topology) = drawn(&[left, right], FINE);
    assert_eq!(topology.neighbours(0), [1]);
}

#[test]
fn an_overlap_does_no_harm_and_neither_does_the_same_place_twice() {
    let a = place(&[square(0.0, 0.0, 2.0, 2.0)]);
    let b = place(&[square(1.0, 1.0, 2.0, 2.0)]);
    let (map, _) = drawn(&[a.clone(), b, a], Detail::Pixels(2.5));
    assert_eq!(map.shapes[0].path, map.shapes[2].path);
    assert!(map.shapes.iter().all(|shape| shape.area > 0.0));
}

#[test]
fn several_polygons_are_one_shape_labelled_in_the_largest() {
    let (small, large) = (square(0.0, 0.0, 1.0, 1.0), square(3.0, 0.0, 2.0, 2.0));
    let (map, _) = drawn(&[places(&[&[small], &[large]])], FINE);
    assert_eq!(rings(&map.shapes[0].path).len(), 2);
    assert!(map.shapes[0].label[0] > 0.6 * f64::from(map.width));
}

#[test]
fn polygons_of_one_place_that_touch_are_joined_without_a_seam() {
    let halves = places(&[&[square(0.0, 0.0, 1.0, 1.0)], &[square(1.0, 0.0, 1.0, 1.0)]]);
    let (map, topology) = drawn(&[halves], FINE);
    assert_eq!(rings(&map.shapes[0].path).len(), 1);
    assert!(!topology.mesh(|_, _| true).is_empty());
    assert_eq!(topology.mesh(inner), "");
}

fn fiji() -> Feature {
    let west = vec![[177.0, -19.0], [180.0, -19.0], [180.0, -18.0], [180.0, -16.0], [177.0, -16.0], [177.0, -19.0]];
    let east = vec![[-180.0, -16.0], [-180.0, -18.0], [-180.0, -19.0], [-178.0, -18.0], [-180.0, -16.0]];
    places(&[&[west], &[east]])
}

#[test]
fn a_country_that_was_cut_at_the_antimeridian_is_whole_again() {
    let (map, topology) = drawn(&[fiji()], FINE);
    assert_eq!(rings(&map.shapes[0].path).len(), 1, "{}", map.shapes[0].path);
    assert!(map.shapes[0].bbox[2] - map.shapes[0].bbox[0] > 850.0);
    assert_eq!(topology.place([180.0, -17.0]), topology.place([-180.0, -17.0]));
}

#[test]
fn a_ring_across_the_antimeridian_is_not_torn() {
    let across = vec![[177.0, -19.0], [-178.0, -18.0], [177.0, -16.0], [177.0, -19.0]];
    let (map, _) = drawn(&[place(&[across])], FINE);
    let longest = edges(&map.shapes[0].path).iter().map(|[a, b]| (a[0] - b[0]).abs()).max().expect("edges");
    assert!(map.width > 800 && longest < 9000);
    assert!(map.shapes[0].area > 0.4 * f64::from(map.width) * f64::from(map.height));
}

#[test]
fn borders_between_groups_and_the_frontier_come_as_one_path_each() {
    let row: Vec<Feature> = [0.0, 1.0, 2.0, 3.0].map(|x| place(&[square(x, 0.0, 1.0, 1.0)])).into();
    let (_, topology) = drawn(&row, FINE);
    let region = |feature: usize| feature / 2;
    let strong = topology.mesh(|a, b| b.is_some_and(|b| region(a) != region(b)));
    assert_eq!(strong.matches('m').count(), 1);
    let frontier = topology.mesh(|_, b| b.is_none());
    assert_eq!(frontier.matches('m').count(), 1, "stitched to one line: {frontier}");
    assert!(frontier.ends_with('z'));
}

#[test]
fn dissolved_groups_have_no_inner_borders_and_keep_their_area() {
    let row: Vec<Feature> = [0.0, 1.0, 2.0, 3.0].map(|x| place(&[square(x, 0.0, 1.0, 1.0)])).into();
    let (map, topology) = drawn(&row, FINE);
    let regions = topology.dissolve(|feature| (feature < 3).then_some(10 + feature / 2));
    assert_eq!(regions.shapes.iter().map(|shape| shape.feature).collect::<Vec<_>>(), [10, 11]);
    assert_eq!(rings(&regions.shapes[0].path).len(), 1);
    assert_eq!(regions.shapes[0].area, map.shapes[0].area + map.shapes[1].area);
    assert_eq!((regions.width, regions.height), (map.width, map.height));
}

#[test]
fn dissolving_fills_an_enclave_that_belongs_to_the_group() {
    let hole = square(1.0, 1.0, 1.0, 1.0);
    let (_, topology) = drawn(&[place(&[square(0.0, 0.0, 3.0, 3.0), hole.clone()]), place(&[hole])], FINE);
    let country = topology.dissolve(|_| Some(0));
    assert_eq!(rings(&country.shapes[0].path).len(), 1);
}

#[test]
fn islets_and_lakes_can_be_left_out_but_never_the_largest_part_of_a_place() {
    let islets =
        places(&[&[square(0.0, 0.0, 3.0, 3.0)], &[square(4.0, 0.0, 0.02, 0.02)], &[square(4.0, 1.0, 0.5, 0.5)]]);
    let rock = place(&[square(5.0, 2.0, 0.02, 0.02)]);
    let few = SheetOptions { smallest_islet: 50.0, ..options(FINE) };
    let (map, topology) = sheet(&[islets.clone(), rock.clone()], few).expect("drawn");
    assert_eq!(rings(&map.shapes[0].path).len(), 2);
    assert_eq!(rings(&map.shapes[1].path).len(), 1);
    assert_eq!(topology.mesh(|_, _| true).matches('m').count(), 3, "what is left out has no coast either");
    assert_eq!(rings(&drawn(&[islets, rock], FINE).0.shapes[0].path).len(), 3, "all by default");
}

#[test]
fn a_straight_parallel_is_drawn_as_the_curve_that_it_is() {
    let wide = vec![[-110.0, 40.0], [-95.0, 40.0], [-95.0, 49.0], [-110.0, 49.0], [-110.0, 40.0]];
    let (map, _) = drawn(&[place(&[wide])], Detail::Pixels(1.0));
    assert!(rings(&map.shapes[0].path)[0].len() > 8);
}

#[test]
fn defects_of_features_and_options_are_told() {
    let good = place(&[square(0.0, 0.0, 1.0, 1.0)]);
    let told = |features: &[Feature], options| sheet(features, options).expect_err("a defect");
    assert_eq!(told(&[], SheetOptions::default()), GeometryDefect::NoFeatures);
    let broken = place(&[vec![[f64::NAN, 0.0]; 5]]);
    assert_eq!(told(&[good.clone(), broken], SheetOptions::default()), GeometryDefect::NotANumber { feature: 2 });
    let narrow = SheetOptions { width: 40, padding: 30.0, ..SheetOptions::default() };
    assert!(
        told(std::slice::from_ref(&good), narrow).to_string().contains("40 by 1200 pixels with 30 pixels of padding")
    );
    let nowhere = SheetOptions { padding: f64::NAN, ..SheetOptions::default() };
    assert!(matches!(told(&[good], nowhere), GeometryDefect::NoRoom { .. }));
}

#[test]
fn rings_that_were_left_open_are_drawn_closed() {
    let mut open = square(0.0, 0.0, 1.0, 1.0);
    let closed = drawn(&[place(&[open.clone()])], FINE);
    open.pop();
    assert_eq!(drawn(&[place(&[open])], FINE), closed);
}

#[test]
fn sheets_and_topologies_survive_being_written_and_read() {
    let (map, topology) = drawn(&[fiji()], FINE);
    let written = serde_json::to_string(&(&map, &topology)).expect("written");
    assert_eq!(
        serde_json::from_str::<(super::super::MapSheet, super::super::Topology)>(&written).expect("read"),
        (map, topology)
    );
}

#[test]
fn the_area_of_a_path_is_the_area_of_its_shape() {
    let (map, _) = drawn(&[place(&[square(0.0, 0.0, 3.0, 3.0), square(1.0, 1.0, 1.0, 1.0)])], FINE);
    assert!((area(&map.shapes[0].path) - map.shapes[0].area).abs() < 1e-6);
}
