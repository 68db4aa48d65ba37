//! What charts say.

words! {
    /// What charts say.
    Charts in charts {
    }
}
