//! Whose word an invitation stands on: its inviter's, and where nobody of the organisation could invite, that of as many
//! convenors as admit one.

use diesel::prelude::*;

use crate::access::{Act, Viewer, allows, permits};
use crate::db::schema::invitation;
use crate::db::{Conn, Moment, PersonId};
use crate::error::Result;
use crate::invitations::model::{Invitation, founds, may_invite_first};
use crate::people::model::Organisation;
use crate::people::viewer::viewer_for;
use crate::people::{organisations, persons, vetting};

/// Whether an invitation still counts. It outlives neither its inviter's account nor their right to invite; and
/// into an organisation that has nobody who could invite, as many convenors have to invite the same address with the
/// same roles as have to agree that an organisation be admitted.
pub(super) fn counts(conn: &mut Conn, of: &Invitation, home: &Organisation, now: Moment) -> Result<bool> {
    let Some(inviter) = &of.invited_by else {
        return founds(conn, now);
    };
    let inviter = viewer_for(conn, inviter, now)?;
    if of.by_convenor {
        Ok(may_invite_first(conn, &inviter, home, now)? && agreeing(conn, of, now)? >= vetting::needed(conn)?)
    } else {
        Ok(permits(&inviter, Act::ManagePeople { organisation: &home.id }))
    }
}

/// How many convenors invite this address with these roles, and still may.
fn agreeing(conn: &mut Conn, of: &Invitation, now: Moment) -> Result<usize> {
    let by: Vec<Option<PersonId>> = invitation::table
        .filter(invitation::organisation_id.eq(&of.organisation_id))
        .filter(invitation::email.eq(&of.email))
        .filter(invitation::roles.eq(&of.roles))
        .filter(invitation::by_convenor.eq(true))
        .filter(invitation::ended_at.is_null())
        .filter(invitation::expires_at.gt(now))
        .select(invitation::invited_by)
        .distinct()
        .load(conn)?;
    let mut agreeing = 0;
    for convenor in by.into_iter().flatten() {
        agreeing += usize::from(permits(&viewer_for(conn, &convenor, now)?, Act::InviteFirst));
    }
    Ok(agreeing)
}

/// An invitation by one convenor that waits for another's word.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Into which organisation.
    pub organisation: Organisation,
    /// What one convenor has said.
    pub invitation: Invitation,
    /// Who that is.
    pub by: String,
    /// Whether the one who asks has said it.
    pub mine: bool,
}

/// The invitations that wait for another convenor's word, oldest first. For convenors.
pub fn waiting_of(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<Vec<Waiting>> {
    allows(viewer, Act::InviteFirst)?;
    let open: Vec<Invitation> = invitation::table
        .filter(invitation::by_convenor.eq(true))
        .filter(invitation::invited_by.is_not_null())
        .filter(invitation::ended_at.is_null())
        .filter(invitation::expires_at.gt(now))
        .order((invitation::created_at, invitation::id))
        .select(Invitation::as_select())
        .load(conn)?;
    let mut waiting = Vec::new();
    for one in open {
        let home = organisations::organisation(conn, &one.organisation_id)?;
        let Some(by) = one.invited_by.clone() else { continue };
        let inviter = viewer_for(conn, &by, now)?;
        if may_invite_first(conn, &inviter, &home, now)? && !counts(conn, &one, &home, now)? {
            waiting.push(Waiting {
                by: persons::person(conn, &by)?.name,
                mine: viewer.person() == Some(&by),
                organisation: home,
                invitation: one,
            });
        }
    }
    Ok(waiting)
}
