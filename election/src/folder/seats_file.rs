//! A rule and votes in one small file, TOML or JSON: what `nightcount seats` counts without an election folder.

use toml::de::{DeTable, DeValue};

use super::defect::Defect;
use super::encoding::Encoding;
use super::findings::{Findings, Known};
use super::house_rule::{Rule, rule};
use super::lists::Listed;
use super::places::Places;
use super::rules::number;
use super::section::{Entry, Section, Source};
use super::settings::syntax;
use super::spelling::hint;
use super::threshold::threshold;
use crate::seats::{Constituency, District, DistrictSeats, DistrictTally, House, List, Lot, MAX_VOTES, System, Tally};

/// Id of the only district of a file without districts.
const WHOLE: &str = "whole";
const MOST: usize = 60_000;

/// A house with its votes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatsFile {
    /// What it is about; may be empty.
    pub title: String,
    /// Names of the lists, in their order; the id where there is none.
    pub names: Vec<String>,
    /// The rule. It has no defects.
    pub house: House,
    /// The votes.
    pub tally: Tally,
    /// Lots on record.
    pub lots: Vec<Lot>,
}

/// Reads a seats file; one that begins with a brace is JSON.
///
/// # Errors
/// Every defect, by line.
pub fn seats_file(file: &str, bytes: &[u8]) -> Result<SeatsFile, Vec<Defect>> {
    let text = Encoding::Utf8.decode(file, bytes).map_err(|defect| vec![defect])?;
    let mut findings = Findings::default();
    let mut source = Source { file, text: &text, findings: &mut findings };
    let found = if text.trim_start().starts_with('{') { json(&mut source)? } else { toml(&mut source)? };
    findings.verdict().map(|_| found)
}

fn toml(source: &mut Source<'_>) -> Result<SeatsFile, Vec<Defect>> {
    let text = source.text;
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(read(table.get_ref(), source));
    }
    Err(errors.iter().map(|error| syntax(source.file, text, error)).collect())
}

/// JSON is read as the TOML value that it becomes when `=` takes the place of `:`; so every defect has its line here too.
fn json(source: &mut Source<'_>) -> Result<SeatsFile, Vec<Defect>> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(source.text) {
        let defect = Defect::of_file(source.file, format!("this is not JSON ({error}): correct the line"));
        let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
        return Err(vec![defect.at_line(line)]);
    }
    let text = as_toml(source.text);
    let value = DeValue::parse(&text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let message =
            "this value is not read here: leave out a key instead of `null`, and write letters instead of escapes";
        vec![Defect::at_offset(source.file, source.text, offset, message)]
    })?;
    match value.get_ref() {
        DeValue::Table(table) => Ok(read(table, source)),
        _ => unreachable!("what begins with a brace is a table"),
    }
}

/// The same text with `=` for each `:` outside of strings, byte by byte.
fn as_toml(json: &str) -> String {
    let (mut is_text, mut is_escaped) = (false, false);
    let letter = |letter: char| {
        let is_quote = letter == '"' && !is_escaped;
        is_escaped = is_text && letter == '\\' && !is_escaped;
        is_text ^= is_quote;
        if letter == ':' && !is_text { '=' } else { letter }
    };
    json.trim_end().chars().map(letter).collect()
}

fn read(table: &DeTable<'_>, source: &mut Source<'_>) -> SeatsFile {
    let mut root = Section::root(table);
    let title = root.optional("title").and_then(|entry| source.text(entry)).unwrap_or_default().to_owned();
    let rule = root.required("seats").and_then(|entry| rule(entry, None, "seats", source)).unwrap_or_default();
    let Rule { mut house, .. } = rule;
    house.threshold = root
        .optional("threshold")
        .and_then(|entry| threshold(entry, "threshold", source, |item, source| source.text(item).map(str::to_owned)));
    let lists = lists(&mut root, source);
    let counted = counted(&mut root, source);
    let mut paper = Paper { source, lists: lists.known, is_final: counted.0 == counted.1 };
    let mut tally = Tally { counted, ..Tally::default() };
    if let Some(entry) = root.optional("districts") {
        (house.districts, tally.districts) = paper.districts(entry);
        paper.votes_in_one_place(&lists.items);
    } else {
        let seats = match house.system.district_seats() {
            DistrictSeats::All | DistrictSeats::Some => house.seats,
            DistrictSeats::None | DistrictSeats::Weights => 0,
        };
        house.districts = vec![District { id: WHOLE.to_owned(), seats }];
        let votes = paper.votes_of_lists(&lists.items);
        tally.districts = vec![paper.district(&mut root, votes)];
    }
    if matches!(house.system, System::Mixed { .. })
        && let Some(entry) = root.required("constituencies")
    {
        (house.constituencies, tally.constituencies) = paper.constituencies(entry, &house.districts);
    }
    let lots = root.optional("lots").map(|entry| paper.lots(entry)).unwrap_or_default();
    root.finish(source);
    let names = lists.items.iter().map(|item| item.name.clone()).collect();
    house.lists = lists.items.into_iter().map(|item| item.list).collect();
    check_size(&tally, source);
    if source.findings.is_sound() {
        let places = Places::of(table, 0);
        for defect in house.defects() {
            let defect = places.defect(source.file, source.text, &defect.key, &defect.message);
            source.findings.defect(defect);
        }
    }
    SeatsFile { title, names, house, tally, lots }
}

