//! Where the votes of each option are: in columns of their own, or in rows.

use std::collections::BTreeMap;

use super::mapping::Options;
use super::plan::{Binding, all};
use super::written::Name;
use crate::definition::{Contest, fold_name};
use crate::folder::defect::MOST_PER_LINE;
use crate::ids::OptionIx;
use crate::report::Figure;

/// Where the votes are, with positions.
pub(super) enum Votes {
    /// The column of each option.
    Wide(Vec<(OptionIx, usize)>),
    /// One row an option.
    Long(LongColumns),
}

/// The columns of a long table.
pub(super) struct LongColumns {
    /// Names the option, or another figure.
    pub(super) column: usize,
    /// Its votes.
    pub(super) votes: usize,
    /// What the mapping says that cells mean.
    values: BTreeMap<String, Target>,
    names: OptionNames,
}

/// What a row of a long table gives.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Option(OptionIx),
    Figure(Figure),
}

impl Binding<'_> {
    /// Where the votes of the contest's options are.
    pub(super) fn votes(&mut self, contest: &Contest) -> Option<Votes> {
        let mapping = self.mapping;
        match &mapping.options {
            Options::Wide { .. } => self.wide(contest),
            Options::Long { column, votes, values } => self.long(contest, column, votes, values),
        }
    }

    fn wide(&mut self, contest: &Contest) -> Option<Votes> {
        let names = OptionNames::of(contest);
        let (explicit, by_pattern) = (self.explicit(&names), self.by_pattern(&names));
        let mut columns: Vec<Option<usize>> = vec![None; contest.options.len()];
        let mut twice = 0;
        for (option, column) in explicit?.into_iter().chain(by_pattern?) {
            if let Some(first) = columns[option.at()].replace(column) {
                let (id, first) = (&contest.options[option.at()].id, &self.table.columns()[first]);
                let message =
                    format!("this column and `{first}` both name the option `{id}`: add one of them to `ignore`");
                if twice < MOST_PER_LINE {
                    self.defects.push(self.table.head_defect(column, message));
                }
                twice += 1;
            }
        }
        let mut is_whole = twice == 0;
        for (option, _) in contest.options.iter().zip(&columns).filter(|(_, column)| column.is_none()) {
            let (id, file) = (&option.id, self.table.file());
            let message = format!("no column of {file} has the votes of option `{id}`: name it in [options.columns]");
            self.defects.push(self.mapping.place.defect_of_file(message).in_field("options"));
            is_whole = false;
        }
        let votes = columns.into_iter().enumerate().filter_map(|(at, column)| Some((OptionIx::new(at), column?)));
        is_whole.then(|| Votes::Wide(votes.collect()))
    }

    /// The columns that the mapping names one by one.
    fn explicit(&mut self, names: &OptionNames) -> Option<Vec<(OptionIx, usize)>> {
        let Options::Wide { columns, .. } = &self.mapping.options else { return Some(Vec::new()) };
        let mut found = Vec::new();
        for (column, option) in columns {
            let position = self.table.column(column);
            if position.is_none() {
                self.no_column(option, column);
            }
            let option_ix = names.find(option.get_ref());
            if option_ix.is_none() {
                self.fail(option, format!("`{}` is not an option of this contest", option.get_ref()));
            }
            found.push(option_ix.zip(position));
        }
        all(found)
    }

    /// The columns whose names are an option's with a prefix and a suffix.
    fn by_pattern(&mut self, names: &OptionNames) -> Option<Vec<(OptionIx, usize)>> {
        let Options::Wide { prefix, suffix, columns, ignore } = &self.mapping.options else { return Some(Vec::new()) };
        let is_pattern = !(prefix.is_empty() && suffix.is_empty());
        if !is_pattern && !columns.is_empty() {
            return Some(Vec::new());
        }
        let figures: Vec<&str> = self.mapping.figures.iter().map(|(_, column)| column.get_ref().as_str()).collect();
        let mut found = Vec::new();
        let mut unknown = 0;
        for (at, column) in self.table.columns().iter().enumerate() {
            let is_taken =
                columns.contains_key(column) || ignore.contains(column) || figures.contains(&column.as_str());
            let name = column.strip_prefix(prefix.as_str()).and_then(|rest| rest.strip_suffix(suffix.as_str()));
            let (Some(name), false) = (name, is_taken) else { continue };
            match names.find(name) {
                Some(option) => found.push(Some((option, at))),
                None if is_pattern => {
                    let message =
                        format!("`{name}` is not an option of this contest: correct it, or add the column to `ignore`");
                    if unknown < MOST_PER_LINE {
                        self.defects.push(self.table.head_defect(at, message).in_field(column));
                    }
                    unknown += 1;
                    found.push(None);
                }
                None => {}
            }
        }
        all(found)
    }

    fn long(
        &mut self,
        contest: &Contest,
        column: &Name,
        votes: &Name,
        values: &BTreeMap<String, Name>,
    ) -> Option<Votes> {
        let names = OptionNames::of(contest);
        let (column, votes) = (self.column(column), self.column(votes));
        let mut targets: BTreeMap<String, Target> = BTreeMap::new();
        let mut is_whole = true;
        for (cell, name) in values {
            match names.target(name.get_ref()) {
                Some(target) => drop(targets.insert(cell.clone(), target)),
                None => {
                    self.fail(name, format!("`{}` is neither an option of this contest nor a figure", name.get_ref()));
                    is_whole = false;
                }
            }
        }
        let (column, votes) = (column?, votes?);
        is_whole.then_some(Votes::Long(LongColumns { column, votes, values: targets, names }))
    }
}

impl LongColumns {
    /// What a cell means.
    pub(super) fn target(&self, cell: &str) -> Option<Target> {
        self.values.get(cell).copied().or_else(|| self.names.find(cell).map(Target::Option))
    }
}

/// What an option may be called: its id, number, abbreviation or name.
struct OptionNames(BTreeMap<String, OptionIx>);

impl OptionNames {
    fn of(contest: &Contest) -> Self {
        let mut names = BTreeMap::new();
        // What is written first wins: an id before a number, a number before an abbreviation.
        let pick: [fn(&crate::definition::BallotOption) -> &str; 4] =
            [|option| &option.id, |option| &option.number, |option| &option.short, |option| &option.name.default];
        for name in pick {
            for (at, option) in contest.options.iter().enumerate() {
                let folded = fold_name(name(option));
                if !folded.is_empty() {
                    names.entry(folded).or_insert(OptionIx::new(at));
                }
            }
        }
        Self(names)
    }

    fn find(&self, name: &str) -> Option<OptionIx> {
        self.0.get(&fold_name(name)).copied()
    }

    fn target(&self, name: &str) -> Option<Target> {
        let figure = || Figure::ALL.into_iter().find(|figure| figure.name() == name).map(Target::Figure);
        self.find(name).map(Target::Option).or_else(figure)
    }
}
