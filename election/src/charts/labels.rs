//! Where labels stand that want to be beside something and must not cover each other.

/// The places of labels along one line: as near to where they want to be as `gap` between neighbours and `range` allow (least
/// squares, by pooling neighbours that touch). `wanted` ascends; so does what is returned. `None` if they do not fit.
#[must_use]
pub fn spread(wanted: &[f64], gap: f64, range: [f64; 2]) -> Option<Vec<f64>> {
    let [least, most] = range;
    if gap * wanted.len().saturating_sub(1) as f64 > most - least {
        return None;
    }
    // Without the gaps, labels that keep their distance are a sequence that does not descend.
    let mut pools: Vec<Pool> = Vec::with_capacity(wanted.len());
    for (at, wanted) in wanted.iter().enumerate() {
        pools.push(Pool { sum: wanted - gap * at as f64, size: 1 });
        while let [.., before, last] = &pools[..]
            && before.mean() >= last.mean()
        {
            let joined = Pool { sum: before.sum + last.sum, size: before.size + last.size };
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    let highest = most - gap * wanted.len().saturating_sub(1) as f64;
    let flat = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.mean(), pool.size));
    Some(flat.enumerate().map(|(at, place)| place.clamp(least, highest.max(least)) + gap * at as f64).collect())
}

/// Neighbours that touch.
struct Pool {
    sum: f64,
    size: usize,
}

impl Pool {
    fn mean(&self) -> f64 {
        self.sum / self.size as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_with_room_stay_where_they_want_to_be() {
        assert_eq!(spread(&[10.0, 40.0, 80.0], 15.0, [0.0, 100.0]), Some(vec![10.0, 40.0, 80.0]));
    }

    #[test]
    fn labels_that_touch_share_the_room_around_their_middle() {
        assert_eq!(spread(&[50.0, 50.0, 90.0], 10.0, [0.0, 100.0]), Some(vec![45.0, 55.0, 90.0]));
    }

    #[test]
    fn labels_at_the_edge_stay_inside() {
        assert_eq!(spread(&[98.0, 99.0], 10.0, [0.0, 100.0]), Some(vec![90.0, 100.0]));
    }

    #[test]
    fn more_labels_than_there_is_room_for_are_refused() {
        assert_eq!(spread(&[1.0, 2.0, 3.0], 60.0, [0.0, 100.0]), None);
    }

    proptest! {
        #[test]
        fn labels_never_overlap_keep_their_order_and_stay_inside(
            mut wanted in proptest::collection::vec(-50.0_f64..150.0, 0..12),
            gap in 0.0_f64..9.0,
        ) {
            wanted.sort_by(f64::total_cmp);
            let placed = spread(&wanted, gap, [0.0, 100.0]).expect("twelve labels of nine fit into a hundred");
            prop_assert_eq!(placed.len(), wanted.len());
            prop_assert!(placed.windows(2).all(|pair| pair[1] - pair[0] >= gap - 1e-9));
            prop_assert!(placed.iter().all(|place| (-1e-9..=100.0 + 1e-9).contains(place)));
        }
    }
}
