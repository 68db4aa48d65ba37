//! The alphabetical order of a language, for lists that the server sorts. In the browser it is `Intl.Collator`'s.

use core::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorPreferences};
use icu_locale_core::Locale;

/// Compares names as the language orders them (CLDR), numbers by their value: `Č` after `C` in Serbian, `ı` before `i` in
/// Turkish, `10` after `9`. A language that is not known has the order that most share.
pub fn collator(language: &str) -> impl Fn(&str, &str) -> Ordering + use<> {
    let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
    let mut preferences = CollatorPreferences::from(&locale);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let collator = Collator::try_new(preferences, CollatorOptions::default());
    move |one, other| collator.as_ref().map_or_else(|_| one.cmp(other), |collator| collator.compare(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, names: &str) -> String {
        let mut names: Vec<&str> = names.split(' ').collect();
        names.sort_by(|one, other| collator(language)(one, other));
        names.join(" ")
    }

    #[test]
    fn names_stand_in_the_order_of_the_language() {
        assert_eq!(
            sorted("sq", "Dhermi Durrës Zhur Çair Cërrik Deçan Zym"),
            "Cërrik Çair Deçan Durrës Dhermi Zym Zhur"
        );
        assert_eq!(
            sorted("sr-Latn", "Džep Dragaš Đakovica Čačak Cetinje Lug Ljig Ćuprija"),
            "Cetinje Čačak Ćuprija Dragaš Džep Đakovica Lug Ljig"
        );
        assert_eq!(sorted("bs", "Zenica Živinice Šipovo Sanski"), "Sanski Šipovo Zenica Živinice");
        assert_eq!(sorted("sr-Cyrl", "Ђаковица Ваљево Гњилане Драгаш"), "Ваљево Гњилане Драгаш Ђаковица");
        assert_eq!(sorted("tr", "İzmir Isparta Çorum Cizre Ödemiş Ordu"), "Cizre Çorum Isparta İzmir Ordu Ödemiş");
    }

    #[test]
    fn numbers_stand_by_their_value() {
        assert_eq!(sorted("en", "M10 M9 M100"), "M9 M10 M100");
    }
}
