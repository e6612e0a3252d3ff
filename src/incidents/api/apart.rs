//! What the calls on everything that stands beside a report share: voices, inquiries, translations, delegations.

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use crate::access::Viewer;
use crate::db::Tx;
use crate::error::Result;
use crate::people::Visitor;
use crate::redaction::Tombstone;
use crate::web::{Core, Idempotent, Json, answer_with, body, once_for};

/// Does something with what a reference names, once for a key and a body, and answers with where it stands then.
pub(super) async fn act(
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
pub(super) fn comment(sent: &Json) -> Result<String> {
    body::only(&sent.value, &["comment"])?;
    body::text(&sent.value, "comment")
}

/// `{reason}`, and nothing beside it.
pub(super) fn reason(sent: &Json) -> Result<String> {
    body::only(&sent.value, &["reason"])?;
    body::text(&sent.value, "reason")
}

/// What is left of what somebody could read, and why.
pub(super) fn withdrawn(tombstone: &Tombstone) -> (u16, Value) {
    (410, json!({ "state": "withdrawn", "withdrawn_at": tombstone.at, "reason": tombstone.reason }))
}
