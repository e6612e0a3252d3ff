//! Who leads an action.

use std::collections::BTreeSet;

use super::{Action, ActionBody};
use crate::access::{Act, Viewer, permits};
use crate::contributions::Contribution;
use crate::db::{Conn, ContributionId, Moment, OrganisationId};
use crate::error::Result;
use crate::mandates;
use crate::people::{self, Names, OrganisationStatus};

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
    Ok(*id == row.organisation_id || is_read_by(row, id, &people::viewers_in(conn, vec![id.clone()], at)?))
}

/// Whether one of these people, of an organisation that is an active member, reads the brief of now.
fn is_read_by(row: &Contribution<Action>, id: &OrganisationId, people: &[Viewer]) -> bool {
    let reads = |one: &Viewer| one.is_of(id) && permits(one, Act::SeeActionWork) && row.is_readable_by(one);
    people.iter().any(reads)
}

/// Those of these actions that the viewer's organisation began and moves on, because their lead cannot act. Nobody else is told: that
/// an organisation is no active member, or that nobody of it reads a brief, is for no sentence that all read. A fixed number of
/// statements.
pub(super) fn fallen_back(
    conn: &mut Conn,
    viewer: &Viewer,
    rows: &[&Contribution<Action>],
    names: &Names,
) -> Result<BTreeSet<ContributionId>> {
    let is_active = |id: &OrganisationId| {
        names.organisation(id).is_ok_and(|one| one.status == OrganisationStatus::Active)
    };
    let (mut led, sees) = (rows.to_vec(), permits(viewer, Act::SeeActionWork));
    let own = |row: &Contribution<Action>| sees && viewer.reads_as(&row.organisation_id);
    led.retain(|row| own(row) && row.details.lead != row.organisation_id && is_active(&row.organisation_id));
    let leads: BTreeSet<OrganisationId> = led.iter().map(|row| row.details.lead.clone()).collect();
    let people = people::viewers_in(conn, leads.into_iter().collect(), viewer.at())?;
    led.retain(|row| {
        let lead = &row.details.lead;
        !is_active(lead) || !is_read_by(row, lead, &people)
    });
    Ok(led.into_iter().map(|row| row.id.clone()).collect())
}
