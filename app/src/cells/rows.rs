//! The rows: table cells of the places below (their shapes are in `shapes.rs`), and the table's line of the unit itself.

use election::report::Figure;
use election::view::Column;

use super::head::Progress;
use super::{Board, Cell, Key, Put, SLOTS};
use crate::lead::Lead;
use crate::shade::Scale;

/// The parts of a line that are about the list in a slot.
const SHARES: [&str; SLOTS] = ["-s0", "-s1", "-s2", "-s3", "-s4", "-s5"];
const VOTES: [&str; SLOTS] = ["-v0", "-v1", "-v2", "-v3", "-v4", "-v5"];

/// The figures of one line of the table.
pub(super) struct Line {
    pub(super) votes: Vec<u64>,
    pub(super) shares: Vec<u32>,
    pub(super) lead: Lead,
    pub(super) progress: Progress,
    pub(super) registered: u64,
    pub(super) ballots: u64,
}

impl Line {
    fn new(votes: Vec<u64>, progress: Progress, registered: u64, ballots: u64) -> Self {
        let shares = election::format::shares(&votes);
        let lead = Lead::by(&votes, &shares);
        Self { votes, shares, lead, progress, registered, ballots }
    }
}

impl Board<'_> {
    /// The table's column heads and the line of the unit itself (`all`).
    pub(super) fn columns(&self, cells: &mut Vec<Cell>) {
        for (slot, option) in self.slots().iter().enumerate() {
            cells.text(("col", slot), self.meta.options[*option].short.as_str());
            cells.style(("col", slot, "-swatch"), format!("--swatch:var(--o{option})"));
        }
        let progress = Progress {
            completed: self.total(Column::Completed as usize),
            partial: self.total(Column::Partial as usize),
            expected: self.meta.unit.expected.into(),
        };
        let [registered, ballots] = [Figure::Registered, Figure::Ballots].map(|figure| self.total(Column::of(figure)));
        self.line(&|part| Key("all", None, part), &Line::new(self.votes.clone(), progress, registered, ballots), cells);
    }

    /// The cells of one unit row: its line in the table and its shape on the map.
    pub fn row(&self, row: usize, scale: &Scale, cells: &mut Vec<Cell>) {
        let line = self.read(row);
        if self.facts.lists(row) {
            self.line(&|part| Key("r", Some(row), part), &line, cells);
            let flagged = self.at_row(row, Column::Flagged as usize) > 0;
            cells.class(("r", row, "-class"), if flagged { "is-flagged" } else { "" });
        }
        self.shape_of(row, &line, scale, cells);
    }

    /// Progress of a row, all categories together.
    #[must_use]
    pub fn row_progress(&self, row: usize) -> Progress {
        Progress {
            completed: self.at_row(row, Column::Completed as usize),
            partial: self.at_row(row, Column::Partial as usize),
            expected: self.meta.rows[row].expected.into(),
        }
    }

    /// Votes of each option in a row.
    #[must_use]
    pub fn row_votes(&self, row: usize) -> Vec<u64> {
        (0..self.meta.options.len()).map(|option| self.at_row(row, Column::votes(option))).collect()
    }

    pub(super) fn read(&self, row: usize) -> Line {
        let figure = |figure| self.at_row(row, Column::of(figure));
        Line::new(self.row_votes(row), self.row_progress(row), figure(Figure::Registered), figure(Figure::Ballots))
    }

    fn line(&self, key: &dyn Fn(&'static str) -> Key<'static>, line: &Line, cells: &mut Vec<Cell>) {
        let unknown = self.words.unknown;
        // Where the leader has no column, its share stands nowhere else.
        let far = matches!(line.lead, Lead::One { option, .. } if !self.slots().contains(&option));
        cells.text(key("-lead"), self.lead_text(&line.lead, far));
        cells.style(key("-swatch"), self.swatch(&line.lead));
        let margin = match line.lead {
            // Ahead by votes, though the shares are shown as equal.
            Lead::One { points: 0, .. } => format!("<\u{2009}{}", self.locale.tenths(1)),
            Lead::One { points, second: Some(_), .. } => self.locale.tenths(points),
            _ => unknown.to_owned(),
        };
        cells.text(key("-margin"), margin);
        let Progress { completed, expected, .. } = line.progress;
        let counted = match expected {
            ..=1 => self.state(line.progress).to_owned(),
            _ => self.of(self.words.n_of_total, completed, expected),
        };
        cells.text(key("-counted"), counted);
        cells.style(key("-done"), format!("--done:{}", self.css_percent(completed, expected)));
        if self.has_turnout() {
            cells.text(key("-turnout"), self.turnout(line.ballots, line.registered));
        }
        let sum: u64 = line.votes.iter().sum();
        for (slot, option) in self.slots().iter().enumerate() {
            let [share, votes] = if sum == 0 {
                [unknown.to_owned(), String::new()]
            } else {
                [self.locale.percent(line.shares[*option]), self.locale.count(line.votes[*option])]
            };
            cells.text(key(SHARES[slot]), share);
            cells.text(key(VOTES[slot]), votes);
        }
        if self.order.len() > self.slots().len() {
            let others: u64 = sum - self.slots().iter().map(|option| line.votes[*option]).sum::<u64>();
            let share = 1000 - self.slots().iter().map(|option| line.shares[*option]).sum::<u32>().min(1000);
            cells.text(key("-s-rest"), if sum == 0 { unknown.to_owned() } else { self.locale.percent(share) });
            cells.text(key("-v-rest"), if sum == 0 { String::new() } else { self.locale.count(others) });
        }
        cells.text(key("-sum"), if sum == 0 { unknown.to_owned() } else { self.locale.count(sum) });
    }

    pub(super) fn row_counted(&self, row: usize) -> String {
        let Progress { completed, expected, .. } = self.row_progress(row);
        self.counted_of(completed, expected)
    }
}
