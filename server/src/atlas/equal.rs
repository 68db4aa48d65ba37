//! Where each row of a view stands in the equal-voice view, and which insets its map needs: computed once for a unit and
//! level, whatever contest and language it is shown in.

use std::collections::BTreeMap;

use app::model::{Inset, MapShape};
use election::UnitIx;
use election::definition::Definition;
use election::geometry::{self, HexMap, Insets, Place};

/// The places of a map without their shapes.
pub(super) struct EqualVoice {
    /// The row of each place.
    rows: Vec<usize>,
    circles: Vec<[f64; 3]>,
    hexes: HexMap,
    insets: Insets,
}

impl EqualVoice {
    /// For shapes whose areas are `areas`; `pairs` are the rows that share a border, and `window` is the box around them.
    pub(super) fn of(
        definition: &Definition,
        units: &[UnitIx],
        shapes: &[(&MapShape, f64)],
        pairs: &[[usize; 2]],
        window: [f64; 4],
    ) -> Self {
        let mut grounds: BTreeMap<usize, (Place, [f64; 4], f64)> = BTreeMap::new();
        for (shape, area) in shapes {
            let Some(row) = shape.row else { continue };
            let place = Place { at: shape.label, area: *area, weight: 0.0 };
            grounds
                .entry(row)
                .and_modify(|ground| join(ground, place, shape.bbox))
                .or_insert((place, shape.bbox, *area));
        }
        let rows: Vec<usize> = grounds.keys().copied().collect();
        let weights = weights(definition, rows.iter().map(|row| units[*row]).collect());
        let places: Vec<Place> =
            grounds.values().zip(weights).map(|((place, ..), weight)| Place { weight, ..*place }).collect();
        let boxes: Vec<[f64; 4]> = grounds.values().map(|(_, bbox, _)| *bbox).collect();
        let at = |row: usize| rows.binary_search(&row).ok();
        let pairs: Vec<[usize; 2]> = pairs.iter().filter_map(|[a, b]| Some([at(*a)?, at(*b)?])).collect();
        let insets = geometry::insets(&places, &boxes, window);
        let circles = geometry::circles(&places, &pairs, insets.land);
        let hexes = geometry::hexes(&places, &pairs, insets.land);
        Self { rows, circles, hexes, insets }
    }

    /// Writes circle and hexagon of each shape.
    pub(super) fn fill(&self, shapes: &mut [MapShape]) {
        for shape in shapes {
            let place = shape.row.and_then(|row| self.rows.binary_search(&row).ok());
            if let Some(place) = place {
                shape.circle = self.circles[place].map(tenths);
                shape.hex = self.hexes.centres[place].map(tenths);
            }
        }
    }

    /// From the centre of a hexagon to its corners.
    pub(super) fn hex_size(&self) -> f64 {
        (self.hexes.size * 100.0).floor() / 100.0
    }

    /// What the map shows of the sheet, and the part of it that is land.
    pub(super) fn windows(&self) -> ([f64; 4], [f64; 4]) {
        (self.insets.window.map(tenths), self.insets.land.map(tenths))
    }

    /// The insets; `name` gives the name of a row.
    pub(super) fn insets(&self, name: impl Fn(usize) -> String) -> Vec<Inset> {
        let inset = |inset: &geometry::Inset| {
            let rows: Vec<usize> = inset.places.iter().map(|place| self.rows[*place]).collect();
            let title = rows.first().map(|row| name(*row)).unwrap_or_default();
            Inset { title, rows, window: inset.window.map(tenths), frame: inset.frame.map(tenths), scale: inset.scale }
        };
        self.insets.insets.iter().map(inset).collect()
    }
}

/// A row of several shapes stands where its largest one has its label.
fn join(ground: &mut (Place, [f64; 4], f64), place: Place, bbox: [f64; 4]) {
    let (so_far, of_all, largest) = ground;
    if place.area > *largest {
        (so_far.at, *largest) = (place.at, place.area);
    }
    so_far.area += place.area;
    let [l, t, r, b] = *of_all;
    *of_all = [l.min(bbox[0]), t.min(bbox[1]), r.max(bbox[2]), b.max(bbox[3])];
}

/// Registered voters of each unit; where they are not known of all, the number of reports that are expected.
fn weights(definition: &Definition, units: Vec<UnitIx>) -> Vec<f64> {
    let registered: Option<Vec<u64>> = units.iter().map(|unit| registered(definition, *unit)).collect();
    let expected = |unit: &UnitIx| u64::from(definition.units.expected_in_all(*unit));
    let weights = registered.unwrap_or_else(|| units.iter().map(expected).collect());
    #[expect(clippy::cast_precision_loss, reason = "voters, for the size of a circle")]
    weights.into_iter().map(|weight| weight as f64).collect()
}

/// Registered voters as the definition gives them, of the unit itself or summed up from below.
fn registered(definition: &Definition, unit: UnitIx) -> Option<u64> {
    let tree = &definition.units;
    if let Some(own) = tree.registered(unit).get() {
        return Some(own.into());
    }
    let known: Vec<u64> = tree.children(unit).filter_map(|child| registered(definition, child)).collect();
    (!known.is_empty()).then(|| known.iter().sum())
}

/// Nobody sees less than a twentieth of a pixel.
fn tenths(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
