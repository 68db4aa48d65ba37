//! Reads the polygons of a GeoJSON FeatureCollection (RFC 7946). The only file of the geometry that knows a file format.

use std::collections::BTreeMap;

use geojson::feature::Id;
use geojson::{GeoJson, GeometryValue, JsonValue, Position};
use serde_json::Number;

use super::{Feature, GeometryDefect, Polygon};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a FeatureCollection of polygons: properties that are texts or numbers, rings closed, every position checked. A
/// feature's own `id` becomes the property `id`, unless it has one.
///
/// # Errors
/// The first defect, as a sentence that names the feature and says what to do.
pub fn read(bytes: &[u8]) -> Result<Vec<Feature>, GeometryDefect> {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let parsed: GeoJson =
        serde_json::from_slice(text).map_err(|error| GeometryDefect::NotGeoJson { detail: error.to_string() })?;
    let collection = match parsed {
        GeoJson::FeatureCollection(collection) => collection,
        GeoJson::Feature(_) => return Err(GeometryDefect::NotACollection { found: "Feature" }),
        GeoJson::Geometry(geometry) => {
            return Err(GeometryDefect::NotACollection { found: geometry.value.type_name() });
        }
    };
    if collection.features.is_empty() {
        return Err(GeometryDefect::NoFeatures);
    }
    collection.features.into_iter().zip(1..).map(|(feature, number)| checked(feature, number)).collect()
}

fn checked(found: geojson::Feature, number: usize) -> Result<Feature, GeometryDefect> {
    let polygons = polygons(&found, number)?;
    let feature = Feature { properties: properties(found), polygons }.closed();
    feature.check(number)?;
    Ok(feature)
}

fn polygons(found: &geojson::Feature, number: usize) -> Result<Vec<Polygon>, GeometryDefect> {
    let geometry = found.geometry.as_ref().ok_or(GeometryDefect::NoPolygon { feature: number })?;
    match &geometry.value {
        GeometryValue::Polygon { coordinates } => Ok(vec![polygon(coordinates)]),
        GeometryValue::MultiPolygon { coordinates } => Ok(coordinates.iter().map(|rings| polygon(rings)).collect()),
        other => Err(GeometryDefect::NotAPolygon { feature: number, found: other.type_name().to_owned() }),
    }
}

fn polygon(rings: &[Vec<Position>]) -> Polygon {
    // A third coordinate (height) is left out; one that is missing is not a number, which the check refuses.
    let coordinate = |position: &Position, at: usize| position.as_slice().get(at).copied().unwrap_or(f64::NAN);
    let point = |position: &Position| [coordinate(position, 0), coordinate(position, 1)];
    let ring = |positions: &Vec<Position>| positions.iter().map(point).collect();
    Polygon { rings: rings.iter().map(ring).collect() }
}

fn properties(found: geojson::Feature) -> BTreeMap<String, String> {
    let id = found.id.map(|id| match id {
        Id::String(text) => text,
        Id::Number(number) => written(&number),
    });
    let own = found.properties.into_iter().flatten().filter_map(|(name, value)| match value {
        JsonValue::String(text) => Some((name, text)),
        JsonValue::Number(number) => Some((name, written(&number))),
        _ => None,
    });
    id.map(|id| ("id".to_owned(), id)).into_iter().chain(own).collect()
}

/// Tools that keep every number as a float write a code `7` as `7.0`; nobody means that.
fn written(number: &Number) -> String {
    let text = number.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collection(features: &str) -> String {
        format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
    }

    fn feature(geometry: &str) -> String {
        format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#)
    }

    const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}"#;

    fn defect(text: &str) -> String {
        read(text.as_bytes()).expect_err("defective").to_string()
    }

    #[test]
    fn reads_polygons_multipolygons_and_their_properties() {
        let text = collection(
            r#"{"type":"Feature","id":12,"properties":{"name":"Deti","code":7.0,"share":0.5,"big":true,"none":null},
                "geometry":{"type":"MultiPolygon","coordinates":[[[[0,0,9],[1,0,9],[1,1,9],[0,0,9]]],[[[2,2],[3,2],[3,3]]]]}}"#,
        );
        let features = read(text.as_bytes()).expect("good");
        let properties: Vec<_> =
            features[0].properties.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(properties, [("code", "7"), ("id", "12"), ("name", "Deti"), ("share", "0.5")]);
        assert_eq!(features[0].polygons[0].rings[0], [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]);
        assert_eq!(features[0].polygons[1].rings[0].len(), 4, "the open triangle is closed");
    }

    #[test]
    fn a_property_named_id_is_stronger_than_the_id_of_the_feature() {
        let text =
            collection(&format!(r#"{{"type":"Feature","id":"a","properties":{{"id":"b"}},"geometry":{SQUARE}}}"#));
        assert_eq!(read(text.as_bytes()).expect("good")[0].properties["id"], "b");
    }

    #[test]
    fn a_byte_order_mark_is_fine() {
        let text = format!("\u{feff}{}", collection(&feature(SQUARE)));
        assert!(read(text.as_bytes()).is_ok());
    }

    #[test]
    fn other_geometries_are_named_with_the_number_of_the_feature() {
        let line = feature(r#"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#);
        let text = defect(&collection(&format!("{},{line}", feature(SQUARE))));
        assert!(text.starts_with("feature 2 of the map is a LineString"), "{text}");
        assert!(text.contains("remove it or draw its outline"), "{text}");
        assert!(defect(&collection(&feature("null"))).starts_with("feature 1 of the map has no polygon"));
        assert!(defect(&collection(&feature(r#"{"type":"Polygon","coordinates":[]}"#))).contains("no polygon"));
    }

    #[test]
    fn a_position_without_its_second_coordinate_is_not_a_place() {
        let text = defect(&collection(&feature(r#"{"type":"Polygon","coordinates":[[[0,0],[1],[1,1],[0,0]]]}"#)));
        assert!(text.contains("not a number") || text.contains("not readable"), "{text}");
    }

    #[test]
    fn what_is_not_a_collection_is_refused_with_a_hint() {
        assert!(defect("id,name").contains("not readable as GeoJSON"));
        assert!(defect(SQUARE).contains("a GeoJSON Polygon, but a FeatureCollection is needed"));
        assert!(defect(&feature(SQUARE)).contains("a GeoJSON Feature, but"));
        assert!(defect(&collection("")).contains("no features"));
        assert!(defect(r#"{"type":"Topology","objects":{},"arcs":[]}"#).contains("export it again"));
    }
}
