//! Styles and scripts: embedded, named by the hash of their content, kept by browsers for a year.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

struct Asset {
    name: String,
    content: &'static [u8],
    kind: &'static str,
}

impl Asset {
    fn new(stem: &str, ending: &str, content: &'static str, kind: &'static str) -> Self {
        let hash = hex::encode(Sha256::digest(content.as_bytes()));
        let name = format!("{stem}-{}.{ending}", hash.get(..12).unwrap_or_default());
        Self { name, content: content.as_bytes(), kind }
    }
}

static STYLES: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("entente", "css", include_str!("../../frontend/styles/entente.css"), "text/css; charset=utf-8")
});

static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let source = include_str!("../../frontend/scripts/entente.js");
    Asset::new("entente", "js", source, "text/javascript; charset=utf-8")
});

/// The address of the style sheet.
pub fn styles() -> String {
    format!("/assets/{}", STYLES.name)
}

/// The address of the script.
pub fn script() -> String {
    format!("/assets/{}", SCRIPT.name)
}

/// `GET /assets/{name}`.
pub async fn asset(name: web::Path<String>) -> Result<HttpResponse> {
    let asset = [&*STYLES, &*SCRIPT].into_iter().find(|asset| asset.name == *name).ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(asset.kind)))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.content))
}
