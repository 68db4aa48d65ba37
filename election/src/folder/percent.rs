//! Percentages as decimal texts, exact to the hundredth.

/// `"2.5"` in hundredths of a percent: 250.
///
/// # Errors
/// What to write instead.
pub(super) fn basis_points(text: &str) -> Result<u32, String> {
    let wrong =
        || format!("`{text}` is not a percentage: write digits with at most two decimals, such as \"5\" or \"2.75\"");
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str, most: usize| {
        (1..=most).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    if !is_number(whole, 6) || !is_number(decimals, 2) {
        return Err(wrong());
    }
    let hundredths: u32 = format!("{decimals:0<2}").parse().map_err(|_| wrong())?;
    Ok(whole.parse::<u32>().map_err(|_| wrong())? * 100 + hundredths)
}

/// `"1.4"` in thousandths: 1400.
///
/// # Errors
/// What to write instead.
pub(super) fn thousandths(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{text}` is not a divisor: write digits with at most three decimals, such as \"1.4\"");
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_number =
        |digits: &str| (1..=3).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) {
        return Err(wrong());
    }
    format!("{whole}{decimals:0<3}").parse().map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_exactly() {
        assert_eq!(["5", "2.5", "0.75", "100.00"].map(basis_points), [Ok(500), Ok(250), Ok(75), Ok(10_000)]);
    }

    #[test]
    fn divisors_are_read_exactly() {
        assert_eq!(["1.4", "2", "1.25", "0.707"].map(thousandths), [Ok(1400), Ok(2000), Ok(1250), Ok(707)]);
        for text in ["", "1,4", "1.2345", ".5", "-1", "√2"] {
            assert!(thousandths(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_plain_decimal_is_refused() {
        for text in ["", "5 %", "2,5", "1.234", ".5", "5.", "-1", "1e3", "9999999"] {
            assert!(basis_points(text).is_err(), "{text}");
        }
    }
}
