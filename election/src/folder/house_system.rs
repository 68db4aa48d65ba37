//! The systems by which votes become seats, and the methods that they are composed of.

use toml::de::DeValue;

use super::house_rule::Kind;
use super::percent::thousandths;
use super::rules::{number, percent};
use super::section::{Entry, Section, Source};
use crate::seats::{
    Compensation, Divisor, Extra, Majority, Method, Proportional, Quota, Referendum, Reserved, ReservedAs, Spread,
    System, Tier,
};

const METHODS: [(&str, Method); 11] = [
    ("dhondt", Method::Divisor(Divisor::DHondt)),
    ("sainte-lague", Method::Divisor(Divisor::SainteLague)),
    ("modified-sainte-lague", Method::Divisor(Divisor::ModifiedSainteLague { first: 0 })),
    ("danish", Method::Divisor(Divisor::Danish)),
    ("imperiali", Method::Divisor(Divisor::Imperiali)),
    ("huntington-hill", Method::Divisor(Divisor::HuntingtonHill)),
    ("adams", Method::Divisor(Divisor::Adams)),
    ("hare", Method::Quota(Quota::Hare)),
    ("droop", Method::Quota(Quota::Droop)),
    ("hagenbach-bischoff", Method::Quota(Quota::HagenbachBischoff)),
    ("imperiali-quota", Method::Quota(Quota::Imperiali)),
];

const TIERS: [(&str, TierName); 4] = [
    ("nation", TierName::Nation),
    ("districts", TierName::Districts),
    ("levelling", TierName::Levelling),
    ("nation-then-districts", TierName::NationThenDistricts),
];

const COMPENSATIONS: [(&str, Compensation); 4] = [
    ("none", Compensation::None),
    ("overhang", Compensation::Overhang),
    ("enlarge", Compensation::Enlarge),
    ("cover", Compensation::Cover),
];

#[derive(Clone, Copy)]
enum TierName {
    Nation,
    Districts,
    Levelling,
    NationThenDistricts,
}

/// The keys of a system.
pub(super) fn system(kind: Kind, section: &mut Section<'_>, source: &mut Source<'_>) -> System {
    let needed = |section: &mut Section<'_>, source: &mut Source<'_>| {
        section.required("method").and_then(|entry| method(entry, source)).unwrap_or_default()
    };
    match kind {
        Kind::Proportional => {
            let method = needed(section, source);
            System::Proportional(proportional(method, section, source))
        }
        Kind::Biproportional => System::Biproportional { method: needed(section, source) },
        Kind::Mixed => {
            let method = needed(section, source);
            let compensation = section.required("compensation").and_then(|entry| source.choice(entry, &COMPENSATIONS));
            System::Mixed { method, compensation: compensation.unwrap_or_default() }
        }
        Kind::Plurality => System::Plurality,
        Kind::Majority => System::Majority(majority(section, source)),
        Kind::Referendum => {
            let mut quorum = |key| section.optional(key).and_then(|entry| percent(entry, source)).unwrap_or_default();
            let (turnout_quorum, approval_quorum) = (quorum("turnout_quorum"), quorum("approval_quorum"));
            let districts = section.optional("double_majority").and_then(|entry| source.switch(entry));
            System::Referendum(Referendum { turnout_quorum, approval_quorum, districts: districts.unwrap_or_default() })
        }
    }
}

/// A method by its name, or `{ name = "modified-sainte-lague", first_divisor = "1.4" }`.
pub(super) fn method(entry: Entry<'_>, source: &mut Source<'_>) -> Option<Method> {
    const MODIFIED: Method = Method::Divisor(Divisor::ModifiedSainteLague { first: 0 });
    if matches!(entry.value, DeValue::String(_)) {
        let method = source.choice(entry, &METHODS)?;
        if method == MODIFIED {
            let message = "this method needs its first divisor: write { name = \"modified-sainte-lague\", first_divisor = \"1.4\" }";
            source.defect(entry.offset, entry.key, message);
            return None;
        }
        return Some(method);
    }
    let mut section = source.section(entry, entry.key)?;
    let method = section.required("name").and_then(|entry| source.choice(entry, &METHODS));
    let first = match method {
        Some(MODIFIED) => section.required("first_divisor").and_then(|entry| divisor(entry, source)),
        _ => None,
    };
    section.finish(source);
    match (method?, first) {
        (MODIFIED, first) => Some(Method::Divisor(Divisor::ModifiedSainteLague { first: first? })),
        (method, _) => Some(method),
    }
}

