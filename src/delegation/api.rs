//! Publishing for another organisation: `/api/v1/reports/{reference}/delegations`, `/api/v1/delegations`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Delegation, DelegationRow, DelegationView, Input};
use crate::accounts::Visitor;
use crate::contributions::Reviewed;
use crate::contributions::api::{Comment, Return, act};
use crate::description::{Description, List, delete, get, post};
use crate::error::{Error, Result};
use crate::reports::api_input::paging;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json, answer_with, body, once, once_for};
use crate::{delegation, reports};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let calls = [
        post("/api/v1/reports/{reference}/delegations", "Ask another organisation to publish a report")
            .says(
                "It is given what it may read of the report, without files, once a second person has approved; and \
                 publishes it as its own.",
            )
            .once()
            .takes::<NewDelegation>()
            .gives::<StateView>(201, "It waits for a second person."),
        get("/api/v1/delegations", "Requests to publish: received, and made by one's organisation")
            .paged()
            .gives::<List<DelegationRow>>(200, "Those that wait for an answer first."),
        get("/api/v1/delegations/{reference}", "A request, with what is handed over (written to the log)")
            .gives::<DelegationView>(200, "The request."),
        delete("/api/v1/delegations/{reference}", "Withdraw it, as long as it is not accepted")
            .gives::<StateView>(200, "It is withdrawn."),
        post("/api/v1/delegations/{reference}/approval", "Hand it over (reviewer; never one's own)")
            .once()
            .may_take::<Comment>()
            .gives::<StateView>(200, "It is handed over."),
        post("/api/v1/delegations/{reference}/return", "Send back to the author (reviewer)")
            .once()
            .takes::<Return>()
            .gives::<StateView>(200, "It is returned."),
        post("/api/v1/delegations/{reference}/acceptance", "Accept it: begin a report of one's own with it")
            .says("Nothing of the request is kept beside the draft, and the organisation that asked is not told its reference.")
            .once()
            .gives::<AcceptedDelegation>(201, "The draft."),
        post("/api/v1/delegations/{reference}/refusal", "Decline, with words to the organisation that asked")
            .once()
            .takes::<Declining>()
            .gives::<StateView>(200, "It is declined."),
    ];
    api.add("Delegations", calls);
}

#[derive(Deserialize, ToSchema)]
struct NewDelegation {
    /// The slug of the organisation that is to publish.
    publisher: String,
    /// What is said to it.
    #[schema(max_length = 4000)]
    words: String,
    /// The organisation whose reviewers decide, where one's own has one person only.
    approvers: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = DelegationState)]
struct StateView {
    reference: String,
    #[schema(pattern = "^(proposed|returned|cancelled|asked|declined|recalled)$")]
    state: &'static str,
}

#[derive(Serialize, Deserialize, ToSchema)]
struct AcceptedDelegation {
    /// The draft that was begun.
    report: String,
}

#[derive(Deserialize, ToSchema)]
struct Declining {
    /// The organisation that asked reads it.
    #[schema(max_length = 4000)]
    reason: String,
}

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
    let NewDelegation { publisher, words, approvers } = body::read(&sent.value)?;
    let input = Input { publisher, words, approvers: approvers.unwrap_or_default() };
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let report = reports::releasable_report(tx.conn, viewer, &reference)?;
                let (row, _) = delegation::ask(tx, &vault, viewer, &report, &input)?;
                Ok((201, StateView { reference: row.reference, state: row.state.as_str() }))
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
            Ok(List::new(all.len() as u64, rows, next))
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
    Ok(HttpResponse::Ok().json(view))
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
            let (_, answer) = app.write_signed_in_now(viewer.person().is_some(), |tx| {
                once_for(tx, viewer.person(), &key, "", |tx| {
                    let report = delegation::accept(tx, &vault, viewer, &reference)?;
                    Ok((201, AcceptedDelegation { report: app.cursors().seal(&report.reference, SEALED)? }))
                })
            })?;
            let AcceptedDelegation { report } = serde_json::from_value(answer).map_err(Error::internal)?;
            app.cursors().open(&report, SEALED)
        })
        .await?;
    Ok(HttpResponse::Created().json(AcceptedDelegation { report }))
}

/// `POST /api/v1/delegations/{reference}/refusal` `{reason}`.
pub async fn decline_delegation(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let Declining { reason } = body::read(&sent.value)?;
    act(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        delegation::decline(tx, &vault, viewer, reference, &reason).map(|()| "declined")
    })
    .await
}
