//! The rule by which votes become seats: `[contests.seats]` of an election, `[seats]` of a seats file.

use super::findings::Known;
use super::house_system::{self, method};
use super::rules::{number, percent};
use super::section::{Entry, Section, Source};
use super::settings::level;
use crate::LevelIx;
use crate::seats::{Alliance, CandidateOrder, House, ListKind, System};

const KINDS: [(&str, Kind); 6] = [
    ("proportional", Kind::Proportional),
    ("biproportional", Kind::Biproportional),
    ("mixed", Kind::Mixed),
    ("plurality", Kind::Plurality),
    ("majority", Kind::Majority),
    ("referendum", Kind::Referendum),
];

/// The names of systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Proportional,
    Biproportional,
    Mixed,
    Plurality,
    Majority,
    Referendum,
}

/// A rule, and what it refers to in an election.
#[derive(Clone, Debug, Default)]
pub(super) struct Rule {
    /// Without lists, districts, constituencies and threshold.
    pub(super) house: House,
    /// The level whose units are the districts.
    pub(super) districts: Option<LevelIx>,
    /// The level whose units are the constituencies.
    pub(super) constituencies: Option<LevelIx>,
    /// The contest that decides the constituencies.
    pub(super) first_votes: Option<String>,
    /// The contest with the preference votes.
    pub(super) preferences: Option<String>,
}

/// Reads a rule. `levels` are those of an election; in a seats file districts are written out, and there are none.
pub(super) fn rule(entry: Entry<'_>, levels: Option<&Known>, name: &str, source: &mut Source<'_>) -> Option<Rule> {
    let mut section = source.section(entry, name)?;
    let mut rule = Rule::default();
    let kind = section.required("system").and_then(|entry| source.choice(entry, &KINDS))?;
    let has_one_seat = matches!(kind, Kind::Majority | Kind::Referendum);
    let total = if has_one_seat { section.optional("total") } else { section.required("total") };
    let total = total.map_or(Some(u32::from(has_one_seat)), |entry| number(entry, source));
    rule.house.seats = total.unwrap_or_default();
    rule.house.majority = section.optional("majority").and_then(|entry| number(entry, source));
    rule.house.hold_back = section.optional("hold_back").and_then(|entry| percent(entry, source)).unwrap_or_default();
    rule.house.system = house_system::system(kind, &mut section, source);
    if matches!(rule.house.system, System::Proportional(_) | System::Mixed { .. }) {
        rule.house.alliances = section.optional("alliances").map(|e| alliances(e, source)).unwrap_or_default();
    }
    if let Some(levels) = levels {
        let mut of_level = |key| section.optional(key).and_then(|entry| level(entry, levels, source));
        rule.districts = of_level("districts");
        if kind == Kind::Mixed {
            rule.constituencies = of_level("constituencies");
            rule.first_votes = section.required("first_votes").and_then(|entry| word(entry, source));
        }
    }
    if let Some(entry) = section.optional("candidates") {
        candidates(entry, levels.is_some(), &mut rule, name, source);
    }
    section.finish(source);
    Some(rule)
}

fn word(entry: Entry<'_>, source: &mut Source<'_>) -> Option<String> {
    source.text(entry).map(str::to_owned)
}

fn alliances(entry: Entry<'_>, source: &mut Source<'_>) -> Vec<Alliance> {
    let (sections, _) = source.sections(entry).unwrap_or_default();
    let read = |mut section: Section<'_>| {
        let id = section.required("id").and_then(|entry| source.id(entry)).unwrap_or_default().to_owned();
        let members = section.required("members").and_then(|entry| source.texts(entry)).unwrap_or_default();
        let members = members.into_iter().filter_map(|member| word(member, source)).collect();
        let method = section.optional("method").and_then(|entry| method(entry, source));
        section.finish(source);
        Alliance { id, members, method }
    };
    sections.into_iter().map(read).collect()
}

/// Which candidates take a list's seats.
fn candidates(entry: Entry<'_>, is_live: bool, rule: &mut Rule, name: &str, source: &mut Source<'_>) {
    const LISTS: [(&str, ListKind); 3] =
        [("closed", ListKind::Closed), ("open", ListKind::Open), ("flexible", ListKind::Flexible { quota: 0 })];
    let Some(mut section) = source.section(entry, format!("{name}.candidates")) else { return };
    let lists = section.required("lists").and_then(|entry| source.choice(entry, &LISTS)).unwrap_or_default();
    let lists = match lists {
        ListKind::Flexible { .. } => {
            let quota = section.required("quota").and_then(|entry| percent(entry, source));
            ListKind::Flexible { quota: quota.unwrap_or_default() }
        }
        other => other,
    };
    let share = section.optional("gender_share").and_then(|entry| percent(entry, source));
    rule.house.candidates = CandidateOrder { lists, gender_share: share.unwrap_or_default() };
    if is_live {
        rule.preferences = section.optional("preferences").and_then(|entry| word(entry, source));
    }
    section.finish(source);
}
