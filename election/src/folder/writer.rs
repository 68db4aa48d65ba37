//! Writes reports as CSV that [`reports`](super::reports()) reads back.

use std::fmt::Write;

use super::dates::written;
use crate::definition::Definition;
use crate::ids::ContestIx;
use crate::report::{Count, Figure};
use crate::submission::Submission;

/// A table of reports: one column per option, in ballot order, with a column for the contest only if there are several.
/// Times are those of the election's time zone.
pub fn write_reports<'s>(definition: &Definition, reports: impl IntoIterator<Item = &'s Submission>) -> String {
    let layout = Layout::of(definition);
    let mut text = layout.head();
    for report in reports {
        layout.row(report, &mut text);
    }
    text
}

/// The columns of options: ids in ballot order, each once.
struct Layout<'d> {
    definition: &'d Definition,
    options: Vec<&'d str>,
    /// Per contest: the position among its options of each column.
    votes: Vec<Vec<Option<usize>>>,
}

impl<'d> Layout<'d> {
    fn of(definition: &'d Definition) -> Self {
        let mut options: Vec<&str> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for option in definition.contests.iter().flat_map(|contest| &contest.options) {
            if seen.insert(option.id.as_str()) {
                options.push(&option.id);
            }
        }
        let votes = definition.contests.iter().map(|contest| {
            let places = contest.options.iter().enumerate().map(|(at, option)| (option.id.as_str(), at));
            let places: std::collections::HashMap<&str, usize> = places.collect();
            options.iter().map(|id| places.get(id).copied()).collect()
        });
        Self { definition, votes: votes.collect(), options }
    }

    fn has_contest_column(&self) -> bool {
        self.definition.contests.len() > 1
    }

    fn head(&self) -> String {
        let contest = if self.has_contest_column() { ",contest" } else { "" };
        let mut head = format!("time,unit{contest},category,revision,status");
        for name in Figure::ALL.map(Figure::name).iter().chain(&self.options) {
            head.push(',');
            head.push_str(name);
        }
        head.push_str(",reason,source\n");
        head
    }

    fn row(&self, report: &Submission, text: &mut String) {
        text.push_str(&written(report.observed_at, self.definition.utc_offset));
        cell(self.definition.units.id(report.unit), text);
        if self.has_contest_column() {
            cell(&self.definition.contests[report.contest.at()].id, text);
        }
        cell(&self.definition.categories[report.category.at()].id, text);
        figure(report.revision, text);
        cell(report.status.name(), text);
        for count in Figure::ALL.map(|name| report.figures.get(name)) {
            figure(count.get(), text);
        }
        self.votes(report.contest, report.figures.votes(), text);
        cell(&report.reason, text);
        cell(&report.source, text);
        text.push('\n');
    }

    fn votes(&self, contest: ContestIx, votes: &[Count], text: &mut String) {
        for place in &self.votes[contest.at()] {
            figure(place.and_then(|place| votes[place].get()), text);
        }
    }
}

fn figure(figure: Option<u32>, text: &mut String) {
    text.push(',');
    if let Some(figure) = figure {
        // Writing to a text cannot fail.
        let _ = write!(text, "{figure}");
    }
}

/// In quotes where it would not be read back otherwise.
pub(super) fn cell(value: &str, text: &mut String) {
    text.push(',');
    if value.contains([',', '"', '\n', '\r']) || value.trim() != value {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}
