//! The folder of an election: plain files to a checked [`Definition`], and reports to and from CSV and JSON.
//!
//! Everything takes bytes and gives values or defects; nothing here opens a file. The format is described in
//! docs/data-formats.md.

mod aliases;
mod baseline;
mod candidates;
mod cells;
mod colour;
mod columns;
mod contests;
mod count;
mod dates;
pub mod defect;
pub mod encoding;
mod figures;
mod findings;
mod house;
mod house_rule;
mod house_system;
mod languages;
mod lists;
mod options;
mod percent;
mod places;
mod polygons;
mod refusal;
mod reports;
mod requests;
mod resolve;
mod rules;
mod seats_file;
mod section;
mod settings;
mod spelling;
mod summary;
pub mod table;
mod threshold;
mod turnout;
mod turnout_before;
mod turnout_request;
mod units;
mod writer;

use std::collections::BTreeMap;

pub use defect::{Defect, Defects};
pub use encoding::Encoding;
pub use refusal::{Refusal, RowError};
pub use reports::{RefusedRow, ReportReader, ReportRow, reports};
pub use requests::{BadBody, MOST_OF_A_REQUEST, Outcomes, json_body, json_reports};
pub use resolve::ReportOptions;
pub use seats_file::{SeatsFile, seats_file};
pub use summary::summary;
pub use table::{Dialect, Row, Table};
pub use turnout::{TurnoutReader, TurnoutRow, turnout_reports, write_turnout};
pub use turnout_request::{TurnoutOutcomes, json_turnout};
pub use writer::write_reports;

use crate::definition::Definition;
use baseline::Unread;
use findings::Findings;
use house::{Furniture, furnish};
use settings::Settings;
use spelling::nearest;
use units::Units;

/// The file with a recorded night.
pub const NIGHT: &str = "night.csv";

/// The file with the turnout through the day of the same election.
pub const TURNOUT: &str = "turnout.csv";

/// The names of the files that belong to a folder; others are not read.
pub const FILES: [&str; 9] = [
    settings::FILE,
    units::FILE,
    options::FILE,
    candidates::FILE,
    baseline::FILE,
    turnout_before::FILE,
    polygons::FILE,
    TURNOUT,
    NIGHT,
];

/// The files of an election by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Name and bytes; names as in [`FILES`], others do no harm.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// An election that can be used, and what is odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The definition.
    pub definition: Definition,
    /// What one should look at, by file and line.
    pub warnings: Vec<Defect>,
    /// Number of reports of the recorded night, if there is one.
    pub night: Option<usize>,
    /// Number of reports of turnout through the day, if there are any.
    pub turnout: Option<usize>,
}

/// Reads the definition of an election. The recorded night is not looked at.
///
/// # Errors
/// Every defect of all files, by file and line.
pub fn read(folder: &Folder) -> Result<Definition, Vec<Defect>> {
    let mut findings = Findings::default();
    let definition = define(folder, &mut findings);
    findings.verdict().map(|_| definition)
}

/// Reads and checks everything in a folder, the recorded night too.
///
/// # Errors
/// Every defect of all files, by file and line.
pub fn check(folder: &Folder) -> Result<Checked, Vec<Defect>> {
    let mut findings = Findings::default();
    let definition = define(folder, &mut findings);
    // Against half a definition, every row of the night would be wrong.
    let is_sound = findings.is_sound();
    let night = folder.files.get(NIGHT).filter(|_| is_sound).map(|bytes| {
        let options = ReportOptions { time_required: true, ..ReportOptions::default() };
        let (reports, defects) = reports(&definition, NIGHT, bytes, options);
        findings.defects(defects);
        reports.len()
    });
    let turnout = folder.files.get(TURNOUT).filter(|_| is_sound);
    let turnout = turnout.map(|bytes| turnout::check(&definition, bytes, &mut findings));
    findings.verdict().map(|warnings| Checked { definition, warnings, night, turnout })
}

fn define(folder: &Folder, findings: &mut Findings) -> Definition {
    let mut settings = match needed(folder, settings::FILE, findings) {
        Some(bytes) => Settings::read(bytes, findings),
        None => Settings::unknown(),
    };
    let has_all_options = match needed(folder, options::FILE, findings) {
        Some(bytes) => options::read(bytes, &mut settings, findings),
        None => false,
    };
    let units = match needed(folder, units::FILE, findings) {
        Some(bytes) => Units::read(bytes, &settings, findings),
        None => Units::unknown(),
    };
    let unread = Unread {
        units: units.is_partial,
        contests: settings.contests.is_partial,
        options: !has_all_options,
        categories: settings.categories.is_partial,
    };
    if let Some(bytes) = folder.files.get(candidates::FILE)
        && !(unread.contests || unread.options)
    {
        candidates::read(bytes, &mut settings, findings);
    }
    let mut definition = core::mem::take(&mut settings.definition);
    definition.units = units.tree;
    definition.unit_names = units.names;
    definition.aliases = units.aliases;
    if !(unread.units || unread.contests || unread.options) {
        let furniture = Furniture { lengths: &settings.lengths, seats: &units.seats };
        let drafts = core::mem::take(&mut settings.drafts);
        furnish(folder, drafts, &furniture, &mut definition, findings);
    }
    definition.baselines = match folder.files.get(baseline::FILE) {
        Some(bytes) => baseline::read(bytes, &definition, unread, findings),
        None => vec![BTreeMap::new(); definition.contests.len()],
    };
    definition.hours_before = match folder.files.get(turnout_before::FILE) {
        Some(bytes) if !(unread.units || unread.contests) => turnout_before::read(bytes, &definition, findings),
        _ => vec![BTreeMap::new(); definition.contests.len()],
    };
    definition.map = match (folder.files.get(polygons::FILE), &settings.map) {
        (Some(bytes), Some(keys)) => {
            polygons::join(bytes, keys, &definition, (&units.map_values, unread.units), findings)
        }
        (None, Some(_)) => {
            let message = "this file is missing, though election.toml has a [map]: pages have no map until you add it";
            findings.warning(Defect::of_file(polygons::FILE, message));
            None
        }
        (Some(_), None) => {
            if !settings.levels.is_partial {
                let message = "this file is not used: add a [map] to election.toml that says which level it shows";
                findings.warning(Defect::of_file(polygons::FILE, message));
            }
            None
        }
        (None, None) => None,
    };
    definition.speak_both_scripts();
    definition
}

/// A file without which there is no election.
fn needed<'f>(folder: &'f Folder, file: &str, findings: &mut Findings) -> Option<&'f [u8]> {
    let found = folder.files.get(file);
    if found.is_none() {
        let others = folder.files.keys().map(String::as_str).filter(|name| !FILES.contains(name));
        let message = match nearest(file, others) {
            Some(other) => format!("this file is missing, but there is `{other}`: rename it"),
            None => "this file is missing: add it, docs/data-formats.md says what it holds".into(),
        };
        findings.defect(Defect::of_file(file, message));
    }
    found.map(Vec::as_slice)
}
