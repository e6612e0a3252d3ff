//! What programs read of joint statements.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};

use super::view;
use crate::accounts::Visitor;
use crate::contributions::api::TombstoneView;
use crate::error::{Error, Result};
use crate::language::{Language, Strings};
use crate::statements::left_behind;
use crate::web::{AppState, etag};

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
    let found = app.read_or_audit(move |tx| {
        let viewer = visitor.viewer();
        match view::one(tx, viewer, &strings, &reference) {
            Err(Error::NotFound) => left_behind(tx, viewer, &reference).map(Err),
            found => found.map(Ok),
        }
    });
    Ok(match found.await? {
        Ok(view) => HttpResponse::Ok().insert_header((ETAG, etag(&view.mark))).json(view),
        Err(tombstone) => HttpResponse::Gone().json(TombstoneView::of(&tombstone)),
    })
}
