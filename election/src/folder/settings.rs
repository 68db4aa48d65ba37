//! election.toml: everything of a definition but units, options, baseline and polygons.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use toml::de::{DeTable, DeValue, Error};

use super::contests::contests;
use super::dates;
use super::defect::Defect;
use super::encoding::Encoding;
use super::findings::{Findings, Known};
use super::house::Draft;
use super::languages::Languages;
use super::lists::{categories, groups, levels, parties};
use super::section::{Entry, Section, Source};
use super::spelling::hint;
use crate::LevelIx;
use crate::definition::{Definition, Notes, SoftFlags};

/// The name of the file.
pub(super) const FILE: &str = "election.toml";
const FORMAT: i64 = 1;
const SOFT_FLAGS: [(&str, SoftFlags); 2] = [("quarantine", SoftFlags::Quarantine), ("mark", SoftFlags::Mark)];
/// Polls that close longer after the day of the election look like a slip.
const LONGEST_ELECTION_DAYS: i32 = 31;

/// What election.toml says.
pub(super) struct Settings {
    /// Without units, options, baselines, map.
    pub(super) definition: Definition,
    pub(super) levels: Known,
    pub(super) categories: Known,
    pub(super) parties: Known,
    pub(super) contests: Known,
    /// One per contest.
    pub(super) drafts: Vec<Option<Draft>>,
    /// Candidates on the lists of contests and options, where options.csv says how many.
    pub(super) lengths: BTreeMap<(usize, usize), u32>,
    pub(super) map: Option<MapKeys>,
}

/// How polygons name their units.
pub(super) struct MapKeys {
    pub(super) level: LevelIx,
    pub(super) property: String,
    pub(super) strip_prefix: String,
    pub(super) attribution: String,
}

impl Settings {
    /// Of a file that could not be read: other files are checked against nothing.
    pub(super) fn unknown() -> Self {
        Self {
            definition: Definition::default(),
            levels: Known::unreadable(),
            categories: Known::unreadable(),
            parties: Known::unreadable(),
            contests: Known::unreadable(),
            drafts: Vec::new(),
            lengths: BTreeMap::new(),
            map: None,
        }
    }

    pub(super) fn read(bytes: &[u8], findings: &mut Findings) -> Self {
        let text = match Encoding::Utf8.decode(FILE, bytes) {
            Ok(text) => text,
            Err(defect) => {
                findings.defect(defect);
                return Self::unknown();
            }
        };
        let (table, errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            return Self::of_table(table.get_ref(), &mut Source { file: FILE, text: &text, findings });
        }
        findings.defects(errors.iter().map(|error| syntax(FILE, &text, error)));
        Self::unknown()
    }

    fn of_table(table: &DeTable<'_>, source: &mut Source<'_>) -> Self {
        let mut root = Section::root(table);
        check_format(&mut root, source);
        let mut languages = Languages::read(&mut root, source);
        let mut definition = Definition { title: languages.title(&mut root, "title", source), ..Definition::default() };
        head(&mut root, &mut definition, &languages, source);
        times(&mut root, &mut definition, source);
        let mut note = |key| root.optional(key).and_then(|entry| languages.text(entry, source));
        definition.notes = Notes { about: note("about"), silence: note("silence") };
        let levels = levels(&mut root, &mut languages, source);
        let categories = categories(&mut root, &mut languages, source);
        let parties = parties(&mut root, &mut languages, source);
        definition.groups = groups(&mut root, &parties, &languages, source);
        let (contests, drafts) = contests(&mut root, &levels.known, &parties, &mut languages, source);
        let map = root.optional("map").and_then(|entry| map(entry, &levels.known, source));
        root.finish(source);
        definition.languages = languages.finish(source);
        definition.levels = levels.items;
        definition.categories = categories.items;
        definition.parties = parties.items;
        definition.contests = contests.items;
        Self {
            definition,
            levels: levels.known,
            categories: categories.known,
            parties: parties.known,
            contests: contests.known,
            drafts,
            lengths: BTreeMap::new(),
            map,
        }
    }
}

/// Where the text stops being TOML.
pub(super) fn syntax(file: &str, text: &str, error: &Error) -> Defect {
    let offset = error.span().map_or(0, |span| span.start);
    let message = match error.message().trim_end() {
        "duplicate key" => "this key is there already: remove one of the two".into(),
        other => format!("this is not TOML ({}): correct the line", other.replace('\n', ", ")),
    };
    Defect::at_offset(file, text, offset, message)
}

fn check_format(root: &mut Section<'_>, source: &mut Source<'_>) {
    let Some(entry) = root.required("format") else { return };
    if let Some(format) = source.whole(entry)
        && format != FORMAT
    {
        let message =
            format!("this program reads format {FORMAT}, not {format}: get the program that goes with the folder");
        source.defect(entry.offset, entry.key, message);
    }
}

