//! What following says: pinned contests and places, notifications, the installed page.

words! {
    /// What following says: pinned contests and places, notifications, the installed page.
    Follow in follow {
    }
}
