//! The same post twice is one act: `Idempotency-Key` of the API, and the hidden `once` of every form.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;

use crate::db::schema::idempotency;
use crate::db::{PersonId, Tx};
use crate::error::{Error, Result, message};

use super::app_state::RightsOf;
use super::app_state::app_state_of;
use super::{AppState, Form, see_other};
use crate::config::InstanceKey;

/// A key that the client chose, with the route it was used on.
#[derive(Clone)]
pub struct Idempotent {
    route: String,
    key: Option<String>,
    /// What was sent is kept under a hash that nobody makes without this: it may be a report.
    instance: Option<InstanceKey>,
    rights: Option<RightsOf>,
}

impl FromRequest for Idempotent {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = request.headers().get("Idempotency-Key").map(|value| value.to_str().map(str::to_owned));
        ready(match key {
            Some(Ok(key)) if (1..=200).contains(&key.len()) && !key.contains('\t') => {
                Ok(Self::new(request, Some(key)))
            }
            None => Ok(Self::new(request, None)),
            Some(_) => Err(Error::Malformed(message("malformed-idempotency-key"))),
        })
    }
}

impl Idempotent {
    fn new(request: &HttpRequest, key: Option<String>) -> Self {
        let app = app_state_of(request).ok();
        let instance = app.as_ref().map(|app| app.key().clone());
        let rights = app.as_ref().map(AppState::rights);
        Self { route: format!("{} {}", request.method(), request.path()), key, instance, rights }
    }

    /// For a form: its hidden `once` is the key.
    pub fn of_form(request: &HttpRequest, form: &Form) -> Self {
        let key = Some(form.text("once").to_owned()).filter(|key| !key.is_empty() && key.len() <= 200);
        Self::new(request, key)
    }
}

/// How long a repeat is known as one.
const MEMORY: TimeDelta = TimeDelta::days(7);

/// Takes away the keys that are no longer remembered.
pub fn forget_old_keys(tx: &mut Tx<'_>) -> Result<()> {
    let over = tx.after(-MEMORY);
    diesel::delete(idempotency::table.filter(idempotency::at.le(over))).execute(tx.conn)?;
    Ok(())
}

/// Forgets what was answered under the address of a thing that is erased, and every answer that names it: they may quote
/// it.
pub fn forget_answers_about(tx: &mut Tx<'_>, reference: &str) -> Result<()> {
    let under = idempotency::route
        .like(format!("%/{reference}/%"))
        .or(idempotency::route.like(format!("%/{reference}")))
        .or(idempotency::answer.like(format!("%\"{reference}\"%")));
    diesel::delete(idempotency::table.filter(under)).execute(tx.conn)?;
    Ok(())
}

/// The same for an act that can be asked for by nobody signed in: they have no keys.
pub fn once_for<T: Serialize>(
    tx: &mut Tx<'_>,
    person: Option<&PersonId>,
    key: &Idempotent,
    body: &str,
    work: impl FnOnce(&mut Tx<'_>) -> Result<(u16, T)>,
) -> Result<(u16, Value)> {
    match person {
        Some(person) => once(tx, person, key, body, work),
        None => work(tx).and_then(kept),
    }
}

/// An answer as it is kept to be given again.
fn kept<T: Serialize>((status, answer): (u16, T)) -> Result<(u16, Value)> {
    Ok((status, serde_json::to_value(answer).map_err(Error::internal)?))
}

/// Does `work` once for this person, route and key; a repeat gets the first answer back. The same key with
/// another body is refused. `body` is a hash of what was sent.
///
/// Who has lost a right since is not given what was kept: it may tell what they could read then. They are asked as if
/// they came for the first time, so they get the refusal that anybody gets; and where they still may, nothing is done twice.
pub fn once<T: Serialize>(
    tx: &mut Tx<'_>,
    person: &PersonId,
    key: &Idempotent,
    body: &str,
    work: impl FnOnce(&mut Tx<'_>) -> Result<(u16, T)>,
) -> Result<(u16, Value)> {
    let mut work = Some(work);
    // Every act has its own work: what is done around it is built once, and not once for each of them.
    answered_once(tx, person, key, body, &mut |tx| {
        let work = work.take().ok_or_else(|| Error::Internal("one act, twice".into()))?;
        work(tx).and_then(kept)
    })
}

fn answered_once(
    tx: &mut Tx<'_>,
    person: &PersonId,
    key: &Idempotent,
    body: &str,
    work: &mut dyn FnMut(&mut Tx<'_>) -> Result<(u16, Value)>,
) -> Result<(u16, Value)> {
    let Some(chosen) = &key.key else {
        return work(tx);
    };
    let instance =
        key.instance.as_ref().ok_or_else(|| Error::Internal("no instance behind this key".into()))?;
    let rights_of = key.rights.ok_or_else(|| Error::Internal("no instance behind this key".into()))?;
    let body = instance.hash("idempotency", body.as_bytes())?;
    let rights = rights_of(tx.conn, person, tx.now())?;
    let known: Option<(String, i32, String, String)> = idempotency::table
        .find((person.as_str(), &key.route, chosen))
        .select((idempotency::body_hash, idempotency::status, idempotency::answer, idempotency::rights))
        .first(tx.conn)
        .optional()?;
    if let Some((hash, status, answer, then)) = known {
        if hash != body {
            return Err(Error::Conflict(message("conflict-key-used")));
        }
        if then.is_empty() || !then.split(' ').all(|right| rights.contains(right)) {
            // An error takes back whatever this did.
            return work(tx).and_then(|_| Err(Error::Conflict(message("conflict-rights-changed"))));
        }
        let answer = serde_json::from_str(&answer).map_err(Error::internal)?;
        return Ok((u16::try_from(status).map_err(Error::internal)?, answer));
    }
    let (status, answer) = work(tx)?;
    diesel::insert_into(idempotency::table)
        .values((
            idempotency::person_id.eq(person.as_str()),
            idempotency::route.eq(&key.route),
            idempotency::key.eq(chosen),
            idempotency::body_hash.eq(body),
            idempotency::status.eq(i32::from(status)),
            idempotency::answer.eq(answer.to_string()),
            idempotency::at.eq(tx.now()),
            idempotency::rights.eq(rights.into_iter().collect::<Vec<_>>().join(" ")),
        ))
        .execute(tx.conn)?;
    Ok((status, answer))
}

/// Does what a form of somebody signed in asks for, once however often it is sent, and leads on to the page whose
/// address `work` gives.
pub async fn form_once(
    app: &AppState,
    person: &PersonId,
    request: &HttpRequest,
    form: &Form,
    work: impl FnOnce(&mut Tx<'_>) -> Result<String> + Send + 'static,
) -> Result<HttpResponse> {
    let (person, key, body) = (person.clone(), Idempotent::of_form(request, form), form.hash());
    let (_, address) =
        app.write(move |tx| once(tx, &person, &key, &body, |tx| Ok((303, Value::String(work(tx)?))))).await?;
    Ok(see_other(address.as_str().unwrap_or("/")))
}
