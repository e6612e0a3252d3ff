//! The JSON of organisations, groups and the log: what is sent, what is answered, and how each call is described.

mod groups;
mod organisations;

pub use groups::{delete_member, list_groups, post_group, post_member};
pub use organisations::{
    get_organisation, list_audit, list_organisations, post_organisation, vet_organisation,
};

use crate::description::Description;

/// Describes the calls.
pub fn describe(api: &mut Description) {
    api.add("Organisations", organisations::calls());
    api.add("Groups", groups::calls());
}
