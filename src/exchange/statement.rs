//! The text of a joint statement as a document, for the capital: with its numbers, and what is open beneath its paragraphs.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};

use super::document::{Document, KIND, Paragraph, Run, Style};
use crate::access::Viewer;
use crate::accounts::Visit;
use crate::chamber::{AmendmentView, BracketView, StatementView, for_all_readers, view_of};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::language::direction;
use crate::reports::readers;
use crate::statements::{AmendmentState, ParagraphView};
use crate::web::Page;

fn word(page: &Page, of: &str, value: &str) -> String {
    page.t(&format!("{of}-{value}").replace('_', "-"))
}

/// A paragraph with its number.
fn numbered(of: &ParagraphView, rtl: bool) -> Paragraph {
    if of.kind == "heading" {
        return Paragraph { rtl, ..Paragraph::new(Style::Heading, of.text.as_str()) };
    }
    let number = Run { bold: true, ..Run::plain(format!("{}.\t", of.number)) };
    Paragraph { style: Style::Text, runs: vec![number, Run::plain(of.text.as_str())], rtl }
}

/// What is said of one of its paragraphs that is open: in the language of the page, and in italics.
fn note(says: String, words: &str) -> Vec<Paragraph> {
    let line =
        Paragraph { style: Style::Text, runs: vec![Run { italic: true, ..Run::plain(says) }], rtl: false };
    let words = (!words.is_empty()).then(|| Paragraph::new(Style::Quote, words));
    std::iter::once(line).chain(words).collect()
}

fn bracket(page: &Page, of: &BracketView) -> Vec<Paragraph> {
    let says = page.ta("bracket-says", &[("organisation", &of.organisation.name)]);
    let kind = word(page, "bracket-kind", of.kind.as_str());
    let status = word(page, "state-bracket", of.status.as_str());
    let mut all = note(format!("[{}] {says} · {kind} · {status}", of.reference), &of.quoted);
    all.extend((!of.text.is_empty()).then(|| Paragraph::new(Style::Quote, of.text.as_str())));
    all
}

fn amendment(page: &Page, of: &AmendmentView) -> Vec<Paragraph> {
    let key = format!("amendment-says-{}", of.kind).replace('_', "-");
    let says = page.ta(&key, &[("organisation", &of.organisation.name)]);
    let state = word(page, "state-amendment", of.state.as_str());
    note(format!("[{}] {says} · {state}", of.reference), &of.text)
}

/// The document of what one viewer reads.
fn document(page: &Page, view: &StatementView, marking: &str) -> Document {
    let rtl = direction(&view.language) == "rtl";
    let mut body = vec![Paragraph { rtl, ..Paragraph::new(Style::Title, view.title.as_str()) }];
    let state = word(page, "state-statement", view.state.as_str());
    body.push(Paragraph::new(Style::Text, format!("{} · {state}", view.reference)));
    for one in &view.paragraphs {
        body.push(numbered(one, rtl));
        let stands = |of: &&BracketView| of.paragraph == one.id && of.status.stands();
        body.extend(view.brackets.iter().filter(stands).flat_map(|of| bracket(page, of)));
        let waits = |of: &&AmendmentView| {
            let open = of.to_be_taken || of.state == AmendmentState::Submitted;
            of.paragraph == one.id && open
        };
        body.extend(view.amendments.iter().filter(waits).flat_map(|of| amendment(page, of)));
    }
    let when = page.moment(page.now);
    let made = match &page.person {
        Some(person) => page.ta(
            "document-made",
            &[("when", &when), ("name", &person.name), ("organisation", &person.organisation_name)],
        ),
        None => page.ta("document-made-public", &[("when", &when)]),
    };
    let hash = page.ta("statement-document-hash", &[("hash", view.hash.as_deref().unwrap_or_default())]);
    Document {
        language: view.language.clone(),
        header: vec![view.tlp.to_string(), page.ta("document-readers", &[("names", marking)])],
        footer: vec![format!("{} · {made}", view.reference), hash, page.t("document-handling")],
        body,
    }
}

fn made(tx: &mut Tx<'_>, page: &Page, viewer: &Viewer, reference: &str) -> Result<(String, Document)> {
    let mut view = view_of(tx, viewer, page.strings(), reference)?;
    for_all_readers(tx.conn, viewer, &mut view)?;
    let Some(text) = &view.of.text else { return Err(Error::NotFound) };
    let (audience, owner) = (text.row.audience()?.clone(), text.row.organisation_id.clone());
    let marking = readers::marking(tx.conn, page, viewer, (&audience, &owner))?;
    Ok((view.reference.clone(), document(page, &view, &marking)))
}

/// `GET /statements/{reference}.docx`.
pub async fn statement_document(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let (called, document) =
        app.read_or_audit(move |tx| made(tx, &page, visitor.viewer(), &reference)).await?;
    let bytes = app.blocking(move |_| document.written()).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, KIND))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{called}.docx\"")))
        .body(bytes))
}
