//! Files on their way in: streamed to the vault, never held whole, and nothing left behind where that breaks off.

use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::{CONTENT_TYPE, Charset, ContentDisposition};
use actix_web::rt::time::timeout;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;
use serde_json::Value;

use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::db::{Moment, Tx};
use crate::error::{Error, Result, message};
use crate::people;
use crate::vault::{Arrived, Arriving, Vault};
use crate::web::{AppState, Cookies, Form, Idempotent, once};

/// The longest that a file may take: who somebody is is asked when it begins, and again when it is there.
const ARRIVAL: Duration = Duration::from_hours(1);
/// The longest that the next piece of it may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// The longest that a small file may take that is only read.
const SHORT: Duration = Duration::from_mins(5);
/// So much is gathered before it is sealed.
const GATHERED: usize = 256 * 1024;
/// The most fields beside the file, and the most bytes of one.
const FIELDS: (usize, usize) = (10, 16 * 1024);

/// What was sent.
pub struct Received {
    /// The fields beside the file.
    pub form: Form,
    /// What the file was called.
    pub name: String,
    /// The file. It goes again unless it is attached.
    pub arrived: Arrived,
    /// When its first byte came.
    pub begun: Moment,
}

impl Received {
    /// One text for all that was sent: the same again has the same.
    pub fn hash(&self) -> String {
        format!("{} {} {}", self.arrived.sha256, self.form.hash(), self.name)
    }
}

/// Attaches a received file, once for a key. Whether the person may is asked again when the whole file has arrived. `attach` writes
/// the row that names it.
pub fn attach_once(
    app: &AppState,
    visitor: &Visitor,
    key: &Idempotent,
    received: Received,
    attach: impl FnOnce(&mut Tx<'_>, &Viewer, &Received) -> Result<(u16, Value)>,
) -> Result<(u16, Value)> {
    let person = visitor.person()?;
    visitor.still_reads(app)?;
    let mut attached = false;
    let hash = received.hash();
    let answered = app.write_now(|tx| {
        once(tx, person, key, &hash, |tx| {
            let viewer = people::viewer_for(tx.conn, person, tx.now())?;
            let answer = attach(tx, &viewer, &received)?;
            attached = true;
            Ok(answer)
        })
    })?;
    if attached {
        received.arrived.stored.commit();
    }
    Ok(answered)
}

fn broke_off() -> Error {
    Error::Malformed(message("malformed-broke-off"))
}

fn unread(error: MultipartError) -> Error {
    match error {
        MultipartError::Payload(_) | MultipartError::Incomplete => broke_off(),
        _ => Error::Malformed(message("malformed-no-upload")),
    }
}

async fn next<T>(
    stream: &mut (impl StreamExt<Item = Result<T, MultipartError>> + Unpin),
) -> Result<Option<T>> {
    let next = timeout(PATIENCE, stream.next()).await.map_err(|_| broke_off())?;
    next.transpose().map_err(unread)
}

/// Whether somebody sends a form of a page with a file in it.
pub fn is_form(request: &HttpRequest) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("multipart/form-data")
}

/// Takes a file (`file`) from a form of ours and the fields beside it. The code of the form stands before the file: nothing is taken
/// from a form that is not ours.
pub async fn receive_form(
    app: &AppState,
    vault: &Vault,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<(Idempotent, Received)> {
    let cookie = Cookies::read_session(app.config(), request);
    let guard = |form: &Form| app.csrf().check(cookie.as_deref(), Some(form.text("csrf")));
    let received = receive(app, vault, request, payload, guard).await?;
    Ok((Idempotent::of_form(request, &received.form), received))
}

/// Takes a file (`file`) and the fields beside it. `guard` is asked for each file with the fields that came before it.
pub async fn receive(
    app: &AppState,
    vault: &Vault,
    request: &HttpRequest,
    payload: web::Payload,
    guard: impl Fn(&Form) -> Result<()>,
) -> Result<Received> {
    let parts = Multipart::new(request.headers(), payload);
    timeout(ARRIVAL, take(app, vault, parts, guard)).await.map_err(|_| broke_off())?
}

/// A small file from a form of ours that is read at once: nothing of it is kept.
pub struct Small {
    /// The fields beside it.
    pub form: Form,
    /// The file, and why there is none.
    pub file: Result<Vec<u8>>,
}

/// Takes a file (`file`) of at most so many bytes from a form of ours, and the fields beside it, into memory.
pub async fn receive_small(
    app: &AppState,
    request: &HttpRequest,
    payload: web::Payload,
    most: usize,
) -> Result<Small> {
    let cookie = Cookies::read_session(app.config(), request);
    let guard = |form: &Form| app.csrf().check(cookie.as_deref(), Some(form.text("csrf")));
    let parts = Multipart::new(request.headers(), payload);
    timeout(SHORT, take_small(parts, guard, most)).await.map_err(|_| broke_off())?
}

async fn take_small(mut parts: Multipart, guard: impl Fn(&Form) -> Result<()>, most: usize) -> Result<Small> {
    let mut form = Form::default();
    let mut file = None;
    while let Some(mut part) = next(&mut parts).await? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            guard(&form)?;
            if file.is_some() {
                return Err(Error::invalid("file", message("fault-one-file")));
            }
            let bytes = bytes(&mut part, most).await;
            let is_large = matches!(bytes, Err(Error::TooLarge(_)));
            file = Some(bytes);
            if is_large {
                // What comes after it is not waited for.
                break;
            }
        } else {
            if form.fields().len() >= FIELDS.0 || form.has(&name) {
                return Err(Error::Malformed(message("malformed-no-upload")));
            }
            let text = text(&mut part).await?;
            form.set(&name, vec![text]);
        }
    }
    guard(&form)?;
    let missing = || Error::invalid("file", message("fault-file-missing"));
    let file = match file {
        Some(Ok(bytes)) if bytes.is_empty() => Err(missing()),
        Some(file) => file,
        None => Err(missing()),
    };
    Ok(Small { form, file })
}

