//! The text for paper and elsewhere.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use askama::Template;

use super::lines::{ParagraphLine, word};
use super::one::readers;
use crate::access::Tlp;
use crate::accounts::Visit;
use crate::chamber::{for_all_readers, view_of};
use crate::error::Result;
use crate::language::direction;
use crate::reports::readers::marking;
use crate::statements::find;
use crate::web::{Page, html};

#[derive(Template)]
#[template(path = "statements/print.html")]
struct PrintPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    number: String,
    state: String,
    title: String,
    language: String,
    dir: &'static str,
    hash: String,
    readers: String,
    paragraphs: Vec<ParagraphLine>,
}

/// `GET /statements/{reference}/print`: the text of now with what is open, for paper.
pub async fn print(reference: web::Path<String>, visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            let (viewer, page) = (visitor.viewer(), page.clone());
            let mut view = view_of(tx, viewer, page.strings(), &reference)?;
            for_all_readers(tx.conn, viewer, &mut view)?;
            let readers = readers(tx, &page, viewer, &view)?;
            let (paragraphs, _) = ParagraphLine::all(&page, viewer, &view);
            Ok(PrintPage {
                tlp: view.tlp,
                number: view.version.map(|number| number.to_string()).unwrap_or_default(),
                state: word(&page, "state-statement", view.state.as_str()),
                dir: direction(&view.language),
                hash: view.hash.clone().unwrap_or_default(),
                readers,
                paragraphs,
                reference: view.reference,
                title: view.title,
                language: view.language,
                page,
            })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `GET /statements/{reference}.txt`: the words and their numbers, between two lines that say who reads them.
pub async fn plain(reference: web::Path<String>, visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let (called, text) = app
        .read(move |conn| {
            let of = find(conn, visitor.viewer(), &reference)?;
            let (called, text) = (of.statement.reference.clone(), of.current()?);
            let audience = text.row.audience()?;
            let names = marking(conn, &page, visitor.viewer(), (audience, &text.row.organisation_id))?;
            let mark = format!("{} · {}", audience.tlp(), page.ta("document-readers", &[("names", &names)]));
            let words = wording::numbered_text(&text.text);
            Ok((called, format!("{mark}\n\n{}\n\n{mark}\n", words.trim_end())))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{called}.txt\"")))
        .body(text))
}
