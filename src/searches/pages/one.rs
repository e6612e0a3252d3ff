//! A saved search: what is new in it, who it is shared with, and where else it can be read.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::addresses::{AddressRow, rows_of};
use super::form::{input_of, sharing_choices};
use super::list::{SharingNames, asks};
use crate::access::{Act, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::db::{Conn, Moment};
use crate::error::{Error, Fields, Result, message};
use crate::feeds::{self, FeedKind};
use crate::incidents::pages::Row;
use crate::index::{Index, View};
use crate::reports::REPORTS;
use crate::searches::verbs::sharing_word;
use crate::searches::{self, Input, Look, SavedSearch, readable, store};
use crate::web::{Choice, Form, FormErrors, Page, html_as};
use crate::{incidents, people};

/// So many of what is new stand on the page.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "searches/search.html")]
struct SearchPage {
    page: Page,
    search: SavedSearch,
    asks: String,
    shared: String,
    /// Whether it is the reader's own.
    own: bool,
    /// Whether they may still save searches, and so have addresses and be told.
    saves: bool,
    look: Look,
    /// How much is new, in words.
    news: String,
    rows: Vec<Row>,
    /// Where more is new than stands here.
    more: String,
    /// The moment up to which all is seen by the one button, in microseconds; nothing where nothing is new.
    until: Option<i64>,
    /// Why it cannot be asked any more.
    faults: Fields,
    addresses: Vec<AddressRow>,
    /// Where an address is made.
    making: String,
    /// Where it is deleted.
    deletion: String,
    /// What stands in the field for its name.
    called: String,
    version: String,
    sharings: Vec<Choice>,
    errors: Fields,
    notice: String,
}

/// What is new in it: how much in words, the first of it, and up to when.
struct New {
    news: String,
    rows: Vec<Row>,
    more: String,
    until: Option<i64>,
}

impl New {
    fn find(
        conn: &mut Conn,
        (view, viewer): (&View, &Viewer),
        page: &Page,
        (search, look): (&SavedSearch, &Look),
    ) -> Result<Self> {
        let Some(question) = search.askable() else {
            let news = page.t("search-not-askable");
            return Ok(Self { news, rows: Vec::new(), more: String::new(), until: None });
        };
        let since = (Some(look.seen_until), MOST);
        let found = incidents::newest(conn, view, viewer, &question, since)?;
        let more = found.total.saturating_sub(found.items.len() as u64);
        let until = found.items.iter().map(incidents::Item::changed_at).max();
        Ok(Self {
            news: page.tn("search-new", found.total),
            rows: found.items.iter().map(|item| Row::of(page, item)).collect(),
            more: if more > 0 { page.tn("search-more", more) } else { String::new() },
            // Up to what is shown, not up to now: what is released meanwhile is still new.
            until: until.map(Moment::unix_micros),
        })
    }
}

async fn shown(
    (visit, index): (&Visit, &web::Data<Index>),
    reference: String,
    (typed, refusal): (Option<Form>, FormErrors),
) -> Result<HttpResponse> {
    let person = visit.visitor.person()?.clone();
    let (page, viewer, index) = (visit.page(), visit.viewer().clone(), index.clone());
    let status = refusal.status;
    let answer = visit
        .app
        .blocking(move |app| {
            let viewer = &viewer;
            let view = index.view(&REPORTS, app.database())?;
            app.database().read(|conn| {
                let search = readable(conn, viewer, &reference)?;
                let look = store::look(conn, &person, &search)?;
                let new = New::find(conn, (&view, viewer), &page, (&search, &look))?;
                let names = SharingNames::load(conn, viewer, std::slice::from_ref(&search))?;
                let typed = typed.as_ref();
                let text = |name: &str, kept: String| typed.map_or(kept, |form| form.raw(name).to_owned());
                let sharing = sharing_word(&search, &people::seen_groups(conn, viewer)?);
                let sharings = sharing_choices(conn, &page, viewer, &text("sharing", sharing))?;
                let mut addresses = feeds::own(conn, &person)?;
                addresses
                    .retain(|one| one.kind == FeedKind::SavedSearch && one.subject == search.id.as_str());
                Ok(SearchPage {
                    asks: asks(&page, &search)?,
                    shared: names.words(&page, viewer, &search),
                    own: search.person_id == person,
                    saves: permits(viewer, Act::SaveSearches),
                    faults: search.question()?.1,
                    addresses: rows_of(&page, &addresses, &[]),
                    making: format!("/searches/{}/addresses", search.reference),
                    deletion: format!("/searches/{}/deletion", search.reference),
                    called: text("name", search.name.clone()),
                    // Where somebody else was quicker, what was typed stays, and counts if it is sent again.
                    version: match refusal.status {
                        StatusCode::CONFLICT => search.version.to_string(),
                        _ => text("version", search.version.to_string()),
                    },
                    sharings,
                    notice: refusal.notice(&page),
                    errors: refusal.errors,
                    news: new.news,
                    rows: new.rows,
                    more: new.more,
                    until: new.until,
                    look,
                    search,
                    page,
                })
            })
        })
        .await?;
    html_as(status, &visit.app, &answer.page, &answer)
}

/// `GET /searches/{reference}`.
pub async fn saved_search(
    reference: web::Path<String>,
    index: web::Data<Index>,
    visit: Visit,
) -> Result<HttpResponse> {
    shown((&visit, &index), reference.into_inner(), (None, FormErrors::none())).await
}

/// `POST /searches/{reference}`: another name, shared with others.
pub async fn edit_search(
    reference: web::Path<String>,
    index: web::Data<Index>,
    posted: Posted,
) -> Result<HttpResponse> {
    let name = reference.clone();
    let edited = posted
        .once(move |tx, visitor, form| {
            let query = readable(tx.conn, visitor.viewer(), &name)?.query;
            let input = Input { query, ..input_of(form) };
            let seen = form.text("version");
            searches::edit(tx, visitor.viewer(), &name, &input, |current| {
                let changed = || Error::Conflict(message("conflict-search-changed"));
                if seen == current { Ok(()) } else { Err(changed()) }
            })?;
            Ok(format!("/searches/{name}?done=search-edited"))
        })
        .await;
    match edited {
        Ok(answer) => Ok(answer),
        Err(error) => {
            let refusal = FormErrors::of(error)?;
            shown((&posted, &index), reference.into_inner(), (Some(posted.form.clone()), refusal)).await
        }
    }
}

/// `POST /searches/{reference}/look`: what the page showed is not new any more.
pub async fn set_seen(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    posted
        .once(move |tx, visitor, form| {
            let until = form.text("until").parse().ok().and_then(Moment::from_unix_micros);
            searches::set_seen(tx, visitor.viewer(), &reference, until.unwrap_or(tx.now()))?;
            Ok(format!("/searches/{reference}?done=search-seen"))
        })
        .await
}

/// `POST /searches/{reference}/notification`: whether one is told what is new.
pub async fn set_tells(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    posted
        .once(move |tx, visitor, form| {
            searches::set_tells(tx, visitor.viewer(), &reference, form.has("tells"))?;
            Ok(format!("/searches/{reference}?done=saved"))
        })
        .await
}

/// `POST /searches/{reference}/deletion`.
pub async fn delete_search(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    posted
        .once(move |tx, visitor, _| {
            searches::delete(tx, visitor.viewer(), &reference)?;
            Ok("/searches?done=search-deleted".into())
        })
        .await
}
