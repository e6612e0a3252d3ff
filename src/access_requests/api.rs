//! Requests for access to what may or may not exist: `/api/v1/access-requests`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::{AccessRequest, Input, Received};
use crate::access_requests;
use crate::error::Result;
use crate::index::Index;
use crate::people::Visitor;
use crate::reports::api_input::paging;
use crate::web::{Core, Idempotent, Json, answer_with, body, once_for};

fn input(sent: &Value) -> Result<Input> {
    body::only(sent, &["wanted", "country", "from", "to", "words"])?;
    Ok(Input {
        wanted: body::text(sent, "wanted")?,
        country: body::text(sent, "country")?,
        from: body::text(sent, "from")?,
        to: body::text(sent, "to")?,
        words: body::text(sent, "words")?,
    })
}

/// `POST /api/v1/access-requests`: answered alike whatever there is.
pub async fn post_request(
    core: web::Data<Core>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let input = input(&sent.value)?;
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let made = access_requests::make(tx, visitor.viewer(), &input)?;
                Ok((201, json!({ "reference": made.reference, "state": "open", "ends_at": made.ends_at })))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/access-requests`: what one's own organisation looks for.
pub async fn list_requests(
    core: web::Data<Core>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("access requests", &visitor, &request)?;
    let now = core.ambient().now();
    let own = core.read(move |conn| access_requests::own(conn, visitor.viewer(), now)).await?;
    let answer = paging.queue(&core, &own, AccessRequest::queue_place, AccessRequest::json)?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/access-requests/received`: what others look for, where it fits reports of one's own organisation.
pub async fn list_received(
    core: web::Data<Core>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("received requests", &visitor, &request)?;
    let received = core
        .blocking(move |core| {
            let (view, now) = (index.view(core.database())?, core.ambient().now());
            core.database().read(|conn| access_requests::received(conn, &view, visitor.viewer(), now))
        })
        .await?;
    let answer = paging.queue(&core, &received, |one| one.request.queue_place(), Received::json)?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `DELETE /api/v1/access-requests/{reference}`: takes back a request of one's own organisation.
pub async fn delete_request(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    core.write(move |tx| access_requests::take_back(tx, visitor.viewer(), &reference)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /api/v1/access-requests/{reference}/dismissal`: one's own organisation is not shown it any more.
pub async fn dismiss_request(
    core: web::Data<Core>,
    index: web::Data<Index>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
) -> Result<HttpResponse> {
    visitor.person()?;
    let (status, answer) = core
        .blocking(move |core| {
            let view = index.view(core.database())?;
            core.write_now(|tx| {
                once_for(tx, visitor.viewer().person(), &key, "", |tx| {
                    access_requests::dismiss(tx, &view, visitor.viewer(), &reference)?;
                    Ok((200, json!({ "reference": *reference, "state": "dismissed" })))
                })
            })
        })
        .await?;
    answer_with(status, &answer)
}
