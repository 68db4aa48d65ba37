//! Rows of the bars that a reader points at keep their places: what is written meanwhile is everything else.

/// Whether a cell (by its key) moves a row of the bars or the line of the threshold.
#[must_use]
pub fn moves(key: &str) -> bool {
    let bar = key.strip_prefix("bar").map(|rest| rest.strip_suffix("-class").unwrap_or(rest));
    let bar = bar.is_some_and(|option| !option.is_empty() && option.bytes().all(|byte| byte.is_ascii_digit()));
    bar || key == "threshold" || key == "threshold-class"
}

/// Whether a cell (by its key) belongs to a list whose lines stand for other things from time to time (`list` names it: `near`,
/// `next`): a line must not become another one under a pointer.
#[must_use]
pub fn is_line_of(list: &str, key: &str) -> bool {
    key.strip_prefix(list).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// The new style of a row in its old place: of `next`, only the length.
#[must_use]
pub fn in_place(before: &str, next: &str) -> String {
    let length = |style: &str| style.split(';').find(|part| part.starts_with("--len:")).map(str::to_owned);
    let mut parts: Vec<String> =
        before.split(';').filter(|part| !part.is_empty() && !part.starts_with("--len:")).map(str::to_owned).collect();
    parts.extend(length(next));
    parts.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_and_the_threshold_move() {
        assert!(["bar0", "bar11", "bar3-class", "threshold", "threshold-class"].into_iter().all(moves));
        assert!(!["bar", "bar3-share", "bar3-change-class", "bars", "seg0", "headline"].into_iter().any(moves));
    }

    #[test]
    fn a_line_is_of_its_own_list() {
        assert!(is_line_of("near", "near0-name") && is_line_of("next", "next4"));
        assert!(!is_line_of("near", "nearest") && !is_line_of("near", "next0") && !is_line_of("next", "r3-next0"));
    }

    #[test]
    fn a_row_that_is_held_gets_its_length_and_nothing_else() {
        let held = in_place(
            "--after-big:1;--after-small:0;--past:0;--len:40.0%",
            "--after-big:0;--after-small:0;--past:1;--len:41.5%",
        );
        assert_eq!(held, "--after-big:1;--after-small:0;--past:0;--len:41.5%");
        assert_eq!(
            in_place("--after-big:1;--after-small:0", "--after-big:2;--after-small:0"),
            "--after-big:1;--after-small:0"
        );
    }
}
