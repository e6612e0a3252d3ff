//! Where an organisation works on its reports: the first page of its people, the workspace of a report with its text,
//! files, redactions and releases, and the queue of what waits for a decision.

pub mod api;
pub mod pages;
mod kinds;
mod queue;
pub mod reports_api;
pub mod reports_view;

pub use kinds::KINDS;
pub use queue::*;
