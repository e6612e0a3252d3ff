//! The page on which the whole text is written: a row for each paragraph, without scripts.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;
use wording::StatementText;

use super::one::{PenLine, lead, notice};
use super::rows::{self, Row};
use crate::access::{Tlp, Viewer};
use crate::accounts::{Posted, Visit};
use crate::chamber::{AmendmentView, StatementView, view_of};
use crate::contributions::{self, Contribution, Seen, mark_of};
use crate::db::Tx;
use crate::error::{Error, Fields, Result, message};
use crate::facts::languages::languages;
use crate::files::upload;
use crate::language::{Language, Strings};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::statements::{Body, NewText, Wording, write};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Link, Page};

/// The most bytes of a document that is uploaded to be read.
const LARGEST: usize = 2 * 1024 * 1024;

/// A paragraph in the form.
pub struct RowLine {
    /// Its place, in words.
    place: String,
    /// The number or letter that it had when the text was read; empty of a new one.
    number: String,
    id: String,
    text: String,
    parts: Vec<Choice>,
}

/// The form of a text.
#[derive(Template)]
#[template(path = "statements/edit.html")]
pub struct EditPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    mark: String,
    title: String,
    languages: Vec<Choice>,
    rows: Vec<RowLine>,
    pasted: String,
    /// That somebody else writes, or that oneself does.
    pen: Option<String>,
    /// Amendments that were accepted: they have to stand in what is written.
    accepted: Vec<Link>,
    /// Whether paragraphs were read that nobody has saved yet.
    preview: bool,
    /// The number of the version over which was typed what came too late; empty where nothing did.
    since: String,
    errors: Fields,
    notice: String,
}

impl OfOne for EditPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn row_lines(page: &Page, view: &StatementView, rows: Vec<Row>) -> Vec<RowLine> {
    let part = |chosen: &str| {
        let one = |part: &wording::Part| {
            let slug = part.slug();
            Choice::new(slug, page.t(&format!("paragraph-{slug}")), slug == chosen)
        };
        wording::Part::ALL.iter().map(one).collect()
    };
    let line = |(place, row): (usize, Row)| {
        let known = view.paragraphs.iter().find(|one| one.id == row.id && !row.id.is_empty());
        RowLine {
            place: page.number(place as u64 + 1),
            number: known.map(|one| one.number.clone()).unwrap_or_default(),
            parts: part(&row.kind),
            id: row.id,
            text: row.text,
        }
    };
    rows.into_iter().enumerate().map(line).collect()
}

fn accepted(page: &Page, view: &StatementView) -> Vec<Link> {
    let taken = view.amendments.iter().filter(|one| one.to_be_taken);
    let link = |one: &AmendmentView| Link {
        href: one.paragraph.clone(),
        label: page
            .ta("statement-accepted", &[("reference", &one.reference), ("name", &one.organisation.name)]),
    };
    taken.map(link).collect()
}

/// The version over which somebody typed, with its number, where its words are still there.
fn base(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (view, mark): (&StatementView, &str),
) -> Result<Option<(usize, StatementText)>> {
    let versions = contributions::versions(tx.conn, viewer, &view.of.current()?.row)?;
    let seen = |(_, one): &(usize, &Contribution<Wording>)| mark_of(&one.version) == mark;
    let found = versions.iter().enumerate().find(seen).filter(|(_, one)| !one.body.is_empty());
    found.map(|(place, one)| Ok((place + 1, Body::read(one)?.text))).transpose()
}

fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<EditPage>> {
    let view = view_of(tx, viewer, page.strings(), reference)?;
    if view.of.text.is_none() {
        return Err(Error::NotFound);
    }
    if !view.can.write {
        return Err(Error::Denied(message("denied-statement-penholder")));
    }
    let typed = form.has("title");
    let stale = refusal.status == StatusCode::PRECONDITION_FAILED;
    let mut found = if typed { rows::typed(form) } else { rows::of(&view.paragraphs) };
    let base = if typed && stale { base(tx, viewer, (&view, form.text("version")))? } else { None };
    if typed && stale {
        rows::caught_up(&mut found, base.as_ref().map(|(_, text)| text), &view.paragraphs);
    }
    let text = |name: &str, was: fn(&StatementText) -> &str, now: &str| {
        let untouched = base.as_ref().is_some_and(|(_, text)| was(text) == form.raw(name));
        if typed && !untouched { form.raw(name).to_owned() } else { now.to_owned() }
    };
    Ok(Ok(Box::new(EditPage {
        tlp: view.tlp,
        // Whoever was told that there is another version by now saves after they have seen that.
        mark: if typed && !stale { form.text("version").to_owned() } else { view.mark.clone() },
        title: text("title", |text| &text.title, &view.title),
        languages: languages(&text("language", |text| &text.language, &view.language)),
        rows: row_lines(&page, &view, found),
        pasted: form.raw("pasted").to_owned(),
        pen: view.pen.as_ref().map(|pen| PenLine::of(&page, pen).says),
        accepted: accepted(&page, &view),
        preview: form.has("read"),
        since: base.as_ref().map(|(number, _)| number.to_string()).unwrap_or_default(),
        notice: if stale { page.t("statement-edit-stale") } else { notice(&page, &refusal) },
        reference: view.reference,
        errors: refusal.errors,
        page,
    })))
}

