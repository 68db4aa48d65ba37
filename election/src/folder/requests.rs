//! Reports as JSON, the body of `POST …/reports`: `{"reports":[{"unit":"0714/03","votes":{"ld":12}, …}]}`.

use core::marker::PhantomData;
use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::cells::MOST_CELLS;
use super::count::count;
use super::defect::MOST_PER_LINE;
use super::refusal::{Refusal, RowError};
use super::resolve::{ReportOptions, Resolver, Words};
use super::spelling::hint;
use crate::definition::Definition;
use crate::ids::{ContestIx, OptionIx};
use crate::report::{Count, Figure, Figures};
use crate::submission::Submission;

/// Rows that one request may have: what is said of a row may take a hundred times its own memory.
pub const MOST_OF_A_REQUEST: usize = 1_000_000;

/// A body that holds no reports at all: code `bad-json`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body is not {{\"{list}\": [ … ]}} ({detail}): send a JSON object with that list")]
pub struct BadBody {
    /// The list that it should have.
    pub list: &'static str,
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
    reports: Rows<'a>,
}

/// The rows of a request. Those over [`MOST_OF_A_REQUEST`] are counted and not kept: of the shortest ones a body has so many that a
/// list of them would take eight times its own memory.
pub(super) struct Rows<'a> {
    kept: Vec<&'a RawValue>,
    number: usize,
}

/// A report as it is written in JSON; `null` says the same as a key that is not there. Figures stay as they are written, so
/// that they are read like those of CSV.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenReport<'a> {
    #[serde(borrow, default)]
    contest: Option<Word<'a>>,
    #[serde(borrow, default)]
    unit: Option<Word<'a>>,
    #[serde(borrow, default)]
    category: Option<Word<'a>>,
    #[serde(borrow, default)]
    revision: Option<&'a RawValue>,
    #[serde(borrow, default)]
    time: Option<Word<'a>>,
    #[serde(borrow, default)]
    status: Option<Word<'a>>,
    #[serde(borrow, default)]
    registered: Option<&'a RawValue>,
    #[serde(borrow, default)]
    ballots: Option<&'a RawValue>,
    #[serde(borrow, default)]
    valid: Option<&'a RawValue>,
    #[serde(borrow, default)]
    invalid: Option<&'a RawValue>,
    #[serde(borrow, default)]
    blank: Option<&'a RawValue>,
    #[serde(borrow, default)]
    votes: Option<Votes<'a>>,
    #[serde(borrow, default)]
    reason: Option<Word<'a>>,
    #[serde(borrow, default)]
    source: Option<Word<'a>>,
}

/// A text that is only copied where it has escapes.
#[derive(Deserialize)]
pub(super) struct Word<'a>(#[serde(borrow)] Cow<'a, str>);

/// The outcome of each report of a body, in its order.
pub type Outcomes = Vec<Result<Submission, Vec<Refusal>>>;

/// Reads the body of a request. A report that is wrong does not stop the others.
///
/// # Errors
/// [`BadBody`] if it is not a list of reports at all.
pub fn json_reports(definition: &Definition, bytes: &[u8], options: ReportOptions) -> Result<Outcomes, BadBody> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !is_object(bytes) {
        return Err(BadBody { list: "reports", detail: "it does not begin with a brace".into() });
    }
    let body: Body<'_> =
        serde_json::from_slice(bytes).map_err(|error| BadBody { list: "reports", detail: error.to_string() })?;
    let reports = body.reports.all("reports")?;
    let resolver = Resolver::new(definition, options);
    Ok(reports.into_iter().map(|report| outcome(report.get(), &resolver)).collect())
}

impl<'a> Rows<'a> {
    /// Refuses lists that are too long before anything is said of what is in them.
    pub(super) fn all(self, list: &'static str) -> Result<Vec<&'a RawValue>, BadBody> {
        let Self { kept, number } = self;
        if number <= MOST_OF_A_REQUEST {
            return Ok(kept);
        }
        let detail =
            format!("it has {number} rows, and at most {MOST_OF_A_REQUEST} are taken at once: send them in parts");
        Err(BadBody { list, detail })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Rows<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RowsVisitor(PhantomData))
    }
}

