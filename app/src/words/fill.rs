//! The little grammar that words need: places to fill, plural forms, lists.

use crate::letter::{capital, small};

/// The template with each `{name}` replaced.
#[must_use]
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 24);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The form of `forms` (separated by `|`) for the number `n` (CLDR's cardinal rules): `one|other`, or `one|few|other` in the
/// languages that have it, or a single form for all numbers.
#[must_use]
pub fn plural<'a>(language: &str, n: u64, forms: &'a str) -> &'a str {
    let slavic = matches!(language.split('-').next(), Some("sr" | "bs" | "hr"));
    let (ten, hundred) = (n % 10, n % 100);
    let form = match n {
        _ if slavic && ten == 1 && hundred != 11 => 0,
        _ if slavic && (2..=4).contains(&ten) && !(12..=14).contains(&hundred) => 1,
        _ if slavic => 2,
        1 => 0,
        _ => 1,
    };
    let mut all = forms.split('|');
    let first = all.next().unwrap_or_default();
    if form == 0 { first } else { all.clone().nth(form - 1).or(all.next_back()).unwrap_or(first) }
}

/// A number in an order: the form of `forms` for it (CLDR's ordinal rules; English has four, the others here have one), with
/// its `{n}` filled in.
#[must_use]
pub fn ordinal(language: &str, n: u64, forms: &str) -> String {
    let teen = matches!(n % 100, 11..=13);
    let form = match n % 10 {
        ending @ 1..=3 if language.starts_with("en") && !teen => ending - 1,
        _ => 3,
    };
    let form = forms.split('|').nth(usize::try_from(form).unwrap_or(3)).unwrap_or(forms);
    fill(form, &[("n", &n.to_string())])
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => first.join(", ") + word + last,
    }
}

/// A name of several words as it stands inside a sentence: its first letter small, unless it begins an abbreviation or the
/// language writes nouns large.
#[must_use]
pub fn lower_first(language: &str, name: &str) -> String {
    let mut letters = name.chars();
    let (first, second) = (letters.next(), letters.next());
    match (first, second) {
        (Some(first), Some(second)) if capital(second) != second && !language.starts_with("de") => {
            core::iter::once(small(first)).chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_once_and_never_looked_into() {
        assert_eq!(fill("{a} of {b}", &[("a", "{b}"), ("b", "2")]), "{b} of 2");
        assert_eq!(fill("nothing", &[]), "nothing");
    }

    #[test]
    fn plural_forms_follow_the_language() {
        let form = |language, n| plural(language, n, "one|few|many");
        assert_eq!([1, 21, 2, 13, 11, 5].map(|n| form("sr-Cyrl", n)), ["one", "one", "few", "many", "many", "many"]);
        assert_eq!([0, 1, 2].map(|n| plural("en", n, "vote|votes")), ["votes", "vote", "votes"]);
        assert_eq!(plural("tr", 5, "oy"), "oy");
    }

    #[test]
    fn places_in_an_order_have_the_endings_of_english_and_none_elsewhere() {
        let english = |n| ordinal("en", n, "{n}st|{n}nd|{n}rd|{n}th");
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 13, 21, 111, 122].map(english).join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 111th 122nd"
        );
        assert_eq!([1, 2, 24].map(|n| ordinal("sq", n, "nr. {n}")), ["nr. 1", "nr. 2", "nr. 24"]);
    }

    #[test]
    fn names_are_joined_as_in_speech() {
        assert_eq!(and(&["a", "b", "c"], " and "), "a, b and c");
        assert_eq!(and(&["a"], " and "), "a");
    }

    #[test]
    fn a_name_inside_a_sentence_begins_small_unless_it_is_an_abbreviation() {
        assert_eq!(lower_first("en", "Postal votes"), "postal votes");
        assert_eq!(lower_first("en", "OSCE missions"), "OSCE missions");
        assert_eq!(lower_first("de", "Briefwahl"), "Briefwahl");
    }
}
