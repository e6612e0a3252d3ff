//! What is asked of the owner of a report: `/api/v1/reports/{reference}/inquiries`, `/api/v1/inquiries`.

use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::apart::chosen;
use crate::access::Viewer;
use crate::contributions::api::{act, comment, reason, withdrawn};
use crate::db::Tx;
use crate::error::Result;
use crate::flow::Release;
use crate::incidents::apart::Seen;
use crate::incidents::asking::{self, Input, Inquiry};
use crate::people::Visitor;
use crate::vault::Vault;
use crate::web::{Core, Idempotent, Json, OptionalJson, answer_with, body, once_for};

fn shown(tx: &mut Tx<'_>, viewer: &Viewer, row: Inquiry, release: &Release) -> Result<Value> {
    let state = asking::state(tx, &row.reference)?;
    Ok(asking::view(tx.conn, viewer, row, &release.audience, state)?.json())
}

/// What is there now, without its words: the answer is kept to be given again, and they are kept nowhere beside their
/// own place.
fn said_now(tx: &mut Tx<'_>, viewer: &Viewer, (row, release): (Inquiry, Release)) -> Result<(u16, Value)> {
    let mut answer = shown(tx, viewer, row, &release)?;
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("words");
    }
    Ok((201, answer))
}

/// `POST /api/v1/reports/{reference}/inquiries`.
pub async fn post_inquiry(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    body::only(&sent.value, &["kind", "words", "wished", "audience", "except", "approvers"])?;
    let input = Input {
        kind: body::text(&sent.value, "kind")?,
        words: body::text(&sent.value, "words")?,
        wished: body::words(&sent.value, "wished")?,
        audience: chosen(&sent.value)?,
    };
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let said = asking::ask(tx, &vault, viewer, &reference, &input)?;
                said_now(tx, viewer, said)
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/inquiries/{reference}/answers`.
pub async fn post_answer(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    body::only(&sent.value, &["words", "audience", "except", "approvers"])?;
    let (words, audience) = (body::text(&sent.value, "words")?, chosen(&sent.value)?);
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let said = asking::reply(tx, &vault, viewer, &reference, &words, &audience)?;
                said_now(tx, viewer, said)
            })
        })
        .await?;
    answer_with(status, &answer)
}

fn as_seen(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<(u16, Value)> {
    Ok(match asking::seen(tx, vault, viewer, reference)? {
        Seen::Live(row, audience) => (200, asking::view(tx.conn, viewer, row, &audience, "live")?.json()),
        Seen::Waiting(row, release, words) => (200, shown(tx, viewer, Inquiry { words, ..row }, &release)?),
        Seen::Withdrawn(_, tombstone) => withdrawn(&tombstone),
    })
}

/// `GET /api/v1/inquiries/{reference}`.
pub async fn get_inquiry(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (status, answer) = core.look(move |tx| as_seen(tx, &vault, visitor.viewer(), &reference)).await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/inquiries/{reference}/approval` `{comment?}`.
pub async fn approve_inquiry(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let comment = comment(&sent.0)?;
    act(core, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        asking::approve(tx, &vault, viewer, reference, &comment)?;
        asking::state(tx, reference)
    })
    .await
}

/// `POST /api/v1/inquiries/{reference}/return` `{comment}`.
pub async fn return_inquiry(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let comment = comment(&sent)?;
    act(core, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        asking::return_to_author(tx, viewer, reference, &comment)?;
        asking::state(tx, reference)
    })
    .await
}

/// `DELETE /api/v1/inquiries/{reference}` `{reason}`: takes back what is out, or a proposal.
pub async fn delete_inquiry(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let reason = reason(&sent.0)?;
    act(core, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        asking::withdraw(tx, viewer, reference, &reason)?;
        asking::state(tx, reference)
    })
    .await
}
