//! What others say of a report: `/api/v1/incidents/{reference}/corroborations`; and what its owner says of it:
//! `/api/v1/reports/{reference}/retraction`.

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use super::{Corroboration, Input};
use crate::contributions::Kind;
use crate::contributions::api::reason;
use crate::error::Result;
use crate::people::Visitor;
use crate::reports;
use crate::reports::api_input::chosen;
use crate::vault::Vault;
use crate::verification;
use crate::web::{Core, Idempotent, Json, answer_with, body, once_for};

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
                let (row, release) = verification::corroborate(tx, &vault, viewer, &reference, &input)?;
                let state = release.state_of_text();
                let mut answer = Corroboration::json(tx.conn, viewer, row, &release.audience, state)?;
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
                verification::retract(tx, visitor.viewer(), &report, &reason)?;
                Ok((201, json!({ "reference": report.reference, "verification": "retracted" })))
            })
        })
        .await?;
    answer_with(status, &answer)
}
