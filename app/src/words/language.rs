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
    /// The day of a moment in words: milliseconds since 1970 UTC, at `offset` seconds east of it.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn day_of(&self, at_ms: i64, offset: i32) -> String {
        let moment = jiff::Timestamp::from_millisecond(at_ms.saturating_add(i64::from(offset) * 1000));
        moment.map_or_else(
            |_| String::new(),
            |moment| self.day(&jiff::tz::Offset::UTC.to_datetime(moment).date().to_string()),
        )
    }

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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    #[test]
    fn a_moment_has_the_day_of_its_place() {
        let language = &crate::words::of("en").language;
        // 12 October 2025, 22:37 in Greenwich.
        let at = 1_760_308_620_000;
        assert_eq!(language.day_of(at, 0), "12 October 2025");
        assert_eq!(language.day_of(at, 2 * 3600), "13 October 2025");
    }
}
