//! What holds whatever was read.

use std::sync::Arc;

use election::folder::Defect;
use election::view::{Layout, View, ViewKey};
use election::wire::{Frame, ViewDelta};
use election::{ContestIx, Definition, Delta, Ledger, Submission};

/// A defect says where it is and what to do.
pub fn is_named(defect: &Defect, text: &[u8]) {
    let lines = text.iter().filter(|byte| **byte == b'\n').count() + 1;
    assert!(!defect.file.is_empty() && !defect.message.is_empty(), "{defect:?}");
    assert!(defect.line.is_none_or(|line| line > 0 && line as usize <= lines), "{defect:?} of {lines} lines");
    assert!(defect.column.is_none_or(|column| column > 0 && defect.line.is_some()), "{defect:?}");
}

/// Applies what was read to an empty ledger, and again in another order.
pub fn keeps_the_ledger(definition: &Arc<Definition>, submissions: &[Submission]) -> Ledger {
    let mut ledger = Ledger::new(definition.clone());
    let mut applied = Vec::new();
    for submission in submissions {
        let Some(report) = submission.clone().settle(&ledger) else { continue };
        if ledger.apply(&report).is_ok() {
            let again = submission.clone().settle(&ledger);
            assert!(submission.revision.is_some() || again.is_none(), "sent again it says something new: {again:?}");
            applied.push(report);
        }
    }
    let mut again = Ledger::new(definition.clone());
    for report in applied.iter().rev().chain(&applied) {
        again.apply(report).expect("what was accepted is accepted");
    }
    assert_eq!(ledger.state_hash(), again.state_hash(), "the order of reports matters");
    let mut folded = ledger.clone();
    folded.fold();
    let empty = Ledger::new(definition.clone());
    for contest in 0..definition.contests.len() {
        let root = definition.units.root();
        let key = ViewKey { contest: ContestIx::new(contest), unit: root, level: definition.default_level(root) };
        let layout = Layout::new(definition, key);
        let view = |ledger| View { matrix: layout.matrix(ledger), ..View::default() };
        assert_eq!(view(&ledger), view(&folded), "totals are not the fold of the cells");
        travels(key, &view(&empty), &view(&ledger));
    }
    ledger
}

/// A delta leads from one state to the other, on the other side of the wire too.
fn travels(key: ViewKey, before: &View, after: &View) {
    let delta = Delta::between(0, before, 1, after, Vec::new());
    let frame = Frame::Delta(ViewDelta { epoch: 1, key, at: 0, delta });
    let received = Frame::decode(&frame.encode());
    assert_eq!(received.as_ref(), Ok(&frame));
    let (Ok(Frame::Delta(received)), mut view) = (received, before.clone()) else {
        unreachable!("it was sent as a delta")
    };
    assert_eq!(received.delta.apply(&mut view), Ok(()));
    assert_eq!(&view, after);
}
