//! When somebody is told: windows of digests, and quiet hours, by the reader's own clock.

use chrono::{Datelike, Days, MappedLocalTime, NaiveDate, TimeDelta, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;

use crate::db::Moment;
use crate::outbox::Reader;

/// The hour at which digests are made.
const MORNING: u32 = 7;
/// The day of those of a week.
const MONDAY: Weekday = Weekday::Mon;

/// A reader's clock, and the hours in which no mail is sent.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm {
    zone: Tz,
    quiet: Option<(u32, u32)>,
    urgent_waits: bool,
}

impl Rhythm {
    /// By this clock, quiet from one hour to another. The same hour twice is no quiet at all.
    pub fn new(zone: Tz, quiet: Option<(u32, u32)>) -> Self {
        Self { zone, quiet: quiet.filter(|(from, until)| from != until), urgent_waits: false }
    }

    /// As a reader has said. A zone that this version does not know is UTC.
    pub fn of(reader: &Reader) -> Self {
        let hour =
            |hour: Option<i32>| hour.and_then(|hour| u32::try_from(hour).ok()).filter(|hour| *hour < 24);
        let quiet = hour(reader.quiet_from).zip(hour(reader.quiet_until));
        let rhythm = Self::new(reader.time_zone.parse().unwrap_or(Tz::UTC), quiet);
        Self { urgent_waits: reader.urgent_waits, ..rhythm }
    }

    /// The next window of a digest after `now`. Each day has one window and each week one, however long the day is.
    pub fn next_digest(&self, now: Moment, weekly: bool) -> Moment {
        self.next(now, MORNING, weekly.then_some(MONDAY))
    }

    /// Until when a message waits that could leave now. One that tells of something urgent waits only if its reader wants that.
    pub fn held_until(&self, now: Moment, urgent: bool) -> Option<Moment> {
        self.quiet_until(now).filter(|_| !urgent || self.urgent_waits)
    }

    /// When the quiet hours end in which `now` falls; nothing outside of them.
    pub fn quiet_until(&self, now: Moment) -> Option<Moment> {
        let (from, until) = self.quiet?;
        let hour = now.to_utc().with_timezone(&self.zone).hour();
        let quiet = if from < until { from <= hour && hour < until } else { hour >= from || hour < until };
        quiet.then(|| self.next(now, until, None))
    }

    /// The first moment after `now` at which the clock shows this hour, on this day of the week.
    fn next(&self, now: Moment, hour: u32, on: Option<Weekday>) -> Moment {
        let today = now.to_utc().with_timezone(&self.zone).date_naive();
        let days = (0..=15).filter_map(|days| today.checked_add_days(Days::new(days)));
        let fitting = days.filter(|day| on.is_none_or(|on| day.weekday() == on));
        let mut moments = fitting.filter_map(|day| self.at(day, hour));
        moments.find(|moment| *moment > now).unwrap_or_else(|| now.plus(TimeDelta::days(1)))
    }

    /// When the clock shows this hour of a day: the first time where it does so twice, and where it leaps over that hour,
    /// right after the leap. Nothing where it leaps over the day.
    fn at(&self, day: NaiveDate, hour: u32) -> Option<Moment> {
        let shown = day.and_hms_opt(hour, 0, 0)?;
        let quarters = (0..=12).map(|quarter| shown + TimeDelta::minutes(15 * quarter));
        let mut moments = quarters.filter_map(|shown| match self.zone.from_local_datetime(&shown) {
            MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => Some(at),
            MappedLocalTime::None => None,
        });
        moments.next().map(|at| Moment::from(at.to_utc()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::from(DateTime::parse_from_rfc3339(text).unwrap().to_utc())
    }

    fn rhythm(zone: &str, quiet: Option<(u32, u32)>) -> Rhythm {
        Rhythm::new(zone.parse().unwrap(), quiet)
    }

    #[test]
    fn every_day_has_one_window_also_where_the_clock_changes() {
        // Berlin: summer time begins on 29 March and ends on 25 October 2026.
        for (now, next) in [
            ("2026-03-28T12:00:00Z", "2026-03-29T05:00:00Z"),
            ("2026-03-27T12:00:00Z", "2026-03-28T06:00:00Z"),
            ("2026-10-24T12:00:00Z", "2026-10-25T06:00:00Z"),
            ("2026-10-23T12:00:00Z", "2026-10-24T05:00:00Z"),
            // At the window itself the next one is meant.
            ("2026-10-25T06:00:00Z", "2026-10-26T06:00:00Z"),
            ("2026-10-25T05:59:59Z", "2026-10-25T06:00:00Z"),
        ] {
            let found = rhythm("Europe/Berlin", None).next_digest(moment(now), false);
            assert_eq!(found, moment(next), "after {now}");
        }
    }

    #[test]
    fn a_year_of_windows_is_as_many_as_it_has_days() {
        for zone in
            ["Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tehran"]
        {
            for (weekly, expected) in [(false, 365), (true, 52)] {
                let (mut now, end) = (moment("2026-01-01T00:00:00Z"), moment("2027-01-01T00:00:00Z"));
                let mut windows = 0;
                loop {
                    now = rhythm(zone, None).next_digest(now, weekly);
                    if now >= end {
                        break;
                    }
                    windows += 1;
                }
                assert!((expected..=expected + 1).contains(&windows), "{zone} {weekly}: {windows}");
            }
        }
    }

    #[test]
    fn an_hour_that_is_leapt_over_is_right_after_the_leap_and_a_day_that_is_goes_without() {
        // In Havana clocks leap from midnight to one on 8 March 2026.
        let quiet = rhythm("America/Havana", Some((22, 0)));
        assert_eq!(quiet.quiet_until(moment("2026-03-08T04:30:00Z")), Some(moment("2026-03-08T05:00:00Z")));
        // Samoa had no 30 December 2011.
        let samoa = rhythm("Pacific/Apia", None);
        let at = samoa.next_digest(moment("2011-12-29T18:00:00Z"), false);
        assert_eq!(at, moment("2011-12-30T17:00:00Z"), "the 31st");
    }

    #[test]
    fn quiet_hours_hold_what_is_urgent_only_if_its_reader_wants_that() {
        let (night, now) = (rhythm("UTC", Some((22, 6))), moment("2026-06-01T23:00:00Z"));
        let morning = Some(moment("2026-06-02T06:00:00Z"));
        assert_eq!((night.held_until(now, false), night.held_until(now, true)), (morning, None));
        let chosen = Rhythm { urgent_waits: true, ..night };
        assert_eq!(chosen.held_until(now, true), morning);
        assert_eq!(chosen.held_until(moment("2026-06-01T12:00:00Z"), true), None);
    }

    #[test]
    fn quiet_hours_end_once_where_an_hour_comes_twice() {
        // In Berlin the hour from two to three comes twice on 25 October 2026.
        let night = rhythm("Europe/Berlin", Some((2, 3)));
        for now in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"] {
            assert_eq!(night.quiet_until(moment(now)), Some(moment("2026-10-25T02:00:00Z")), "{now}");
        }
        assert_eq!(night.quiet_until(moment("2026-10-25T02:00:00Z")), None);
        let across = rhythm("Asia/Kolkata", Some((22, 6)));
        assert_eq!(across.quiet_until(moment("2026-06-01T17:00:00Z")), Some(moment("2026-06-02T00:30:00Z")));
        assert_eq!(across.quiet_until(moment("2026-06-01T12:00:00Z")), None);
        assert_eq!(rhythm("UTC", Some((5, 5))).quiet_until(moment("2026-06-01T05:30:00Z")), None);
    }
}
