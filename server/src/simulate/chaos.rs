//! A night as the worst feed would send it: every fault that we know of, planted on purpose and listed.
//!
//! Whatever reads it must complain about each fault that is one, and end in the state of the clean night: faulty rows claim
//! a high revision, so that one that slips through shows. Only retractions change cells, and those are listed too.

use std::collections::BTreeSet;

use election::plausibility::{Rejection, verify};
use election::report::Figure;
use election::{ContestIx, Count, CountItemStatus, Definition, Figures, OptionIx, Report};

use super::random::{Purpose, Random};

/// A fault on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Fault {
    ByteOrderMark,
    OutOfOrder,
    Duplicate,
    Retraction,
    VotesDoNotAddUp,
    MoreVotesThanBallots,
    MoreBallotsThanVoters,
    UnknownUnit,
    SumOfOthers,
    UnknownCategory,
    UnknownStatus,
    RevisionZero,
    ThousandsDot,
    NegativeNumber,
    LetterInNumber,
    HugeNumber,
    CellMissing,
    CellTooMany,
    NoTime,
    StrayQuote,
    CutOff,
    UnknownOption,
    Latin1,
}

/// What a reader must make of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is none: nothing is said about it.
    Accepted,
    /// The row says what is known already.
    Unchanged,
    /// The row counts, and takes its cell's figures back.
    TakenBack,
    /// The row, and it alone, is refused with this code.
    Refused(&'static str),
    /// No row of the file is read; a defect names the line.
    FileRefused,
}

/// Where a fault was planted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// Name of the file.
    pub file: &'static str,
    /// Line in it, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
    /// What must come of it.
    pub outcome: Outcome,
}

/// Files full of faults, and the list of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chaos {
    /// Name and content of each file, in the order in which they arrive.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// All faults, by file and line.
    pub planted: Vec<Planted>,
    /// The cells (as in `UnitTree::cell`) whose state is not the clean night's, by contest.
    pub touched: BTreeSet<(ContestIx, usize)>,
}

const NIGHT: &str = "night.csv";
const EACH: usize = 3;

const ROW_FAULTS: [Fault; 17] = [
    Fault::Retraction,
    Fault::VotesDoNotAddUp,
    Fault::MoreVotesThanBallots,
    Fault::MoreBallotsThanVoters,
    Fault::UnknownUnit,
    Fault::SumOfOthers,
    Fault::UnknownCategory,
    Fault::UnknownStatus,
    Fault::RevisionZero,
    Fault::ThousandsDot,
    Fault::NegativeNumber,
    Fault::LetterInNumber,
    Fault::HugeNumber,
    Fault::CellMissing,
    Fault::CellTooMany,
    Fault::NoTime,
    Fault::StrayQuote,
];

/// Plants faults in a night.
#[must_use]
pub fn chaos(definition: &Definition, reports: &[Report], seed: u64) -> Chaos {
    let night = super::csv(definition, reports);
    let mut lines = night.lines();
    let head = lines.next().unwrap_or_default();
    let rows: Vec<&str> = lines.collect();
    let mut garden = Garden {
        definition,
        reports,
        columns: head.split(',').collect(),
        rows: &rows,
        random: Random::of(seed, Purpose::Fault, 0, 0),
        lines: Vec::with_capacity(rows.len() * 11 / 10),
        touched: BTreeSet::new(),
    };
    garden.sow_clean_rows();
    garden.sow_duplicates();
    for fault in ROW_FAULTS {
        for _ in 0..EACH {
            garden.sow(fault);
        }
    }
    garden.harvest(head)
}

/// One line of the file in the making.
struct Line {
    /// Where it belongs: lines are sorted by it.
    place: f64,
    text: String,
    fault: Option<(Fault, Outcome)>,
}

struct Garden<'d, 'a> {
    definition: &'d Definition,
    reports: &'a [Report],
    columns: Vec<&'a str>,
    rows: &'a [&'a str],
    random: Random,
    lines: Vec<Line>,
    touched: BTreeSet<(ContestIx, usize)>,
}

