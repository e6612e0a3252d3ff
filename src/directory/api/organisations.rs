//! Organisations, their vetting, and the log of one's own.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::OrganisationKind;
use crate::accounts::Visitor;
use crate::description::{Call, List, get, post};
use crate::directory::{self, AuditRow};
use crate::error::{Error, Result, message};
use crate::people::view::OrganisationView;
use crate::people::{self, OrganisationStatus, Wanted};
use crate::web::{AppState, Form, Idempotent, Json, answer_with, body, once};

pub(super) fn calls() -> [Call; 5] {
    [
        get("/api/v1/organisations", "The directory")
            .says("Active members; a convenor sees the others too.")
            .paged()
            .gives::<List<OrganisationView>>(200, "By name."),
        post("/api/v1/organisations", "Enter an applicant (convenor)")
            .once()
            .takes::<NewOrganisation>()
            .gives::<OrganisationView>(201, "The applicant."),
        get("/api/v1/organisations/{slug}", "An organisation")
            .gives::<OrganisationView>(200, "The organisation."),
        post("/api/v1/organisations/{slug}/vetting", "Admit, suspend or readmit (convenor)")
            .says("Once three organisations are active, two convenors have to want the same.")
            .once()
            .takes::<Vote>()
            .gives::<Voted>(200, "The vote counts."),
        get("/api/v1/audit", "The log of one's own organisation (administrator)")
            .paged()
            .gives::<List<AuditRow>>(200, "Newest first."),
    ]
}

/// `GET /api/v1/organisations`.
pub async fn list_organisations(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = visitor.paging("organisations", &request)?;
    let found = app.read(move |conn| people::directory(conn, visitor.viewer())).await?;
    let found: Vec<OrganisationView> = found.iter().map(OrganisationView::of).collect();
    Ok(HttpResponse::Ok().json(paging.list(&app, &found, |one| one.slug.clone())?))
}

/// `GET /api/v1/organisations/{slug}`.
pub async fn get_organisation(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<HttpResponse> {
    let found = app.read(move |conn| people::seen_by_slug(conn, visitor.viewer(), &slug)).await?;
    Ok(HttpResponse::Ok().json(OrganisationView::of(&found)))
}

#[derive(Deserialize, ToSchema)]
struct NewOrganisation {
    /// Small letters, digits, hyphens; at most 60.
    slug: String,
    #[schema(max_length = 200)]
    name: String,
    #[schema(value_type = OrganisationKind)]
    kind: String,
    /// ISO 3166-1 alpha-2.
    country: Option<String>,
    website: Option<String>,
    about: Option<String>,
}

/// `POST /api/v1/organisations`: a convenor enters an applicant.
pub async fn post_organisation(
    app: web::Data<AppState>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let new: NewOrganisation = body::read(&sent.value)?;
    let new = people::NewOrganisation::parse(|name| match name {
        "slug" => new.slug.clone(),
        "name" => new.name.clone(),
        "kind" => new.kind.clone(),
        "country" => new.country.clone().unwrap_or_default(),
        "website" => new.website.clone().unwrap_or_default(),
        _ => new.about.clone().unwrap_or_default(),
    })?;
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let entered = people::enter(tx, visitor.viewer(), new)?;
                Ok((201, OrganisationView::of(&entered)))
            })
        })
        .await?;
    answer_with(status, &answer)
}

#[derive(Deserialize, ToSchema)]
struct Vote {
    #[schema(value_type = Wanted)]
    wanted: String,
    note: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Voted {
    /// False as long as a second convenor has to want the same.
    settled: bool,
    status: OrganisationStatus,
}

/// `POST /api/v1/organisations/{slug}/vetting`.
pub async fn vet_organisation(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let Vote { wanted, note } = body::read(&sent.value)?;
    let wanted: Wanted = wanted.parse().map_err(|_| {
        Error::invalid("wanted", message("fault-one-of").with("words", "admit, suspend, readmit"))
    })?;
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let found = people::seen_by_slug(tx.conn, visitor.viewer(), &slug)?;
                let note = note.unwrap_or_default();
                let settled = people::vote(tx, visitor.viewer(), &found, wanted, &note)?;
                let now = people::organisation(tx.conn, &found.id)?;
                Ok((200, Voted { settled, status: now.status }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/audit`: what happened to one's own organisation's things, newest first.
pub async fn list_audit(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = Form::parse(request.query_string().as_bytes())?;
    let log = app.blocking(move |app| directory::read_log(app, visitor.viewer(), &asked)).await?;
    let total = u64::try_from(log.total).map_err(Error::internal)?;
    let rows = log.lines.iter().map(AuditRow::of).collect();
    Ok(HttpResponse::Ok().json(List::new(total, rows, log.next)))
}
