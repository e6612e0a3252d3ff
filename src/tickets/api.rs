//! `/api/v1/tickets`, and those of an action.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{NewMove, NewTicket, TicketView, view};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::actions::{self, Seen};
use crate::description::{Description, List, get, post};
use crate::error::Result;
use crate::vault::Vault;
use crate::web::{self as http, AppState, Idempotent, Json, Scope, body, once_for};

const OF_ACTION: &str = "/actions/{reference}/tickets";
const ONE: &str = "/tickets/{reference}";
const MOVES: &str = "/tickets/{reference}/moves";
const NAMES: &str = "/tickets/{reference}/beneficiaries";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = |path: &str| format!("/api/v1{path}");
    let calls = [
        get("/api/v1/tickets", "What states are asked for: by one's own organisation, and of it")
            .paged()
            .gives::<List<TicketView>>(200, "What waits for one's own organisation first."),
        get(&at(OF_ACTION), "The same in one action")
            .paged()
            .gives::<List<TicketView>>(200, "As far as one is shown it."),
        post(&at(OF_ACTION), "Ask a state for support (delegate of an organisation that takes part)")
            .says("In actions of the kinds `diplomatic_support` and `emergency_support`. `If-Match`, where it is sent, is the `mark` of the brief that was seen: 412 where another is read by now.")
            .once()
            .takes::<NewTicket>()
            .gives::<TicketView>(201, "The two organisations read it."),
        get(&at(ONE), "A request to a state").gives::<TicketView>(200, "For the two organisations."),
        post(&at(MOVES), "Move a request to a state on (delegate)")
            .says("`If-Match`, where it is sent, is the `mark` of the request that was seen: 412 where it was moved since.")
            .once()
            .takes::<NewMove>()
            .gives::<TicketView>(200, "As it is now."),
        get(&at(NAMES), "The names that are sealed with a request (delegate of the organisation that asks)")
            .says("Each opening is written to the log of that organisation.")
            .gives::<Beneficiaries>(200, "The names."),
    ];
    api.add("Requests to states", calls);
    let table = get("/tickets.csv", "The list of requests to states as CSV");
    api.add("Downloads", [table.as_table("What is said in a request is not in it.")]);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    scope
        .route("/tickets", http::get().to(list_tickets))
        .route(OF_ACTION, http::get().to(list_of_action))
        .route(OF_ACTION, http::post().to(post_ticket))
        .route(ONE, http::get().to(get_ticket))
        .route(MOVES, http::post().to(move_ticket))
        .route(NAMES, http::get().to(get_beneficiaries))
}

/// The names that are sealed with a request.
#[derive(Serialize, ToSchema)]
#[schema(as = TicketBeneficiaries)]
struct Beneficiaries {
    /// As they were written.
    names: String,
}

fn view_of(app: &AppState, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<TicketView> {
    app.database().read(|conn| view::one(conn, vault, viewer, reference))
}

/// `GET /api/v1/tickets`.
pub async fn list_tickets(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = visitor.paging("tickets", &request)?;
    let found = app.read(move |conn| view::list(conn, visitor.viewer(), None)).await?;
    Ok(HttpResponse::Ok().json(paging.list(&app, &found, |one| one.reference.clone())?))
}

/// `GET /api/v1/actions/{reference}/tickets`.
pub async fn list_of_action(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let paging = visitor.paging(&format!("tickets|{reference}"), &request)?;
    let found = app
        .read_or_audit(move |tx| {
            let row = actions::at_work(tx, visitor.viewer(), &reference)?;
            view::list(tx.conn, visitor.viewer(), Some(&row.id))
        })
        .await?;
    Ok(HttpResponse::Ok().json(paging.list(&app, &found, |one| one.reference.clone())?))
}

/// `POST /api/v1/actions/{reference}/tickets` `{organisation, text, beneficiaries}`.
pub async fn post_ticket(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewTicket = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            // What is kept of the answer is the reference alone: what it says is sealed.
            let (_, made) = app.write_signed_in_now(viewer.person().is_some(), |tx| {
                once_for(tx, viewer.person(), &key, &sent.hash, |tx| {
                    Ok((201, super::request(tx, &vault, viewer, (&reference, &new), &seen)?))
                })
            })?;
            view_of(app, &vault, viewer, made.as_str().unwrap_or_default())
        })
        .await?;
    Ok(HttpResponse::Created().json(answer))
}

/// `GET /api/v1/tickets/{reference}`.
pub async fn get_ticket(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let answer = app.blocking(move |app| view_of(app, &vault, visitor.viewer(), &reference)).await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `POST /api/v1/tickets/{reference}/moves` `{to, reason, text, action}`.
pub async fn move_ticket(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewMove = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            app.write_signed_in_now(viewer.person().is_some(), |tx| {
                once_for(tx, viewer.person(), &key, &sent.hash, |tx| {
                    super::move_on(tx, &vault, viewer, (&reference, &new), &seen)?;
                    Ok((200, reference.to_string()))
                })
            })?;
            view_of(app, &vault, viewer, &reference)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/tickets/{reference}/beneficiaries`.
pub async fn get_beneficiaries(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let names = app
        .read_or_audit(move |tx| {
            super::beneficiaries(tx, &vault, visitor.viewer(), &reference).map(|(_, names)| names)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Beneficiaries { names }))
}
