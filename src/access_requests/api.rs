//! Requests for access to what may or may not exist: `/api/v1/access-requests`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AccessRequest, Input, Received};
use crate::access_requests;
use crate::accounts::Visitor;
use crate::db::Moment;
use crate::description::{Description, List, delete, get, post};
use crate::error::Result;
use crate::index::Index;
use crate::people::Organisation;
use crate::reports::REPORTS;
use crate::reports::api_input::paging;
use crate::web::{AppState, Idempotent, Json, answer_with, body, once_for};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let calls = [
        post("/api/v1/access-requests", "Ask for access to what may or may not exist")
            .says("The answer is the same whatever there is. An organisation has at most 20 open; each ends after 90 days.")
            .once()
            .takes::<NewRequest>()
            .gives::<Requested>(201, "The owners of reports that fit see it."),
        get("/api/v1/access-requests", "Requests of one's own organisation")
            .paged()
            .gives::<List<RequestView>>(200, "The newest first."),
        get("/api/v1/access-requests/received", "Requests of others that fit reports of one's own (own desk)")
            .paged()
            .gives::<List<ReceivedView>>(200, "The newest first."),
        delete("/api/v1/access-requests/{reference}", "Withdraw a request of one's own organisation")
            .gives_nothing("It is gone."),
        post("/api/v1/access-requests/{reference}/dismissal", "Dismiss a request (own desk)")
            .once()
            .gives::<Dismissed>(200, "The organisation that asked does not learn of it."),
    ];
    api.add("Access requests", calls);
}

#[derive(Deserialize, ToSchema)]
#[schema(as = NewAccessRequest)]
struct NewRequest {
    /// A report or an incident: `R-7K3QX9`. This, or a country.
    wanted: Option<String>,
    /// Two letters.
    country: Option<String>,
    /// With a country: not over before this day.
    from: Option<String>,
    /// With a country: begun by this day.
    to: Option<String>,
    /// The reason; read by every organisation that has a report which fits.
    #[schema(max_length = 2000)]
    words: String,
}

#[derive(Serialize, ToSchema)]
struct Requested {
    reference: String,
    #[schema(pattern = "^open$")]
    state: &'static str,
    ends_at: Moment,
}

#[derive(Serialize, ToSchema)]
#[schema(as = AccessRequest)]
struct RequestView {
    reference: String,
    #[schema(required)]
    wanted: Option<String>,
    #[schema(required)]
    country: Option<String>,
    #[schema(required)]
    from: Option<String>,
    #[schema(required)]
    to: Option<String>,
    words: String,
    at: Moment,
    ends_at: Moment,
}

impl RequestView {
    fn of(request: &AccessRequest) -> Self {
        Self {
            reference: request.reference.clone(),
            wanted: request.wanted.clone(),
            country: request.country.clone(),
            from: request.from_day.clone(),
            to: request.to_day.clone(),
            words: request.words.clone(),
            at: request.created_at,
            ends_at: request.ends_at,
        }
    }
}

/// A request of another organisation that fits reports of one's own.
#[derive(Serialize, ToSchema)]
#[schema(as = ReceivedRequest)]
struct ReceivedView {
    reference: String,
    organisation: Organisation,
    /// Where it is the reference of a report of one's own, or of its incident.
    #[schema(required)]
    wanted: Option<String>,
    #[schema(required)]
    country: Option<String>,
    #[schema(required)]
    from: Option<String>,
    #[schema(required)]
    to: Option<String>,
    words: String,
    at: Moment,
    ends_at: Moment,
    /// One's own reports that fit; at most 20 are named.
    reports: Vec<String>,
}

impl ReceivedView {
    fn of(Received { request, organisation, reports }: &Received) -> Self {
        Self {
            reference: request.reference.clone(),
            organisation: organisation.clone(),
            wanted: request.wanted.clone(),
            country: request.country.clone(),
            from: request.from_day.clone(),
            to: request.to_day.clone(),
            words: request.words.clone(),
            at: request.created_at,
            ends_at: request.ends_at,
            reports: reports.iter().map(|(reference, _)| reference.clone()).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct Dismissed {
    reference: String,
    #[schema(pattern = "^dismissed$")]
    state: &'static str,
}

/// `POST /api/v1/access-requests`: answered alike whatever there is.
pub async fn post_request(
    app: web::Data<AppState>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewRequest = body::read(&sent.value)?;
    let input = Input {
        wanted: new.wanted.unwrap_or_default(),
        country: new.country.unwrap_or_default(),
        from: new.from.unwrap_or_default(),
        to: new.to.unwrap_or_default(),
        words: new.words,
    };
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let made = access_requests::make(tx, visitor.viewer(), &input)?;
                Ok((201, Requested { reference: made.reference, state: "open", ends_at: made.ends_at }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/access-requests`: what one's own organisation looks for.
pub async fn list_requests(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("access requests", &visitor, &request)?;
    let now = app.ambient().now();
    let own = app.read(move |conn| access_requests::own(conn, visitor.viewer(), now)).await?;
    let answer = paging.queue(&app, &own, AccessRequest::queue_place, RequestView::of)?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/access-requests/received`: what others look for, where it fits reports of one's own organisation.
pub async fn list_received(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("received requests", &visitor, &request)?;
    let received = app
        .blocking(move |app| {
            let (view, now) = (index.view(&REPORTS, app.database())?, app.ambient().now());
            app.database().read(|conn| access_requests::received(conn, &view, visitor.viewer(), now))
        })
        .await?;
    let answer = paging.queue(&app, &received, |one| one.request.queue_place(), ReceivedView::of)?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `DELETE /api/v1/access-requests/{reference}`: takes back a request of one's own organisation.
pub async fn delete_request(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.write(move |tx| access_requests::take_back(tx, visitor.viewer(), &reference)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /api/v1/access-requests/{reference}/dismissal`: one's own organisation is not shown it any more.
pub async fn dismiss_request(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
) -> Result<HttpResponse> {
    visitor.person()?;
    let (status, answer) = app
        .blocking(move |app| {
            let view = index.view(&REPORTS, app.database())?;
            app.write_now(|tx| {
                once_for(tx, visitor.viewer().person(), &key, "", |tx| {
                    access_requests::dismiss(tx, &view, visitor.viewer(), &reference)?;
                    Ok((200, Dismissed { reference: reference.to_string(), state: "dismissed" }))
                })
            })
        })
        .await?;
    answer_with(status, &answer)
}
