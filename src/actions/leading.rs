//! Who leads an action.

use super::{Action, ActionBody};
use crate::access::{Act, Viewer, permits};
use crate::contributions::Contribution;
use crate::db::{Conn, Moment, OrganisationId};
use crate::error::Result;
use crate::mandates;
use crate::people::{self, OrganisationStatus};

/// Whether the viewer may act for their organisation in an action that they read, as far as roles and mandates go.
pub fn may_act(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>) -> Result<bool> {
    let may = permits(viewer, Act::JoinAction) && permits(viewer, Act::SeeActionWork);
    Ok(may && mandates::covers(conn, viewer, &ActionBody::read(row)?.matter())?)
}

/// Whether the viewer acts for the organisation that moves an action on: its lead or, where that is no active member, the
/// organisation that began it.
pub fn leads(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>) -> Result<bool> {
    if permits(viewer, Act::LeadAction { lead: &row.details.lead }) {
        return Ok(true);
    }
    let owner = &row.organisation_id;
    Ok(permits(viewer, Act::LeadAction { lead: owner })
        && !can_act(conn, row, &row.details.lead, viewer.at())?)
}

/// Whether an organisation is an active member and somebody of it reads the brief of now; of the one that began the action,
/// whether it is a member.
pub fn can_act(conn: &mut Conn, row: &Contribution<Action>, id: &OrganisationId, at: Moment) -> Result<bool> {
    if people::organisation(conn, id)?.status != OrganisationStatus::Active {
        return Ok(false);
    }
    let accounts = people::open_accounts(conn, id)?;
    let reads = |viewer: &Viewer| permits(viewer, Act::SeeActionWork) && row.is_readable_by(viewer);
    Ok(*id == row.organisation_id || people::viewers_for(conn, &accounts, at)?.iter().any(reads))
}
