//! Official outcomes to the seat, from the votes as the authorities published them.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod real;
mod seats;
