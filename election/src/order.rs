//! The one sort of the browser's half. Each use of the standard library's generic sorts is compiled anew and costs a reader
//! a kilobyte and a half.

use core::cmp::Ordering;

/// The numbers below `count` in the order that `compare` says; equal ones stay in their own order.
#[must_use]
pub fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut to = Vec::with_capacity(count);
    let mut width = 1;
    while width < count {
        for pair in from.chunks(width * 2) {
            merge(pair, width, compare, &mut to);
        }
        core::mem::swap(&mut from, &mut to);
        to.clear();
        width *= 2;
    }
    from
}

/// Appends the two halves of `pair`, each in order, as one.
fn merge(pair: &[usize], width: usize, compare: &dyn Fn(usize, usize) -> Ordering, to: &mut Vec<usize>) {
    let (mut left, mut right) = pair.split_at(width.min(pair.len()));
    while let (Some(one), Some(other)) = (left.first(), right.first()) {
        if compare(*other, *one) == Ordering::Less {
            to.push(*other);
            right = &right[1..];
        } else {
            to.push(*one);
            left = &left[1..];
        }
    }
    to.extend_from_slice(left);
    to.extend_from_slice(right);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_orders_as_the_standard_library_does_for_every_length_and_keeps_equal_ones() {
        let mut seed = 1_u32;
        for count in 0..200 {
            let values: Vec<u32> = (0..count)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 24) % 40
                })
                .collect();
            let mut expected: Vec<usize> = (0..count).collect();
            expected.sort_by_key(|at| values[*at]);
            assert_eq!(order(count, &|one, other| values[one].cmp(&values[other])), expected);
        }
    }
}
