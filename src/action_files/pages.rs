//! The page of the files of an action, and the files themselves.

use std::io::Read;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use super::api::get_file;
use super::verbs;
use super::view::files_of;
use crate::access::{Tlp, Viewer};
use crate::accounts::{Posted, Visit, Visitor};
use crate::actions::{self, ActionBody, Seen, mark_of};
use crate::db::Tx;
use crate::error::{Error, Fields, Result, message};
use crate::files::{self, attach_once, upload};
use crate::language::direction;
use crate::outcomes::FileLine;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::reports::readers;
use crate::retention::Erasures;
use crate::vault::Vault;
use crate::web::{AppState, Form, FormErrors, Page, Routes, done, get, post};

/// The page of the files of an action.
#[derive(Template)]
#[template(path = "action_files/files.html")]
pub struct FilesPage {
    page: Page,
    reference: String,
    /// The mark of the brief before whose readers something is done.
    version: String,
    title: String,
    language: String,
    dir: &'static str,
    tlp: Tlp,
    /// Who reads it, as far as the viewer is told.
    names: String,
    files: Vec<FileLine>,
    /// Whether the viewer may take files of their own organisation back.
    may: bool,
    /// Whether they may take all of them away.
    leads: bool,
    /// Whether they may attach some.
    adds: bool,
    /// What was typed.
    description: String,
    errors: Fields,
    notice: String,
}

impl OfOne for FilesPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn files_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<FilesPage>> {
    let row = actions::at_work(tx, viewer, reference)?;
    let files = files_of(tx.conn, viewer, &row.id)?;
    let body = ActionBody::read(&row)?;
    let audience = row.audience()?;
    let may = actions::may_act(tx.conn, viewer, &row)?;
    Ok(Ok(Box::new(FilesPage {
        reference: row.reference.clone(),
        version: mark_of(&row.version),
        dir: direction(&body.language),
        title: body.title,
        language: body.language,
        tlp: audience.tlp(),
        names: readers::marking(tx.conn, &page, viewer, (audience, &row.organisation_id))?,
        files: files.into_iter().map(|file| FileLine::of(&page, viewer, file)).collect(),
        may,
        leads: may && actions::leads(tx.conn, viewer, &row)?,
        adds: verbs::attaches(tx, viewer, &row)?,
        description: form.raw("description").to_owned(),
        notice: if refusal.status == StatusCode::PRECONDITION_FAILED {
            page.t("action-files-stale")
        } else {
            refusal.notice(&page)
        },
        errors: refusal.errors,
        page,
    })))
}

/// `GET /actions/{reference}/files`.
pub async fn list_files(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, files_page).await
}

/// `POST /actions/{reference}/files`, multipart: `csrf`, `once`, `version`, `description`, `file`.
pub async fn attach_file(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let request = visit.request.clone();
    let (app, visitor, page) = visit.open();
    let (asked, asking) = (reference.clone(), visitor.clone());
    if !upload::is_form(&request) {
        return Err(Error::Malformed(message("malformed-no-upload")));
    }
    let any = Seen::default();
    app.read_or_audit(move |tx| verbs::attaching(tx, asking.viewer(), &asked, &any).map(|_| ())).await?;
    let received = upload::receive_form(&app, &vault, &request, payload).await;
    let back = format!("/actions/{reference}/files");
    let refused = app
        .blocking(move |app| {
            let (form, attached) = match received {
                Ok((key, received)) => {
                    let form = received.form.clone();
                    let attached = attach_once(app, &visitor, &key, received, |tx, viewer, received| {
                        let seen = Seen::of_form(&received.form);
                        let what = (received, received.form.raw("description"));
                        let file = verbs::attach(tx, &vault, viewer, (&reference, &seen), what)?;
                        Ok((303, json!({ "id": file.reference })))
                    });
                    (form, attached.map(|_| ()))
                }
                Err(error) => (Form::default(), Err(error)),
            };
            let Err(error) = attached else { return Ok(None) };
            let refusal = FormErrors::of(error)?;
            let status = refusal.status;
            let typed = (reference.as_str(), &form);
            let shown = app.write_now(|tx| files_page(tx, &vault, page, visitor.viewer(), typed, refusal))?;
            Ok(Some((status, shown)))
        })
        .await?;
    match refused {
        None => Ok(done(&back, "file-received")),
        Some((status, shown)) => one_page::answer(&app, status, shown),
    }
}

/// `POST /actions/{reference}/files/{file}`: takes a file back.
pub async fn act_on_file(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (reference, file) = path.into_inner();
    let back = format!("/actions/{reference}/files");
    let erasures = Erasures::in_folder(&posted.app.config().data);
    let work = move |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let other = form.text("act");
        if other != "take-back" {
            return Err(Error::invalid("act", message("fault-no-such-value").with("value", other)));
        }
        if !verbs::is_file_of(tx.conn, viewer, &file, reference)? {
            return Err(Error::NotFound);
        }
        verbs::remove(tx, &erasures, viewer, &file, &Seen::of_form(form))?;
        Ok(Value::Null)
    };
    let lead = move |_: &Value| done(&back, "action-file-taken-back");
    one_page::act(posted, vault, reference.into(), work, lead, files_page).await
}

/// `GET /files/{file}/original`: what was received, and that is written down.
pub async fn original(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    file: web::Path<String>,
) -> Result<HttpResponse> {
    let asking = visitor.clone();
    let taken = app.read_or_audit(move |tx| verbs::take(tx, &vault, asking.viewer(), &file)).await?;
    let content: Box<dyn Read + Send> = taken.content.release(&taken.permit);
    Ok(files::original(app, visitor, (&taken.name, taken.bytes), content))
}

/// The addresses.
pub fn routes(config: &mut Routes) {
    config
        .route("/actions/{reference}/files", get().to(list_files))
        .route("/actions/{reference}/files", post().to(attach_file))
        .route("/actions/{reference}/files/{file}", post().to(act_on_file))
        .route("/files/{file}", get().to(get_file))
        .route("/files/{file}/original", get().to(original));
}
