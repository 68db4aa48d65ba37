//! What the history of figures says: corrections, revisions, what changed lately.

words! {
    /// What the history of figures says: corrections, revisions, what changed lately.
    History in history {
    }
}