struct RowsVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for RowsVisitor<'a> {
    type Value = Rows<'a>;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("a list of reports")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows<'a>, A::Error> {
        let mut rows = Rows { kept: Vec::new(), number: 0 };
        while let Some(row) = list.next_element()? {
            if rows.number < MOST_OF_A_REQUEST {
                rows.kept.push(row);
            }
            rows.number += 1;
        }
        Ok(rows)
    }
}

/// A list would be read as the fields in the order in which they are declared here.
pub(super) fn is_object(bytes: &[u8]) -> bool {
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
    let report: WrittenReport<'_> = serde_json::from_str(text).map_err(|error| bad_row(&error.to_string()))?;
    let words = Words {
        time: word(&report.time).trim(),
        unit: word(&report.unit).trim(),
        contest: word(&report.contest).trim(),
        category: word(&report.category).trim(),
        revision: report.revision.map(RawValue::get).unwrap_or_default(),
        status: word(&report.status).trim(),
        reason: word(&report.reason),
        source: word(&report.source),
    };
    resolver.submission(&words, |contest, refusals| report.figures(contest, resolver.definition, refusals))
}

pub(super) fn word<'w>(word: &'w Option<Word<'_>>) -> &'w str {
    word.as_ref().map_or("", |word| &word.0)
}

impl WrittenReport<'_> {
    fn figures(&self, contest: ContestIx, definition: &Definition, refusals: &mut Vec<Refusal>) -> Figures {
        let contest = &definition.contests[contest.at()];
        let mut figures = Figures::missing(contest.options.len());
        let given = [self.registered, self.ballots, self.valid, self.invalid, self.blank];
        for (figure, value) in Figure::ALL.into_iter().zip(given) {
            figures.set(figure, number(value, || figure.name().into(), refusals));
        }
        let votes = self.votes.as_ref().map_or(&[][..], |votes| &votes.0);
        for (place, (id, value)) in votes.iter().enumerate() {
            if refusals.len() >= MOST_PER_LINE {
                break;
            }
            // They mostly come in ballot order.
            let in_order = contest.options.get(place).filter(|option| option.id == id.0).map(|_| OptionIx::new(place));
            let Some(option) = in_order.or_else(|| contest.option(&id.0)) else {
                let hint = hint(&id.0, contest.options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>());
                let why = RowError::UnknownOption { option: id.0.to_string(), contest: contest.id.clone(), hint };
                refusals.push(Refusal::new("votes", why));
                continue;
            };
            let field = || format!("votes.{}", id.0);
            if figures.votes()[option.at()] != Count::MISSING {
                let why = "the votes of this option are given twice: leave one of them out".into();
                refusals.push(Refusal::new(field(), RowError::BadRow { why }));
            }
            figures.set_vote(option, number(*value, field, refusals));
        }
        figures
    }
}

/// A figure: a JSON number or `null`.
pub(super) fn number(value: Option<&RawValue>, field: impl Fn() -> String, refusals: &mut Vec<Refusal>) -> Count {
    let text = value.map(RawValue::get).unwrap_or_default();
    let read = match text.bytes().next() {
        Some(b'"') => Err(format!("{text} is a text: write the number without quotes, or null if it is missing")),
        Some(b'[' | b'{' | b't' | b'f') => Err("this is not a number: write one, or null if it is missing".into()),
        _ => count(text),
    };
    read.unwrap_or_else(|why| {
        refusals.push(Refusal::new(field(), RowError::NotANumber { why }));
        Count::MISSING
    })
}

/// Votes by option id, as they come: a map would silently keep one of two.
struct Votes<'a>(Vec<(Word<'a>, Option<&'a RawValue>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Votes<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(VotesVisitor(PhantomData))
    }
}

struct VotesVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for VotesVisitor<'a> {
    type Value = Votes<'a>;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("an object of votes by option id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Votes<'a>, A::Error> {
        let mut votes = Vec::new();
        while let Some(entry) = map.next_entry()? {
            if votes.len() == MOST_CELLS {
                return Err(A::Error::custom(format!("it has votes of more than {MOST_CELLS} options")));
            }
            votes.push(entry);
        }
        Ok(Votes(votes))
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
