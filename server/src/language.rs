//! Which of the languages there are a reader gets.

/// The language asked for by name, else the reader's first (of the header `Accept-Language`) that there is, else the first.
#[must_use]
pub fn choose(asked: &str, accepted: &str, known: &[String]) -> String {
    let by_name = matching(asked, known);
    let chosen = by_name.or_else(|| wishes(accepted).into_iter().find_map(|wish| matching(wish, known)));
    chosen.or(known.first().map(String::as_str)).unwrap_or("en").to_owned()
}

/// The language that serves a reader of `asked` best: itself, else the same language in the same script, else in the script
/// that the election names first. `sr` is served by `sr-Latn`, `de-AT` by `de`.
#[must_use]
pub fn matching<'k>(asked: &str, known: &'k [String]) -> Option<&'k str> {
    let all = || known.iter().map(String::as_str);
    let (language, wanted) = parts(asked);
    let same = |code: &&str| parts(code).0.eq_ignore_ascii_case(language);
    all()
        .find(|code| code.eq_ignore_ascii_case(asked))
        .or_else(|| all().filter(same).find(|code| wanted.is_some() && equal(parts(code).1, wanted)))
        .or_else(|| all().find(same))
        // Whoever reads anything gets what is there first.
        .or_else(|| all().find(|_| asked == "*"))
}

/// The ranges of an `Accept-Language` header, the most wanted first; what is refused (`q=0`) or unreadable is left out.
fn wishes(accepted: &str) -> Vec<&str> {
    let mut wishes: Vec<(u32, &str)> =
        accepted.split(',').filter_map(wish).filter(|(quality, _)| *quality > 0).collect();
    wishes.sort_by_key(|(quality, _)| core::cmp::Reverse(*quality));
    wishes.into_iter().map(|(_, range)| range).collect()
}

/// A range with its quality in thousandths: `sr-Latn;q=0.8`.
fn wish(text: &str) -> Option<(u32, &str)> {
    let (range, parameters) = text.split_once(';').unwrap_or((text, "q=1"));
    let quality: f32 = parameters.trim().strip_prefix("q=")?.trim().parse().ok()?;
    // At most three decimals are allowed, so this is exact.
    (0.0..=1.0).contains(&quality).then_some(((quality * 1000.0).round() as u32, range.trim()))
}

/// The language of a code and its script, if it names one.
fn parts(code: &str) -> (&str, Option<&str>) {
    let mut parts = code.split('-');
    let language = parts.next().unwrap_or_default();
    (language, parts.find(|part| part.len() == 4 && part.bytes().all(|letter| letter.is_ascii_alphabetic())))
}

fn equal(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(asked: &str, accepted: &str) -> String {
        let known = ["sq", "sr-Latn", "sr-Cyrl", "en"].map(str::to_owned);
        choose(asked, accepted, &known)
    }

    #[test]
    fn the_language_of_the_address_comes_before_that_of_the_browser() {
        assert_eq!(chosen("en", "sq"), "en");
        assert_eq!(chosen("sr", "en"), "sr-Latn", "an address from before the scripts had their own");
        assert_eq!(chosen("xx", "en"), "en");
    }

    #[test]
    fn the_most_wanted_comes_first_wherever_it_stands() {
        assert_eq!(chosen("", "de;q=0.9, en;q=0.3, sq;q=0.7"), "sq");
        assert_eq!(chosen("", "fr, en-GB;q=0.8, *;q=0.1"), "en");
        assert_eq!(chosen("", "fr, *;q=0.5, en;q=0.4"), "sq");
    }

    #[test]
    fn what_is_refused_or_unreadable_is_not_chosen() {
        assert_eq!(chosen("", "en;q=0, sr;q=0.1"), "sr-Latn");
        assert_eq!(chosen("", "en;q=x, ;;,=, sr-Cyrl;q=0.1"), "sr-Cyrl");
        assert_eq!(chosen("", ""), "sq");
    }

    #[test]
    fn a_script_is_honoured_whatever_the_region() {
        assert_eq!(chosen("", "sr-Cyrl-RS"), "sr-Cyrl");
        assert_eq!(chosen("", "sr-latn-me, en;q=0.5"), "sr-Latn");
        assert_eq!(chosen("", "sr-RS"), "sr-Latn", "the script that the election names first");
    }

    #[test]
    fn without_any_language_there_is_english() {
        assert_eq!(choose("", "sq", &[]), "en");
    }
}
