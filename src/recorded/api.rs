//! `/api/v1/actions/{reference}/records`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{NewRecord, RecordView, records_of};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::actions::{self, Seen};
use crate::db::Tx;
use crate::description::{Description, delete, get, post, put};
use crate::error::Result;
use crate::web::{self as http, AppState, Idempotent, Json, Scope, answer_with, body, once_for};

const ALL: &str = "/actions/{reference}/records";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = format!("/api/v1{ALL}");
    let seen = "`If-Match`, where it is sent, is the `mark` of the brief that was seen: 412 where another is read by now.";
    let calls = [
        get(&at, "What the secretariat recorded of organisations and an action")
            .gives::<Records>(200, "What one may see."),
        post(&at, "Record that an organisation joined or declined (convenor)")
            .says(seen)
            .once()
            .takes::<NewRecord>()
            .gives::<Records>(201, "What is recorded now."),
        put(&at, "Confirm that one's own organisation does not take part, as is recorded (delegate)")
            .says(seen)
            .gives_nothing("All who read the action are shown that it says so itself."),
        delete(&at, "Take away what was recorded of one's own organisation (delegate)")
            .says(seen)
            .gives_nothing("Nothing is recorded of it."),
    ];
    api.add("Joint actions", calls);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    scope
        .route(ALL, http::get().to(list_records))
        .route(ALL, http::post().to(post_record))
        .route(ALL, http::put().to(confirm_record))
        .route(ALL, http::delete().to(delete_record))
}

/// What is recorded of organisations and an action.
#[derive(Serialize, ToSchema)]
#[schema(as = ActionRecords)]
struct Records {
    records: Vec<RecordView>,
}

/// `GET /api/v1/actions/{reference}/records`.
pub async fn list_records(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let records = app
        .read_or_audit(move |tx| {
            let row = actions::at_work(tx, visitor.viewer(), &reference)?;
            records_of(tx.conn, visitor.viewer(), &row)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Records { records }))
}

/// `POST /api/v1/actions/{reference}/records` `{organisation, says}`.
pub async fn post_record(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewRecord = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let viewer = visitor.viewer();
            once_for(tx, viewer.person(), &key, &sent.hash, |tx| {
                super::record(tx, viewer, &reference, &new, &seen)?;
                let row = actions::at_work(tx, viewer, &reference)?;
                Ok((201, Records { records: records_of(tx.conn, viewer, &row)? }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

type Verb = fn(&mut Tx<'_>, &Viewer, &str, &Seen) -> Result<()>;

/// Does what takes no words, for the viewer's own organisation.
async fn simply(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    verb: Verb,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    app.write_signed_in(visitor.viewer().person().is_some(), move |tx| {
        verb(tx, visitor.viewer(), &reference, &seen)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `DELETE /api/v1/actions/{reference}/records`.
pub async fn delete_record(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    simply(app, visitor, reference, request, super::take_away).await
}

/// `PUT /api/v1/actions/{reference}/records`.
pub async fn confirm_record(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    simply(app, visitor, reference, request, super::confirm).await
}
