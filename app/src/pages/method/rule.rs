//! The rule of a contest in sentences: one for each thing that the definition says, in the order of the computation.

use election::definition::{Threshold, ThresholdBase, ThresholdScope, ThresholdTier};
use election::meta::GroupMeta;
use election::seats::{
    Compensation, Divisor, House, Majority, Method, Proportional, Quota, Referendum, Reserved, ReservedAs, System, Tier,
};

use super::Drawn;
use crate::pages::candidates::order_words;
use crate::pages::frame::hundredths;
use crate::words::{and, fill, plural};

/// The title of the section and its sentences.
pub(super) fn sentences(drawn: &Drawn<'_>) -> (&'static str, Vec<String>) {
    let (says, contest) = (drawn.says, &drawn.page.contest);
    let Some(house) = &contest.house else {
        let line = contest
            .threshold
            .as_ref()
            .map(|line| drawn.filled(says.threshold_line, "percent", &drawn.percent(line.basis_points)));
        let counted = says.variations.split('|').nth(contest.variation as usize).unwrap_or_default();
        return (says.rule_none, std::iter::once(counted.to_owned()).chain(line).collect());
    };
    let mut all = drawn.system(house);
    all.extend(house.threshold.as_ref().map(|threshold| drawn.threshold(threshold)));
    all.extend(house.alliances.iter().map(|alliance| {
        let members: Vec<&str> = alliance.members.iter().map(|id| drawn.list(id)).collect();
        fill(says.alliance_rule, &[("name", &alliance.id), ("members", &drawn.and(&members))])
    }));
    let single = house.seats < 2;
    if !single {
        let majority = house.majority.unwrap_or(house.seats / 2 + 1);
        all.push(drawn.filled(says.majority_of, "n", &drawn.count(majority)));
    }
    if house.hold_back > 0 && !single {
        all.push(drawn.filled(says.hold_back, "percent", &drawn.percent(house.hold_back)));
    }
    all.push(says.ties_rule.to_owned());
    if !contest.candidates.is_empty() {
        all.push(order_words(&house.candidates, drawn.locale, says).join(" "));
    }
    (if single { says.rule_winner } else { says.rule_title }, all)
}

