//! The frames as JSON, with ids and names instead of positions: the same messages, for third parties.

use election::meta::Meta;
use election::plausibility::Rule;
use election::view::{Event, View};
use election::wire::{Frame, Snapshot, ViewDelta};
use serde_json::{Map, Value, json};

/// A frame as JSON.
#[must_use]
pub fn message(frame: &Frame, meta: &Meta) -> Value {
    match frame {
        Frame::Snapshot(snapshot) => self::snapshot(snapshot, meta),
        Frame::Delta(delta) => self::delta(delta, meta),
        Frame::Bye { retry_after_ms } => json!({ "type": "bye", "retry_after_ms": retry_after_ms }),
        Frame::Refused { code, detail } => json!({ "type": "refused", "code": code, "detail": detail }),
    }
}

/// A time as RFC 3339 in UTC.
#[must_use]
pub fn time(ms: i64) -> Value {
    jiff::Timestamp::from_millisecond(ms).map_or(Value::Null, |time| Value::String(time.to_string()))
}

fn snapshot(snapshot: &Snapshot, meta: &Meta) -> Value {
    let View { matrix, events, .. } = &snapshot.view;
    let figures = |row: usize| -> Vec<u64> { matrix.row(row).collect() };
    let head = meta.categories.len();
    let categories: Vec<Value> = (meta.categories.iter().enumerate())
        .map(|(row, category)| {
            json!({ "id": category.id, "name": category.name, "expected": category.expected, "figures": figures(row) })
        })
        .collect();
    let rows: Vec<Value> = (meta.rows.iter().enumerate())
        .map(|(row, unit)| {
            json!({
                "id": unit.id, "name": unit.name, "level": unit.level, "expected": unit.expected,
                "figures": figures(head + row),
            })
        })
        .collect();
    json!({
        "type": "snapshot",
        "epoch": format!("{:016x}", snapshot.epoch),
        "seq": snapshot.seq,
        "at": time(snapshot.at),
        "digest": format!("{:016x}", snapshot.digest),
        "election": meta.election,
        "election_title": meta.election_title,
        "contest": meta.contest,
        "contest_title": meta.contest_title,
        "unit": { "id": meta.unit.id, "name": meta.unit.name, "level": meta.unit.level, "expected": meta.unit.expected },
        "path": meta.path.iter().map(|unit| &unit.id).collect::<Vec<_>>(),
        "level": meta.level,
        "sample": meta.sample,
        "source": meta.source,
        "columns": meta.columns(),
        "options": meta.options,
        "categories": categories,
        "rows": rows,
        "events": self::events(events, meta),
    })
}

fn delta(frame: &ViewDelta, meta: &Meta) -> Value {
    let delta = &frame.delta;
    let columns = meta.columns();
    let head = meta.categories.len();
    let (mut categories, mut rows) = (Vec::new(), Vec::new());
    for (at, row) in delta.increments.rows.iter().enumerate() {
        let mut add = Map::new();
        for column in &delta.increments.columns {
            if let (Some(name), Some(step)) = (columns.get(usize::from(column.column)), column.steps.get(at))
                && *step != 0
            {
                add.insert((*name).to_owned(), (*step).into());
            }
        }
        let row = *row as usize;
        match row.checked_sub(head) {
            None => categories.push(json!({ "id": meta.categories.get(row).map(|category| &category.id), "add": add })),
            Some(row) => rows.push(json!({ "id": meta.rows.get(row).map(|unit| &unit.id), "add": add })),
        }
    }
    json!({
        "type": "delta",
        "epoch": format!("{:016x}", frame.epoch),
        "from": delta.from,
        "to": delta.to,
        "at": time(frame.at),
        "digest": format!("{:016x}", delta.digest),
        "unit": meta.unit.id,
        "level": meta.level,
        "categories": categories,
        "rows": rows,
        "events": self::events(&delta.events, meta),
    })
}

fn events(events: &[Event], meta: &Meta) -> Vec<Value> {
    events.iter().map(|event| self::event(event, meta)).collect()
}

fn event(event: &Event, meta: &Meta) -> Value {
    let options: Vec<Value> = (event.options.iter())
        .map(|(option, before, after)| {
            let id = meta.options.get(option.at()).map(|option| &option.id);
            json!({ "id": id, "before": before.get(), "after": after.get() })
        })
        .collect();
    json!({
        "seq": event.seq,
        "at": time(event.at),
        "unit": event.unit,
        "name": event.name,
        "row": event.row.and_then(|row| meta.rows.get(row as usize)).map(|unit| &unit.id),
        "category": meta.categories.get(event.category.at()).map(|category| &category.id),
        "kind": event.kind,
        "before": event.before,
        "after": event.after,
        "options": options,
        "rules": event.rules.iter().copied().map(Rule::code).collect::<Vec<_>>(),
        "reason": event.reason,
    })
}
