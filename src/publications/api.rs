//! What programs read of publications, and say of the text in other languages.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};

use super::model::Publication;
use super::paper::{address, plain, printed};
use super::search::{Asked, found};
use super::translations::{NewTranslation, attach, detach};
use super::{PublicationView, find};
use crate::accounts::{Visit, Visitor};
use crate::chamber::api::{Done, SEEN, simply};
use crate::contributions::api::calls;
use crate::contributions::{Kind, Seen};
use crate::db::Tx;
use crate::description::{Description, List, delete, get, put, text};
use crate::error::{Error, Result};
use crate::index::Index;
use crate::reports::contribution_routes::contribution_calls;
use crate::statements::Outcome;
use crate::web::{self as http, AppState, Json, Page, Scope, body};

const TRANSLATION: &str = "/statements/{reference}/translations/{language}";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let list = get("/api/v1/publications", "Published statements, whole")
        .says("What was published last comes first.")
        .open()
        .paged()
        .query("q", text(Some(200)), "Words.")
        .query("endorser", text(Some(100)), "The slug of an organisation that stands under it.")
        .query("language", text(Some(35)), "A language in which it is published, BCP 47.")
        .gives::<List<PublicationView>>(200, "Each with all its languages and names.");
    let permanent = get("/publications/sha256/{hash}.json", "A published statement, by the hash of its words")
        .says("The address stays. `.txt` and `.pdf` in place of `.json` are for paper, in the language of `language` if there is one.")
        .open()
        .gives::<PublicationView>(200, "As everybody reads it.");
    let written = [
        put(
            &format!("/api/v1{TRANSLATION}"),
            "Write an adopted text in another language (chair; delegate of a sponsor)",
        )
        .says(SEEN)
        .takes::<NewTranslation>()
        .gives::<Done>(200, "It is published with the text, once that is cleared."),
        delete(&format!("/api/v1{TRANSLATION}"), "Take it back").says(SEEN).gives::<Done>(200, "It is gone."),
    ];
    api.add("Publications", [list, permanent]);
    api.add("Joint statements", written);
    api.add(
        "Publications",
        calls::<PublicationView>("publications", "A publication, as one may read it", "It."),
    );
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    scope
        .route("/publications", http::get().to(list_publications))
        .configure(contribution_calls::<Publication>)
        .route(TRANSLATION, http::put().to(put_translation))
        .route(TRANSLATION, http::delete().to(delete_translation))
}

/// `GET /api/v1/publications`.
pub async fn list_publications(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = Asked::parse(request.query_string())?;
    let found = app.blocking(move |app| found(app, &index, visitor.viewer(), &asked)).await?;
    Ok(HttpResponse::Ok().json(List::new(found.total, found.all, found.next)))
}

/// The publication with this hash, as its readers read it. [`Error::NotFound`] of one that was withdrawn, too: its page says why.
fn by_hash(tx: &mut Tx<'_>, page: &Page, visit: (&Visitor, &str)) -> Result<PublicationView> {
    let viewer = visit.0.viewer();
    let (_, id) = find::by_hash(tx.conn, viewer, visit.1)?;
    let row = find::released(tx.conn, viewer, &id)?.ok_or(Error::NotFound)?;
    let (audience, state) = (row.audience()?.clone(), row.released_state(page.now));
    Publication::view(tx.conn, viewer, row, &audience, state)
}

/// `GET /publications/sha256/{hash}.json`.
pub async fn json(visit: Visit, hash: web::Path<String>) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let view = app.read_or_audit(move |tx| by_hash(tx, &page, (&visitor, &hash))).await?;
    Ok(HttpResponse::Ok().json(view))
}

/// `GET /publications/sha256/{hash}.txt`.
pub async fn plain_text(visit: Visit, hash: web::Path<String>) -> Result<HttpResponse> {
    let language = visit.asked().text("language").to_owned();
    let (app, visitor, page) = visit.open();
    let url = app.config().public_url.clone();
    let (name, said) = app
        .read_or_audit(move |tx| {
            let view = by_hash(tx, &page, (&visitor, &hash))?;
            let text = view.text_in(&language).ok_or(Error::NotFound)?;
            Ok((view.statement.clone(), plain(&page, (&view, text), &address(&url, &view.hash))))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"{name}.txt\"")))
        .body(said))
}

/// `GET /publications/sha256/{hash}.pdf`.
pub async fn pdf(visit: Visit, hash: web::Path<String>) -> Result<HttpResponse> {
    let language = visit.asked().text("language").to_owned();
    let (app, visitor, page) = visit.open();
    let url = app.config().public_url.clone();
    let (view, page) = app
        .read_or_audit(move |tx| {
            let view = by_hash(tx, &page, (&visitor, &hash))?;
            Ok((view, page.clone()))
        })
        .await?;
    let name = view.statement.clone();
    let file = app
        .blocking(move |_| {
            let text = view.text_in(&language).ok_or(Error::NotFound)?;
            printed(&page, (&view, text), &address(&url, &view.hash))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/pdf"))
        .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")))
        .body(file))
}

/// `PUT /api/v1/statements/{reference}/translations/{language}` `{title, text}`.
pub async fn put_translation(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewTranslation = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    let (reference, language) = path.into_inner();
    let named = web::Path::from(reference);
    simply(app, visitor, named, move |tx, viewer, reference| {
        attach(tx, viewer, ((reference, &language), &new), &seen).map(|()| Outcome::Done)
    })
    .await
}

/// `DELETE /api/v1/statements/{reference}/translations/{language}`.
pub async fn delete_translation(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    let (reference, language) = path.into_inner();
    let named = web::Path::from(reference);
    simply(app, visitor, named, move |tx, viewer, reference| {
        detach(tx, viewer, (reference, &language), &seen).map(|()| Outcome::Done)
    })
    .await
}
