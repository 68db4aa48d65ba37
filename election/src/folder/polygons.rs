//! map.geojson: which polygon belongs to which unit. Names of maps and of lists never agree, so there are several ways.

use std::collections::{BTreeMap, HashMap};

use super::defect::Defect;
use super::findings::Findings;
use super::settings::MapKeys;
use super::spelling::{nearest, quoted};
use super::units::{FILE as UNITS, Noted};
use crate::definition::{Definition, MapSettings, fold_name};
use crate::geometry::{self, Feature};
use crate::ids::UnitIx;

/// The name of the file.
pub(super) const FILE: &str = "map.geojson";
/// More units than this are not listed.
const MOST_LISTED: usize = 5;

/// Joins the features of the map to units. `units_unread`: some may be missing, so nothing can be called unknown.
pub(super) fn join(
    bytes: &[u8],
    keys: &MapKeys,
    definition: &Definition,
    (map_values, units_unread): (&[Noted<UnitIx>], bool),
    findings: &mut Findings,
) -> Option<MapSettings> {
    let features = match geometry::read(bytes) {
        Ok(features) => features,
        Err(defect) => {
            findings.defect(Defect::of_file(FILE, defect.to_string()));
            return None;
        }
    };
    let join = Join::new(keys, definition, map_values, findings);
    let found: Vec<Result<UnitIx, String>> = features.iter().map(|feature| join.unit(feature)).collect();
    let mut units: Vec<UnitIx> = Vec::new();
    let mut first_feature: HashMap<UnitIx, usize> = HashMap::new();
    for (found, number) in found.into_iter().zip(1..) {
        let field = format!("feature {number}");
        match found {
            Ok(unit) => {
                units.push(unit);
                if let Some(first) = first_feature.insert(unit, number) {
                    let id = definition.units.id(unit);
                    let message = format!(
                        "`{id}` has feature {first} already: join the two to one MultiPolygon, or correct a name"
                    );
                    findings.defect(Defect::of_file(FILE, message).in_field(field));
                }
            }
            Err(message) if !units_unread => findings.defect(Defect::of_file(FILE, message).in_field(field)),
            Err(_) => {}
        }
    }
    if !units_unread {
        warn_of_the_rest(&join, &first_feature, findings);
    }
    Some(MapSettings { level: keys.level, attribution: keys.attribution.clone(), units })
}

/// The units of the level that has polygons, by all that a map may call them.
struct Join<'j> {
    keys: &'j MapKeys,
    definition: &'j Definition,
    units: Vec<UnitIx>,
    by_map_value: HashMap<&'j str, UnitIx>,
    /// Names that several units of the level have name none.
    by_name: BTreeMap<String, Option<UnitIx>>,
}

impl<'j> Join<'j> {
    fn new(
        keys: &'j MapKeys,
        definition: &'j Definition,
        map_values: &'j [Noted<UnitIx>],
        findings: &mut Findings,
    ) -> Self {
        let tree = &definition.units;
        let units: Vec<UnitIx> = tree.units().filter(|unit| tree.level(*unit) == keys.level).collect();
        let mut join = Self { keys, definition, units, by_map_value: HashMap::new(), by_name: BTreeMap::new() };
        for value in map_values.iter().filter(|value| tree.level(value.unit) == keys.level) {
            if let Some(other) = join.by_map_value.insert(&value.text, value.unit) {
                let message =
                    format!("`{}` is what the map calls `{}` too: correct one of the two", value.text, tree.id(other));
                findings.defect(Defect::of_file(UNITS, message).at_line(value.line).in_field("map"));
            }
        }
        for unit in &join.units {
            let translated = definition.unit_names.values().filter_map(|names| names.get(unit)).map(String::as_str);
            for name in translated.chain([tree.name(*unit)]) {
                let named = join.by_name.entry(fold_name(name)).or_insert(Some(*unit));
                *named = named.filter(|named| named == unit);
            }
        }
        join
    }

    fn unit(&self, feature: &Feature) -> Result<UnitIx, String> {
        let property = &self.keys.property;
        let Some(value) = feature.properties.get(property) else {
            let known: Vec<&str> = feature.properties.keys().map(String::as_str).collect();
            let known = if known.is_empty() { "it has none".into() } else { format!("it has {}", quoted(&known)) };
            return Err(format!(
                "the feature has no property `{property}` ({known}): correct `property` in election.toml"
            ));
        };
        let name = value.strip_prefix(&self.keys.strip_prefix).unwrap_or(value).trim();
        let by_map_value = self.by_map_value.get(value.as_str()).or_else(|| self.by_map_value.get(name)).copied();
        let here = |unit: &UnitIx| self.definition.units.level(*unit) == self.keys.level;
        let by_id = || self.definition.units.find(name).filter(here);
        let by_name = || self.by_name.get(&fold_name(name)).copied().flatten();
        let by_alias = || self.definition.find_unit(name).filter(here);
        by_map_value.or_else(by_id).or_else(by_name).or_else(by_alias).ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> String {
        let level = &self.definition.levels[self.keys.level.at()].id;
        let units = &self.definition.units;
        if let Some(unit) = self.definition.find_unit(name) {
            let other = &self.definition.levels[units.level(unit).at()].id;
            return format!(
                "`{name}` is a unit of level `{other}`, but the map shows `{level}`: correct `level` in election.toml"
            );
        }
        let near = nearest(name, self.units.iter().flat_map(|unit| [units.name(*unit), units.id(*unit)]));
        let near = near.map(|near| format!(", perhaps of `{near}`")).unwrap_or_default();
        format!(
            "`{name}` names no unit of level `{level}`: add it to `map` or `aliases` of its unit in units.csv{near}"
        )
    }
}

/// Units without polygon are normal (embassies, postal votes), but it should be known which.
fn warn_of_the_rest(join: &Join<'_>, found: &HashMap<UnitIx, usize>, findings: &mut Findings) {
    let rest: Vec<UnitIx> = join.units.iter().copied().filter(|unit| !found.contains_key(unit)).collect();
    if rest.is_empty() {
        return;
    }
    let ids: Vec<&str> = rest.iter().take(MOST_LISTED).map(|unit| join.definition.units.id(*unit)).collect();
    let more = if rest.len() > MOST_LISTED { " …" } else { "" };
    let level = &join.definition.levels[join.keys.level.at()].id;
    let message = format!(
        "{} of {} units of level `{level}` have no polygon ({}{more}): fine if they are off the map, like embassies",
        rest.len(),
        join.units.len(),
        quoted(&ids)
    );
    findings.warning(Defect::of_file(FILE, message));
}
