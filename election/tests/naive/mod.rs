//! The oracle: everything recomputed from all reports, in the plainest way. Slow, and shares nothing with the ledger but
//! the definition and the verdict on single reports.

use std::collections::BTreeMap;

use election::definition::Definition;
use election::plausibility::verify;
use election::report::Figure;
use election::{CategoryIx, ContestIx, CountItemStatus, Ledger, Report, UnitIx};

/// The reports that count, by unit and category.
pub struct Naive<'a> {
    definition: &'a Definition,
    counted: BTreeMap<(u32, u8), Report>,
    held: BTreeMap<(u32, u8), Report>,
}

type Rank = (u32, CountItemStatus, Vec<Option<u32>>, std::cmp::Reverse<i64>);

/// The content as the ledger counts it: valid votes follow from complete votes.
fn rank(report: &Report) -> Rank {
    let mut columns: Vec<Option<u32>> = report.figures.columns().iter().map(|count| count.get()).collect();
    let valid = Figure::Valid as usize;
    if columns[valid].is_none() && columns[Figure::COUNT..].iter().all(Option::is_some) {
        columns[valid] = Some(columns[Figure::COUNT..].iter().flatten().sum());
    }
    // A missing figure ranks above every figure.
    let columns = columns.into_iter().map(|count| Some(count.unwrap_or(u32::MAX))).collect();
    (report.revision, report.status, columns, std::cmp::Reverse(report.observed_at))
}

impl<'a> Naive<'a> {
    pub fn of(definition: &'a Definition, reports: &[Report]) -> Self {
        let (mut counted, mut held) = (BTreeMap::new(), BTreeMap::new());
        for report in reports {
            let Ok((_, flags)) = verify(definition, report) else { continue };
            let place = if flags.is_empty() { &mut counted } else { &mut held };
            let key = (report.unit.0, report.category.0);
            let best = place.entry(key).or_insert_with(|| report.clone());
            if rank(report) > rank(best) {
                *best = report.clone();
            }
        }
        held.retain(|key, report: &mut Report| {
            counted.get(key).is_none_or(|counted: &Report| report.revision > counted.revision)
        });
        Self { definition, counted, held }
    }

    /// The first unit and category where the ledger says something else.
    pub fn differs(&self, ledger: &Ledger) -> Option<String> {
        for unit in self.definition.units.units() {
            for category in 0..self.definition.units.categories() {
                let (expected, got) = (self.standing(unit, category), told(ledger, unit, category));
                if expected != got {
                    return Some(format!("{} {category}: {expected:?} is {got:?}", self.definition.units.id(unit)));
                }
            }
        }
        None
    }

    fn standing(&self, unit: UnitIx, category: usize) -> (u32, u32, u32, Vec<u64>) {
        let below =
            |key: &(u32, u8)| self.definition.units.is_within(UnitIx(key.0), unit) && usize::from(key.1) == category;
        let columns = self.definition.contests[0].columns();
        let mut sums = vec![0; columns];
        let (mut completed, mut partial) = (0, 0);
        for report in self.counted.iter().filter(|(key, _)| below(key)).map(|(_, report)| report) {
            completed += u32::from(matches!(report.status, CountItemStatus::Completed | CountItemStatus::Unknown));
            partial += u32::from(report.status == CountItemStatus::InProcess);
            let figures = rank(report).2;
            for (sum, figure) in sums.iter_mut().zip(figures) {
                *sum += figure.filter(|figure| *figure != u32::MAX).map_or(0, u64::from);
            }
        }
        let flagged = self.held.keys().filter(|key| below(key)).count();
        (completed, partial, u32::try_from(flagged).expect("few"), sums)
    }
}

fn told(ledger: &Ledger, unit: UnitIx, category: usize) -> (u32, u32, u32, Vec<u64>) {
    let standing = ledger.standing(ContestIx(0), unit, CategoryIx::new(category));
    (standing.completed, standing.partial, standing.flagged, standing.sums)
}
