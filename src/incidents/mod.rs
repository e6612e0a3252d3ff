//! Incidents: the sum of the reports that a viewer reads; how they are found, listed and shown.

pub mod api;
mod documents;
mod feed;
pub mod listing;
mod lookup;
pub mod pages;
pub mod reading;
mod references;
mod report_view;
pub mod search;
mod suggestions;
mod view;

pub use api::searched;
pub use documents::ReportSource;
pub use feed::{MOST as MOST_IN_FEED, atom_feed, describe as describe_feeds, entry, json_feed};
pub use listing::{Item, Listing, items, list, newest};
pub use lookup::{page_of, referred};
pub use reading::{IncidentLookup, IncidentView, ReportLookup, read_incident, read_report};
pub use references::references_of;
pub use report_view::ReportView;
pub use suggestions::{suggest, suggest_for_incident};
pub use view::{IncidentRow, ReportJson};
