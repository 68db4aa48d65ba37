//! candidates.csv: who stands on each list.

use std::collections::HashSet;

use super::columns::{Columns, check_end};
use super::defect::Defect;
use super::findings::Findings;
use super::section::not_an_id;
use super::settings::Settings;
use super::spelling::hint;
use super::table::{Row, Table};
use crate::definition::{Candidate, Contest, Gender};
use crate::ids::is_id;

/// The name of the file.
pub(super) const FILE: &str = "candidates.csv";

const GENDERS: [(&str, Gender); 4] =
    [("", Gender::Unknown), ("female", Gender::Female), ("male", Gender::Male), ("other", Gender::Other)];

/// Gives the options of contests their candidates. The options must have been read.
pub(super) fn read(bytes: &[u8], settings: &mut Settings, findings: &mut Findings) {
    let columns =
        Columns { required: &["option", "id"], optional: &["contest", "position", "name", "gender"], languages: &[] };
    let Some(mut table) = columns.open(FILE, bytes, findings) else { return };
    let lists = settings.definition.contests.iter().map(|contest| vec![Vec::new(); contest.options.len()]).collect();
    let mut reading = Reading { places: Places::of(&table), contests: &settings.definition.contests, findings, lists };
    let mut seen = HashSet::new();
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) => reading.row(&row, &mut seen),
            Err(defect) => reading.findings.defect(defect),
        }
    }
    check_end(&table, reading.findings);
    let lists = reading.lists;
    for (at, (contest, mut lists)) in settings.definition.contests.iter_mut().zip(lists).enumerate() {
        if lists.iter().all(Vec::is_empty) {
            continue;
        }
        for (option, list) in lists.iter_mut().enumerate().filter(|(_, list)| !list.is_empty()) {
            list.sort_by_key(|(position, _)| *position);
            let given = u32::try_from(list.len()).unwrap_or(u32::MAX);
            let said = *settings.lengths.entry((at, option)).or_insert(given);
            if said != given {
                let id = &contest.options[option].id;
                let message =
                    format!("`{id}` has {given} candidates here and {said} in options.csv: correct one of the two");
                findings.defect(Defect::of_file(FILE, message).in_field("option"));
            }
        }
        let candidates = lists.into_iter().map(|list| list.into_iter().map(|(_, candidate)| candidate).collect());
        contest.candidates = candidates.collect();
    }
}

/// Positions of the columns.
struct Places {
    contest: Option<usize>,
    option: usize,
    position: Option<usize>,
    id: usize,
    name: Option<usize>,
    gender: Option<usize>,
}

impl Places {
    fn of(table: &Table<'_>) -> Self {
        Self {
            contest: table.column("contest"),
            option: table.column("option").unwrap_or_default(),
            position: table.column("position"),
            id: table.column("id").unwrap_or_default(),
            name: table.column("name"),
            gender: table.column("gender"),
        }
    }
}

struct Reading<'r> {
    places: Places,
    contests: &'r [Contest],
    findings: &'r mut Findings,
    /// By contest and option: the candidates with their positions.
    lists: Vec<Vec<Vec<(u32, Candidate)>>>,
}

impl Reading<'_> {
    fn cell_defect(&mut self, row: &Row<'_>, column: Option<usize>, message: impl Into<String>) {
        let defect = match column {
            Some(column) => row.cell_defect(column, message),
            None => row.defect(message),
        };
        self.findings.defect(defect);
    }

    fn row(&mut self, row: &Row<'_>, seen: &mut HashSet<(usize, String)>) {
        let id = row.get(self.places.id);
        let is_usable = is_id(id);
        if id.is_empty() {
            self.cell_defect(row, Some(self.places.id), "the id is missing: give the candidate one");
        } else if !is_usable {
            self.cell_defect(row, Some(self.places.id), not_an_id(id));
        }
        let gender = self.gender(row);
        let Some(contest) = self.contest(row) else { return };
        let Some(option) = self.option(row, contest) else { return };
        if is_usable && !seen.insert((contest, id.to_owned())) {
            let message = format!("`{id}` is a candidate of this contest already: ids are unique, choose another");
            self.cell_defect(row, Some(self.places.id), message);
            return;
        }
        let Some(position) = self.position(row, contest, option) else { return };
        let name = row.get_if(self.places.name);
        let name = if name.is_empty() { id } else { name }.to_owned();
        self.lists[contest][option].push((position, Candidate { id: id.to_owned(), name, gender }));
    }

    fn gender(&mut self, row: &Row<'_>) -> Gender {
        let text = row.get_if(self.places.gender);
        let found = GENDERS.iter().find(|(name, _)| *name == text).map(|(_, gender)| *gender);
        if found.is_none() {
            let known = hint(text, GENDERS[1..].iter().map(|(name, _)| *name));
            self.cell_defect(
                row,
                self.places.gender,
                format!("`{text}` is not known here: {known}, or leave it empty"),
            );
        }
        found.unwrap_or_default()
    }

    fn contest(&mut self, row: &Row<'_>) -> Option<usize> {
        let name = row.get_if(self.places.contest);
        let contest = match (name, self.contests) {
            ("", [_]) => Some(0),
            _ => self.contests.iter().position(|contest| contest.id == name),
        };
        if contest.is_none() {
            let known = hint(name, self.contests.iter().map(|contest| contest.id.as_str()).collect::<Vec<_>>());
            let message = match name {
                "" => format!("the contest is missing: {known}"),
                _ => format!("`{name}` is not a contest: {known}"),
            };
            self.cell_defect(row, self.places.contest, message);
        }
        contest
    }

    fn option(&mut self, row: &Row<'_>, contest: usize) -> Option<usize> {
        let id = row.get(self.places.option);
        let options = &self.contests[contest].options;
        let option = options.iter().position(|option| option.id == id);
        if option.is_none() {
            let known = hint(id, options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>());
            self.cell_defect(row, Some(self.places.option), format!("`{id}` is no option of this contest: {known}"));
        }
        option
    }

    /// Where on the list; after the one before, if the file does not say.
    fn position(&mut self, row: &Row<'_>, contest: usize, option: usize) -> Option<u32> {
        let list = &self.lists[contest][option];
        let text = row.get_if(self.places.position);
        if text.is_empty() {
            return Some(list.last().map_or(1, |(position, _)| position.saturating_add(1)));
        }
        let position = text.parse().ok().filter(|position| *position > 0);
        let Some(position) = position else {
            let message = format!("`{text}` is not a place on a list: write 1, 2, 3 …, or leave the cell empty");
            self.cell_defect(row, self.places.position, message);
            return None;
        };
        if let Some((_, other)) = list.iter().find(|(taken, _)| *taken == position) {
            let message = format!("place {position} of this list is that of `{}`: give each its own", other.id);
            self.cell_defect(row, self.places.position, message);
            return None;
        }
        Some(position)
    }
}
