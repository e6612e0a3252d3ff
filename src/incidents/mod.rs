//! Reports, facts, incidents, and the pages on which they are found.

mod arranging;
pub mod countries;
pub mod facts;
pub mod imports;
mod input;
mod model;
mod reports;
mod store;

pub use arranging::{file_into, merge, split};
pub use input::ReportInput;
pub use model::{Incident, Report};

pub use reports::{Desk, approve, desk, draft, edit, own_reports, propose, withdraw};
pub use store::{incident_by_reference, report_by_reference};
