//! What calls share, above all those on everything that stands beside a report: voices, inquiries, translations,
//! delegations.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::access::Viewer;
use crate::db::Tx;
use crate::error::{Error, Result, said};
use crate::incidents::proposing::Words;
use crate::people::Visitor;
use crate::redaction::Tombstone;
use crate::web::{Core, Idempotent, Json, Paging, answer_with, body, once_for};

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

/// `audience?`, `except?` and `approvers?` of a body: to whom something goes.
pub(super) fn chosen(sent: &Value) -> Result<Words> {
    let audience = body::words(sent, "audience")?;
    // Nothing said is one's own organisation; a list of nobody is a slip, and lets nothing out.
    if audience.is_empty() && sent.get("audience").is_some_and(|audience| !audience.is_null()) {
        return Err(Error::invalid("audience", said("fault-no-audience")));
    }
    let (except, approvers) = (body::words(sent, "except")?, body::text(sent, "approvers")?);
    Ok(Words { audience, except, approvers, ..Words::default() })
}

/// Which page of a list is asked for, by whom.
pub(super) fn paging(list: &str, visitor: &Visitor, request: &HttpRequest) -> Result<Paging> {
    Paging::parse(request.query_string(), format!("{list}|{}", visitor.viewer().reading_key()))
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
