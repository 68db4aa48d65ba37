//! units.csv: every place that counts, as a tree.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::aliases;
use super::columns::{Columns, check_end};
use super::count::count;
use super::defect::Defect;
use super::findings::Findings;
use super::settings::Settings;
use super::spelling::{hint, nearest};
use super::table::{Dialect, Row, Table};
use crate::ids::{LevelIx, MAX_ID, UnitIx, is_unit_id};
use crate::report::Count;
use crate::tree::{TreeDefect, UnitRecord, UnitTree};

/// The name of the file.
pub(super) const FILE: &str = "units.csv";
/// Among more units than this the nearest id is not looked for.
const MOST_COMPARED: usize = 10_000;

/// What units.csv says.
#[derive(Default)]
pub(super) struct Units {
    pub(super) tree: UnitTree,
    pub(super) names: BTreeMap<String, BTreeMap<UnitIx, String>>,
    pub(super) aliases: BTreeMap<String, UnitIx>,
    /// How the map calls units that it does not call by their ids.
    pub(super) map_values: Vec<Noted<UnitIx>>,
    /// Seats of districts, with their line.
    pub(super) seats: BTreeMap<UnitIx, (u32, u32)>,
    /// Whether some units could not be read.
    pub(super) is_partial: bool,
}

/// A text about a unit, with its line.
pub(super) struct Noted<U> {
    pub(super) unit: U,
    pub(super) line: u32,
    pub(super) text: String,
}

impl Units {
    /// Of a file that could not be read.
    pub(super) fn unknown() -> Self {
        Self { is_partial: true, ..Self::default() }
    }

    pub(super) fn read(bytes: &[u8], settings: &Settings, findings: &mut Findings) -> Self {
        let languages = &settings.definition.languages;
        let columns = Columns {
            required: &["id", "parent", "level"],
            optional: &["name", "registered", "categories", "map", "aliases", "seats"],
            languages,
        };
        let Some(mut table) = columns.open(FILE, bytes, findings) else { return Self::unknown() };
        let mut reading = Reading::new(&table, settings, findings);
        while let Some(row) = table.next_row() {
            match row {
                Ok(row) => reading.row(&row),
                Err(defect) => reading.skip(defect),
            }
        }
        check_end(&table, reading.findings);
        reading.finish(bytes)
    }
}

/// Positions of the columns.
struct Places {
    id: usize,
    parent: usize,
    level: usize,
    name: Option<usize>,
    registered: Option<usize>,
    categories: Option<usize>,
    map: Option<usize>,
    aliases: Option<usize>,
    seats: Option<usize>,
    translations: Vec<(String, usize)>,
}

impl Places {
    fn of(table: &Table<'_>, languages: &[String]) -> Self {
        let required = |name| table.column(name).unwrap_or_default();
        let translations = languages.iter().skip(1);
        let translations =
            translations.filter_map(|language| Some((language.clone(), table.column(&format!("name:{language}"))?)));
        Self {
            id: required("id"),
            parent: required("parent"),
            level: required("level"),
            name: table.column("name"),
            registered: table.column("registered"),
            categories: table.column("categories"),
            map: table.column("map"),
            aliases: table.column("aliases"),
            seats: table.column("seats"),
            translations: translations.collect(),
        }
    }
}

/// The rows read so far. Every row that has as many cells as it should becomes a record, right or wrong.
struct Reading<'r> {
    settings: &'r Settings,
    findings: &'r mut Findings,
    places: Places,
    records: Vec<UnitRecord>,
    lines: Vec<u32>,
    map_values: Vec<Noted<usize>>,
    aliases: Vec<Noted<usize>>,
    /// Record, seats, line.
    seats: Vec<(usize, u32, u32)>,
    /// Language, record, name.
    translations: Vec<(usize, usize, String)>,
    /// Ids of units whose level is not known.
    without_level: HashSet<String>,
    skipped: usize,
}

impl<'r> Reading<'r> {
    fn new(table: &Table<'_>, settings: &'r Settings, findings: &'r mut Findings) -> Self {
        Self {
            settings,
            findings,
            places: Places::of(table, &settings.definition.languages),
            records: Vec::new(),
            lines: Vec::new(),
            map_values: Vec::new(),
            aliases: Vec::new(),
            seats: Vec::new(),
            translations: Vec::new(),
            without_level: HashSet::new(),
            skipped: 0,
        }
    }