impl<'d> Garden<'d, '_> {
    /// Every row of the clean night; one in ten comes up to forty places earlier or later.
    fn sow_clean_rows(&mut self) {
        for (at, row) in self.rows.iter().enumerate() {
            let is_moved = self.random.uniform() < 0.1;
            let shift = if is_moved { self.random.between(-40.0, 40.0) } else { 0.0 };
            let fault = is_moved.then_some((Fault::OutOfOrder, Outcome::Accepted));
            self.lines.push(Line { place: at as f64 + shift, text: (*row).into(), fault });
        }
    }

    fn sow_duplicates(&mut self) {
        for _ in 0..self.rows.len() / 40 + EACH {
            let Some(at) = self.any_row() else { return };
            // After the first one, wherever that went.
            let place = at as f64 + self.random.between(45.0, 400.0);
            let fault = Some((Fault::Duplicate, Outcome::Unchanged));
            self.lines.push(Line { place, text: self.rows[at].into(), fault });
        }
    }

    /// A row that is a complete count and has no quotes, so that it may be split at commas.
    fn any_row(&mut self) -> Option<usize> {
        for _ in 0..1_000 {
            let at = self.random.below(self.rows.len());
            let (row, report) = (self.rows.get(at)?, self.reports.get(at)?);
            let cells = row.split(',').count();
            if report.status == CountItemStatus::Completed && cells == self.columns.len() && !row.contains('"') {
                return Some(at);
            }
        }
        None
    }

    fn sow(&mut self, fault: Fault) {
        for _ in 0..50 {
            let Some(at) = self.any_row() else { return };
            let Some((cells, outcome)) = self.spoil(fault, at) else { continue };
            let place = self.random.between(0.0, self.rows.len() as f64);
            self.lines.push(Line { place, text: cells.join(","), fault: Some((fault, outcome)) });
            return;
        }
    }

    /// The row with the fault in it; `None` if it, or the election, has no room for this fault.
    fn spoil(&mut self, fault: Fault, at: usize) -> Option<(Vec<String>, Outcome)> {
        let mut cells: Vec<String> = self.rows[at].split(',').map(str::to_owned).collect();
        let revision = 90 + self.random.below(9) as u32;
        self.put(&mut cells, "revision", &revision.to_string())?;
        let outcome = match fault {
            Fault::Retraction => self.take_back(&mut cells, at, revision)?,
            Fault::VotesDoNotAddUp | Fault::MoreVotesThanBallots | Fault::MoreBallotsThanVoters => {
                self.exaggerate(fault, &mut cells, at)?
            }
            Fault::CellMissing => cells.pop().map(|_| Outcome::Refused("bad-row"))?,
            Fault::CellTooMany => {
                cells.push("7".into());
                Outcome::Refused("bad-row")
            }
            _ => {
                let (column, text, code) = self.misspell(fault, at)?;
                self.put(&mut cells, column, text)?;
                Outcome::Refused(code)
            }
        };
        Some((cells, outcome))
    }

    /// A word that does not belong in its column, and the code with which it is refused.
    fn misspell(&mut self, fault: Fault, at: usize) -> Option<(&'d str, &'d str, &'static str)> {
        let contest = &self.definition.contests[self.reports[at].contest.at()];
        let option = &contest.options.get(self.random.below(contest.options.len()))?.id;
        let root = self.definition.units.id(self.definition.units.root());
        Some(match fault {
            Fault::UnknownUnit => ("unit", "no-such-unit", "unknown-unit"),
            Fault::SumOfOthers => ("unit", root, "aggregate-unit"),
            Fault::UnknownCategory => ("category", "no-such-category", "unknown-category"),
            Fault::UnknownStatus => ("status", "done", "bad-status"),
            Fault::RevisionZero => ("revision", "0", "bad-revision"),
            Fault::NoTime => ("time", "yesterday", "bad-time"),
            Fault::StrayQuote => ("reason", "the \"second box", "bad-row"),
            Fault::ThousandsDot => (option, "1.234", "not-a-number"),
            Fault::NegativeNumber => (option, "-5", "not-a-number"),
            Fault::LetterInNumber => (option, "1O3", "not-a-number"),
            Fault::HugeNumber => (option, "99999999999", "not-a-number"),
            _ => return None,
        })
    }

    fn take_back(&mut self, cells: &mut [String], at: usize, revision: u32) -> Option<Outcome> {
        let report = &self.reports[at];
        let cell = self.definition.units.cell(report.unit, report.category)?;
        // A second retraction of a cell might be the lower revision, and so change nothing.
        if !self.touched.insert((report.contest, cell)) {
            return None;
        }
        let report = Report {
            revision,
            status: CountItemStatus::NotProcessed,
            figures: Figures::missing(report.figures.votes().len()),
            ..report.clone()
        };
        self.put_figures(cells, &report)?;
        self.put(cells, "status", CountItemStatus::NotProcessed.name())?;
        Some(Outcome::TakenBack)
    }

    /// Figures that a hard rule refuses. The rule itself is asked which one does.
    fn exaggerate(&mut self, fault: Fault, cells: &mut [String], at: usize) -> Option<Outcome> {
        let mut report = self.reports[at].clone();
        let figure = |report: &Report, figure| report.figures.get(figure).get();
        match fault {
            Fault::VotesDoNotAddUp => {
                figure(&report, Figure::Valid)?;
                let option = OptionIx::new(self.random.below(report.figures.votes().len()));
                let votes = report.figures.votes().get(option.at())?.or_zero();
                report.figures.set_vote(option, Count::from(Some(votes + 7)));
            }
            Fault::MoreVotesThanBallots => {
                let ballots = figure(&report, Figure::Valid)?.checked_sub(10)?;
                figure(&report, Figure::Ballots)?;
                report.figures.set(Figure::Ballots, Count::from(Some(ballots)));
            }
            _ => {
                let voters = self.definition.units.registered(report.unit).get();
                let ballots = 2 * figure(&report, Figure::Registered).or(voters)? + 50;
                figure(&report, Figure::Ballots)?;
                report.figures.set(Figure::Ballots, Count::from(Some(ballots)));
            }
        }
        self.put_figures(cells, &report)?;
        match verify(self.definition, &report) {
            Err(rejection @ Rejection::Implausible { .. }) => Some(Outcome::Refused(rejection.code())),
            _ => None,
        }
    }

    fn put_figures(&self, cells: &mut [String], report: &Report) -> Option<()> {
        let text = |count: Count| count.get().map(|figure| figure.to_string()).unwrap_or_default();
        for figure in Figure::ALL {
            // A column that no report needs may be left out.
            let written = self.put(cells, figure.name(), &text(report.figures.get(figure)));
            if written.is_none() && report.figures.get(figure).get().is_some() {
                return None;
            }
        }
        let options = &self.definition.contests[report.contest.at()].options;
        options
            .iter()
            .zip(report.figures.votes())
            .try_for_each(|(option, votes)| self.put(cells, &option.id, &text(*votes)))
    }

    fn put(&self, cells: &mut [String], column: &str, text: &str) -> Option<()> {
        let at = self.columns.iter().position(|name| *name == column)?;
        *cells.get_mut(at)? = text.into();
        Some(())
    }

    fn harvest(mut self, head: &str) -> Chaos {
        self.lines.sort_by(|a, b| a.place.total_cmp(&b.place));
        let mut chaos = Chaos { touched: core::mem::take(&mut self.touched), ..Chaos::default() };
        chaos.planted.push(Planted { file: NIGHT, line: 1, fault: Fault::ByteOrderMark, outcome: Outcome::Accepted });
        let mut text = format!("\u{feff}{head}\n");
        for (at, line) in self.lines.iter().enumerate() {
            text.push_str(&line.text);
            text.push('\n');
            if let Some((fault, outcome)) = line.fault {
                chaos.planted.push(Planted { file: NIGHT, line: at + 2, fault, outcome });
            }
        }
        if let Some(row) = self.any_row().map(|at| self.rows[at]) {
            // Cut within a cell in the middle, before the last comma.
            text.push_str(&row[..row[..row.len() / 2].rfind(',').map_or(1, |comma| comma + 1)]);
            let line = self.lines.len() + 2;
            chaos.planted.push(Planted {
                file: NIGHT,
                line,
                fault: Fault::CutOff,
                outcome: Outcome::Refused("bad-row"),
            });
        }
        chaos.files.push((NIGHT, text.into_bytes()));
        self.add_refused_files(head, &mut chaos);
        chaos
    }

    /// Two small files that cannot be read at all.
    fn add_refused_files(&mut self, head: &str, chaos: &mut Chaos) {
        let Some(row) = self.any_row().map(|at| self.rows[at]) else { return };
        let mut refused = |file, line, fault, bytes| {
            chaos.files.push((file, bytes));
            chaos.planted.push(Planted { file, line, fault, outcome: Outcome::FileRefused });
        };
        let unknown = format!("{head},no-such-option\n{row},12\n");
        refused("unknown-option.csv", 1, Fault::UnknownOption, unknown.into_bytes());
        let latin = [b"# No\xebl\n", head.as_bytes(), b"\n", row.as_bytes(), b"\n"].concat();
        refused("latin-1.csv", 1, Fault::Latin1, latin);
    }
}
