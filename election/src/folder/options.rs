//! options.csv: what stands on the ballot of each contest.

use std::collections::{BTreeMap, HashSet};

use super::colour::Colour;
use super::columns::{Columns, check_end};
use super::count::count;
use super::defect::Defect;
use super::findings::Findings;
use super::reports::RESERVED;
use super::section::not_an_id;
use super::settings::Settings;
use super::spelling::{hint, quoted};
use super::table::{Row, Table};
use crate::definition::{BallotOption, Contest, Party, Text};
use crate::ids::{PartyIx, is_id};

/// The name of the file.
pub(super) const FILE: &str = "options.csv";
/// Options are numbered in 16 bits, and some numbers stay free.
const MOST_OPTIONS: usize = 60_000;
/// Nearer than this in Oklab, two colours look the same on a map.
const TOO_SIMILAR: f64 = 0.02;
/// WCAG 2 for shapes.
const LEAST_CONTRAST: f64 = 3.0;

/// Adds the options to the contests. Whether all of them could be read.
pub(super) fn read(bytes: &[u8], settings: &mut Settings, findings: &mut Findings) -> bool {
    let languages = settings.definition.languages.clone();
    let optional = ["contest", "number", "party", "short", "colour", "name", "candidates"];
    let columns = Columns { required: &["id"], optional: &optional, languages: &languages };
    let Some(mut table) = columns.open(FILE, bytes, findings) else { return false };
    let mut reading = Reading::new(&table, &languages, settings, findings);
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) => reading.row(&row),
            Err(defect) => reading.skip(defect),
        }
    }
    check_end(&table, reading.findings);
    reading.check_contests();
    reading.is_complete
}

/// Positions of the columns.
struct Places {
    id: usize,
    contest: Option<usize>,
    number: Option<usize>,
    party: Option<usize>,
    short: Option<usize>,
    colour: Option<usize>,
    name: Option<usize>,
    candidates: Option<usize>,
    translations: Vec<(String, usize)>,
}

impl Places {
    fn of(table: &Table<'_>, languages: &[String]) -> Self {
        let translations = languages.iter().skip(1);
        let translations =
            translations.filter_map(|language| Some((language.clone(), table.column(&format!("name:{language}"))?)));
        Self {
            id: table.column("id").unwrap_or_default(),
            contest: table.column("contest"),
            number: table.column("number"),
            party: table.column("party"),
            short: table.column("short"),
            colour: table.column("colour"),
            name: table.column("name"),
            candidates: table.column("candidates"),
            translations: translations.collect(),
        }
    }
}

struct Reading<'r> {
    settings: &'r mut Settings,
    findings: &'r mut Findings,
    places: Places,
    /// Contest and id of the options so far.
    seen: HashSet<(usize, String)>,
    is_complete: bool,
}

impl<'r> Reading<'r> {
    fn new(table: &Table<'_>, languages: &[String], settings: &'r mut Settings, findings: &'r mut Findings) -> Self {
        Self { places: Places::of(table, languages), settings, findings, seen: HashSet::new(), is_complete: true }
    }

    fn skip(&mut self, defect: Defect) {
        self.is_complete = false;
        self.findings.defect(defect);
    }

    fn cell_defect(&mut self, row: &Row<'_>, column: Option<usize>, message: String) {
        let defect =
            column.map_or_else(|| row.defect(message.clone()), |column| row.cell_defect(column, message.clone()));
        self.findings.defect(defect);
    }

    fn row(&mut self, row: &Row<'_>) {
        let id = row.get(self.places.id);
        self.check_id(id, row);
        let contest = self.contest(row);
        let party = self.party(row);
        let Some(contest) = contest else {
            self.is_complete = false;
            return;
        };
        if !self.seen.insert((contest, id.to_owned())) {
            let message = format!("`{id}` is an option of this contest already: ids are unique, choose another");
            self.cell_defect(row, Some(self.places.id), message);
            return;
        }
        let option = self.option(row, id, party);
        let length = self.length(row);
        let options = &mut self.settings.definition.contests[contest].options;
        if let Some(length) = length {
            self.settings.lengths.insert((contest, options.len()), length);
        }
        options.push(option);
        if options.len() == MOST_OPTIONS + 1 {
            let message =
                format!("this contest has more than {MOST_OPTIONS} options, which is the limit: leave some out");
            self.cell_defect(row, None, message);
        }
    }

    fn check_id(&mut self, id: &str, row: &Row<'_>) {
        if id.is_empty() {
            self.is_complete = false;
            self.cell_defect(row, Some(self.places.id), "the id is missing: give the option one".into());
        } else if !is_id(id) {
            self.is_complete = false;
            self.cell_defect(row, Some(self.places.id), not_an_id(id));
        } else if RESERVED.contains(&id) {
            self.is_complete = false;
            let message = format!("`{id}` is a column of reports, where options are columns too: choose another id");
            self.cell_defect(row, Some(self.places.id), message);
        }
    }

    fn contest(&mut self, row: &Row<'_>) -> Option<usize> {
        let known = &self.settings.contests;
        let name = row.get_if(self.places.contest);
        let contest = match name {
            "" if known.ids.len() == 1 && !known.is_partial => Some(0),
            _ => known.position(name),
        };
        if contest.is_none() && !known.is_partial {
            let hint = hint(name, known.ids.iter().map(String::as_str));
            let message = match name {
                "" => format!("the contest is missing: {hint}"),
                _ => format!("`{name}` is not a contest: {hint}"),
            };
            self.cell_defect(row, self.places.contest, message);
        }
        contest
    }

