//! What the page of a few kilobytes says.

words! {
    /// What the page of a few kilobytes says.
    Lite in lite {
        /// The link to it.
        link,
        /// What it is, and that it does not follow the count.
        about,
        /// The link that loads it again.
        reload,
        /// The link to the whole page.
        full,
        /// Which figures these are: `{time}`, `{seq}`.
        as_of,
        /// The same once everything is counted: `{time}`, `{seq}`. Figures may still be corrected.
        as_of_all,
        /// Corrections until now: `{n}`. Plural by `n`.
        corrections,
        /// Column: votes.
        votes,
        /// Column: share of the valid votes.
        share,
        /// Places that are not listed here: `{n}`. Plural by `n`.
        more_places,
        /// Lists that are not listed here: `{n}`. Plural by `n`.
        more_lists,
    }
}
