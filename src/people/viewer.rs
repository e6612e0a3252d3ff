//! From an account to the viewer that the rule knows: asked of the database at every request.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::model::OrganisationStatus;
use crate::access::{Capability, Membership, OrganisationKind, Role, Viewer, table};
use crate::db::schema::{coalition_group, group_member, mandate, organisation, person};
use crate::db::{Conn, GroupId, Moment, OrganisationId, PersonId};
use crate::error::Result;

/// How long a right to approve that was granted inside the organisation waits before it counts.
const WAITING: TimeDelta = TimeDelta::hours(24);

/// The viewer that this account is right now.
pub fn viewer_for(conn: &mut Conn, id: &PersonId, now: Moment) -> Result<Viewer> {
    let (home, kind, status, closed): (OrganisationId, OrganisationKind, OrganisationStatus, Option<Moment>) =
        person::table
            .inner_join(organisation::table)
            .filter(person::id.eq(id))
            .select((organisation::id, organisation::kind, organisation::status, person::closed_at))
            .first(conn)?;
    let mandates: Vec<(Role, Moment, Option<Moment>, bool)> = mandate::table
        .filter(mandate::person_id.eq(id))
        .select((mandate::role, mandate::from_at, mandate::until_at, mandate::granted_by_convenor))
        .load(conn)?;
    let live = |from: Moment, until: Option<Moment>| {
        closed.is_none() && from <= now && until.is_none_or(|until| now < until)
    };
    let mut roles = BTreeSet::new();
    let mut effective = BTreeSet::new();
    for (role, from, until, by_convenor) in mandates {
        if live(from, until) {
            roles.insert(role);
            if counts_from(role, from, by_convenor) <= now {
                effective.insert(role);
            }
        }
    }
    let groups: Vec<(GroupId, i32, i32)> = group_member::table
        .inner_join(coalition_group::table)
        .filter(group_member::organisation_id.eq(&home))
        .filter(group_member::left_at.is_null())
        .select((coalition_group::id, group_member::from_epoch, coalition_group::epoch))
        .load(conn)?;
    let groups: Vec<Membership> =
        groups.into_iter().map(|(group, from, current)| Membership { group, from, current }).collect();
    let active = status == OrganisationStatus::Active;
    Ok(Viewer::member(id.clone(), home, kind, active, roles, &effective, &groups))
}

/// From when a mandate counts: a right to be the second person (to approve, to admit) that was granted inside waits.
pub fn counts_from(role: Role, from: Moment, by_convenor: bool) -> Moment {
    if by_convenor || !waits(role) { from } else { from.plus(WAITING) }
}

/// Whether a role carries the right to approve what others propose, or to admit whom others admit.
pub(super) fn waits(role: Role) -> bool {
    let second = [Capability::Approve, Capability::Admit];
    let carries = |capabilities: &[Capability]| second.iter().any(|one| capabilities.contains(one));
    table().iter().any(|(row, capabilities)| *row == role && carries(capabilities))
}
