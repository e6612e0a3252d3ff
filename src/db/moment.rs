//! A point in time, UTC, to the microsecond: what both databases keep exactly.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, Timelike, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Timestamp;

/// UTC, microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
pub struct Moment(NaiveDateTime);

impl Moment {
    /// Later than everything that has an end.
    pub const NEVER: Self = Self(match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(day) => day.and_time(NaiveTime::MIN),
        None => NaiveDateTime::MAX,
    });

    /// Earlier than everything that opens.
    const EARLIEST: Self = Self(match NaiveDate::from_ymd_opt(1970, 1, 1) {
        Some(day) => day.and_time(NaiveTime::MIN),
        None => NaiveDateTime::MIN,
    });

    /// The same moment, for what opens or begins: who has no clock ([`Self::NEVER`]) asks before all of that.
    #[must_use]
    pub fn of_openings(self) -> Self {
        if self == Self::NEVER { Self::EARLIEST } else { self }
    }

    /// Later by so much (earlier where negative). Stays where it is at the end of representable time.
    #[must_use]
    pub fn plus(self, by: TimeDelta) -> Self {
        Self(self.0.checked_add_signed(by).unwrap_or(self.0))
    }

    /// How long after `earlier`.
    pub fn since(self, earlier: Self) -> TimeDelta {
        self.0 - earlier.0
    }

    /// Milliseconds since 1970.
    pub fn unix_millis(self) -> i64 {
        self.0.and_utc().timestamp_millis()
    }

    /// Microseconds since 1970: all of it.
    pub fn unix_micros(self) -> i64 {
        self.0.and_utc().timestamp_micros()
    }

    /// Seconds since 1970.
    pub fn unix_seconds(self) -> i64 {
        self.0.and_utc().timestamp()
    }

    /// From seconds since 1970.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        DateTime::from_timestamp(seconds, 0).map(Self::from)
    }

    /// From microseconds since 1970.
    pub fn from_unix_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self::from)
    }

    /// The last second of a day, UTC.
    pub fn end_of(day: NaiveDate) -> Self {
        Self(day.and_hms_opt(23, 59, 59).unwrap_or_default())
    }

    /// The day, in UTC.
    pub fn date(self) -> NaiveDate {
        self.0.date()
    }

    /// For calendars and formatters.
    pub fn to_utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }

    /// RFC 3339 with seconds: `2026-11-23T08:00:00Z`.
    pub fn rfc3339(self) -> String {
        self.0.and_utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(time: DateTime<Utc>) -> Self {
        let naive = time.naive_utc();
        let micros = naive.nanosecond() / 1_000 * 1_000;
        Self(naive.with_nanosecond(micros).unwrap_or(naive))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

impl utoipa::PartialSchema for Moment {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .description(Some("RFC 3339, UTC."))
            .into()
    }
}

impl utoipa::ToSchema for Moment {}

impl<DB: Backend> ToSql<Timestamp, DB> for Moment
where
    NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<Timestamp, DB> for Moment
where
    NaiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDateTime::from_sql(bytes).map(Self)
    }
}
