//! The plausibility rules of a contest in election.toml.

use toml::de::DeValue;

use super::percent::basis_points;
use super::section::{Entry, Section, Source};
use super::spelling::hint;
use crate::plausibility::{Rule, Rules, Setting, Severity};

const SEVERITIES: [(&str, Severity); 3] = [("hard", Severity::Hard), ("soft", Severity::Soft), ("off", Severity::Off)];

/// The names of the parameters of a rule: of its percentage and of its absolute figure.
fn parameters(rule: Rule) -> (Option<&'static str>, Option<&'static str>) {
    match rule {
        Rule::SumMismatch | Rule::SumOverBallots | Rule::FigureMissing => (None, None),
        Rule::BallotsOverRegistered | Rule::SumOverRegistered => (Some("tolerance_percent"), None),
        Rule::BallotsUnaccounted | Rule::InvalidShare => (Some("percent"), Some("minimum")),
        Rule::StationSize => (None, Some("limit")),
        Rule::TurnoutHigh => (Some("percent"), None),
        Rule::BaselineShare => (Some("points"), Some("minimum")),
    }
}

/// The rules as a section names them; the others as they are by default.
pub(super) fn read(section: &Section<'_>, source: &mut Source<'_>) -> Rules {
    let mut rules = Rules::default();
    for (code, entry) in section.entries() {
        let Some(rule) = Rule::of(code) else {
            let known = hint(code, Rule::ALL.into_iter().map(Rule::code));
            source.defect(entry.offset, code, format!("there is no such rule: {known}"));
            continue;
        };
        if let Some(setting) = setting(rule, rules.get(rule), entry, source) {
            rules.set(rule, setting);
        }
    }
    rules
}

fn setting(rule: Rule, default: Setting, entry: Entry<'_>, source: &mut Source<'_>) -> Option<Setting> {
    if matches!(entry.value, DeValue::String(_)) {
        let setting = Setting { severity: source.choice(entry, &SEVERITIES)?, ..default };
        return is_complete(rule, setting, entry, source).then_some(setting);
    }
    let mut section = source.section(entry, entry.key)?;
    let severity = section.required("severity").and_then(|entry| source.choice(entry, &SEVERITIES));
    let mut setting = Setting { severity: severity.unwrap_or_default(), ..default };
    let (percentage, figure) = parameters(rule);
    let percentage = percentage.and_then(|key| section.optional(key)).map(|entry| percent(entry, source));
    let figure = figure.and_then(|key| section.optional(key)).map(|entry| number(entry, source));
    section.finish(source);
    severity?;
    if let Some(basis_points) = percentage {
        setting.basis_points = basis_points?;
    }
    if let Some(number) = figure {
        setting.number = number?;
    }
    is_complete(rule, setting, entry, source).then_some(setting)
}

/// A rule that has no usable default must be told its limit when it is switched on.
fn is_complete(rule: Rule, setting: Setting, entry: Entry<'_>, source: &mut Source<'_>) -> bool {
    let lacking = match rule {
        _ if setting.severity == Severity::Off => None,
        Rule::StationSize if setting.number == 0 => Some("limit = 1000"),
        Rule::TurnoutHigh if setting.basis_points == 0 => Some("percent = \"98\""),
        _ => None,
    };
    if let Some(example) = lacking {
        let message = format!("this rule needs to be told its limit: write {{ severity = \"soft\", {example} }}");
        source.defect(entry.offset, entry.key, message);
    }
    lacking.is_none()
}

/// A percentage in quotes.
pub(super) fn percent(entry: Entry<'_>, source: &mut Source<'_>) -> Option<u32> {
    if let DeValue::Integer(_) | DeValue::Float(_) = entry.value {
        source.defect(entry.offset, entry.key, "percentages are exact texts: put this one in quotes, such as \"2.5\"");
        return None;
    }
    basis_points(source.text(entry)?).map_err(|message| source.defect(entry.offset, entry.key, message)).ok()
}

/// A whole number that is not negative.
pub(super) fn number(entry: Entry<'_>, source: &mut Source<'_>) -> Option<u32> {
    let whole = source.whole(entry)?;
    let number = u32::try_from(whole).ok();
    if number.is_none() {
        source.defect(
            entry.offset,
            entry.key,
            format!("{whole} is out of range: write a number from 0 to {}", u32::MAX),
        );
    }
    number
}
