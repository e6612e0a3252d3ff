//! Accounts and their mandates.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::email::kept_form;
use super::model::{Organisation, Person};
use super::viewer::{Granted, counts_from};
use crate::access::{Act, Role, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::{mandate, person};
use crate::db::{Conn, MandateId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result, message};

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

/// A new account.
pub(super) struct NewPerson<'a> {
    pub organisation: &'a OrganisationId,
    pub email: &'a str,
    pub name: &'a str,
    pub password_hash: &'a str,
    pub language: &'a str,
}

/// An account by its id.
pub fn person(conn: &mut Conn, id: &PersonId) -> Result<Person> {
    Ok(person::table.find(id).select(Person::as_select()).first(conn)?)
}

/// Everybody who has or had an account of this organisation.
pub(super) fn ids_of(conn: &mut Conn, organisation: &OrganisationId) -> Result<Vec<PersonId>> {
    Ok(person::table.filter(person::organisation_id.eq(organisation)).select(person::id).load(conn)?)
}

/// An account of an organisation by its e-mail address, closed or not.
pub fn colleague(conn: &mut Conn, organisation: &OrganisationId, email: &str) -> Result<Person> {
    let kept = kept_form(conn, email)?.ok_or(Error::NotFound)?;
    person::table
        .filter(person::organisation_id.eq(organisation))
        .filter(person::email.eq(kept))
        .select(Person::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// A colleague whose account is open, for those who manage people.
pub fn managed(conn: &mut Conn, viewer: &Viewer, home: &Organisation, email: &str) -> Result<Person> {
    allows(viewer, Act::ManagePeople { organisation: &home.id })?;
    let nobody = || Error::invalid("person", message("fault-nobody-here"));
    match colleague(conn, &home.id, email) {
        Ok(found) if found.closed_at.is_none() => Ok(found),
        Ok(_) | Err(Error::NotFound) => Err(nobody()),
        Err(other) => Err(other),
    }
}

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

/// Accounts by their ids.
pub(super) fn by_ids(conn: &mut Conn, ids: Vec<PersonId>) -> Result<BTreeMap<PersonId, Person>> {
    let rows: Vec<Person> =
        person::table.filter(person::id.eq_any(ids)).select(Person::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|one| (one.id.clone(), one)).collect())
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

pub(super) fn log(
    tx: &mut Tx<'_>,
    actor: &Actor,
    owner: &OrganisationId,
    of: &PersonId,
    act: &'static str,
    detail: serde_json::Value,
) -> Result<()> {
    let entry =
        Entry { act, subject_kind: SubjectKind::Person, subject: of.as_str(), owner: Some(owner), detail };
    audit::record(tx, actor, &entry)
}

/// Makes an account.
pub(super) fn insert(tx: &mut Tx<'_>, new: &NewPerson<'_>) -> Result<PersonId> {
    let id: PersonId = tx.id();
    if kept_form(tx.conn, new.email)?.is_some() {
        return Err(Error::invalid("email", message("fault-address-taken")));
    }
    diesel::insert_into(person::table)
        .values((
            person::id.eq(&id),
            person::organisation_id.eq(new.organisation),
            person::email.eq(new.email),
            person::name.eq(new.name),
            person::password_hash.eq(new.password_hash),
            person::language.eq(new.language),
            person::created_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

/// Gives a role from now on.
pub(super) fn insert_mandate(
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
