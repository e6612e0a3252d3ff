//! The pages on which the owner of a report is asked, and what is asked is read and answered.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use super::entries::{Entry, entries};
use super::{Input, Inquiry};
use crate::access::{Audience, Viewer};
use crate::accounts::{Posted, Visit};
use crate::contributions::Contribution;
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::flow::TextKind;
use crate::inquiries;
use crate::people;
use crate::reports::audience_input::AudienceInput;
use crate::reports::audience_picker::{self, Offers};
use crate::reports::contribution_page::{ContributionPage, Review, act_on};
use crate::reports::one_page::OfOne;
use crate::reports::readers::name_readers;
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Idempotent, Page, done, html, html_as, once};

#[derive(Template)]
#[template(path = "inquiries/ask.html")]
struct FormPage {
    page: Page,
    report: String,
    back: String,
    title: String,
    language: String,
    /// Whose report it is.
    owner: String,
    /// Whether it is a wish that the report be shared wider.
    wish: bool,
    words: String,
    offers: Offers,
    errors: Fields,
    notice: String,
}

fn input(form: &Form) -> Input {
    let chosen = audience_picker::chosen_readers(form);
    let kind = form.text("kind").to_owned();
    let words = form.raw("words").to_owned();
    if kind == "wish" {
        Input { kind, words, wished: chosen.audience, audience: AudienceInput::default() }
    } else {
        Input { kind, words, wished: Vec::new(), audience: chosen }
    }
}

/// What a wish can name: nobody by name or left out.
fn to_wish(offers: Offers) -> Offers {
    let wide = offers.wide.into_iter().map(|choice| Choice { help: String::new(), ..choice });
    Offers { wide: wide.collect(), people: Vec::new(), except: Vec::new(), approvers: Vec::new(), ..offers }
}

fn form_page(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    reference: &str,
    form: &Form,
    mut refusal: FormErrors,
) -> Result<FormPage> {
    let (report, texts) = inquiries::asked_about(tx.conn, viewer, reference)?;
    let fullest = texts.into_iter().next().ok_or(Error::NotFound)?;
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let wish = form.text("kind") == "wish";
    let chosen = audience_picker::chosen(form);
    let offers = audience_picker::offers(tx, &page, viewer, (TextKind::Inquiry, &home), &chosen)?;
    if let Some(faults) = refusal.errors.0.remove("wished") {
        // The fields in which it is chosen here.
        refusal.errors.0.entry("audience".into()).or_default().extend(faults);
    }
    Ok(FormPage {
        back: format!("/reports/{}", report.reference),
        report: report.reference,
        title: fullest.reading.title,
        language: fullest.reading.language,
        owner: people::organisation(tx.conn, &report.organisation_id)?.name,
        words: form.raw("words").to_owned(),
        offers: if wish { to_wish(offers) } else { offers },
        wish,
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

/// `GET /reports/{reference}/ask?kind=`.
pub async fn choose_question(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    let form = visit.asked();
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            form_page(tx, page.clone(), visitor.viewer(), &reference, &form, FormErrors::none())
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `POST /reports/{reference}/ask`.
pub async fn post_question(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let person = visitor.person()?.clone();
    let shown = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let asked = app.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    let (row, release) = inquiries::ask(tx, &vault, viewer, &reference, &input(&form))?;
                    Ok((303, json!({ "reference": row.reference, "waits": release.state.is_open() })))
                })
            });
            match asked {
                Ok((_, answer)) => Ok(Ok(answer)),
                Err(error) => {
                    let refusal = FormErrors::of(error)?;
                    let status = refusal.status;
                    let page = app.write_now(|tx| form_page(tx, page, viewer, &reference, &form, refusal))?;
                    Ok(Err((status, page)))
                }
            }
        })
        .await?;
    match shown {
        Ok(answer) => Ok(on_to(&answer)),
        Err((status, form)) => html_as(status, &app, &form.page, &form),
    }
}

/// To the page of what was just said.
fn on_to(answer: &Value) -> HttpResponse {
    let reference = answer.get("reference").and_then(Value::as_str).unwrap_or_default();
    let waits = answer.get("waits") == Some(&Value::Bool(true));
    done(&format!("/inquiries/{reference}"), if waits { "inquiry-proposed" } else { "inquiry-out" })
}

/// The page of one entry of a thread.
#[derive(Template)]
#[template(path = "inquiries/inquiry.html")]
pub struct OnePage {
    page: Page,
    entry: Entry,
    /// What answers it.
    answers: Vec<Entry>,
    words: String,
    offers: Option<Offers>,
    review: Review,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl ContributionPage for Inquiry {
    const AT: &'static str = "/inquiries";
    type OnePage = OnePage;

    fn page(
        tx: &mut Tx<'_>,
        mut page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        review: Review,
        form: &Form,
    ) -> Result<OnePage> {
        let answers = inquiries::answers_to(tx.conn, viewer, &row)?;
        let sent = ["flash-inquiry-out", "flash-inquiry-proposed"];
        name_readers(tx.conn, &mut page, viewer, (&audience, &row.organisation_id), sent)?;
        let view = inquiries::view(tx.conn, viewer, &row, &audience, "live")?;
        let offers = match viewer.organisation().filter(|_| view.reply.is_some()) {
            Some(home) => Some(audience_picker::offers(
                tx,
                &page,
                viewer,
                (TextKind::Inquiry, home),
                &audience_picker::chosen(form),
            )?),
            None => None,
        };
        Ok(OnePage {
            entry: Entry::of(&page, viewer, &view),
            answers: entries(&page, viewer, &answers),
            words: form.raw("words").to_owned(),
            offers,
            review,
            page,
        })
    }
}

/// `POST /inquiries/{reference}/answer`: what answers it, or asks further.
pub async fn answer_inquiry(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    sent: Posted,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let (words, chosen) = (form.raw("words"), audience_picker::chosen_readers(form));
        let (row, release) = inquiries::reply(tx, vault, viewer, reference, words, &chosen)?;
        Ok(json!({ "reference": row.reference, "waits": release.state.is_open() }))
    };
    act_on::<Inquiry>(sent, vault, reference, work, on_to).await
}
