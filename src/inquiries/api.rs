//! What is asked of the owner of a report: `/api/v1/reports/{reference}/inquiries`, `/api/v1/inquiries`.

use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::{Input, Inquiry};
use crate::access::Viewer;
use crate::contributions::{Contribution, Kind};
use crate::db::Tx;
use crate::error::Result;
use crate::flow::Release;
use crate::inquiries;
use crate::people::Visitor;
use crate::reports::api_input::chosen;
use crate::vault::Vault;
use crate::web::{Core, Idempotent, Json, answer_with, body, once_for};

/// What is there now, without its words: the answer is kept to be given again, and they are kept nowhere beside their
/// own place.
fn said_now(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (row, release): (Contribution<Inquiry>, Release),
) -> Result<(u16, Value)> {
    let mut answer = Inquiry::json(tx.conn, viewer, row, &release.audience, release.state_of_text())?;
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
                let said = inquiries::ask(tx, &vault, viewer, &reference, &input)?;
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
                let said = inquiries::reply(tx, &vault, viewer, &reference, &words, &audience)?;
                said_now(tx, viewer, said)
            })
        })
        .await?;
    answer_with(status, &answer)
}
