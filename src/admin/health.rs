//! Whether the instance lives and can answer: for whoever watches over it.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::description::{Description, get, text};
use crate::error::{Error, Result};
use crate::index::Index;
use crate::web::AppState;

#[derive(Serialize, ToSchema)]
struct Health {
    #[schema(pattern = "^(ok|ready)$")]
    status: &'static str,
}

/// Describes what a monitor asks.
pub fn describe(api: &mut Description) {
    let health = [
        get("/healthz", "Whether the process answers").open().gives::<Health>(200, "It does."),
        get("/readyz", "Whether the database answers and the index is not behind")
            .says("503 where it is not: ask another node, or again shortly.")
            .open()
            .gives::<Health>(200, "It is."),
        get("/metrics", "Figures for a monitor")
            .says("With the token of `--metrics-token` as bearer; 404 for everybody else.")
            .answers(200, "Prometheus.", "text/plain", text(None)),
    ];
    api.add("Health", health);
}

/// `GET /healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// `GET /readyz`: the database answers and the index is not behind a narrowing. Whatever the reason why not, it
/// is said as 503: who balances load then asks another node.
pub async fn readyz(app: web::Data<AppState>, index: web::Data<Index>) -> Result<HttpResponse> {
    app.blocking(move |app| index.answers(app.database()))
        .await
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(HttpResponse::Ok().json(Health { status: "ready" }))
}
