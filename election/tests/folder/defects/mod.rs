//! The corpus of defects: the good folder beside this file, and what can be wrong with each of its files.

mod csv;
mod map;
mod nights;
mod odd;
mod requests;
mod seats;
mod settings;
mod turnout;

use election::folder::{Folder, ReportOptions, check, json_reports, read};

/// Every case, by the part of the snapshot.
pub const CORPUS: &[(&str, &[Case])] = &[
    ("settings", settings::CASES),
    ("rules_of_seats", seats::RULES),
    ("systems_and_thresholds", seats::SYSTEMS),
    ("candidates", seats::CANDIDATES_FILE),
    ("units", csv::UNITS),
    ("options", csv::OPTIONS),
    ("baseline", csv::BASELINE),
    ("any_file", csv::ANY),
    ("map", map::CASES),
    ("nights", nights::CASES),
    ("requests", requests::CASES),
    ("turnout", turnout::DAY),
    ("turnout_baseline", turnout::BEFORE),
    ("odd_but_usable", odd::CASES),
];

const GOOD: [(&str, &[u8]); 9] = [
    ("election.toml", include_bytes!("good/election.toml")),
    ("units.csv", include_bytes!("good/units.csv")),
    ("options.csv", include_bytes!("good/options.csv")),
    ("baseline.csv", include_bytes!("good/baseline.csv")),
    ("map.geojson", include_bytes!("good/map.geojson")),
    ("turnout.csv", include_bytes!("good/turnout.csv")),
    ("turnout-baseline.csv", include_bytes!("good/turnout-baseline.csv")),
    ("night.csv", include_bytes!("good/night.csv")),
    ("request.json", include_bytes!("good/request.json")),
];

/// A folder without defects. It also holds the body of a request, which no folder needs.
pub fn good_folder() -> Folder {
    Folder { files: GOOD.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).into() }
}

/// One way in which the good folder goes wrong.
pub struct Case {
    pub name: &'static str,
    file: &'static str,
    change: Change,
}

enum Change {
    /// The first text becomes the second one; it is there exactly once.
    Replace(&'static str, &'static str),
    /// The whole file is other bytes.
    Whole(&'static [u8]),
    /// More text comes at the end.
    Append(&'static str),
    /// The file ends before this text.
    CutOffBefore(&'static str),
    Remove,
}

pub const fn replace_in(name: &'static str, file: &'static str, old: &'static str, new: &'static str) -> Case {
    Case { name, file, change: Change::Replace(old, new) }
}

pub const fn whole(name: &'static str, file: &'static str, bytes: &'static [u8]) -> Case {
    Case { name, file, change: Change::Whole(bytes) }
}

pub const fn append(name: &'static str, file: &'static str, text: &'static str) -> Case {
    Case { name, file, change: Change::Append(text) }
}

pub const fn cut_off_before(name: &'static str, file: &'static str, text: &'static str) -> Case {
    Case { name, file, change: Change::CutOffBefore(text) }
}

pub const fn without(name: &'static str, file: &'static str) -> Case {
    Case { name, file, change: Change::Remove }
}

/// Replaces a text of a file that is there exactly once.
pub fn replace(folder: &mut Folder, file: &str, old: &str, new: &str) {
    let bytes = folder.files.get_mut(file).expect("the file is there");
    let text = str::from_utf8(bytes).expect("the good files are UTF-8");
    assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
    *bytes = text.replacen(old, new, 1).into_bytes();
}

impl Case {
    fn changed(&self) -> Folder {
        let mut folder = good_folder();
        let file = self.file.to_owned();
        match self.change {
            Change::Replace(old, new) => replace(&mut folder, self.file, old, new),
            Change::Whole(bytes) => drop(folder.files.insert(file, bytes.to_vec())),
            Change::Append(text) => folder.files.entry(file).or_default().extend(text.as_bytes()),
            Change::CutOffBefore(text) => {
                let bytes = folder.files.entry(file).or_default();
                let at = str::from_utf8(bytes).ok().and_then(|good| good.find(text)).expect("the text is there");
                bytes.truncate(at);
            }
            Change::Remove => drop(folder.files.remove(self.file)),
        }
        folder
    }

    /// What is said about it: defects, warnings if there are none, or refusals.
    pub fn run(&self) -> Vec<String> {
        let folder = self.changed();
        if self.file == "request.json" {
            return requested(&folder);
        }
        match check(&folder) {
            Err(defects) => defects.iter().map(ToString::to_string).collect(),
            Ok(checked) => {
                let usual = check(&good_folder()).expect("the good folder is good").warnings;
                let more = checked.warnings.iter().filter(|warning| !usual.contains(warning));
                more.map(|warning| format!("warning: {warning}")).collect()
            }
        }
    }
}

fn requested(folder: &Folder) -> Vec<String> {
    let definition = read(&good_folder()).expect("the good folder is good");
    match json_reports(&definition, &folder.files["request.json"], ReportOptions::default()) {
        Err(bad) => vec![format!("bad-json: {bad}")],
        Ok(outcomes) => {
            let refused = outcomes.into_iter().enumerate().filter_map(|(at, outcome)| Some((at, outcome.err()?)));
            // The good request has a report without time, which is refused here.
            let refused = refused.filter(|(at, _)| *at == 0);
            let lines = refused.flat_map(|(at, refusals)| {
                refusals.into_iter().map(move |refusal| format!("reports[{at}]: {refusal} ({})", refusal.code()))
            });
            lines.collect()
        }
    }
}
