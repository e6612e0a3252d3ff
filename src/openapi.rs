//! The description of the interface for programs: OpenAPI 3.1, put together from what each folder says of its own
//! calls.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use utoipa::openapi::schema::{AdditionalProperties, Array, ComponentsBuilder, ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, Info, License, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder, Server,
};

use crate::description::{Description, get};
use crate::{
    access_requests, accounts, action_files, actions, admin, alerts, amending, board, chamber, closed_days,
    comments, delegation, directory, endorsements, evidence, exchange, follow_up, incidents, inquiries,
    invitations, mandates, notifications, publications, recorded, review, rounds, searches, tasking,
    templates, tickets, translations, verification, versions, workspace,
};

/// What every caller should know first.
const INTRODUCTION: &str = "\
Sign in at `POST /api/v1/sessions` and send the access token as `Authorization: Bearer …`.

**Invisible equals absent**: what one may not read answers 404, with the same body as what does not exist.

**Errors** are `application/problem+json` (RFC 9457). 400: the request cannot be read. 401: sign in. 403: one may read \
this, not do it. 404: not there. 409: the state does not allow it. 412: changed meanwhile. 413: over the limit of a body \
(2 MiB where the operator says nothing else). 422: `errors` names every wrong field. 429: too often, `Retry-After` says for \
how long. 500: ours, with an `id` for the operator. 503: not now; `Retry-After` says when \
to ask again, and the title says where a write was not kept.

**Lists** take `limit` (1 to 200, 50 where nothing is said) and `after`, and answer `{total, items, next}`.

**Times** are RFC 3339 in UTC, dates ISO 8601, countries ISO 3166-1 alpha-2, parts of them ISO 3166-2, languages BCP 47. \
Fields that a call does not know are refused.";

/// The calls of all rooms.
fn calls() -> Description {
    let mut api = Description::default();
    accounts::api::describe(&mut api);
    directory::api::describe(&mut api);
    mandates::api::describe(&mut api);
    invitations::api::describe(&mut api);
    incidents::api::describe(&mut api);
    workspace::reports_view::describe(&mut api);
    workspace::api::describe(&mut api);
    evidence::api::describe(&mut api);
    review::api::describe(&mut api);
    verification::api::describe(&mut api);
    inquiries::api::describe(&mut api);
    access_requests::api::describe(&mut api);
    translations::describe(&mut api);
    delegation::describe(&mut api);
    alerts::api::describe(&mut api);
    board::api::describe(&mut api);
    actions::api::describe(&mut api);
    tasking::api::describe(&mut api);
    templates::api::describe(&mut api);
    comments::api::describe(&mut api);
    action_files::api::describe(&mut api);
    recorded::api::describe(&mut api);
    tickets::api::describe(&mut api);
    chamber::api::describe(&mut api);
    amending::api::describe(&mut api);
    closed_days::api::describe(&mut api);
    rounds::api::describe(&mut api);
    versions::api::describe(&mut api);
    endorsements::api::describe(&mut api);
    publications::api::describe(&mut api);
    follow_up::api::describe(&mut api);
    notifications::api::describe(&mut api);
    #[cfg(feature = "proof")]
    crate::notes::describe(&mut api);
    incidents::describe_feeds(&mut api);
    publications::feed::describe(&mut api);
    searches::api::describe(&mut api);
    exchange::describe(&mut api);
    admin::describe(&mut api);
    let itself = get("/api/openapi.json", "This description").open();
    let any = ObjectBuilder::new().schema_type(Type::Object);
    api.add("Health", [itself.answers(200, "OpenAPI 3.1.", "application/json", any)]);
    api
}

/// The whole description.
pub fn document() -> OpenApi {
    let api = calls();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let components = ComponentsBuilder::new()
        .schemas_from_iter(api.schemas)
        .schema("Problem", problem_schema())
        .response(
            "Problem",
            ResponseBuilder::new()
                .description("What went wrong.")
                .content("application/problem+json", problem),
        )
        .security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    let mut info = Info::new("Entente", env!("CARGO_PKG_VERSION"));
    info.description = Some(INTRODUCTION.into());
    let mut license = License::new("AGPL-3.0-or-later");
    license.identifier = Some("AGPL-3.0-or-later".into());
    info.license = Some(license);
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .paths(api.paths)
        .components(Some(components.build()))
        .build()
}

fn problem_schema() -> ObjectBuilder {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let messages = RefOr::T(Array::new(text()).into());
    ObjectBuilder::new()
        .property("type", text())
        .required("type")
        .property("title", text())
        .required("title")
        .property(
            "status",
            ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(400)).maximum(Some(599)),
        )
        .required("status")
        .property("detail", text().description(Some("What to do about it.")))
        .property(
            "errors",
            ObjectBuilder::new()
                .additional_properties(Some(AdditionalProperties::from(messages)))
                .description(Some("Messages by field.")),
        )
        .property("id", text().description(Some("Joins the answer to the operator's log.")))
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
}

static TEXT: LazyLock<Result<String, String>> =
    LazyLock::new(|| document().to_pretty_json().map_err(|error| error.to_string()));

/// The description as it is served and printed.
pub fn text() -> crate::error::Result<&'static str> {
    TEXT.as_deref().map_err(crate::error::Error::internal)
}

/// `GET /api/openapi.json`: the same for everybody.
pub async fn openapi() -> crate::error::Result<HttpResponse> {
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .body(text()?))
}
