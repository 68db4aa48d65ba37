//! The laws of the ledger and of deltas, as properties over random elections.

mod country;
mod naive;

use std::sync::Arc;

use country::{definition, reports};
use election::format;
use election::ledger::{Applied, Ledger};
use election::view::{Event, Layout, View, ViewKey};
use election::{ContestIx, CountItemStatus, Delta, LevelIx, Report, UnitIx};
use naive::Naive;
use proptest::prelude::*;

fn ledger_of(reports: &[Report]) -> Ledger {
    let mut ledger = Ledger::new(Arc::new(definition()));
    for report in reports {
        let _ = ledger.apply(report);
    }
    ledger
}

fn keys() -> Vec<ViewKey> {
    let definition = definition();
    let levels = definition.levels.len();
    let key = |unit, level| ViewKey { contest: ContestIx(0), unit, level: LevelIx::new(level) };
    definition.units.units().flat_map(|unit| (0..levels).map(move |level| key(unit, level))).collect()
}

fn view(ledger: &Ledger, key: ViewKey) -> View {
    View { matrix: Layout::new(ledger.definition(), key).matrix(ledger), ..View::default() }
}

proptest! {
    #[test]
    fn any_order_and_any_duplication_of_the_same_reports_gives_the_same_state(
        reports in reports(40),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
        shuffle in any::<u64>(),
    ) {
        let mut again: Vec<Report> = reports.clone();
        again.extend(picks.iter().filter(|_| !reports.is_empty()).map(|pick| pick.get(&reports).clone()));
        let mut state = shuffle | 1;
        for at in (1..again.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            again.swap(at, (state >> 33) as usize % (at + 1));
        }
        let (first, second) = (ledger_of(&reports), ledger_of(&again));
        prop_assert_eq!(first.state_hash(), second.state_hash());
        for unit in first.definition().units.units() {
            for category in 0..3 {
                let category = election::CategoryIx(category);
                let (a, b) = (first.standing(ContestIx(0), unit, category), second.standing(ContestIx(0), unit, category));
                prop_assert_eq!(a.sums, b.sums);
                prop_assert_eq!((a.completed, a.partial, a.flagged), (b.completed, b.partial, b.flagged));
            }
        }
    }

    #[test]
    fn the_aggregate_equals_a_naive_recomputation(reports in reports(60)) {
        let ledger = ledger_of(&reports);
        let naive = Naive::of(ledger.definition(), &reports);
        prop_assert_eq!(naive.differs(&ledger), None);
    }

    #[test]
    fn totals_are_nothing_but_the_fold_of_the_cells(reports in reports(60)) {
        let ledger = ledger_of(&reports);
        let mut folded = ledger.clone();
        folded.fold();
        let read = Ledger::from_bytes(ledger.definition().clone(), &ledger.to_bytes()).unwrap();
        for key in keys() {
            prop_assert_eq!(view(&ledger, key), view(&folded, key));
            prop_assert_eq!(view(&ledger, key), view(&read, key));
        }
        prop_assert_eq!(ledger.state_hash(), read.state_hash());
    }

    #[test]
    fn a_snapshot_and_its_deltas_give_the_next_snapshot_byte_for_byte(
        reports in reports(60), cuts in prop::collection::vec(1..10usize, 1..12),
    ) {
        let definition = Arc::new(definition());
        for key in [keys()[0], keys()[1], keys()[2]] {
            let layout = Layout::new(&definition, key);
            let mut ledger = Ledger::new(definition.clone());
            let mut truth = view(&ledger, key);
            let (mut client, mut merged) = (truth.clone(), None::<Delta>);
            let start = truth.clone();
            let (mut seq, mut rest) = (0u64, &reports[..]);
            for cut in &cuts {
                let (now, later) = rest.split_at((*cut).min(rest.len()));
                rest = later;
                let (from, before) = (seq, truth.clone());
                let mut events = Vec::new();
                for report in now {
                    if let Ok(Applied::Change(change)) = ledger.apply(report) {
                        seq += 1;
                        events.push(Event::new(&definition, seq, report.observed_at, &report.reason, &change));
                    }
                }
                truth.matrix = layout.matrix(&ledger);
                truth.remember(events.clone());
                let delta = Delta::between(from, &before, seq, &truth, events);
                prop_assert_eq!(delta.apply(&mut client), Ok(()));
                prop_assert_eq!(&client, &truth);
                merged = Some(match merged { None => delta, Some(first) => first.then(&delta).unwrap() });
            }
            let mut jumped = start;
            prop_assert_eq!(merged.unwrap().apply(&mut jumped), Ok(()));
            prop_assert_eq!(
                election::wire::Frame::encode(&snapshot(key, jumped)),
                election::wire::Frame::encode(&snapshot(key, truth))
            );
        }
    }

    #[test]
    fn rows_of_every_view_add_up_to_its_own_figures(reports in reports(40)) {
        let ledger = ledger_of(&reports);
        for key in keys() {
            let layout = Layout::new(ledger.definition(), key);
            let matrix = layout.matrix(&ledger);
            if layout.rows.is_empty() {
                continue;
            }
            for column in (0..matrix.columns()).filter(|column| *column != election::view::Column::LastAt as usize) {
                let head: u64 = (0..layout.categories).map(|row| matrix.get(row, column)).sum();
                let rows: u64 = (layout.categories..matrix.rows()).map(|row| matrix.get(row, column)).sum();
                prop_assert_eq!(head, rows);
            }
        }
    }

    #[test]
    fn shares_add_up_to_one_hundred_and_keep_the_order(votes in prop::collection::vec(0u64..1 << 40, 1..30)) {
        let shares = format::shares(&votes);
        let sum: u32 = shares.iter().sum();
        prop_assert_eq!(sum, if votes.iter().any(|vote| *vote > 0) { 1000 } else { 0 });
        for pair in format::ranking(&votes).windows(2) {
            prop_assert!(shares[pair[0]] >= shares[pair[1]]);
        }
    }

    #[test]
    fn a_correction_downward_is_exact(votes in prop::collection::vec(1u32..500, 3), down in 1u32..400) {
        let definition = definition();
        let unit = definition.units.find("s1").unwrap();
        let mut ledger = Ledger::new(Arc::new(definition));
        let first = country::report(unit, 0, 1, 10, &votes);
        let lower: Vec<u32> = votes.iter().map(|vote| vote.saturating_sub(down)).collect();
        let second = country::report(unit, 0, 2, 20, &lower);
        ledger.apply(&first).unwrap();
        ledger.apply(&second).unwrap();
        let root = ledger.standing(ContestIx(0), UnitIx(0), election::CategoryIx(0));
        let expected: Vec<u64> = lower.iter().map(|vote| u64::from(*vote)).collect();
        prop_assert_eq!(&root.sums[5..], &expected[..]);
        prop_assert_eq!(root.completed, 1);
    }
}

