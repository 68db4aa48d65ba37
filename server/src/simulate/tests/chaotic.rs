//! The stream of faults: each is where the list says, and the clean night is still in it.

use std::collections::BTreeSet;

use election::folder::{Defect, ReportOptions, ReportReader};

use super::*;

/// Reads a file row by row as a feed does; the code of each line that is refused, and `unchanged` for what is no news.
fn feed(ledger: &mut Ledger, file: &str, bytes: &[u8]) -> Result<BTreeMap<usize, &'static str>, Vec<Defect>> {
    let definition = Arc::clone(ledger.definition());
    let mut said = BTreeMap::new();
    for row in ReportReader::open(&definition, file, bytes, ReportOptions::default())? {
        let line = row.line as usize;
        match row.outcome {
            Err(refused) => drop(said.insert(line, refused[0].code)),
            Ok(submission) => match ledger.apply(&submission.settle(ledger).expect("revisions are given")) {
                Ok(Applied::Change(_)) => {}
                Ok(Applied::Duplicate | Applied::Superseded) => drop(said.insert(line, "unchanged")),
                Err(rejection) => drop(said.insert(line, rejection.code())),
            },
        }
    }
    Ok(said)
}

#[test]
fn each_fault_is_answered_as_the_list_says_and_the_clean_night_is_what_remains() {
    for (definition, reports) in all() {
        let chaos = chaos(&definition, &reports, 3);
        let (mut clean, mut ledger) = (Ledger::new(Arc::clone(&definition)), Ledger::new(Arc::clone(&definition)));
        reports.iter().for_each(|report| drop(clean.apply(report)));
        for (file, bytes) in &chaos.files {
            let said = feed(&mut ledger, file, bytes);
            for planted in chaos.planted.iter().filter(|planted| planted.file == *file) {
                let code = said.as_ref().map(|said| said.get(&planted.line).copied());
                match planted.outcome {
                    Outcome::FileRefused => assert!(code.is_err(), "{planted:?}"),
                    Outcome::Refused(expected) => assert_eq!(code, Ok(Some(expected)), "{planted:?}"),
                    Outcome::Unchanged => assert_eq!(code, Ok(Some("unchanged")), "{planted:?}"),
                    Outcome::TakenBack => assert_eq!(code, Ok(None), "{planted:?}"),
                    Outcome::Accepted => assert!(matches!(code, Ok(None | Some("unchanged"))), "{planted:?} {code:?}"),
                }
            }
            let unplanned = said.iter().flatten().find(|(line, code)| {
                let is_planned = chaos.planted.iter().any(|planted| planted.file == *file && planted.line == **line);
                **code != "unchanged" && !is_planned
            });
            assert_eq!(unplanned, None);
        }
        for contest in (0..definition.contests.len()).map(ContestIx::new) {
            for cell in 0..definition.units.cells() {
                let is_same = clean.entry(contest, cell) == ledger.entry(contest, cell)
                    && clean.figures(contest, cell) == ledger.figures(contest, cell);
                assert_eq!(is_same, !chaos.touched.contains(&(contest, cell)), "cell {cell}");
            }
        }
    }
}

#[test]
fn every_fault_is_planted_where_the_list_says() {
    let definition = country::rich();
    let reports = night(&definition, 1);
    let chaos = chaos(&definition, &reports, 1);
    let kinds: BTreeSet<Fault> = chaos.planted.iter().map(|planted| planted.fault).collect();
    assert_eq!(kinds.len(), 23, "{kinds:?}");
    let (name, night) = &chaos.files[0];
    let night = str::from_utf8(night).expect("text");
    let lines: Vec<&str> = night.lines().collect();
    assert!(night.starts_with('\u{feff}') && !night.ends_with('\n'));
    for planted in chaos.planted.iter().filter(|planted| planted.file == *name) {
        let line = lines[planted.line - 1];
        let sign = match planted.fault {
            Fault::UnknownUnit => "no-such-unit",
            Fault::ThousandsDot => ",1.234,",
            Fault::NegativeNumber => ",-5,",
            Fault::NoTime => "yesterday",
            Fault::StrayQuote => "\"",
            Fault::Retraction => "not-processed",
            _ => "",
        };
        assert!(line.contains(sign), "{planted:?}: {line}");
    }
    assert_eq!(
        chaos.planted.iter().filter(|planted| planted.fault == Fault::CutOff).map(|it| it.line).max(),
        Some(lines.len())
    );
    assert!(str::from_utf8(&chaos.files[2].1).is_err());
}

#[test]
fn all_rows_of_the_clean_night_are_in_the_chaos() {
    let definition = country::rich();
    let reports = night(&definition, 1);
    let clean = csv(&definition, &reports);
    let chaos = chaos(&definition, &reports, 1);
    let rows: BTreeSet<&str> = str::from_utf8(&chaos.files[0].1).expect("text").lines().collect();
    assert!(clean.lines().skip(1).all(|row| rows.contains(row)));
    assert!((1..=3).contains(&chaos.touched.len()));
}

#[test]
fn the_same_seed_plants_the_same_faults() {
    let definition = country::bare(1, 3);
    let reports = night(&definition, 1);
    assert_eq!(chaos(&definition, &reports, 1), chaos(&definition, &reports, 1));
    assert_ne!(chaos(&definition, &reports, 1), chaos(&definition, &reports, 2));
}

#[test]
fn an_empty_night_has_no_room_for_faults() {
    let definition = country::tiny();
    let chaos = chaos(&definition, &[], 1);
    assert_eq!(chaos.planted.len(), 1);
}
