//! A saved search at an address of its own: `/feeds/{token}`.
//!
//! The secret in the address stands for a person. At each reading they are looked up anew, and so is what they may read: where
//! they could not open the search on a page of theirs there is nothing here either.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{SavedSearch, store};
use crate::access::{Act, Viewer, permits};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::feeds::{self, Feed, FeedAddress, FeedKind, Format, Keeping};
use crate::incidents::{self, MOST_IN_FEED};
use crate::index::{Index, View};
use crate::language::Language;
use crate::people;
use crate::reports::REPORTS;
use crate::web::{AppState, Page};

/// Whose address it is, what they may open by it, and the language in which they read.
struct Opened {
    address: FeedAddress,
    viewer: Viewer,
    search: SavedSearch,
    language: Option<Language>,
}

fn opened(app: &AppState, conn: &mut Conn, token: &str) -> Result<Opened> {
    let address = feeds::by_secret(conn, app.key(), token)?;
    let person = people::person(conn, &address.person_id)?;
    let viewer = people::viewer_for(conn, &person.id, app.ambient().now())?;
    if address.kind != FeedKind::SavedSearch || !permits(&viewer, Act::SaveSearches) {
        return Err(Error::NotFound);
    }
    let found = store::readable_by_ids(conn, &viewer, std::slice::from_ref(&address.subject))?.pop();
    let search = found.ok_or(Error::NotFound)?;
    Ok(Opened { address, viewer, search, language: Language::of_tag(&person.language) })
}

fn feed(
    conn: &mut Conn,
    (view, viewer): (&View, &Viewer),
    (page, url): (&Page, &str),
    search: &SavedSearch,
) -> Result<Feed> {
    let (says, found) = match search.askable() {
        Some(question) => {
            let found = incidents::newest(conn, view, viewer, &question, (None, MOST_IN_FEED))?;
            (String::new(), found.items)
        }
        None => (page.t("search-not-askable"), Vec::new()),
    };
    Ok(Feed {
        // Its name is its owner's text, and a feed is kept in places that are not theirs.
        title: page.ta("feed-search-title", &[("reference", &search.reference)]),
        says,
        language: page.lang.clone(),
        address: None,
        page: format!("{url}/searches/{}", search.reference),
        begun: search.created_at,
        entries: found.iter().map(|item| incidents::entry(page, url, item)).collect(),
    })
}

async fn answered(
    (app, index, request): (web::Data<AppState>, web::Data<Index>, HttpRequest),
    (token, format): (String, Format),
) -> Result<HttpResponse> {
    let asked = app.clone();
    let opened = app.read(move |conn| opened(&asked, conn, &token)).await?;
    feeds::used_today(&request, &opened.address, app.ambient().now());
    let page = Page::new(&app, &request, opened.language.clone(), None);
    let product = page.t("product");
    let feed = app
        .blocking(move |app| {
            let view = index.view(&REPORTS, app.database())?;
            let url = &app.config().public_url;
            let whose = (&view, &opened.viewer);
            app.database().read(|conn| feed(conn, whose, (&page, url), &opened.search))
        })
        .await?;
    feeds::answer(&request, format, Keeping::Private, (&feed, &product))
}

/// `GET /feeds/{token}`.
pub async fn atom_feed(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    token: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    answered((app, index, request), (token.into_inner(), Format::Atom)).await
}

/// `GET /feeds/{token}.json`.
pub async fn json_feed(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    token: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    answered((app, index, request), (token.into_inner(), Format::Json)).await
}
