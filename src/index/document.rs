//! What the index holds of a readable thing.

use chrono::NaiveDate;

use crate::access::terms::ReadingTerms;
use crate::db::{Moment, text_enum};

/// The end of something that still goes on: it overlaps every later date.
pub const ONGOING: NaiveDate = NaiveDate::MAX;

text_enum! {
    /// What kind of thing a document is.
    pub enum Kind {
        /// A rendition of a report.
        Report = "report",
    }
}

text_enum! {
    /// What lists are narrowed by, and counted by.
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

/// One readable thing: for a report, one live rendition. What it says of facets and text must follow from
/// what its own audience reads, from nothing fuller.
#[derive(Debug, Clone)]
pub struct Document {
    /// The rendition's id.
    pub id: String,
    /// What kind of thing it is.
    pub kind: Kind,
    /// The report's id: all documents of one subject are replaced together.
    pub subject: String,
    /// The incident's ordinal: the row of the list that it belongs to.
    pub parent: u64,
    /// Who reads it, and for whom a fuller one stands before it.
    pub terms: ReadingTerms,
    /// Counts more than the body where lists are sorted by relevance.
    pub title: String,
    /// The narrative as plain text, and whatever else words should find.
    pub body: String,
    /// Values of facets; several of one facet where there are several.
    pub facets: Vec<(Facet, String)>,
    /// The first day.
    pub started: Option<NaiveDate>,
    /// The last day; `None` where nobody knows (it then counts as its first day alone), [`ONGOING`] where
    /// it goes on.
    pub ended: Option<NaiveDate>,
    /// When this rendition was released.
    pub released_at: Moment,
}
