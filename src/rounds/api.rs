//! What programs say in a round: `/api/v1/statements/{reference}/positions`, `…/more-time` and `…/record`; how rounds begin and end is
//! said by `…/moves`.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::explanation::{Explanation, ExplanationView};
use super::positions::{NewPosition, answer_condition, answer_more_time, confirm, say, withdraw_objection};
use super::record::{KeyView, record, signer};
use crate::accounts::Visitor;
use crate::actions::api::{Done as Stated, act};
use crate::chamber::api::{Done, act as move_one};
use crate::contributions::api::{calls, get as get_contribution};
use crate::description::{Description, get, post};
use crate::error::{Error, Result, message};
use crate::statements::Outcome;
use crate::vault::Vault;
use crate::web::{self as http, AppState, Idempotent, Json, Scope, body};

const ONE: &str = "/statements/{reference}";
/// The media type of a record: RFC 7515.
const RECORD: &str = "application/jose+json";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = |more: &str| format!("/api/v1{ONE}{more}");
    let own = [
        post(&at("/positions"), "Take a position on the text (delegate of an organisation that is asked)")
            .says(
                "In negotiation, member states; while silence runs, those on the roll. With `organisation` the chair records one for \
                 an absent delegation. The arrival of the call counts.",
            )
            .once()
            .takes::<NewPosition>()
            .gives::<Stated>(201, "It is written down; an objection breaks the round."),
        post(&at("/positions/{position}/confirmation"), "Confirm what was recorded of one's organisation (delegate)")
            .once()
            .gives::<Stated>(200, "It counts from now on."),
        post(&at("/positions/{position}/withdrawal"), "Withdraw an objection of one's organisation (delegate)")
            .once()
            .gives::<Stated>(200, "It stands no more."),
        post(&at("/positions/{position}/answer"), "Answer a condition (delegate of the penholder)")
            .once()
            .takes::<NewConditionAnswer>()
            .gives::<Stated>(200, "It is answered."),
        post(&at("/more-time"), "Answer a request for more time (chair)")
            .once()
            .takes::<NewTimeAnswer>()
            .gives::<Done>(200, "If it is given, the deadline moves by 24 hours."),
        get(&at("/record"), "The record of an adoption, signed, for those who read the text")
            .says(
                "A JSON Web Signature in its flattened form, with Ed25519. `entente statement verify` checks it without this platform; \
                 the public key is at `/statements/key`.",
            )
            .answers(200, "As it was made.", RECORD, signed()),
    ];
    api.add("Joint statements", own);
    let [read, ..] = calls::<ExplanationView>(
        "explanations",
        "What an organisation says with a position, as one may read it",
        "The words.",
    );
    api.add("Joint statements", [read]);
    let key = get("/statements/key", "The public key with which records of adoptions are verified");
    api.add("Joint statements", [key.open().gives::<KeyView>(200, "An Ed25519 key of RFC 8037.")]);
}

/// A signature around a record: RFC 7515, in its flattened form.
fn signed() -> ObjectBuilder {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    ["payload", "protected", "signature"]
        .into_iter()
        .fold(ObjectBuilder::new(), |signed, part| signed.property(part, text()).required(part))
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    let at = |more: &str| format!("{ONE}{more}");
    scope
        .route(&at("/positions"), http::post().to(post_position))
        .route(&at("/positions/{position}/confirmation"), http::post().to(post_confirmation))
        .route(&at("/positions/{position}/withdrawal"), http::post().to(post_withdrawal))
        .route(&at("/positions/{position}/answer"), http::post().to(post_answer))
        .route(&at("/more-time"), http::post().to(post_more_time))
        .route(&at("/record"), http::get().to(get_record))
        .route("/explanations/{reference}", http::get().to(get_contribution::<Explanation>))
}

/// What a condition is answered, as it is sent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementConditionAnswer)]
struct NewConditionAnswer {
    #[schema(required, pattern = "^(accepted|declined)$")]
    answer: String,
    /// Why it is declined.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// What a request for more time is answered, as it is sent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementTimeAnswer)]
struct NewTimeAnswer {
    /// The slug of whoever asked.
    #[schema(required)]
    organisation: String,
    #[schema(required, pattern = "^(granted|declined)$")]
    answer: String,
    /// Why it is declined.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Which of two words was said.
pub(super) fn is_yes(said: &str, (yes, no): (&str, &str)) -> Result<bool> {
    if said == yes || said == no {
        Ok(said == yes)
    } else {
        Err(Error::invalid("answer", message("fault-silence-answer")))
    }
}

/// `POST /api/v1/statements/{reference}/positions`
/// `{value, version, text?, reservation?, amendment?, cannot_accept?, audience?, except?, organisation?}`.
pub async fn post_position(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewPosition = body::read(&body::with_numbers(sent.value, &["version"]))?;
    act(app, visitor, 201, (key, sent.hash), move |tx, viewer| say(tx, &vault, viewer, (&reference, &new)))
        .await
}

/// `POST /api/v1/statements/{reference}/positions/{position}/confirmation`.
pub async fn post_confirmation(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
) -> Result<HttpResponse> {
    act(app, visitor, 200, (key, String::new()), move |tx, viewer| {
        let (reference, position) = path.into_inner();
        confirm(tx, viewer, (&reference, &position))?;
        Ok(position)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/positions/{position}/withdrawal`.
pub async fn post_withdrawal(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
) -> Result<HttpResponse> {
    act(app, visitor, 200, (key, String::new()), move |tx, viewer| {
        let (reference, position) = path.into_inner();
        withdraw_objection(tx, viewer, (&reference, &position))?;
        Ok(position)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/positions/{position}/answer` `{answer, reason?}`.
pub async fn post_answer(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewConditionAnswer = body::read(&sent.value)?;
    act(app, visitor, 200, (key, sent.hash), move |tx, viewer| {
        let (reference, position) = path.into_inner();
        let accepted = is_yes(&new.answer, ("accepted", "declined"))?;
        let reason = new.reason.unwrap_or_default();
        answer_condition(tx, viewer, ((&reference, &position), (accepted, &reason)))?;
        Ok(position)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/more-time` `{organisation, answer, reason?}`.
pub async fn post_more_time(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewTimeAnswer = body::read(&sent.value)?;
    move_one(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        let granted = is_yes(&new.answer, ("granted", "declined"))?;
        let reason = new.reason.unwrap_or_default();
        answer_more_time(tx, viewer, (reference, &new.organisation), (granted, &reason))?;
        Ok(Outcome::Done)
    })
    .await
}

/// The file of a record.
pub(super) fn file(called: &str, record: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, RECORD))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{called}-adoption.json\"")))
        .body(record)
}

/// `GET /api/v1/statements/{reference}/record`.
pub async fn get_record(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let called = http::reference(&reference);
    let found = app.read(move |conn| record(conn, visitor.viewer(), &reference)).await?;
    Ok(file(&called, found))
}

/// `GET /statements/key`: the same for everybody.
pub async fn get_key(app: web::Data<AppState>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().json(KeyView::of(&signer(app.key())?)))
}
