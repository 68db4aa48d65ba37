//! What a language says about itself.

words! {
    /// A language's own name, and what only the server writes by.
    Language in language {
        /// What the language calls itself.
        name,
        /// `ltr` or `rtl`.
        direction,
        /// The twelve months as they stand in a date, separated by `|`.
        months,
        /// `{day} {month} {year}`
        date,
    }
}

impl Language {
    /// A day `YYYY-MM-DD` in words; as it is, if it is not one.
    #[must_use]
    pub fn day(&self, date: &str) -> String {
        let parts: Vec<&str> = date.split('-').collect();
        let month = parts.get(1).and_then(|month| month.parse::<usize>().ok());
        let month = month.and_then(|month| self.months.split('|').nth(month.checked_sub(1)?));
        match (&parts[..], month) {
            ([year, _, day], Some(month)) => {
                super::fill(self.date, &[("day", day.trim_start_matches('0')), ("month", month), ("year", year)])
            }
            _ => date.to_owned(),
        }
    }
}
