//! Places to fill in a text.

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
        // A name that ends as a sentence does needs no second full stop.
        let ends = filled.ends_with(['.', '!', '?']);
        rest = after.strip_prefix('.').filter(|_| ends).unwrap_or(after);
    }
    filled.push_str(rest);
    filled
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
    fn a_name_with_a_mark_of_its_own_ends_its_sentence() {
        let fill = |name| fill("Ahead of {name}. So far.", &[("name", name)]);
        assert_eq!(fill("Tani!"), "Ahead of Tani! So far.");
        assert_eq!(fill("A. B."), "Ahead of A. B. So far.");
        assert_eq!(fill("Bashkimi"), "Ahead of Bashkimi. So far.");
    }
}
