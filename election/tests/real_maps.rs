//! Real maps through the geometry: no place vanishes, neighbours share their borders, areas are kept, paths stay small.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod real;

use std::collections::BTreeMap;

use election::geometry::{Detail, Feature, MapSheet, SheetOptions, Topology, read, sheet};
use real::{data, own};

const KOSOVO: &str = "kosovo-geometry/geoBoundaries-XKX-ADM2_simplified.geojson";
const PROVINCES_38: &str = "indonesia-geometry/indonesia-38-provinces.geojson";
const PROVINCES_34: &str = "indonesia-geometry/indonesia-34-prov-ans4175.geojson";
const WAHLKREISE: &str = "germany-2025-federal/germany-25-wahlkreise.geojson.xz";

fn features(path: &str) -> Option<Vec<Feature>> {
    Some(read(&data(path)?).unwrap())
}

fn drawn(features: &[Feature], width: u32, across: f64) -> (MapSheet, Topology) {
    let options = SheetOptions { width, detail: Detail::Pixels(across), ..SheetOptions::default() };
    sheet(features, options).unwrap()
}

fn path_bytes(map: &MapSheet) -> usize {
    map.shapes.iter().map(|shape| shape.path.len()).sum()
}

fn feature_named(features: &[Feature], property: &str, name: &str) -> usize {
    features.iter().position(|feature| feature.properties[property] == name).unwrap()
}

/// Both features of a border draw each of its edges, in opposite directions.
fn assert_borders_are_shared(map: &MapSheet, topology: &Topology) {
    let mut drawn: BTreeMap<[[i32; 2]; 2], Vec<usize>> = BTreeMap::new();
    for shape in &map.shapes {
        for ring in topology.rings(shape.feature) {
            for (&from, &to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                drawn.entry([from, to]).or_default().push(shape.feature);
            }
        }
    }
    for border in topology.borders().iter().filter(|border| border.left != border.right) {
        let (Some(left), Some(right)) = (border.left, border.right) else { continue };
        for edge in border.points.windows(2) {
            let draws = |edge: [[i32; 2]; 2], feature| drawn.get(&edge).is_some_and(|by| by.contains(&feature));
            assert!(draws([edge[0], edge[1]], right), "feature {right} draws {edge:?}");
            assert!(draws([edge[1], edge[0]], left), "feature {left} draws {edge:?} from the other side");
        }
    }
}

fn assert_nothing_vanishes(features: &[Feature], width: u32) {
    for across in [0.5, 2.5, 20.0, 500.0] {
        let (map, topology) = drawn(features, width, across);
        for (shape, feature) in map.shapes.iter().zip(features) {
            assert!(shape.area > 0.0, "{across}: {:?}", feature.properties);
            let outer = topology.rings(shape.feature).iter().filter(|ring| doubled_area(ring) > 0).count();
            assert!(outer >= feature.polygons.len().min(1), "{across}: {:?}", feature.properties);
        }
    }
}

fn doubled_area(ring: &[[i32; 2]]) -> i64 {
    let cross = |a: [i32; 2], b: [i32; 2]| i64::from(a[0]) * i64::from(b[1]) - i64::from(a[1]) * i64::from(b[0]);
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(&a, &b)| cross(a, b)).sum()
}

fn assert_areas_are_kept(features: &[Feature], width: u32) {
    let [(fine, _), (map, _)] = [0.05, 2.5].map(|across| drawn(features, width, across));
    let [before, after] = [&fine, &map].map(|map| map.shapes.iter().map(|shape| shape.area).sum::<f64>());
    assert!((after / before - 1.0).abs() < 0.01, "{before} {after}");
    for (fine, shape) in fine.shapes.iter().zip(&map.shapes).filter(|(fine, _)| fine.area > 400.0) {
        assert!((shape.area / fine.area - 1.0).abs() < 0.1, "feature {}: {} {}", shape.feature, fine.area, shape.area);
    }
}

#[test]
fn kosovo_is_38_municipalities_on_one_piece_of_land_in_less_than_25_kilobytes() {
    let Some(features) = features(KOSOVO) else { return };
    let (map, topology) = drawn(&features, 900, 2.5);
    assert_eq!(map.shapes.len(), 38);
    assert!(path_bytes(&map) < 25_000, "{} bytes", path_bytes(&map));
    let country = topology.dissolve(|_| Some(0));
    assert_eq!(country.shapes[0].path.matches('m').count(), 1, "no gaps between municipalities, no holes");
    let sum: f64 = map.shapes.iter().map(|shape| shape.area).sum();
    assert!((sum - country.shapes[0].area).abs() < 1e-6);
    assert_borders_are_shared(&map, &topology);
    assert_nothing_vanishes(&features, 390);
    assert_areas_are_kept(&features, 900);
}

#[test]
fn no_border_of_kosovo_or_of_the_rehearsal_country_crosses_another_one() {
    let maps = [features(KOSOVO), Some(read(&own("../nights/rehearsal/map.geojson")).unwrap())];
    for features in maps.into_iter().flatten() {
        let (_, topology) = drawn(&features, 900, 2.5);
        let edges: Vec<_> = topology.borders().iter().flat_map(|border| border.points.windows(2)).collect();
        for (index, edge) in edges.iter().enumerate() {
            assert!(edges[..index].iter().all(|other| !cross(edge, other)), "{edge:?}");
        }
    }
}

