//! What can be wrong with map.geojson.

use super::{Case, cut_off_before, replace_in, whole};

const FILE: &str = "map.geojson";

pub const CASES: &[Case] = &[
    whole("it is not JSON", FILE, b"<svg/>"),
    whole("it has no features", FILE, b"{\"type\": \"FeatureCollection\", \"features\": []}"),
    cut_off_before("it is cut off", FILE, "\"South\""),
    replace_in("a feature lacks the property", FILE, "\"name\": \"South\"", "\"title\": \"South\""),
    replace_in("a name is misspelt", FILE, "\"South\"", "\"Suoth\""),
    replace_in("a name is of another level", FILE, "\"South\"", "\"n/1\""),
    replace_in("two features are one unit", FILE, "Municipality of Upper-Town", "SOUTH"),
    replace_in(
        "a feature is a point",
        FILE,
        "{\"type\": \"Polygon\", \"coordinates\": [[[20, 42], [21, 42], [21, 43], [20, 43], [20, 42]]]}",
        "{\"type\": \"Point\", \"coordinates\": [20, 42]}",
    ),
    replace_in("coordinates are in metres", FILE, "[[[20, 42], [21, 42]", "[[[7450000, 4700000], [21, 42]"),
];
