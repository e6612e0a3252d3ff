//! Reports, facts, incidents, and the pages on which they are found.

pub mod api;
pub mod arranging;
pub mod countries;
mod described;
mod documents;
pub mod evidence;
pub mod facts;
pub mod imports;
mod input;
mod listing;
pub mod marking;
mod model;
pub mod pages;
pub mod proposing;
pub mod reading;
mod receiving;
pub mod reports;
mod revising;
pub mod search;
mod serving;
mod store;
mod suggestions;
mod waiting;

pub use arranging::{KnownIncident, file_into, known_incident_of, merge, moves_of, split};
pub use described::{describe, searched};
pub use documents::ReportSource;
pub use input::ReportInput;
pub use listing::{Item, Listing, items, list};
pub use model::{Incident, Report};
pub use reading::{Found, IncidentView, Led, ReportView, read_incident, read_report, verification};
pub use reports::{Desk, approve, desk, draft, edit, propose, withdraw};
pub use store::{incident_by_reference, report_by_reference};
pub use suggestions::{suggest, suggest_for_incident};
pub use waiting::{OwnReport, Titled, own_drafts, own_proposals, own_reports, reviews};
