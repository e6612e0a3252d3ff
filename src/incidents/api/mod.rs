//! The JSON of reports and incidents: the same verbs as the pages, the same views.

mod evidence;
mod incidents;
mod releases;
mod reports;
mod work;

pub use evidence::{attach, delete_evidence, get_evidence, post_evidence, put_evidence};
pub use incidents::{get_incident, list_incidents, merge_incidents};
pub use releases::{
    approve_release, claim_release, delete_release, get_release, list_releases, post_release, return_release,
    unclaim_release,
};
pub use reports::{file_report, get_original, get_report, post_report, put_marks, put_original};
pub use work::{list_own_reports, list_reviews, list_suggestions};
