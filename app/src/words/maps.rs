//! What maps say.

words! {
    /// What maps say.
    Maps in maps {
        /// Name of the map: `{level}`.
        title,
        /// Under circles whose areas are registered voters.
        circles_voters,
        /// Under circles whose areas are expected reports.
        circles_reports,
        /// Under hexagons.
        hexagons,
        /// Over the places without a shape.
        elsewhere,
    }
}
