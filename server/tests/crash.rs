//! `kill -9` at any moment loses nothing that was acknowledged. `cargo xtask bench crash` does the same 200 times.

mod crashes;
mod process;

use std::path::Path;

use crashes::mill::{Batch, ELECTION, Mill, definition};
use crashes::oracle::{Found, Oracle, Sent};
use election::{Ledger, Report};
use serde_json::{Value, json};
use server::journal::Journal;

#[test]
fn five_servers_are_killed_and_nothing_that_was_acknowledged_is_lost_or_there_twice() {
    let tally = crashes::run(5, 20_251_012, |_| {}).expect("sound journals");
    assert_eq!(tally.rounds, 5);
    assert!(tally.is_clean(), "{tally:?}");
    assert!(tally.found.acknowledged > 0, "{tally:?}");
}

/// What the desk makes of a batch: the answer, and the reports that it journals.
fn accepted(batch: &Batch) -> (Value, Vec<Report>) {
    let mut ledger = Ledger::new(definition());
    let (mut answer, mut reports) = (Vec::new(), Vec::new());
    for row in &batch.rows {
        let report = row.clone().settle(&ledger).expect("first reports of their cells are news");
        let accepted = ledger.apply(&report).is_ok_and(|applied| matches!(applied, election::Applied::Change(_)));
        if accepted {
            reports.push(report.clone());
            answer.push(json!({ "outcome": "accepted", "seq": reports.len(), "revision": report.revision }));
        } else {
            answer.push(json!({ "outcome": "rejected" }));
        }
    }
    (json!({ "rows": answer }), reports)
}

fn found(reports: &[Report], sent: Sent, data: &Path) -> Found {
    let mut journal = Journal::open(&data.join(ELECTION), ELECTION, definition().hash()).expect("a journal");
    journal.begin().expect("a transaction");
    for report in reports {
        journal.append(0, report).expect("a row");
    }
    journal.commit().expect("a commit");
    drop(journal);
    Oracle::new(&definition()).inspect(data, &[sent]).expect("a sound journal")
}

#[test]
fn the_oracle_notices_a_lost_row_a_double_row_and_half_a_batch() {
    let definition = definition();
    // Arrivals only, each of a cell of its own.
    let mut batch = Mill::new(&definition, 0, 2, 1).batch(&definition);
    let mut cells = std::collections::HashSet::new();
    batch.rows.retain(|row| {
        row.figures.vote_sum() > 0 && row.figures.vote_sum() < 900 && cells.insert((row.unit, row.category))
    });
    let (answer, reports) = accepted(&batch);
    let sent = || {
        let answer = serde_json::from_value(answer.clone()).expect("an answer");
        Sent { acknowledged: vec![(batch.clone(), answer)], in_flight: None }
    };
    let look = |reports: &[Report], sent| found(reports, sent, tempfile::tempdir().expect("a folder").path());

    let short = look(&reports[..reports.len() - 2], sent());
    assert_eq!(short.lost, 2);
    let mut changed = reports.clone();
    changed[3].reason = "another one".into();
    assert_eq!(look(&changed, sent()).lost, 1);
    let twice = [&reports[..], &reports[..1]].concat();
    assert_eq!((look(&twice, sent()).duplicated, look(&twice, sent()).unexplained), (1, 1));

    let in_flight = || Sent { acknowledged: Vec::new(), in_flight: Some(batch.clone()) };
    assert_eq!(look(&reports, in_flight()), Found { landed: 1, ..Found::default() });
    assert_eq!(look(&[], in_flight()), Found { vanished: 1, ..Found::default() });
    assert!(!look(&reports[..5], in_flight()).is_clean());
}
