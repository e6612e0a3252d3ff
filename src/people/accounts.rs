//! What is done with accounts and their roles: by their people, their administrators and convenors.

use diesel::prelude::*;
use serde_json::json;

use super::founding;
use super::model::{self, Organisation, Person};
use super::passwords::Password;
use super::persons::{NewPerson, insert, insert_mandate, log, mandates};
use super::signing_in::SignIns;
use super::visitor::Known;
use super::{browsers, sessions, signing_in};
use crate::access::{Act, OrganisationKind, Role, Viewer, allows};
use crate::audit::Actor;
use crate::db::schema::{mandate, person};
use crate::db::{ChangeKind, Moment, PersonId, Tx};
use crate::error::{Error, Fields, Message, Result, message};
use crate::web::Core;

/// Whether somebody may hand out this role in this organisation: the convenor's only inside the secretariat,
/// by one who holds it.
pub fn may_grant(viewer: &Viewer, to: &Organisation, role: Role) -> bool {
    role != Role::Convenor
        || (to.kind == OrganisationKind::Secretariat && viewer.roles().contains(&Role::Convenor))
}

/// What is said where somebody may not.
pub(super) const NO_CONVENOR: Message = message("fault-convenor");

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

/// Closes a colleague's account: signed out everywhere, at once and for good.
pub fn close(tx: &mut Tx<'_>, viewer: &Viewer, of: &Person) -> Result<()> {
    allows(viewer, Act::ManagePeople { organisation: &of.organisation_id })?;
    if viewer.person() == Some(&of.id) {
        return Err(Error::Conflict(message("conflict-own-account")));
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
        Error::Invalid(_) => Error::invalid("old", message("fault-old-password")),
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
