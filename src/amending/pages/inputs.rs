//! The page of what is said of a text as a whole.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::paragraph::at;
use crate::access::{Tlp, Viewer};
use crate::accounts::{Posted, Visit};
use crate::amending::{NewAnswer, NewInput, answer, say};
use crate::chamber::pages::lines::InputLine;
use crate::chamber::pages::notice;
use crate::chamber::view_of;
use crate::contributions::Seen;
use crate::db::Tx;
use crate::error::{Error, Fields, Message, Result};
use crate::language::direction;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Page, done};

/// The page of what is said of a whole text.
#[derive(Template)]
#[template(path = "amending/inputs.html")]
pub struct InputsPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    mark: String,
    inputs: Vec<InputLine>,
    says: bool,
    answers: bool,
    entry: String,
    lost: bool,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for InputsPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl InputsPage {
    /// What is wrong with a field in the form of an entry.
    fn wrong(&self, field: &str, entry: &str) -> &[Message] {
        self.errors.of(&at(field, entry))
    }

    /// What was typed in a field of the form of an entry; of none, in that of a new one.
    fn typed(&self, entry: &str, field: &str) -> &str {
        if self.entry == entry { self.form.raw(field) } else { "" }
    }
}

fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<InputsPage>> {
    let view = view_of(tx, viewer, page.strings(), reference)?;
    if view.of.text.is_none() {
        return Err(Error::NotFound);
    }
    let whole = view.inputs.iter().filter(|one| one.paragraph.is_none());
    let inputs: Vec<InputLine> = whole.map(|one| InputLine::of(&page, one)).collect();
    let answers = view.can.write && view.state.is_discussed();
    let entry = form.text("entry").to_owned();
    let mut errors = refusal.errors.clone();
    if !entry.is_empty() {
        errors.0 = errors.0.into_iter().map(|(field, said)| (at(&field, &entry), said)).collect();
    }
    let waits = inputs.iter().any(|one| one.reference == entry && one.answer.is_empty());
    let has_form = if entry.is_empty() { view.can.say } else { answers && waits };
    let typed = !form.raw("text").trim().is_empty() || !form.raw("reason").trim().is_empty();
    Ok(Ok(Box::new(InputsPage {
        tlp: view.tlp,
        dir: direction(&view.language),
        lost: typed && !has_form,
        inputs,
        says: view.can.say,
        answers,
        entry,
        reference: view.reference,
        title: view.title,
        language: view.language,
        mark: view.mark,
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors,
        page,
    })))
}

/// `GET /statements/{reference}/inputs`.
pub async fn inputs(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, show).await
}

/// `POST /statements/{reference}/inputs`: says something, or answers the `entry` that is named.
pub async fn post(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("/statements/{reference}/inputs");
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let (seen, entry) = (Seen::of_form(form), form.text("entry"));
        if entry.is_empty() {
            let new = NewInput { paragraph: None, text: Some(form.raw("text").to_owned()) };
            say(tx, viewer, (reference, &new), &seen)?;
        } else {
            let reason = Some(form.raw("reason").to_owned());
            let new = NewAnswer { answer: form.text("answer").to_owned(), reason };
            answer(tx, viewer, ((reference, entry), &new), &seen)?;
        }
        Ok::<Value, Error>(Value::Null)
    };
    one_page::act(posted, vault, reference, work, move |_| done(&back, "statement-said"), show).await
}