fn snapshot(key: ViewKey, view: View) -> election::wire::Frame {
    election::wire::Frame::Snapshot(election::wire::Snapshot {
        epoch: 1,
        key,
        seq: 9,
        at: 0,
        digest: view.digest(),
        view,
    })
}

#[test]
fn the_naive_oracle_notices_a_lost_vote() {
    let definition = Arc::new(definition());
    let unit = definition.units.find("s1").unwrap();
    let report = country::report(unit, 0, 1, 10, &[5, 6, 7]);
    let mut ledger = Ledger::new(definition.clone());
    ledger.apply(&report).unwrap();
    let mut planted = report.clone();
    planted.figures.set_vote(election::OptionIx(1), election::Count::from(Some(5)));
    assert_eq!(Naive::of(&definition, &[report]).differs(&ledger), None);
    assert!(Naive::of(&definition, &[planted]).differs(&ledger).is_some());
    assert!(Naive::of(&definition, &[]).differs(&ledger).is_some());
}

#[test]
fn a_retraction_leaves_nothing_behind_but_its_revision() {
    let definition = Arc::new(definition());
    let unit = definition.units.find("s1").unwrap();
    let mut ledger = Ledger::new(definition.clone());
    ledger.apply(&country::report(unit, 0, 1, 10, &[5, 6, 7])).unwrap();
    let mut retraction = country::report(unit, 0, 2, 20, &[0, 0, 0]);
    retraction.status = CountItemStatus::NotProcessed;
    retraction.figures = election::Figures::missing(3);
    assert!(matches!(ledger.apply(&retraction), Ok(Applied::Change(_))));
    let root = ledger.standing(ContestIx(0), UnitIx(0), election::CategoryIx(0));
    assert_eq!((root.completed, root.partial, root.sums), (0, 0, vec![0; 8]));
}
