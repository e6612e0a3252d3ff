//! Reports, facts, incidents, and the pages on which they are found.

pub mod api;
pub mod arranging;
pub mod countries;
mod described;
mod documents;
pub mod facts;
pub mod imports;
mod input;
mod listing;
mod model;
pub mod pages;
pub mod reading;
pub mod reports;
pub mod search;
mod store;

pub use arranging::{file_into, merge, split};
pub use described::{describe, searched};
pub use documents::ReportSource;
pub use input::ReportInput;
pub use listing::{Item, Listing, items, list};
pub use model::{Incident, Report};
pub use reading::{Found, IncidentView, Led, ReportView, read_incident, read_report, verification};
pub use reports::{Desk, approve, desk, draft, edit, own_reports, propose, withdraw};
pub use store::{incident_by_reference, report_by_reference};
