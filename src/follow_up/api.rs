//! What programs read and say of what follows a publication: `/api/v1/statements/{reference}/follow-up`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::view::view;
use super::{FollowUpView, NewAsk, NewAskStatus, NewLineage, NewReview, record, relate, review, set_status};
use crate::accounts::Visitor;
use crate::chamber::api::{Done, SEEN, act};
use crate::contributions::Seen;
use crate::description::{Description, get, post, put};
use crate::error::Result;
use crate::statements::{Outcome, find};
use crate::web::{self as http, AppState, Idempotent, Json, Scope, body};

const ONE: &str = "/statements/{reference}/follow-up";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = |more: &str| format!("/api/v1{ONE}{more}");
    let calls = [
        get(&at(""), "What follows a publication, for those who read the text").gives::<FollowUpView>(
            200,
            "What it asks and what became of that, what was found, what it goes back to.",
        ),
        post(
            &at("/asks"),
            "Write down what a published statement asks of somebody (delegate of the penholder; chair)",
        )
        .says(SEEN)
        .once()
        .takes::<NewAsk>()
        .gives::<Done>(200, "It is written down."),
        post(&at("/asks/{number}/status"), "Say what became of it (delegate of the penholder; chair)")
            .says(SEEN)
            .once()
            .takes::<NewAskStatus>()
            .gives::<Done>(200, "It is there."),
        post(
            &at("/reviews"),
            "Write down what was found when it was looked at again (delegate of a state; chair)",
        )
        .says(SEEN)
        .once()
        .takes::<NewReview>()
        .gives::<Done>(200, "It is written down."),
        put(&at("/lineage"), "Say what it is to an earlier statement (delegate of the penholder; chair)")
            .says(SEEN)
            .once()
            .takes::<NewLineage>()
            .gives::<Done>(200, "It is so."),
    ];
    api.add("Joint statements", calls);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    let at = |more: &str| format!("{ONE}{more}");
    scope
        .route(ONE, http::get().to(get_follow_up))
        .route(&at("/asks"), http::post().to(post_ask))
        .route(&at("/asks/{number}/status"), http::post().to(post_status))
        .route(&at("/reviews"), http::post().to(post_review))
        .route(&at("/lineage"), http::put().to(put_lineage))
}

/// `GET /api/v1/statements/{reference}/follow-up`.
pub async fn get_follow_up(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let found = app
        .read(move |conn| {
            let of = find(conn, visitor.viewer(), &reference)?;
            of.current()?;
            view(conn, visitor.viewer(), &of)
        })
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// `POST /api/v1/statements/{reference}/follow-up/asks` `{paragraph, addressee, level}`.
pub async fn post_ask(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewAsk = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        record(tx, viewer, (reference, &new), &seen).map(|_| Outcome::Done)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/follow-up/asks/{number}/status` `{status, note?}`.
pub async fn post_status(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewAskStatus = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    let (reference, number) = path.into_inner();
    act(app, visitor, web::Path::from(reference), (key, sent.hash), move |tx, viewer, reference| {
        set_status(tx, viewer, ((reference, &number), &new), &seen).map(|()| Outcome::Done)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/follow-up/reviews` `{finding}`.
pub async fn post_review(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewReview = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        review(tx, viewer, (reference, &new), &seen).map(|()| Outcome::Done)
    })
    .await
}

/// `PUT /api/v1/statements/{reference}/follow-up/lineage` `{earlier, relation}`.
pub async fn put_lineage(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewLineage = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        relate(tx, viewer, (reference, &new), &seen).map(|()| Outcome::Done)
    })
    .await
}
