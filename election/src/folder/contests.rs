//! The contests of election.toml.

use core::ops::RangeInclusive;

use super::languages::Languages;
use super::lists::Listed;
use super::rules::{self, percent};
use super::section::{Entry, Section, Source};
use super::spelling::hint;
use crate::definition::{Contest, Party, Threshold, VoteVariation};
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
pub(super) fn contests(
    root: &mut Section<'_>,
    parties: &Listed<Party>,
    languages: &mut Languages,
    source: &mut Source<'_>,
) -> Listed<Contest> {
    let entry = root.required("contests");
    Listed::read(entry, CONTESTS, source, |id, section, source| {
        let title = languages.title(section, "title", source);
        let variation = section.required("variation").and_then(|entry| source.choice(entry, &VARIATIONS));
        let figures = section.required("figures").map(|entry| figures(entry, source)).unwrap_or_default();
        let threshold = section.optional("threshold").and_then(|entry| threshold(entry, parties, source));
        let rules = section.optional("rules").and_then(|entry| source.section(entry, "contests.rules"));
        let rules = rules.map(|section| rules::read(&section, source)).unwrap_or_default();
        Contest { id, title, variation: variation.unwrap_or_default(), figures, threshold, rules, ..Contest::default() }
    })
}

fn figures(entry: Entry<'_>, source: &mut Source<'_>) -> Vec<Figure> {
    let names = Figure::ALL.map(|figure| (figure.name(), figure));
    let listed = source.texts(entry).unwrap_or_default();
    listed.into_iter().filter_map(|item| source.choice(item, &names)).collect()
}

fn threshold(entry: Entry<'_>, parties: &Listed<Party>, source: &mut Source<'_>) -> Option<Threshold> {
    let mut section = source.section(entry, "contests.threshold")?;
    let basis_points = section.required("percent").and_then(|entry| {
        let basis_points = percent(entry, source)?;
        if (1..=10_000).contains(&basis_points) {
            return Some(basis_points);
        }
        source.defect(
            entry.offset,
            entry.key,
            "a threshold is more than 0 and at most 100: correct it or remove the threshold",
        );
        None
    });
    let groups = section.optional("waived_for").and_then(|entry| source.texts(entry)).unwrap_or_default();
    let waived_for = groups.into_iter().filter_map(|item| group(item, parties, source)).collect();
    section.finish(source);
    Some(Threshold { basis_points: basis_points?, waived_for, ..Threshold::default() })
}

fn group(item: Entry<'_>, parties: &Listed<Party>, source: &mut Source<'_>) -> Option<String> {
    let group = source.text(item)?;
    let mut groups: Vec<&str> = parties.items.iter().flat_map(|party| &party.groups).map(String::as_str).collect();
    groups.sort_unstable();
    groups.dedup();
    if !groups.contains(&group) && !parties.known.is_partial {
        let message = format!("no party is in the group `{group}`: {}", hint(group, groups.iter().copied()));
        source.defect(item.offset, item.key, message);
    }
    Some(group.to_owned())
}
