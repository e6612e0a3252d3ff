//! A day on which no round of silence ends: how it is declared, how it is told, and what falls on it.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::Moment;
use crate::error::{Error, Result, message};
use crate::language::beginning;
use crate::mandates::Term;
use crate::web::typed;

/// The most characters of what a day is.
const LONGEST_LABEL: usize = 200;
/// How far ahead one is declared: as far as a deadline can be.
const FURTHEST: TimeDelta = TimeDelta::days(3_660);

/// A day that was declared closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedDay {
    /// Which.
    pub date: NaiveDate,
    /// What it is, for all members.
    pub label: String,
}

impl ClosedDay {
    /// The stretches of time that it is: by UTC, and by the clocks of a zone.
    pub fn terms(&self, zone: &str) -> [Term; 2] {
        let zone = zone.parse().unwrap_or(Tz::UTC);
        let next = self.date.succ_opt();
        [Tz::UTC, zone].map(|zone| Term {
            from: beginning(self.date, zone),
            until: next.map(|next| beginning(next, zone)),
        })
    }

    /// Whether a moment falls on it, by UTC or by the clocks of a zone.
    pub fn holds(&self, at: Moment, zone: &str) -> bool {
        self.terms(zone).iter().any(|term| term.holds(at))
    }
}

/// A day that was declared closed, as programs read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ClosedDay)]
pub struct ClosedDayView {
    /// Which: `2026-12-24`.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub date: String,
    /// What it is.
    pub label: String,
}

impl From<ClosedDay> for ClosedDayView {
    fn from(day: ClosedDay) -> Self {
        Self { date: day.date.to_string(), label: day.label }
    }
}

/// A day that is to be declared closed, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewClosedDay)]
pub struct NewClosedDay {
    /// Which: `2026-12-24`. It has to be still to come.
    #[schema(required, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub(super) date: String,
    /// What it is, such as `New Year`: all members read it.
    #[schema(required, max_length = 200)]
    pub(super) label: String,
}

/// A day in these words, if they are one.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

impl NewClosedDay {
    /// Which day is meant: one that is still to come, by UTC.
    pub(super) fn date(&self, now: Moment) -> Result<NaiveDate> {
        let refused = |key| Error::invalid("date", message(key));
        if self.date.trim().is_empty() {
            return Err(refused("fault-missing"));
        }
        let date = day(&self.date).ok_or_else(|| refused("fault-day"))?;
        if date <= now.date() {
            return Err(refused("fault-day-to-come"));
        }
        if date > now.plus(FURTHEST).date() { Err(refused("fault-due-far")) } else { Ok(date) }
    }

    /// What it is.
    pub(super) fn label(&self) -> Result<String> {
        let refused = |fault| Error::invalid("label", fault);
        let label = typed(&self.label, LONGEST_LABEL, false).map_err(refused)?;
        if label.is_empty() { Err(refused(message("fault-missing"))) } else { Ok(label) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        let time = chrono::DateTime::parse_from_rfc3339(text).unwrap();
        Moment::from(time.to_utc())
    }

    #[test]
    fn a_day_is_that_of_utc_and_that_of_the_zone() {
        let day = ClosedDay { date: "2026-12-24".parse().unwrap(), label: String::new() };
        let holds = |moment: &str, zone: &str| day.holds(at(moment), zone);
        for (moment, by_utc, by_tallinn) in [
            ("2026-12-23T21:59:59Z", false, false),
            // Midnight in Tallinn.
            ("2026-12-23T22:00:00Z", false, true),
            ("2026-12-24T00:00:00Z", true, true),
            ("2026-12-24T22:30:00Z", true, true),
            ("2026-12-24T23:59:59Z", true, true),
            ("2026-12-25T00:00:00Z", false, false),
        ] {
            assert_eq!(holds(moment, "UTC"), by_utc, "{moment}");
            assert_eq!(holds(moment, "Europe/Tallinn"), by_tallinn, "{moment}");
        }
        assert!(holds("2026-12-25T07:59:59Z", "America/Los_Angeles"));
        assert!(!holds("2026-12-25T08:00:00Z", "America/Los_Angeles"));
    }

    #[test]
    fn a_day_is_declared_that_is_still_to_come() {
        let now = at("2026-06-01T12:00:00Z");
        let read = |date: &str| {
            let new = NewClosedDay { date: date.to_owned(), label: "New Year".to_owned() };
            new.date(now).ok().map(|date| date.to_string())
        };
        assert_eq!(read("2026-06-02").as_deref(), Some("2026-06-02"));
        assert_eq!(read(" 2026-6-2 ").as_deref(), Some("2026-06-02"));
        assert_eq!(read("2036-06-08").as_deref(), Some("2036-06-08"));
        for wrong in ["", "2026-06-01", "2025-12-24", "2036-07-01", "2026-02-30", "24.12.2026", "tomorrow"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        let is_label =
            |label: &str| NewClosedDay { date: String::new(), label: label.to_owned() }.label().is_ok();
        assert!(is_label("New Year") && is_label(&"x".repeat(200)));
        assert!(!is_label(" ") && !is_label(&"x".repeat(201)));
    }
}
