//! What programs read of joint statements.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{VersionView, difference, view};
use crate::accounts::Visitor;
use crate::error::Result;
use crate::language::{Language, Strings};
use crate::web::{AppState, Form, etag};

#[derive(Serialize, ToSchema)]
#[schema(as = StatementVersions)]
pub(super) struct Versions {
    total: usize,
    /// The oldest first, without their words.
    items: Vec<VersionView>,
}

/// `GET /api/v1/statements`.
pub async fn list_statements(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = visitor.paging("statements", &request)?;
    let found = app.read(move |conn| view::list(conn, visitor.viewer())).await?;
    Ok(HttpResponse::Ok().json(paging.list(&app, &found, |one| one.reference.clone())?))
}

/// `GET /api/v1/statements/{reference}`.
pub async fn get_statement(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let strings = Strings::of(Language::english());
    let found = app.read_or_audit(move |tx| view::one(tx, visitor.viewer(), &strings, &reference)).await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag(&found.mark))).json(found))
}

/// `GET /api/v1/statements/{reference}/versions`.
pub async fn list_versions(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let found = app.read(move |conn| difference::list(conn, visitor.viewer(), &reference)).await?;
    let items = found.versions;
    Ok(HttpResponse::Ok().json(Versions { total: items.len(), items }))
}

/// `GET /api/v1/statements/{reference}/versions/{version}`.
pub async fn get_version(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let found = app.read(move |conn| difference::version(conn, visitor.viewer(), (&path.0, &path.1))).await?;
    Ok(HttpResponse::Ok().json(found.1))
}

/// `GET /api/v1/statements/{reference}/difference?from=…&to=…`.
pub async fn get_difference(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = Form::asked(&request);
    let (from, to) = (asked.text("from").to_owned(), asked.text("to").to_owned());
    let found = app
        .read(move |conn| difference::difference(conn, visitor.viewer(), (&reference, &from, &to)))
        .await?;
    Ok(HttpResponse::Ok().json(found.1))
}
