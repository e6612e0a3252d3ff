//! What others say of a report: `/api/v1/incidents/{reference}/corroborations`, `/api/v1/corroborations`; and what its
//! owner says of it: `/api/v1/reports/{reference}/retraction`.

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use super::apart::{act, chosen, comment, reason, withdrawn};
use crate::access::Viewer;
use crate::db::Tx;
use crate::error::Result;
use crate::flow::Release;
use crate::incidents::apart::Seen;
use crate::incidents::corroboration::{self, Corroboration, Input};
use crate::incidents::reports;
use crate::people::Visitor;
use crate::vault::Vault;
use crate::web::{Core, Idempotent, Json, OptionalJson, answer_with, body, once_for};

fn shown(tx: &mut Tx<'_>, viewer: &Viewer, row: Corroboration, release: &Release) -> Result<Value> {
    let state = corroboration::state(tx, &row.reference)?;
    Ok(corroboration::view(tx.conn, viewer, row, &release.audience, state, None)?.json())
}

fn input(sent: &Value) -> Result<Input> {
    let known = ["stance", "grade", "note", "report", "evidence", "audience", "except", "approvers"];
    body::only(sent, &known)?;
    Ok(Input {
        stance: body::text(sent, "stance")?,
        grade: body::text(sent, "grade")?,
        note: body::text(sent, "note")?,
        report: body::text(sent, "report")?,
        evidence: body::words(sent, "evidence")?,
        words: chosen(sent)?,
    })
}

/// `POST /api/v1/incidents/{reference}/corroborations`.
pub async fn post_corroboration(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let input = input(&sent.value)?;
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let (row, release) = corroboration::corroborate(tx, &vault, viewer, &reference, &input)?;
                let mut answer = shown(tx, viewer, row, &release)?;
                // The answer is kept to be given again: the words, and what was named, stand in their own places alone.
                if let Some(fields) = answer.as_object_mut() {
                    fields.retain(|name, _| !["note", "evidence"].contains(&name.as_str()));
                }
                Ok((201, answer))
            })
        })
        .await?;
    answer_with(status, &answer)
}

fn as_seen(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<(u16, Value)> {
    Ok(match corroboration::seen(tx, vault, viewer, reference)? {
        Seen::Live(row, audience) => {
            (200, corroboration::view(tx.conn, viewer, row, &audience, "live", None)?.json())
        }
        Seen::Waiting(row, release, note) => {
            (200, shown(tx, viewer, Corroboration { note, ..row }, &release)?)
        }
        Seen::Withdrawn(_, tombstone) => withdrawn(&tombstone),
    })
}

/// `GET /api/v1/corroborations/{reference}`.
pub async fn get_corroboration(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (status, answer) = core.look(move |tx| as_seen(tx, &vault, visitor.viewer(), &reference)).await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/corroborations/{reference}/approval` `{comment?}`.
pub async fn approve_corroboration(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let comment = comment(&sent.0)?;
    act(core, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        corroboration::approve(tx, &vault, viewer, reference, &comment)?;
        corroboration::state(tx, reference)
    })
    .await
}

/// `POST /api/v1/corroborations/{reference}/return` `{comment}`.
pub async fn return_corroboration(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let comment = comment(&sent)?;
    act(core, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        corroboration::return_to_author(tx, viewer, reference, &comment)?;
        corroboration::state(tx, reference)
    })
    .await
}

/// `DELETE /api/v1/corroborations/{reference}` `{reason}`: takes back what is out, or a proposal.
pub async fn delete_corroboration(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let reason = reason(&sent.0)?;
    act(core, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        corroboration::withdraw(tx, viewer, reference, &reason)?;
        corroboration::state(tx, reference)
    })
    .await
}

/// `POST /api/v1/reports/{reference}/retraction` `{reason}`.
pub async fn post_retraction(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let reason = reason(&sent)?;
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let report = reports::releasable_report(tx.conn, visitor.viewer(), &reference)?;
                corroboration::retract(tx, visitor.viewer(), &report, &reason)?;
                Ok((201, json!({ "reference": report.reference, "verification": "retracted" })))
            })
        })
        .await?;
    answer_with(status, &answer)
}
