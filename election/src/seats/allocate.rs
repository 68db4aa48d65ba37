//! From votes to an allocation.

use super::lists::Hall;
use super::outcome::{Allocation, Lot, State, Tally, Warning};
use super::proportional;
use super::rule::{House, System};
use super::threshold::Eligible;

/// What the votes give by the rule, with the lots on record.
///
/// `house` must be free of defects ([`House::defects`]) and `tally` have its shape.
///
/// # Panics
/// If it has not.
#[must_use]
pub fn allocate(house: &House, tally: &Tally, lots: &[Lot]) -> Allocation {
    let mut hall = Hall::new(house, lots);
    let eligible = Eligible::of(house, tally);
    if tally.districts.iter().all(|district| district.votes.iter().all(|votes| *votes == 0)) {
        hall.out.standing = eligible.standing;
        return hall.out;
    }
    match &house.system {
        System::Proportional(rule) => proportional::allocate(&mut hall, rule, tally, &eligible),
        System::Biproportional { .. }
        | System::Mixed { .. }
        | System::Plurality
        | System::Majority(_)
        | System::Referendum(_) => {}
    }
    hall.out.standing = eligible.standing;
    hall.out.state = state(house, tally, &hall.out);
    hall.out
}

fn state(house: &House, tally: &Tally, out: &Allocation) -> State {
    let (counted, expected) = tally.counted;
    if u128::from(counted) * 10_000 < u128::from(house.hold_back) * u128::from(expected) {
        return State::HeldBack;
    }
    if out.warnings.iter().any(|warning| matches!(warning, Warning::Unsatisfiable { .. })) {
        return State::Undecidable;
    }
    if out.ties.is_empty() { State::Allocated } else { State::Tied }
}
