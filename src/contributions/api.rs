//! The calls of programs on every kind of contribution, and what they share with others that name one thing.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Kind, Lookup, Reviewed, open};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::db::Tx;
use crate::description::{Call, delete, get as read, post};
use crate::error::Result;
use crate::flow::Decision;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json, OptionalJson, answer_with, body, once_for};

pub use super::answer::{Answer, TombstoneView};

/// Where a contribution is now.
#[derive(Serialize, ToSchema)]
pub struct ContributionState {
    reference: String,
    #[schema(pattern = "^(live|released|unconfirmed|proposed|returned|cancelled|withdrawn)$")]
    state: &'static str,
}

/// What a reviewer may say of what they approve.
#[derive(Deserialize, ToSchema)]
pub struct Comment {
    comment: Option<String>,
    /// The reference of the release that was looked at (`L-…`): 409 where another waits by now.
    release: Option<String>,
}

/// What a reviewer says of what they return.
#[derive(Deserialize, ToSchema)]
pub struct Return {
    /// What the author should change.
    comment: String,
    /// The reference of the release that was looked at (`L-…`): 409 where another waits by now.
    release: Option<String>,
}

/// Why something is withdrawn.
#[derive(Deserialize, ToSchema)]
pub struct Withdrawal {
    /// Needed for what is released: its readers are told.
    reason: Option<String>,
}

/// Who decides on most texts.
pub const REVIEWERS: &str = "reviewer; never one's own";

/// Describes the call that confirms what a kind releases at once: `deciders` says who may, and on what.
pub fn confirmation(kind: &str, deciders: &str) -> Call {
    post(
        &format!("/api/v1/{kind}/{{reference}}/confirmation"),
        &format!("Confirm what was released at once ({deciders})"),
    )
    .says("Until then it is `unconfirmed`, and it ends by itself.")
    .once()
    .may_take::<Comment>()
    .gives::<ContributionState>(200, "It is confirmed.")
}

/// Describes the calls on every contribution of a kind: `kind` stands in their addresses, `V` is what is read.
pub fn calls<V: ToSchema>(kind: &str, read_it: &str, it: &str) -> [Call; 4] {
    calls_decided_by::<V>(kind, REVIEWERS, read_it, it)
}

/// The same where others decide than reviewers alone.
pub fn calls_decided_by<V: ToSchema>(kind: &str, deciders: &str, read_it: &str, it: &str) -> [Call; 4] {
    let at = format!("/api/v1/{kind}/{{reference}}");
    [
        read(&at, read_it)
            .open()
            .gives::<V>(200, it)
            .gives::<TombstoneView>(410, "It could be read, and was withdrawn."),
        delete(&at, "Withdraw what is released, or a proposal")
            .may_take::<Withdrawal>()
            .gives::<ContributionState>(200, "It is withdrawn."),
        post(&format!("{at}/approval"), &format!("Release it ({deciders})"))
            .once()
            .may_take::<Comment>()
            .gives::<ContributionState>(200, "It is released."),
        post(&format!("{at}/return"), &format!("Send back to the author ({deciders})"))
            .once()
            .takes::<Return>()
            .gives::<ContributionState>(200, "It is returned."),
    ]
}

/// Does something with the thing that a reference names, once for a key and a body, and answers with its state after that.
pub async fn act(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    (key, hash): (Idempotent, String),
    work: impl FnOnce(&mut Tx<'_>, &Viewer, &str) -> Result<&'static str> + Send + 'static,
) -> Result<HttpResponse> {
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &hash, |tx| {
                let state = work(tx, visitor.viewer(), &reference)?;
                Ok((200, ContributionState { reference: reference.to_string(), state }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `{comment, release}`, and nothing beside them.
pub fn comment(sent: &Json) -> Result<(String, String)> {
    let Comment { comment, release } = body::read(&sent.value)?;
    Ok((comment.unwrap_or_default(), release.unwrap_or_default()))
}

/// The same where the author has to be told what to change.
pub fn returned(sent: &Json) -> Result<(String, String)> {
    let Return { comment, release } = body::read(&sent.value)?;
    Ok((comment, release.unwrap_or_default()))
}

/// `{reason}`, and nothing beside it.
pub fn reason(sent: &Json) -> Result<String> {
    let Withdrawal { reason } = body::read(&sent.value)?;
    Ok(reason.unwrap_or_default())
}

/// The answer to a program that asks for one.
fn answer<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
) -> Result<Answer<K::View>> {
    if let Some(answer) = K::answer(tx, vault, viewer, reference)? {
        return Ok(answer);
    }
    let shown = match open::<K>(tx, vault, viewer, reference)? {
        Lookup::Live(row, audience) => {
            let state = row.released_state(viewer.at());
            K::view(tx.conn, viewer, row, &audience, state)?
        }
        Lookup::InReview(row, release) | Lookup::Unconfirmed(row, release) => {
            let state = K::state_of(&release);
            K::view(tx.conn, viewer, row, &release.audience, state)?
        }
        Lookup::Tombstone(_, tombstone) => return Ok(Answer::gone(&tombstone)),
    };
    Ok(Answer::Here(shown))
}

/// `GET /api/v1/…/{reference}`.
pub async fn get<K: Kind>(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let answer = app.read_or_audit(move |tx| answer::<K>(tx, &vault, visitor.viewer(), &reference)).await?;
    Ok(answer.send())
}

/// `POST /api/v1/…/{reference}/approval` `{comment?}`.
pub async fn approve<K: Reviewed>(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let (comment, release) = comment(&sent.0)?;
    act(app, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        K::approve(tx, &vault, viewer, reference, Decision { comment: &comment, release: &release })
    })
    .await
}

/// `POST /api/v1/…/{reference}/confirmation` `{comment?}`.
pub async fn confirm<K: Kind>(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let (comment, release) = comment(&sent.0)?;
    act(app, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        super::confirm::<K>(tx, viewer, reference, Decision { comment: &comment, release: &release })
    })
    .await
}

/// `POST /api/v1/…/{reference}/return` `{comment}`.
pub async fn return_to_author<K: Reviewed>(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let (comment, release) = returned(&sent)?;
    act(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        K::return_to_author(tx, viewer, reference, Decision { comment: &comment, release: &release })
    })
    .await
}

/// `DELETE /api/v1/…/{reference}` `{reason}`: withdraws what is released, or a proposal.
pub async fn withdraw<K: Reviewed>(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let reason = reason(&sent.0)?;
    act(app, visitor, reference, (key, sent.0.hash), move |tx, viewer, reference| {
        K::withdraw(tx, viewer, reference, &reason)
    })
    .await
}
