//! Rules that cannot be right, each with what to do. What passes here can be counted by.

use std::collections::HashSet;

use super::alliances;
use super::rule::{Divisor, House, ListKind, MAX_SEATS, Majority, Method, Proportional, Referendum, System, Tier};
use crate::definition::{ThresholdScope, ThresholdTier};

/// All of it, in hundredths of a percent.
const WHOLE: u32 = 10_000;

/// Something wrong in a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleDefect {
    /// Path of the key at fault, as in a seats file: `seats.reserved[0].group`, `threshold.alliance`, `districts[3].seats`.
    pub key: String,
    /// A sentence that says what is wrong and what to do.
    pub message: String,
}

/// What a rule does with the seats of districts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistrictSeats {
    /// Nothing: districts have none of their own.
    None,
    /// They are weights, where there are any.
    Weights,
    /// They are some of the house's seats.
    Some,
    /// They are all of the house's seats.
    All,
}

impl System {
    /// What it does with the seats of districts.
    #[must_use]
    pub fn district_seats(&self) -> DistrictSeats {
        match self {
            Self::Proportional(rule) => match rule.tier {
                Tier::Nation | Tier::NationThenDistricts { .. } => DistrictSeats::None,
                Tier::Districts => DistrictSeats::All,
                Tier::Levelling { .. } => DistrictSeats::Some,
            },
            Self::Biproportional { .. } | Self::Plurality => DistrictSeats::All,
            Self::Mixed { .. } => DistrictSeats::None,
            Self::Majority(_) | Self::Referendum(_) => DistrictSeats::Weights,
        }
    }
}

impl House {
    /// Everything that is wrong with the rule; it can be used if there is nothing.
    #[must_use]
    pub fn defects(&self) -> Vec<RuleDefect> {
        let mut check = Check { house: self, found: Vec::new() };
        check.size();
        check.lists();
        check.districts();
        check.district_seats();
        check.constituencies();
        check.system();
        check.threshold();
        check.candidates();
        check.alliances();
        check.found
    }
}

struct Check<'h> {
    house: &'h House,
    found: Vec<RuleDefect>,
}

