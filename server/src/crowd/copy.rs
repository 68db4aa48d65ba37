//! A reader's copy of a view, as it is kept from binary frames or from JSON.

use election::ViewKey;
use election::reader::{Fault, Reader, Step};
use election::view::{Column, EVENTS, View};
use election::wire::Frame;

use super::counts::Count;
use super::sheet::Sheet;

/// In which form frames are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Binary,
    Json,
}

/// A copy.
#[derive(Clone, Debug)]
pub(super) enum Copy {
    Binary(Box<Reader>),
    Json(Box<Sheet>),
}

/// What a message did to a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The copy stands at a later number, or was confirmed.
    Advanced,
    /// Old, or of another view.
    Ignored,
    /// The copy cannot be trusted until a snapshot comes.
    Fault(Fault),
    /// Come back after so many milliseconds.
    Retry(u32),
    /// The view is not served.
    Refused(String),
    /// Not a frame.
    Unreadable,
}

/// What a message said besides figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// The reports that it tells of, by number. Of a frame whose list is full, also the oldest that may be in it.
    pub(super) seqs: Vec<u64>,
    pub(super) snapshot: bool,
}

impl Copy {
    /// A copy that has nothing yet.
    pub(super) fn empty(form: Form, key: ViewKey) -> Self {
        match form {
            Form::Binary => Self::Binary(Box::new(Reader::new(key))),
            Form::Json => Self::Json(Box::default()),
        }
    }

    /// The epoch and sequence number that it stands at.
    pub(super) fn position(&self) -> Option<(u64, u64)> {
        match self {
            Self::Binary(reader) => reader.position(),
            Self::Json(sheet) => sheet.position(),
        }
    }

    /// Where it can be taken up again; nowhere after a fault.
    pub(super) fn resume(&self) -> Option<(u64, u64)> {
        match self {
            Self::Binary(reader) => reader.resume(),
            Self::Json(sheet) => sheet.resume(),
        }
    }

    /// Takes a message.
    pub(super) fn take(&mut self, payload: &[u8]) -> (Outcome, News) {
        match self {
            Self::Json(sheet) => sheet.take(payload),
            Self::Binary(reader) => {
                let Ok(frame) = Frame::decode(payload) else { return (Outcome::Unreadable, News::default()) };
                let news = news(&frame);
                (outcome(reader.receive(frame)), news)
            }
        }
    }

    /// Whether both show the same, at the same number.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        self.position() == other.position() && self.resume() == other.resume() && self.difference(other).is_none()
    }

    /// The first difference from the truth, in words.
    pub(super) fn difference(&self, truth: &Self) -> Option<String> {
        match (self, truth) {
            (Self::Binary(mine), Self::Binary(truth)) => match (mine.view(), truth.view()) {
                (None, None) => None,
                (Some(mine), Some(truth)) => view_difference(mine, truth),
                _ => Some("there is no view".into()),
            },
            (Self::Json(mine), Self::Json(truth)) => mine.difference(truth),
            _ => Some("two forms cannot be compared".into()),
        }
    }

    /// The view, of a binary copy.
    pub(super) fn view(&self) -> Option<&View> {
        match self {
            Self::Binary(reader) => reader.view(),
            Self::Json(_) => None,
        }
    }
}

fn news(frame: &Frame) -> News {
    match frame {
        Frame::Delta(delta) => {
            let mut seqs: Vec<u64> = delta.delta.events.iter().map(|event| event.seq).collect();
            if seqs.len() >= EVENTS {
                seqs.push(delta.delta.from + 1);
            }
            News { seqs, snapshot: false }
        }
        frame => News { seqs: Vec::new(), snapshot: matches!(frame, Frame::Snapshot(_)) },
    }
}

fn outcome(step: Step) -> Outcome {
    match step {
        Step::Advanced { .. } => Outcome::Advanced,
        Step::Ignored => Outcome::Ignored,
        Step::NeedSnapshot(fault) => Outcome::Fault(fault),
        Step::Retry { after_ms } => Outcome::Retry(after_ms),
        Step::Refused { code, .. } => Outcome::Refused(code),
    }
}

fn view_difference(mine: &View, truth: &View) -> Option<String> {
    let (rows, columns) = (truth.matrix.rows(), truth.matrix.columns());
    if (mine.matrix.rows(), mine.matrix.columns()) != (rows, columns) {
        return Some("the table has another size".into());
    }
    if mine.matrix != truth.matrix {
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let differs =
            |(row, column): &(usize, usize)| mine.matrix.get(*row, *column) != truth.matrix.get(*row, *column);
        let (row, column) = cells.into_iter().find(differs)?;
        let name = Column::NAMES
            .get(column)
            .map_or_else(|| format!("option {}", column - Column::COUNT), |name| (*name).into());
        let (has, is) = (mine.matrix.get(row, column), truth.matrix.get(row, column));
        return Some(format!("row {row}, {name}: the reader has {has}, the truth is {is}"));
    }
    let parts = [
        ("events", mine.events == truth.events),
        ("seats", mine.house == truth.house),
        ("calls", mine.calls == truth.calls),
    ];
    parts.into_iter().find(|(_, same)| !same).map(|(part, _)| format!("the {part} differ"))
}

/// Under what a fault is counted.
pub(super) fn count_of(fault: Fault) -> Count {
    match fault {
        Fault::Gap => Count::Gaps,
        Fault::Mismatch => Count::Mismatches,
        Fault::Epoch => Count::Epochs,
        // A delta before the first snapshot: the server thought that the reader had one.
        Fault::Empty => Count::Stray,
    }
}