/// `GET /statements/{reference}/edit`.
pub async fn edit(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, show).await
}

fn new_text(form: &Form) -> NewText {
    NewText {
        title: Some(form.raw("title").to_owned()),
        language: Some(form.text("language").to_owned()),
        paragraphs: Some(rows::paragraphs(form)),
    }
}

/// Shows the form again with rows that were arranged: nothing is saved.
async fn again(
    vault: web::Data<Vault>,
    visit: Visit,
    reference: String,
    (form, errors): (Form, Fields),
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let faulty = !errors.0.is_empty();
    let refusal = if faulty { FormErrors::of(Error::Invalid(errors))? } else { FormErrors::none() };
    let status = refusal.status;
    let shown = app
        .read_or_audit(move |tx| {
            let asked = (reference.as_str(), &form);
            show(tx, &vault, page.clone(), visitor.viewer(), asked, refusal.clone())
        })
        .await?;
    one_page::answer(&app, status, shown)
}

/// `POST /statements/{reference}/edit`: saves what is typed, or arranges its rows.
pub async fn post_edit(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let act = posted.form.text("act").to_owned();
    if !["", "save"].contains(&act.as_str()) {
        let Posted { visit, mut form } = posted;
        visit.visitor.person()?;
        let errors = rows::arrange(&mut form, &act);
        return again(vault, visit, reference.into_inner(), (form, errors)).await;
    }
    let lead = lead(&reference, "statement-written");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        write(tx, vault, viewer, reference, &new_text(form), &Seen::of_form(form)).map(|_| Value::Null)
    };
    one_page::act(posted, vault, reference, work, lead, show).await
}

/// `POST /statements/{reference}/upload`, multipart: `csrf`, `once`, `version`, `file`. The paragraphs of the document are added to those
/// that are there; nothing is saved, and nothing of the file is kept.
pub async fn post_upload(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse> {
    visit.visitor.person()?;
    if !upload::is_form(&visit.request) {
        return Err(Error::Malformed(message("malformed-no-upload")));
    }
    let (app, asking, asked) = (visit.app.clone(), visit.visitor.clone(), reference.clone());
    let now = app
        .read_or_audit(move |tx| {
            let strings = Strings::of(Language::english());
            let view = view_of(tx, asking.viewer(), &strings, &asked)?;
            let allowed = view.can.write;
            if allowed { Ok(view) } else { Err(Error::Denied(message("denied-statement-penholder"))) }
        })
        .await?;
    let sent = upload::receive_small(&app, &visit.request, payload, LARGEST).await?;
    let mark = sent.form.text("version").to_owned();
    let read = app.blocking(move |_| Ok(sent.file.and_then(|file| rows::read(&file)))).await?;
    let mut form = Form::default();
    form.set("title", vec![now.title.clone()]);
    form.set("language", vec![now.language.clone()]);
    form.set("version", vec![mark]);
    let mut all = rows::of(&now.paragraphs);
    let mut errors = Fields::default();
    match read {
        Ok(read) => {
            form.set("read", vec!["yes".to_owned()]);
            errors = rows::append(&mut all, read, "file");
        }
        Err(Error::Invalid(found)) => errors = found,
        Err(Error::TooLarge(_)) => {
            errors
                .add("file", message("fault-statement-file").number("most", (LARGEST / 1024 / 1024) as u64));
        }
        Err(other) => return Err(other),
    }
    rows::set(&mut form, &all);
    again(vault, visit, reference.into_inner(), (form, errors)).await
}
