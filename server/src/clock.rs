//! The clock: the system's, or a night's own while it is replayed inside the server.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// What time it is for everything that readers see.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A replayed night: it was `night_start` when the replay began, and time runs `speed` times as fast.
    Night {
        /// When the replay began.
        began: Instant,
        /// The night's time at that moment: milliseconds since 1970 UTC.
        night_start: i64,
        /// How fast the night passes; 0 = at once.
        speed: f64,
        /// When the recorded night ends; after it, time passes as usual.
        night_end: i64,
    },
}

impl Clock {
    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        match self {
            Self::System => system_now(),
            Self::Night { began, night_start, speed, night_end } => {
                let real = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
                let night = night_end - night_start;
                // Real milliseconds that the recorded night takes.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_precision_loss,
                    reason = "a night's milliseconds fit 53 bits"
                )]
                let (lasts, passed) = if *speed > 0.0 {
                    ((night as f64 / speed) as i64, (real as f64 * speed) as i64)
                } else {
                    (0, night)
                };
                if real < lasts { night_start + passed } else { night_end + (real - lasts) }
            }
        }
    }
}

/// The day `YYYY-MM-DD` of a time (milliseconds since 1970 UTC) at `offset` seconds east of UTC; empty if there is none.
#[must_use]
pub fn day(at: i64, offset: i32) -> String {
    let zone = jiff::tz::Offset::from_seconds(offset).unwrap_or(jiff::tz::Offset::UTC);
    let moment = jiff::Timestamp::from_millisecond(at).ok();
    moment.map_or_else(String::new, |moment| zone.to_datetime(moment).date().to_string())
}

/// The system's clock in milliseconds since 1970 UTC.
#[must_use]
pub fn system_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
