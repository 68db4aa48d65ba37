//! Indices into a definition. A string id is looked up once, at the door; inside, everything is an array position.

use serde::{Deserialize, Serialize};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident, $int:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub $int);

        impl $name {
            /// The position as an array index.
            #[must_use]
            pub const fn at(self) -> usize {
                self.0 as usize
            }

            /// The index of position `at`. A definition never holds more than its integer can number (checked on reading).
            #[must_use]
            #[expect(clippy::cast_possible_truncation, reason = "definitions are checked against the limits on reading")]
            pub const fn new(at: usize) -> Self {
                Self(at as $int)
            }
        }
    };
}

index!(
    /// A contest: one question on the ballot.
    ContestIx, u16
);
index!(
    /// A unit (`GpUnit`) in pre-order: a unit comes before all that is below it.
    UnitIx, u32
);
index!(
    /// A ballot option (`ContestSelection`) in ballot order.
    OptionIx, u16
);
index!(
    /// A count category (`CountItemType`) in the definition's order.
    CategoryIx, u8
);
index!(
    /// A level of the unit tree: 0 is the root's.
    LevelIx, u8
);
index!(
    /// A party of the definition.
    PartyIx, u16
);

/// The longest id of an election, contest, option, party, category or level.
pub const MAX_ID: usize = 64;

/// Whether `id` may name an election, contest, option, party, category or level: 1–64 of `a–z A–Z 0–9 - _ .`, one
/// of them a letter or a digit (`.` and `-` alone mean something else in addresses).
#[must_use]
pub fn is_id(id: &str) -> bool {
    let is_usable = id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    id.len() <= MAX_ID && is_usable && id.bytes().any(|b| b.is_ascii_alphanumeric())
}

/// Whether `id` may name a unit: authorities' own codes are kept, so anything printable without spaces, at most 64 bytes.
#[must_use]
pub fn is_unit_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len()) && !id.chars().any(|c| c.is_whitespace() || c.is_control())
}
