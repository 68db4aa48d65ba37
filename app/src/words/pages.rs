//! Words of the frame that all pages of a contest share.

/// What the frame says.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Name of the navigation between the pages of a contest.
    pub navigation: &'static str,
    /// The contest's own page.
    pub results: &'static str,
    /// Instead of the connection's state on a page that does not follow the count: `{time}`.
    pub as_of: &'static str,
    /// Title of a page in the browser: `{page}`, `{place}`, `{contest}`, `{election}`.
    pub title: &'static str,
    /// The page of all downloads.
    pub data: &'static str,
    /// Its first sentence.
    pub data_intro: &'static str,
}

static ENGLISH: Pages = Pages {
    navigation: "Pages of this contest",
    results: "Results",
    as_of: "As of {time}",
    title: "{page}: {place}, {contest} – {election}",
    data: "Data",
    data_intro: "Every figure on these pages is also an address that programs can read.",
};

/// The words of a language.
#[must_use]
pub fn pages(_language: &str) -> &'static Pages {
    &ENGLISH
}
