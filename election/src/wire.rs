//! The frames that travel to readers: postcard behind a version byte. docs/protocol.md is the contract; golden bytes in tests.

use serde::{Deserialize, Serialize};

use crate::delta::Delta;
use crate::view::{View, ViewKey};

/// First byte of every frame. Another number means another protocol: the reader reloads its page.
pub const VERSION: u8 = 4;

/// What a server sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frame {
    /// A whole view.
    Snapshot(Snapshot),
    /// What changed in a view.
    Delta(ViewDelta),
    /// The server goes away: come back after this many milliseconds, spread out.
    Bye {
        /// Least wait in milliseconds.
        retry_after_ms: u32,
    },
    /// A subscription that cannot be served.
    Refused {
        /// Stable code.
        code: String,
        /// What to do.
        detail: String,
    },
    /// Seconds from one frame of a view to the next at most, because the server is busy; 0 = as soon as something changes.
    Pace(u8),
}

/// A whole view at one sequence number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Identifies the journal: sequence numbers of another epoch mean nothing here.
    pub epoch: u64,
    /// Which view.
    pub key: ViewKey,
    /// The last report that it contains.
    pub seq: u64,
    /// The server's clock when it was encoded: milliseconds since 1970 UTC.
    pub at: i64,
    /// The view.
    pub view: View,
    /// [`View::digest`] of it.
    pub digest: u64,
}

/// A delta of one view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewDelta {
    /// Identifies the journal.
    pub epoch: u64,
    /// Which view.
    pub key: ViewKey,
    /// The server's clock when it was encoded: milliseconds since 1970 UTC.
    pub at: i64,
    /// What changed.
    pub delta: Delta,
}

/// Why bytes are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireDefect {
    /// Nothing there.
    #[error("an empty frame")]
    Empty,
    /// Another protocol version.
    #[error("a frame of protocol version {0}, where this side speaks {VERSION}")]
    Version(u8),
    /// Not a frame.
    #[error("a damaged frame")]
    Damaged,
}

impl Frame {
    /// The bytes on the wire.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_extend(self, vec![VERSION]).expect("a frame is plain data, which postcard always encodes")
    }

    /// The frame of these bytes.
    ///
    /// # Errors
    /// If they are not a whole frame of this version.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireDefect> {
        let (version, body) = bytes.split_first().ok_or(WireDefect::Empty)?;
        if *version != VERSION {
            return Err(WireDefect::Version(*version));
        }
        let (frame, rest) = postcard::take_from_bytes(body).map_err(|_| WireDefect::Damaged)?;
        if rest.is_empty() { Ok(frame) } else { Err(WireDefect::Damaged) }
    }
}
