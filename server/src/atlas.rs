//! The maps of an election: polygons projected, simplified and cut once at the start, then one drawing for each view.

mod equal;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use anyhow::Context;
use app::model::{MapModel, MapShape};
use election::geometry::{self, Detail, MapSheet, SheetOptions, Topology};
use election::view::Layout;
use election::{Definition, LevelIx, UnitIx};

use equal::EqualVoice;

/// Paper around the part of the sheet that a view shows, as a share of its size.
const MARGIN: f64 = 0.04;

/// A sheet of some three kilobytes.
const SMALL: SheetOptions =
    SheetOptions { width: 300, height: 300, padding: 2.0, detail: Detail::Pixels(4.0), smallest_islet: 12.0 };

/// The polygons of one level, ready to be drawn.
pub struct Atlas {
    sheet: MapSheet,
    topology: Topology,
    /// The same with a hundredth of the points, for the front page.
    small: Topology,
    /// Unit of each feature.
    units: Vec<UnitIx>,
    level: LevelIx,
    attribution: String,
    /// By unit and level of the rows, those that were asked for.
    equal: Mutex<HashMap<(UnitIx, LevelIx), Arc<EqualVoice>>>,
}

impl Atlas {
    /// Draws the definition's `map.geojson`; `None` if it has no map.
    ///
    /// # Errors
    /// If the polygons cannot be drawn.
    pub fn new(definition: &Definition, geojson: Option<&[u8]>) -> anyhow::Result<Option<Self>> {
        let (Some(settings), Some(geojson)) = (&definition.map, geojson) else { return Ok(None) };
        let features = geometry::read(geojson).context("map.geojson")?;
        let (sheet, topology) = geometry::sheet(&features, SheetOptions::default()).context("map.geojson")?;
        let (_, small) = geometry::sheet(&features, SMALL).context("map.geojson")?;
        Ok(Some(Self {
            sheet,
            topology,
            small,
            units: settings.units.clone(),
            level: settings.level,
            attribution: settings.attribution.clone(),
            equal: Mutex::default(),
        }))
    }

    /// The level that has polygons.
    #[must_use]
    pub fn level(&self) -> LevelIx {
        self.level
    }

    /// The outlines of a view's rows and nothing else, coarse and small.
    #[must_use]
    pub fn draw_small(&self, definition: &Definition, layout: &Layout) -> Option<MapModel> {
        let sheet = self.small.dissolve(|feature| layout.row_of(definition, *self.units.get(feature)?));
        let shape =
            |shape: geometry::Shape| MapShape { row: Some(shape.feature), path: shape.path, ..MapShape::default() };
        let (width, height) = (f64::from(sheet.width), f64::from(sheet.height));
        let shapes: Vec<MapShape> = sheet.shapes.into_iter().map(shape).collect();
        let window = [0.0, 0.0, width, height];
        (!shapes.is_empty()).then(|| MapModel { width, height, window, shapes, ..MapModel::default() })
    }

    /// The drawing of a view: its rows as shapes and the rest of the country around them. `None` where its rows lie below
    /// the level that has polygons, or none of them has one.
    #[must_use]
    pub fn draw(&self, definition: &Definition, layout: &Layout, language: &str) -> Option<MapModel> {
        let row_of = |feature: usize| layout.row_of(definition, *self.units.get(feature)?);
        let is_drawn = |row: &UnitIx| definition.units.level(*row) <= self.level;
        if !layout.rows.iter().any(is_drawn) {
            return None;
        }
        let dissolved = self.dissolve(definition, layout);
        let sheet = dissolved.as_ref().unwrap_or(&self.sheet);
        let mut shapes: Vec<MapShape> = (sheet.shapes.iter())
            .map(|shape| {
                // On a dissolved sheet, the features of one row are one shape, and its number is the row's.
                let row = if dissolved.is_some() { Some(shape.feature) } else { row_of(shape.feature) };
                let row = row.filter(|row| *row < layout.rows.len());
                let unit = row.map(|row| layout.rows[row]);
                MapShape {
                    row,
                    unit: unit.map(|unit| definition.units.id(unit).to_owned()).unwrap_or_default(),
                    name: unit.map(|unit| definition.unit_name(unit, language).to_owned()).unwrap_or_default(),
                    path: shape.path.clone(),
                    bbox: shape.bbox,
                    label: shape.label,
                    room: shape.room,
                    ..MapShape::default()
                }
            })
            .collect();
        let equal = self.equal(definition, layout, &shapes, sheet)?;
        equal.fill(&mut shapes);
        let (window, land) = equal.windows();
        Some(MapModel {
            width: sheet.width.into(),
            height: sheet.height.into(),
            window,
            land,
            hex_size: equal.hex_size(),
            insets: equal.insets(|row| definition.unit_name(layout.rows[row], language).to_owned()),
            borders: self.borders_above(definition, layout),
            coast: self.topology.mesh(|_, other| other.is_none()),
            shapes,
            attribution: self.attribution.clone(),
        })
    }

    /// Where the rows stand without their shapes, computed when first asked for.
    fn equal(
        &self,
        definition: &Definition,
        layout: &Layout,
        shapes: &[MapShape],
        sheet: &MapSheet,
    ) -> Option<Arc<EqualVoice>> {
        let key = (layout.key.unit, layout.key.level);
        let known = self.equal.lock().expect("nobody panics while holding it").get(&key).cloned();
        if known.is_some() {
            return known;
        }
        let measured: Vec<(&MapShape, f64)> = shapes.iter().zip(sheet.shapes.iter().map(|shape| shape.area)).collect();
        let pairs = self.topology.pairs(|feature| layout.row_of(definition, *self.units.get(feature)?));
        let equal = Arc::new(EqualVoice::of(definition, &layout.rows, &measured, &pairs, window(shapes)?));
        self.equal.lock().expect("nobody panics while holding it").insert(key, equal.clone());
        Some(equal)
    }

    /// For rows above the level of the polygons (regions): one shape per row, and the rest of the country as one more.
    fn dissolve(&self, definition: &Definition, layout: &Layout) -> Option<MapSheet> {
        let above =
            layout.rows.iter().any(|row| definition.units.level(*row) < self.level && !definition.units.is_leaf(*row));
        above.then(|| {
            self.topology.dissolve(|feature| {
                let unit = self.units.get(feature)?;
                Some(layout.row_of(definition, *unit).unwrap_or(layout.rows.len()))
            })
        })
    }

    /// Borders between features whose units differ one level above the rows.
    fn borders_above(&self, definition: &Definition, layout: &Layout) -> String {
        let units = &definition.units;
        let above = |feature: usize| {
            let unit = *self.units.get(feature)?;
            let row = layout.row_of(definition, unit).map_or(unit, |row| layout.rows[row]);
            units.parent(row)
        };
        self.topology.mesh(|one, other| other.is_some_and(|other| above(one) != above(other)))
    }
}

/// The box around the view's own shapes, with a margin: left, top, width, height.
fn window(shapes: &[MapShape]) -> Option<[f64; 4]> {
    let own = shapes.iter().filter(|shape| shape.row.is_some()).map(|shape| shape.bbox);
    let [left, top, right, bottom] =
        own.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
    let margin = (right - left).max(bottom - top) * MARGIN;
    Some([left - margin, top - margin, right - left + 2.0 * margin, bottom - top + 2.0 * margin])
}
