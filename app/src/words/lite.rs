//! What the page of a few kilobytes says.

words! {
    /// What the page of a few kilobytes says.
    Lite in lite {
    }
}