/// A list as the file has it.
struct Item {
    list: List,
    name: String,
    votes: Option<u64>,
    offset: usize,
}

fn lists(root: &mut Section<'_>, source: &mut Source<'_>) -> Listed<Item> {
    let entry = root.required("lists");
    Listed::read(entry, 1..=MOST, source, |id, section, source| {
        let name = section.optional("name").and_then(|entry| source.text(entry)).unwrap_or(&id).to_owned();
        let groups = section.optional("groups").and_then(|entry| source.texts(entry)).unwrap_or_default();
        let groups = groups.into_iter().filter_map(|group| source.text(group).map(str::to_owned)).collect();
        let length = section.optional("candidates").and_then(|entry| number(entry, source));
        let votes = section.optional("votes").map(|entry| figure(entry, source).unwrap_or_default());
        Item { list: List { id, groups, length }, name, votes, offset: section.offset }
    })
}

/// Cells counted and expected; without them everything is counted.
fn counted(root: &mut Section<'_>, source: &mut Source<'_>) -> (u64, u64) {
    let counted = root.optional("counted").map(|entry| (entry, figure(entry, source)));
    let expected = root.optional("expected").map(|entry| (entry, figure(entry, source)));
    match (counted, expected) {
        (Some((entry, Some(counted))), Some((_, Some(expected)))) if counted > expected => {
            source.defect(
                entry.offset,
                entry.key,
                format!("{counted} of {expected} are counted: correct one of the two"),
            );
        }
        (Some((_, Some(counted))), Some((_, Some(expected)))) => return (counted, expected),
        (Some((entry, _)), None) => {
            source.defect(entry.offset, entry.key, "of how many? Add `expected`, or leave out this key");
        }
        (None, Some((entry, _))) => {
            source.defect(entry.offset, entry.key, "how many of them? Add `counted`, or leave out this key");
        }
        _ => {}
    }
    (1, 1)
}

/// A number of votes or voters.
fn figure(entry: Entry<'_>, source: &mut Source<'_>) -> Option<u64> {
    let whole = source.whole(entry)?;
    let figure = u64::try_from(whole).ok().filter(|figure| *figure <= MAX_VOTES);
    if figure.is_none() {
        let message = format!("{whole} is out of range: write a number from 0 to {MAX_VOTES}");
        source.defect(entry.offset, entry.key, message);
    }
    figure
}

/// Sums stay exact as long as all votes together are not too many.
fn check_size(tally: &Tally, source: &mut Source<'_>) {
    let votes = tally.districts.iter().flat_map(|district| &district.votes);
    let sum: u128 = votes.chain(tally.constituencies.iter().flatten()).map(|votes| u128::from(*votes)).sum();
    if sum > u128::from(MAX_VOTES) {
        let message =
            format!("there are {sum} votes in all, and at most {MAX_VOTES} are counted exactly: correct them");
        source.findings.defect(Defect::of_file(source.file, message));
    }
}

/// What is read against the lists.
struct Paper<'s, 't> {
    source: &'s mut Source<'t>,
    lists: Known,
    is_final: bool,
}

impl Paper<'_, '_> {
    fn districts(&mut self, entry: Entry<'_>) -> (Vec<District>, Vec<DistrictTally>) {
        let Self { source, lists, is_final } = self;
        let found = Listed::read(Some(entry), 1..=MOST, source, |id, section, source| {
            let mut paper = Paper { source, lists: lists.clone(), is_final: *is_final };
            let seats = section.optional("seats").and_then(|entry| number(entry, paper.source)).unwrap_or_default();
            let votes = section.required("votes").map(|entry| paper.votes(entry)).unwrap_or_default();
            (District { id, seats }, paper.district(section, votes))
        });
        found.items.into_iter().unzip()
    }

