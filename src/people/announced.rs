//! What the coalition is told about itself: who came, and who was given a right that waits.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::model::OrganisationStatus;
use super::viewer::{Granted, counts_from, waits};
use crate::access::{Act, OrganisationKind, Role, Token, Viewer, allows};
use crate::db::schema::{membership, organisation, person, role_grant};
use crate::db::{Conn, IsAmong, Moment, PersonId};
use crate::error::Result;

/// News is what happened within this time.
const NEWS: TimeDelta = TimeDelta::days(30);

/// An organisation became a member.
#[derive(Debug, Clone, Queryable)]
pub struct Arrival {
    /// Its name.
    pub name: String,
    /// Its slug.
    pub slug: String,
    /// Since when.
    pub at: Moment,
}

/// Who was admitted or readmitted lately, newest first: announced to every member. Who was suspended is not: the
/// directory does not tell it either.
pub fn arrivals(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<Vec<Arrival>> {
    if !viewer.tokens().contains(&Token::Coalition) {
        return Ok(Vec::new());
    }
    Ok(membership::table
        .inner_join(organisation::table.on(organisation::id.eq(membership::organisation_id)))
        .filter(membership::until_at.is_null())
        .filter(membership::from_at.gt(now.plus(-NEWS)))
        .filter(membership::status.eq(OrganisationStatus::Active))
        .order((membership::from_at.desc(), membership::id))
        .limit(20)
        .select((organisation::name, organisation::slug, membership::from_at))
        .load(conn)?)
}

/// An organisation gave one of its people a right that waits.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The organisation's name.
    pub organisation: String,
    /// Its slug.
    pub slug: String,
    /// The role that carries the right.
    pub role: Role,
    /// When it was granted.
    pub at: Moment,
    /// From when it counts.
    pub counts_from: Moment,
}

/// Name and slug of the organisation, role, since when, whether by a convenor, by whom, to whom.
type Granting = (String, String, Role, Moment, bool, Option<PersonId>, PersonId);

/// The rights to approve, to admit and to verify that organisations gave inside lately, newest first, those of founding
/// convenors among them: seen by convenors before they count. Whom they were granted to is the organisation's own.
pub fn rights_granted(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<Vec<Grant>> {
    allows(viewer, Act::SeeVetting)?;
    let waiting: Vec<Role> = Role::ALL.iter().copied().filter(|role| waits(*role)).collect();
    let inside = role_grant::granted_by_convenor
        .eq(false)
        .or(organisation::kind.eq(OrganisationKind::Secretariat).and(role_grant::granted_by.is_not_null()));
    let rows: Vec<Granting> = role_grant::table
        .inner_join(person::table.on(person::id.eq(role_grant::person_id)))
        .inner_join(organisation::table.on(organisation::id.eq(person::organisation_id)))
        .filter(inside)
        .filter(role_grant::role.is_among(waiting))
        .filter(role_grant::from_at.gt(now.plus(-NEWS)))
        .order((role_grant::from_at.desc(), role_grant::id))
        .limit(100)
        .select((
            organisation::name,
            organisation::slug,
            role_grant::role,
            role_grant::from_at,
            role_grant::granted_by_convenor,
            role_grant::granted_by,
            role_grant::person_id,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(organisation, slug, role, at, by_convenor, by, of)| Grant {
            organisation,
            slug,
            role,
            at,
            counts_from: counts_from(role, at, Granted::new(by == Some(of), by_convenor)),
        })
        .collect())
}
