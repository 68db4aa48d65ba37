//! The contests of election.toml.

use core::ops::RangeInclusive;

use super::findings::Known;
use super::house::Draft;
use super::house_rule::rule;
use super::languages::Languages;
use super::lists::{Listed, check_group};
use super::rules;
use super::section::{Entry, Section, Source};
use super::threshold::threshold;
use crate::definition::{Contest, Party, VoteVariation};
use crate::report::Figure;

const CONTESTS: RangeInclusive<usize> = 1..=60_000;

const VARIATIONS: [(&str, VoteVariation); 7] = [
    ("proportional", VoteVariation::Proportional),
    ("plurality", VoteVariation::Plurality),
    ("majority", VoteVariation::Majority),
    ("n-of-m", VoteVariation::NOfM),
    ("approval", VoteVariation::Approval),
    ("rcv", VoteVariation::Rcv),
    ("yes-no", VoteVariation::YesNo),
];

/// Reads the contests; their options come from another file. `parties` are those whose groups thresholds may name.
/// Also the rules of their houses.
pub(super) fn contests(
    root: &mut Section<'_>,
    levels: &Known,
    parties: &Listed<Party>,
    languages: &mut Languages,
    source: &mut Source<'_>,
) -> (Listed<Contest>, Vec<Option<Draft>>) {
    let entry = root.required("contests");
    let Listed { items, known } = Listed::read(entry, CONTESTS, source, |id, section, source| {
        let title = languages.title(section, "title", source);
        let variation = section.required("variation").and_then(|entry| source.choice(entry, &VARIATIONS));
        let figures = section.required("figures").map(|entry| figures(entry, source)).unwrap_or_default();
        let before = source.findings.count();
        let threshold = section.optional("threshold").and_then(|entry| {
            threshold(entry, "contests.threshold", source, |item, source| group(item, parties, source))
        });
        let rule = section.optional("seats").and_then(|entry| rule(entry, Some(levels), "contests.seats", source));
        // Half a rule would only give defects that follow from those that are named already.
        let is_known = !levels.is_partial && !parties.known.is_partial;
        let draft = rule.filter(|_| is_known && source.findings.count() == before);
        let draft = draft.map(|rule| Draft { rule, places: section.places() });
        let rules = section.optional("rules").and_then(|entry| source.section(entry, "contests.rules"));
        let rules = rules.map(|section| rules::read(&section, source)).unwrap_or_default();
        let variation = variation.unwrap_or_default();
        (Contest { id, title, variation, figures, threshold, rules, ..Contest::default() }, draft)
    });
    let (contests, drafts) = items.into_iter().unzip();
    (Listed { items: contests, known }, drafts)
}

fn figures(entry: Entry<'_>, source: &mut Source<'_>) -> Vec<Figure> {
    let names = Figure::ALL.map(|figure| (figure.name(), figure));
    let listed = source.texts(entry).unwrap_or_default();
    listed.into_iter().filter_map(|item| source.choice(item, &names)).collect()
}

fn group(item: Entry<'_>, parties: &Listed<Party>, source: &mut Source<'_>) -> Option<String> {
    let group = source.text(item)?;
    check_group(group, item, parties, source);
    Some(group.to_owned())
}
