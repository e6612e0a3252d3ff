//! What was published last, for feed readers: the same for everybody.

use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::paper::address;
use super::search::{Asked, found};
use super::view::PublicationView;
use crate::access::Viewer;
use crate::db::Moment;
use crate::description::{Call, Description, get, text};
use crate::endorsements::NameKind;
use crate::error::Result;
use crate::feeds::{self, Entry, Feed, Format, Keeping};
use crate::index::Index;
use crate::web::{AppState, Page};

/// So many a feed has at most.
const MOST: usize = 50;

/// Describes the feeds.
pub fn describe(api: &mut Description) {
    let call = |path: &str, summary: &str| -> Call {
        get(path, summary)
            .says("What was published last comes first, and 50 at most.")
            .open()
            .may_be_unchanged()
    };
    let json = ObjectBuilder::new().schema_type(Type::Object);
    let feeds = [
        call("/publications.atom", "Published statements as an Atom feed").answers(
            200,
            "RFC 4287.",
            "application/atom+xml",
            text(None),
        ),
        call("/publications.feed.json", "Published statements as a JSON Feed").answers(
            200,
            "JSON Feed 1.1.",
            "application/feed+json",
            json,
        ),
    ];
    api.add("Feeds", feeds);
}

fn entry(page: &Page, public_url: &str, of: &PublicationView) -> Option<Entry> {
    let said = of.text_in(&page.lang)?;
    // Whoever stands apart from it is no author.
    let stands =
        of.names.iter().filter(|one| one.withdrawn_at.is_none() && one.kind != NameKind::Dissociated);
    let authors = stands.map(|one| one.name.clone()).collect();
    let first = said.paragraphs.iter().find(|one| one.kind != "heading");
    Some(Entry {
        href: address(public_url, &of.hash),
        title: said.title.clone(),
        says: first.map(|one| one.text.clone()).unwrap_or_default(),
        language: said.language.clone(),
        authors,
        updated: of.published_at.map_or(of.at, |at| at.max(of.at)),
        attachment: None,
    })
}

fn public_feed(app: &AppState, index: &Index, page: &Page, path: &str) -> Result<Feed> {
    let viewer = Viewer::public().asking_at(app.ambient().now());
    let asked = Asked { limit: MOST, ..Asked::default() };
    let found = found(app, index, &viewer, &asked)?;
    let url = &app.config().public_url;
    Ok(Feed {
        title: page.t("publications-heading"),
        says: String::new(),
        language: page.lang.clone(),
        address: Some(format!("{url}{path}")),
        page: format!("{url}/publications"),
        begun: Moment::from_unix_seconds(0).unwrap_or(Moment::NEVER),
        entries: found.all.iter().filter_map(|one| entry(page, url, one)).collect(),
    })
}

async fn answered(
    (app, index, request): (web::Data<AppState>, web::Data<Index>, HttpRequest),
    (format, path): (Format, &'static str),
) -> Result<HttpResponse> {
    let page = Page::new(&app, &request, None, None);
    let product = page.t("product");
    let feed = app.blocking(move |app| public_feed(app, &index, &page, path)).await?;
    feeds::answer(&request, format, Keeping::Public, (&feed, &product))
}

/// `GET /publications.atom`.
pub async fn atom_feed(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    answered((app, index, request), (Format::Atom, "/publications.atom")).await
}

/// `GET /publications.feed.json`.
pub async fn json_feed(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    answered((app, index, request), (Format::Json, "/publications.feed.json")).await
}
