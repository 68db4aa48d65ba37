//! Words of the search.

/// What the search says.
#[derive(Clone, Debug)]
pub struct Find {
    /// Name of the search, its button and the page's title.
    pub search: &'static str,
    /// What can be looked for, in the box while it is empty.
    pub hint: &'static str,
    /// Above the results: `{query}`, `{n}`. Plural by `n`.
    pub found: &'static str,
    /// Nothing was found: `{query}`.
    pub nothing: &'static str,
    /// What the reader can do then, and before anything was asked.
    pub advice: &'static str,
    /// Heading of units.
    pub places: &'static str,
    /// Heading of contests.
    pub contests: &'static str,
    /// Heading of lists.
    pub lists: &'static str,
    /// Heading of candidates.
    pub candidates: &'static str,
    /// Under results that are not all there are: `{n}`. Plural by `n`.
    pub more: &'static str,
    /// A place with figures: `{list}`, `{share}`, `{counted}`.
    pub leads: &'static str,
    /// A place with equal figures: `{counted}`.
    pub tie: &'static str,
    /// A place without figures.
    pub open: &'static str,
    /// How much of a place is counted: `{n}`, `{total}`. Plural by `total`.
    pub counted: &'static str,
}

static ENGLISH: Find = Find {
    search: "Search",
    hint: "Place, station, list or candidate",
    found: "{n} result for “{query}”|{n} results for “{query}”",
    nothing: "Nothing is called “{query}”.",
    advice: "Type the beginning of a name, or a station’s number with its place. Accents, capitals and small typing errors do not \
             matter; Latin and Cyrillic letters both work.",
    places: "Places",
    contests: "Contests",
    lists: "Lists",
    candidates: "Candidates",
    more: "{n} more is called so. Add a word to narrow the search.|{n} more are called so. Add a word to narrow the search.",
    leads: "{list} leads with {share}; {counted}",
    tie: "Tie; {counted}",
    open: "Nothing counted yet",
    counted: "{n} of {total} report counted|{n} of {total} reports counted",
};

/// The words of a language.
#[must_use]
pub fn find(_language: &str) -> &'static Find {
    &ENGLISH
}
