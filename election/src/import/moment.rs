//! When a row was reported: a column, the name of the file, or the same time for all.

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};

use super::written::{Name, WrittenTime};
use crate::definition::Definition;

/// Where the time of a row is.
#[derive(Clone, Debug)]
pub(super) enum Moment {
    /// Nowhere: when the polls closed.
    PollsClose,
    /// The same for all rows, milliseconds since 1970 UTC.
    Always(i64),
    /// In a column.
    Column { column: Name, clock: Clock },
    /// In the name of the file.
    FileName { written: Name, clock: Clock },
}

/// How a time is written, and in which time zone.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    format: Option<String>,
    /// `None` = the election's.
    zone: Option<TimeZone>,
}

/// A clock that knows its zone.
#[derive(Clone, Debug)]
pub(super) struct BoundClock {
    format: Option<String>,
    zone: TimeZone,
}

impl Moment {
    /// Checks what is written.
    ///
    /// # Errors
    /// Where it is wrong, if not as a whole, and what to do.
    pub(super) fn of(written: WrittenTime) -> Result<Self, (Option<Name>, String)> {
        let clock = |format: Option<Name>, zone: Option<Name>| {
            Ok(Clock { format: format.map(checked_format).transpose()?, zone: zone.map(time_zone).transpose()? })
        };
        match written {
            WrittenTime { always: Some(always), column: None, format: None, file_name: None, zone: None } => {
                let time: Result<Timestamp, _> = always.get_ref().parse();
                time.map(|time| Self::Always(time.as_millisecond())).map_err(|_| {
                    (Some(always), "this is no time: write it like `2025-02-09T19:00:00+01:00`, with its offset".into())
                })
            }
            WrittenTime { always: None, column: Some(column), format, file_name: None, zone } => {
                Ok(Self::Column { column, clock: clock(format, zone)? })
            }
            WrittenTime { always: None, column: None, format: None, file_name: Some(written), zone } => {
                Ok(Self::FileName { clock: clock(Some(written.clone()), zone)?, written })
            }
            _ => {
                let message =
                    "give one of `always`, `column` (with its `format`) and `file_name`, and perhaps a `zone`";
                Err((None, message.into()))
            }
        }
    }
}

fn checked_format(format: Name) -> Result<String, (Option<Name>, String)> {
    let epoch = Zoned::new(Timestamp::UNIX_EPOCH, TimeZone::UTC);
    match strtime::format(format.get_ref(), &epoch) {
        Ok(_) => Ok(format.into_inner()),
        Err(_) => {
            let message = "this is no format of times: write it like `%Y-%m-%d %H:%M:%S`".to_owned();
            Err((Some(format), message))
        }
    }
}

fn time_zone(name: Name) -> Result<TimeZone, (Option<Name>, String)> {
    TimeZoneDatabase::bundled().get(name.get_ref()).map_err(|_| {
        let message = "this time zone is not known: write its name like `Europe/Belgrade`".to_owned();
        (Some(name), message)
    })
}

impl Clock {
    /// With the zone of the election where the mapping names none.
    ///
    /// # Errors
    /// That the election's zone is not known, in words.
    pub(super) fn bind(&self, definition: &Definition) -> Result<BoundClock, String> {
        let elections = || {
            let name = &definition.time_zone;
            TimeZoneDatabase::bundled().get(name).map_err(|_| format!("the election's time zone `{name}` is not known"))
        };
        let zone = self.zone.clone().map_or_else(elections, Ok)?;
        Ok(BoundClock { format: self.format.clone(), zone })
    }
}

impl BoundClock {
    /// Milliseconds since 1970 UTC of a time as the table writes it.
    ///
    /// # Errors
    /// What is wrong with it and what to do, in words.
    pub(super) fn read(&self, text: &str) -> Result<i64, String> {
        let timestamp = match &self.format {
            Some(format) => with_format(format, text, &self.zone),
            None => without_format(text, &self.zone),
        };
        timestamp.map(Timestamp::as_millisecond).ok_or_else(|| {
            let form = self.format.as_deref().unwrap_or("%Y-%m-%d %H:%M:%S");
            format!("`{text}` is not a time written like `{form}`: correct it, or the format in the mapping")
        })
    }
}

fn with_format(format: &str, text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let parsed = strtime::parse(format, text).ok()?;
    match parsed.offset() {
        Some(_) => parsed.to_timestamp().ok(),
        None => Some(parsed.to_datetime().ok()?.to_zoned(zone.clone()).ok()?.timestamp()),
    }
}

fn without_format(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let local = || Some(text.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok()?.timestamp());
    text.parse().ok().or_else(local)
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::Spanned;

    fn read(format: Option<&str>, zone: Option<&str>, text: &str) -> Result<String, String> {
        let name = |text: &str| Spanned::new(0..0, text.to_owned());
        let written = WrittenTime {
            always: None,
            column: Some(name("time")),
            format: format.map(name),
            file_name: None,
            zone: zone.map(name),
        };
        let Ok(Moment::Column { clock, .. }) = Moment::of(written) else { return Err("no column".into()) };
        let definition = Definition { time_zone: "Europe/Belgrade".into(), ..Definition::default() };
        let milliseconds = clock.bind(&definition)?.read(text)?;
        Ok(Timestamp::from_millisecond(milliseconds).expect("in range").to_string())
    }

    #[test]
    fn times_are_read_in_their_zone_or_the_elections() {
        let format = Some("%Y%m%d-%H%M%S");
        assert_eq!(read(format, Some("Asia/Jakarta"), "20240214-205639"), Ok("2024-02-14T13:56:39Z".into()));
        assert_eq!(read(format, None, "20250209-190000"), Ok("2025-02-09T18:00:00Z".into()));
        assert_eq!(read(Some("%d.%m.%Y %H:%M"), None, "09.07.2025 19:00"), Ok("2025-07-09T17:00:00Z".into()));
        assert_eq!(read(None, None, "2025-02-09 19:00:00"), Ok("2025-02-09T18:00:00Z".into()));
        assert_eq!(read(None, None, "2025-02-09T19:00:00-05:00"), Ok("2025-02-10T00:00:00Z".into()));
        assert_eq!(read(Some("%Y-%m-%d %H:%M %z"), None, "2025-02-09 19:00 +0000"), Ok("2025-02-09T19:00:00Z".into()));
    }

    #[test]
    fn what_is_not_such_a_time_is_refused() {
        for wrong in ["", "20250209", "20251309-190000", "20250209-190000x"] {
            assert!(read(Some("%Y%m%d-%H%M%S"), None, wrong).is_err(), "{wrong}");
        }
        assert!(read(Some("%Q!"), None, "").is_err());
    }
}
