//! The columns of figures and votes in report tables.

use std::collections::HashMap;

use super::count::count;
use super::refusal::{Refusal, RowError};
use super::spelling::hint;
use super::table::{Row, Table};
use crate::definition::Definition;
use crate::ids::{ContestIx, OptionIx};
use crate::report::{Count, Figure, Figures};

/// Which column holds which figure, and the votes of which options.
pub(super) struct FigureColumns {
    figures: Vec<(usize, Figure)>,
    options: Vec<OptionColumn>,
}

/// A column named after an option, which several contests may have.
struct OptionColumn {
    column: usize,
    /// In the order of the contests.
    of: Vec<(ContestIx, OptionIx)>,
}

impl FigureColumns {
    /// The columns of `table`; also the columns that are neither figures nor options nor in `others`.
    pub(super) fn of(table: &Table<'_>, definition: &Definition, others: &[&str]) -> (Self, Vec<usize>) {
        let options = options_by_id(definition);
        let mut columns = Self { figures: Vec::new(), options: Vec::new() };
        let mut unknown = Vec::new();
        for (column, name) in table.columns().iter().enumerate() {
            if let Some(figure) = Figure::ALL.into_iter().find(|figure| figure.name() == name) {
                columns.figures.push((column, figure));
            } else if let Some(of) = options.get(name.as_str()) {
                columns.options.push(OptionColumn { column, of: of.clone() });
            } else if !others.contains(&name.as_str()) {
                unknown.push(column);
            }
        }
        (columns, unknown)
    }

    /// The figures of a row. What cannot be read is refused and missing.
    pub(super) fn read(
        &self,
        row: &Row<'_>,
        contest: ContestIx,
        definition: &Definition,
        refusals: &mut Vec<Refusal>,
    ) -> Figures {
        let contest_data = &definition.contests[contest.at()];
        let mut figures = Figures::missing(contest_data.options.len());
        let cell = |column: usize, refusals: &mut Vec<Refusal>| {
            count(row.get(column)).unwrap_or_else(|why| {
                refusals.push(Refusal::new(row.column_name(column), RowError::NotANumber { why }));
                Count::MISSING
            })
        };
        for (column, figure) in &self.figures {
            figures.set(*figure, cell(*column, refusals));
        }
        for option in &self.options {
            let column = option.column;
            match option.of.binary_search_by_key(&contest, |(contest, _)| *contest) {
                Ok(at) => figures.set_vote(option.of[at].1, cell(column, refusals)),
                Err(_) if row.get(column).is_empty() => {}
                Err(_) => refusals.push(Refusal::new(
                    row.column_name(column),
                    RowError::UnknownOption {
                        option: row.column_name(column).into(),
                        contest: contest_data.id.clone(),
                        hint: "leave the cell empty in rows of this contest".into(),
                    },
                )),
            }
        }
        figures
    }
}

fn options_by_id(definition: &Definition) -> HashMap<&str, Vec<(ContestIx, OptionIx)>> {
    let mut by_id: HashMap<&str, Vec<_>> = HashMap::new();
    for (contest, data) in definition.contests.iter().enumerate() {
        for (option, data) in data.options.iter().enumerate() {
            by_id.entry(&data.id).or_default().push((ContestIx::new(contest), OptionIx::new(option)));
        }
    }
    by_id
}

/// What to say about a column that is not known.
pub(super) fn unknown_column(name: &str, definition: &Definition, others: &[&str]) -> String {
    if name.is_empty() {
        return "this column has no name: name it, or delete it".into();
    }
    let options = definition.contests.iter().flat_map(|contest| &contest.options).map(|option| option.id.as_str());
    let known: Vec<&str> = others.iter().copied().chain(Figure::ALL.map(Figure::name)).chain(options).collect();
    format!("this column is neither an option nor a column of reports: {}", hint(name, known))
}
