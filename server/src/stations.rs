//! What charts need of every station, looked at once and kept for a while: the walk holds up whoever writes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

use election::charts::{Remaining, Sample, Swing, samples, swings};
use election::view::Layout;
use election::{Ledger, OptionIx, UnitIx, ViewKey};

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
        ..Looked::default()
    }
}

/// The places with a baseline; the unit itself where the baseline does not go deeper.
fn compared(ledger: &Ledger, layout: &Layout, places: &[UnitIx], option: OptionIx) -> Vec<Swing> {
    let ViewKey { contest, unit, .. } = layout.key;
    let below = swings(ledger, contest, places, option);
    if below.is_empty() { swings(ledger, contest, &[unit], option) } else { below }
}
