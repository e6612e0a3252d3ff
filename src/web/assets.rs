//! Styles, the script and the icon: embedded. The first two are named by the hash of their content, and browsers keep them for
//! a year.

use std::sync::LazyLock;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

struct Asset {
    name: String,
    content: &'static str,
    kind: &'static str,
}

fn asset_of(ending: &str, content: &'static str, kind: &'static str) -> Asset {
    let hash = hex::encode(Sha256::digest(content.as_bytes()));
    Asset { name: format!("entente-{}.{ending}", hash.get(..12).unwrap_or_default()), content, kind }
}

static STYLES: LazyLock<Asset> = LazyLock::new(|| {
    asset_of("css", include_str!("../../frontend/styles/entente.css"), "text/css; charset=utf-8")
});
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    asset_of("js", include_str!("../../frontend/scripts/entente.js"), "text/javascript; charset=utf-8")
});
const ICON: &[u8] = include_bytes!("../../frontend/icon/entente.ico");

/// The addresses of the style sheet and of the script.
pub fn addresses() -> [String; 2] {
    [&STYLES, &SCRIPT].map(|asset| format!("/assets/{}", asset.name))
}

/// `GET /assets/{name}`.
pub async fn asset(name: web::Path<String>) -> Result<HttpResponse> {
    let asset = [&*STYLES, &*SCRIPT].into_iter().find(|asset| asset.name == *name).ok_or(Error::NotFound)?;
    let year = (CACHE_CONTROL, "public, max-age=31536000, immutable");
    Ok(HttpResponse::Ok().content_type(asset.kind).insert_header(year).body(asset.content))
}

/// `GET /favicon.ico`: browsers ask for it whatever a page says.
pub async fn icon() -> HttpResponse {
    let day = (CACHE_CONTROL, "public, max-age=86400");
    HttpResponse::Ok().content_type("image/x-icon").insert_header(day).body(ICON)
}
