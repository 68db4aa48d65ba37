//! Exponential, logarithm and power from additions, multiplications and divisions alone.
//!
//! The standard library's call the platform's, which differ in the last bit from machine to machine; a night must not.

use core::f64::consts::{LN_2, SQRT_2};

/// `e^x`, to about 14 digits; 0 far below zero and a huge number far above.
pub(super) fn exp(x: f64) -> f64 {
    let halvings = (x / LN_2).clamp(-1000.0, 1000.0);
    let whole = (halvings + 0.5).floor();
    let rest = (x - whole * LN_2).clamp(-1.0, 1.0);
    let series = (1..=14).rev().fold(1.0, |sum, n| 1.0 + sum * rest / f64::from(n));
    series * two_to_the(whole as i64)
}

/// The natural logarithm of a positive number; of anything else, that of the smallest one.
pub(super) fn ln(x: f64) -> f64 {
    let bits = x.max(f64::MIN_POSITIVE).to_bits();
    let mut exponent = (bits >> 52) as i64 - 1023;
    let mut mantissa = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    if mantissa > SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    // ln m = 2 artanh((m − 1) / (m + 1)), a series in a number below 0.18.
    let z = (mantissa - 1.0) / (mantissa + 1.0);
    let series = (0..10).rev().fold(0.0, |sum, n| sum * z * z + 1.0 / f64::from(2 * n + 1));
    2.0 * z * series + exponent as f64 * LN_2
}

/// `x^y` of a positive `x`.
pub(super) fn power(x: f64, y: f64) -> f64 {
    exp(y * ln(x))
}

fn two_to_the(exponent: i64) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_standard_library() {
        for step in -4_000..4_000 {
            let x = f64::from(step) / 100.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-13, "exp {x}");
            let positive = x.exp();
            assert!((ln(positive) - x).abs() < 1e-12, "ln {positive}");
        }
    }

    #[test]
    fn extremes_are_finite() {
        for x in [-1e9, -800.0, 800.0, 1e9] {
            assert!(exp(x).is_finite());
        }
        assert!(ln(0.0).is_finite() && ln(-1.0).is_finite());
    }
}
