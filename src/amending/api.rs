//! What programs say of the text of a statement: `/api/v1/statements/{reference}/inputs`, `…/amendments` and `…/brackets`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{NewAmendment, NewAnswer, NewBracket, NewDecision, NewInput, NewStatus};
use crate::accounts::Visitor;
use crate::actions::api::{Done, act};
use crate::chamber::api::SEEN;
use crate::contributions::Seen;
use crate::description::{Description, post};
use crate::error::Result;
use crate::web::{self as http, AppState, Idempotent, Json, Scope, body};

const ONE: &str = "/statements/{reference}";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = |more: &str| format!("/api/v1{ONE}{more}");
    let calls = [
        post(&at("/inputs"), "Say something of the text, or of one of its paragraphs (delegate)")
            .says(SEEN)
            .once()
            .takes::<NewInput>()
            .gives::<Done>(201, "All who read the text now read it, and the penholder answers."),
        post(&at("/inputs/{input}/answer"), "Answer it (delegate of the penholder)")
            .says(SEEN)
            .once()
            .takes::<NewAnswer>()
            .gives::<Done>(200, "It is answered."),
        post(&at("/amendments"), "Propose other words for a paragraph (delegate of a state)")
            .says("`version` names the version that was read: 412 where another is read by now.")
            .once()
            .takes::<NewAmendment>()
            .gives::<Done>(201, "All who read the text now read it."),
        post(
            &at("/amendments/{amendment}/decision"),
            "Decide on an amendment (delegate of the penholder), or take it back (of its author)",
        )
        .says(&format!("{SEEN} What is accepted stands in the text with the next version that is written."))
        .once()
        .takes::<NewDecision>()
        .gives::<Done>(200, "It is there."),
        post(&at("/brackets"), "Put words of a paragraph in brackets (delegate of a state)")
            .says(SEEN)
            .once()
            .takes::<NewBracket>()
            .gives::<Done>(201, "All who read the text now read it."),
        post(&at("/brackets/{bracket}/status"), "Move a bracket (delegate of whoever put it)")
            .says(&format!(
                "{SEEN} One of an organisation that can say nothing more is withdrawn by the penholder."
            ))
            .once()
            .takes::<NewStatus>()
            .gives::<Done>(200, "It is there."),
    ];
    api.add("Joint statements", calls);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    let at = |more: &str| format!("{ONE}{more}");
    scope
        .route(&at("/inputs"), http::post().to(post_input))
        .route(&at("/inputs/{input}/answer"), http::post().to(answer_input))
        .route(&at("/amendments"), http::post().to(post_amendment))
        .route(&at("/amendments/{amendment}/decision"), http::post().to(decide_amendment))
        .route(&at("/brackets"), http::post().to(post_bracket))
        .route(&at("/brackets/{bracket}/status"), http::post().to(move_bracket))
}

/// `POST /api/v1/statements/{reference}/inputs` `{paragraph?, text}`.
pub async fn post_input(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewInput = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, 201, (key, sent.hash), move |tx, viewer| {
        super::say(tx, viewer, (&reference, &new), &seen)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/inputs/{input}/answer` `{answer, reason?}`.
pub async fn answer_input(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewAnswer = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, 200, (key, sent.hash), move |tx, viewer| {
        let (reference, entry) = path.into_inner();
        super::answer(tx, viewer, ((&reference, &entry), &new), &seen)?;
        Ok(entry)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/amendments` `{paragraph, version, kind?, text?}`.
pub async fn post_amendment(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewAmendment = body::read(&body::with_numbers(sent.value, &["version"]))?;
    act(app, visitor, 201, (key, sent.hash), move |tx, viewer| super::propose(tx, viewer, (&reference, &new)))
        .await
}

/// `POST /api/v1/statements/{reference}/amendments/{amendment}/decision` `{decision, reason?, text?}`.
pub async fn decide_amendment(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewDecision = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, 200, (key, sent.hash), move |tx, viewer| {
        let (reference, entry) = path.into_inner();
        super::decide(tx, viewer, ((&reference, &entry), &new), &seen)?;
        Ok(entry)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/brackets` `{paragraph, start, end, kind, text?}`.
pub async fn post_bracket(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewBracket = body::read(&body::with_numbers(sent.value, &["start", "end"]))?;
    let seen = Seen::of_request(&request);
    act(app, visitor, 201, (key, sent.hash), move |tx, viewer| {
        super::put(tx, viewer, (&reference, &new), &seen)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/brackets/{bracket}/status` `{status}`.
pub async fn move_bracket(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewStatus = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, 200, (key, sent.hash), move |tx, viewer| {
        let (reference, entry) = path.into_inner();
        super::set_status(tx, viewer, ((&reference, &entry), &new), &seen)?;
        Ok(entry)
    })
    .await
}
