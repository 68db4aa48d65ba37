//! A figure as people and programs write it, read only if there is no doubt what it says.

use crate::report::Count;

/// Reads digits; an empty text is a missing figure.
///
/// # Errors
/// What is wrong and what to write instead.
pub(super) fn count(text: &str) -> Result<Count, String> {
    if text.is_empty() {
        return Ok(Count::MISSING);
    }
    if !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(not_a_count(text));
    }
    let figure = text.parse().ok().and_then(Count::new);
    figure.ok_or_else(|| format!("`{text}` is more than a figure can be ({}): correct it", Count::MAX))
}

fn not_a_count(text: &str) -> String {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    if let Some(rest) = text.strip_prefix(['-', '−', '–'])
        && is_digits(rest)
    {
        return format!("`{text}` is negative, figures are counts: correct it");
    }
    let groups: Vec<&str> = text.split(['.', ',', ' ', '\'', '’', '_', '\u{a0}', '\u{202f}', '٬']).collect();
    if groups.len() > 1 && groups.iter().all(|group| is_digits(group)) {
        let is_thousands = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
        return if is_thousands {
            format!("`{text}` has a thousands separator: write `{}`", groups.concat())
        } else {
            format!("`{text}` is not a whole number: figures are counts, write digits only")
        };
    }
    if ["-", "–", "—", "n/a", "na", "null", "none", "x", "?", "*", ".", "…"].contains(&text.to_lowercase().as_str())
    {
        return format!("`{text}` stands for a missing figure: leave the cell empty");
    }
    if text.starts_with(['=', '#']) {
        return format!("`{text}` is a formula or an error of a spreadsheet: save the file with values");
    }
    format!("`{text}` is not a number: write the digits 0 to 9 only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_and_nothing_is_missing() {
        assert_eq!(
            ["0", "007", "4294967294", ""].map(|text| count(text).map(Count::get)),
            [Ok(Some(0)), Ok(Some(7)), Ok(Some(Count::MAX)), Ok(None)]
        );
    }

    #[test]
    fn everything_else_says_what_to_write() {
        let texts = [
            "1.234",
            "1,234,567",
            "12 345",
            "1’234",
            "12.5",
            "1.2345",
            "-5",
            "−5",
            "4294967295",
            "99999999999999999999999",
            "-",
            "n/a",
            "=SUM(B2:B9)",
            "#REF!",
            "12a",
            "+12",
            "1e3",
            "٣",
            "0x10",
        ];
        insta::assert_snapshot!(texts.map(|text| count(text).expect_err(text)).join("\n"));
    }
}
