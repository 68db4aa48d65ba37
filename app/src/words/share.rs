//! What sharing says: social cards, text to copy, embed code.

words! {
    /// What sharing says: social cards, text to copy, embed code.
    Share in share {
    }
}