/// Whether two edges have a point in common that is an end of neither.
fn cross(one: &[[i32; 2]], other: &[[i32; 2]]) -> bool {
    let apart = |line: &[[i32; 2]], ends: &[[i32; 2]]| {
        let side = |end: [i32; 2]| doubled_area(&[line[0], line[1], end]).signum();
        side(ends[0]) * side(ends[1]) < 0
    };
    apart(one, other) && apart(other, one)
}

#[test]
fn mamusha_lies_between_its_two_neighbours() {
    let Some(features) = features(KOSOVO) else { return };
    let (_, topology) = drawn(&features, 900, 2.5);
    let municipality = |name: &str| feature_named(&features, "shapeName", &format!("Municipality of {name}"));
    let mut expected = ["Prizren", "Suhareka", "Rahovec"].map(municipality);
    expected.sort_unstable();
    let neighbours = topology.neighbours(municipality("Mamusha"));
    assert!(neighbours.iter().all(|neighbour| expected.contains(neighbour)), "{neighbours:?} of {expected:?}");
    assert!(neighbours.len() >= 2);
}

#[test]
fn areas_on_the_sheet_have_the_ratio_that_they_have_on_the_globe() {
    for path in [KOSOVO, PROVINCES_38, WAHLKREISE] {
        let Some(features) = features(path) else { return };
        let (map, _) = drawn(&features, 900, 0.1);
        let globe: Vec<f64> = features.iter().map(on_the_globe).collect();
        let per_pixel = globe.iter().sum::<f64>() / map.shapes.iter().map(|shape| shape.area).sum::<f64>();
        for (shape, globe) in map.shapes.iter().zip(&globe).filter(|(shape, _)| shape.area > 50.0) {
            assert!((shape.area * per_pixel / globe - 1.0).abs() < 0.02, "{path}, feature {}", shape.feature);
        }
    }
}

/// Area on the unit sphere, by the trapezoids between each edge and the equator.
fn on_the_globe(feature: &Feature) -> f64 {
    let under = |edge: &[[f64; 2]]| {
        let sines = edge[0][1].to_radians().sin() + edge[1][1].to_radians().sin();
        (edge[1][0] - edge[0][0]).to_radians() * sines / 2.0
    };
    let within = |ring: &Vec<[f64; 2]>| ring.windows(2).map(under).sum::<f64>().abs();
    let polygon = |rings: &[Vec<[f64; 2]>]| within(&rings[0]) - rings[1..].iter().map(within).sum::<f64>();
    feature.polygons.iter().map(|part| polygon(&part.rings)).sum()
}

#[test]
fn the_rehearsal_country_is_drawn_whole() {
    let features = read(&own("../nights/rehearsal/map.geojson")).unwrap();
    let (map, topology) = drawn(&features, 900, 2.5);
    assert!(path_bytes(&map) < 40_000, "{} bytes", path_bytes(&map));
    assert_borders_are_shared(&map, &topology);
    assert_nothing_vanishes(&features, 390);
    assert_areas_are_kept(&features, 900);
}

#[test]
fn indonesia_keeps_its_provinces_and_islands() {
    for path in [PROVINCES_38, PROVINCES_34] {
        let Some(features) = features(path) else { return };
        let (map, topology) = drawn(&features, 900, 2.5);
        assert_eq!((map.shapes.len(), map.width), (features.len(), 900));
        assert!((300..400).contains(&map.height), "{}", map.height);
        assert!(path_bytes(&map) < 25_000, "{} bytes", path_bytes(&map));
        let parts: usize = features.iter().map(|feature| feature.polygons.len()).sum();
        let drawn_parts: usize = map.shapes.iter().map(|shape| shape.path.matches('m').count()).sum();
        assert!(drawn_parts as f64 > 0.9 * parts as f64, "{drawn_parts} of {parts} islands");
        assert_borders_are_shared(&map, &topology);
        assert_nothing_vanishes(&features, 390);
        assert_areas_are_kept(&features, 900);
    }
}

#[test]
fn neighbours_on_java_share_their_borders() {
    let Some(features) = features(PROVINCES_38) else { return };
    let (_, topology) = drawn(&features, 900, 2.5);
    let province = |name: &str| feature_named(&features, "PROVINSI", name);
    assert!(topology.neighbours(province("Jawa Tengah")).contains(&province("Jawa Timur")));
    assert!(topology.neighbours(province("Jawa Tengah")).contains(&province("Jawa Barat")));
    assert!(!topology.neighbours(province("Jawa Barat")).contains(&province("Jawa Timur")));
}

#[test]
fn germanys_299_constituencies_dissolve_to_16_states() {
    let Some(features) = features(WAHLKREISE) else { return };
    let (map, topology) = drawn(&features, 900, 2.5);
    assert_eq!(map.shapes.len(), 299);
    assert!(path_bytes(&map) < 100_000, "{} bytes", path_bytes(&map));
    let state = |feature: usize| features[feature].properties["LAND_NR"].parse::<usize>().unwrap();
    let states = topology.dissolve(|feature| Some(state(feature)));
    assert_eq!(states.shapes.iter().map(|shape| shape.feature).collect::<Vec<_>>(), (1..=16).collect::<Vec<_>>());
    // Berlin, the hole around it in Brandenburg, and Brandenburg's seven hectares within Saxony-Anhalt, far below a pixel.
    let rings = |state: usize| states.shapes[state - 1].path.matches('m').count();
    assert_eq!((rings(11), rings(12), rings(15)), (1, 3, 2));
    let sum = |map: &MapSheet| map.shapes.iter().map(|shape| shape.area).sum::<f64>();
    assert!((sum(&map) - sum(&states)).abs() < 1e-3);
    assert_borders_are_shared(&map, &topology);
}
