//! Reports as CSV: a recorded night, a pushed file, a watched file.

use super::defect::{Defect, MOST_PER_LINE};
use super::figures::{FigureColumns, unknown_column};
use super::refusal::{Refusal, RowError};
use super::resolve::{ReportOptions, Resolver, Words};
use super::table::{Dialect, Row, Table};
use crate::definition::Definition;
use crate::submission::Submission;

/// Columns of reports besides figures and options.
const WORDS: [&str; 8] = ["time", "unit", "contest", "category", "revision", "status", "reason", "source"];

/// Names of columns that no option may have.
pub(super) const RESERVED: [&str; 13] = [
    "time",
    "unit",
    "contest",
    "category",
    "revision",
    "status",
    "reason",
    "source",
    "registered",
    "ballots",
    "valid",
    "invalid",
    "blank",
];

/// A row of a table of reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// Its line, counted from 1.
    pub line: u32,
    /// The report, or all that is wrong with the row.
    pub outcome: Result<Submission, Vec<RefusedRow>>,
}

/// What is wrong with a row, for a person and for a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// The stable code in answers and logs.
    pub code: &'static str,
    /// Where, what, and what to do.
    pub defect: Defect,
}

/// Reads a table of reports row by row; a row with a defect does not stop the others.
pub struct ReportReader<'a> {
    table: Table<'a>,
    resolver: Resolver<'a>,
    columns: [Option<usize>; WORDS.len()],
    figures: FigureColumns,
    options: ReportOptions,
}

impl<'a> ReportReader<'a> {
    /// Opens a table of reports.
    ///
    /// # Errors
    /// The defects of the encoding and of the first row. Then no row is read: a misspelt column is not to be lost silently.
    pub fn open(
        definition: &'a Definition,
        file: &str,
        bytes: &'a [u8],
        options: ReportOptions,
    ) -> Result<Self, Vec<Defect>> {
        let table = Table::open(file, bytes, Dialect::OURS)?;
        let (figures, unknown) = FigureColumns::of(&table, definition, &WORDS);
        let defects = unknown.into_iter().take(MOST_PER_LINE).map(|column| {
            let name = &table.columns()[column];
            table.head_defect(column, unknown_column(name, definition, &WORDS)).in_field(name)
        });
        let mut defects: Vec<Defect> = defects.collect();
        let is_time_needed = options.time_required || options.default_time.is_none();
        for name in ["unit", "time"].into_iter().filter(|name| *name == "unit" || is_time_needed) {
            if table.column(name).is_none() {
                let message = format!("the column `{name}` is missing: add it to the first line");
                defects.push(Defect::of_file(file, message));
            }
        }
        if !defects.is_empty() {
            return Err(defects);
        }
        let columns = WORDS.map(|name| table.column(name));
        Ok(Self { table, resolver: Resolver::new(definition, options), columns, figures, options })
    }
}

impl Iterator for ReportReader<'_> {
    type Item = ReportRow;

    fn next(&mut self) -> Option<ReportRow> {
        let row = match self.table.next_row()? {
            Ok(row) => row,
            Err(defect) => {
                let line = self.table.line();
                return Some(ReportRow { line, outcome: Err(vec![RefusedRow { code: "bad-row", defect }]) });
            }
        };
        let outcome = if self.options.refuse_unfinished && row.is_unfinished() {
            let why = "there is no line break after this line, so it may be half of a longer one: send it when it is complete";
            Err(vec![Refusal::new("", RowError::BadRow { why: why.into() })])
        } else {
            let words = words(&row, &self.columns);
            self.resolver.submission(&words, |contest, refusals| {
                self.figures.read(&row, contest, self.resolver.definition, refusals)
            })
        };
        let outcome = outcome.map_err(|refusals| refusals.into_iter().map(|refusal| refused(&row, &refusal)).collect());
        Some(ReportRow { line: row.line(), outcome })
    }
}

fn words<'t>(row: &Row<'t>, columns: &[Option<usize>; WORDS.len()]) -> Words<'t> {
    let [time, unit, contest, category, revision, status, reason, source] = columns.map(|column| row.get_if(column));
    Words { time, unit, contest, category, revision, status, reason, source }
}

fn refused(row: &Row<'_>, refusal: &Refusal) -> RefusedRow {
    RefusedRow { code: refusal.code(), defect: row.field_defect(&refusal.field, refusal.why.to_string()) }
}

/// Reads a whole table: the reports with their lines, and every defect.
#[must_use]
pub fn reports(
    definition: &Definition,
    file: &str,
    bytes: &[u8],
    options: ReportOptions,
) -> (Vec<(u32, Submission)>, Vec<Defect>) {
    let reader = match ReportReader::open(definition, file, bytes, options) {
        Ok(reader) => reader,
        Err(defects) => return (Vec::new(), defects),
    };
    let mut reports = Vec::new();
    let mut defects = super::Defects::default();
    for row in reader {
        match row.outcome {
            Ok(report) => reports.push((row.line, report)),
            Err(refused) => defects.extend(refused.into_iter().map(|refused| refused.defect)),
        }
    }
    (reports, defects.into_sorted())
}
