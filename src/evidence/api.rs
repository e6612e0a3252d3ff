//! `/api/v1/evidence`, and the files of a report.

use actix_web::{HttpRequest, HttpResponse, web};
use sanitise::{Area, Reading};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

use super::view::BoxSchema;
use super::{About, encodings};
use crate::accounts::{Visit, Visitor};
use crate::description::{Description, delete, get, post, put};
use crate::error::{Error, Result, message};
use crate::evidence;
use crate::files::{self, Received, Sanitiser, attach_once, upload};
use crate::redaction::evidence::{File, FileState};
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, IfMatch, Json, answer_with, body};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let bytes = || {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
    };
    let kinds = ["image/jpeg", "image/png", "application/pdf", "text/plain", "message/rfc822"];
    let calls = [
        post("/api/v1/reports/{reference}/evidence", "Attach a file (own desk)")
            .says("A copy for release is made of it: rebuilt, without anything that a person does not see. Earlier proposals are cancelled.")
            .once()
            .takes_upload::<NewFile>()
            .gives::<ReceivedFile>(201, "Received; the copy is being made."),
        get("/api/v1/evidence/{file}", "A file, as one may read it")
            .open()
            .answers_any(200, "The copy that was released with the fullest text that one may read.", &kinds, bytes()),
        get("/api/v1/evidence/{file}/readings", "Encodings in which a text can be read (own desk)")
            .says("For a text that does not say how it is encoded: nothing is guessed. That its beginning was opened is written to the log.")
            .gives::<TextReadings>(200, "The encodings that it can be in."),
        put("/api/v1/evidence/{file}", "Describe a file, cover parts of it, or say how it is encoded (own desk)")
            .says("Fields that are left out keep their values. Releases stay as they are; earlier proposals are cancelled.")
            .if_match()
            .takes::<FileChange>()
            .gives::<ChangedFile>(200, "Changed; with other boxes or another encoding another copy is being made."),
        delete("/api/v1/evidence/{file}", "Remove a file from its report (own desk)")
            .gives_nothing("It is removed from the report. Copies that were released stay until they are withdrawn."),
    ];
    api.add("Evidence", calls);
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes an upload, which is read part by part")]
struct NewFile {
    #[schema(format = Binary)]
    file: String,
    /// What it shows. It is released with its copy.
    #[schema(max_length = 1_000)]
    description: Option<String>,
}

