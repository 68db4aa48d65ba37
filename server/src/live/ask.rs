//! What a reader may say on its socket, and the answers that are not frames.

use election::ViewKey;
use serde::Deserialize;
use serde_json::json;

use super::position;
use crate::problem::Problem;

/// A text message of a reader.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Ask {
    /// Follow a view too.
    Subscribe(Wanted),
    /// No more of a view.
    Unsubscribe(Named),
    /// A snapshot.
    Snapshot(Which),
}

/// A view that is asked for.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Wanted {
    /// The reader's own name for it.
    pub id: u32,
    /// Contest.
    pub contest: String,
    /// Unit; empty = the whole election.
    #[serde(default)]
    pub unit: String,
    /// Level; empty = the default one.
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    epoch: String,
    since: Option<u64>,
}

/// A view by the reader's name for it.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub id: u32,
}

/// Which views.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Which {
    /// All of them, if it is true.
    All(bool),
    /// One.
    One(u32),
}

impl Wanted {
    /// The epoch and sequence number of the reader's copy, if it has one.
    pub(super) fn position(&self) -> Option<(u64, u64)> {
        position(&self.epoch, self.since)
    }
}

/// The view is followed from here on.
pub(super) fn subscribed(wanted: &Wanted, key: ViewKey) -> String {
    let Wanted { id, contest, unit, level, .. } = wanted;
    let key = [u32::from(key.contest.0), key.unit.0, u32::from(key.level.0)];
    json!({ "subscribed": { "id": id, "contest": contest, "unit": unit, "level": level, "key": key } }).to_string()
}

/// It cannot be.
pub(super) fn refused(id: Option<u32>, problem: &Problem) -> String {
    json!({ "refused": { "id": id, "code": problem.reference, "detail": problem.detail } }).to_string()
}

/// What was said is none of the messages.
pub(super) fn unreadable() -> Problem {
    Problem::bad_request("unreadable", "Send {\"subscribe\":…}, {\"unsubscribe\":…} or {\"snapshot\":true}.")
}

/// More views than one socket may have.
pub(super) fn too_many(most: usize) -> Problem {
    Problem::bad_request("too-many-views", format!("A socket follows at most {most} views: open another one."))
}

/// Too many ask at once.
pub(super) fn busy() -> Problem {
    Problem::unavailable("busy", "Too many views are being opened: ask again in some seconds.")
}
