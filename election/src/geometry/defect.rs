//! What can be wrong with a map, as a sentence for the person who has to mend it. Features are numbered from 1, as a reader
//! of the file would count them.

/// A map that cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GeometryDefect {
    /// The bytes are not GeoJSON.
    #[error("the map is not readable as GeoJSON ({detail}): export it again as a GeoJSON FeatureCollection in UTF-8")]
    NotGeoJson {
        /// What the parser says, with line and column where it knows them.
        detail: String,
    },
    /// GeoJSON, but a lone geometry or feature.
    #[error("the map is a GeoJSON {found}, but a FeatureCollection is needed: export the layer, not a single shape")]
    NotACollection {
        /// The type that was found.
        found: &'static str,
    },
    /// No features at all.
    #[error("the map has no features: export the layer with its polygons")]
    NoFeatures,
    /// A feature without geometry, or whose geometry has no rings.
    #[error(
        "feature {feature} of the map has no polygon: give it one or remove the feature (a place without a polygon needs none)"
    )]
    NoPolygon {
        /// Which feature, from 1.
        feature: usize,
    },
    /// A point, a line, a collection.
    #[error(
        "feature {feature} of the map is a {found}, but only Polygon and MultiPolygon can be filled: remove it or draw its outline as a polygon"
    )]
    NotAPolygon {
        /// Which feature, from 1.
        feature: usize,
        /// The type that was found.
        found: String,
    },
    /// A ring that encloses nothing.
    #[error(
        "feature {feature} of the map has a ring of {points} points, but a ring needs at least 4 (the last repeats the first): remove the ring or draw it again"
    )]
    RingTooShort {
        /// Which feature, from 1.
        feature: usize,
        /// Points of the ring, the closing one included.
        points: usize,
    },
    /// Infinite or not a number.
    #[error("feature {feature} of the map has a coordinate that is not a number: export the layer again")]
    NotANumber {
        /// Which feature, from 1.
        feature: usize,
    },
    /// Not on the globe; mostly metres, or latitude before longitude.
    #[error(
        "feature {feature} of the map has the position {longitude}, {latitude}, which is not on the globe: \
             coordinates are longitude (-180 to 180), then latitude (-90 to 90), in degrees; convert the layer to WGS 84 (EPSG:4326)"
    )]
    OffTheGlobe {
        /// Which feature, from 1.
        feature: usize,
        /// First coordinate as found.
        longitude: f64,
        /// Second coordinate as found.
        latitude: f64,
    },
    /// All positions are the same.
    #[error(
        "all positions of the map are one and the same point: check that the layer was exported with its full precision"
    )]
    NoExtent,
    /// The sheet cannot hold a map.
    #[error(
        "a sheet of {width} by {height} pixels with {padding} pixels of padding has no room for a map: choose a size between 16 and {largest}, and less padding"
    )]
    NoRoom {
        /// Asked width.
        width: u32,
        /// Asked height.
        height: u32,
        /// Asked padding.
        padding: f64,
        /// The largest side that is possible.
        largest: u32,
    },
}
