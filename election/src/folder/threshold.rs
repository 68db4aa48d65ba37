//! The threshold of a contest: a share that lists must reach, and the ways round it.

use super::rules::{number, percent};
use super::section::{Entry, Section, Source};
use crate::definition::{Threshold, ThresholdBase, ThresholdScope, ThresholdTier};

const BASES: [(&str, ThresholdBase); 2] = [("valid", ThresholdBase::Valid), ("cast", ThresholdBase::Cast)];
const SCOPES: [(&str, ThresholdScope); 2] =
    [("nation", ThresholdScope::Nation), ("district", ThresholdScope::District)];
const TIERS: [(&str, ThresholdTier); 2] = [("all", ThresholdTier::All), ("levelling", ThresholdTier::Levelling)];

/// Reads a threshold. Each group that it is waived for is shown to `group`.
pub(super) fn threshold(
    entry: Entry<'_>,
    name: &str,
    source: &mut Source<'_>,
    group: impl Fn(Entry<'_>, &mut Source<'_>) -> Option<String>,
) -> Option<Threshold> {
    let mut section = source.section(entry, name)?;
    let basis_points = section.required("percent").and_then(|entry| share(entry, source));
    let groups = section.optional("waived_for").and_then(|entry| source.texts(entry)).unwrap_or_default();
    let waived_for = groups.into_iter().filter_map(|item| group(item, source)).collect();
    let of = section.optional("of").and_then(|entry| source.choice(entry, &BASES)).unwrap_or_default();
    let within = section.optional("within").and_then(|entry| source.choice(entry, &SCOPES)).unwrap_or_default();
    let before = section.optional("before").and_then(|entry| source.choice(entry, &TIERS)).unwrap_or_default();
    let mut or = |section: &mut Section<'_>, key| section.optional(key).and_then(|entry| share(entry, source));
    let or_in_a_district = or(&mut section, "or_in_a_district");
    let or_there = or(&mut section, "or_there");
    let alliance = or(&mut section, "alliance");
    let or_constituencies = section.optional("or_constituencies").and_then(|entry| number(entry, source));
    section.finish(source);
    let basis_points = basis_points?;
    Some(Threshold {
        basis_points,
        waived_for,
        of,
        within,
        before,
        or_in_a_district,
        or_there,
        or_constituencies,
        alliance,
    })
}

fn share(entry: Entry<'_>, source: &mut Source<'_>) -> Option<u32> {
    let basis_points = percent(entry, source)?;
    if (1..=10_000).contains(&basis_points) {
        return Some(basis_points);
    }
    let message = "a threshold is more than 0 and at most 100: correct it or remove the threshold";
    source.defect(entry.offset, entry.key, message);
    None
}
