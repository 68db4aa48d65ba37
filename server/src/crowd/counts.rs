//! What the crowd counts.

use std::sync::atomic::{AtomicU64, Ordering};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Count {
    /// Lines that were opened.
    Opened,
    /// Attempts that the server answered with a refusal, such as 503.
    TurnedAway,
    /// Attempts that failed before any answer.
    NotReached,
    /// Lines that broke, or that the server closed.
    Lost,
    /// Lines given up because nothing came for twenty seconds.
    Silent,
    /// Times at which all lines were broken on purpose.
    Storms,
    /// Readers who left and were replaced.
    Left,
    /// Messages received.
    Messages,
    /// Frames with figures received.
    Frames,
    /// Bytes of all messages, without what sockets add.
    Bytes,
    /// Bytes as they came by the sockets, compressed and with all that belongs to them.
    Travelled,
    /// Snapshots received.
    Snapshots,
    /// Deltas that did not start where the copy was.
    Gaps,
    /// Copies whose digest was not the server's.
    Mismatches,
    /// Frames of another journal.
    Epochs,
    /// Messages that are no frame.
    Unreadable,
    /// Frames of a view that nobody asked for.
    Stray,
    /// Copies made right again by a snapshot.
    Healed,
    /// Farewells: come back later.
    Byes,
    /// Views that the server would not serve.
    Refused,
}

impl Count {
    /// All, in order.
    pub const ALL: [Self; 20] = [
        Self::Opened,
        Self::TurnedAway,
        Self::NotReached,
        Self::Lost,
        Self::Silent,
        Self::Storms,
        Self::Left,
        Self::Messages,
        Self::Frames,
        Self::Bytes,
        Self::Travelled,
        Self::Snapshots,
        Self::Gaps,
        Self::Mismatches,
        Self::Epochs,
        Self::Unreadable,
        Self::Stray,
        Self::Healed,
        Self::Byes,
        Self::Refused,
    ];

    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }
}

/// The counters.
#[derive(Debug, Default)]
pub(super) struct Counts([AtomicU64; Count::ALL.len()]);

impl Counts {
    pub(super) fn add(&self, count: Count, number: u64) {
        self.0[count as usize].fetch_add(number, Ordering::Relaxed);
    }

    pub(super) fn get(&self, count: Count) -> u64 {
        self.0[count as usize].load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn every_count_stands_at_its_own_place_and_has_a_name() {
        assert!(Count::ALL.iter().enumerate().all(|(at, count)| *count as usize == at));
        assert_eq!(Count::TurnedAway.name(), "turned_away");
    }
}
