//! A report in other languages: `/api/v1/reports/{reference}/translations`.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use super::Input;
use crate::accounts::Visitor;
use crate::error::{Error, Fields, Result, message};
use crate::translations;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json, answer_with, body, once_for};

/// The fields in which texts are sent.
const TEXTS: [&str; 4] = ["title", "narrative", "facts", "evidence"];

fn input(sent: &Value) -> Result<Input> {
    body::only(sent, &[&["language", "rendition", "as", "approvers"][..], &TEXTS].concat())?;
    let mut faults = Fields::default();
    let mut texts = BTreeMap::new();
    let mut take = |name: String, value: &Value| match value {
        Value::Null => {}
        Value::String(text) => drop(texts.insert(name, text.clone())),
        _ => faults.add(name, message("fault-text")),
    };
    for name in TEXTS {
        match sent.get(name) {
            Some(Value::Object(below)) if ["facts", "evidence"].contains(&name) => {
                below.iter().for_each(|(part, text)| take(format!("{name}.{part}"), text));
            }
            Some(value) if ["facts", "evidence"].contains(&name) && !value.is_null() => {
                return Err(Error::invalid(name, message("fault-object")));
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
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let input = input(&sent.value)?;
    let (status, answer) = app
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let (row, release) = translations::translate(tx, &vault, viewer, &reference, &input)?;
                Ok((201, json!({ "reference": row.reference, "state": release.state_of_text() })))
            })
        })
        .await?;
    answer_with(status, &answer)
}