/// A file that was received.
#[derive(Serialize, ToSchema)]
struct ReceivedFile {
    id: String,
    /// SHA-256 of what was received, for its owner to compare.
    sha256: String,
    state: FileState,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a body that is read field by field: what is left out is kept")]
struct FileChange {
    #[schema(max_length = 1_000)]
    description: Option<String>,
    /// All of them: those that are there are replaced.
    #[schema(max_items = 500)]
    boxes: Option<Vec<BoxSchema>>,
    /// How a text that does not say so is encoded: one of those that its readings name.
    encoding: Option<String>,
}

/// How a text that does not say how it is encoded reads in each encoding that it can be in.
#[derive(Serialize, ToSchema)]
struct TextReadings {
    id: String,
    /// What was chosen.
    #[schema(required)]
    encoding: Option<String>,
    /// The likelier first.
    #[schema(value_type = Vec<TextReading>)]
    readings: Vec<Reading>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a type of a package that knows of no descriptions")]
struct TextReading {
    encoding: String,
    /// The beginning of the text, in one line.
    text: String,
}

#[derive(Serialize, ToSchema)]
struct ChangedFile {
    id: String,
    state: FileState,
    /// Of the report.
    #[schema(value_type = u32)]
    revision: i32,
}

/// Attaches what was received, once for a key: by whoever still may when all of it is there.
pub fn attach(
    app: &AppState,
    vault: &Vault,
    visitor: &Visitor,
    (reference, key, description): (&str, &Idempotent, &str),
    received: Received,
    answer: impl FnOnce(&File, &str) -> (u16, Value),
) -> Result<(u16, Value)> {
    attach_once(app, visitor, key, received, |tx, viewer, received| {
        let report = evidence::attachable(tx.conn, viewer, reference)?;
        let about = About { name: &received.name, description, begun: received.begun };
        let file = evidence::attach(tx, vault, viewer, &report, &received.arrived, &about)?;
        Ok(answer(&file, &received.arrived.sha256))
    })
}

/// `POST /api/v1/reports/{reference}/evidence`, multipart: `file`, `description`.
pub async fn post_evidence(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    visitor.person()?;
    let (asked, asking) = (reference.clone(), visitor.clone());
    app.read(move |conn| evidence::attachable(conn, asking.viewer(), &asked).map(|_| ())).await?;
    let received = upload::receive(&app, &vault, &request, payload, |_| Ok(())).await?;
    if let Some(other) = received.form.fields().keys().find(|name| *name != "description") {
        return Err(Error::invalid(other.as_str(), message("fault-no-such-field")));
    }
    let (status, answer) = app
        .blocking(move |app| {
            let description = received.form.raw("description").to_owned();
            attach(app, &vault, &visitor, (&reference, &key, &description), received, |file, sha256| {
                let id = file.reference.clone();
                (201, json!(ReceivedFile { id, sha256: sha256.to_owned(), state: file.state }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/evidence/{file}`, and the page of it: the copy.
pub async fn get_evidence(
    visit: Visit,
    vault: web::Data<Vault>,
    file: web::Path<String>,
) -> Result<HttpResponse> {
    let viewer = visit.viewer().clone();
    let copy = visit.app.read(move |conn| evidence::read(conn, &vault, &viewer, &file)).await?;
    Ok(files::copy(visit, copy))
}

/// Boxes as they are sent.
fn boxes(sent: &Value) -> Result<Option<Vec<Area>>> {
    match sent.get("boxes") {
        None | Some(Value::Null) => Ok(None),
        Some(boxes) => serde_json::from_value(boxes.clone())
            .map(Some)
            .map_err(|_| Error::invalid("boxes", message("fault-box-place"))),
    }
}

/// `GET /api/v1/evidence/{file}/readings`: how a text that does not say how it is encoded reads in each encoding.
pub async fn get_readings(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    sanitiser: web::Data<Sanitiser>,
    visitor: Visitor,
    file: web::Path<String>,
) -> Result<HttpResponse> {
    let (file, beginning) = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let (report, file) = evidence::own_file(tx.conn, viewer, &file)?;
            let beginning = encodings::beginning(tx, &vault, viewer, (&report, &file))?;
            Ok((file, beginning))
        })
        .await?;
    let readings = app.blocking(move |_| beginning.readings(&sanitiser)).await?;
    let (id, encoding) = (file.reference, file.encoding);
    Ok(HttpResponse::Ok().json(TextReadings { id, encoding, readings }))
}

/// `PUT /api/v1/evidence/{file}` `{description?, boxes?, encoding?}`, with `If-Match`, the revision of its report: what is not named
/// stays, and nobody takes away a box that they never saw.
pub async fn put_evidence(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    file: web::Path<String>,
    request: HttpRequest,
    sent: Json,
) -> Result<HttpResponse> {
    let expected = IfMatch::of(&request);
    body::only(&sent.value, &["description", "boxes", "encoding"])?;
    let boxes = boxes(&sent.value)?;
    let named = sent.value.get("description").is_some_and(|value| !value.is_null());
    let description = body::text(&sent.value, "description")?;
    let encoding = body::text(&sent.value, "encoding")?;
    let answer = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let viewer = visitor.viewer();
            let (report, attached) = evidence::own_file(tx.conn, viewer, &file)?;
            expected.check(&report.revision.to_string())?;
            if named {
                evidence::describe(tx, &vault, viewer, (&report, &attached), &description)?;
            }
            if let Some(boxes) = boxes {
                let (report, file) = evidence::own_file(tx.conn, viewer, &file)?;
                evidence::draw(tx, &vault, viewer, (&report, &file), &boxes)?;
            }
            if !encoding.is_empty() {
                let (report, file) = evidence::own_file(tx.conn, viewer, &file)?;
                encodings::choose(tx, &vault, viewer, (&report, &file), &encoding)?;
            }
            let (report, file) = evidence::own_file(tx.conn, viewer, &file)?;
            Ok(ChangedFile { id: file.reference, state: file.state, revision: report.revision })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `DELETE /api/v1/evidence/{file}`: out of the report. Copies that are out stay until they are withdrawn.
pub async fn delete_evidence(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    file: web::Path<String>,
) -> Result<HttpResponse> {
    app.write_signed_in(visitor.viewer().person().is_some(), move |tx| {
        let (report, file) = evidence::own_file(tx.conn, visitor.viewer(), &file)?;
        evidence::remove(tx, &vault, visitor.viewer(), (&report, &file))
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
