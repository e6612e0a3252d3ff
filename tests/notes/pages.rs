//! The pages of notes.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::{NewNote, Note, NoteView};
use crate::access::{Act, Audience, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::contributions::{Contribution, Kind, Written};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::flow::TextKind;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::contribution_page::{ContributionPage, Review};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::reports::store as rows;
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Page, done};

/// The page of one note.
#[derive(Template)]
#[template(path = "note.html")]
pub struct OnePage {
    page: Page,
    note: NoteView,
    review: Review,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl ContributionPage for Note {
    const AT: &'static str = "/notes";
    type OnePage = OnePage;

    fn page(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        review: Review,
        _: &Form,
    ) -> Result<OnePage> {
        Ok(OnePage { note: Note::view(tx.conn, viewer, row, &audience, "live")?, review, page })
    }
}

/// The form.
#[derive(Template)]
#[template(path = "write.html")]
struct FormPage {
    page: Page,
    incident: String,
    text: String,
    offers: Offers,
    errors: Fields,
    notice: String,
}

impl OfOne for FormPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn form_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (incident, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<FormPage>> {
    let incident = rows::known_incident(tx.conn, viewer, incident)?.reference;
    allows(viewer, Act::DraftReport)?;
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let chosen = audience_picker::chosen(form);
    Ok(Ok(Box::new(FormPage {
        offers: audience_picker::offers(tx, &page, viewer, (TextKind::Note, &home), &chosen)?,
        text: form.raw("text").to_owned(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        incident,
        page,
    })))
}

/// `GET /incidents/{reference}/note`.
pub async fn choose_note(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, form_page).await
}

/// `POST /incidents/{reference}/note`.
pub async fn post_note(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, incident: &str, form: &Form| {
        let readers = audience_picker::chosen(form);
        let new = NewNote {
            text: form.raw("text").to_owned(),
            audience: Some(readers.audience),
            except: Some(readers.except),
            approvers: Some(readers.approvers),
            urgent: Some(form.has("urgent")),
            reason: None,
        };
        Ok(new.write(tx, vault, viewer, incident)?.0.reference.into())
    };
    let lead = |kept: &Value| done(&format!("/notes/{}", kept.as_str().unwrap_or_default()), "saved");
    one_page::act(sent, vault, reference, work, lead, form_page).await
}
