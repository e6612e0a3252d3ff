//! The list of published statements, for everybody.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::Tlp;
use crate::accounts::Visit;
use crate::db::Moment;
use crate::endorsements::NameKind;
use crate::error::{Fields, Result};
use crate::index::Index;
use crate::language::direction;
use crate::publications::search::{Asked, found};
use crate::publications::view::PublicationView;
use crate::web::{Page, html_as};

struct Line {
    hash: String,
    title: String,
    language: String,
    dir: &'static str,
    /// How many stand under it, in words.
    names: String,
    languages: String,
    at: Option<Moment>,
}

#[derive(Template)]
#[template(path = "publications/list.html")]
struct ListPage {
    page: Page,
    tlp: Tlp,
    q: String,
    total: u64,
    rows: Vec<Line>,
    next: String,
    errors: Fields,
}

fn line(page: &Page, of: &PublicationView) -> Option<Line> {
    let text = of.text_in(&page.lang)?;
    let stands = |one: &&crate::publications::NameView| {
        one.withdrawn_at.is_none() && one.kind != NameKind::Dissociated
    };
    let languages: Vec<String> = of.texts.iter().map(|one| one.language.clone()).collect();
    Some(Line {
        hash: of.hash.clone(),
        title: text.title.clone(),
        dir: direction(&text.language),
        language: text.language.clone(),
        names: page.tn("publication-names-count", of.names.iter().filter(stands).count() as u64),
        languages: page.strings().list(&languages),
        at: of.published_at,
    })
}

/// `GET /publications`.
pub async fn list(index: web::Data<Index>, visit: Visit) -> Result<HttpResponse> {
    let (asked, errors) = Asked::read(visit.request.query_string())?;
    let status = if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let found = found(app, &index, visitor.viewer(), &asked)?;
            Ok(ListPage {
                tlp: Tlp::Clear,
                q: asked.q.clone(),
                total: found.total,
                rows: found.all.iter().filter_map(|one| line(&page, one)).collect(),
                next: found.next.map(|after| asked.href(&after)).unwrap_or_default(),
                errors,
                page,
            })
        })
        .await?;
    html_as(status, &app, &answer.page, &answer)
}
