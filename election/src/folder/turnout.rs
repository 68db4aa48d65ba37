//! turnout.csv: how many had voted at a place by an hour of the day; the same table when it is pushed.

use std::collections::BTreeSet;

use super::columns::{Columns, check_end};
use super::count::count;
use super::dates::{day_of, written};
use super::defect::{Defect, Defects};
use super::findings::Findings;
use super::refusal::{Refusal, RowError};
use super::reports::RefusedRow;
use super::resolve::{ReportOptions, Resolver, revision};
use super::table::{Dialect, Row, Table};
use super::writer::cell;
use crate::definition::Definition;
use crate::report::Count;
use crate::turnout::{Settled, TurnoutBook, TurnoutEntry, TurnoutFlag, TurnoutReport, TurnoutSubmission, registered};

/// The columns, those first that every table has.
const COLUMNS: [&str; 7] = ["time", "unit", "voters", "contest", "revision", "reason", "source"];
const NEEDED: usize = 3;

/// A row of a table of turnout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnoutRow {
    /// Its line, counted from 1.
    pub line: u32,
    /// The report, or all that is wrong with the row.
    pub outcome: Result<TurnoutSubmission, Vec<RefusedRow>>,
}

/// Reads a table of turnout row by row; a row with a defect does not stop the others.
pub struct TurnoutReader<'a> {
    table: Table<'a>,
    resolver: Resolver<'a>,
    columns: [Option<usize>; COLUMNS.len()],
}

/// The words of a row; empty = not given.
pub(super) struct Said<'w> {
    pub(super) time: &'w str,
    pub(super) unit: &'w str,
    pub(super) contest: &'w str,
    pub(super) revision: &'w str,
    pub(super) reason: &'w str,
    pub(super) source: &'w str,
}

impl<'a> TurnoutReader<'a> {
    /// Opens a table of turnout.
    ///
    /// # Errors
    /// The defects of the encoding and of the first row. Then no row is read: a misspelt column is not to be lost silently.
    pub fn open(definition: &'a Definition, file: &str, bytes: &'a [u8]) -> Result<Self, Vec<Defect>> {
        let table = Table::open(file, bytes, Dialect::OURS)?;
        let (required, optional) = COLUMNS.split_at(NEEDED);
        // Only the first language has no column of its own, so none is known here.
        let languages = &definition.languages[..definition.languages.len().min(1)];
        let defects = Columns { required, optional, languages }.defects(&table);
        if !defects.is_empty() {
            return Err(defects);
        }
        let columns = COLUMNS.map(|name| table.column(name));
        let options = ReportOptions { time_required: true, ..ReportOptions::default() };
        Ok(Self { table, resolver: Resolver::new(definition, options), columns })
    }

    /// Reads the next row, and gives it to `judge` while its cells can still be pointed at.
    fn step<T>(
        &mut self,
        judge: impl FnOnce(&Row<'_>, Result<TurnoutSubmission, Vec<Refusal>>) -> T,
    ) -> Option<Result<T, Defect>> {
        let row = match self.table.next_row()? {
            Ok(row) => row,
            Err(defect) => return Some(Err(defect)),
        };
        let [time, unit, voters, contest, revision, reason, source] = self.columns.map(|column| row.get_if(column));
        let said = Said { time, unit, contest, revision, reason, source };
        let submission = submission(&self.resolver, &said, |refusals| {
            count(voters).unwrap_or_else(|why| {
                refusals.push(Refusal::new("voters", RowError::NotANumber { why }));
                Count::MISSING
            })
        });
        Some(Ok(judge(&row, submission)))
    }
}

impl Iterator for TurnoutReader<'_> {
    type Item = TurnoutRow;

    fn next(&mut self) -> Option<TurnoutRow> {
        let read = self.step(|row, submission| {
            let refused = |refusal: Refusal| RefusedRow {
                code: refusal.code(),
                defect: row.field_defect(&refusal.field, refusal.why.to_string()),
            };
            let outcome = submission.map_err(|refusals| refusals.into_iter().map(refused).collect());
            TurnoutRow { line: row.line(), outcome }
        })?;
        Some(read.unwrap_or_else(|defect| {
            let line = self.table.line();
            TurnoutRow { line, outcome: Err(vec![RefusedRow { code: "bad-row", defect }]) }
        }))
    }
}

/// The report that some words say.
///
/// # Errors
/// All that is wrong with them.
pub(super) fn submission(
    resolver: &Resolver<'_>,
    said: &Said<'_>,
    voters: impl FnOnce(&mut Vec<Refusal>) -> Count,
) -> Result<TurnoutSubmission, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut keep = |field: &str, why| refusals.push(Refusal::new(field, why));
    let at = resolver.time(said.time).map_err(|why| keep("time", why));
    let contest = resolver.contest(said.contest).map_err(|why| keep("contest", why));
    let unit = resolver.unit(said.unit).map_err(|why| keep("unit", why));
    let revision = revision(said.revision).map_err(|why| keep("revision", why));
    let before = refusals.len();
    let voters = voters(&mut refusals).get();
    if voters.is_none() && refusals.len() == before {
        refusals.push(Refusal::new("voters", RowError::MissingVoters));
    }
    match (at, contest, unit, revision, voters) {
        (Ok(at), Ok(contest), Ok(unit), Ok(revision), Some(voters)) => {
            let (source, reason) = (said.source.to_owned(), said.reason.to_owned());
            Ok(TurnoutSubmission { revision, report: TurnoutReport { contest, unit, at, voters, source, reason } })
        }
        _ => Err(refusals),
    }
}

