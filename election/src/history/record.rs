//! One change of one cell as the log keeps it: about 40 bytes for 18 lists.
//!
//! Times and sequence numbers are distances, figures are variable-length with 0 for a missing one.

use crate::plausibility::Flags;
use crate::report::{Count, CountItemStatus};

/// A journalled report that changed something: the state of its cell from then on, or a claim that is held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its place in the log: 0, 1, 2 …
    pub position: usize,
    /// Its sequence number in the journal.
    pub seq: u64,
    /// The night's time then, which never goes back: the latest time that any report so far gave for itself, and no later
    /// than when it was accepted. Milliseconds since 1970 UTC, like all times.
    pub at: i64,
    /// The time that the report gives for itself.
    pub observed_at: i64,
    /// When it was accepted.
    pub accepted_at: i64,
    /// Its revision.
    pub revision: u32,
    /// Its status.
    pub status: CountItemStatus,
    /// Whether it is kept out of the totals.
    pub held: bool,
    /// The soft rules that fired.
    pub flags: Flags,
    /// The reason it gives; may be empty.
    pub reason: &'a str,
    /// Its figures, as they count.
    pub figures: Columns<'a>,
    /// The cell: contest × cells of the tree + cell.
    pub(super) place: u32,
}

/// The figures of a record: the five of [`crate::report::Figure`], then one per option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns<'a>(&'a [u8]);

impl Iterator for Columns<'_> {
    type Item = Count;

    fn next(&mut self) -> Option<Count> {
        if self.0.is_empty() {
            return None;
        }
        let figure = take(&mut self.0).checked_sub(1);
        Some(Count::from(figure.and_then(|figure| u32::try_from(figure).ok())))
    }
}

/// What times and sequence numbers of a chunk's records are measured from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Base {
    pub(super) seq: u64,
    pub(super) at: i64,
}

impl<'a> Record<'a> {
    /// Reads what [`Record::write`] wrote.
    pub(super) fn read(mut bytes: &'a [u8], base: Base, position: usize, place: u32) -> Self {
        let bytes = &mut bytes;
        let seq = base.seq + take(bytes);
        let at = base.at.wrapping_add_unsigned(take(bytes));
        let observed_at = at.wrapping_add(signed(take(bytes)));
        let accepted_at = at.wrapping_add(signed(take(bytes)));
        let revision = u32::try_from(take(bytes)).unwrap_or(u32::MAX);
        let marks = take(bytes);
        let status = CountItemStatus::NAMES[usize::try_from(marks & 3).unwrap_or(0)].1;
        let flags = Flags::of_bits(u16::try_from(marks >> 3).unwrap_or(0));
        let length = usize::try_from(take(bytes)).unwrap_or(0).min(bytes.len());
        let (reason, figures) = bytes.split_at(length);
        Self {
            position,
            seq,
            at,
            observed_at,
            accepted_at,
            revision,
            status,
            held: marks & 4 != 0,
            flags,
            reason: core::str::from_utf8(reason).unwrap_or_default(),
            figures: Columns(figures),
            place,
        }
    }
}

/// What is written of a record.
pub(super) struct Written<'a> {
    pub(super) seq: u64,
    pub(super) at: i64,
    pub(super) observed_at: i64,
    pub(super) accepted_at: i64,
    pub(super) revision: u32,
    pub(super) status: CountItemStatus,
    pub(super) held: bool,
    pub(super) flags: Flags,
    pub(super) reason: &'a str,
    pub(super) figures: &'a [Count],
}

impl Written<'_> {
    pub(super) fn write(&self, base: Base, bytes: &mut Vec<u8>) {
        put(bytes, self.seq - base.seq);
        put(bytes, self.at.wrapping_sub(base.at).cast_unsigned());
        put(bytes, unsigned(self.observed_at.wrapping_sub(self.at)));
        put(bytes, unsigned(self.accepted_at.wrapping_sub(self.at)));
        put(bytes, self.revision.into());
        put(bytes, u64::from(self.flags.bits()) << 3 | u64::from(self.held) << 2 | self.status as u64);
        put(bytes, self.reason.len() as u64);
        bytes.extend_from_slice(self.reason.as_bytes());
        for count in self.figures {
            put(bytes, count.get().map_or(0, |figure| u64::from(figure) + 1));
        }
    }
}

/// Seven bits a byte, the lowest first.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// The next number; what is cut off ends there.
fn take(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (shift & 63);
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

/// Small distances to either side become small numbers.
fn unsigned(distance: i64) -> u64 {
    (distance << 1 ^ distance >> 63).cast_unsigned()
}

fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plausibility::Rule;

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let base = Base { seq: 7, at: 1_000 };
        let figures = [None, Some(0), Some(127), Some(Count::MAX), Some(300)].map(Count::from);
        for (observed_at, accepted_at) in
            [(1_500, 1_500), (-9_000_000_000_000, 9_000_000_000_000), (i64::MIN, i64::MAX)]
        {
            let written = Written {
                seq: 1_000_007,
                at: 1_500,
                observed_at,
                accepted_at,
                revision: u32::MAX,
                status: CountItemStatus::Unknown,
                held: true,
                flags: Flags::default().with(Rule::ALL[0]).with(Rule::ALL[Rule::ALL.len() - 1]),
                reason: "gjetëm një gabim",
                figures: &figures,
            };
            let mut bytes = Vec::new();
            written.write(base, &mut bytes);
            let read = Record::read(&bytes, base, 3, 9);
            assert_eq!(
                (read.seq, read.at, read.observed_at, read.accepted_at),
                (1_000_007, 1_500, observed_at, accepted_at)
            );
            assert_eq!((read.revision, read.status, read.held), (u32::MAX, CountItemStatus::Unknown, true));
            assert_eq!((read.flags, read.reason), (written.flags, written.reason));
            assert_eq!(read.figures.collect::<Vec<_>>(), figures);
        }
    }

    #[test]
    fn bytes_that_are_cut_off_are_read_without_a_panic() {
        for length in 0..6 {
            let bytes = &[0xff_u8; 6][..length];
            let _ = Record::read(bytes, Base::default(), 0, 0).figures.count();
        }
    }
}
