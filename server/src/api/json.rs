//! The frames as JSON, with ids and names instead of positions: the same messages, for third parties.

use election::calls::CallView;
use election::meta::Meta;
use election::plausibility::Rule;
use election::seats::HouseView;
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
        Frame::Pace(seconds) => json!({ "type": "pace", "seconds": seconds }),
    }
}

/// A frame without figures as JSON.
#[must_use]
pub fn aside(frame: &Frame) -> String {
    message(frame, &Meta::default()).to_string()
}

/// A time as RFC 3339 in UTC.
#[must_use]
pub fn time(ms: i64) -> Value {
    jiff::Timestamp::from_millisecond(ms).map_or(Value::Null, |time| Value::String(time.to_string()))
}

fn snapshot(snapshot: &Snapshot, meta: &Meta) -> Value {
    let View { matrix, events, house, calls } = &snapshot.view;
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
        "seats": house.as_ref().map(|house| self::house(house, &ids(meta))),
        "calls": self::calls(calls, &ids(meta)),
    })
}

fn delta(frame: &ViewDelta, meta: &Meta) -> Value {
    let delta = &frame.delta;
    let columns = meta.columns();
    let head = meta.categories.len();
    let (mut categories, mut rows) = (Vec::new(), Vec::new());
    for (row, steps) in delta.increments.rows() {
        let steps = columns.iter().zip(steps).filter(|(_, step)| *step != 0);
        let add: Map<String, Value> = steps.map(|(name, step)| ((*name).to_owned(), step.into())).collect();
        match row.checked_sub(head) {
            None => categories.push(json!({ "id": meta.categories.get(row).map(|category| &category.id), "add": add })),
            Some(row) => rows.push(json!({ "id": meta.rows.get(row).map(|unit| &unit.id), "add": add })),
        }
    }
    let mut message = json!({
        "type": "delta",
        "epoch": format!("{:016x}", frame.epoch),
        "from": delta.from,
        "to": delta.to,
        "at": time(frame.at),
        "digest": format!("{:016x}", delta.digest),
        "contest": meta.contest,
        "unit": meta.unit.id,
        "level": meta.level,
        "categories": categories,
        "rows": rows,
        "events": self::events(&delta.events, meta),
    });
    // What did not change is left out.
    if let Some(house) = &delta.house {
        message["seats"] = self::house(house, &ids(meta));
    }
    if let Some(calls) = &delta.calls {
        message["calls"] = self::calls(calls, &ids(meta)).into();
    }
    message
}

fn ids(meta: &Meta) -> Vec<&str> {
    meta.options.iter().map(|option| option.id.as_str()).collect()
}

/// A house with the ids of its lists.
fn house(house: &HouseView, ids: &[&str]) -> Value {
    let id = |at: Option<u16>| at.and_then(|at| ids.get(usize::from(at)));
    let lists: Vec<Value> = (house.lists.iter().zip(ids))
        .map(|(list, id)| {
            let mut list = json!(list);
            list["id"] = (*id).into();
            list
        })
        .collect();
    json!({
        "state": house.state,
        "size": house.size,
        "majority": house.majority,
        "hold_back": house.hold_back,
        "lists": lists,
        "last_in": id(house.last_in),
        "first_out": id(house.first_out),
        "ties": house.ties,
        "ending": house.ending.as_ref().map(|ending| {
            let options: Vec<Option<&&str>> = ending.options.iter().map(|option| ids.get(usize::from(*option))).collect();
            json!({ "how": ending.how, "options": options })
        }),
        "warnings": house.warnings,
    })
}

/// Calls with the ids of the options that they are about.
#[must_use]
pub fn calls(calls: &[CallView], ids: &[&str]) -> Vec<Value> {
    let call = |call: &CallView| {
        json!({
            "seq": call.seq,
            "at": time(call.at),
            "unit": call.unit,
            "option": call.option.and_then(|option| ids.get(option.at())),
            "candidate": call.candidate,
            "kind": call.kind,
            "author": call.author,
            "basis": call.basis,
            "withdrawn": call.withdrawn.as_ref().map(|taken_back| {
                json!({
                    "seq": taken_back.seq, "at": time(taken_back.at), "author": taken_back.author,
                    "basis": taken_back.basis,
                })
            }),
        })
    };
    calls.iter().map(call).collect()
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
