//! A report in other languages: `/api/v1/reports/{reference}/translations`, `/api/v1/translations`.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use super::{Found, Input, TranslationView};
use crate::access::Viewer;
use crate::contributions::api::{act, comment, reason, withdrawn};
use crate::db::Tx;
use crate::error::{Error, Fields, Result, said};
use crate::people::Visitor;
use crate::translations;
use crate::vault::Vault;
use crate::web::{Core, Idempotent, Json, OptionalJson, answer_with, body, once_for};

/// The fields in which texts are sent.
const TEXTS: [&str; 4] = ["title", "narrative", "facts", "evidence"];

fn input(sent: &Value) -> Result<Input> {
    body::only(sent, &[&["language", "rendition", "as", "approvers"][..], &TEXTS].concat())?;
    let mut faults = Fields::default();
    let mut texts = BTreeMap::new();
    let mut take = |name: String, value: &Value| match value {
        Value::Null => {}
        Value::String(text) => drop(texts.insert(name, text.clone())),
        _ => faults.add(name, said("fault-text")),
    };
    for name in TEXTS {
        match sent.get(name) {
            Some(Value::Object(below)) if ["facts", "evidence"].contains(&name) => {
                below.iter().for_each(|(part, text)| take(format!("{name}.{part}"), text));
            }
            Some(value) if ["facts", "evidence"].contains(&name) && !value.is_null() => {
                return Err(Error::invalid(name, said("fault-object")));
            }
            other => take(name.to_owned(), other.unwrap_or(&Value::Null)),
        }
    }
    let input = Input {
        language: body::text(sent, "language")?,
        rendition: body::text(sent, "rendition")?,
        as_whom: body::text(sent, "as")?,
        approvers: body::text(sent, "approvers")?,
        texts,
    };
    faults.into_result(input)
}

/// `POST /api/v1/reports/{reference}/translations`.
pub async fn post_translation(
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
                let (row, _) = translations::translate(tx, &vault, viewer, &reference, &input)?;
                let state = translations::state(tx, viewer, &row.reference)?;
                Ok((201, json!({ "reference": row.reference, "state": state })))
            })
        })
        .await?;
    answer_with(status, &answer)
}

fn as_seen(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<(u16, Value)> {
    Ok(match translations::seen(tx, vault, viewer, reference)? {
        Found::Seen(seen) => (200, TranslationView::of(tx.conn, viewer, *seen)?.json()),
        Found::Withdrawn(_, tombstone) => withdrawn(&tombstone),
    })
}

/// `GET /api/v1/translations/{reference}`.
pub async fn get_translation(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (status, answer) = core.look(move |tx| as_seen(tx, &vault, visitor.viewer(), &reference)).await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/translations/{reference}/approval` `{comment?}`.
pub async fn approve_translation(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let comment = comment(&sent.0)?;
    act(core, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        translations::approve(tx, &vault, viewer, reference, &comment)?;
        translations::state(tx, viewer, reference)
    })
    .await
}

/// `POST /api/v1/translations/{reference}/return` `{comment}`.
pub async fn return_translation(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let comment = comment(&sent)?;
    act(core, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        translations::return_to_author(tx, viewer, reference, &comment)?;
        translations::state(tx, viewer, reference)
    })
    .await
}

/// `DELETE /api/v1/translations/{reference}` `{reason}`: takes back what is out, or a proposal.
pub async fn delete_translation(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let reason = reason(&sent.0)?;
    act(core, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        translations::withdraw(tx, viewer, reference, &reason)?;
        translations::state(tx, viewer, reference)
    })
    .await
}
