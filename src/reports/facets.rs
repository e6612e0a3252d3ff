//! What the index holds reports as, and what their lists are narrowed and counted by.

use crate::db::{ChangeKind, text_enum};
use crate::index::Kind;

text_enum! {
    /// What lists of incidents are narrowed by, and counted by.
    pub enum Facet {
        /// ISO 3166-1 code.
        Country = "country",
        /// Region of the world.
        Region = "region",
        /// Type of incident.
        Type = "type",
        /// Year of the beginning.
        Year = "year",
        /// Whether it goes on.
        Status = "status",
        /// The organisation that reports.
        Organisation = "organisation",
        /// The kind of that organisation.
        Sector = "sector",
        /// How far it is verified.
        Verification = "verification",
        /// Networks affected.
        Network = "network",
        /// Services affected.
        Service = "service",
        /// The cause given or found.
        Cause = "cause",
    }
}

/// Renditions of reports; the rows of their lists are incidents.
pub static REPORTS: Kind = Kind {
    name: "report",
    facets: Facet::WORDS,
    mapped: Some(Facet::Country.as_str()),
    // An organisation's kind and name are facets of all its reports, and its word counts for the verification of others'.
    changes: &[ChangeKind::Report, ChangeKind::Erasure, ChangeKind::Organisation],
    rests_on: &[],
};
