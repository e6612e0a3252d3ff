//! The same post twice is one act: `Idempotency-Key` of the API, and the hidden `once` of every form.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use diesel::prelude::*;
use serde_json::Value;

use crate::db::schema::idempotency;
use crate::db::{PersonId, Tx};
use crate::error::{Error, Result};

use super::{Core, Form, see_other};

/// A key that the client chose, with the route it was used on.
#[derive(Debug, Clone)]
pub struct Idempotent {
    route: String,
    key: Option<String>,
}

impl FromRequest for Idempotent {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = request.headers().get("Idempotency-Key").map(|value| value.to_str().map(str::to_owned));
        ready(match key {
            Some(Ok(key)) if !key.is_empty() && key.len() <= 200 => Ok(Self::new(request, Some(key))),
            None => Ok(Self::new(request, None)),
            Some(_) => Err(Error::Malformed("Idempotency-Key: 1 to 200 printable ASCII characters.".into())),
        })
    }
}

impl Idempotent {
    fn new(request: &HttpRequest, key: Option<String>) -> Self {
        Self { route: format!("{} {}", request.method(), request.path()), key }
    }

    /// For a form: its hidden `once` is the key.
    pub fn of_form(request: &HttpRequest, form: &Form) -> Self {
        let key = Some(form.text("once").to_owned()).filter(|key| !key.is_empty() && key.len() <= 200);
        Self::new(request, key)
    }
}

/// Does `work` once for this person, route and key; a repeat gets the first answer back. The same key with
/// another body is refused. `body` is a hash of what was sent.
pub fn once(
    tx: &mut Tx<'_>,
    person: &PersonId,
    key: &Idempotent,
    body: &str,
    work: impl FnOnce(&mut Tx<'_>) -> Result<(u16, Value)>,
) -> Result<(u16, Value)> {
    let Some(chosen) = &key.key else {
        return work(tx);
    };
    let known: Option<(String, i32, String)> = idempotency::table
        .find((person.as_str(), &key.route, chosen))
        .select((idempotency::body_hash, idempotency::status, idempotency::answer))
        .first(tx.conn)
        .optional()?;
    if let Some((hash, status, answer)) = known {
        if hash != body {
            return Err(Error::Conflict("This key was used before, for something else.".into()));
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
        ))
        .execute(tx.conn)?;
    Ok((status, answer))
}

/// Does what a form of somebody signed in asks for, once however often it is sent, and leads on to the page whose
/// address `work` gives.
pub async fn form_once(
    core: &Core,
    person: &PersonId,
    request: &HttpRequest,
    form: &Form,
    work: impl FnOnce(&mut Tx<'_>) -> Result<String> + Send + 'static,
) -> Result<HttpResponse> {
    let (person, key, body) = (person.clone(), Idempotent::of_form(request, form), form.hash());
    let (_, address) = core
        .write(move |tx| once(tx, &person, &key, &body, |tx| Ok((303, Value::String(work(tx)?)))))
        .await?;
    Ok(see_other(address.as_str().unwrap_or("/")))
}
