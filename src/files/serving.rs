//! Files on their way out, piece by piece.

use std::io::Read;

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use actix_web::web::{self, Bytes};
use futures_util::{Stream, stream};

use crate::accounts::{Visit, Visitor};
use crate::error::{Error, Result};
use crate::web::{AppState, encode, etag};

/// A copy, open.
pub struct Copy {
    /// A media type.
    pub kind: String,
    /// How large it is.
    pub bytes: u64,
    /// Its hash.
    pub sha256: String,
    /// What it is called when it is kept.
    pub name: String,
    /// What it says.
    pub content: Box<dyn Read + Send>,
}

/// So much is read at a time.
const PIECE: u64 = 256 * 1024;
/// A file can do nothing, whatever it is and wherever it is opened.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// What is read, as long as the visitor keeps the rights with which they came: then it breaks off.
fn pieces(
    app: web::Data<AppState>,
    visitor: Visitor,
    content: Box<dyn Read + Send>,
) -> impl Stream<Item = Result<Bytes, Error>> {
    stream::try_unfold((app, visitor, content), |(app, visitor, mut content)| async move {
        let (piece, visitor, content) = app
            .blocking(move |app| {
                visitor.still_reads(app)?;
                let mut piece = Vec::new();
                content.as_mut().take(PIECE).read_to_end(&mut piece).map_err(Error::internal)?;
                Ok((piece, visitor, content))
            })
            .await?;
        Ok((!piece.is_empty()).then(|| (Bytes::from(piece), (app, visitor, content))))
    })
}

/// A copy: pictures are shown, everything else is kept.
pub fn copy(visit: Visit, copy: Copy) -> HttpResponse {
    let Visit { app, visitor, request } = visit;
    let version = etag(&copy.sha256);
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == version)) {
        return HttpResponse::NotModified().insert_header((ETAG, version)).finish();
    }
    let shown = if copy.kind.starts_with("image/") { "inline" } else { "attachment" };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, copy.kind))
        .insert_header((CONTENT_DISPOSITION, format!("{shown}; filename=\"{}\"", copy.name)))
        .insert_header((ETAG, version))
        .insert_header(("content-security-policy", POLICY))
        .body(SizedStream::new(copy.bytes, pieces(app, visitor, copy.content)))
}

/// To be kept under a name of any script, in both forms: the second is for programs that know no other than ASCII.
fn kept(name: &str) -> String {
    let plain =
        |c: char| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", encode(name))
}

/// An original: kept under its name, never shown.
pub fn original(
    app: web::Data<AppState>,
    visitor: Visitor,
    (name, bytes): (&str, u64),
    content: Box<dyn Read + Send>,
) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CONTENT_DISPOSITION, kept(name)))
        .insert_header(("content-security-policy", POLICY))
        .body(SizedStream::new(bytes, pieces(app, visitor, content)))
}
