//! What maps say.

words! {
    /// What maps say.
    Maps in maps {
    }
}
