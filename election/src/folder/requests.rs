//! Reports as JSON, the body of `POST …/reports`: `{"reports":[{"unit":"0714/03","votes":{"ld":12}, …}]}`.

use std::collections::BTreeMap;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::count::count;
use super::refusal::{Refusal, RowError};
use super::resolve::{ReportOptions, Resolver, Words};
use super::spelling::hint;
use crate::definition::Definition;
use crate::ids::ContestIx;
use crate::report::{Count, Figure, Figures};
use crate::submission::Submission;

/// A body that holds no reports at all: code `bad-json`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body is not {{\"reports\": [ … ]}} ({detail}): send a JSON object with a list of reports")]
pub struct BadBody {
    /// What the parser says, with line and column.
    pub detail: String,
}

impl BadBody {
    /// The stable code in answers and logs.
    pub const CODE: &'static str = "bad-json";
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    #[serde(borrow)]
    reports: Vec<&'a RawValue>,
}

/// A report as it is written in JSON; `null` says the same as a key that is not there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenReport {
    #[serde(default)]
    contest: Option<String>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    revision: Value,
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    registered: Value,
    #[serde(default)]
    ballots: Value,
    #[serde(default)]
    valid: Value,
    #[serde(default)]
    invalid: Value,
    #[serde(default)]
    blank: Value,
    #[serde(default)]
    votes: Option<Votes>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

/// The outcome of each report of a body, in its order.
pub type Outcomes = Vec<Result<Submission, Vec<Refusal>>>;

/// Reads the body of a request. A report that is wrong does not stop the others.
///
/// # Errors
/// [`BadBody`] if it is not a list of reports at all.
pub fn json_reports(definition: &Definition, bytes: &[u8], options: ReportOptions) -> Result<Outcomes, BadBody> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !is_object(bytes) {
        return Err(BadBody { detail: "it does not begin with a brace".into() });
    }
    let body: Body<'_> = serde_json::from_slice(bytes).map_err(|error| BadBody { detail: error.to_string() })?;
    let resolver = Resolver::new(definition, options);
    Ok(body.reports.into_iter().map(|report| outcome(report.get(), &resolver)).collect())
}

/// A list would be read as the fields in the order in which they are declared here.
fn is_object(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{")
}

fn outcome(text: &str, resolver: &Resolver<'_>) -> Result<Submission, Vec<Refusal>> {
    let bad_row = |detail: &str| {
        let why = format!("this is not a report ({detail}): compare it with docs/data-formats.md");
        vec![Refusal::new("", RowError::BadRow { why })]
    };
    if !is_object(text.as_bytes()) {
        return Err(bad_row("it does not begin with a brace"));
    }
    let report: WrittenReport = serde_json::from_str(text).map_err(|error| bad_row(&error.to_string()))?;
    let revision = plain(&report.revision);
    let words = Words {
        time: word(&report.time),
        unit: word(&report.unit),
        contest: word(&report.contest),
        category: word(&report.category),
        revision: &revision,
        status: word(&report.status),
        reason: report.reason.as_deref().unwrap_or_default(),
        source: report.source.as_deref().unwrap_or_default(),
    };
    resolver.submission(&words, |contest, refusals| report.figures(contest, resolver.definition, refusals))
}

fn word(text: &Option<String>) -> &str {
    text.as_deref().map(str::trim).unwrap_or_default()
}

/// A number or text without quotes; nothing for `null`.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl WrittenReport {
    fn figures(&self, contest: ContestIx, definition: &Definition, refusals: &mut Vec<Refusal>) -> Figures {
        let contest = &definition.contests[contest.at()];
        let mut figures = Figures::missing(contest.options.len());
        let given = [&self.registered, &self.ballots, &self.valid, &self.invalid, &self.blank];
        for (figure, value) in Figure::ALL.into_iter().zip(given) {
            figures.set(figure, number(value, || figure.name().into(), refusals));
        }
        for (id, value) in self.votes.iter().flat_map(|votes| &votes.0) {
            let Some(option) = contest.option(id) else {
                let hint = hint(id, contest.options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>());
                let why = RowError::UnknownOption { option: id.clone(), contest: contest.id.clone(), hint };
                refusals.push(Refusal::new("votes", why));
                continue;
            };
            figures.set_vote(option, number(value, || format!("votes.{id}"), refusals));
        }
        figures
    }
}

/// A figure: a JSON number or `null`.
fn number(value: &Value, field: impl Fn() -> String, refusals: &mut Vec<Refusal>) -> Count {
    if let Some(figure) = value.as_u64().and_then(|figure| u32::try_from(figure).ok()).and_then(Count::new) {
        return figure;
    }
    let read = match value {
        Value::Null => Ok(Count::MISSING),
        Value::Number(number) => count(&number.to_string()),
        Value::String(text) => {
            Err(format!("\"{text}\" is a text: write the number without quotes, or null if it is missing"))
        }
        _ => Err("this is not a number: write one, or null if it is missing".into()),
    };
    read.unwrap_or_else(|why| {
        refusals.push(Refusal::new(field(), RowError::NotANumber { why }));
        Count::MISSING
    })
}

/// Votes by option id. An id that comes twice is refused, where a map would silently keep one.
struct Votes(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Votes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(VotesVisitor)
    }
}

struct VotesVisitor;

impl<'de> Visitor<'de> for VotesVisitor {
    type Value = Votes;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("an object of votes by option id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Votes, A::Error> {
        let mut votes = BTreeMap::new();
        while let Some((option, value)) = map.next_entry::<String, Value>()? {
            if votes.contains_key(&option) {
                return Err(A::Error::custom(format_args!("the votes of `{option}` are given twice")));
            }
            votes.insert(option, value);
        }
        Ok(Votes(votes.into_iter().collect()))
    }
}

/// Writes the body of a request that [`json_reports`] reads back.
#[must_use]
pub fn json_body<'s>(definition: &Definition, reports: impl IntoIterator<Item = &'s Submission>) -> String {
    let reports: Vec<JsonReport<'_>> = reports.into_iter().map(|report| JsonReport::of(definition, report)).collect();
    serde_json::json!({ "reports": reports }).to_string()
}

#[derive(Serialize)]
struct JsonReport<'a> {
    contest: &'a str,
    unit: &'a str,
    category: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<u32>,
    time: String,
    status: &'a str,
    #[serde(flatten)]
    figures: BTreeMap<&'a str, u32>,
    votes: BTreeMap<&'a str, u32>,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    source: &'a str,
}

impl<'a> JsonReport<'a> {
    fn of(definition: &'a Definition, report: &'a Submission) -> Self {
        let contest = &definition.contests[report.contest.at()];
        let figures =
            Figure::ALL.into_iter().filter_map(|figure| Some((figure.name(), report.figures.get(figure).get()?)));
        let votes = contest.options.iter().zip(report.figures.votes());
        Self {
            contest: &contest.id,
            unit: definition.units.id(report.unit),
            category: &definition.categories[report.category.at()].id,
            revision: report.revision,
            time: super::dates::written(report.observed_at, definition.utc_offset),
            status: report.status.name(),
            figures: figures.collect(),
            votes: votes.filter_map(|(option, count)| Some((option.id.as_str(), count.get()?))).collect(),
            reason: &report.reason,
            source: &report.source,
        }
    }
}