/// Reads a whole table: the reports in its order, or every defect.
///
/// # Errors
/// Every defect, by line.
pub fn turnout_reports(
    definition: &Definition,
    file: &str,
    bytes: &[u8],
) -> Result<Vec<TurnoutSubmission>, Vec<Defect>> {
    let mut defects = Defects::default();
    let mut reports = Vec::new();
    for row in TurnoutReader::open(definition, file, bytes)? {
        match row.outcome {
            Ok(report) => reports.push(report),
            Err(refused) => defects.extend(refused.into_iter().map(|refused| refused.defect)),
        }
    }
    let defects = defects.into_sorted();
    if defects.is_empty() { Ok(reports) } else { Err(defects) }
}

/// Checks the table of an election folder; how many reports it has.
pub(super) fn check(definition: &Definition, bytes: &[u8], findings: &mut Findings) -> usize {
    let mut reader = match TurnoutReader::open(definition, super::TURNOUT, bytes) {
        Ok(reader) => reader,
        Err(defects) => {
            findings.defects(defects);
            return 0;
        }
    };
    let (mut book, mut odd) = (TurnoutBook::default(), BTreeSet::new());
    while let Some(read) = reader.step(|row, submission| match submission {
        Ok(submission) => {
            odd.extend(oddities(definition, row, &submission));
            enter(&mut book, row, submission, findings);
        }
        Err(refusals) => {
            let defects = refusals.iter().map(|why| row.field_defect(&why.field, why.why.to_string()));
            findings.defects(defects);
        }
    }) {
        if let Err(defect) = read {
            findings.defect(defect);
        }
    }
    odd.into_iter().for_each(|defect| findings.warning(defect));
    check_end(&reader.table, findings);
    book.len()
}

/// Puts a row beside those before it. What is there already is a slip of whoever made the file.
fn enter(book: &mut TurnoutBook, row: &Row<'_>, submission: TurnoutSubmission, findings: &mut Findings) {
    let line = row.line();
    match book.settle(&submission) {
        Settled::New(revision) => {
            let seq = u64::from(line);
            book.enter(TurnoutEntry { seq, accepted_at: 0, revision, report: submission.report });
        }
        Settled::Duplicate | Settled::Superseded { .. } => {
            let TurnoutReport { contest, unit, at, .. } = submission.report;
            let of = |entry: &&TurnoutEntry| {
                (entry.report.contest, entry.report.unit, entry.report.at) == (contest, unit, at)
            };
            let earlier = book.entries().iter().rev().find(of).map_or(0, |entry| entry.seq);
            let message = format!(
                "line {earlier} says so already, or more: remove one of the two rows, or give a correction a higher revision"
            );
            findings.defect(row.field_defect("time", message));
        }
    }
}

/// What may well be a slip, and may be right.
fn oddities(definition: &Definition, row: &Row<'_>, submission: &TurnoutSubmission) -> Vec<Defect> {
    let report = &submission.report;
    let mut odd = Vec::new();
    let offset = definition.utc_offset;
    if day_of(report.at, offset) != day_of(definition.polls_close, offset) {
        let message = "this is not the day of the election: correct the time, or leave it if people voted that day";
        odd.push(row.field_defect("time", message));
    } else if report.at > definition.polls_close {
        let close = written(definition.polls_close, offset);
        let message = format!("the polls close at {close}: correct the time, or leave it if they stayed open longer");
        odd.push(row.field_defect("time", message));
    }
    if let Some(registered) = registered(definition, report.unit).filter(|count| *count < report.voters.into()) {
        let code = TurnoutFlag::OverRegistered.code();
        let message = format!(
            "{} is more than the {registered} registered voters: correct it, or leave it and it is shown with the flag `{code}`",
            report.voters
        );
        odd.push(row.field_defect("voters", message));
    }
    odd
}

/// A table that [`turnout_reports`] reads back, with a column for the contest only if there are several. Times are those of
/// the election's time zone.
#[must_use]
pub fn write_turnout(definition: &Definition, reports: &[TurnoutSubmission]) -> String {
    let has_contest = definition.contests.len() > 1;
    let mut text = format!("time,unit{},voters,revision,reason,source\n", if has_contest { ",contest" } else { "" });
    for TurnoutSubmission { revision, report } in reports {
        text.push_str(&written(report.at, definition.utc_offset));
        cell(definition.units.id(report.unit), &mut text);
        if has_contest {
            cell(&definition.contests[report.contest.at()].id, &mut text);
        }
        cell(&report.voters.to_string(), &mut text);
        cell(&revision.map_or_else(String::new, |revision| revision.to_string()), &mut text);
        cell(&report.reason, &mut text);
        cell(&report.source, &mut text);
        text.push('\n');
    }
    text
}
