//! baseline.csv: a previous election on today's units.

use std::collections::{BTreeMap, HashMap};

use super::columns::check_end;
use super::defect::{Defect, MOST_PER_LINE};
use super::figures::{FigureColumns, unknown_column};
use super::findings::Findings;
use super::refusal::{Refusal, RowError};
use super::resolve::{ReportOptions, Resolver};
use super::table::{Dialect, Row, Table};
use crate::definition::{Baseline, Definition};
use crate::ids::{CategoryIx, ContestIx, UnitIx};
use crate::report::{Count, Figure, Figures};
use crate::tree::UnitTree;

/// The name of the file.
pub(super) const FILE: &str = "baseline.csv";
const WORDS: [&str; 4] = ["unit", "contest", "category", "source"];

/// What of the definition could not be read, so that it cannot be called unknown here.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Unread {
    pub(super) units: bool,
    pub(super) contests: bool,
    pub(super) options: bool,
    pub(super) categories: bool,
}

/// The baselines of all contests.
pub(super) fn read(bytes: &[u8], definition: &Definition, unread: Unread, findings: &mut Findings) -> Vec<Baseline> {
    let none = || vec![Baseline::new(); definition.contests.len()];
    let mut table = match Table::open(FILE, bytes, Dialect::OURS) {
        Ok(table) => table,
        Err(defects) => {
            findings.defects(defects);
            return none();
        }
    };
    let (figures, unknown) = FigureColumns::of(&table, definition, &WORDS);
    if !unread.options && !unread.contests {
        findings.defects(unknown.into_iter().take(MOST_PER_LINE).map(|column| {
            let name = &table.columns()[column];
            table.head_defect(column, unknown_column(name, definition, &WORDS)).in_field(name)
        }));
    }
    if table.column("unit").is_none() {
        findings.defect(Defect::of_file(FILE, "the column `unit` is missing: add it to the first line"));
        return none();
    }
    let mut reading = Reading::new(&table, definition, unread, findings);
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) => reading.row(&row, &figures),
            Err(defect) => reading.findings.defect(defect),
        }
    }
    check_end(&table, reading.findings);
    reading.given.into_iter().map(|given| fold(&definition.units, given)).collect()
}

struct Reading<'r> {
    resolver: Resolver<'r>,
    unread: Unread,
    findings: &'r mut Findings,
    columns: [Option<usize>; 3],
    /// Line of each contest, unit and category.
    seen: HashMap<(ContestIx, UnitIx, Option<CategoryIx>), u32>,
    given: Vec<Baseline>,
}

impl<'r> Reading<'r> {
    fn new(table: &Table<'_>, definition: &'r Definition, unread: Unread, findings: &'r mut Findings) -> Self {
        Self {
            resolver: Resolver::new(definition, ReportOptions::default()),
            unread,
            findings,
            columns: ["unit", "contest", "category"].map(|name| table.column(name)),
            seen: HashMap::new(),
            given: vec![Baseline::new(); definition.contests.len()],
        }
    }

    fn row(&mut self, row: &Row<'_>, figures: &FigureColumns) {
        let [unit, contest, category] = self.columns.map(|column| row.get_if(column));
        let mut refusals = Vec::new();
        let mut keep = |field: &str, why: RowError, is_unread: bool| {
            if !is_unread {
                refusals.push(Refusal::new(field, why));
            }
        };
        let is_missing = unit.is_empty();
        let unit = self.resolver.unit(unit).map_err(|why| keep("unit", why, self.unread.units && !is_missing));
        let contest = self.resolver.contest(contest).map_err(|why| keep("contest", why, self.unread.contests));
        let category = self.resolver.category(category).map_err(|why| keep("category", why, self.unread.categories));
        let figures = contest.map(|contest| figures.read(row, contest, self.resolver.definition, &mut refusals));
        let findings = &mut *self.findings;
        findings.defects(refusals.iter().map(|refusal| row.field_defect(&refusal.field, refusal.why.to_string())));
        if let (Ok(unit), Ok(contest), Ok(category), Ok(figures)) = (unit, contest, category, figures) {
            self.add(row, (contest, unit, category), &figures);
        }
    }

    /// Categories of a unit add up; the same one twice does not.
    fn add(&mut self, row: &Row<'_>, place: (ContestIx, UnitIx, Option<CategoryIx>), figures: &Figures) {
        let (contest, unit, _) = place;
        if let Some(line) = self.earlier(place) {
            let id = self.resolver.definition.units.id(unit);
            let message = format!("`{id}` has these figures in line {line} already: remove one of the two rows");
            self.findings.defect(row.field_defect("unit", message));
            return;
        }
        self.seen.insert(place, row.line());
        let sums = self.given[contest.at()].entry(unit);
        let sums = sums.or_insert_with(|| vec![None; figures.columns().len()].into());
        add(sums, &effective(figures));
    }

    /// The line that gives the same figures: for the same category, or one of them for all.
    fn earlier(&self, (contest, unit, category): (ContestIx, UnitIx, Option<CategoryIx>)) -> Option<u32> {
        let same = |category| self.seen.get(&(contest, unit, category)).copied();
        let categories = || (0..self.resolver.definition.categories.len()).map(CategoryIx::new);
        match category {
            Some(_) => same(category).or(same(None)),
            None => same(None).or_else(|| categories().find_map(|category| same(Some(category)))),
        }
    }
}

/// Valid votes that are left out are the sum of the votes, as in reports.
fn effective(figures: &Figures) -> Vec<Option<u64>> {
    let mut columns: Vec<Option<u64>> = figures.columns().iter().map(|count| count.get().map(u64::from)).collect();
    let has_votes = figures.votes().iter().any(|vote| *vote != Count::MISSING);
    let valid = &mut columns[Figure::Valid as usize];
    if valid.is_none() && has_votes {
        *valid = Some(figures.vote_sum());
    }
    columns
}

/// Adds what is known; what neither knows stays unknown.
fn add(sums: &mut [Option<u64>], more: &[Option<u64>]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum = match (*sum, *more) {
            (Some(sum), Some(more)) => Some(sum.saturating_add(more)),
            (sum, more) => sum.or(more),
        };
    }
}

/// Units without a row of their own become the sum of those directly below them.
fn fold(units: &UnitTree, mut baseline: Baseline) -> Baseline {
    let own: Vec<UnitIx> = baseline.keys().copied().collect();
    // Those below a unit come after it, so each is complete before it is added to the one above.
    let mut sums: BTreeMap<UnitIx, Box<[Option<u64>]>> = BTreeMap::new();
    for unit in units.units().rev() {
        if let Some(sum) = sums.remove(&unit) {
            baseline.entry(unit).or_insert(sum);
        }
        let (Some(figures), Some(parent)) = (baseline.get(&unit), units.parent(unit)) else { continue };
        if own.binary_search(&parent).is_err() {
            add(sums.entry(parent).or_insert_with(|| vec![None; figures.len()].into()), figures);
        }
    }
    baseline
}
