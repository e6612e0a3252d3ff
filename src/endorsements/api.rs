//! What programs say of endorsing a statement: `/api/v1/statements/{reference}/endorsements`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{NewEndorsement, decline, endorse, withdraw};
use crate::accounts::Visitor;
use crate::chamber::api::{Done, SEEN, act};
use crate::contributions::Seen;
use crate::description::{Description, delete, post};
use crate::error::Result;
use crate::statements::Outcome;
use crate::web::{self as http, AppState, Idempotent, Json, Scope, body};

const ONE: &str = "/statements/{reference}/endorsements";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = |more: &str| format!("/api/v1{ONE}{more}");
    let calls = [
        post(&at(""), "Endorse the text (delegate of a state that reads it, or of an organisation that is invited)")
            .says(&format!("{SEEN} Names are gathered once it is adopted or open for signature, and late once it is published."))
            .once()
            .takes::<NewEndorsement>()
            .gives::<Done>(200, "Its name stands there; without `authority` it waits for that."),
        post(&at("/refusal"), "Say that one does not endorse it (delegate of an organisation that is invited)")
            .says("The secretariat learns that, and nobody else.")
            .once()
            .gives::<Done>(200, "It is declined."),
        delete(&at(""), "Take back the endorsement of one's organisation (delegate)")
            .says("Before it is published the name is gone; after that it is struck, with the day.")
            .once()
            .gives::<Done>(200, "It is taken back."),
    ];
    api.add("Joint statements", calls);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    scope
        .route(ONE, http::post().to(post_endorsement))
        .route(ONE, http::delete().to(delete_endorsement))
        .route(&format!("{ONE}/refusal"), http::post().to(post_refusal))
}

/// `POST /api/v1/statements/{reference}/endorsements` `{authority?, reservation?}`.
pub async fn post_endorsement(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewEndorsement = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        endorse(tx, viewer, (reference, &new), &seen).map(|_| Outcome::Done)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/endorsements/refusal`.
pub async fn post_refusal(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    act(app, visitor, reference, (key, String::new()), move |tx, viewer, reference| {
        decline(tx, viewer, reference, &seen).map(|()| Outcome::Done)
    })
    .await
}

/// `DELETE /api/v1/statements/{reference}/endorsements`.
pub async fn delete_endorsement(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    act(app, visitor, reference, (key, String::new()), move |tx, viewer, reference| {
        withdraw(tx, viewer, reference, &seen).map(|()| Outcome::Done)
    })
    .await
}
