//! Accounts and their mandates.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;

use super::email::kept_form;
use super::founding;
use super::model::{self, Organisation, Person};
use super::passwords::Password;
use super::signing_in::SignIns;
use super::viewer::{Granted, counts_from};
use super::visitor::Known;
use super::{browsers, sessions, signing_in};
use crate::access::{Act, OrganisationKind, Role, Viewer, allows};
use crate::audit::{self, Actor, Entry};
use crate::db::schema::{mandate, person};
use crate::db::{ChangeKind, Conn, MandateId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Fields, Result, Said, said};
use crate::web::Core;

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
    let nobody = || Error::invalid("person", said("fault-nobody-here"));
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
    let entry = Entry { act, subject_kind: "person", subject: of.as_str(), owner: Some(owner), detail };
    audit::record(tx, actor, &entry)
}

/// Makes an account.
pub(super) fn insert(tx: &mut Tx<'_>, new: &NewPerson<'_>) -> Result<PersonId> {
    let id: PersonId = tx.id();
    if kept_form(tx.conn, new.email)?.is_some() {
        return Err(Error::invalid("email", said("fault-address-taken")));
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

/// Whether somebody may hand out this role in this organisation: the convenor's only inside the secretariat,
/// by one who holds it.
pub fn may_grant(viewer: &Viewer, to: &Organisation, role: Role) -> bool {
    role != Role::Convenor
        || (to.kind == OrganisationKind::Secretariat && viewer.roles().contains(&Role::Convenor))
}

/// What is said where somebody may not.
pub(super) const NO_CONVENOR: Said = said("fault-convenor");

/// Makes an account with its roles at once: the operator's own act, in a demonstration.
pub fn enrol(
    tx: &mut Tx<'_>,
    home: &Organisation,
    name: &str,
    email: &str,
    password_hash: &str,
    roles: &[Role],
) -> Result<PersonId> {
    let id = insert(tx, &NewPerson { organisation: &home.id, email, name, password_hash, language: "en" })?;
    for role in roles {
        insert_mandate(tx, &id, *role, None, None, true)?;
    }
    log(tx, &Actor::operator(), &home.id, &id, "account.made", json!({ "roles": roles }))?;
    tx.change(ChangeKind::Person, id.as_str(), false)?;
    Ok(id)
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
        return Err(Error::invalid("until", said("fault-end-in-the-past")));
    }
    if mandates(tx.conn, &of.id, tx.now())?.iter().any(|held| held.role == role) {
        return Err(Error::invalid("role", said("conflict-role-held")));
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
        return Err(Error::Conflict(said("conflict-own-role")));
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

/// Closes a colleague's account: signed out everywhere, at once and for good.
pub fn close(tx: &mut Tx<'_>, viewer: &Viewer, of: &Person) -> Result<()> {
    allows(viewer, Act::ManagePeople { organisation: &of.organisation_id })?;
    if viewer.person() == Some(&of.id) {
        return Err(Error::Conflict(said("conflict-own-account")));
    }
    diesel::update(person::table.find(&of.id)).set(person::closed_at.eq(tx.now())).execute(tx.conn)?;
    sessions::end_all(tx, &of.id, None)?;
    browsers::forget_all(tx, &of.id, None)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &of.organisation_id, &of.id, "account.closed", json!({}))?;
    tx.change(ChangeKind::Person, of.id.as_str(), true)?;
    Ok(())
}

/// Changes one's own name and language.
pub fn edit_self(tx: &mut Tx<'_>, of: &Person, name: &str, language: &str) -> Result<()> {
    let mut faults = Fields::default();
    let name = model::line("name", name, true, 100, &mut faults);
    let language = model::language("language", language, &mut faults);
    faults.into_result(())?;
    diesel::update(person::table.find(&of.id))
        .set((person::name.eq(name), person::language.eq(language)))
        .execute(tx.conn)?;
    let actor = Actor::of(Some(&of.id), Some(&of.organisation_id));
    log(tx, &actor, &of.organisation_id, &of.id, "account.edited", json!({}))
}

/// Changes one's own password; every other session ends, and every other browser is forgotten. Guessing the present one
/// costs what it costs at sign-in. The costly parts run outside every transaction.
pub async fn change_password(
    core: &Core,
    sign_ins: &SignIns,
    known: Known,
    browser: Option<String>,
    (old, new): (&str, &str),
) -> Result<()> {
    let wrong = |error| match error {
        Error::Invalid(_) => Error::invalid("old", said("fault-old-password")),
        other => other,
    };
    let checked = signing_in::check_own(core, sign_ins, &known, old).await.map_err(wrong)?;
    let (of, new) = (known.person.clone(), new.to_owned());
    let password =
        core.blocking(move |core| Password::choose(core.config(), &new, &[&of.name, &of.email])).await?;
    let hash = sign_ins.hash(password, known.session.id.as_str(), core.ambient()).await?;
    core.write(move |tx| {
        let of = &known.person;
        // Meanwhile somebody may have changed it, or ended the session that asks.
        let id = checked.still(tx).map_err(wrong)?;
        let session = sessions::by_id(tx.conn, known.session.id.as_str(), tx.now())?.ok_or(Error::SignIn)?;
        if id != of.id || session.person_id != of.id {
            return Err(Error::SignIn);
        }
        diesel::update(person::table.find(&of.id)).set(person::password_hash.eq(hash)).execute(tx.conn)?;
        sessions::end_all(tx, &of.id, Some(&session.id))?;
        browsers::forget_all(tx, &of.id, browser.as_deref())?;
        let actor = Actor::of(Some(&of.id), Some(&of.organisation_id));
        log(tx, &actor, &of.organisation_id, &of.id, "password.changed", json!({}))
    })
    .await
}