impl Check<'_> {
    fn defect(&mut self, key: impl Into<String>, message: impl Into<String>) {
        self.found.push(RuleDefect { key: key.into(), message: message.into() });
    }

    /// A share of more than 100 %.
    fn share(&mut self, key: &str, share: u32) {
        if share > WHOLE {
            self.defect(key, format!("{} is more than the whole: write at most \"100\"", percent(share)));
        }
    }

    fn size(&mut self) {
        let seats = self.house.seats;
        if seats == 0 {
            self.defect("seats.total", "a house without seats elects nobody: write how many seats it has");
        } else if seats > MAX_SEATS {
            let message = format!("{seats} seats are more than this program shares out: write at most {MAX_SEATS}");
            self.defect("seats.total", message);
        }
        let has_one_seat = matches!(self.house.system, System::Majority(_) | System::Referendum(_));
        if has_one_seat && seats > 1 {
            let message = format!("this system decides one question, not {seats} seats: leave the key out");
            self.defect("seats.total", message);
        }
        if let Some(majority) = self.house.majority
            && !(1..=seats.max(1)).contains(&majority)
        {
            let message =
                format!("a majority of {majority} in a house of {seats}: write 1 to {seats}, or leave it out");
            self.defect("seats.majority", message);
        }
        self.share("seats.hold_back", self.house.hold_back);
    }

    fn lists(&mut self) {
        if self.house.lists.is_empty() {
            self.defect("lists", "there are no lists: add those that stand");
        }
        let mut seen = HashSet::new();
        for (at, list) in self.house.lists.iter().enumerate() {
            if !seen.insert(&list.id) {
                let message = format!("`{}` is the id of an earlier list: choose another", list.id);
                self.defect(format!("lists[{at}].id"), message);
            }
        }
    }

    fn districts(&mut self) {
        if self.house.districts.is_empty() {
            self.defect("districts", "there are no districts: add them, or one for the whole");
        }
        let mut seen = HashSet::new();
        for (at, district) in self.house.districts.iter().enumerate() {
            if !seen.insert(&district.id) {
                let message = format!("`{}` is the id of an earlier district: choose another", district.id);
                self.defect(format!("districts[{at}].id"), message);
            }
        }
    }

    fn district_seats(&mut self) {
        let total = u64::from(self.house.seats);
        if total == 0 {
            return;
        }
        let sum: u64 = self.house.districts.iter().map(|district| u64::from(district.seats)).sum();
        match self.house.system.district_seats() {
            DistrictSeats::Weights => {}
            DistrictSeats::None => {
                if let Some(at) = self.house.districts.iter().position(|district| district.seats > 0) {
                    let message = "this rule gives districts no seats of their own: leave out theirs, or choose a tier or \
                                   system that has them";
                    self.defect(format!("districts[{at}].seats"), message);
                }
            }
            kind => {
                for (at, district) in self.house.districts.iter().enumerate().filter(|(_, one)| one.seats == 0) {
                    let message = format!("the district `{}` has no seats: write how many it has", district.id);
                    self.defect(format!("districts[{at}].seats"), message);
                }
                if self.house.districts.iter().any(|district| district.seats == 0) {
                    return;
                }
                if kind == DistrictSeats::All && sum != total {
                    let message =
                        format!("the seats of the districts add up to {sum}, not to {total}: correct one of the two");
                    self.defect("seats.total", message);
                } else if sum > total {
                    let message = format!(
                        "the seats of the districts add up to {sum}, which is more than {total}: the total counts the \
                         seats that level out too, correct one of the two"
                    );
                    self.defect("seats.total", message);
                }
            }
        }
    }

    fn constituencies(&mut self) {
        let is_mixed = matches!(self.house.system, System::Mixed { .. });
        let constituencies = &self.house.constituencies;
        if is_mixed && constituencies.is_empty() {
            self.defect("seats.constituencies", "a mixed system needs constituencies: name or add them");
        }
        if !is_mixed && !constituencies.is_empty() {
            self.defect("constituencies", "only a mixed system has constituencies: leave them out, or choose `mixed`");
        }
        let count = u32::try_from(constituencies.len()).unwrap_or(u32::MAX);
        if is_mixed && count > self.house.seats {
            let message = format!(
                "there are {count} constituencies, but {} seats: the total counts those of constituencies and lists",
                self.house.seats
            );
            self.defect("seats.total", message);
        }
        let mut seen = HashSet::new();
        for (at, constituency) in constituencies.iter().enumerate() {
            let id = &constituency.id;
            if !seen.insert(id) {
                let message = format!("`{id}` is the id of an earlier constituency: choose another");
                self.defect(format!("constituencies[{at}].id"), message);
            }
            if constituency.district >= self.house.districts.len() {
                let message = format!("the constituency `{id}` lies in no district: name the one that it is part of");
                self.defect(format!("constituencies[{at}].district"), message);
            }
        }
    }

    fn system(&mut self) {
        match &self.house.system {
            System::Proportional(rule) => self.proportional(rule),
            System::Biproportional { method } => {
                self.method("seats.method", *method);
                if matches!(method, Method::Quota(_)) {
                    let message = "a biproportional house needs divisors that fit both ways: choose a divisor method, such \
                                   as `sainte-lague`";
                    self.defect("seats.method", message);
                }
                if matches!(method, Method::Divisor(Divisor::Adams | Divisor::HuntingtonHill)) {
                    let message = "this method gives every list a seat in every district, which no biproportional house has \
                                   room for: choose another divisor method, such as `sainte-lague`";
                    self.defect("seats.method", message);
                }
            }
            System::Mixed { method, .. } => self.method("seats.method", *method),
            System::Plurality => {}
            System::Majority(rule) => self.majority(rule),
            System::Referendum(rule) => self.referendum(rule),
        }
    }

    fn method(&mut self, key: &str, method: Method) {
        if method == Method::Divisor(Divisor::ModifiedSainteLague { first: 0 }) {
            self.defect(key, "votes cannot be divided by 0: write the first divisor of the law, such as \"1.4\"");
        }
        if matches!(method, Method::Divisor(Divisor::ModifiedSainteLague { first: 3_000.. })) {
            self.defect(
                key,
                "a first divisor of 3 or more makes the second seat cheaper than the first: write one below 3",
            );
        }
    }

    fn proportional(&mut self, rule: &Proportional) {
        self.method("seats.method", rule.method);
        if let Tier::Levelling { method } | Tier::NationThenDistricts { method } = rule.tier {
            self.method("seats.tier.method", method);
        }
        let least = u64::from(rule.minimum) * self.house.lists.len() as u64;
        if least > u64::from(self.house.seats) {
            let message = format!(
                "{} for each of {} lists are {least} seats, but there are {}: write a smaller minimum",
                rule.minimum,
                self.house.lists.len(),
                self.house.seats
            );
            self.defect("seats.minimum", message);
        }
        if rule.tier != Tier::Nation && !(rule.reserved.is_empty() && rule.extra.is_empty()) {
            let message =
                "seats are reserved for groups over the whole only: leave out the tier, or the reserved seats";
            self.defect("seats.tier", message);
        }
        self.reserved(rule);
        self.extra(rule);
        let seats = rule.reserved.iter().map(|one| u64::from(one.seats));
        let sum = seats.chain(rule.extra.iter().map(|extra| u64::from(extra.seats))).sum::<u64>();
        if self.house.seats > 0 && sum > u64::from(self.house.seats) {
            let message = format!(
                "reserved and extra seats add up to {sum}, but there are {}: correct them or the total",
                self.house.seats
            );
            self.defect("seats.reserved", message);
        }
    }

    fn reserved(&mut self, rule: &Proportional) {
        for (at, reserved) in rule.reserved.iter().enumerate() {
            let key = |key: &str| format!("seats.reserved[{at}].{key}");
            if reserved.seats == 0 {
                let message =
                    format!("no seats for `{}` is no reservation: write how many, or remove it", reserved.group);
                self.defect(key("seats"), message);
            }
            if rule.reserved[..at].iter().any(|earlier| earlier.group == reserved.group) {
                let message =
                    format!("seats for `{}` are reserved above: write one number in one place", reserved.group);
                self.defect(key("group"), message);
            } else {
                self.group(key("group"), &reserved.group);
            }
        }
        for (at, list) in self.house.lists.iter().enumerate() {
            let groups = rule.reserved.iter().filter(|reserved| list.groups.contains(&reserved.group));
            let groups: HashSet<&str> = groups.map(|reserved| reserved.group.as_str()).collect();
            if groups.len() > 1 {
                let mut groups: Vec<&str> = groups.into_iter().collect();
                groups.sort_unstable();
                let message = format!(
                    "the list `{}` belongs to {} groups with reserved seats (`{}`): leave it in one",
                    list.id,
                    groups.len(),
                    groups.join("`, `")
                );
                self.defect(format!("lists[{at}].groups"), message);
            }
        }
    }

    /// A group to which nobody belongs.
    fn group(&mut self, key: String, group: &str) {
        let mut groups: Vec<&str> = self.house.lists.iter().flat_map(|list| &list.groups).map(String::as_str).collect();
        if groups.contains(&group) {
            return;
        }
        groups.sort_unstable();
        groups.dedup();
        let known = match groups.len() {
            0 => "no list has groups, give them to the lists".to_owned(),
            1..=20 => format!("use one of `{}`, or give the group to lists", groups.join("`, `")),
            _ => "correct the spelling, or give the group to lists".to_owned(),
        };
        self.defect(key, format!("no list belongs to the group `{group}`: {known}"));
    }

    fn extra(&mut self, rule: &Proportional) {
        for (at, extra) in rule.extra.iter().enumerate() {
            if extra.seats == 0 {
                let message = "no seats for the strongest are no extra: write how many, or remove it";
                self.defect(format!("seats.extra[{at}].seats"), message);
            }
            let key = format!("seats.extra[{at}].strongest_of");
            if extra.strongest_of.len() < 2 {
                self.defect(
                    key.clone(),
                    "the strongest of one is that one: name two groups or more, or reserve the seats",
                );
            }
            for (place, group) in extra.strongest_of.iter().enumerate() {
                if !rule.reserved.iter().any(|reserved| reserved.group == *group) {
                    let message =
                        format!("the group `{group}` has no reserved seats to which these come: reserve some for it");
                    self.defect(format!("{key}[{place}]"), message);
                }
            }
        }
    }

    fn majority(&mut self, rule: &Majority) {
        if rule.more_than >= WHOLE {
            let message =
                format!("nobody gets more than {}: write a smaller share, such as \"50\"", percent(rule.more_than));
            self.defect("seats.more_than", message);
        }
        if rule.runoff < 2 {
            let message = "a second round needs two or more: write how many go on to it";
            self.defect("seats.runoff", message);
        }
        let Some(spread) = rule.spread else { return };
        self.share("seats.spread.at_least", spread.at_least);
        if spread.in_more_than >= WHOLE {
            let message = format!(
                "nobody reaches it in more than {} of the districts: write a smaller share",
                percent(spread.in_more_than)
            );
            self.defect("seats.spread.in_more_than", message);
        }
        if self.house.districts.len() < 2 {
            self.defect("seats.spread", "a share in some of the districts needs districts: name or add them");
        }
    }

    fn referendum(&mut self, rule: &Referendum) {
        if self.house.lists.len() != 2 {
            let message = format!(
                "a question has two options, yes and then no, but there are {}: correct them, or choose another system",
                self.house.lists.len()
            );
            self.defect("seats.system", message);
        }
        self.share("seats.turnout_quorum", rule.turnout_quorum);
        self.share("seats.approval_quorum", rule.approval_quorum);
        if rule.districts && self.house.districts.len() < 2 {
            self.defect("seats.double_majority", "a majority of the districts needs districts: name or add them");
        }
    }

    fn threshold(&mut self) {
        let Some(threshold) = &self.house.threshold else { return };
        self.share("threshold.percent", threshold.basis_points);
        for (at, group) in threshold.waived_for.iter().enumerate() {
            self.group(format!("threshold.waived_for[{at}]"), group);
        }
        let has_districts = self.house.districts.len() > 1;
        let shares = [("or_in_a_district", threshold.or_in_a_district), ("or_there", threshold.or_there)];
        for (key, share) in shares.into_iter().filter_map(|(key, share)| Some((key, share?))) {
            let key = format!("threshold.{key}");
            self.share(&key, share);
            if !has_districts {
                self.defect(&key, "a share in a district needs districts: name or add them, or leave the key out");
            } else if threshold.within == ThresholdScope::District {
                self.defect(&key, "the threshold is measured in each district anyway: leave out this key, or `within`");
            }
        }
        if threshold.within == ThresholdScope::District && !has_districts {
            self.defect("threshold.within", "a threshold in districts needs districts: name or add them");
        }
        if threshold.before == ThresholdTier::Levelling && self.house.system.district_seats() != DistrictSeats::Some {
            let message = "no seats level out by this rule: leave out the key, or choose the tier `levelling`";
            self.defect("threshold.before", message);
        }
        if threshold.or_constituencies.is_some() && self.house.constituencies.is_empty() {
            self.defect("threshold.or_constituencies", "there are no constituencies to win: leave out the key");
        }
        if let Some(share) = threshold.alliance {
            self.share("threshold.alliance", share);
            if self.house.alliances.is_empty() {
                self.defect("threshold.alliance", "there are no alliances: add them, or leave out the key");
            }
        }
    }

    fn candidates(&mut self) {
        let order = &self.house.candidates;
        if order.gender_share > WHOLE / 2 {
            let message =
                format!("{} of each gender are more than the whole: write at most \"50\"", percent(order.gender_share));
            self.defect("seats.candidates.gender_share", message);
        }
        if let ListKind::Flexible { quota } = order.lists {
            self.share("seats.candidates.quota", quota);
        }
    }

    fn alliances(&mut self) {
        let uses_them = matches!(self.house.system, System::Proportional(_) | System::Mixed { .. });
        if !uses_them && !self.house.alliances.is_empty() {
            self.defect("seats.alliances", "this system shares nothing out among allies: leave them out");
        }
        for (at, alliance) in self.house.alliances.iter().enumerate() {
            if let Some(method) = alliance.method {
                self.method(&format!("seats.alliances[{at}].method"), method);
            }
        }
        self.found.extend(alliances::defects(self.house));
    }
}

/// `12.5 %`.
fn percent(share: u32) -> String {
    let decimals = format!(".{:02}", share % 100);
    format!("{}{} %", share / 100, decimals.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests;
