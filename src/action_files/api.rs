//! `/api/v1/actions/{reference}/files` and `/api/v1/files`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

use super::verbs;
use crate::accounts::{Visit, Visitor};
use crate::actions::Seen;
use crate::description::{Description, delete, get, post};
use crate::error::{Error, Result, message};
use crate::files::{self, FileState, attach_once, upload};
use crate::retention::Erasures;
use crate::vault::Vault;
use crate::web::{self as http, AppState, Idempotent, Scope, answer_with};

const ALL: &str = "/actions/{reference}/files";
const ONE: &str = "/files/{file}";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let bytes = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
    let kinds = ["image/jpeg", "image/png", "application/pdf", "text/plain", "message/rfc822"];
    let seen = "`If-Match`, where it is sent, is the `mark` of the brief that was seen: 412 where another is read by now.";
    let calls = [
        post(&format!("/api/v1{ALL}"), "Attach a file (delegate of an organisation that takes part)")
            .says(&format!("All who read the brief are shown a copy: rebuilt, without anything that a person does not see. {seen}"))
            .once()
            .takes_upload::<NewFile>()
            .gives::<ReceivedFile>(201, "Received; the copy is being made."),
        get(&format!("/api/v1{ONE}"), "A file of an action, as one may read it")
            .answers_any(200, "The copy.", &kinds, bytes),
        delete(&format!("/api/v1{ONE}"), "Take a file back (delegate of its organisation or of the lead)")
            .says(seen)
            .gives_nothing("Nothing is kept of it."),
    ];
    api.add("Joint actions", calls);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    scope
        .route(ALL, http::post().to(post_file))
        .route(ONE, http::get().to(get_file))
        .route(ONE, http::delete().to(delete_file))
}

#[derive(ToSchema)]
#[schema(as = NewActionFile)]
#[expect(dead_code, reason = "describes an upload, which is read part by part")]
struct NewFile {
    #[schema(format = Binary)]
    file: String,
    /// What it shows: for all who read the brief.
    #[schema(max_length = 1_000)]
    description: String,
}

/// A file that was received.
#[derive(Serialize, ToSchema)]
#[schema(as = ReceivedActionFile)]
struct ReceivedFile {
    /// `Z-…`.
    id: String,
    /// SHA-256 of what was received, for its owner to compare.
    sha256: String,
    state: FileState,
}

/// `POST /api/v1/actions/{reference}/files`, multipart: `file`, `description`.
pub async fn post_file(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    visitor.person()?;
    let seen = Seen::of_request(&request);
    let (asked, asking, any) = (reference.clone(), visitor.clone(), Seen::default());
    app.read_or_audit(move |tx| verbs::attaching(tx, asking.viewer(), &asked, &any).map(|_| ())).await?;
    let received = upload::receive(&app, &vault, &request, payload, |_| Ok(())).await?;
    if let Some(other) = received.form.fields().keys().find(|name| *name != "description") {
        return Err(Error::invalid(other.as_str(), message("fault-no-such-field")));
    }
    let (status, answer) = app
        .blocking(move |app| {
            attach_once(app, &visitor, &key, received, |tx, viewer, received| {
                let what = (received, received.form.raw("description"));
                let file = verbs::attach(tx, &vault, viewer, (&reference, &seen), what)?;
                let (id, sha256) = (file.reference, received.arrived.sha256.clone());
                Ok((201, json!(ReceivedFile { id, sha256, state: FileState::Received })))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/files/{file}`, and the page of it: the copy.
pub async fn get_file(
    visit: Visit,
    vault: web::Data<Vault>,
    file: web::Path<String>,
) -> Result<HttpResponse> {
    let viewer = visit.viewer().clone();
    let copy = visit.app.read(move |conn| verbs::read(conn, &vault, &viewer, &file)).await?;
    Ok(files::copy(visit, copy))
}

/// `DELETE /api/v1/files/{file}`.
pub async fn delete_file(
    app: web::Data<AppState>,
    visitor: Visitor,
    file: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    let erasures = Erasures::in_folder(&app.config().data);
    app.write_signed_in(visitor.viewer().person().is_some(), move |tx| {
        verbs::remove(tx, &erasures, visitor.viewer(), &file, &seen)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
