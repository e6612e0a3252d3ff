//! The roles that people hold: granted by administrators and convenors, until a date or until they are ended.

use diesel::prelude::*;
use serde_json::json;

use super::founding;
use super::model::{Organisation, Person};
use super::persons::log;
use super::viewer::{Granted, counts_from};
use crate::access::{Act, OrganisationKind, Role, Viewer, allows};
use crate::audit::Actor;
use crate::db::schema::{person, role_grant};
use crate::db::{ChangeKind, Conn, IsAmong, Moment, OrganisationId, PersonId, RoleGrantId, Tx};
use crate::error::{Error, Message, Result, message};

/// A role that somebody holds or held.
#[derive(Debug, Clone, Queryable)]
pub struct RoleGrant {
    /// Internal.
    pub id: RoleGrantId,
    /// Which role.
    pub role: Role,
    /// From when.
    pub from: Moment,
    /// Until when, where it has an end.
    pub until: Option<Moment>,
    /// Whether a convenor (or the set-up) granted it.
    pub by_convenor: bool,
    /// Who granted it, where it was a person.
    pub granted_by: Option<PersonId>,
    /// Whose it is.
    pub person: PersonId,
}

impl RoleGrant {
    /// From when it counts.
    pub fn counts_from(&self) -> Moment {
        let own = self.granted_by.as_ref() == Some(&self.person);
        counts_from(self.role, self.from, Granted::new(own, self.by_convenor))
    }
}

/// Whether somebody may hand out this role in this organisation: the convenor's only inside the secretariat,
/// by one who holds it.
pub fn may_grant(viewer: &Viewer, to: &Organisation, role: Role) -> bool {
    role != Role::Convenor
        || (to.kind == OrganisationKind::Secretariat && viewer.roles().contains(&Role::Convenor))
}

/// What is said where somebody may not.
pub(crate) const NO_CONVENOR: Message = message("fault-convenor");

/// The people of an organisation with their live role grants, for those who may see them.
pub fn people_of(
    conn: &mut Conn,
    viewer: &Viewer,
    organisation: &OrganisationId,
    now: Moment,
) -> Result<Vec<(Person, Vec<RoleGrant>)>> {
    allows(viewer, Act::SeePeople { organisation })?;
    let people: Vec<Person> = person::table
        .filter(person::organisation_id.eq(organisation))
        .filter(person::closed_at.is_null())
        .order((person::name, person::id))
        .select(Person::as_select())
        .load(conn)?;
    let ids = people.iter().map(|one| one.id.clone()).collect();
    let mut held = role_grants_of(conn, ids, now)?;
    Ok(people
        .into_iter()
        .map(|one| {
            let role_grants = held.extract_if(.., |role_grant| role_grant.person == one.id).collect();
            (one, role_grants)
        })
        .collect())
}

/// The role grants that somebody holds now.
pub fn role_grants(conn: &mut Conn, id: &PersonId, now: Moment) -> Result<Vec<RoleGrant>> {
    role_grants_of(conn, vec![id.clone()], now)
}

fn role_grants_of(conn: &mut Conn, people: Vec<PersonId>, now: Moment) -> Result<Vec<RoleGrant>> {
    Ok(role_grant::table
        .filter(role_grant::person_id.is_among(people))
        .filter(role_grant::from_at.le(now))
        .filter(role_grant::until_at.is_null().or(role_grant::until_at.gt(now)))
        .order((role_grant::from_at, role_grant::id))
        .select((
            role_grant::id,
            role_grant::role,
            role_grant::from_at,
            role_grant::until_at,
            role_grant::granted_by_convenor,
            role_grant::granted_by,
            role_grant::person_id,
        ))
        .load(conn)?)
}

/// Grants a role to a colleague, until a date or until it is ended.
pub fn grant(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    home: &Organisation,
    of: &Person,
    role: Role,
    until: Option<Moment>,
) -> Result<()> {
    allows(viewer, Act::ManagePeople { organisation: &of.organisation_id })?;
    if !may_grant(viewer, home, role) {
        return Err(Error::invalid("role", NO_CONVENOR));
    }
    if until.is_some_and(|until| until <= tx.now()) {
        return Err(Error::invalid("until", message("fault-end-in-the-past")));
    }
    if role_grants(tx.conn, &of.id, tx.now())?.iter().any(|held| held.role == role) {
        return Err(Error::invalid("role", message("conflict-role-held")));
    }
    let own = viewer.person() == Some(&of.id);
    let at_once = !own && founding::is_founders(tx.conn, home, viewer, tx.arrived())?;
    insert_role_grant(tx, &of.id, role, until, viewer.person(), at_once)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &of.organisation_id, &of.id, "role.granted", json!({ "role": role }))?;
    tx.change(ChangeKind::Person, of.id.as_str(), false)?;
    Ok(())
}

/// Ends a role of a colleague. Nobody ends their own last right to manage people.
pub fn end_role(tx: &mut Tx<'_>, viewer: &Viewer, of: &Person, role: Role) -> Result<()> {
    allows(viewer, Act::ManagePeople { organisation: &of.organisation_id })?;
    if viewer.person() == Some(&of.id) && role == Role::Administrator {
        return Err(Error::Conflict(message("conflict-own-role")));
    }
    let held = role_grants(tx.conn, &of.id, tx.now())?;
    let Some(held) = held.iter().find(|held| held.role == role) else {
        return Err(Error::NotFound);
    };
    diesel::update(role_grant::table.find(&held.id))
        .set((
            role_grant::until_at.eq(tx.now()),
            role_grant::ended_by.eq(viewer.person().map(PersonId::as_str)),
        ))
        .execute(tx.conn)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &of.organisation_id, &of.id, "role.ended", json!({ "role": role }))?;
    tx.change(ChangeKind::Person, of.id.as_str(), true)?;
    Ok(())
}

/// Gives a role from now on.
pub(crate) fn insert_role_grant(
    tx: &mut Tx<'_>,
    of: &PersonId,
    role: Role,
    until: Option<Moment>,
    granter: Option<&PersonId>,
    by_convenor: bool,
) -> Result<()> {
    diesel::insert_into(role_grant::table)
        .values((
            role_grant::id.eq(tx.id::<RoleGrantId>()),
            role_grant::person_id.eq(of),
            role_grant::role.eq(role),
            role_grant::from_at.eq(tx.now()),
            role_grant::until_at.eq(until),
            role_grant::granted_by.eq(granter.cloned()),
            role_grant::granted_by_convenor.eq(by_convenor),
        ))
        .execute(tx.conn)?;
    Ok(())
}
