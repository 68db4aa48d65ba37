//! The country's outline: a grid of crooked cells inside a crooked coast, one for each municipality, and its map.

use app::model::{MapModel, MapShape};
use election::Definition;
use election::geometry::{Feature, MapSheet, Place, Polygon, SheetOptions, Topology, circles, hexes, sheet};
use election::view::Layout;

use super::{Map, PLACES};

/// Cells of the grid (column, row) that are land, in the order of the municipalities.
const CELLS: [(i32, i32); 38] = [
    (1, 0),
    (2, 0),
    (0, 1),
    (1, 1),
    (2, 1),
    (3, 0),
    (4, 0),
    (5, 0),
    (3, 1),
    (4, 1),
    (5, 1),
    (6, 1),
    (7, 1),
    (6, 2),
    (7, 2),
    (0, 2),
    (1, 2),
    (0, 3),
    (1, 3),
    (0, 4),
    (2, 2),
    (3, 2),
    (4, 2),
    (2, 3),
    (3, 3),
    (4, 3),
    (5, 2),
    (5, 3),
    (6, 3),
    (7, 3),
    (6, 4),
    (5, 4),
    (1, 4),
    (2, 4),
    (3, 4),
    (4, 4),
    (2, 5),
    (3, 5),
];

/// The country's polygons.
pub struct Land {
    sheet: MapSheet,
    topology: Topology,
}

impl Land {
    pub fn new() -> Self {
        let features: Vec<Feature> = CELLS.iter().map(|cell| feature(*cell)).collect();
        let options = SheetOptions { width: 900, height: 1000, ..SheetOptions::default() };
        let (sheet, topology) = sheet(&features, options).expect("the cells can be drawn");
        Self { sheet, topology }
    }

    /// The map of a view; none where nothing has a shape.
    pub fn draw(&self, definition: &Definition, layout: &Layout, language: &str) -> Map {
        let municipality = |at: usize| definition.find_unit(&format!("M{at:02}")).expect("a municipality");
        let shape = |at: usize| {
            let (unit, shape) = (municipality(at), &self.sheet.shapes[at]);
            MapShape {
                row: layout.row_of(definition, unit).filter(|row| layout.rows[*row] == unit),
                unit: definition.units.id(unit).to_owned(),
                name: definition.unit_name(unit, language).to_owned(),
                path: shape.path.clone(),
                bbox: shape.bbox,
                label: shape.label,
                room: shape.room,
                ..MapShape::default()
            }
        };
        let mut shapes: Vec<MapShape> = (0..PLACES.len()).map(shape).collect();
        let own = shapes.iter().filter(|shape| shape.row.is_some()).map(|shape| shape.bbox);
        let [left, top, right, bottom] =
            own.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
        let window = [left - 10.0, top - 10.0, right - left + 20.0, bottom - top + 20.0];
        let hex_size = self.give_one_voice(definition, layout, &mut shapes, window);
        Some(MapModel {
            width: self.sheet.width.into(),
            height: self.sheet.height.into(),
            window,
            land: window,
            hex_size,
            insets: Vec::new(),
            borders: self.topology.mesh(|a, b| b.is_some_and(|b| PLACES[a].0 != PLACES[b].0)),
            coast: self.topology.mesh(|_, b| b.is_none()),
            shapes,
            attribution: "drawn for this preview".into(),
        })
    }

    /// Circles and hexagons of the shapes that are rows; returns the size of the hexagons.
    fn give_one_voice(
        &self,
        definition: &Definition,
        layout: &Layout,
        shapes: &mut [MapShape],
        window: [f64; 4],
    ) -> f64 {
        let own: Vec<usize> = (0..shapes.len()).filter(|at| shapes[*at].row.is_some()).collect();
        let place = |at: &usize| Place {
            at: shapes[*at].label,
            area: self.sheet.shapes[*at].area,
            weight: shapes[*at]
                .row
                .map_or(0.0, |row| f64::from(definition.units.registered(layout.rows[row]).or_zero().max(1))),
        };
        let places: Vec<Place> = own.iter().map(place).collect();
        let neighbours = self.topology.pairs(|feature| own.binary_search(&feature).ok());
        let hexes = hexes(&places, &neighbours, window);
        let centres = circles(&places, &neighbours, window).into_iter().zip(hexes.centres);
        for (at, (circle, hex)) in own.into_iter().zip(centres) {
            (shapes[at].circle, shapes[at].hex) = (circle, hex);
        }
        hexes.size
    }
}

/// A number between −1 and 1 that depends on two whole numbers only.
fn noise(a: i32, b: i32) -> f64 {
    let wave = (f64::from(a) * 12.9898 + f64::from(b) * 78.233).sin() * 43_758.545_3;
    (wave - wave.floor()) * 2.0 - 1.0
}

/// A corner of the grid in degrees.
fn corner(column: i32, row: i32) -> [f64; 2] {
    let x = f64::from(column) + 0.32 * noise(column, row);
    let y = f64::from(row) + 0.32 * noise(row + 50, column + 7);
    [20.0 + x * 0.34, 43.0 - y * 0.3 - x * 0.03]
}

/// A side as a crooked line, the same from both ends; its last point is left out.
fn side(from: (i32, i32), to: (i32, i32)) -> Vec<[f64; 2]> {
    let forwards = from < to;
    let (first, last) = if forwards { (from, to) } else { (to, from) };
    let (start, end) = (corner(first.0, first.1), corner(last.0, last.1));
    let steps = 12;
    let seed = first.0 * 31 + first.1 * 57 + last.0 * 3 + last.1 * 5;
    let mut points: Vec<[f64; 2]> = (0..=steps)
        .map(|step| {
            let along = f64::from(step) / f64::from(steps);
            let bow = (along * (1.0 - along)).sqrt() * 0.05;
            let off = bow * (noise(seed, step) * 0.7 + (along * 9.0 + noise(seed, 3) * 3.0).sin() * 0.6);
            let (dx, dy) = (end[0] - start[0], end[1] - start[1]);
            [start[0] + dx * along - dy * off * 3.0, start[1] + dy * along + dx * off * 3.0]
        })
        .collect();
    if !forwards {
        points.reverse();
    }
    points.pop();
    points
}

fn feature((column, row): (i32, i32)) -> Feature {
    let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)];
    let mut ring: Vec<[f64; 2]> = corners.windows(2).flat_map(|pair| side(pair[0], pair[1])).collect();
    ring.push(ring[0]);
    Feature { polygons: vec![Polygon { rings: vec![ring] }], ..Feature::default() }
}