fn divisor(entry: Entry<'_>, source: &mut Source<'_>) -> Option<u32> {
    if let DeValue::Integer(_) | DeValue::Float(_) = entry.value {
        source.defect(entry.offset, entry.key, "divisors are exact texts: put this one in quotes, such as \"1.4\"");
        return None;
    }
    thousandths(source.text(entry)?).map_err(|message| source.defect(entry.offset, entry.key, message)).ok()
}

fn proportional(method: Method, section: &mut Section<'_>, source: &mut Source<'_>) -> Proportional {
    const READINGS: [(&str, ReservedAs); 2] = [("apart", ReservedAs::Apart), ("floors", ReservedAs::Floors)];
    let tier = section.optional("tier").and_then(|entry| tier(entry, method, source)).unwrap_or_default();
    let minimum = section.optional("minimum").and_then(|entry| number(entry, source)).unwrap_or_default();
    let reserved = section.optional("reserved").map(|entry| reserved(entry, source)).unwrap_or_default();
    // Two readings of a law that give different houses: nobody is to get one of them by saying nothing.
    let reading = if reserved.is_empty() { section.optional("reserved_as") } else { section.required("reserved_as") };
    let reserved_as = reading.and_then(|entry| source.choice(entry, &READINGS)).unwrap_or_default();
    let extra = section.optional("extra").map(|entry| extra(entry, source)).unwrap_or_default();
    Proportional { method, tier, minimum, reserved, reserved_as, extra }
}

/// A tier by its name, or `{ name = "levelling", method = "sainte-lague" }`; without a method of its own it has the rule's.
fn tier(entry: Entry<'_>, usual: Method, source: &mut Source<'_>) -> Option<Tier> {
    let (name, method) = if matches!(entry.value, DeValue::String(_)) {
        (source.choice(entry, &TIERS)?, usual)
    } else {
        let mut section = source.section(entry, entry.key)?;
        let name = section.required("name").and_then(|entry| source.choice(entry, &TIERS));
        let has_method = matches!(name, Some(TierName::Levelling | TierName::NationThenDistricts));
        let own = if has_method { section.optional("method") } else { None };
        let method = own.map_or(Some(usual), |entry| method(entry, source));
        section.finish(source);
        (name?, method?)
    };
    Some(match name {
        TierName::Nation => Tier::Nation,
        TierName::Districts => Tier::Districts,
        TierName::Levelling => Tier::Levelling { method },
        TierName::NationThenDistricts => Tier::NationThenDistricts { method },
    })
}

fn reserved(entry: Entry<'_>, source: &mut Source<'_>) -> Vec<Reserved> {
    let (sections, _) = source.sections(entry).unwrap_or_default();
    let read = |mut section: Section<'_>| {
        let group = section.required("group").and_then(|entry| source.text(entry)).unwrap_or_default().to_owned();
        let seats = section.required("seats").and_then(|entry| number(entry, source)).unwrap_or_default();
        section.finish(source);
        Reserved { group, seats }
    };
    sections.into_iter().map(read).collect()
}

fn extra(entry: Entry<'_>, source: &mut Source<'_>) -> Vec<Extra> {
    let (sections, _) = source.sections(entry).unwrap_or_default();
    let read = |mut section: Section<'_>| {
        let seats = section.required("seats").and_then(|entry| number(entry, source)).unwrap_or_default();
        let groups = section.required("strongest_of").and_then(|entry| source.texts(entry)).unwrap_or_default();
        let strongest_of = groups.into_iter().filter_map(|group| source.text(group).map(str::to_owned)).collect();
        section.finish(source);
        Extra { seats, strongest_of }
    };
    sections.into_iter().map(read).collect()
}

fn majority(section: &mut Section<'_>, source: &mut Source<'_>) -> Majority {
    let more_than = section.required("more_than").and_then(|entry| percent(entry, source)).unwrap_or_default();
    let runoff = section.optional("runoff").map_or(Some(2), |entry| number(entry, source)).unwrap_or_default();
    let spread = section.optional("spread").and_then(|entry| {
        let mut section = source.section(entry, "spread")?;
        let at_least = section.required("at_least").and_then(|entry| percent(entry, source));
        let in_more_than = section.required("in_more_than").and_then(|entry| percent(entry, source));
        section.finish(source);
        Some(Spread { at_least: at_least?, in_more_than: in_more_than? })
    });
    Majority { more_than, runoff, spread }
}