    /// One figure per list; a list that is not named has no votes.
    fn votes(&mut self, entry: Entry<'_>) -> Vec<u64> {
        let mut votes = vec![0; self.lists.ids.len()];
        let Some(section) = self.source.section(entry, "votes") else { return votes };
        for (id, entry) in section.entries() {
            match self.lists.position(id) {
                Some(list) => votes[list] = figure(entry, self.source).unwrap_or_default(),
                None if self.lists.is_partial => {}
                None => {
                    let known = hint(id, self.lists.ids.iter().map(String::as_str));
                    self.source.defect(entry.offset, id, format!("`{id}` is not a list: {known}"));
                }
            }
        }
        votes
    }

    /// The other figures of a district, or of a file without districts.
    fn district(&mut self, section: &mut Section<'_>, votes: Vec<u64>) -> DistrictTally {
        let [valid, cast, registered, uncounted] = ["valid", "cast", "registered", "uncounted"]
            .map(|key| section.optional(key).and_then(|entry| Some((entry, figure(entry, self.source)?))));
        let sum = votes.iter().fold(0, |sum: u64, votes| sum.saturating_add(*votes));
        let of = |found: Option<(Entry<'_>, u64)>| found.map(|(_, figure)| figure);
        let valid = of(valid).unwrap_or(sum);
        if let Some((entry, cast)) = cast
            && cast < valid
        {
            let message = format!("{cast} ballots were cast, but {valid} votes are valid: correct one of the two");
            self.source.defect(entry.offset, entry.key, message);
        }
        let uncounted = of(uncounted).or(self.is_final.then_some(0));
        DistrictTally { votes, valid, cast: of(cast).unwrap_or(valid), registered: of(registered), uncounted }
    }

    fn votes_of_lists(&mut self, items: &[Item]) -> Vec<u64> {
        for item in items.iter().filter(|item| item.votes.is_none()) {
            let message = format!("the votes of `{}` are missing: add `votes`, 0 if there are none", item.list.id);
            self.source.defect(item.offset, "votes", message);
        }
        items.iter().map(|item| item.votes.unwrap_or_default()).collect()
    }

    fn votes_in_one_place(&mut self, items: &[Item]) {
        for item in items.iter().filter(|item| item.votes.is_some()) {
            let message = "where there are districts votes stand there: leave out this key";
            self.source.defect(item.offset, "votes", message);
        }
    }

    fn constituencies(&mut self, entry: Entry<'_>, districts: &[District]) -> (Vec<Constituency>, Vec<Vec<u64>>) {
        let Self { source, lists, is_final } = self;
        let found = Listed::read(Some(entry), 1..=MOST, source, |id, section, source| {
            let mut paper = Paper { source, lists: lists.clone(), is_final: *is_final };
            let named = if districts.len() == 1 { section.optional("district") } else { section.required("district") };
            let district = named.map_or(Some(0), |entry| paper.place(entry, districts)).unwrap_or_default();
            let votes = section.required("votes").map(|entry| paper.votes(entry)).unwrap_or_default();
            (Constituency { id, district }, votes)
        });
        found.items.into_iter().unzip()
    }

    fn place(&mut self, entry: Entry<'_>, districts: &[District]) -> Option<usize> {
        let id = self.source.text(entry)?;
        let found = districts.iter().position(|district| district.id == id);
        if found.is_none() {
            let known = hint(id, districts.iter().map(|district| district.id.as_str()));
            self.source.defect(entry.offset, entry.key, format!("`{id}` is not a district: {known}"));
        }
        found
    }

    fn lots(&mut self, entry: Entry<'_>) -> Vec<Lot> {
        let (sections, _) = self.source.sections(entry).unwrap_or_default();
        let read = |mut section: Section<'_>| {
            let place = section.required("place").and_then(|entry| self.source.text(entry)).unwrap_or_default();
            let among = section.required("among").and_then(|entry| self.source.texts(entry)).unwrap_or_default();
            let winners = section.required("winners").and_then(|entry| self.source.texts(entry)).unwrap_or_default();
            let (place, among) = (place.to_owned(), ids(&among));
            for winner in &winners {
                let id = winner.value.as_str().unwrap_or_default().trim();
                if !among.iter().any(|one| one == id) {
                    let message = format!("`{id}` is not among those who drew: add it there, or correct the winner");
                    self.source.defect(winner.offset, winner.key, message);
                }
            }
            let winners = ids(&winners);
            section.finish(self.source);
            Lot { place, among, winners }
        };
        sections.into_iter().map(read).collect()
    }
}

fn ids(entries: &[Entry<'_>]) -> Vec<String> {
    entries.iter().filter_map(|entry| entry.value.as_str()).map(|id| id.trim().to_owned()).collect()
}
