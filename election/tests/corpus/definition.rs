//! Election folders: the good one with the files of the input in place of its own; `-NAME` takes a file away.

use std::sync::Arc;

use election::ContestIx;
use election::folder::{NIGHT, ReportOptions, check, reports, summary};
use election::seats::{Preferences, Tally, contest_view};

use super::laws::{is_named, keeps_the_ledger};
use super::parts::{good_folder, parts};

pub fn run(bytes: &[u8]) {
    let mut folder = good_folder();
    for (name, content) in parts(bytes) {
        match name.strip_prefix('-') {
            Some(name) => drop(folder.files.remove(name)),
            None => drop(folder.files.insert(name, content)),
        }
    }
    let text = |file: &str| folder.files.get(file).map(Vec::as_slice).unwrap_or_default();
    let checked = match check(&folder) {
        Ok(checked) => checked,
        Err(defects) => {
            assert!(!defects.is_empty());
            return defects.iter().for_each(|defect| is_named(defect, text(&defect.file)));
        }
    };
    checked.warnings.iter().for_each(|warning| is_named(warning, text(&warning.file)));
    assert!(!summary(&checked).is_empty());
    let definition = Arc::new(checked.definition);
    let options = ReportOptions { time_required: true, ..ReportOptions::default() };
    let (night, _) = reports(&definition, NIGHT, text(NIGHT), options);
    let night: Vec<_> = night.into_iter().map(|(_, report)| report).collect();
    let ledger = keeps_the_ledger(&definition, &night);
    for (at, contest) in definition.contests.iter().enumerate() {
        let Some(house) = &contest.house else { continue };
        let tally = Tally::of(&ledger, ContestIx::new(at), house);
        let preferences = Preferences::of(&ledger, ContestIx::new(at));
        if let Some(view) = contest_view(contest, &tally, &preferences, &[]) {
            assert_eq!(view.lists.len(), contest.options.len());
        }
    }
}
