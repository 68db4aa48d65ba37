//! What charts need of every station, looked at once and kept for a while: the walk holds up whoever writes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, RwLock};

use election::charts::{Remaining, Sample, Swing, samples, swings};
use election::view::Layout;
use election::{ContestIx, Ledger, OptionIx, UnitIx, ViewKey};

use crate::truth::Truth;

/// Below so many stations (cells) they are looked at anew whenever anything changed.
const FEW: usize = 20_000;
/// Milliseconds for which more of them are not looked at again.
const AGE: i64 = 30_000;
/// Most places that are kept; when there are more, all are forgotten.
const KEPT: usize = 64;

/// What the stations of a view said when they were looked at.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// The sequence number of that moment.
    pub seq: u64,
    /// Its time.
    at: i64,
    /// What is open, by the rows of the view.
    pub remaining: Remaining,
    /// The counted stations, with the share of the list that was asked for.
    pub samples: Vec<Sample>,
    /// That list then and now, by the rows of the view.
    pub swings: Vec<Swing>,
    /// When the first votes of each category were reported; the category that was first is left out.
    pub begins: Vec<(i64, usize)>,
}

type Kept = HashMap<(ViewKey, OptionIx), Arc<Looked>>;

/// What was looked at lately.
#[derive(Debug, Default)]
pub struct Stations {
    kept: Mutex<Kept>,
}

impl Stations {
    /// The stations of a view, with the share of `option`: as they are now, or a little older where there are very many.
    #[must_use]
    pub fn look(&self, truth: &RwLock<Truth>, layout: &Layout, option: OptionIx, now: i64) -> Arc<Looked> {
        let key = (layout.key, option);
        let mut kept = self.kept.lock().expect("nobody panics while holding it");
        let truth = truth.read().expect("nobody panics while holding it");
        let cells = truth.ledger.definition().units.cells_below(layout.key.unit).len();
        if let Some(known) = kept.get(&key) {
            let young = cells > FEW && (0..AGE).contains(&(now - known.at));
            if known.seq == truth.seq || young {
                return known.clone();
            }
        }
        let looked = Arc::new(Looked { seq: truth.seq, at: now, ..look(&truth.ledger, layout, option) });
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, looked.clone());
        looked
    }
}

fn look(ledger: &Ledger, layout: &Layout, option: OptionIx) -> Looked {
    let ViewKey { contest, unit, .. } = layout.key;
    let own = [unit];
    let places = if layout.rows.is_empty() { &own[..] } else { &layout.rows };
    Looked {
        remaining: Remaining::of(ledger, contest, places),
        samples: samples(ledger, contest, unit, option),
        swings: compared(ledger, layout, places, option),
        begins: begins(ledger, contest, unit),
        ..Looked::default()
    }
}

/// The places with a baseline; the unit itself where the baseline does not go deeper.
fn compared(ledger: &Ledger, layout: &Layout, places: &[UnitIx], option: OptionIx) -> Vec<Swing> {
    let ViewKey { contest, unit, .. } = layout.key;
    let below = swings(ledger, contest, places, option);
    if below.is_empty() { swings(ledger, contest, &[unit], option) } else { below }
}

/// The earliest report that counts of each category, in order of time, without the first.
fn begins(ledger: &Ledger, contest: ContestIx, unit: UnitIx) -> Vec<(i64, usize)> {
    let units = &ledger.definition().units;
    let mut first: BTreeMap<usize, i64> = BTreeMap::new();
    for cell in units.cells_below(unit) {
        let entry = ledger.entry(contest, cell);
        if entry.revision > 0 {
            let time = first.entry(units.category_of_cell(cell).at()).or_insert(i64::MAX);
            *time = (*time).min(entry.observed_at);
        }
    }
    let mut begins: Vec<(i64, usize)> = first.into_iter().map(|(category, at)| (at, category)).collect();
    begins.sort_unstable();
    begins.split_off(begins.len().min(1))
}
