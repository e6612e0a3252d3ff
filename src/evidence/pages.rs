//! Files as they are handed over: copies, pictures of their pages, originals, and what they can be checked by.

use std::io::Read;

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::custody;
use crate::accounts::{Visit, Visitor};
use crate::error::{Error, Result};
use crate::files::{self, Sanitiser};
use crate::vault::Vault;
use crate::web::AppState;
use crate::{evidence, reports};

/// `GET /evidence/{file}/copy`: what would go out now.
pub async fn file_copy(
    visit: Visit,
    vault: web::Data<Vault>,
    file: web::Path<String>,
) -> Result<HttpResponse> {
    let viewer = visit.viewer().clone();
    let copy = visit.app.read(move |conn| evidence::own_copy(conn, &vault, &viewer, &file)).await?;
    Ok(files::copy(visit, copy))
}

/// `GET /evidence/{file}/pages/{page}`: a picture of a page of the copy.
pub async fn file_picture(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    sanitiser: web::Data<Sanitiser>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let made = app
        .blocking(move |app| {
            let (file, page) = path.into_inner();
            let page =
                page.parse::<u32>().ok().and_then(|page| page.checked_sub(1)).ok_or(Error::NotFound)?;
            let copy =
                app.database().read(|conn| evidence::own_copy(conn, &vault, visitor.viewer(), &file))?;
            sanitiser.picture(copy.content, page)
        })
        .await?;
    Ok(HttpResponse::Ok().content_type(made.made.kind.media_type()).body(made.bytes))
}

/// `GET /evidence/{file}/original`: the file as it was received, and that is written down.
pub async fn file_original(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    file: web::Path<String>,
) -> Result<HttpResponse> {
    let asking = visitor.clone();
    let taken = app.read_or_audit(move |tx| evidence::take(tx, &vault, asking.viewer(), &file)).await?;
    let content: Box<dyn Read + Send> = taken.content.release(&taken.permit);
    Ok(files::original(app, visitor, (&taken.name, taken.bytes), content))
}

/// `GET /reports/{reference}/releases/{id}/evidence/{file}`: what goes out with a release, for those who decide it.
pub async fn proposed_file(
    visit: Visit,
    vault: web::Data<Vault>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse> {
    let viewer = visit.viewer().clone();
    let copy = visit
        .app
        .read_or_audit(move |tx| {
            let (report, release, file) = path.as_ref();
            evidence::proposed_copy(tx, &vault, &viewer, (report, release), file)
        })
        .await?;
    Ok(files::copy(visit, copy))
}

/// `GET /reports/{reference}/evidence.json`: every file with its hash and its history, to be kept and checked elsewhere.
pub async fn manifest(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let references = app.references();
    let manifest: Value = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let report = reports::own_report(tx.conn, viewer, &reference)?;
            custody::manifest(tx, &vault, viewer, &report, references)
        })
        .await?;
    let text = serde_json::to_string_pretty(&manifest).map_err(Error::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"evidence.json\""))
        .body(text))
}
