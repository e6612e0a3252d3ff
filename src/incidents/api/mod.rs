//! The JSON of reports and incidents: the same verbs as the pages, the same views.

mod apart;
mod asking;
mod corroborations;
mod delegations;
mod evidence;
mod incidents;
mod releases;
mod reports;
mod requests;
mod translations;
mod work;

pub use asking::{post_answer, post_inquiry};
pub use corroborations::{post_corroboration, post_retraction};
pub use delegations::{
    accept_delegation, approve_delegation, delete_delegation, get_delegation, list_delegations,
    post_delegation, refuse_delegation, return_delegation,
};
pub use evidence::{attach, delete_evidence, get_evidence, get_readings, post_evidence, put_evidence};
pub use incidents::{get_incident, list_incidents, merge_incidents};
pub use releases::{
    approve_release, claim_release, delete_release, get_release, list_releases, post_release, return_release,
    unclaim_release,
};
pub use reports::{
    delete_report, file_report, get_marks, get_original, get_report, post_report, put_keeping, put_marks,
    put_original,
};
pub use requests::{delete_request, dismiss_request, list_received, list_requests, post_request};
pub use translations::{
    approve_translation, delete_translation, get_translation, post_translation, return_translation,
};
pub use work::{list_own_reports, list_reviews, list_suggestions};
