//! Two implementations, one answer.

use election::seats::{Allocation, House, Lot, Tally};

use super::generator::{Random, election, lots};
use super::naive;

type Rule<'r> = &'r dyn Fn(&House, &Tally, &[Lot]) -> Allocation;

/// The first election of those that start at `seed` on which both implementations differ.
pub fn disagreement(rule: Rule<'_>, seed: u64, elections: u64) -> Option<String> {
    (seed..seed + elections).find_map(|seed| {
        let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let (house, tally) = election(&mut random);
        differs(rule, &house, &tally, &[]).or_else(|| {
            let drawn = lots(&mut random, &rule(&house, &tally, &[]).ties);
            if drawn.is_empty() { None } else { differs(rule, &house, &tally, &drawn) }
        })
    })
}

fn differs(rule: Rule<'_>, house: &House, tally: &Tally, lots: &[Lot]) -> Option<String> {
    let (one, other) = (naive::of_allocation(&rule(house, tally, lots)), naive::allocate(house, tally, lots));
    (one != other).then(|| format!("{house:#?}\n{tally:#?}\n{lots:?}\nfirst  {one:?}\nsecond {other:?}"))
}

#[cfg(test)]
mod tests {
    use election::seats::allocate;

    use super::*;

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
}
