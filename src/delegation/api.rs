//! Publishing for another organisation: `/api/v1/reports/{reference}/delegations`, `/api/v1/delegations`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::{Delegation, DelegationView, Input};
use crate::accounts::Visitor;
use crate::contributions::Reviewed;
use crate::contributions::api::{act, reason};
use crate::error::Result;
use crate::reports::api_input::paging;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json, answer_with, body, once, once_for};
use crate::{delegation, reports};

/// `POST /api/v1/reports/{reference}/delegations` `{publisher, words, approvers?}`.
pub async fn post_delegation(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    body::only(&sent.value, &["publisher", "words", "approvers"])?;
    let input = Input {
        publisher: body::text(&sent.value, "publisher")?,
        words: body::text(&sent.value, "words")?,
        approvers: body::text(&sent.value, "approvers")?,
    };
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let report = reports::releasable_report(tx.conn, viewer, &reference)?;
                let (row, _) = delegation::ask(tx, &vault, viewer, &report, &input)?;
                Ok((201, json!({ "reference": row.reference, "state": row.state })))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/delegations`: what waits for one's answer, then what one's organisation asked others.
pub async fn list_delegations(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("delegations", &visitor, &request)?;
    let cursors = app.clone();
    let answer = app
        .read_or_audit(move |tx| {
            let all = delegation::list(tx.conn, visitor.viewer())?;
            let (part, next) =
                paging.page_by(&cursors, &all, |one| delegation::queue_place(visitor.viewer(), one))?;
            let rows = delegation::rows_of(tx, visitor.viewer(), part.to_vec())?;
            let items: Vec<Value> = rows.iter().map(DelegationView::row_json).collect();
            Ok(json!({ "total": all.len(), "items": items, "next": next }))
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/delegations/{reference}`.
pub async fn get_delegation(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let view = app
        .read_or_audit(move |tx| {
            let seen = delegation::seen(tx, &vault, visitor.viewer(), &reference)?;
            delegation::view(tx, seen)
        })
        .await?;
    Ok(HttpResponse::Ok().json(view.json()))
}

/// `DELETE /api/v1/delegations/{reference}`: takes it back, as long as it is not taken on.
pub async fn delete_delegation(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
) -> Result<HttpResponse> {
    act(app, visitor, reference, (key, String::new()), |tx, viewer, reference| {
        Delegation::withdraw(tx, viewer, reference, "")
    })
    .await
}

/// `POST /api/v1/delegations/{reference}/acceptance`: begins a report of one's own with what was handed over.
pub async fn accept_delegation(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
) -> Result<HttpResponse> {
    /// The answer is kept for a repeat, beside the reference of the request: which report it names is kept sealed.
    const SEALED: &str = "report begun for another";
    let report: String = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let (_, answer) = app.write_now(|tx| {
                once_for(tx, viewer.person(), &key, "", |tx| {
                    let report = delegation::accept(tx, &vault, viewer, &reference)?;
                    Ok((201, json!({ "report": app.cursors().seal(&report.reference, SEALED)? })))
                })
            })?;
            let sealed = answer.get("report").and_then(Value::as_str).unwrap_or_default();
            app.cursors().open(sealed, SEALED)
        })
        .await?;
    Ok(HttpResponse::Created().json(json!({ "report": report })))
}

/// `POST /api/v1/delegations/{reference}/refusal` `{reason}`.
pub async fn refuse_delegation(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let reason = reason(&sent)?;
    act(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        delegation::decline(tx, &vault, viewer, reference, &reason).map(|()| "declined")
    })
    .await
}
