//! The calls of programs on every kind of contribution, and what they share with others that name one thing.

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use super::{Kind, Lookup, open, verbs};
use crate::access::Viewer;
use crate::db::Tx;
use crate::error::Result;
use crate::people::Visitor;
use crate::redaction::Tombstone;
use crate::vault::Vault;
use crate::web::{Core, Idempotent, Json, OptionalJson, answer_with, body, once_for};

/// Does something with what a reference names, once for a key and a body, and answers with where it stands then.
pub async fn act(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    (key, hash): (Idempotent, String),
    work: impl FnOnce(&mut Tx<'_>, &Viewer, &str) -> Result<&'static str> + Send + 'static,
) -> Result<HttpResponse> {
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &hash, |tx| {
                let state = work(tx, visitor.viewer(), &reference)?;
                Ok((200, json!({ "reference": *reference, "state": state })))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `{comment}`, and nothing beside it.
pub fn comment(sent: &Json) -> Result<String> {
    body::only(&sent.value, &["comment"])?;
    body::text(&sent.value, "comment")
}

/// `{reason}`, and nothing beside it.
pub fn reason(sent: &Json) -> Result<String> {
    body::only(&sent.value, &["reason"])?;
    body::text(&sent.value, "reason")
}

/// What is left of what somebody could read, and why.
pub fn withdrawn(tombstone: &Tombstone) -> (u16, Value) {
    (410, json!({ "state": "withdrawn", "withdrawn_at": tombstone.at, "reason": tombstone.reason }))
}

fn found<K: Kind>(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<(u16, Value)> {
    Ok(match open::<K>(tx, vault, viewer, reference)? {
        Lookup::Live(row, audience) => (200, K::json(tx.conn, viewer, row, &audience, "live")?),
        Lookup::InReview(row, release) => {
            (200, K::json(tx.conn, viewer, row, &release.audience, release.state_of_text())?)
        }
        Lookup::Tombstone(_, tombstone) => withdrawn(&tombstone),
    })
}

/// `GET /api/v1/…/{reference}`.
pub async fn get<K: Kind>(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (status, answer) = core.look(move |tx| found::<K>(tx, &vault, visitor.viewer(), &reference)).await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/…/{reference}/approval` `{comment?}`.
pub async fn approve<K: Kind>(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let comment = comment(&sent.0)?;
    act(core, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        verbs::approve::<K>(tx, &vault, viewer, reference, &comment)
    })
    .await
}

/// `POST /api/v1/…/{reference}/return` `{comment}`.
pub async fn return_to_author<K: Kind>(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let comment = comment(&sent)?;
    act(core, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        verbs::return_to_author::<K>(tx, viewer, reference, &comment)
    })
    .await
}

/// `DELETE /api/v1/…/{reference}` `{reason}`: withdraws what is released, or a proposal.
pub async fn withdraw<K: Kind>(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let reason = reason(&sent.0)?;
    act(core, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        verbs::withdraw::<K>(tx, viewer, reference, &reason)
    })
    .await
}