    fn skip(&mut self, defect: Defect) {
        self.skipped += 1;
        self.findings.defect(defect);
    }

    fn row(&mut self, row: &Row<'_>) {
        let id = row.get(self.places.id);
        if !is_unit_id(id) {
            self.findings.defect(row.cell_defect(self.places.id, not_a_unit_id(id)));
        }
        let level = self.level(row);
        if level.is_none() {
            self.without_level.insert(id.to_owned());
        }
        let record = UnitRecord {
            id: id.to_owned(),
            parent: row.get(self.places.parent).to_owned(),
            level: level.unwrap_or_default(),
            name: row.get_if(self.places.name).to_owned(),
            registered: self.figure(row, self.places.registered),
            categories: self.categories(row),
        };
        self.note(row);
        self.records.push(record);
        self.lines.push(row.line());
    }

    fn level(&mut self, row: &Row<'_>) -> Option<LevelIx> {
        let levels = &self.settings.levels;
        let name = row.get(self.places.level);
        let level = levels.position(name).map(LevelIx::new);
        if level.is_none() && !levels.is_partial {
            let known = hint(name, levels.ids.iter().map(String::as_str));
            let message = match name {
                "" => format!("the level is missing: {known}"),
                _ => format!("`{name}` is not a level: {known}"),
            };
            self.findings.defect(row.cell_defect(self.places.level, message));
        }
        level
    }

    fn figure(&mut self, row: &Row<'_>, column: Option<usize>) -> Count {
        let Some(column) = column else { return Count::MISSING };
        count(row.get(column)).unwrap_or_else(|message| {
            self.findings.defect(row.cell_defect(column, message));
            Count::MISSING
        })
    }

    /// One bit for each category.
    fn categories(&mut self, row: &Row<'_>) -> u32 {
        let known = &self.settings.categories;
        let Some(column) = self.places.categories else { return 0 };
        let mut bits = 0;
        for name in listed(row.get(column)) {
            match known.position(name) {
                Some(category) if bits >> category & 1 == 1 => {
                    let message = format!("`{name}` is in the list twice: remove one of the two");
                    self.findings.defect(row.cell_defect(column, message));
                }
                Some(category) => bits |= 1 << category,
                None if known.is_partial => {}
                None => {
                    let known = hint(name, known.ids.iter().map(String::as_str));
                    let message = format!("`{name}` is not a category: {known}");
                    self.findings.defect(row.cell_defect(column, message));
                }
            }
        }
        bits
    }

    /// Keeps what is not part of the tree.
    fn note(&mut self, row: &Row<'_>) {
        let (unit, line) = (self.records.len(), row.line());
        if let Some(seats) = self.figure(row, self.places.seats).get() {
            self.seats.push((unit, seats, line));
        }
        let map_value = row.get_if(self.places.map);
        if !map_value.is_empty() {
            self.map_values.push(Noted { unit, line, text: map_value.to_owned() });
        }
        for alias in listed(row.get_if(self.places.aliases)) {
            self.aliases.push(Noted { unit, line, text: alias.to_owned() });
        }
        for (language, (_, column)) in self.places.translations.iter().enumerate() {
            let name = row.get(*column);
            if !name.is_empty() {
                self.translations.push((language, unit, name.to_owned()));
            }
        }
    }

    fn finish(mut self, bytes: &[u8]) -> Units {
        let categories = self.settings.categories.ids.len();
        let (tree, place) = match UnitTree::build(&self.records, categories) {
            Ok(built) => built,
            Err(defects) => {
                self.report(defects, bytes);
                return Units::unknown();
            }
        };
        self.check_inner_units(&tree, &place);
        self.check_levels(&tree);
        let placed = |noted: Vec<Noted<usize>>| {
            noted.into_iter().map(|noted| Noted { unit: place[noted.unit], line: noted.line, text: noted.text })
        };
        let mut names: BTreeMap<String, BTreeMap<UnitIx, String>> = BTreeMap::new();
        for (language, record, name) in self.translations {
            let (language, _) = &self.places.translations[language];
            names.entry(language.clone()).or_default().insert(place[record], name);
        }
        let given: Vec<_> = placed(self.aliases).collect();
        let aliases = aliases::gather(&tree, &names, &given, self.findings);
        let map_values = placed(self.map_values).collect();
        let seats = self.seats.into_iter().map(|(record, seats, line)| (place[record], (seats, line))).collect();
        Units { tree, names, aliases, map_values, seats, is_partial: self.skipped > 0 }
    }

