//! `POST …/reports`: reports by JSON or CSV, answered row by row after they are on disk.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use election::Submission;
use election::folder::{BadBody, Refusal, ReportOptions, ReportReader, json_reports};
use election::plausibility::Rule;
use serde::Serialize;

use crate::desk::Outcome;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

/// What became of a batch.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Answer {
    epoch: String,
    /// The last sequence number of the batch; none if nothing was accepted.
    seq: Option<u64>,
    accepted: usize,
    quarantined: usize,
    unchanged: usize,
    rejected: usize,
    rows: Vec<RowAnswer>,
}

/// What became of one row.
#[derive(Debug, Default, Serialize)]
struct RowAnswer {
    /// Line of the CSV, or position in the JSON array counted from 1.
    line: u32,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    conflict: bool,
}

/// Takes a batch. Rows that cannot be read are rejected; the others are accepted all the same.
pub(super) async fn submit(
    State(site): State<Arc<Site>>,
    Path(election): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Answer>, Problem> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !site.tokens.admit(authorization) {
        return Err(Problem::unauthorized());
    }
    let night = site.night(&election)?;
    // Not before the token is known to be good.
    let body = Bytes::from_request(request, &()).await.map_err(|_| too_large(site.limits.report_batch))?;
    let (good, bad) = read(night, &headers, &body)?;
    let (lines, rows): (Vec<u32>, Vec<Submission>) = good.into_iter().unzip();
    let outcomes =
        night.desk.submit(rows, None).await.map_err(|error| Problem::unavailable("not-accepted", error.to_string()))?;
    Ok(Json(answer(night, lines.into_iter().zip(outcomes), bad)))
}

fn too_large(limit: usize) -> Problem {
    let detail = format!("The batch is cut off, or has more than {limit} bytes: send it whole, in smaller batches.");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The batch is too large", detail)
}

/// Why a row cannot be read: its code, and what to do.
type Unreadable = (&'static str, String);

/// Rows that can be read and rows that cannot, each with its line.
type Read = (Vec<(u32, Submission)>, Vec<(u32, Unreadable)>);

fn read(night: &Night, headers: &HeaderMap, body: &[u8]) -> Result<Read, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let options = ReportOptions { default_time: Some(night.clock.now()), ..ReportOptions::default() };
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/json" => read_json(night, body, options),
        "text/csv" => read_csv(night, body, options),
        _ => Err(Problem::bad_request(
            "content-type",
            "Send the reports as application/json or text/csv and say so in Content-Type.",
        )),
    }
}

fn read_json(night: &Night, body: &[u8], options: ReportOptions) -> Result<Read, Problem> {
    let outcomes = json_reports(&night.definition, body, options)
        .map_err(|error| Problem::bad_request(BadBody::CODE, error.to_string()))?;
    let mut read = Read::default();
    for (outcome, line) in outcomes.into_iter().zip(1..) {
        match outcome {
            Ok(report) => read.0.push((line, report)),
            Err(refusals) => read.1.push((line, unreadable(&refusals))),
        }
    }
    Ok(read)
}

/// All that is wrong with a report, under the code of the first fault.
fn unreadable(refusals: &[Refusal]) -> Unreadable {
    let code = refusals.first().map_or("unreadable", Refusal::code);
    (code, refusals.iter().map(Refusal::to_string).collect::<Vec<_>>().join("; "))
}

fn read_csv(night: &Night, body: &[u8], options: ReportOptions) -> Result<Read, Problem> {
    let reader = ReportReader::open(&night.definition, "body", body, options).map_err(|defects| {
        let all: Vec<String> = defects.iter().map(ToString::to_string).collect();
        Problem::bad_request("unreadable", all.join("; "))
    })?;
    let mut read = Read::default();
    for row in reader {
        match row.outcome {
            Ok(report) => read.0.push((row.line, report)),
            Err(refused) => {
                let code = refused.first().map_or("unreadable", |refused| refused.code);
                let all: Vec<String> = refused.iter().map(|refused| refused.defect.to_string()).collect();
                read.1.push((row.line, (code, all.join("; "))));
            }
        }
    }
    Ok(read)
}

fn answer(night: &Night, outcomes: impl Iterator<Item = (u32, Outcome)>, unreadable: Vec<(u32, Unreadable)>) -> Answer {
    let mut answer = Answer { epoch: format!("{:016x}", night.hub.epoch()), ..Answer::default() };
    for (line, outcome) in outcomes {
        let row = row(line, outcome);
        match row.outcome {
            "accepted" => answer.accepted += 1,
            "quarantined" => answer.quarantined += 1,
            "unchanged" => answer.unchanged += 1,
            _ => answer.rejected += 1,
        }
        answer.seq = answer.seq.max(row.seq);
        answer.rows.push(row);
    }
    for (line, (code, detail)) in unreadable {
        answer.rejected += 1;
        let (code, detail) = (Some(code), Some(detail));
        answer.rows.push(RowAnswer { line, outcome: "rejected", code, detail, ..RowAnswer::default() });
    }
    answer.rows.sort_by_key(|row| row.line);
    answer
}

fn row(line: u32, outcome: Outcome) -> RowAnswer {
    let codes = |rules: Vec<Rule>| rules.into_iter().map(Rule::code).collect();
    let empty = RowAnswer { line, ..RowAnswer::default() };
    match outcome {
        Outcome::Accepted { seq, revision, rules, .. } => {
            RowAnswer { outcome: "accepted", seq: Some(seq), revision: Some(revision), rules: codes(rules), ..empty }
        }
        Outcome::Quarantined { seq, revision, rules } => {
            RowAnswer { outcome: "quarantined", seq: Some(seq), revision: Some(revision), rules: codes(rules), ..empty }
        }
        Outcome::Unchanged { why, conflict } => RowAnswer { outcome: "unchanged", code: Some(why), conflict, ..empty },
        Outcome::Rejected(rejection) => RowAnswer {
            outcome: "rejected",
            code: Some(rejection.code()),
            detail: Some(rejection.to_string()),
            ..empty
        },
    }
}