    fn party(&mut self, row: &Row<'_>) -> Option<PartyIx> {
        let known = &self.settings.parties;
        let name = row.get_if(self.places.party);
        let party = known.position(name).map(PartyIx::new);
        if party.is_none() && !name.is_empty() && !known.is_partial {
            let hint = hint(name, known.ids.iter().map(String::as_str));
            self.cell_defect(row, self.places.party, format!("`{name}` is not a party: {hint}"));
        }
        party
    }

    fn option(&mut self, row: &Row<'_>, id: &str, party: Option<PartyIx>) -> BallotOption {
        let own_colour = self.colour(row);
        let name = self.name(row);
        let party_data = party.map(|party| &self.settings.definition.parties[party.at()]);
        if name.default.is_empty() && party_data.is_none() && row.get_if(self.places.party).is_empty() {
            self.findings.defect(row.cell_defect(
                self.places.name.unwrap_or(self.places.id),
                "the option has neither a name nor a party: give it a name",
            ));
        }
        let short = row.get_if(self.places.short);
        let inherited = |of: fn(&Party) -> &str, default: &str| party_data.map_or(default, of).to_owned();
        let colour = match own_colour {
            Some(colour) => colour.to_string(),
            None => inherited(|party| &party.colour, ""),
        };
        if colour.is_empty() {
            let message = "the option has no colour and gets a grey: give it or its party one, such as #1d5fa8";
            self.findings.warning(row.defect(message).in_field("colour"));
        }
        BallotOption {
            id: id.to_owned(),
            number: row.get_if(self.places.number).to_owned(),
            party,
            short: if short.is_empty() { inherited(|party| &party.short, id) } else { short.to_owned() },
            name: if name.default.is_empty() { inherit(name, party_data) } else { name },
            colour: if colour.is_empty() { Colour::NEUTRAL.to_string() } else { colour },
        }
    }

    fn colour(&mut self, row: &Row<'_>) -> Option<Colour> {
        let text = row.get_if(self.places.colour);
        if text.is_empty() {
            return None;
        }
        Colour::parse(text).map_err(|message| self.cell_defect(row, self.places.colour, message)).ok()
    }

    /// How many candidates are on the list.
    fn length(&mut self, row: &Row<'_>) -> Option<u32> {
        let text = row.get_if(self.places.candidates);
        match count(text) {
            Ok(length) => length.get(),
            Err(message) => {
                self.cell_defect(row, self.places.candidates, message);
                None
            }
        }
    }

    fn name(&self, row: &Row<'_>) -> Text {
        let translations = self.places.translations.iter();
        let others = translations.map(|(language, column)| (language.clone(), row.get(*column).to_owned()));
        Text {
            default: row.get_if(self.places.name).to_owned(),
            others: others.filter(|(_, name)| !name.is_empty()).collect::<BTreeMap<_, _>>(),
        }
    }

    /// Contests without options, and what is odd about the options of a contest.
    fn check_contests(&mut self) {
        for contest in &self.settings.definition.contests {
            if contest.options.is_empty() && self.is_complete {
                let message = format!(
                    "the contest `{}` has no options: add a row for each that stands on its ballot",
                    contest.id
                );
                self.findings.defect(Defect::of_file(FILE, message));
            }
            check_numbers(contest, self.findings);
            check_colours(contest, self.findings);
        }
    }
}

/// The party's name, and its translations where the option has none of its own.
fn inherit(own: Text, party: Option<&Party>) -> Text {
    let mut name = party.map(|party| party.name.clone()).unwrap_or_default();
    name.others.extend(own.others);
    name
}

fn check_numbers(contest: &Contest, findings: &mut Findings) {
    let mut seen = HashSet::new();
    for option in contest.options.iter().filter(|option| !option.number.is_empty()) {
        if !seen.insert(&option.number) {
            let message =
                format!("the number {} of `{}` is another option's too: correct one of them", option.number, option.id);
            findings.warning(Defect::of_file(FILE, message).in_field("number"));
        }
    }
}

fn check_colours(contest: &Contest, findings: &mut Findings) {
    let coloured = contest.options.iter().filter_map(|option| Some((option, Colour::parse(&option.colour).ok()?)));
    let coloured: Vec<_> = coloured.filter(|(_, colour)| *colour != Colour::NEUTRAL).collect();
    let mut warn = |message| findings.warning(Defect::of_file(FILE, message).in_field("colour"));
    for (at, (option, colour)) in coloured.iter().enumerate() {
        let contrast = colour.contrast_with_white();
        if contrast < LEAST_CONTRAST {
            warn(format!(
                "{colour} of `{}` has a contrast of {contrast:.1} on white, below 3: choose a darker one",
                option.id
            ));
        }
        let twins = coloured[..at].iter().filter(|(_, earlier)| colour.distance(*earlier) < TOO_SIMILAR);
        let twins: Vec<&str> = twins.map(|(twin, _)| twin.id.as_str()).collect();
        if !twins.is_empty() {
            let message = format!(
                "{colour} of `{}` looks like the colour of {}: choose colours that differ",
                option.id,
                quoted(&twins)
            );
            warn(message);
        }
    }
}
