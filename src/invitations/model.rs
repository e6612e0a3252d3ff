//! An invitation, and whose it is to make the first ones.

use diesel::prelude::*;

use crate::access::{Act, Role, Viewer, permits};
use crate::db::schema::invitation;
use crate::db::{Conn, InvitationId, Moment, OrganisationId, PersonId, Spaced};
use crate::error::Result;
use crate::people::model::{Organisation, OrganisationStatus};
use crate::people::{founding, organisations, persons};

/// An invitation that is still open.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = invitation)]
pub struct Invitation {
    /// Internal.
    pub id: InvitationId,
    /// Into which organisation.
    pub organisation_id: OrganisationId,
    /// Whom; empty for a set-up link that asks for it.
    pub email: String,
    pub(super) roles: Spaced<Role>,
    pub(super) invited_by: Option<PersonId>,
    pub(super) by_convenor: bool,
    /// When.
    pub created_at: Moment,
    /// Until when it is good.
    pub expires_at: Moment,
}

impl Invitation {
    /// The roles that come with it.
    pub fn roles(&self) -> Vec<Role> {
        self.roles.values().to_vec()
    }

    /// Whether it makes the account of a founding convenor.
    pub fn is_set_up(&self) -> bool {
        self.invited_by.is_none()
    }
}

/// Whether a link makes the first account of the coalition, or that of a founding convenor beside it while the founding
/// goes on.
pub(super) fn founds(conn: &mut Conn, now: Moment) -> Result<bool> {
    Ok(persons::nobody_yet(conn)? || founding::founding_until(conn, now)?.is_some())
}

/// Whether a convenor may invite the first people of an organisation: it has nobody who could.
pub fn may_invite_first(conn: &mut Conn, viewer: &Viewer, home: &Organisation, now: Moment) -> Result<bool> {
    Ok(!permits(viewer, Act::ManagePeople { organisation: &home.id })
        && permits(viewer, Act::InviteFirst)
        && home.status != OrganisationStatus::Suspended
        && !organisations::has_administrator(conn, &home.id, now)?)
}
