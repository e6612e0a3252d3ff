//! `/api/v1/reports`.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::db::Moment;
use crate::error::{Error, Result, said};
use crate::facts::Contradiction;
use crate::incidents::{self, Found};
use crate::people::Visitor;
use crate::reports::{self, Report, ReportInput, grouping};
use crate::retention::{self, Erasures};
use crate::review::remarks::{self, Remark, Remarked};
use crate::translations::Asked;
use crate::vault::Vault;
use crate::web::{Core, Idempotent, IfMatch, Json, JsonList, OptionalJson, answer_with, body, etag, once};
use crate::{evidence, marking};

fn state(report: &Report, state: &str) -> Value {
    json!({ "reference": report.reference, "state": state, "revision": report.revision })
}

/// `POST /api/v1/reports`.
pub async fn post_report(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    key: Idempotent,
    body: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let input = ReportInput::parse(&body.value)?;
    let (status, answer) = core
        .write(move |tx| {
            once(tx, &person, &key, &body.hash, |tx| {
                let report = reports::draft(tx, &vault, visitor.viewer(), &input)?;
                Ok((201, state(&report, "draft")))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/reports/{reference}?as=&lang=`.
pub async fn get_report(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = Asked::parse(request.query_string())?;
    let found =
        core.read(move |conn| incidents::read_report(conn, visitor.viewer(), &reference, &asked)).await?;
    match found {
        Found::Report(view) => {
            let translated =
                view.translated.as_ref().map(|by| format!("-{}", by.reference)).unwrap_or_default();
            let version = etag(&format!("{}{translated}", view.rendition.hash));
            Ok(HttpResponse::Ok().insert_header((ETAG, version)).json(view.json()))
        }
        Found::Withdrawn(tombstone) => Ok(HttpResponse::Gone().json(json!({
            "state": "withdrawn", "withdrawn_at": tombstone.at, "reason": tombstone.reason,
        }))),
    }
}

/// `GET /api/v1/reports/{reference}/original`: the owner's desk, written to the log.
pub async fn get_original(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (revision, answer) = core
        .look(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            let desk = reports::desk(tx, &vault, visitor.viewer(), &report)?;
            let original = desk.original.reveal(&desk.permit);
            let mut marks = Vec::new();
            for mark in &original.marks {
                marks.push(marking::view(tx.conn, mark)?);
            }
            let mut lost = Vec::new();
            for one in &original.lost {
                lost.push(marking::lost_view(tx.conn, one)?);
            }
            let mut files = Vec::new();
            for file in evidence::of_original(tx.conn, original)? {
                files.push(evidence::desk_json(&file)?);
            }
            let answer = json!({
                "evidence": files,
                "reference": report.reference,
                "revision": report.revision,
                "marks": marks,
                "lost": lost,
                "title": original.title,
                "narrative": original.narrative,
                "language": original.language,
                "facts": original.facts,
                "contradictions": Contradiction::among(&original.facts),
            });
            Ok((report.revision, answer))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag(&revision.to_string()))).json(answer))
}

/// `PUT /api/v1/reports/{reference}/original`, with `If-Match`.
pub async fn put_original(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    body: Json,
) -> Result<HttpResponse> {
    let expected = IfMatch::of(&request);
    let input = ReportInput::parse(&body.value)?;
    let report = core
        .write(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            expected.check(&report.revision.to_string())?;
            reports::edit(tx, &vault, visitor.viewer(), &report, &input)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, etag(&report.revision.to_string())))
        .json(state(&report, "saved")))
}

fn remarked_json(remarked: &Remarked) -> Value {
    let release = &remarked.release;
    json!({
        "release": release.reference,
        "returned_at": release.decided_at,
        "comment": release.comment,
        "on": remarked.remarks.iter().map(Remark::json).collect::<Vec<_>>(),
    })
}

/// `GET /api/v1/reports/{reference}/marks`: the owner's desk, written to the log.
pub async fn get_marks(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (revision, answer) = core
        .look(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            let desk = reports::desk(tx, &vault, visitor.viewer(), &report)?;
            let original = desk.original.reveal(&desk.permit);
            let mut answer = marking::all_of(tx.conn, &vault, &report, original)?;
            let remarked = remarks::of_report(tx, &vault, visitor.viewer(), &report)?;
            if let Some(fields) = answer.as_object_mut() {
                fields
                    .insert("remarks".into(), json!(remarked.iter().map(remarked_json).collect::<Vec<_>>()));
            }
            Ok((report.revision, answer))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag(&revision.to_string()))).json(answer))
}

/// `PUT /api/v1/reports/{reference}/marks`, with `If-Match`: the marks of the revision that it names.
pub async fn put_marks(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: JsonList,
) -> Result<HttpResponse> {
    let expected = IfMatch::of(&request);
    let report = core
        .write(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            expected.check(&report.revision.to_string())?;
            let marks = marking::parse(tx.conn, visitor.viewer(), &sent.0)?;
            marking::mark(tx, &vault, visitor.viewer(), &report, marks)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, etag(&report.revision.to_string())))
        .json(state(&report, "saved")))
}

/// `PUT /api/v1/reports/{reference}/incident` `{incident}`: files the report under an incident that the
/// viewer can read, or with `null` under a new one of its own.
pub async fn file_report(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    sent: Json,
) -> Result<HttpResponse> {
    body::only(&sent.value, &["incident"])?;
    let into = body::text(&sent.value, "incident")?;
    let incident = core
        .write(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            match sent.value.get("incident") {
                Some(Value::String(_)) => grouping::file_into(tx, visitor.viewer(), &report, &into),
                Some(Value::Null) => grouping::split(tx, visitor.viewer(), &report),
                _ => Err(Error::invalid("incident", said("fault-reference-or-null"))),
            }
        })
        .await?;
    Ok(HttpResponse::Ok().json(json!({ "incident": incident.reference })))
}

/// What is answered of an erasure.
fn erased(core: &Core, at: Moment) -> Value {
    json!({ "state": "erased", "erased_at": at, "backups_gone_on": core.config().backups_gone(at.date()) })
}

/// `DELETE /api/v1/reports/{reference}` `{reason}`: erases it for good.
pub async fn delete_report(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    body::only(&sent.0.value, &["reason"])?;
    let reason = body::text(&sent.0.value, "reason")?;
    let erasures = Erasures::in_folder(&core.config().data);
    let at = core
        .write(move |tx| {
            let report = retention::kept_report(tx.conn, visitor.viewer(), &reference)?;
            retention::erase(tx, &erasures, visitor.viewer(), &report, &reason)?;
            Ok(tx.now())
        })
        .await?;
    Ok(HttpResponse::Ok().json(erased(&core, at)))
}

/// `PUT /api/v1/reports/{reference}/keeping` `{keep_until}`: a day, or null for as long as nobody erases it.
pub async fn put_keeping(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    sent: Json,
) -> Result<HttpResponse> {
    body::only(&sent.value, &["keep_until"])?;
    if sent.value.get("keep_until").is_none() {
        return Err(Error::invalid("keep_until", said("fault-missing")));
    }
    let day = retention::parse_day(&body::text(&sent.value, "keep_until")?)?;
    core.write(move |tx| {
        let report = retention::kept_report(tx.conn, visitor.viewer(), &reference)?;
        retention::keep_until(tx, visitor.viewer(), &report, day)
    })
    .await?;
    Ok(HttpResponse::Ok().json(json!({ "keep_until": day })))
}
