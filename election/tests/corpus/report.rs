//! The bodies that feeds send. The first letter says how: `j` JSON, `c` CSV, `w` a watched file; large, where flags quarantine.

use std::sync::{Arc, LazyLock};

use election::folder::{ReportOptions, ReportReader, json_body, json_reports, read, reports, write_reports};
use election::{Definition, Submission};

use super::laws::{is_named, keeps_the_ledger};
use super::parts::good_folder;

/// The good folder's definition, which marks what is odd; and one that holds it back.
static DEFINITIONS: LazyLock<[Arc<Definition>; 2]> = LazyLock::new(|| {
    ["mark", "quarantine"].map(|flags| {
        let mut folder = good_folder();
        let settings = folder.files.get_mut("election.toml").expect("settings");
        let text = str::from_utf8(settings).expect("text").replace("\"mark\"", &format!("\"{flags}\""));
        *settings = text.into_bytes();
        Arc::new(read(&folder).expect("the good folder is good"))
    })
});

pub fn run(bytes: &[u8]) {
    let Some((how, body)) = bytes.split_first() else { return };
    let definition = &DEFINITIONS[usize::from(how.is_ascii_uppercase())];
    let is_watched = how.eq_ignore_ascii_case(&b'w');
    let options = ReportOptions {
        default_time: Some(definition.polls_close),
        aliases: is_watched,
        refuse_unfinished: is_watched,
        time_required: false,
    };
    let found =
        if how.eq_ignore_ascii_case(&b'j') { json(definition, body, options) } else { csv(definition, body, options) };
    keeps_the_ledger(definition, &found);
    is_read_back(definition, &found);
}

fn json(definition: &Definition, body: &[u8], options: ReportOptions) -> Vec<Submission> {
    match json_reports(definition, body, options) {
        Err(bad) => {
            let has_place = bad.detail.contains(" line ") || bad.detail.contains("brace");
            assert!(has_place, "no place in {bad}");
            Vec::new()
        }
        Ok(outcomes) => {
            for refusals in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
                assert!(!refusals.is_empty() && refusals.iter().all(|refusal| !refusal.code().is_empty()));
            }
            outcomes.into_iter().filter_map(Result::ok).collect()
        }
    }
}

fn csv(definition: &Definition, body: &[u8], options: ReportOptions) -> Vec<Submission> {
    let reader = match ReportReader::open(definition, "body", body, options) {
        Ok(reader) => reader,
        Err(defects) => {
            assert!(!defects.is_empty());
            defects.iter().for_each(|defect| is_named(defect, body));
            return Vec::new();
        }
    };
    let (mut found, mut last) = (Vec::new(), 0);
    for row in reader {
        assert!(row.line > last, "line {} comes after line {last}", row.line);
        last = row.line;
        match row.outcome {
            Ok(report) => found.push(report),
            Err(refused) => {
                assert!(!refused.is_empty());
                for refused in &refused {
                    assert!(!refused.code.is_empty() && refused.defect.line.is_some_and(|line| line >= row.line));
                    is_named(&refused.defect, body);
                }
            }
        }
    }
    found
}

/// What was read is written, and read as the same.
fn is_read_back(definition: &Definition, found: &[Submission]) {
    let options = ReportOptions { time_required: true, ..ReportOptions::default() };
    let again = json_reports(definition, json_body(definition, found).as_bytes(), options).expect("a body of ours");
    let again: Vec<Submission> = again.into_iter().map(|report| report.expect("a report of ours")).collect();
    assert_eq!(again, found);
    let (again, defects) = reports(definition, "night.csv", write_reports(definition, found).as_bytes(), options);
    assert_eq!(defects, []);
    assert!(again.into_iter().map(|(_, report)| report).eq(found.iter().cloned()));
}
