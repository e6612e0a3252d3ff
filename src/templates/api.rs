//! `/api/v1/templates`.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::views;
use super::{NewTemplate, TemplateView, store};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::description::{Description, List, delete, get, post, put};
use crate::error::{Error, Result};
use crate::reports::api_input::paging;
use crate::templates;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, IfMatch, Json, OptionalJson, answer_with, body, etag, once_for};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let one = "/api/v1/templates/{reference}";
    let calls = [
        get("/api/v1/templates", "Templates for all members, and those of one's own organisation")
            .paged()
            .gives::<List<TemplateView>>(200, "Those for all members first, each by name."),
        post("/api/v1/templates", "Keep a template (delegate; convenor for all members)")
            .says("An organisation keeps at most 100 for itself; the secretariat 100 more for all members.")
            .once()
            .takes::<NewTemplate>()
            .gives::<TemplateView>(201, "It is kept."),
        post("/api/v1/templates/ready", "Add the templates that the program comes with (convenor)")
            .once()
            .gives::<Added>(200, "Those that were not there."),
        get(one, "A template").gives_version::<TemplateView>(200, "The template."),
        put(one, "Change a template, take it out of use, or back (delegate; convenor for all members)")
            .if_match()
            .takes::<NewTemplate>()
            .gives_version::<TemplateView>(200, "As it is now."),
        delete(one, "Delete a template (delegate; convenor for all members)").gives_nothing("It is gone."),
    ];
    api.add("Templates of joint actions", calls);
    let table = get("/templates.csv", "The list of templates as CSV");
    api.add("Downloads", [table.as_table("What a brief says is not in it.")]);
}

/// What was added.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplatesAdded)]
struct Added {
    /// Their references.
    references: Vec<String>,
}

/// One that the viewer may read, with its version.
fn view_of(app: &AppState, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<(TemplateView, i32)> {
    app.database().read(|conn| {
        let found = store::readable(conn, vault, viewer, reference)?;
        let version = found.row.version;
        Ok((views(conn, viewer, &[found])?.pop().ok_or(Error::NotFound)?, version))
    })
}

fn with_version((view, version): (TemplateView, i32)) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, etag(&version.to_string()))).json(view)
}

/// `GET /api/v1/templates`.
pub async fn list_templates(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = paging("templates", &visitor, &request)?;
    let answer = app
        .blocking(move |app| {
            app.database().read(|conn| {
                let all = store::all(conn, &vault, visitor.viewer())?;
                let (part, next) = paging.page(app, &all, |one| one.row.reference.clone())?;
                let items = views(conn, visitor.viewer(), part)?;
                Ok(List::new(all.len() as u64, items, next))
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `POST /api/v1/templates`.
pub async fn post_template(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new = body::read::<NewTemplate>(&sent.value)?;
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            // What is kept of the answer is the reference alone: what a template says is sealed.
            let (_, reference) = app.write_signed_in_now(viewer.person().is_some(), |tx| {
                once_for(tx, viewer.person(), &key, &sent.hash, |tx| {
                    Ok((201, templates::keep(tx, &vault, viewer, new)?.row.reference))
                })
            })?;
            view_of(app, &vault, viewer, reference.as_str().unwrap_or_default()).map(|(view, _)| view)
        })
        .await?;
    Ok(HttpResponse::Created().json(answer))
}

/// `POST /api/v1/templates/ready`.
pub async fn post_ready(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    visitor.person()?;
    let (status, answer) = app
        .write(move |tx| {
            let (viewer, sent) = (visitor.viewer(), sent.0);
            body::only(&sent.value, &[])?;
            once_for(tx, viewer.person(), &key, &sent.hash, |tx| {
                Ok((200, Added { references: templates::add_ready(tx, &vault, viewer)? }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/templates/{reference}`.
pub async fn get_template(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.blocking(move |app| view_of(app, &vault, visitor.viewer(), &reference)).await.map(with_version)
}

/// `PUT /api/v1/templates/{reference}`.
pub async fn put_template(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Json,
) -> Result<HttpResponse> {
    visitor.person()?;
    let version = IfMatch::of(&request);
    let new = body::read::<NewTemplate>(&sent.value)?;
    app.blocking(move |app| {
        let viewer = visitor.viewer();
        let of = (reference.as_str(), new);
        app.write_now(|tx| {
            templates::change(tx, &vault, viewer, of, |current| version.check(current)).map(|_| ())
        })?;
        view_of(app, &vault, viewer, &reference)
    })
    .await
    .map(with_version)
}

/// `DELETE /api/v1/templates/{reference}`.
pub async fn delete_template(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.write(move |tx| templates::delete(tx, &vault, visitor.viewer(), &reference)).await?;
    Ok(HttpResponse::NoContent().finish())
}
