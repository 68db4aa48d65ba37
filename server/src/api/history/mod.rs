//! What was, below a unit's address: `/history` (the timeline), `/corrections`, `/recent` and `/revisions` of a station.
//!
//! Each is computed once per address and sequence number, on a thread that may take its time.

mod json;
mod table;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use election::ViewKey;
use election::history::corrections::Page;
use election::history::{Revisions, Timeline};
use election::view::Layout;

use crate::history::ask::{Asked, MINUTES, back};
use crate::night::Night;
use crate::problem::Problem;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Timeline,
    Corrections,
    Recent,
    Revisions,
}

impl What {
    const NAMES: [(&'static str, Self); 4] = [
        ("history", Self::Timeline),
        ("corrections", Self::Corrections),
        ("recent", Self::Recent),
        ("revisions", Self::Revisions),
    ];

    /// The unit and what is asked of it, if an address asks for something of the past.
    pub(super) fn of(address: &str) -> Option<(&str, Self)> {
        let of = |(name, what): &(&str, Self)| Some((address.strip_suffix(name)?.strip_suffix('/')?, *what));
        Self::NAMES.iter().find_map(of)
    }

    fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// Whose past.
pub(super) struct Place {
    pub(super) night: Arc<Night>,
    pub(super) contest: String,
    pub(super) unit: String,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Csv,
}

/// A question that can be answered.
struct Question {
    night: Arc<Night>,
    key: ViewKey,
    what: What,
    form: Form,
    parameters: Vec<(String, String)>,
    /// The night's time when it was asked.
    now: i64,
}

/// GET: JSON, or with `format=csv` a table.
pub(super) async fn answer(place: Place, what: What, uri: &Uri, headers: &HeaderMap) -> Result<Response, Problem> {
    let question = question(place, what, uri)?;
    let kind = match question.form {
        Form::Json => "application/json",
        Form::Csv => "text/csv; charset=utf-8",
    };
    let (night, tag) = (question.night.clone(), question.tag());
    let made = night.answer(&uri.to_string(), &tag, move || question.answer()).await?;
    Ok(made.answer_to_all(headers, kind, "Accept-Encoding"))
}

fn question(place: Place, what: What, uri: &Uri) -> Result<Question, Problem> {
    let Place { night, contest, unit } = place;
    let unreadable = |_| Problem::bad_request("bad-query", "The part after `?` cannot be read: write name=value&….");
    let Query(parameters) = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(unreadable)?;
    let asked = Asked(&parameters);
    let key = night.key(&contest, &unit, asked.get("level"))?;
    night.published()?;
    let form = match asked.get("format") {
        "" | "json" => Form::Json,
        "csv" => Form::Csv,
        other => {
            let detail = format!("`format` is `json` or `csv`, not `{other}`.");
            return Err(Problem::bad_request("bad-format", detail));
        }
    };
    if what == What::Revisions && !night.definition.units.is_leaf(key.unit) {
        let detail = format!("`{unit}` is the sum of the units below it: ask for the revisions of one of them.");
        return Err(Problem::bad_request("not-a-station", detail));
    }
    let now = night.clock.now();
    Ok(Question { night, key, what, form, parameters, now })
}

impl Question {
    /// What tells the states of an address apart. What is counted back from now is another thing ten seconds later.
    fn tag(&self) -> String {
        let (epoch, seq, what) = (self.night.hub.epoch(), self.night.seq(), self.what.name());
        let form = if self.form == Form::Csv { "csv" } else { "json" };
        let asked = Asked(&self.parameters);
        if self.what == What::Recent || !asked.get("minutes").is_empty() {
            format!("{epoch:016x}-{seq}-{what}-{form}-{}", self.now / 10_000)
        } else {
            format!("{epoch:016x}-{seq}-{what}-{form}")
        }
    }

    fn answer(&self) -> Result<Bytes, Problem> {
        match self.what {
            What::Timeline => self.timeline(),
            What::Corrections => self.corrections(),
            What::Recent => self.recent(),
            What::Revisions => self.revisions(),
        }
    }

    fn timeline(&self) -> Result<Bytes, Problem> {
        let timeline: Timeline = self.night.history.timeline(self.key.contest, self.key.unit);
        self.written(timeline.seq, json::timeline(self, &timeline), || table::timeline(self, &timeline))
    }

    fn corrections(&self) -> Result<Bytes, Problem> {
        let asked = Asked(&self.parameters);
        let filter = asked.filter(&self.night.definition, self.key.contest, self.key.unit, self.now)?;
        let (before, limit) = (asked.before()?, asked.limit()?);
        let past = self.night.history.past();
        let page: Page = filter.page(&past, before, limit);
        self.written(past.seq(), json::corrections(self, &page), || table::corrections(self, past.seq(), &page))
    }

    fn recent(&self) -> Result<Bytes, Problem> {
        let asked = Asked(&self.parameters);
        let since = back(self.now, asked.minutes()?.unwrap_or(MINUTES));
        let recent = self.night.history.recent(Layout::new(&self.night.definition, self.key), since);
        self.written(recent.seq, json::recent(self, &recent), || table::recent(self, &recent))
    }

    fn revisions(&self) -> Result<Bytes, Problem> {
        let revisions: Revisions = self.night.revisions(self.key.contest, self.key.unit).map_err(|error| {
            tracing::error!(%error, "the journal cannot be read");
            Problem::unavailable("journal", "The journal cannot be read now; try again.")
        })?;
        self.written(revisions.seq, json::revisions(self, &revisions), || table::revisions(self, &revisions))
    }

    /// The answer in the form that was asked for, with where it stands in the journal.
    fn written(
        &self,
        seq: u64,
        mut document: serde_json::Value,
        table: impl FnOnce() -> anyhow::Result<Vec<u8>>,
    ) -> Result<Bytes, Problem> {
        if self.form == Form::Csv {
            return Ok(table().map_err(|_| Problem::unavailable("csv", "The table failed."))?.into());
        }
        document["epoch"] = format!("{:016x}", self.night.hub.epoch()).into();
        document["seq"] = seq.into();
        Ok(document.to_string().into())
    }
}
