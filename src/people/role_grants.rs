//! The roles that people hold: granted by administrators and convenors, until a date or until they are ended.

use diesel::prelude::*;
use serde_json::json;

use super::founding;
use super::model::{Organisation, Person};
use super::persons::log;
use super::viewer::{Granted, counts_from};
use crate::access::{Act, OrganisationKind, Role, Viewer, allows};
use crate::audit::Actor;
use crate::db::schema::{mandate, person};
use crate::db::{ChangeKind, Conn, MandateId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Message, Result, message};

/// A role that somebody holds or held.
#[derive(Debug, Clone, Queryable)]
pub struct Mandate {
    /// Internal.
    pub id: MandateId,
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

impl Mandate {
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

/// The people of an organisation with their live mandates, for those who may see them.
pub fn people_of(
    conn: &mut Conn,
    viewer: &Viewer,
    organisation: &OrganisationId,
    now: Moment,
) -> Result<Vec<(Person, Vec<Mandate>)>> {
    allows(viewer, Act::SeePeople { organisation })?;
    let people: Vec<Person> = person::table
        .filter(person::organisation_id.eq(organisation))
        .filter(person::closed_at.is_null())
        .order((person::name, person::id))
        .select(Person::as_select())
        .load(conn)?;
    let ids = people.iter().map(|one| one.id.clone()).collect();
    let mut held = mandates_of(conn, ids, now)?;
    Ok(people
        .into_iter()
        .map(|one| {
            let mandates = held.extract_if(.., |mandate| mandate.person == one.id).collect();
            (one, mandates)
        })
        .collect())
}

/// The mandates that somebody holds now.
pub fn mandates(conn: &mut Conn, id: &PersonId, now: Moment) -> Result<Vec<Mandate>> {
    mandates_of(conn, vec![id.clone()], now)
}

fn mandates_of(conn: &mut Conn, people: Vec<PersonId>, now: Moment) -> Result<Vec<Mandate>> {
    Ok(mandate::table
        .filter(mandate::person_id.eq_any(people))
        .filter(mandate::from_at.le(now))
        .filter(mandate::until_at.is_null().or(mandate::until_at.gt(now)))
        .order((mandate::from_at, mandate::id))
        .select((
            mandate::id,
            mandate::role,
            mandate::from_at,
            mandate::until_at,
            mandate::granted_by_convenor,
            mandate::granted_by,
            mandate::person_id,
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
    if mandates(tx.conn, &of.id, tx.now())?.iter().any(|held| held.role == role) {
        return Err(Error::invalid("role", message("conflict-role-held")));
    }
    let own = viewer.person() == Some(&of.id);
    let at_once = !own && founding::is_founders(tx.conn, home, viewer, tx.arrived())?;
    insert_mandate(tx, &of.id, role, until, viewer.person(), at_once)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &of.organisation_id, &of.id, "role.granted", json!({ "role": role }))?;
    tx.change(ChangeKind::Person, of.id.as_str(), false)?;
    Ok(())
}

/// Ends a role of a colleague. Nobody ends their own last right to manage people.
pub fn end_mandate(tx: &mut Tx<'_>, viewer: &Viewer, of: &Person, role: Role) -> Result<()> {
    allows(viewer, Act::ManagePeople { organisation: &of.organisation_id })?;
    if viewer.person() == Some(&of.id) && role == Role::Administrator {
        return Err(Error::Conflict(message("conflict-own-role")));
    }
    let held = mandates(tx.conn, &of.id, tx.now())?;
    let Some(held) = held.iter().find(|held| held.role == role) else {
        return Err(Error::NotFound);
    };
    diesel::update(mandate::table.find(&held.id))
        .set((mandate::until_at.eq(tx.now()), mandate::ended_by.eq(viewer.person().map(PersonId::as_str))))
        .execute(tx.conn)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &of.organisation_id, &of.id, "role.ended", json!({ "role": role }))?;
    tx.change(ChangeKind::Person, of.id.as_str(), true)?;
    Ok(())
}

/// Gives a role from now on.
pub(crate) fn insert_mandate(
    tx: &mut Tx<'_>,
    of: &PersonId,
    role: Role,
    until: Option<Moment>,
    granter: Option<&PersonId>,
    by_convenor: bool,
) -> Result<()> {
    diesel::insert_into(mandate::table)
        .values((
            mandate::id.eq(tx.id::<MandateId>()),
            mandate::person_id.eq(of),
            mandate::role.eq(role),
            mandate::from_at.eq(tx.now()),
            mandate::until_at.eq(until),
            mandate::granted_by.eq(granter.cloned()),
            mandate::granted_by_convenor.eq(by_convenor),
        ))
        .execute(tx.conn)?;
    Ok(())
}
