//! turnout-baseline.csv: how many had voted by which hour of the day of a previous election.

use std::collections::{BTreeMap, HashMap};

use super::columns::{Columns, check_end};
use super::count::count;
use super::findings::Findings;
use super::refusal::RowError;
use super::resolve::{ReportOptions, Resolver};
use super::table::Row;
use crate::definition::Definition;
use crate::ids::{ContestIx, UnitIx};
use crate::turnout::HoursBefore;

/// The name of the file.
pub(super) const FILE: &str = "turnout-baseline.csv";

/// The hours of all contests.
pub(super) fn read(bytes: &[u8], definition: &Definition, findings: &mut Findings) -> Vec<HoursBefore> {
    let mut hours = vec![BTreeMap::new(); definition.contests.len()];
    // Only the first language has no column of its own, so none is known here.
    let languages = &definition.languages[..definition.languages.len().min(1)];
    let columns =
        Columns { required: &["unit", "time", "voters"], optional: &["contest", "registered", "source"], languages };
    let Some(mut table) = columns.open(FILE, bytes, findings) else { return hours };
    let places = ["unit", "time", "voters", "contest", "registered"].map(|name| table.column(name));
    let resolver = Resolver::new(definition, ReportOptions::default());
    let mut seen: HashMap<(ContestIx, UnitIx, u16), u32> = HashMap::new();
    while let Some(row) = table.next_row() {
        let row = match row {
            Ok(row) => row,
            Err(defect) => {
                findings.defect(defect);
                continue;
            }
        };
        let Some(Line { contest, unit, minute, voters, registered }) = place(&row, places, &resolver, findings) else {
            continue;
        };
        if let Some(line) = seen.insert((contest, unit, minute), row.line()) {
            let message = format!("line {line} says how many had voted there by then already: remove one of the two");
            findings.defect(row.field_defect("time", message));
            continue;
        }
        let of_contest: &mut HoursBefore = &mut hours[contest.at()];
        let day = of_contest.entry(unit).or_default();
        if let Some(other) = day.registered.filter(|known| registered.is_some_and(|registered| registered != *known)) {
            let message = format!("a row above says {other} for this unit: give each unit one number");
            findings.defect(row.field_defect("registered", message));
        }
        day.registered = day.registered.or(registered);
        day.hours.insert(minute, voters);
    }
    check_end(&table, findings);
    hours
}

/// What a row says.
struct Line {
    contest: ContestIx,
    unit: UnitIx,
    minute: u16,
    voters: u32,
    registered: Option<u32>,
}

/// What a row says; `None` if anything is wrong with it.
fn place(row: &Row<'_>, columns: [Option<usize>; 5], resolver: &Resolver<'_>, findings: &mut Findings) -> Option<Line> {
    let [unit, time, voters, contest, registered] = columns.map(|column| row.get_if(column));
    let mut keep = |field: &str, why: String| findings.defect(row.field_defect(field, why));
    let unit = resolver.unit(unit).map_err(|why| keep("unit", why.to_string())).ok();
    let contest = resolver.contest(contest).map_err(|why| keep("contest", why.to_string())).ok();
    let minute = minute(time).map_err(|why| keep("time", why)).ok();
    let registered = count(registered).map_err(|why| keep("registered", why)).ok();
    let voters = count(voters).and_then(|count| count.get().ok_or_else(|| RowError::MissingVoters.to_string()));
    let voters = voters.map_err(|why| keep("voters", why)).ok();
    let registered = registered?.get();
    Some(Line { contest: contest?, unit: unit?, minute: minute?, voters: voters?, registered })
}

/// Minutes since midnight of a time of day.
fn minute(text: &str) -> Result<u16, String> {
    let digits = |part: &str, limit: u16| {
        let number = part.parse::<u16>().ok().filter(|number| *number < limit);
        number.filter(|_| part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_digit()))
    };
    let read = text.split_once(':').and_then(|(hours, minutes)| Some(digits(hours, 24)? * 60 + digits(minutes, 60)?));
    read.ok_or_else(|| format!("`{text}` is not a time of day: write it as 11:00"))
}
