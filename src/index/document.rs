//! What the index holds of a readable thing.

use chrono::NaiveDate;

use crate::access::terms::ReadingTerms;
use crate::db::Moment;

/// The end of something that still goes on: it overlaps every later date.
pub const ONGOING: NaiveDate = NaiveDate::MAX;

/// One readable thing: for a report, one live rendition. What it says of facets and text must follow from
/// what its own audience reads, from nothing fuller.
#[derive(Debug, Clone)]
pub struct Document {
    /// The rendition's id.
    pub id: String,
    /// The report's id: all documents of one subject of a kind are replaced together.
    pub subject: String,
    /// The row of the list that it belongs to, an incident of a report: its ordinal, which each kind counts for itself.
    pub parent: u64,
    /// Who reads it, and for whom a fuller one stands before it.
    pub terms: ReadingTerms,
    /// Counts more than the body where lists are sorted by relevance.
    pub title: String,
    /// The narrative as plain text, and whatever else words should find.
    pub body: String,
    /// Values by facet, several of one facet where there are several. Those of a facet that its kind does not have are
    /// left out.
    pub facets: Vec<(&'static str, String)>,
    /// The first day.
    pub started: Option<NaiveDate>,
    /// The last day; `None` where nobody knows (it then counts as its first day alone), [`ONGOING`] where
    /// it goes on.
    pub ended: Option<NaiveDate>,
    /// When this rendition was released.
    pub released_at: Moment,
}
