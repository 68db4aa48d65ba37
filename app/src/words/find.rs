//! Words of the search.

words! {
    /// What the search says.
    Find in find {
        /// Name of the search, its button and the page's title.
        search,
        /// What can be looked for, in the box while it is empty.
        hint,
        /// Above the results: `{query}`, `{n}`. Plural by `n`.
        found,
        /// Nothing was found: `{query}`.
        nothing,
        /// What the reader can do then, and before anything was asked.
        advice,
        /// Heading of units.
        places,
        /// Heading of contests.
        contests,
        /// Heading of lists.
        lists,
        /// Heading of candidates.
        candidates,
        /// Under results that are not all there are: `{n}`. Plural by `n`.
        more,
        /// A place with figures: `{list}`, `{share}`, `{counted}`.
        leads,
        /// A place with equal figures: `{counted}`.
        tie,
        /// A place without figures.
        open,
        /// How much of a place is counted: `{n}`, `{total}`. Plural by `total`.
        counted,
    }
}
