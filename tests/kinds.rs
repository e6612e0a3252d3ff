//! Two kinds of things for tests of the index. It knows neither: what is declared here, with a source, is all that a kind
//! needs.

use entente::db::{ChangeKind, Moment};
use entente::index::Kind;

/// As the index holds reports.
pub static REPORTS: Kind = Kind {
    name: "report",
    facets: &["country", "region", "type", "verification"],
    mapped: Some("country"),
    changes: &[ChangeKind::Report],
    rests_on: &["report", "alert"],
};

/// A second kind, with ordinals and facets of its own.
pub static ALERTS: Kind = Kind {
    name: "alert",
    facets: &["country", "severity", "type"],
    mapped: None,
    changes: &[ChangeKind::Group],
    rests_on: &["report", "alert"],
};

/// A third one, which rests on nothing.
pub static NOTICES: Kind =
    Kind { name: "notice", facets: &[], mapped: None, changes: &[ChangeKind::Person], rests_on: &[] };

/// All of them.
pub static KINDS: &[&Kind] = &[&REPORTS, &ALERTS, &NOTICES];

/// Moments of release, several within a second: an order tells seconds apart, and what is new tells every moment.
pub fn released(chance: u16) -> Moment {
    Moment::from_unix_micros(1_700_000_000_000_000 + i64::from(chance) * 30_011).unwrap()
}
