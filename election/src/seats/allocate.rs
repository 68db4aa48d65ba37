//! From votes to an allocation.

use super::lists::Hall;
use super::outcome::{Allocation, Lot, State, Tally, Warning};
use super::rule::{Compensation, House, System};
use super::threshold::Eligible;
use super::{biproportional, mixed, proportional, single};

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
        System::Biproportional { method } => biproportional::allocate(&mut hall, *method, tally, &eligible),
        System::Mixed { method, compensation } => mixed::allocate(&mut hall, *method, *compensation, tally, &eligible),
        System::Plurality => single::plurality(&mut hall, tally, &eligible),
        System::Majority(rule) => single::majority(&mut hall, rule, tally, &eligible),
        System::Referendum(rule) => single::referendum(&mut hall, rule, tally),
    }
    hall.out.standing = eligible.standing;
    hall.out.state = state(house, tally, &hall.out);
    hall.out
}

/// Only the seats of each list, for what asks for them many times over: where they lie in districts is left out if that does
/// not change their number.
pub(super) fn list_seats(house: &House, tally: &Tally, lots: &[Lot]) -> Vec<u32> {
    let mut hall = Hall::new(house, lots);
    match &house.system {
        System::Biproportional { method } => {
            biproportional::lists(&mut hall, *method, tally, &Eligible::of(house, tally));
        }
        System::Mixed { method, compensation: Compensation::Cover } => {
            mixed::covered_lists(&mut hall, *method, tally, &Eligible::of(house, tally));
        }
        _ => return allocate(house, tally, lots).seats,
    }
    hall.out.seats
}

fn state(house: &House, tally: &Tally, out: &Allocation) -> State {
    let (counted, expected) = tally.counted;
    if u128::from(counted) * 10_000 < u128::from(house.hold_back) * u128::from(expected) {
        return State::HeldBack;
    }
    let undecidable = |one: &Warning| matches!(one, Warning::Unsatisfiable { .. } | Warning::RegisteredUnknown { .. });
    if out.warnings.iter().any(undecidable) {
        return State::Undecidable;
    }
    if out.ties.is_empty() { State::Allocated } else { State::Tied }
}
