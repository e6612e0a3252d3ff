//! A feed as an answer, in the format that was asked for; nothing where the reader has it already.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, EntityTag, Header, IfNoneMatch, REFERRER_POLICY, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::{Feed, atom, json};
use crate::error::Result;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// Who may keep a copy of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Everybody, but it is asked for again each time: what was withdrawn is gone from caches too.
    Public,
    /// Nobody: the feed is one person's, and so is its address, which no page that it leads to is told.
    Private,
}

impl Format {
    fn kind(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// The answer to a request for a feed. `product` is what the program is called.
pub fn answer(
    request: &HttpRequest,
    format: Format,
    keeping: Keeping,
    (feed, product): (&Feed, &str),
) -> Result<HttpResponse> {
    let body = match format {
        Format::Atom => atom::document(feed, product)?,
        Format::Json => json::document(feed)?,
    };
    Ok(sent(request, keeping, format.kind(), body))
}

/// A document as an answer; nothing where the reader has it already.
pub(super) fn sent(
    request: &HttpRequest,
    keeping: Keeping,
    kind: &'static str,
    body: Vec<u8>,
) -> HttpResponse {
    // Weak: the same feed leaves compressed or not.
    let tag = EntityTag::new_weak(hex::encode(Sha256::digest(&body)));
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|one| one.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut answer = HttpResponse::build(if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    answer.insert_header((ETAG, tag.to_string())).insert_header((VARY, "Accept-Language"));
    match keeping {
        Keeping::Public => answer.insert_header((CACHE_CONTROL, "public, no-cache")),
        Keeping::Private => answer
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .insert_header((REFERRER_POLICY, "no-referrer")),
    };
    if known {
        return answer.finish();
    }
    answer.insert_header((CONTENT_TYPE, kind)).body(body)
}
