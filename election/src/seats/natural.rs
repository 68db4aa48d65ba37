//! Whole numbers of any size, and their ratios: products of many quotients are compared exactly.

use core::cmp::Ordering;

/// A whole number: 64 bits a digit, the lowest first, no zero at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Natural(Vec<u64>);

impl Natural {
    fn one() -> Self {
        Self(vec![1])
    }

    fn times_digit(&self, factor: u64) -> Self {
        let mut carry = 0u128;
        let mut digits = Vec::with_capacity(self.0.len() + 1);
        for digit in &self.0 {
            let product = u128::from(*digit) * u128::from(factor) + carry;
            digits.push(low(product));
            carry = product >> 64;
        }
        digits.push(low(carry));
        Self(digits).trimmed()
    }

    fn times(&self, other: &Self) -> Self {
        let mut digits = vec![0; self.0.len() + other.0.len()];
        for (at, digit) in self.0.iter().enumerate() {
            let mut carry = 0u128;
            for (sum, factor) in digits[at..].iter_mut().zip(other.0.iter().chain(&[0])) {
                let product = u128::from(*digit) * u128::from(*factor) + u128::from(*sum) + carry;
                *sum = low(product);
                carry = product >> 64;
            }
        }
        Self(digits).trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn low(wide: u128) -> u64 {
    u64::try_from(wide & u128::from(u64::MAX)).expect("64 bits are left")
}

/// A fraction above zero, compared by value.
#[derive(Clone, Debug)]
pub(super) struct Ratio {
    above: Natural,
    below: Natural,
}

impl Ratio {
    pub(super) fn one() -> Self {
        Self { above: Natural::one(), below: Natural::one() }
    }

    /// This × `above` ÷ `below`.
    pub(super) fn times(&self, above: u64, below: u64) -> Self {
        Self { above: self.above.times_digit(above), below: self.below.times_digit(below) }
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        self.above.times(&other.below).cmp(&other.above.times(&self.below))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ratio {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_many_large_factors_are_compared_exactly() {
        let factors = [u64::MAX, 3, u64::MAX - 1, 1 << 63, 7, u64::MAX - 58];
        let forth = factors.iter().fold(Ratio::one(), |product, factor| product.times(*factor, 5));
        let back = factors.iter().rev().fold(Ratio::one(), |product, factor| product.times(*factor, 5));
        assert_eq!(forth, back);
        assert!(forth.times(u64::MAX, u64::MAX - 1) > back);
        assert!(forth.times(u64::MAX - 1, u64::MAX) < back);
        assert_eq!(forth.times(6, 4), back.times(3, 2));
    }

    #[test]
    fn a_product_agrees_with_128_bits() {
        let (a, b) = (0xfedc_ba98_7654_3210_u64, 0x0123_4567_89ab_cdef_u64);
        let wide = u128::from(a) * u128::from(b);
        let product = Natural(vec![a]).times(&Natural(vec![b]));
        assert_eq!(product, Natural(vec![low(wide), low(wide >> 64)]));
        assert_eq!(product, Natural(vec![a]).times_digit(b));
    }
}