    /// What is said about units that have others below them must not be lost silently.
    fn check_inner_units(&mut self, tree: &UnitTree, place: &[UnitIx]) {
        for (record, unit) in place.iter().enumerate() {
            if self.records[record].categories != 0 && !tree.is_leaf(*unit) {
                let message = format!(
                    "`{}` has units below it, so it reports nothing: leave its categories empty",
                    tree.id(*unit)
                );
                let warning = Defect::of_file(FILE, message).at_line(self.lines[record]).in_field("categories");
                self.findings.warning(warning);
            }
        }
    }

    fn check_levels(&mut self, tree: &UnitTree) {
        let mut used = vec![false; self.settings.levels.ids.len()];
        for unit in tree.units() {
            if let Some(used) = used.get_mut(tree.level(unit).at()) {
                *used = true;
            }
        }
        for (level, _) in self.settings.levels.ids.iter().zip(used).filter(|(_, used)| !used) {
            let message = format!("no unit is on the level `{level}`: remove it from election.toml, or add its units");
            self.findings.warning(Defect::of_file(FILE, message).in_field("level"));
        }
    }

    /// Defects of the tree go to the cells that cause them, which are found by reading the file once more.
    fn report(self, defects: Vec<TreeDefect>, bytes: &[u8]) {
        let mut by_record: HashMap<usize, Vec<(usize, String)>> = HashMap::new();
        let explained: Vec<_> = defects.iter().filter(|defect| !self.is_consequence(defect)).collect();
        for defect in explained {
            let (column, message) = self.explain(defect);
            match defect.record() {
                Some(record) => by_record.entry(record).or_default().push((column, message)),
                None => self.findings.defect(Defect::of_file(FILE, message)),
            }
        }
        let Ok(mut table) = Table::open(FILE, bytes, Dialect::OURS) else { return };
        let mut record = 0;
        while let Some(row) = table.next_row() {
            let Ok(row) = row else { continue };
            for (column, message) in by_record.remove(&record).into_iter().flatten() {
                self.findings.defect(row.cell_defect(column, message));
            }
            record += 1;
        }
    }

    /// Whether a defect only follows from another one that is reported already.
    fn is_consequence(&self, defect: &TreeDefect) -> bool {
        match defect {
            TreeDefect::NoRoot => self.skipped > 0,
            TreeDefect::UnknownParent { parent, .. } => self.skipped > 0 || !is_unit_id(parent),
            TreeDefect::Duplicate { id, .. } => id.is_empty(),
            TreeDefect::LevelNotDeeper { id, parent, .. } => {
                self.without_level.contains(id) || self.without_level.contains(parent)
            }
            TreeDefect::SecondRoot { .. } => false,
        }
    }

    /// The column at fault and what to say.
    fn explain(&self, defect: &TreeDefect) -> (usize, String) {
        match defect {
            TreeDefect::NoRoot if self.records.is_empty() => {
                (0, "there are no units: add the root and what is below it".into())
            }
            TreeDefect::NoRoot | TreeDefect::SecondRoot { .. } => (self.places.parent, defect.to_string()),
            TreeDefect::LevelNotDeeper { .. } => (self.places.level, defect.to_string()),
            TreeDefect::Duplicate { id, first, .. } => {
                let line = self.lines[first - 1];
                (
                    self.places.id,
                    format!("the id `{id}` is used in line {line} already: ids are unique, choose another"),
                )
            }
            TreeDefect::UnknownParent { parent, .. } => {
                let ids = self.records.iter().map(|record| record.id.as_str());
                let near = if self.records.len() <= MOST_COMPARED { nearest(parent, ids) } else { None };
                let what =
                    near.map_or("add it or correct the spelling".into(), |near| format!("did you mean `{near}`?"));
                (self.places.parent, format!("`{parent}` is not a unit: {what}"))
            }
        }
    }
}

/// The parts of a cell that lists several.
fn listed(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty())
}

fn not_a_unit_id(id: &str) -> String {
    match id {
        "" => "the id is missing: give the unit one".into(),
        _ if id.len() > MAX_ID => format!("`{id}` is longer than {MAX_ID} bytes: shorten the id"),
        _ => format!("`{id}` is not an id: remove spaces and invisible characters"),
    }
}
