//! Exact fractions that are compared as in school: whole parts first, then what is left upside down. No products, so nothing
//! can overflow.

use std::cmp::Ordering;

#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    pub over: u128,
    pub under: u128,
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.under, other.under) {
            (0, 0) => self.over.cmp(&other.over),
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            _ => finite(*self, *other),
        }
    }
}

fn finite(one: Fraction, other: Fraction) -> Ordering {
    let (whole, others) = (one.over / one.under, other.over / other.under);
    let (rest, other_rest) = (one.over % one.under, other.over % other.under);
    match (whole.cmp(&others), rest, other_rest) {
        (Ordering::Equal, 0, 0) => Ordering::Equal,
        (Ordering::Equal, 0, _) => Ordering::Less,
        (Ordering::Equal, _, 0) => Ordering::Greater,
        // a/b < c/d exactly when b/a > d/c.
        (Ordering::Equal, _, _) => {
            finite(Fraction { over: other.under, under: other_rest }, Fraction { over: one.under, under: rest })
        }
        (unequal, _, _) => unequal,
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}
