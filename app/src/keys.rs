//! Keys of cells as a page says them. Most stand in rows of which each key has the number, so that a number is left out where it
//! is that of the key before: in its place is a star. Then all rows say the same, which compresses to little.

/// Where an element says which cells it shows.
#[cfg(feature = "ssr")]
const SAYS: &str = " data-cell=\"";

/// The part of a key before its number, and the number with what follows.
pub(crate) fn split(key: &str) -> (&str, &str) {
    let rest = key.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
    (key.strip_suffix(rest).unwrap_or_default(), rest)
}

/// The digits that a text begins with.
pub(crate) fn digits(text: &str) -> &str {
    text.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default()
}

/// A key with its number, which is kept for the next: to be called with the keys of a page in their order.
#[must_use]
pub fn whole(key: &str, number: &mut String) -> String {
    let (name, rest) = split(key);
    if let Some(part) = rest.strip_prefix('*') {
        return [name, number.as_str(), part].concat();
    }
    let own = digits(rest);
    if !own.is_empty() {
        own.clone_into(number);
    }
    key.to_owned()
}

/// A document in which keys leave out the number of the key before.
#[cfg(feature = "ssr")]
#[must_use]
pub fn shortened(html: &str) -> String {
    let (mut short, mut number, mut rest) = (String::with_capacity(html.len()), String::new(), html);
    while let Some(at) = rest.find(SAYS) {
        let (before, says) = rest.split_at(at + SAYS.len());
        short.push_str(before);
        let (keys, after) = says.split_at(says.find('"').unwrap_or(says.len()));
        // Words of the page that look like it stay as they are; whoever reads the keys might not see them.
        if before.rfind('<') > before.rfind('>') {
            let keys: Vec<String> = keys.split(' ').map(|key| without(key, &mut number)).collect();
            short.push_str(&keys.join(" "));
        } else {
            short.push_str(keys);
            number.clear();
        }
        rest = after;
    }
    short + rest
}

#[cfg(feature = "ssr")]
fn without(key: &str, number: &mut String) -> String {
    let (name, rest) = split(key);
    let own = digits(rest);
    if own.is_empty() {
        return key.to_owned();
    }
    if own == number {
        return format!("{name}*{}", &rest[own.len()..]);
    }
    own.clone_into(number);
    key.to_owned()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::{shortened, whole};

    const PAGE: &str = "<p data-cell=\"seq\"><b data-cell=\"bar12 bar12-class\"><i data-cell=\"bar12-votes\"></i> <i class=\"a\" \
                        data-cell=\"note\"></i><tr data-cell=\"r12-class\"><td data-cell=\"r12-s3\"><td data-cell=\"r2-s12\">";

    #[test]
    fn a_number_that_was_said_is_left_out() {
        let short = shortened(PAGE);
        let says: Vec<&str> =
            short.split("data-cell=\"").skip(1).map(|part| &part[..part.find('"').unwrap()]).collect();
        assert_eq!(says, ["seq", "bar12 bar*-class", "bar*-votes", "note", "r*-class", "r*-s3", "r2-s12"]);
    }

    #[test]
    fn what_was_left_out_is_put_back() {
        let all = |html: &str| -> Vec<String> {
            let keys = html.split("data-cell=\"").skip(1).flat_map(|part| part[..part.find('"').unwrap()].split(' '));
            let mut number = String::new();
            keys.map(|key| whole(key, &mut number)).collect()
        };
        assert_eq!(all(&shortened(PAGE)), all(PAGE));
        assert_eq!(all(PAGE)[1..4], ["bar12", "bar12-class", "bar12-votes"]);
    }

    #[test]
    fn words_that_look_like_keys_are_left_alone_and_nothing_relies_on_them() {
        let page = "<i data-cell=\"r1\"></i>See  data-cell=\"r1-s1\" <i data-cell=\"r1-s2\"></i>";
        assert_eq!(shortened(page), page);
    }
}
