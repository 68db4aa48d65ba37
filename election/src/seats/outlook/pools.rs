//! The sharing-outs that a rule makes side by side, each list in its own: what closed forms can be used on.

use super::super::lists::Hall;
use super::super::outcome::{Lot, Tally};
use super::super::proportional::with_extra;
use super::super::rule::{Divisor, House, Method, Proportional, Reserved, ReservedAs, System, Tier};
use super::super::threshold::Eligible;

/// A sharing-out among lists.
pub(super) struct Pool {
    pub(super) place: String,
    /// Whose votes it goes by; `None` = those of the whole.
    pub(super) district: Option<usize>,
    pub(super) takes_part: Vec<bool>,
    pub(super) seats: u32,
    /// The fewest seats of a list that has votes.
    pub(super) minimum: u32,
}

/// What the sharing-outs hang on besides the votes that they compare.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Structure {
    pub(super) nation: Vec<bool>,
    pub(super) districts: Vec<Vec<bool>>,
    /// Seats of each reserved group.
    pub(super) groups: Vec<u32>,
}

/// The rule, if its seats come from sharing-outs side by side: who has more in one has no less in another.
pub(super) fn plain_rule(house: &House) -> Option<&Proportional> {
    let System::Proportional(rule) = &house.system else { return None };
    match rule.tier {
        Tier::Nation => (rule.reserved.is_empty() || rule.reserved_as == ReservedAs::Apart).then_some(rule),
        Tier::Districts | Tier::NationThenDistricts { .. } => Some(rule),
        Tier::Levelling { .. } => None,
    }
}

impl Structure {
    pub(super) fn of(house: &House, rule: &Proportional, lots: &[Lot], tally: &Tally) -> Self {
        let eligible = Eligible::of(house, tally);
        let groups = if rule.reserved.is_empty() {
            Vec::new()
        } else {
            let mut hall = Hall::new(house, lots);
            let votes = hall.votes(tally);
            with_extra(&mut hall, rule, &votes, &eligible.nation).iter().map(|group| group.seats).collect()
        };
        Self { nation: eligible.nation, districts: eligible.districts, groups }
    }

    /// The sharing-outs. Of levelling those of the districts.
    pub(super) fn pools(&self, house: &House, rule: &Proportional) -> Vec<Pool> {
        match rule.tier {
            Tier::Nation if !rule.reserved.is_empty() => self.apart(house, rule),
            Tier::Nation | Tier::NationThenDistricts { .. } => vec![Pool {
                place: "nation".into(),
                district: None,
                takes_part: self.nation.clone(),
                seats: house.seats,
                minimum: rule.minimum,
            }],
            Tier::Districts | Tier::Levelling { .. } => {
                let pool = |(at, takes_part): (usize, &Vec<bool>)| Pool {
                    place: format!("district:{}", house.districts[at].id),
                    district: Some(at),
                    takes_part: takes_part.clone(),
                    seats: house.districts[at].seats,
                    minimum: rule.minimum,
                };
                self.districts.iter().enumerate().map(pool).collect()
            }
        }
    }

    fn apart(&self, house: &House, rule: &Proportional) -> Vec<Pool> {
        let is_in = |list: usize, group: &String| house.lists[list].groups.contains(group);
        let lists = 0..house.lists.len();
        let is_open = |list: usize| self.nation[list] && !rule.reserved.iter().any(|group| is_in(list, &group.group));
        let reserved: u32 = rule.reserved.iter().map(|group| group.seats).sum();
        let extra: u32 = rule.extra.iter().map(|extra| extra.seats).sum();
        let open = Pool {
            place: "open".into(),
            district: None,
            takes_part: lists.clone().map(is_open).collect(),
            seats: house.seats.saturating_sub(reserved + extra),
            minimum: rule.minimum,
        };
        let group = |(group, seats): (&Reserved, &u32)| Pool {
            place: format!("reserved:{}", group.group),
            district: None,
            takes_part: lists.clone().map(|list| self.nation[list] && is_in(list, &group.group)).collect(),
            seats: *seats,
            minimum: 0,
        };
        core::iter::once(open).chain(rule.reserved.iter().zip(&self.groups).map(group)).collect()
    }
}

/// The divisors, if nothing but quotients decides: no alliances, minima or lots.
pub(super) fn plain_divisor(house: &House, rule: &Proportional, lots: &[Lot]) -> Option<Divisor> {
    match rule.method {
        Method::Divisor(divisor) if house.alliances.is_empty() && rule.minimum == 0 && lots.is_empty() => Some(divisor),
        _ => None,
    }
}
