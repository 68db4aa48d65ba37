//! A copy kept from JSON frames, as somebody else's program would keep it: by names, with nothing but docs/protocol.md.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::copy::{News, Outcome};
use election::reader::Fault;
use election::view::EVENTS;

/// The figures of a view by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    state: Option<State>,
    broken: bool,
}

#[derive(Clone, Debug)]
struct State {
    epoch: u64,
    seq: u64,
    columns: Vec<String>,
    categories: Vec<Line>,
    rows: Vec<Line>,
    seats: Value,
    calls: Value,
}

#[derive(Clone, Debug, Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    figures: Vec<u64>,
    #[serde(default)]
    add: Map<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Message {
    r#type: String,
    epoch: String,
    seq: u64,
    from: u64,
    to: u64,
    columns: Vec<String>,
    categories: Vec<Line>,
    rows: Vec<Line>,
    events: Vec<Told>,
    seats: Option<Value>,
    calls: Option<Value>,
    retry_after_ms: u32,
    code: String,
}

#[derive(Debug, Default, Deserialize)]
struct Told {
    seq: u64,
}

impl Sheet {
    pub(super) fn position(&self) -> Option<(u64, u64)> {
        self.state.as_ref().map(|state| (state.epoch, state.seq))
    }

    pub(super) fn resume(&self) -> Option<(u64, u64)> {
        if self.broken { None } else { self.position() }
    }

    pub(super) fn take(&mut self, payload: &[u8]) -> (Outcome, News) {
        let Ok(message) = serde_json::from_slice::<Message>(payload) else {
            return (Outcome::Unreadable, News::default());
        };
        let snapshot = message.r#type == "snapshot";
        let mut seqs = Vec::new();
        if !snapshot {
            seqs.extend(message.events.iter().map(|event| event.seq));
            if seqs.len() >= EVENTS {
                seqs.push(message.from + 1);
            }
        }
        (self.apply(message), News { seqs, snapshot })
    }

    fn apply(&mut self, message: Message) -> Outcome {
        match message.r#type.as_str() {
            "bye" => return Outcome::Retry(message.retry_after_ms),
            "refused" => return Outcome::Refused(message.code),
            "pace" => return Outcome::Ignored,
            "snapshot" | "delta" => {}
            _ => return Outcome::Unreadable,
        }
        let Ok(epoch) = u64::from_str_radix(&message.epoch, 16) else { return Outcome::Unreadable };
        if message.r#type == "snapshot" { self.replace(epoch, message) } else { self.advance(epoch, message) }
    }

    fn replace(&mut self, epoch: u64, message: Message) -> Outcome {
        if !self.broken && self.position().is_some_and(|(own, seq)| own == epoch && seq > message.seq) {
            return Outcome::Ignored;
        }
        let Message { seq, columns, categories, rows, seats, calls, .. } = message;
        if categories.iter().chain(&rows).any(|line| line.figures.len() != columns.len()) {
            return self.fail(Fault::Mismatch);
        }
        let (seats, calls) = (seats.unwrap_or_default(), calls.unwrap_or_default());
        self.state = Some(State { epoch, seq, columns, categories, rows, seats, calls });
        self.broken = false;
        Outcome::Advanced
    }

    fn advance(&mut self, epoch: u64, message: Message) -> Outcome {
        let Some(state) = &mut self.state else { return self.fail(Fault::Empty) };
        if self.broken {
            return Outcome::Ignored;
        }
        if state.epoch != epoch {
            return self.fail(Fault::Epoch);
        }
        if message.to <= state.seq && !(message.to == state.seq && message.from == state.seq) {
            return Outcome::Ignored;
        }
        if message.from != state.seq {
            return self.fail(Fault::Gap);
        }
        let fits = add(&mut state.categories, &state.columns, &message.categories)
            && add(&mut state.rows, &state.columns, &message.rows);
        if !fits {
            return self.fail(Fault::Mismatch);
        }
        state.seq = message.to;
        if let Some(seats) = message.seats {
            state.seats = seats;
        }
        if let Some(calls) = message.calls {
            state.calls = calls;
        }
        Outcome::Advanced
    }

    fn fail(&mut self, fault: Fault) -> Outcome {
        self.broken = true;
        Outcome::Fault(fault)
    }

    pub(super) fn difference(&self, truth: &Self) -> Option<String> {
        let (mine, truth) = match (&self.state, &truth.state) {
            (None, None) => return None,
            (Some(mine), Some(truth)) => (mine, truth),
            _ => return Some("there is no view".into()),
        };
        let pairs = [("category", &mine.categories, &truth.categories), ("row", &mine.rows, &truth.rows)];
        for (what, mine, truths) in pairs {
            if mine.len() != truths.len() {
                return Some(format!("another number of lines: {what}"));
            }
            for (line, truth_line) in mine.iter().zip(truths) {
                let differs = |at: &usize| line.figures.get(*at) != truth_line.figures.get(*at);
                if let Some(at) = (0..truth.columns.len()).find(differs) {
                    let (id, column) = (&truth_line.id, &truth.columns[at]);
                    let (has, is) = (line.figures.get(at), truth_line.figures.get(at));
                    return Some(format!("{what} {id}, {column}: the reader has {has:?}, the truth is {is:?}"));
                }
            }
        }
        let parts = [("seats", mine.seats == truth.seats), ("calls", mine.calls == truth.calls)];
        parts.into_iter().find(|(_, same)| !same).map(|(part, _)| format!("the {part} differ"))
    }
}

