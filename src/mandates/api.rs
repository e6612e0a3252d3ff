//! `/api/v1/organisations/{slug}/mandates`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MandateView, NewMandate, mandates_of};
use crate::accounts::Visitor;
use crate::description::{Description, List, delete, get, post, put};
use crate::error::{Error, Result};
use crate::people;
use crate::web::{self as http, AppState, Idempotent, Json, Scope, answer_with, body, once};

const ALL: &str = "/organisations/{slug}/mandates";
const ONE: &str = "/organisations/{slug}/mandates/{reference}";
const RULE: &str = "/organisations/{slug}/mandate-rule";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let at = |path: &str| format!("/api/v1{path}");
    let calls = [
        get(&at(ALL), "Who may act for an organisation in what")
            .says("For the members of the organisation, and for convenors, to whom they name nobody.")
            .paged()
            .gives::<List<MandateView>>(
                200,
                "Those in force first, then those to come, then those that ended last.",
            ),
        post(&at(ALL), "Give a mandate to a colleague (administrator)")
            .once()
            .takes::<NewMandate>()
            .gives::<MandateView>(201, "The mandate."),
        delete(&at(ONE), "End a mandate (administrator)").gives_nothing("It is over."),
        get(&at(RULE), "Whether nobody acts for an organisation without a mandate")
            .gives::<Rule>(200, "As it is now."),
        put(&at(RULE), "Say whether nobody acts for one's organisation without a mandate (administrator)")
            .takes::<NewRule>()
            .gives::<Rule>(200, "As it is now."),
    ];
    api.add("Mandates", calls);
    let table = get("/organisations/{slug}/mandates.csv", "The mandates of an organisation as CSV");
    api.add("Downloads", [table.as_table("It names people to their own organisation alone.")]);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    scope
        .route(ALL, http::get().to(list_mandates))
        .route(ALL, http::post().to(post_mandate))
        .route(ONE, http::delete().to(delete_mandate))
        .route(RULE, http::get().to(get_rule))
        .route(RULE, http::put().to(put_rule))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = NewMandateRule)]
struct NewRule {
    #[schema(required, value_type = bool)]
    only_by_mandate: Option<bool>,
}

/// Whether nobody acts without a mandate.
#[derive(Serialize, ToSchema)]
#[schema(as = MandateRule)]
struct Rule {
    only_by_mandate: bool,
}

/// `GET /api/v1/organisations/{slug}/mandates`.
pub async fn list_mandates(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let paging = visitor.paging(&format!("mandates|{slug}"), &request)?;
    let found = app
        .read(move |conn| {
            let home = people::seen_by_slug(conn, visitor.viewer(), &slug)?;
            mandates_of(conn, visitor.viewer(), &home.id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(paging.list(&app, &found, |one| one.reference.clone())?))
}

/// `POST /api/v1/organisations/{slug}/mandates`.
pub async fn post_mandate(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let new: NewMandate = body::read(&sent.value)?;
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let home = people::seen_by_slug(tx.conn, visitor.viewer(), &slug)?;
                let reference = super::grant(tx, visitor.viewer(), &home, &new)?;
                let viewer = visitor.viewer().clone().asking_at(tx.now());
                let mut all = mandates_of(tx.conn, &viewer, &home.id)?;
                all.retain(|one| one.reference == reference);
                Ok((201, all.pop().ok_or(Error::NotFound)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `DELETE /api/v1/organisations/{slug}/mandates/{reference}`.
pub async fn delete_mandate(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    visitor.person()?;
    app.write(move |tx| {
        let home = people::seen_by_slug(tx.conn, visitor.viewer(), &path.0)?;
        super::end(tx, visitor.viewer(), &home, &path.1)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/v1/organisations/{slug}/mandate-rule`.
pub async fn get_rule(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<HttpResponse> {
    visitor.person()?;
    let only_by_mandate = app
        .read(move |conn| {
            let home = people::seen_by_slug(conn, visitor.viewer(), &slug)?;
            super::only_by_mandate(conn, visitor.viewer(), &home.id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Rule { only_by_mandate }))
}

/// `PUT /api/v1/organisations/{slug}/mandate-rule`.
pub async fn put_rule(
    app: web::Data<AppState>,
    visitor: Visitor,
    slug: web::Path<String>,
    sent: Json,
) -> Result<HttpResponse> {
    visitor.person()?;
    let NewRule { only_by_mandate } = body::read(&sent.value)?;
    let wanted = only_by_mandate
        .ok_or_else(|| Error::invalid("only_by_mandate", crate::error::message("fault-missing")))?;
    app.write(move |tx| {
        let home = people::seen_by_slug(tx.conn, visitor.viewer(), &slug)?;
        super::set_rule(tx, visitor.viewer(), &home, wanted)
    })
    .await?;
    Ok(HttpResponse::Ok().json(Rule { only_by_mandate: wanted }))
}