impl Drawn<'_> {
    fn filled(&self, template: &str, name: &str, value: &str) -> String {
        fill(template, &[(name, value)])
    }

    fn percent(&self, share: u32) -> String {
        hundredths(self.locale, share)
    }

    fn count(&self, n: u32) -> String {
        self.locale.count(n.into())
    }

    fn and(&self, names: &[&str]) -> String {
        and(names, self.words.live.and)
    }

    /// A sentence with a number of which it has plural forms.
    fn of(&self, forms: &'static str, n: u32, more: &[(&str, &str)]) -> String {
        let count = self.count(n);
        let values: Vec<(&str, &str)> = std::iter::once(("n", count.as_str())).chain(more.iter().copied()).collect();
        fill(plural(self.words.live.language, n.into(), forms), &values)
    }

    /// A list by its name, an alliance by its id.
    fn list<'n>(&'n self, id: &'n str) -> &'n str {
        let list = self.page.contest.options.iter().find(|option| option.id == id);
        list.map_or(id, |list| list.name.get(&self.page.frame.language))
    }

    fn system(&self, house: &House) -> Vec<String> {
        let says = self.says;
        let districts = self.count(u32::try_from(house.districts.len()).unwrap_or(u32::MAX));
        let districts = districts.as_str();
        match &house.system {
            System::Proportional(rule) => self.proportional(house, rule, districts),
            System::Biproportional { method } => {
                vec![
                    self.of(says.system_biproportional, house.seats, &[("districts", districts)]),
                    self.method(*method),
                ]
            }
            System::Mixed { method, compensation } => {
                let constituencies = self.locale.count(house.constituencies.len() as u64);
                let compensation = says.compensations.split('|').nth(order(*compensation)).unwrap_or_default();
                vec![
                    self.of(says.system_mixed, house.seats, &[("constituencies", &constituencies)]),
                    self.method(*method),
                    compensation.to_owned(),
                ]
            }
            System::Plurality if house.districts.len() > 1 => {
                vec![self.of(says.plurality_districts, house.seats, &[("districts", districts)])]
            }
            System::Plurality => vec![says.plurality_one.to_owned()],
            System::Majority(rule) => self.majority(rule),
            System::Referendum(rule) => self.referendum(rule),
        }
    }

    fn proportional(&self, house: &House, rule: &Proportional, districts: &str) -> Vec<String> {
        let says = self.says;
        let mut all = Vec::new();
        let (tier, second) = match &rule.tier {
            Tier::Nation => (self.of(says.tier_nation, house.seats, &[]), None),
            Tier::Districts => (self.of(says.tier_districts, house.seats, &[("districts", districts)]), None),
            Tier::Levelling { method } => {
                let own: u32 = house.districts.iter().map(|district| district.seats).sum();
                let levelling = self.count(house.seats.saturating_sub(own));
                let values = [("districts", districts), ("levelling", levelling.as_str())];
                (self.of(says.tier_levelling, house.seats, &values), Some(method))
            }
            Tier::NationThenDistricts { method } => {
                (self.of(says.tier_nation_districts, house.seats, &[("districts", districts)]), Some(method))
            }
        };
        all.push(tier);
        all.push(self.method(rule.method));
        all.extend(second.map(|method| self.filled(says.second_method, "method", &self.method(*method))));
        if rule.minimum > 0 {
            all.push(self.of(says.minimum_seats, rule.minimum, &[]));
        }
        all.extend(self.reserved(rule));
        all
    }

    /// What readers call a group of lists.
    fn group<'n>(&'n self, id: &'n str) -> &'n str {
        GroupMeta::name(&self.page.groups, id)
    }

    fn reserved(&self, rule: &Proportional) -> Option<String> {
        let says = self.says;
        let group = |one: &Reserved| {
            let name = self.group(&one.group);
            self.of(says.reserved_rule, one.seats, &[("group", name)])
        };
        let groups = rule.reserved.iter().map(group);
        let how = match rule.reserved_as {
            ReservedAs::Apart => says.reserved_apart,
            ReservedAs::Floors => says.reserved_floors,
        };
        let extra = rule.extra.iter().map(|extra| {
            let groups: Vec<&str> = extra.strongest_of.iter().map(|group| self.group(group)).collect();
            self.of(says.extra_rule, extra.seats, &[("groups", &self.and(&groups))])
        });
        let all: Vec<String> = groups.chain(std::iter::once(how.to_owned())).chain(extra).collect();
        (!rule.reserved.is_empty()).then(|| all.join(" "))
    }

    fn majority(&self, rule: &Majority) -> Vec<String> {
        let says = self.says;
        let values = [("percent", self.percent(rule.more_than)), ("n", self.count(rule.runoff))];
        let mut all = vec![fill(says.majority_rule, &values.each_ref().map(|(name, value)| (*name, value.as_str())))];
        all.extend(rule.spread.map(|spread| {
            let (least, districts) = (self.percent(spread.at_least), self.percent(spread.in_more_than));
            fill(says.majority_spread, &[("least", &least), ("districts", &districts)])
        }));
        all
    }

    fn referendum(&self, rule: &Referendum) -> Vec<String> {
        let says = self.says;
        let quorum = |share: u32, words| (share > 0).then(|| self.filled(words, "percent", &self.percent(share)));
        let mut all = vec![says.referendum_rule.to_owned()];
        all.extend(quorum(rule.turnout_quorum, says.referendum_turnout));
        all.extend(quorum(rule.approval_quorum, says.referendum_approval));
        all.extend(rule.districts.then(|| says.referendum_districts.to_owned()));
        all
    }

    fn method(&self, method: Method) -> String {
        let at = match method {
            Method::Divisor(Divisor::DHondt) => 0,
            Method::Divisor(Divisor::SainteLague) => 1,
            Method::Divisor(Divisor::ModifiedSainteLague { .. }) => 2,
            Method::Divisor(Divisor::Danish) => 3,
            Method::Divisor(Divisor::Imperiali) => 4,
            Method::Divisor(Divisor::HuntingtonHill) => 5,
            Method::Divisor(Divisor::Adams) => 6,
            Method::Quota(Quota::Hare) => 7,
            Method::Quota(Quota::Droop) => 8,
            Method::Quota(Quota::HagenbachBischoff) => 9,
            Method::Quota(Quota::Imperiali) => 10,
        };
        let first = match method {
            Method::Divisor(Divisor::ModifiedSainteLague { first }) => self.locale.tenths(first / 100),
            _ => String::new(),
        };
        self.filled(self.says.methods.split('|').nth(at).unwrap_or_default(), "first", &first)
    }

    fn threshold(&self, rule: &Threshold) -> String {
        let says = self.says;
        let shared = |share: Option<u32>, words| share.map(|share| self.filled(words, "percent", &self.percent(share)));
        let base = match rule.of {
            ThresholdBase::Valid => says.threshold_valid,
            ThresholdBase::Cast => says.threshold_cast,
        };
        let mut all = vec![self.filled(base, "percent", &self.percent(rule.basis_points))];
        all.extend((rule.within == ThresholdScope::District).then(|| says.threshold_district.to_owned()));
        all.extend((rule.before == ThresholdTier::Levelling).then(|| says.threshold_levelling.to_owned()));
        all.extend(shared(rule.or_in_a_district, says.threshold_any));
        all.extend(shared(rule.or_there, says.threshold_there));
        all.extend(rule.or_constituencies.map(|n| self.of(says.threshold_direct, n, &[])));
        all.extend(shared(rule.alliance, says.threshold_alliance));
        let groups: Vec<String> =
            rule.waived_for.iter().map(|group| self.filled(says.threshold_group, "group", self.group(group))).collect();
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        all.extend((!groups.is_empty()).then(|| self.filled(says.threshold_waived, "groups", &self.and(&groups))));
        all.join(" ")
    }
}

fn order(compensation: Compensation) -> usize {
    match compensation {
        Compensation::None => 0,
        Compensation::Overhang => 1,
        Compensation::Enlarge => 2,
        Compensation::Cover => 3,
    }
}
