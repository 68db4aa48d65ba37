//! Random elections by two implementations.

use election::seats::{Allocation, House, Lot, Tally};

use super::generator::{Random, election, lots};
use super::naive;

/// An implementation.
pub type Rule<'r> = &'r dyn Fn(&House, &Tally, &[Lot]) -> Allocation;

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
