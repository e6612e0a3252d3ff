//! When something is due, as people type it by the clocks of a place.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use super::Strings;
use crate::db::Moment;
use crate::error::{Fields, message};

/// How far ahead something can be due.
const LONGEST: TimeDelta = TimeDelta::days(3_660);

/// When something is due, and the zone in which that was said: RFC 3339, or a local time (or a day alone, which is due at its end) in a zone. A local time that
/// the clocks skip is refused; of one that they show twice the first counts, so that nobody is late.
pub fn due_at(
    faults: &mut Fields,
    at: Option<&str>,
    zone: Option<&str>,
    now: Moment,
) -> Option<(Moment, &'static str)> {
    let at = at.map(str::trim).filter(|at| !at.is_empty())?;
    let named = zone.map(str::trim).filter(|zone| !zone.is_empty()).unwrap_or("UTC");
    let Ok(zone) = named.parse::<Tz>() else {
        faults.add("due_zone", message("fault-no-such-zone"));
        return None;
    };
    let found = match (DateTime::parse_from_rfc3339(at), local(at)) {
        (Ok(moment), _) => Ok(moment.to_utc()),
        (_, None) => Err("fault-due-moment"),
        (_, Some(local)) => match zone.from_local_datetime(&local) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => Ok(moment.to_utc()),
            LocalResult::None => Err("fault-due-lost-hour"),
        },
    };
    let moment = match found {
        Ok(moment) => Moment::from(moment),
        Err(fault) => {
            faults.add("due_at", message(fault));
            return None;
        }
    };
    if moment <= now {
        faults.add("due_at", message("fault-due-past"));
    } else if moment.since(now) > LONGEST {
        faults.add("due_at", message("fault-due-far"));
    }
    Some((moment, zone.name()))
}

/// Whether the clocks of a zone show this local time twice, so that nobody can tell which of the two is meant.
pub fn is_shown_twice(typed: &str, zone: &str) -> bool {
    let (Some(local), Ok(zone)) = (local(typed.trim()), zone.parse::<Tz>()) else { return false };
    matches!(zone.from_local_datetime(&local), LocalResult::Ambiguous(..))
}

/// When something is due, as somebody types it by the clocks of its zone.
pub fn due_typed(at: Moment, zone: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    at.to_utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

/// When a day begins in a zone: where the clocks skip midnight, at the first quarter of an hour that they show.
pub fn beginning(day: NaiveDate, zone: Tz) -> Moment {
    let midnight = day.and_time(NaiveTime::MIN);
    let mut quarters = (0..=96).filter_map(|quarter| {
        midnight
            .checked_add_signed(TimeDelta::minutes(15 * quarter))
            .map(|local| zone.from_local_datetime(&local))
    });
    let first = quarters.find_map(LocalResult::earliest);
    Moment::from(first.map_or_else(|| midnight.and_utc(), |first| first.to_utc()))
}

fn local(typed: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"];
    let whole = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok());
    let end = || NaiveTime::from_hms_opt(23, 59, 0);
    let day =
        || NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok().zip(end()).map(|(day, end)| day.and_time(end));
    whole.or_else(day)
}

/// When something is due, as pages show it.
#[derive(Debug, Clone)]
pub struct DueLine {
    /// The moment.
    pub at: Moment,
    /// The same as the clocks of its zone show it, with the zone; empty where that is UTC.
    pub local: String,
    /// Whether it is over, and what was due is not done.
    pub over: bool,
    /// Whether nothing is left to be done by then: how far off it is says nothing any more.
    pub settled: bool,
}

impl DueLine {
    /// Of this moment in this zone, in the words of a language; `open`: whether it can be late, where that is known.
    pub fn of(strings: &Strings, (at, zone): (Moment, &str), now: Moment, open: Option<bool>) -> Self {
        let local = match zone.parse::<Tz>() {
            Ok(zone) if zone != Tz::UTC => strings.moment_in(at, zone),
            _ => String::new(),
        };
        Self { at, local, over: open == Some(true) && at <= now, settled: open == Some(false) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(at: &str, zone: &str) -> Result<String, String> {
        let now = Moment::from_unix_seconds(1_790_000_000).unwrap();
        let mut faults = Fields::default();
        let due = due_at(&mut faults, Some(at), Some(zone), now);
        match faults.0.into_values().flatten().next() {
            Some(fault) => Err(fault.to_string()),
            None => Ok(due.unwrap().0.rfc3339()),
        }
    }

    #[test]
    fn a_day_begins_when_its_clocks_show_it_first() {
        let begins = |day: &str, zone: &str| beginning(day.parse().unwrap(), zone.parse().unwrap()).rfc3339();
        assert_eq!(begins("2026-12-01", "UTC"), "2026-12-01T00:00:00Z");
        assert_eq!(begins("2026-10-25", "Europe/Berlin"), "2026-10-24T22:00:00Z");
        assert_eq!(begins("2026-10-26", "Europe/Berlin"), "2026-10-25T23:00:00Z");
        // Midnight is skipped here, and shown twice there.
        assert_eq!(begins("2026-04-24", "Africa/Cairo"), "2026-04-23T22:00:00Z");
        assert_eq!(begins("2026-11-01", "America/Havana"), "2026-11-01T04:00:00Z");
        // A whole day was skipped.
        assert_eq!(begins("2011-12-30", "Pacific/Apia"), begins("2011-12-31", "Pacific/Apia"));
    }

    #[test]
    fn a_doubled_hour_is_known() {
        assert!(is_shown_twice("2026-10-25 02:30", "Europe/Berlin"));
        assert!(is_shown_twice(" 2026-10-25T02:30:00", "Europe/Berlin"));
        for once in ["2026-10-25 03:30", "2026-10-25T02:30:00+02:00", "2026-10-25", "tomorrow"] {
            assert!(!is_shown_twice(once, "Europe/Berlin"), "{once}");
        }
        assert!(!is_shown_twice("2026-10-25 02:30", "UTC"));
    }

    #[test]
    fn a_local_time_is_what_the_clocks_of_its_zone_show() {
        assert_eq!(read("2026-12-01T17:00", "Europe/Berlin").unwrap(), "2026-12-01T16:00:00Z");
        assert_eq!(read("2026-12-01T17:00:00+02:00", "Europe/Berlin").unwrap(), "2026-12-01T15:00:00Z");
        // The day ends when it does there.
        assert_eq!(read("2026-12-01", "America/New_York").unwrap(), "2026-12-02T04:59:00Z");
        // The clocks show this twice: the first counts.
        assert_eq!(read("2026-10-25 02:30", "Europe/Berlin").unwrap(), "2026-10-25T00:30:00Z");
        assert_eq!(read("2027-03-28 02:30", "Europe/Berlin").unwrap_err(), "fault-due-lost-hour");
        assert_eq!(read("2026-12-01", "Europe/Atlantis").unwrap_err(), "fault-no-such-zone");
        assert_eq!(read("tomorrow", "UTC").unwrap_err(), "fault-due-moment");
        assert_eq!(read("2026-01-01", "UTC").unwrap_err(), "fault-due-past");
        assert_eq!(read("2099-01-01", "UTC").unwrap_err(), "fault-due-far");
    }
}
