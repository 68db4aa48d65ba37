//! The little grammar that words need: plural forms, places in an order, lists, names inside sentences, numbers. Its rules
//! are data of the language file, so that no language is named here.

use election::format::Locale;

use super::{Live, fill};
use crate::letter::{capital, small};

impl Live {
    /// The form of `forms` (separated by `|`) for the number `n`, by the language's cardinal rules.
    #[must_use]
    pub fn plural<'f>(&self, n: u64, forms: &'f str) -> &'f str {
        form(self.plurals, n, forms)
    }

    /// A number in an order, by the language's ordinal rules: `2nd`.
    #[must_use]
    pub fn nth(&self, n: u64) -> String {
        fill(form(self.ordinals, n, self.ordinal), &[("n", &n.to_string())])
    }

    /// `a`, `a and b`, `a, b and c`.
    #[must_use]
    pub fn list_of(&self, names: &[&str]) -> String {
        and(names, self.and)
    }

    /// A name of several words as it stands inside a sentence: its first letter small, unless it begins an abbreviation or
    /// the language writes nouns large.
    #[must_use]
    pub fn lower_first(&self, name: &str) -> String {
        let mut letters = name.chars();
        let (first, second) = (letters.next(), letters.next());
        match (first, second) {
            (Some(first), Some(second)) if capital(second) != second && self.nouns != "capital" => {
                core::iter::once(small(first)).chain(name.chars().skip(1)).collect()
            }
            _ => name.to_owned(),
        }
    }

    /// How the language writes numbers.
    #[must_use]
    pub fn locale(&self) -> Locale {
        Locale { group: self.group, decimal: self.decimal, percent: around(self.percent), clock: around(self.clock) }
    }
}

/// `a`, `a and b`, `a, b and c` with the word that stands between the last two.
#[must_use]
pub fn and(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => first.join(", ") + word + last,
    }
}

/// What stands before, between and after the `{…}` of a pattern.
fn around<const N: usize>(pattern: &'static str) -> [&'static str; N] {
    let mut pieces = pattern.split(['{', '}']).step_by(2);
    [(); N].map(|()| pieces.next().unwrap_or_default())
}

/// The form whose rule holds for `n`, else the last: `rules` has one less than `forms`. A text with a single form has it for
/// all numbers.
fn form<'f>(rules: &str, n: u64, forms: &'f str) -> &'f str {
    let mut forms = forms.split('|');
    let mut last = forms.next().unwrap_or_default();
    for rule in rules.split('|') {
        if holds(rule, n) {
            break;
        }
        last = forms.next().unwrap_or(last);
    }
    last
}

/// Whether a plural rule of CLDR holds for a whole number: `n % 10 = 2..4 and n % 100 != 12..14`. An empty rule holds for all.
fn holds(rule: &str, n: u64) -> bool {
    let (mut any, mut all, mut value, mut equal, mut divides) = (false, true, n, true, false);
    for word in rule.split(' ').filter(|word| !word.is_empty()) {
        match word {
            "n" => value = n,
            "%" => divides = true,
            "=" | "!=" => equal = word == "=",
            "and" => {}
            "or" => (any, all) = (any || all, true),
            divisor if divides => {
                (value, divides) = (divisor.parse().map_or(0, |by| value.checked_rem(by).unwrap_or(0)), false)
            }
            ranges => all &= within(ranges, value) == equal,
        }
    }
    any || all
}

/// Whether a number is in one of the ranges: `2..4,7`.
fn within(ranges: &str, value: u64) -> bool {
    ranges.split(',').any(|range| {
        let mut ends = range.split('.').filter_map(|end| end.parse::<u64>().ok());
        ends.next().is_some_and(|first| (first..=ends.next_back().unwrap_or(first)).contains(&value))
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::words::{Words, of};

    /// A language with these rules.
    fn language(grammar: &str) -> Live {
        Words::parse("xx", &format!("[grammar]\n{grammar}")).expect("TOML").live
    }

    #[test]
    fn plural_forms_follow_the_rules_of_the_language() {
        let serbian = language("plurals = 'n % 10 = 1 and n % 100 != 11|n % 10 = 2..4 and n % 100 != 12..14'");
        let forms = [1, 21, 2, 13, 11, 5, 0].map(|n| serbian.plural(n, "one|few|other"));
        assert_eq!(forms, ["one", "one", "few", "other", "other", "other", "other"]);
        let romanian = language("plurals = 'n = 1|n = 0 or n != 1 and n % 100 = 1..19'");
        assert_eq!(
            [1, 0, 19, 119, 20].map(|n| romanian.plural(n, "one|few|other")),
            ["one", "few", "few", "few", "other"]
        );
        assert_eq!([0, 1, 2].map(|n| of("en").live.plural(n, "vote|votes")), ["votes", "vote", "votes"]);
    }

    #[test]
    fn a_language_without_rules_has_one_form() {
        let indonesian = language("plurals = ''\nordinals = ''\nordinal = 'ke-{n}'");
        assert_eq!([0, 1, 2].map(|n| indonesian.plural(n, "suara")), ["suara"; 3]);
        assert_eq!([1, 2].map(|n| indonesian.nth(n)), ["ke-1", "ke-2"]);
    }

    #[test]
    fn places_in_an_order_have_the_endings_of_the_language() {
        let nth = [1, 2, 3, 4, 11, 12, 13, 21, 111, 122].map(|n| of("en").live.nth(n));
        assert_eq!(nth.join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 111th 122nd");
        let italian = language("ordinals = 'n = 11,8,80,800'\nordinal = 'l’{n}º|il {n}º'");
        assert_eq!([8, 9, 11].map(|n| italian.nth(n)), ["l’8º", "il 9º", "l’11º"]);
    }

    #[test]
    fn names_are_joined_as_in_speech() {
        assert_eq!(of("en").live.list_of(&["a", "b", "c"]), "a, b and c");
        assert_eq!(of("en").live.list_of(&["a"]), "a");
    }

    #[test]
    fn a_name_inside_a_sentence_begins_small_unless_it_is_an_abbreviation_or_nouns_are_large() {
        assert_eq!(of("en").live.lower_first("Postal votes"), "postal votes");
        assert_eq!(of("en").live.lower_first("OSCE missions"), "OSCE missions");
        assert_eq!(language("nouns = 'capital'").lower_first("Briefwahl"), "Briefwahl");
    }

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let turkish = language("group = '.'\ndecimal = ','\npercent = '%{n}'\nclock = '{hour}.{minute}'").locale();
        assert_eq!(turkish.count(1_234_567), "1.234.567");
        assert_eq!([turkish.percent(1000), turkish.whole_percent(1, 2)], ["%100,0", "%50"]);
        assert_eq!(turkish.clock(0, 3600), "01.00");
        assert_eq!(of("en").live.locale(), Locale::ENGLISH);
    }
}
