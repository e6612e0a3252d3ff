//! What programs read of versions.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{DifferenceView, VersionView, difference};
use crate::accounts::Visitor;
use crate::description::{Description, get, text};
use crate::error::Result;
use crate::web::{self as http, AppState, Form, Scope};

const ONE: &str = "/statements/{reference}";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = |more: &str| format!("/api/v1{ONE}{more}");
    let reads = [
        get(&at("/versions"), "The versions of its text that one could read")
            .gives::<Versions>(200, "The oldest first."),
        get(&at("/versions/{version}"), "One of them").gives::<VersionView>(200, "The version."),
        get(&at("/difference"), "What is different between two of them, word by word")
            .query(
                "from",
                text(Some(10)),
                "The number of the one; if it is left out, the version before the newest.",
            )
            .query("to", text(Some(10)), "The number of the other; if it is left out, the newest.")
            .gives::<DifferenceView>(200, "Every paragraph of either, in reading order."),
    ];
    api.add("Joint statements", reads);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    let at = |more: &str| format!("{ONE}{more}");
    scope
        .route(&at("/versions"), http::get().to(list_versions))
        .route(&at("/versions/{version}"), http::get().to(get_version))
        .route(&at("/difference"), http::get().to(get_difference))
}

#[derive(Serialize, ToSchema)]
#[schema(as = StatementVersions)]
struct Versions {
    total: usize,
    /// The oldest first, without their words.
    items: Vec<VersionView>,
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
