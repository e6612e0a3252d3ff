//! What is done with accounts: by their people, their administrators and the operator.

use serde_json::json;

use crate::access::{Act, Role, Viewer, allows};
use crate::accounts::passwords::Password;
use crate::accounts::sign_ins::{self, SignIns};
use crate::accounts::visitor::{self, Known};
use crate::accounts::{browsers, sessions};
use crate::audit::Actor;
use crate::db::{ChangeKind, PersonId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::people::model::{self, Organisation, Person};
use crate::people::persons::{self, NewPerson, insert, log};
use crate::people::role_grants::insert_role_grant;
use crate::web::AppState;
use crate::{feeds, outbox};

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
        insert_role_grant(tx, &id, *role, None, None, true)?;
    }
    log(tx, &Actor::operator(), &home.id, &id, "account.made", json!({ "roles": roles }))?;
    tx.change(ChangeKind::Person, id.as_str(), false)?;
    Ok(id)
}

/// Closes a colleague's account: signed out everywhere, at once and for good.
pub fn close(tx: &mut Tx<'_>, viewer: &Viewer, of: &Person) -> Result<()> {
    allows(viewer, Act::ManagePeople { organisation: &of.organisation_id })?;
    if viewer.person() == Some(&of.id) {
        return Err(Error::Conflict(message("conflict-own-account")));
    }
    persons::set_closed(tx, &of.id)?;
    sessions::end_all(tx, &of.id, None)?;
    browsers::forget_all(tx, &of.id, None)?;
    outbox::forget_person(tx, &of.id)?;
    feeds::forget_person(tx, &of.id)?;
    visitor::forget_above(tx, &of.id)?;
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
    persons::set_name(tx, &of.id, &name, &language)?;
    let actor = Actor::of(Some(&of.id), Some(&of.organisation_id));
    log(tx, &actor, &of.organisation_id, &of.id, "account.edited", json!({}))
}

/// Changes one's own password; every other session ends, and every other browser is forgotten. Guessing the present one
/// costs what it costs at sign-in. The costly parts run outside every transaction.
pub async fn change_password(
    app: &AppState,
    sign_ins: &SignIns,
    known: Known,
    browser: Option<String>,
    (old, new): (&str, &str),
) -> Result<()> {
    let wrong = |error| match error {
        Error::Invalid(_) => Error::invalid("old", message("fault-old-password")),
        other => other,
    };
    let checked = sign_ins::check_own(app, sign_ins, &known, old).await.map_err(wrong)?;
    let (of, new) = (known.person.clone(), new.to_owned());
    let password =
        app.blocking(move |app| Password::choose(app.config(), &new, &[&of.name, &of.email])).await?;
    let hash = sign_ins.hash(password, known.session.id.as_str(), app.ambient()).await?;
    app.write(move |tx| {
        let of = &known.person;
        // Meanwhile somebody may have changed it, or ended the session that asks.
        let id = checked.still(tx).map_err(wrong)?;
        let session = sessions::by_id(tx.conn, known.session.id.as_str(), tx.now())?.ok_or(Error::SignIn)?;
        if id != of.id || session.person_id != of.id {
            return Err(Error::SignIn);
        }
        persons::set_password(tx, &of.id, &hash)?;
        sessions::end_all(tx, &of.id, Some(&session.id))?;
        browsers::forget_all(tx, &of.id, browser.as_deref())?;
        let actor = Actor::of(Some(&of.id), Some(&of.organisation_id));
        log(tx, &actor, &of.organisation_id, &of.id, "password.changed", json!({}))
    })
    .await
}
