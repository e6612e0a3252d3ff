//! The JSON of sessions, organisations, invitations, groups and the log: what is sent, what is answered, and how each call
//! is described.

mod groups;
mod invitations;
mod organisations;
mod sessions;

use actix_web::HttpRequest;

pub(super) use self::sessions::agent;
pub use groups::{delete_member, list_groups, post_group, post_member};
pub use invitations::{accept_invitation, post_invitation};
pub use organisations::{
    get_organisation, list_audit, list_organisations, post_organisation, vet_organisation,
};
pub use sessions::{delete_session, get_me, post_session, refresh_session};

use super::Visitor;
use crate::error::Result;
use crate::web::Paging;
use crate::web::description::Description;

/// Which page of a list is asked for, by whom.
fn paging(list: &str, visitor: &Visitor, request: &HttpRequest) -> Result<Paging> {
    Paging::parse(request.query_string(), format!("{list}|{}", visitor.viewer().reading_key()))
}

/// Describes the calls.
pub fn describe(api: &mut Description) {
    api.add("Sessions", sessions::calls());
    api.add("Organisations", organisations::calls());
    api.add("Organisations", invitations::calls());
    api.add("Groups", groups::calls());
}
