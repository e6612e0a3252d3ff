//! Whether the instance lives and can answer: for whoever watches over it.

use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::error::{Error, Result};
use crate::index::Index;
use crate::web::Core;

/// `GET /healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// `GET /readyz`: the database answers and the index is not behind a narrowing. Whatever the reason why not, it
/// is said as 503: who balances load then asks another node.
pub async fn readyz(core: web::Data<Core>, index: web::Data<Index>) -> Result<HttpResponse> {
    core.blocking(move |core| index.view(core.database()).map(|_| ()))
        .await
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ready" })))
}
