//! `/api/v1/reports`.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};

use super::reports_view::{
    ErasedView, Filing, MarksKnown, OriginalView, RemarkedView, ReportState, Retention, WhyErased,
};
use crate::accounts::Visitor;
use crate::contributions::api::TombstoneView;
use crate::error::{Error, Result, message};
use crate::incidents::api::Grouped;
use crate::incidents::{self, ReportJson, ReportLookup};
use crate::marking::{self, suggested};
use crate::reports::{self, ReportInput, grouping};
use crate::retention::{self, Erasures};
use crate::review::remarks;
use crate::translations::ReadOptions;
use crate::vault::Vault;
use crate::web::{
    AppState, Idempotent, IfMatch, Json, JsonList, OptionalJson, answer_with, body, etag, once,
};

/// `POST /api/v1/reports`.
pub async fn post_report(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    key: Idempotent,
    body: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let input = ReportInput::parse(&body.value)?;
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &body.hash, |tx| {
                let report = reports::draft(tx, &vault, visitor.viewer(), &input)?;
                Ok((201, ReportState::of(&report, "draft")))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/reports/{reference}?as=&lang=`.
pub async fn get_report(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = ReadOptions::parse(request.query_string())?;
    let found =
        app.read(move |conn| incidents::read_report(conn, visitor.viewer(), &reference, &asked)).await?;
    match found {
        ReportLookup::Report(view) => {
            let translated =
                view.translated.as_ref().map(|by| format!("-{}", by.reference)).unwrap_or_default();
            let version = etag(&format!("{}{translated}", view.rendition.hash));
            Ok(HttpResponse::Ok().insert_header((ETAG, version)).json(ReportJson::of(&view)))
        }
        ReportLookup::Withdrawn(tombstone) => Ok(HttpResponse::Gone().json(TombstoneView::of(&tombstone))),
    }
}

/// `GET /api/v1/reports/{reference}/original`: the owner's desk, written to the log.
pub async fn get_original(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (revision, answer) = app
        .read_or_audit(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            let desk = reports::desk(tx, &vault, visitor.viewer(), &report)?;
            let original = desk.original.reveal(&desk.permit);
            Ok((report.revision, OriginalView::load(tx, &report, original)?))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag(&revision.to_string()))).json(answer))
}

/// `PUT /api/v1/reports/{reference}/original`, with `If-Match`.
pub async fn put_original(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    body: Json,
) -> Result<HttpResponse> {
    let expected = IfMatch::of(&request);
    let input = ReportInput::parse(&body.value)?;
    let report = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            expected.check(&report.revision.to_string())?;
            reports::edit(tx, &vault, visitor.viewer(), &report, &input)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, etag(&report.revision.to_string())))
        .json(ReportState::of(&report, "saved")))
}

/// `GET /api/v1/reports/{reference}/marks`: the owner's desk, written to the log.
pub async fn get_marks(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (revision, answer) = app
        .read_or_audit(move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            let desk = reports::desk(tx, &vault, visitor.viewer(), &report)?;
            let original = desk.original.reveal(&desk.permit);
            let (marks, lost) = marking::marks_of(tx.conn, original)?;
            let suggestions = suggested::of_original(tx.conn, &vault, &report.organisation_id, original)?;
            let remarks = remarks::of_report(tx, &vault, visitor.viewer(), &report)?;
            let remarks = remarks.into_iter().map(RemarkedView::of).collect();
            Ok((report.revision, MarksKnown { marks, lost, suggestions, remarks }))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag(&revision.to_string()))).json(answer))
}

/// `PUT /api/v1/reports/{reference}/marks`, with `If-Match`: the marks of the revision that it names.
pub async fn put_marks(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: JsonList,
) -> Result<HttpResponse> {
    let expected = IfMatch::of(&request);
    let report = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            expected.check(&report.revision.to_string())?;
            let marks = marking::parse(tx.conn, visitor.viewer(), &sent.0)?;
            marking::mark(tx, &vault, visitor.viewer(), &report, marks)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, etag(&report.revision.to_string())))
        .json(ReportState::of(&report, "saved")))
}

/// `PUT /api/v1/reports/{reference}/incident` `{incident}`: files the report under an incident that the
/// viewer can read, or with `null` under a new one of its own.
pub async fn file_report(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    sent: Json,
) -> Result<HttpResponse> {
    let Filing { incident: into } = body::read(&sent.value)?;
    let incident = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let report = reports::own_report(tx.conn, visitor.viewer(), &reference)?;
            match (into, sent.value.get("incident")) {
                (Some(into), _) => grouping::file_into(tx, visitor.viewer(), &report, &into),
                (None, Some(_)) => grouping::split(tx, visitor.viewer(), &report),
                (None, None) => Err(Error::invalid("incident", message("fault-reference-or-null"))),
            }
        })
        .await?;
    Ok(HttpResponse::Ok().json(Grouped { incident: incident.reference }))
}

/// `DELETE /api/v1/reports/{reference}` `{reason}`: erases it for good.
pub async fn delete_report(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let WhyErased { reason } = body::read(&sent.0.value)?;
    let erasures = Erasures::in_folder(&app.config().data);
    let at = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let report = retention::kept_report(tx.conn, visitor.viewer(), &reference)?;
            retention::erase(tx, &erasures, visitor.viewer(), &report, &reason)?;
            Ok(tx.now())
        })
        .await?;
    let backups_gone_on = app.config().backups_gone(at.date());
    Ok(HttpResponse::Ok().json(ErasedView { state: "erased", erased_at: at, backups_gone_on }))
}

/// `PUT /api/v1/reports/{reference}/keeping` `{keep_until}`: a day, or null for as long as nobody erases it.
pub async fn put_keeping(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    sent: Json,
) -> Result<HttpResponse> {
    let Retention { keep_until } = body::read(&sent.value)?;
    if sent.value.get("keep_until").is_none() {
        return Err(Error::invalid("keep_until", message("fault-missing")));
    }
    let day = retention::parse_day(&keep_until.unwrap_or_default())?;
    app.write_signed_in(visitor.viewer().person().is_some(), move |tx| {
        let report = retention::kept_report(tx.conn, visitor.viewer(), &reference)?;
        retention::keep_until(tx, visitor.viewer(), &report, day)
    })
    .await?;
    Ok(HttpResponse::Ok().json(Retention { keep_until: day.map(|day| day.to_string()) }))
}
