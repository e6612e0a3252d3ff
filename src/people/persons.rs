//! Accounts and their role grants.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::email::kept_form;
use super::model::{Organisation, OrganisationStatus, Person};
use crate::access::{Act, OrganisationKind, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::{organisation, person};
use crate::db::{Conn, IsAmong, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result, message};

/// A new account.
pub(crate) struct NewPerson<'a> {
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

/// Everybody of an organisation whose account is open.
pub fn open_accounts(conn: &mut Conn, organisation: &OrganisationId) -> Result<Vec<PersonId>> {
    open_accounts_after(conn, organisation, None, i64::MAX)
}

/// The first of them after somebody, in the order of their ids.
pub fn open_accounts_after(
    conn: &mut Conn,
    organisation: &OrganisationId,
    after: Option<&PersonId>,
    most: i64,
) -> Result<Vec<PersonId>> {
    Ok(person::table
        .filter(person::organisation_id.eq(organisation))
        .filter(person::closed_at.is_null())
        .filter(person::id.gt(after.map_or("", PersonId::as_str)))
        .order(person::id)
        .limit(most)
        .select(person::id)
        .load(conn)?)
}

/// The first people of the coalition's organisations after somebody, in the order of their ids.
pub fn open_accounts_of_coalition_after(
    conn: &mut Conn,
    after: Option<&PersonId>,
    most: i64,
) -> Result<Vec<PersonId>> {
    Ok(person::table
        .inner_join(organisation::table)
        .filter(organisation::status.eq(OrganisationStatus::Active))
        .filter(person::closed_at.is_null())
        .filter(person::id.gt(after.map_or("", PersonId::as_str)))
        .order(person::id)
        .limit(most)
        .select(person::id)
        .load(conn)?)
}

/// Everybody of the secretariat whose account is open.
pub fn open_accounts_of_secretariat(conn: &mut Conn) -> Result<Vec<PersonId>> {
    Ok(person::table
        .inner_join(organisation::table)
        .filter(organisation::kind.eq(OrganisationKind::Secretariat))
        .filter(person::closed_at.is_null())
        .order(person::id)
        .select(person::id)
        .load(conn)?)
}

/// The addresses of accounts, by their ids.
pub fn addresses(conn: &mut Conn, ids: Vec<PersonId>) -> Result<BTreeMap<PersonId, String>> {
    Ok(by_ids(conn, ids)?.into_iter().map(|(id, person)| (id, person.email)).collect())
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

/// Accounts by their ids.
pub fn by_ids(conn: &mut Conn, ids: Vec<PersonId>) -> Result<BTreeMap<PersonId, Person>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<Person> =
        person::table.filter(person::id.is_among(ids)).select(Person::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|one| (one.id.clone(), one)).collect())
}

/// Changes the name of an account and the language of its pages.
pub(crate) fn set_name(tx: &mut Tx<'_>, id: &PersonId, name: &str, language: &str) -> Result<()> {
    diesel::update(person::table.find(id))
        .set((person::name.eq(name), person::language.eq(language)))
        .execute(tx.conn)?;
    Ok(())
}

/// Changes the password of an account.
pub(crate) fn set_password(tx: &mut Tx<'_>, id: &PersonId, hash: &str) -> Result<()> {
    diesel::update(person::table.find(id)).set(person::password_hash.eq(hash)).execute(tx.conn)?;
    Ok(())
}

/// Closes an account for good.
pub(crate) fn set_closed(tx: &mut Tx<'_>, id: &PersonId) -> Result<()> {
    diesel::update(person::table.find(id)).set(person::closed_at.eq(tx.now())).execute(tx.conn)?;
    Ok(())
}

/// The password of an open account by its address as it was typed: the account, the hash, and its organisation.
pub(crate) fn password_of(
    conn: &mut Conn,
    typed: &str,
) -> Result<Option<(PersonId, String, OrganisationId)>> {
    let kept = kept_form(conn, typed)?.unwrap_or_default();
    Ok(person::table
        .filter(person::email.eq(kept))
        .filter(person::closed_at.is_null())
        .select((person::id, person::password_hash, person::organisation_id))
        .first(conn)
        .optional()?)
}

/// Whether an account is open and its password still has this hash.
pub(crate) fn has_password(conn: &mut Conn, id: &PersonId, hash: &str) -> Result<bool> {
    let same = person::table
        .filter(person::id.eq(id))
        .filter(person::password_hash.eq(hash))
        .filter(person::closed_at.is_null());
    Ok(same.count().get_result::<i64>(conn)? == 1)
}

/// Whether nobody has an account yet, or had one.
pub(crate) fn nobody_yet(conn: &mut Conn) -> Result<bool> {
    Ok(person::table.count().get_result::<i64>(conn)? == 0)
}

pub(crate) fn log(
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
pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewPerson<'_>) -> Result<PersonId> {
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
