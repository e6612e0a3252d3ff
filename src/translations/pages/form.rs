//! The page on which an organisation translates what it released.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use markdown::SafeHtml;

use crate::access::Viewer;
use crate::accounts::{Posted, Visit};
use crate::db::{Conn, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::facts::languages::{languages, name_of};
use crate::flow::TextKind;
use crate::redaction::{self, Reading, Rendition};
use crate::reports::readers::{self, Who};
use crate::reports::{self, Report, audience_picker, text};
use crate::translations::{self, Input, Part, PartKind, TranslatedFields};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Idempotent, Page, done, html, html_as, once};

/// A text and the place to translate it.
struct Field {
    name: String,
    label: String,
    /// As it is read.
    original: String,
    /// The same with its bars, where it is more than plain text.
    drawn: Option<SafeHtml>,
    value: String,
    line: bool,
    rows: usize,
    most: usize,
}

impl Field {
    fn of(page: &Page, reading: &Reading, part: &Part, value: String) -> Self {
        let markdown = part.kind == PartKind::Markdown;
        Self {
            label: label(page, &part.name),
            original: part.text.clone(),
            drawn: markdown.then(|| text::with_bars(page, &markdown::rendered(&reading.narrative))),
            value,
            line: part.kind == PartKind::Line,
            rows: if markdown { 14 } else { 4 },
            most: part.most,
            name: part.name.clone(),
        }
    }
}

/// What a part is called.
pub(super) fn label(page: &Page, part: &str) -> String {
    match part.split_once('.') {
        Some(("evidence", id)) => {
            page.ta("withheld-line", &[("what", id), ("reason", &page.t("field-description"))])
        }
        Some(_) => page.field(part).unwrap_or_else(|| part.to_owned()),
        None => page.t(&format!("report-{part}")),
    }
}

#[derive(Template)]
#[template(path = "translations/translate.html")]
struct FormPage {
    page: Page,
    reference: String,
    /// The hash of the text, and who of its readers was asked for.
    rendition: String,
    as_whom: String,
    from: String,
    /// The language of the text.
    language: String,
    language_name: String,
    who: Who,
    languages: Vec<Choice>,
    fields: Vec<Field>,
    approvers: Vec<Choice>,
    errors: Fields,
    notice: String,
}

/// The text that a form is about; where that is no longer out, the one that most people read now.
fn text_of(conn: &mut Conn, viewer: &Viewer, reference: &str, form: &Form) -> Result<(Report, Rendition)> {
    let asked = (form.text("rendition"), form.text("as"));
    match translations::to_translate(conn, viewer, reference, asked) {
        Err(Error::Invalid(_)) => {
            let report = reports::own_report(conn, viewer, reference)?;
            let live = redaction::live_of(conn, viewer.at(), report.id.as_str())?;
            let widest =
                live.last().ok_or_else(|| Error::Conflict(message("conflict-nothing-to-translate")))?;
            translations::to_translate(conn, viewer, reference, (&widest.hash, ""))
        }
        other => other,
    }
}

fn form_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    reference: &str,
    form: &Form,
    refusal: FormErrors,
) -> Result<FormPage> {
    let (report, rendition) = text_of(tx.conn, viewer, reference, form)?;
    let from = form.text("from");
    let (language, words) = if from.is_empty() {
        (String::new(), TranslatedFields::default())
    } else {
        translations::start_from(tx, vault, viewer, (&report, &rendition), from)?
    };
    let chosen = if form.has("language") { form.text("language").to_owned() } else { language };
    let mut choices = languages(&chosen);
    choices.retain(|choice| choice.value != rendition.reading.language);
    choices.insert(0, Choice::new("", page.t("choose-none"), chosen.is_empty()));
    let reading = &rendition.reading;
    let value = |part: &Part| match words.of(&part.name) {
        _ if form.has(&part.name) => form.raw(&part.name).to_owned(),
        "" => part.text.clone(),
        earlier => earlier.to_owned(),
    };
    let parts = translations::parts(reading);
    let fields = parts.iter().map(|part| Field::of(&page, reading, part, value(part))).collect();
    let tokens: Vec<_> = rendition.audience.tokens().iter().collect();
    Ok(FormPage {
        who: readers::who(tx.conn, &page, viewer, &rendition.audience, &tokens)?,
        approvers: audience_picker::offers(
            tx,
            &page,
            viewer,
            (TextKind::Translation, &report.organisation_id),
            &audience_picker::chosen(form),
        )?
        .approvers,
        reference: report.reference,
        as_whom: form.text("as").to_owned(),
        from: from.to_owned(),
        language_name: name_of(&reading.language).to_owned(),
        language: reading.language.clone(),
        languages: choices,
        fields,
        notice: refusal.notice(&page),
        errors: refusal.errors,
        rendition: rendition.hash,
        page,
    })
}

/// `GET /reports/{reference}/translate?rendition=&as=&from=`.
pub async fn choose_translation(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let form = visit.asked();
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            form_page(tx, &vault, page.clone(), visitor.viewer(), &reference, &form, FormErrors::none())
        })
        .await?;
    html(&app, &answer.page, &answer)
}

fn input(form: &Form) -> Input {
    let of_text = |name: &str| {
        ["title", "narrative"].contains(&name) || name.starts_with("facts.") || name.starts_with("evidence.")
    };
    Input {
        language: form.text("language").to_owned(),
        rendition: form.text("rendition").to_owned(),
        as_whom: form.text("as").to_owned(),
        approvers: form.text("approvers").to_owned(),
        texts: form.pairs().into_iter().filter(|(name, _)| of_text(name)).collect(),
    }
}

/// `POST /reports/{reference}/translate`.
pub async fn post_translation(
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
            let input = input(&form);
            let translated = app.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    let (row, _) = translations::translate(tx, &vault, viewer, &reference, &input)?;
                    Ok((303, json!({ "reference": row.reference })))
                })
            });
            match translated {
                Ok((_, answer)) => Ok(Ok(answer)),
                Err(error) => {
                    let refusal = FormErrors::of(error)?;
                    let status = refusal.status;
                    let page =
                        app.write_now(|tx| form_page(tx, &vault, page, viewer, &reference, &form, refusal))?;
                    Ok(Err((status, page)))
                }
            }
        })
        .await?;
    match shown {
        Ok(answer) => {
            let reference = answer.get("reference").and_then(Value::as_str).unwrap_or_default();
            Ok(done(&format!("/translations/{reference}"), "translation-proposed"))
        }
        Err((status, form)) => html_as(status, &app, &form.page, &form),
    }
}
