//! Figures as foreign tables write them: thousands separators, and signs for "nothing reported".

use crate::report::Count;

/// How a table writes its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FigureStyle {
    /// Between groups of three digits, if any.
    pub(super) thousands: Option<char>,
    /// Cells that are read as empty.
    pub(super) empty_values: Vec<String>,
    /// What empty cells of votes mean in a row that has votes.
    pub(super) empty: Empty,
}

/// What an empty cell of votes means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Empty {
    /// Nobody has said how many.
    #[default]
    NotReported,
    /// None.
    Zero,
}

impl FigureStyle {
    /// Whether a cell says nothing.
    pub(super) fn is_empty(&self, cell: &str) -> bool {
        cell.is_empty() || self.empty_values.iter().any(|empty| empty == cell)
    }

    /// The figure in a cell.
    ///
    /// # Errors
    /// What is wrong with it and what to do, in words.
    pub(super) fn read(&self, cell: &str) -> Result<Count, String> {
        let cell = cell.trim();
        if self.is_empty(cell) {
            return Ok(Count::MISSING);
        }
        let digits = self.without_separators(cell).ok_or_else(|| self.refuse(cell))?;
        let figure: u32 = digits.parse().map_err(|_| format!("`{cell}` is too large for a figure of one unit"))?;
        Count::new(figure).ok_or_else(|| format!("`{cell}` is too large for a figure of one unit"))
    }

    /// The digits alone; `None` if there is anything else, or groups that are not of three digits.
    fn without_separators(&self, cell: &str) -> Option<String> {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let Some(separator) = self.thousands.filter(|_| !is_number(cell)) else {
            return is_number(cell).then(|| cell.to_owned());
        };
        let is_separator = |c: char| c == separator || separator == ' ' && matches!(c, '\u{a0}' | '\u{202f}');
        let mut groups = cell.split(is_separator);
        let first = groups.next().filter(|first| is_number(first) && first.len() <= 3)?;
        let mut digits = String::from(first);
        for group in groups {
            if !is_number(group) || group.len() != 3 {
                return None;
            }
            digits.push_str(group);
        }
        Some(digits)
    }

    fn refuse(&self, cell: &str) -> String {
        let grouped = |separator: char| Self { thousands: Some(separator), ..Self::default() };
        let reads_with = |separator: &char| grouped(*separator).without_separators(cell).is_some();
        match ['.', ',', ' ', '\''].into_iter().find(reads_with).filter(|_| self.thousands.is_none()) {
            Some(separator) => format!(
                "`{cell}` is not a whole number: if it is written with thousands separators, say `thousands = \
                 \"{separator}\"` in the mapping"
            ),
            None => format!(
                "`{cell}` is not a whole number: correct it, or if it means that nothing was reported, add it to \
                 `empty_values` in the mapping"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(thousands: Option<char>, cell: &str) -> Result<Option<u32>, String> {
        let style = FigureStyle { thousands, empty_values: vec!["-".into(), "n/a".into()], empty: Empty::NotReported };
        style.read(cell).map(Count::get)
    }

    #[test]
    fn missing_is_not_zero() {
        assert_eq!(read(None, ""), Ok(None));
        assert_eq!(read(None, "-"), Ok(None));
        assert_eq!(read(None, "n/a"), Ok(None));
        assert_eq!(read(None, "0"), Ok(Some(0)));
    }

    #[test]
    fn thousands_are_read_only_in_whole_groups_and_only_where_the_mapping_says_so() {
        assert_eq!(read(Some('.'), "1.234.567"), Ok(Some(1_234_567)));
        assert_eq!(read(Some('.'), "1234567"), Ok(Some(1_234_567)));
        assert_eq!(read(Some(' '), "12\u{a0}345"), Ok(Some(12_345)));
        assert_eq!(read(Some('\''), "12'345"), Ok(Some(12_345)));
        for wrong in ["1.23", "1234.567", ".123", "1..234", "1.234,5"] {
            assert!(read(Some('.'), wrong).is_err(), "{wrong}");
        }
        let hint = read(None, "1.234").expect_err("no separator is declared");
        assert!(hint.contains("thousands = \".\""), "{hint}");
    }

    #[test]
    fn what_is_not_a_whole_number_is_refused() {
        for wrong in ["-5", "+5", "12a", "1,5", "٣", "4294967295", "99999999999"] {
            assert!(read(None, wrong).is_err(), "{wrong}");
        }
        assert_eq!(read(None, "4294967294"), Ok(Some(4_294_967_294)));
    }
}
