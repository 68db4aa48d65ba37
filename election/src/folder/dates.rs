//! Dates, times and time zones in files. Zones come from a table that is compiled in, so that a folder means the same
//! everywhere.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::spelling::nearest;

/// An instant of RFC 3339 in milliseconds since 1970 UTC.
///
/// # Errors
/// What to write instead.
pub(super) fn instant(text: &str) -> Result<i64, String> {
    match text.parse::<Timestamp>() {
        Ok(instant) => Ok(instant.as_millisecond()),
        Err(_) if day(text).is_ok() => Err(format!("`{text}` is a day: add the time, as in 2025-10-12T19:05:00+02:00")),
        Err(_) if text.parse::<jiff::civil::DateTime>().is_ok() => {
            Err(format!("`{text}` does not say which time zone: add the offset, as in 2025-10-12T19:05:00+02:00"))
        }
        Err(_) => Err(format!("`{text}` is not a time: write it as 2025-10-12T19:05:00+02:00")),
    }
}

/// An instant as it is written to files: RFC 3339 at `offset` seconds east of UTC.
pub(super) fn written(milliseconds: i64, offset: i32) -> String {
    let instant = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    match Offset::from_seconds(offset) {
        Ok(offset) if offset != Offset::UTC => instant.display_with_offset(offset).to_string(),
        _ => instant.to_string(),
    }
}

/// A day as `YYYY-MM-DD`.
///
/// # Errors
/// What to write instead.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let is_short = text.len() == "2025-10-12".len();
    let day = if is_short { text.parse().ok() } else { None };
    day.ok_or_else(|| format!("`{text}` is not a day: write it as 2025-10-12"))
}

/// A zone of the IANA database.
///
/// # Errors
/// What to write instead.
pub(super) fn zone(name: &str) -> Result<TimeZone, String> {
    let zones = TimeZoneDatabase::bundled();
    zones.get(name).map_err(|_| {
        let known: Vec<_> = zones.available().collect();
        let hint = match nearest(name, known.iter().map(|known| known.as_str())) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "write an IANA name such as `Europe/Zagreb`".into(),
        };
        format!("`{name}` is not a time zone: {hint}")
    })
}

/// Seconds east of UTC in `zone` at an instant.
pub(super) fn offset(zone: &TimeZone, milliseconds: i64) -> i32 {
    zone.to_offset(Timestamp::from_millisecond(milliseconds).unwrap_or_default()).seconds()
}

/// The day of an instant at `offset` seconds east of UTC.
pub(super) fn day_of(milliseconds: i64, offset: i32) -> Option<Date> {
    let shifted = milliseconds.checked_add(i64::from(offset) * 1000)?;
    Some(Timestamp::from_millisecond(shifted).ok()?.to_zoned(TimeZone::UTC).date())
}

/// `+02:00` for 7200.
pub(super) fn offset_name(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_and_written_alike() {
        for (text, offset) in [("2025-10-12T19:05:00+02:00", 7200), ("2025-02-09T18:00:00.25Z", 0)] {
            let read = instant(text).expect("a time");
            assert_eq!(written(read, offset), text);
        }
    }

    #[test]
    fn an_instant_without_offset_is_told_apart_from_nonsense() {
        insta::assert_snapshot!(
            ["2025-10-12 19:05", "2025-10-12", "12.10.2025 19:05"]
                .map(|text| instant(text).expect_err("a defect"))
                .join("\n")
        );
    }

    #[test]
    fn zones_know_their_summer_time() {
        let zagreb = zone("Europe/Zagreb").expect("a zone");
        let at = |text| offset_name(offset(&zagreb, instant(text).expect("a time")));
        assert_eq!([at("2025-10-12T19:00:00+02:00"), at("2025-02-09T19:00:00+01:00")], ["+02:00", "+01:00"]);
        assert_eq!(
            zone("Europe/Zagrb").expect_err("a defect"),
            "`Europe/Zagrb` is not a time zone: did you mean `Europe/Zagreb`?"
        );
    }
}
