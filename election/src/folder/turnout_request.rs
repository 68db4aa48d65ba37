//! Turnout as JSON, the body of `POST …/turnout`: `{"turnout":[{"unit":"07","time":"…T11:00:00+02:00","voters":1200}]}`.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::refusal::{Refusal, RowError};
use super::requests::{BadBody, Rows, Word, is_object, number, word};
use super::resolve::{ReportOptions, Resolver};
use super::turnout::{Said, submission};
use crate::definition::Definition;
use crate::turnout::TurnoutSubmission;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    #[serde(borrow)]
    turnout: Rows<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    #[serde(borrow, default)]
    time: Option<Word<'a>>,
    #[serde(borrow, default)]
    unit: Option<Word<'a>>,
    #[serde(borrow, default)]
    contest: Option<Word<'a>>,
    #[serde(borrow, default)]
    voters: Option<&'a RawValue>,
    #[serde(borrow, default)]
    revision: Option<&'a RawValue>,
    #[serde(borrow, default)]
    reason: Option<Word<'a>>,
    #[serde(borrow, default)]
    source: Option<Word<'a>>,
}

/// The outcome of each report of a body, in its order.
pub type TurnoutOutcomes = Vec<Result<TurnoutSubmission, Vec<Refusal>>>;

/// Reads the body of a request. A report that is wrong does not stop the others.
///
/// # Errors
/// [`BadBody`] if it is not a list of reports at all.
pub fn json_turnout(definition: &Definition, bytes: &[u8]) -> Result<TurnoutOutcomes, BadBody> {
    let bad = |detail: String| BadBody { list: "turnout", detail };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !is_object(bytes) {
        return Err(bad("it does not begin with a brace".into()));
    }
    let body: Body<'_> = serde_json::from_slice(bytes).map_err(|error| bad(error.to_string()))?;
    let reports = body.turnout.all("turnout")?;
    let resolver = Resolver::new(definition, ReportOptions { time_required: true, ..ReportOptions::default() });
    Ok(reports.into_iter().map(|report| outcome(report.get(), &resolver)).collect())
}

fn outcome(text: &str, resolver: &Resolver<'_>) -> Result<TurnoutSubmission, Vec<Refusal>> {
    let bad_row = |detail: &str| {
        let why = format!("this is not a report of turnout ({detail}): compare it with docs/data-formats.md");
        vec![Refusal::new("", RowError::BadRow { why })]
    };
    if !is_object(text.as_bytes()) {
        return Err(bad_row("it does not begin with a brace"));
    }
    let report: Written<'_> = serde_json::from_str(text).map_err(|error| bad_row(&error.to_string()))?;
    let said = Said {
        time: word(&report.time).trim(),
        unit: word(&report.unit).trim(),
        contest: word(&report.contest).trim(),
        revision: report.revision.map(RawValue::get).unwrap_or_default(),
        reason: word(&report.reason),
        source: word(&report.source),
    };
    submission(resolver, &said, |refusals| number(report.voters, || "voters".into(), refusals))
}