fn head(root: &mut Section<'_>, definition: &mut Definition, languages: &Languages, source: &mut Source<'_>) {
    let id = root.required("id").and_then(|entry| source.id(entry));
    definition.id = id.unwrap_or_default().to_owned();
    let named = root.required("source").and_then(|entry| languages.text_or_one(entry, source));
    definition.source = named.unwrap_or_default();
    definition.sample = root.optional("sample").and_then(|entry| source.switch(entry)).unwrap_or_default();
    if let Some(mut publication) = root.optional("publication").and_then(|entry| source.section(entry, "publication")) {
        let soft_flags = publication.optional("soft_flags").and_then(|entry| source.choice(entry, &SOFT_FLAGS));
        definition.soft_flags = soft_flags.unwrap_or_default();
        publication.finish(source);
    }
}

fn times(root: &mut Section<'_>, definition: &mut Definition, source: &mut Source<'_>) {
    let date = root.required("date").and_then(|entry| parsed(entry, source, dates::day));
    let zone_entry = root.required("time_zone");
    let zone = zone_entry.and_then(|entry| parsed(entry, source, dates::zone));
    let closing = root.required("polls_close");
    let polls_close = closing.and_then(|entry| parsed(entry, source, dates::instant));
    let embargo_entry = root.optional("embargo");
    definition.embargo = embargo_entry.and_then(|entry| parsed(entry, source, dates::instant));
    definition.date = date.map(|date| date.to_string()).unwrap_or_default();
    definition.time_zone = zone_entry.and_then(|entry| entry.value.as_str()).unwrap_or_default().trim().to_owned();
    let (Some(zone), Some(closing), Some(polls_close)) = (zone, closing, polls_close) else { return };
    definition.polls_close = polls_close;
    definition.utc_offset = dates::offset(&zone, polls_close);
    check_offset(closing, &zone, polls_close, source);
    if let (Some(entry), Some(embargo)) = (embargo_entry, definition.embargo) {
        check_offset(entry, &zone, embargo, source);
        if embargo < polls_close {
            source.warning(entry.offset, entry.key, "the embargo ends before the polls close: check both");
        }
    }
    let days = dates::day_of(polls_close, definition.utc_offset).zip(date);
    if let Some((closing_day, date)) = days
        && !(0..=LONGEST_ELECTION_DAYS).contains(&(closing_day - date).get_days())
    {
        let message = format!("the polls close on {closing_day}, but the day of the election is {date}: check both");
        source.warning(closing.offset, closing.key, message);
    }
}

/// A text, a date or a time, as it is written, made into a value.
fn parsed<T>(entry: Entry<'_>, source: &mut Source<'_>, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
    let parsed = match entry.value {
        DeValue::Datetime(written) => parse(&written.to_string()),
        _ => parse(source.text(entry)?),
    };
    parsed.map_err(|message| source.defect(entry.offset, entry.key, message)).ok()
}

/// A wrong offset moves the closing of the polls by an hour, and nobody sees it.
fn check_offset(entry: Entry<'_>, zone: &TimeZone, instant: i64, source: &mut Source<'_>) {
    let text = match entry.value {
        DeValue::Datetime(written) => written.to_string(),
        _ => entry.value.as_str().unwrap_or_default().trim().to_owned(),
    };
    let expected = dates::offset_name(dates::offset(zone, instant));
    let is_utc = text.ends_with(['Z', 'z']) || text.ends_with("+00:00");
    if !is_utc && !text.ends_with(&expected) {
        let message =
            format!("the time zone is at {expected} then, but the offset here is another one: check the hour");
        source.warning(entry.offset, entry.key, message);
    }
}

fn map(entry: Entry<'_>, levels: &Known, source: &mut Source<'_>) -> Option<MapKeys> {
    let mut section = source.section(entry, "map")?;
    let level = section.required("level").and_then(|entry| level(entry, levels, source));
    let property = section.required("property").and_then(|entry| source.text(entry));
    let strip_prefix = section.optional("strip_prefix").and_then(|entry| prefix(entry, source)).unwrap_or_default();
    let attribution =
        section.optional("attribution").and_then(|entry| source.text(entry)).unwrap_or_default().to_owned();
    section.finish(source);
    Some(MapKeys { level: level?, property: property?.to_owned(), strip_prefix, attribution })
}

/// Spaces at its end belong to a prefix.
fn prefix(entry: Entry<'_>, source: &mut Source<'_>) -> Option<String> {
    let trimmed = source.text(entry)?;
    Some(entry.value.as_str().unwrap_or(trimmed).to_owned())
}

/// A level by its id.
pub(super) fn level(entry: Entry<'_>, levels: &Known, source: &mut Source<'_>) -> Option<LevelIx> {
    let id = source.text(entry)?;
    let level = levels.position(id).map(LevelIx::new);
    if level.is_none() && !levels.is_partial {
        let known = hint(id, levels.ids.iter().map(String::as_str));
        source.defect(entry.offset, entry.key, format!("`{id}` is not a level: {known}"));
    }
    level
}