async fn bytes(part: &mut Field, most: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(more) = next(part).await? {
        if bytes.len() + more.len() > most {
            return Err(Error::TooLarge(most));
        }
        bytes.extend_from_slice(&more);
    }
    Ok(bytes)
}

async fn take(
    app: &AppState,
    vault: &Vault,
    mut parts: Multipart,
    guard: impl Fn(&Form) -> Result<()>,
) -> Result<Received> {
    let mut form = Form::default();
    let mut file = None;
    while let Some(mut part) = next(&mut parts).await? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            guard(&form)?;
            if file.is_some() {
                return Err(Error::invalid("file", message("fault-one-file")));
            }
            let called = part.content_disposition().map(called).unwrap_or_default();
            let begun = app.ambient().now();
            file = Some((called, begun, whole(app, vault, &mut part).await?));
        } else {
            if form.fields().len() >= FIELDS.0 || form.has(&name) {
                return Err(Error::Malformed(message("malformed-no-upload")));
            }
            let text = text(&mut part).await?;
            form.set(&name, vec![text]);
        }
    }
    guard(&form)?;
    match file {
        Some((name, begun, arrived)) if arrived.bytes > 0 => Ok(Received { form, name, arrived, begun }),
        _ => Err(Error::invalid("file", message("fault-file-missing"))),
    }
}

/// What a file is called: by `filename*` (RFC 8187), else by `filename`, in which browsers write quotation marks as `%22`.
fn called(header: &ContentDisposition) -> String {
    let extended = header.get_filename_ext().map(|name| match &name.charset {
        Charset::Iso_8859_1 => name.value.iter().copied().map(char::from).collect(),
        _ => String::from_utf8_lossy(&name.value).into_owned(),
    });
    let plain = || header.get_filename().map(|name| name.replace("%22", "\""));
    extended.filter(|name| !name.is_empty()).or_else(plain).unwrap_or_default()
}

async fn text(part: &mut Field) -> Result<String> {
    let bytes = bytes(part, FIELDS.1).await?;
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    text.map(|text| text.replace("\r\n", "\n"))
        .ok_or_else(|| Error::Malformed(message("malformed-not-utf-8")))
}

async fn whole(app: &AppState, vault: &Vault, part: &mut Field) -> Result<Arrived> {
    let most = app.config().evidence_limit;
    let vault = vault.clone();
    let mut arriving = app.blocking(move |app| vault.receive(app.ambient())).await?;
    let mut gathered = Vec::with_capacity(GATHERED);
    let mut count = 0;
    while let Some(more) = next(part).await? {
        count += more.len();
        if count > most {
            return Err(Error::TooLarge(most));
        }
        gathered.extend_from_slice(&more);
        if gathered.len() >= GATHERED {
            arriving = put(app, arriving, std::mem::take(&mut gathered)).await?;
        }
    }
    let arriving = put(app, arriving, gathered).await?;
    app.blocking(move |_| arriving.finish()).await
}

async fn put(app: &AppState, mut arriving: Arriving, bytes: Vec<u8>) -> Result<Arriving> {
    app.blocking(move |_| {
        arriving.write(&bytes)?;
        Ok(arriving)
    })
    .await
}
