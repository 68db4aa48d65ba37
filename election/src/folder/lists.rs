//! The levels, count categories and parties of election.toml.

use core::ops::RangeInclusive;
use std::collections::BTreeMap;

use super::colour::Colour;
use super::findings::Known;
use super::languages::Languages;
use super::section::{Entry, Section, Source};
use super::spelling::hint;
use crate::definition::{Category, CountItemType, Level, Party, Text};

/// Levels are numbered in a byte, and some numbers stay free.
const LEVELS: RangeInclusive<usize> = 1..=250;
/// The categories of a unit are bits of a word.
const CATEGORIES: RangeInclusive<usize> = 1..=32;
const PARTIES: RangeInclusive<usize> = 0..=60_000;

const KINDS: [(&str, CountItemType); 8] = [
    ("election-day", CountItemType::ElectionDay),
    ("early", CountItemType::Early),
    ("absentee-mail", CountItemType::AbsenteeMail),
    ("provisional", CountItemType::Provisional),
    ("special-needs", CountItemType::SpecialNeeds),
    ("diplomatic", CountItemType::Diplomatic),
    ("overseas", CountItemType::Overseas),
    ("other", CountItemType::Other),
];

/// A list of tables with ids.
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    pub(super) known: Known,
}

impl<T> Listed<T> {
    /// Reads each table with `read`, which is given the id; one without id is left out.
    pub(super) fn read(
        entry: Option<Entry<'_>>,
        limits: RangeInclusive<usize>,
        source: &mut Source<'_>,
        mut read: impl FnMut(String, &mut Section<'_>, &mut Source<'_>) -> T,
    ) -> Self {
        let Some(entry) = entry else { return Self { items: Vec::new(), known: Known::unreadable() } };
        let Some((sections, mut known)) = sections(entry, &limits, source) else {
            return Self { items: Vec::new(), known: Known::unreadable() };
        };
        let mut items = Vec::new();
        for mut section in sections.into_iter().take(*limits.end()) {
            let id = section.required("id").and_then(|entry| Some((entry, source.id(entry)?)));
            known.is_partial |= id.is_none();
            let text = id.map(|(_, id)| id.to_owned()).unwrap_or_default();
            let item = read(text.clone(), &mut section, source);
            section.finish(source);
            if let Some((place, _)) = id {
                if known.ids.contains(&text) {
                    let message = format!("`{text}` is the id of an earlier one: choose another");
                    source.defect(place.offset, place.key, message);
                    known.is_partial = true;
                    continue;
                }
                known.ids.push(text);
                items.push(item);
            }
        }
        Self { items, known }
    }
}

fn sections<'t>(
    entry: Entry<'t>,
    limits: &RangeInclusive<usize>,
    source: &mut Source<'_>,
) -> Option<(Vec<Section<'t>>, Known)> {
    let (sections, given) = source.sections(entry)?;
    if !limits.contains(&given) {
        let (least, most) = (limits.start(), limits.end());
        let message = format!("there are {given} of them, but there can be {least} to {most}: add or remove some");
        source.defect(entry.offset, entry.key, message);
    }
    let is_partial = sections.len() != given || !limits.contains(&given);
    Some((sections, Known { ids: Vec::new(), is_partial }))
}

pub(super) fn levels(root: &mut Section<'_>, languages: &mut Languages, source: &mut Source<'_>) -> Listed<Level> {
    let entry = root.required("levels");
    Listed::read(entry, LEVELS, source, |id, section, source| {
        let name = languages.title(section, "name", source);
        let plural = section.optional("plural").and_then(|entry| languages.text(entry, source));
        Level { id, plural: plural.unwrap_or_else(|| name.clone()), name }
    })
}

pub(super) fn categories(
    root: &mut Section<'_>,
    languages: &mut Languages,
    source: &mut Source<'_>,
) -> Listed<Category> {
    let entry = root.required("categories");
    Listed::read(entry, CATEGORIES, source, |id, section, source| {
        let kind = section.required("kind").and_then(|entry| source.choice(entry, &KINDS)).unwrap_or_default();
        Category { id, kind, name: languages.title(section, "name", source) }
    })
}

pub(super) fn parties(root: &mut Section<'_>, languages: &mut Languages, source: &mut Source<'_>) -> Listed<Party> {
    let Some(entry) = root.optional("parties") else { return Listed { items: Vec::new(), known: Known::default() } };
    Listed::read(Some(entry), PARTIES, source, |id, section, source| {
        let short = section.optional("short").and_then(|entry| source.text(entry)).map(str::to_owned);
        let name = section.required("name").and_then(|entry| languages.text(entry, source)).unwrap_or_default();
        let colour = section.optional("colour").and_then(|entry| colour(entry, source)).unwrap_or_default();
        let groups = section.optional("groups").and_then(|entry| source.texts(entry)).unwrap_or_default();
        let groups = groups.into_iter().filter_map(|group| source.text(group).map(str::to_owned)).collect();
        Party { short: short.unwrap_or_else(|| id.clone()), id, name, colour, groups }
    })
}

/// What readers call the groups of `parties`.
pub(super) fn groups(
    root: &mut Section<'_>,
    parties: &Listed<Party>,
    languages: &Languages,
    source: &mut Source<'_>,
) -> BTreeMap<String, Text> {
    let Some(section) = root.optional("groups").and_then(|entry| source.section(entry, "groups")) else {
        return BTreeMap::new();
    };
    let mut groups = BTreeMap::new();
    for (group, entry) in section.entries() {
        check_group(group, entry, parties, source);
        groups.extend(languages.text(entry, source).map(|name| (group.to_owned(), name)));
    }
    groups
}

/// That at least one party is in a group.
pub(super) fn check_group(group: &str, named: Entry<'_>, parties: &Listed<Party>, source: &mut Source<'_>) {
    let mut groups: Vec<&str> = parties.items.iter().flat_map(|party| &party.groups).map(String::as_str).collect();
    groups.sort_unstable();
    groups.dedup();
    if !groups.contains(&group) && !parties.known.is_partial {
        let message = format!("no party is in the group `{group}`: {}", hint(group, groups.iter().copied()));
        source.defect(named.offset, named.key, message);
    }
}

fn colour(entry: Entry<'_>, source: &mut Source<'_>) -> Option<String> {
    match Colour::parse(source.text(entry)?) {
        Ok(colour) => Some(colour.to_string()),
        Err(message) => {
            source.defect(entry.offset, entry.key, message);
            None
        }
    }
}
