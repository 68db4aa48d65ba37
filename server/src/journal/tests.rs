//! The journal keeps what it was given, notices what was changed, and knows whose it is.

use super::*;
use election::{CategoryIx, ContestIx, CountItemStatus, Figures, UnitIx};

fn report(votes: u32) -> Report {
    Report {
        contest: ContestIx(0),
        unit: UnitIx(3),
        category: CategoryIx(0),
        revision: 1,
        observed_at: 5,
        status: CountItemStatus::Completed,
        figures: Figures::from_votes(&[votes, 2]),
        source: "test".into(),
        reason: String::new(),
    }
}

fn rows(journal: &Journal) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    let start = journal.chain_of(0)?.expect("the start of the chain");
    journal.read_after(0, start, |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

fn with_rows(dir: &Path, count: u32) -> Journal {
    let mut journal = Journal::open(dir, "e", [7; 32]).unwrap();
    journal.begin().unwrap();
    for votes in 0..count {
        journal.append(100, &report(votes)).unwrap();
    }
    journal.commit().unwrap();
    journal
}

#[test]
fn what_was_committed_is_there_after_reopening_and_what_was_not_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = with_rows(dir.path(), 3);
    let epoch = journal.epoch();
    journal.begin().unwrap();
    journal.append(100, &report(99)).unwrap();
    drop(journal);
    let journal = Journal::open(dir.path(), "e", [7; 32]).unwrap();
    assert_eq!((journal.seq(), journal.epoch()), (3, epoch));
    let rows = rows(&journal).unwrap();
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(rows[2].entry, Entry::Report(report(2)));
}

#[test]
fn a_rollback_takes_the_sequence_number_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = with_rows(dir.path(), 2);
    journal.begin().unwrap();
    assert_eq!(journal.append(100, &report(9)).unwrap(), 3);
    journal.rollback().unwrap();
    assert_eq!(journal.seq(), 2);
    journal.begin().unwrap();
    assert_eq!(journal.append(100, &report(9)).unwrap(), 3);
    journal.commit().unwrap();
    assert_eq!(rows(&journal).unwrap().len(), 3);
}

#[test]
fn a_changed_a_lost_and_an_inserted_row_are_noticed() {
    for tampering in [
        "UPDATE entries SET body = (SELECT body FROM entries WHERE seq = 1) WHERE seq = 2",
        "DELETE FROM entries WHERE seq = 2",
        "UPDATE entries SET accepted_at = 101 WHERE seq = 2",
        "INSERT INTO entries SELECT 4, accepted_at, body, chain FROM entries WHERE seq = 3",
    ] {
        let dir = tempfile::tempdir().unwrap();
        drop(with_rows(dir.path(), 3));
        Connection::open(dir.path().join("journal.sqlite")).unwrap().execute_batch(tampering).unwrap();
        let journal = Journal::open(dir.path(), "e", [7; 32]).unwrap();
        let error = rows(&journal).unwrap_err().to_string();
        assert!(error.contains("was changed from outside"), "{tampering}: {error}");
    }
}

#[test]
fn the_journal_of_another_definition_is_refused_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    drop(with_rows(dir.path(), 1));
    let error = Journal::open(dir.path(), "e", [8; 32]).err().expect("refused").to_string();
    assert!(error.contains("frozen when the first report is accepted"), "{error}");
}

#[test]
fn the_journal_of_an_older_format_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(with_rows(dir.path(), 1));
    let older = Connection::open(dir.path().join("journal.sqlite")).unwrap();
    older.execute_batch("UPDATE meta SET value = '2' WHERE key = 'format'").unwrap();
    drop(older);
    let error = Journal::open(dir.path(), "e", [7; 32]).err().expect("refused").to_string();
    assert!(error.contains("has format 2, this program reads format 3"), "{error}");
}

#[test]
fn turnout_is_a_link_of_the_same_chain_and_comes_back_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = with_rows(dir.path(), 1);
    let (contest, unit) = (ContestIx(0), UnitIx(1));
    let said = TurnoutReport { contest, unit, at: 9, voters: 610, source: "hotline".into(), reason: String::new() };
    journal.begin().unwrap();
    assert_eq!(journal.append_turnout(100, 2, &said).unwrap(), 2);
    journal.append(100, &report(3)).unwrap();
    journal.commit().unwrap();
    drop(journal);
    let entries: Vec<Entry> =
        rows(&Journal::open(dir.path(), "e", [7; 32]).unwrap()).unwrap().into_iter().map(|row| row.entry).collect();
    assert_eq!(entries, [Entry::Report(report(0)), Entry::Turnout(2, said), Entry::Report(report(3))]);
    let path = dir.path().join("journal.sqlite");
    Connection::open(path).unwrap().execute_batch("DELETE FROM entries WHERE seq = 2").unwrap();
    assert!(rows(&Journal::open(dir.path(), "e", [7; 32]).unwrap()).is_err(), "a lost one is noticed");
}

#[test]
fn a_damaged_snapshot_is_passed_over_for_the_one_before() {
    let dir = tempfile::tempdir().unwrap();
    let image = |seq| Image {
        epoch: 1,
        seq,
        chain: [0; 32],
        ledger: vec![1, 2, 3],
        history: vec![4, 5],
        recent: vec![],
        decisions: vec![],
        turnout: vec![],
    };
    for seq in [5, 6, 7] {
        image(seq).write(dir.path()).unwrap();
    }
    assert_eq!(Image::newest(dir.path(), 1), Some(image(7)));
    let newest = dir.path().join("snapshot-000000000007.bin");
    let mut bytes = std::fs::read(&newest).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(newest, bytes).unwrap();
    assert_eq!(Image::newest(dir.path(), 1), Some(image(6)));
    assert_eq!(Image::newest(dir.path(), 2), None, "of another journal");
    assert!(!dir.path().join("snapshot-000000000005.bin").exists(), "only two are kept");
}
