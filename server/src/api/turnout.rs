//! `POST …/turnout`: voters so far, by JSON or CSV, answered row by row after they are on disk; and `…/units/{unit}/turnout`,
//! the same for everybody. Open before the embargo ends: it is said while people vote, and says nothing of how.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use election::folder::{BadBody, TurnoutReader, json_turnout};
use election::turnout::{Hour, TurnoutFlag, TurnoutSubmission, hours_before, registered, registered_before};
use election::{UnitIx, ViewKey};
use serde_json::{Value, json};

use super::json::time;
use super::reports::{
    Answer, Read, RowAnswer, answer as answered, apart, is_json, no_table, remember, sent, unreadable, unreadable_row,
};
use crate::desk::TurnoutOutcome;
use crate::night::Night;
use crate::problem::Problem;
use crate::site::Site;

/// Takes a batch. Rows that cannot be read are rejected; the others go on record all the same.
pub(super) async fn submit(
    State(site): State<Arc<Site>>,
    Path(election): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Answer>, Problem> {
    let feed = format!("{election}: turnout by HTTP");
    let (night, body) = sent(&site, &feed, &election, &headers, request).await?;
    let answer = take(night, &headers, &body).await;
    remember(&site, &feed, &answer);
    answer.map(Json)
}

async fn take(night: &Night, headers: &HeaderMap, body: &[u8]) -> Result<Answer, Problem> {
    let (good, bad) = if is_json(headers)? { read_json(night, body)? } else { read_csv(night, body)? };
    let (lines, rows): (Vec<u32>, Vec<TurnoutSubmission>) = good.into_iter().unzip();
    let outcomes =
        night.desk.turnout(rows).await.map_err(|error| Problem::unavailable("not-accepted", error.to_string()))?;
    let rows = lines.into_iter().zip(outcomes).map(|(line, outcome)| row(line, outcome));
    Ok(answered(night, rows, bad))
}

fn read_json(night: &Night, body: &[u8]) -> Result<Read<TurnoutSubmission>, Problem> {
    let outcomes = json_turnout(&night.definition, body)
        .map_err(|error| Problem::bad_request(BadBody::CODE, error.to_string()))?;
    let outcomes = outcomes.into_iter().map(|outcome| outcome.map_err(|refusals| unreadable(&refusals)));
    apart((1..).zip(outcomes))
}

fn read_csv(night: &Night, body: &[u8]) -> Result<Read<TurnoutSubmission>, Problem> {
    let reader = TurnoutReader::open(&night.definition, "body", body).map_err(|defects| no_table(&defects))?;
    apart(reader.map(|row| (row.line, row.outcome.map_err(|refused| unreadable_row(&refused)))))
}

fn row(line: u32, outcome: TurnoutOutcome) -> RowAnswer {
    let empty = RowAnswer { line, ..RowAnswer::default() };
    match outcome {
        TurnoutOutcome::Accepted { seq, revision, flags } => {
            let flags = flags.into_iter().map(TurnoutFlag::code).collect();
            RowAnswer { outcome: "accepted", seq: Some(seq), revision: Some(revision), flags, ..empty }
        }
        TurnoutOutcome::Unchanged { why, conflict } => {
            RowAnswer { outcome: "unchanged", code: Some(why), conflict, ..empty }
        }
    }
}

/// What was said of a place, and of the previous election there.
struct Place {
    unit: UnitIx,
    registered: Option<u64>,
    registered_before: Option<u64>,
    hours: Vec<Hour>,
    before: Vec<(i64, u32)>,
}

/// GET: the hours of a unit and of its rows as JSON, or with `format=csv` as a table.
pub(super) async fn answer(
    night: &Arc<Night>,
    key: ViewKey,
    format: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let (form, kind) = match format {
        "" | "json" => ("json", "application/json"),
        "csv" => ("csv", "text/csv; charset=utf-8"),
        other => {
            let detail = format!("`format` is `json` or `csv`, not `{other}`.");
            return Err(Problem::bad_request("bad-format", detail));
        }
    };
    let entries = night.hub.truth().read().expect("nobody panics while holding it").turnout.len();
    let tag = format!("{:016x}-{entries}", night.hub.epoch());
    let (asked, kept) = (night.clone(), format!("turnout {key:?} {form}"));
    let made = night.answer(&kept, &tag, move || document(&asked, key, form == "csv")).await?;
    Ok(made.answer_to_all(headers, kind, "Accept-Encoding"))
}

fn document(night: &Night, key: ViewKey, is_table: bool) -> Result<Bytes, Problem> {
    let definition = &night.definition;
    let rows = definition.units.cut(key.unit, key.level);
    let place = |unit: &UnitIx| Place {
        unit: *unit,
        registered: registered(definition, *unit),
        registered_before: registered_before(definition, key.contest, *unit),
        hours: Vec::new(),
        before: hours_before(definition, key.contest, *unit),
    };
    let (mut own, mut rows): (Place, Vec<Place>) = (place(&key.unit), rows.iter().map(place).collect());
    let truth = night.hub.truth().read().expect("nobody panics while holding it");
    let seq = truth.turnout.entries().last().map_or(0, |entry| entry.seq);
    for place in std::iter::once(&mut own).chain(&mut rows) {
        place.hours = truth.turnout.hours(key.contest, place.unit, place.registered);
    }
    drop(truth);
    let epoch = format!("{:016x}", night.hub.epoch());
    if is_table {
        let table = table(night, &epoch, seq, std::iter::once(&own).chain(&rows));
        return Ok(table.map_err(|_| Problem::unavailable("csv", "The table failed."))?.into());
    }
    let mut document = written(night, &own);
    document["epoch"] = epoch.into();
    document["seq"] = seq.into();
    document["level"] = definition.levels[key.level.at()].id.as_str().into();
    document["places"] = rows.iter().map(|row| written(night, row)).collect();
    Ok(document.to_string().into())
}

fn written(night: &Night, place: &Place) -> Value {
    let units = &night.definition.units;
    let hour = |hour: &Hour| {
        json!({
            "at": time(hour.at), "voters": hour.voters, "seq": hour.seq, "accepted_at": time(hour.accepted_at),
            "revision": hour.revision, "was": hour.was, "source": hour.source, "reason": hour.reason,
            "flags": hour.flags.iter().copied().map(TurnoutFlag::code).collect::<Vec<_>>(),
        })
    };
    let before = |(at, voters): &(i64, u32)| json!({ "at": time(*at), "voters": voters });
    json!({
        "unit": { "id": units.id(place.unit), "name": units.name(place.unit) },
        "registered": place.registered,
        "hours": place.hours.iter().map(hour).collect::<Vec<_>>(),
        "previous": {
            "registered": place.registered_before,
            "hours": place.before.iter().map(before).collect::<Vec<_>>(),
        },
    })
}

/// One row for each hour of each place; a place of which nothing was said has none.
fn table<'p>(night: &Night, epoch: &str, seq: u64, places: impl Iterator<Item = &'p Place>) -> anyhow::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "epoch",
        "as_of_seq",
        "unit",
        "name",
        "at",
        "voters",
        "registered",
        "seq",
        "revision",
        "was",
        "flags",
        "previous_voters",
        "previous_registered",
        "source",
        "reason",
    ])?;
    let units = &night.definition.units;
    let known = |figure: Option<u64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
    for place in places {
        for hour in &place.hours {
            let before = place.before.iter().find(|(at, _)| *at == hour.at).map(|(_, voters)| u64::from(*voters));
            writer.write_record([
                epoch,
                &seq.to_string(),
                units.id(place.unit),
                units.name(place.unit),
                time(hour.at).as_str().unwrap_or_default(),
                &hour.voters.to_string(),
                &known(place.registered),
                &hour.seq.to_string(),
                &hour.revision.to_string(),
                &known(hour.was.map(u64::from)),
                &hour.flags.iter().copied().map(TurnoutFlag::code).collect::<Vec<_>>().join(" "),
                &known(before),
                &known(place.registered_before),
                &hour.source,
                &hour.reason,
            ])?;
        }
    }
    Ok(writer.into_inner()?)
}