/// `false` if a line or a column is not there.
fn add(lines: &mut [Line], columns: &[String], changed: &[Line]) -> bool {
    changed.iter().all(|change| {
        let Some(line) = lines.iter_mut().find(|line| line.id == change.id) else { return false };
        change.add.iter().all(|(column, step)| {
            let at = columns.iter().position(|known| known == column);
            let (Some(at), Some(step)) = (at, step.as_i64()) else { return false };
            line.figures[at] = line.figures[at].wrapping_add_signed(step);
            true
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SNAPSHOT: &str = r#"{"type":"snapshot","epoch":"0a","seq":1,"columns":["valid","sea"],
        "categories":[{"id":"regular","figures":[5,3]}],"rows":[{"id":"north","figures":[5,3]}],"seats":null,"calls":[]}"#;

    fn delta(from: u64, to: u64, column: &str) -> String {
        format!(
            r#"{{"type":"delta","epoch":"0a","from":{from},"to":{to},"categories":[],
                "rows":[{{"id":"north","add":{{"{column}":-2}}}}],"events":[{{"seq":{to}}}]}}"#
        )
    }

    #[test]
    fn a_sheet_follows_and_knows_a_gap_a_strange_column_and_a_single_other_figure() {
        let mut sheet = Sheet::default();
        assert_eq!(sheet.take(SNAPSHOT.as_bytes()).0, Outcome::Advanced);
        let before = sheet.clone();
        let (outcome, news) = sheet.take(delta(1, 3, "sea").as_bytes());
        assert_eq!((outcome, news.seqs), (Outcome::Advanced, vec![3]));
        assert_eq!(
            sheet.difference(&before).as_deref(),
            Some("row north, sea: the reader has Some(1), the truth is Some(3)")
        );
        assert_eq!(sheet.clone().take(delta(4, 5, "sea").as_bytes()).0, Outcome::Fault(Fault::Gap));
        assert_eq!(sheet.clone().take(delta(3, 5, "moon").as_bytes()).0, Outcome::Fault(Fault::Mismatch));
        assert_eq!(sheet.take(delta(1, 2, "sea").as_bytes()).0, Outcome::Ignored);
        assert_eq!(sheet.take(b"{").0, Outcome::Unreadable);
    }
}
