//! Two implementations, one answer; and the comparison sees it when one of them is wrong.

use election::seats::{House, Lot, Tally, allocate};

use super::differential::{Rule, disagreement};

#[test]
fn twenty_thousand_random_elections_come_out_the_same_by_both_implementations() {
    if let Some(found) = disagreement(&allocate, 1, 20_000) {
        panic!("{found}");
    }
}

#[test]
fn the_comparison_sees_faults_in_one_of_them() {
    let greater = |house: &House, tally: &Tally, lots: &[Lot]| {
        let mut house = house.clone();
        house.threshold.iter_mut().for_each(|line| line.basis_points += 1);
        allocate(&house, tally, lots)
    };
    let no_alliances = |house: &House, tally: &Tally, lots: &[Lot]| {
        allocate(&House { alliances: Vec::new(), ..house.clone() }, tally, lots)
    };
    let endless = |house: &House, tally: &Tally, lots: &[Lot]| {
        let mut house = house.clone();
        house.lists.iter_mut().for_each(|list| list.length = None);
        allocate(&house, tally, lots)
    };
    let no_lots = |house: &House, tally: &Tally, _: &[Lot]| allocate(house, tally, &[]);
    let faulty: [Rule<'_>; 4] = [&greater, &no_alliances, &endless, &no_lots];
    for rule in faulty {
        assert!(disagreement(rule, 1, 20_000).is_some());
    }
}
