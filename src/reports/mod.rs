//! A report: one organisation's account of something, written by its people, sealed in the vault, and released in
//! renditions; and the incident that reports of the same thing are grouped under.

pub(crate) mod api_input;
pub mod audience_input;
pub(crate) mod audience_picker;
mod called;
pub(crate) mod contribution_page;
pub(crate) mod contribution_routes;
pub(crate) mod difference;
mod facets;
pub mod grouping;
pub mod imports;
mod input;
mod journal;
mod model;
pub(crate) mod moves;
pub(crate) mod one_page;
pub(crate) mod readers;
pub mod revision;
pub mod store;
pub(crate) mod text;
pub mod texts;
mod verbs;
pub(crate) mod version_page;

pub use called::{Title, titles};
pub use facets::{Facet, REPORTS};
pub use input::{NARRATIVE, ReportInput, TITLE, is_language};
pub use journal::log;
pub use model::{Incident, Report};
pub use verbs::{
    Desk, approve, default_audience, desk, draft, edit, erase_remarks, own_report, propose,
    releasable_report, tokens_of, visible_release, withdraw,
};
