//! Dates as people know them: to the day, the month or the year, sometimes estimated.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::{Value, json};

use super::parts::{Item, Part, Reading, Shape, UNKNOWN};
use super::words::{Precision, Vocabulary};
use crate::error::message;

/// The years a date may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A date with its precision. Two dates differ if their precision does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    first: NaiveDate,
    precision: Precision,
    estimated: bool,
}

impl Date {
    /// The day, month or year in which `day` lies. Nothing for years before 1900 or after 2100.
    pub fn new(day: NaiveDate, precision: Precision, estimated: bool) -> Option<Self> {
        let first = match precision {
            Precision::Day => day,
            Precision::Month => day.with_day(1)?,
            Precision::Year => day.with_day(1)?.with_month(1)?,
        };
        YEARS.contains(&first.year()).then_some(Self { first, precision, estimated })
    }

    /// Parses `2021`, `2021-03` or `2021-03-05`; the precision is what is written.
    pub fn parse(text: &str, estimated: bool) -> Option<Self> {
        let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|byte| byte.is_ascii_digit());
        let mut parts = text.trim().splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next(), parts.next());
        let sound = digits(year, 4) && month.is_none_or(|m| digits(m, 2)) && day.is_none_or(|d| digits(d, 2));
        if !sound {
            return None;
        }
        let precision = match (month, day) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            _ => Precision::Year,
        };
        let number = |text: Option<&str>| text.map_or(Some(1), |text| text.parse().ok());
        let first = NaiveDate::from_ymd_opt(year.parse().ok()?, number(month)?, number(day)?)?;
        Self::new(first, precision, estimated)
    }

    /// The first day it may mean.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The last day it may mean.
    pub fn last_day(self) -> NaiveDate {
        let next = match self.precision {
            Precision::Day => return self.first,
            Precision::Month => self.first.checked_add_months(Months::new(1)),
            Precision::Year => self.first.checked_add_months(Months::new(12)),
        };
        next.and_then(|next| next.checked_sub_days(Days::new(1))).unwrap_or(self.first)
    }

    /// How finely it is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Whether the source says that it is an estimate.
    pub fn is_estimated(self) -> bool {
        self.estimated
    }

    /// As much of ISO 8601 as is known: `2021`, `2021-03`, `2021-03-05`.
    pub fn text(self) -> String {
        let pattern = match self.precision {
            Precision::Day => "%Y-%m-%d",
            Precision::Month => "%Y-%m",
            Precision::Year => "%Y",
        };
        self.first.format(pattern).to_string()
    }

    /// The same date, known no more finely than `precision`.
    #[must_use]
    pub fn coarser(self, precision: Precision) -> Self {
        Self::new(self.first, self.precision.max(precision), self.estimated).unwrap_or(self)
    }
}

impl Item for Date {
    const SHAPE: Shape = Shape::Date;

    /// An object, or the date alone as text. A date written more finely than its precision is taken at the
    /// precision; one written less finely is refused, for nobody can know the rest.
    fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
        let short = json!({ "date": value });
        let value = if value.is_string() { &short } else { value };
        let map = reading.object(value, at, &["date", "precision", "estimated"])?;
        let part = |name: &str| map.get(name).unwrap_or(&Value::Null);
        let estimated = <bool as Part>::read(part("estimated"), &format!("{at}.estimated"), reading);
        let asked = match part("precision") {
            Value::Null => None,
            value => Precision::read(value, &format!("{at}.precision"), reading),
        };
        let at = format!("{at}.date");
        let text = match part("date") {
            Value::Null => "",
            value => reading.text(value, &at)?.trim(),
        };
        if text.is_empty() {
            if asked.is_some() || estimated {
                reading.fault(&at, message("fault-date-or-unknown"));
            }
            return None;
        }
        let Some(written) = Self::parse(text, estimated) else {
            reading.fault(&at, message("fault-date"));
            return None;
        };
        match asked {
            Some(asked) if asked < written.precision => {
                reading.fault(&at, message("fault-precision").word("precision", format!("word-{asked}")));
                None
            }
            Some(asked) => Some(written.coarser(asked)),
            None => Some(written),
        }
    }

    fn write(&self) -> Value {
        json!({ "date": self.text(), "precision": self.precision.as_str(), "estimated": self.estimated })
    }

    fn unknown() -> Value {
        json!({ "date": UNKNOWN })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_spans_what_its_precision_says() {
        let february = Date::parse("2024-02", true).unwrap();
        assert_eq!(february.first_day().to_string(), "2024-02-01");
        assert_eq!(february.last_day().to_string(), "2024-02-29");
        assert_eq!(Date::parse("2021", false).unwrap().last_day().to_string(), "2021-12-31");
        assert_eq!(Date::parse("2021-03-05", false).unwrap().coarser(Precision::Month).text(), "2021-03");
        assert_eq!(
            Date::parse("2021", false).unwrap().coarser(Precision::Day).text(),
            "2021",
            "nothing is invented"
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "21",
            "2021-3",
            "2021-02-30",
            "2021-13",
            "1899",
            "2101",
            "2021-03-05T00:00",
            "٢٠٢١",
            "+021",
            "2021-+1",
        ] {
            assert_eq!(Date::parse(text, false), None, "{text:?}");
        }
    }
}
