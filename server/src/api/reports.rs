//! `POST …/reports`: reports by JSON or CSV, answered row by row after they are on disk.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use election::Submission;
use election::folder::{
    BadBody, Defect, MOST_OF_A_REQUEST, Refusal, RefusedRow, ReportOptions, ReportReader, json_reports,
};
use election::plausibility::Rule;
use serde::Serialize;

use crate::desk::Outcome;
use crate::night::Night;
use crate::ops::Brought;
use crate::problem::Problem;
use crate::site::Site;

/// What became of a batch.
#[derive(Debug, Default, Serialize)]
pub(super) struct Answer {
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
pub(super) struct RowAnswer {
    /// Line of the CSV, or position in the JSON array counted from 1.
    pub(super) line: u32,
    pub(super) outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) rules: Vec<&'static str>,
    /// What readers are told of a figure of turnout.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) flags: Vec<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) conflict: bool,
}

/// Takes a batch. Rows that cannot be read are rejected; the others are accepted all the same.
pub(super) async fn submit(
    State(site): State<Arc<Site>>,
    Path(election): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Answer>, Problem> {
    let feed = format!("{election}: reports by HTTP");
    let (night, body) = sent(&site, &feed, &election, &headers, request).await?;
    let answer = take(night, &headers, &body).await;
    remember(&site, &feed, &answer);
    answer.map(Json)
}

async fn take(night: &Night, headers: &HeaderMap, body: &[u8]) -> Result<Answer, Problem> {
    let (good, bad) = read(night, headers, body)?;
    let (lines, rows): (Vec<u32>, Vec<Submission>) = good.into_iter().unzip();
    let outcomes =
        night.desk.submit(rows, None).await.map_err(|error| Problem::unavailable("not-accepted", error.to_string()))?;
    let rows = lines.into_iter().zip(outcomes).map(|(line, outcome)| row(line, outcome));
    Ok(answer(night, rows, bad))
}

/// What a feed brought, for the operators' page.
pub(super) fn remember(site: &Site, feed: &str, answer: &Result<Answer, Problem>) {
    match answer {
        Err(problem) => site.feeds.failed(feed, &problem.detail),
        Ok(answer) => {
            let why = answer.rows.iter().find(|row| row.outcome == "rejected").map(|row| {
                let code = row.code.unwrap_or_default();
                format!("line {}, {code}: {}", row.line, row.detail.as_deref().unwrap_or_default())
            });
            site.feeds.brought(
                feed,
                Brought {
                    recorded: answer.accepted + answer.quarantined,
                    unchanged: answer.unchanged,
                    refused: answer.rejected,
                    why: why.unwrap_or_default(),
                    ..Brought::default()
                },
            );
        }
    }
}

/// What a feed sends, and to which election. Nothing is read before its token is known to be good.
pub(super) async fn sent<'s>(
    site: &'s Site,
    feed: &str,
    election: &str,
    headers: &HeaderMap,
    request: Request,
) -> Result<(&'s Night, Bytes), Problem> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !site.tokens.admit(authorization) {
        return Err(Problem::unauthorized());
    }
    let night = site.night(election)?;
    let body = Bytes::from_request(request, &()).await.map_err(|_| {
        let problem = too_large(&format!("is cut off, or has more than {} bytes", site.limits.report_batch));
        site.feeds.failed(feed, &problem.detail);
        problem
    })?;
    Ok((night, body))
}

fn too_large(what: &str) -> Problem {
    let detail = format!("The batch {what}: send it whole, in smaller batches.");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The batch is too large", detail)
}

/// Why a row cannot be read: its code, and what to do.
pub(super) type Unreadable = (&'static str, String);

/// Rows that can be read and rows that cannot, each with its line.
pub(super) type Read<T> = (Vec<(u32, T)>, Vec<(u32, Unreadable)>);

/// Takes them apart.
///
/// # Errors
/// If there are more than one batch may have.
pub(super) fn apart<T>(rows: impl Iterator<Item = (u32, Result<T, Unreadable>)>) -> Result<Read<T>, Problem> {
    let mut read = (Vec::new(), Vec::new());
    for (at, (line, outcome)) in rows.enumerate() {
        if at == MOST_OF_A_REQUEST {
            return Err(too_large(&format!("has more than {MOST_OF_A_REQUEST} rows")));
        }
        match outcome {
            Ok(report) => read.0.push((line, report)),
            Err(why) => read.1.push((line, why)),
        }
    }
    Ok(read)
}

fn read(night: &Night, headers: &HeaderMap, body: &[u8]) -> Result<Read<Submission>, Problem> {
    let options = ReportOptions { default_time: Some(night.clock.now()), ..ReportOptions::default() };
    if is_json(headers)? { read_json(night, body, options) } else { read_csv(night, body, options) }
}

/// Whether a body is JSON; else it is CSV.
pub(super) fn is_json(headers: &HeaderMap) -> Result<bool, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/json" => Ok(true),
        "text/csv" => Ok(false),
        _ => Err(Problem::bad_request(
            "content-type",
            "Send the reports as application/json or text/csv and say so in Content-Type.",
        )),
    }
}

fn read_json(night: &Night, body: &[u8], options: ReportOptions) -> Result<Read<Submission>, Problem> {
    let outcomes = json_reports(&night.definition, body, options)
        .map_err(|error| Problem::bad_request(BadBody::CODE, error.to_string()))?;
    let outcomes = outcomes.into_iter().map(|outcome| outcome.map_err(|refusals| unreadable(&refusals)));
    apart((1..).zip(outcomes))
}

/// All that is wrong with a report, under the code of the first fault.
pub(super) fn unreadable(refusals: &[Refusal]) -> Unreadable {
    let code = refusals.first().map_or("unreadable", Refusal::code);
    (code, refusals.iter().map(Refusal::to_string).collect::<Vec<_>>().join("; "))
}

fn read_csv(night: &Night, body: &[u8], options: ReportOptions) -> Result<Read<Submission>, Problem> {
    let reader = ReportReader::open(&night.definition, "body", body, options).map_err(|defects| no_table(&defects))?;
    apart(reader.map(|row| (row.line, row.outcome.map_err(|refused| unreadable_row(&refused)))))
}

/// A table whose first line cannot be right.
pub(super) fn no_table(defects: &[Defect]) -> Problem {
    let all: Vec<String> = defects.iter().map(ToString::to_string).collect();
    Problem::bad_request("unreadable", all.join("; "))
}

/// The same of a row of a table.
pub(super) fn unreadable_row(refused: &[RefusedRow]) -> Unreadable {
    let code = refused.first().map_or("unreadable", |refused| refused.code);
    let all: Vec<String> = refused.iter().map(|refused| refused.defect.to_string()).collect();
    (code, all.join("; "))
}

/// The whole answer: its rows in the order of their lines.
pub(super) fn answer(
    night: &Night,
    rows: impl Iterator<Item = RowAnswer>,
    unreadable: Vec<(u32, Unreadable)>,
) -> Answer {
    let mut answer = Answer { epoch: format!("{:016x}", night.hub.epoch()), ..Answer::default() };
    for row in rows {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_of_more_rows_than_are_taken_at_once_is_refused_as_a_whole() {
        let rows = |number: usize| (1..).zip(std::iter::repeat_n(Ok::<_, Unreadable>(()), number));
        assert!(apart(rows(MOST_OF_A_REQUEST)).is_ok_and(|(good, _)| good.len() == MOST_OF_A_REQUEST));
        assert!(apart(rows(MOST_OF_A_REQUEST + 1)).is_err_and(|problem| problem.reference == "too-large"));
    }
}
