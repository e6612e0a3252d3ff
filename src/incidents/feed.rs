//! What changed last among the incidents that everybody may read, for feed readers: by any filter, as the list has it.

use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::listing::{self, Item};
use super::search::Search;
use crate::access::Viewer;
use crate::db::Moment;
use crate::description::{Call, Description, get, number, one_of, text};
use crate::error::Result;
use crate::facts::display;
use crate::feeds::{self, Entry, Feed, Format, Keeping};
use crate::index::Index;
use crate::reports::REPORTS;
use crate::web::{AppState, Page};

fn call(path: &str, summary: &str) -> Call {
    super::api::searched(get(path, summary))
        .says(
            "What everybody may read, whoever asks; what was released last comes first, and 50 incidents at most. `sort` and \
             the page of a list are read and change nothing.",
        )
        .open()
        .query("limit", number(1, 200), "Read, and changes nothing.")
        .query("after", text(None), "The same.")
        .query("facets", number(0, 1), "The same.")
        .query("rows", one_of(&["incidents", "reports"]), "The same.")
        .query("source", number(0, 1), "The same.")
        .may_be_unchanged()
}

/// Describes the feeds.
pub fn describe(api: &mut Description) {
    let json = ObjectBuilder::new().schema_type(Type::Object);
    let feeds = [
        call("/incidents.atom", "Public incidents as an Atom feed").answers(
            200,
            "RFC 4287.",
            "application/atom+xml",
            text(None),
        ),
        call("/incidents.feed.json", "Public incidents as a JSON Feed").answers(
            200,
            "JSON Feed 1.1.",
            "application/feed+json",
            json,
        ),
    ];
    api.add("Feeds", feeds);
}

/// So many incidents a feed has at most.
pub const MOST: usize = 50;

/// An incident in a feed. One that somebody may not read has nothing but its reference, its address and its time: a feed
/// reader keeps what it reads, often on a machine of somebody else.
pub fn entry(page: &Page, public_url: &str, item: &Item) -> Entry {
    let href = format!("{public_url}/incidents/{}", item.reference);
    let updated = item.changed_at();
    if !item.is_public() {
        let title = item.reference.clone();
        return Entry {
            href,
            title,
            says: String::new(),
            language: String::new(),
            authors: Vec::new(),
            updated,
            attachment: None,
        };
    }
    let facts = [
        display::places(page, &item.facts),
        display::types(page, &item.facts),
        display::stated_date(page, &item.facts.started),
        display::status(page, &item.facts),
    ];
    let said: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let mut authors: Vec<String> =
        item.reports.iter().map(|(_, organisation)| organisation.name.clone()).collect();
    authors.sort();
    authors.dedup();
    Entry {
        href,
        title: item.title.clone(),
        says: said.join(" · "),
        language: item.language.clone(),
        authors,
        updated,
        attachment: None,
    }
}

/// What changed last of a search among what everybody may read, whoever asks: who is signed in gets no more, since a feed
/// reader's copy is not theirs alone.
fn public_feed(app: &AppState, index: &Index, page: &Page, search: &Search, path: &str) -> Result<Feed> {
    let viewer = Viewer::public().asking_at(app.ambient().now());
    let view = index.view(&REPORTS, app.database())?;
    let found = app.database().read(|conn| listing::newest(conn, &view, &viewer, search, (None, MOST)))?;
    let url = &app.config().public_url;
    Ok(Feed {
        title: page.t("feed-public-title"),
        says: String::new(),
        language: page.lang.clone(),
        address: Some(format!("{url}{}", search.href(path))),
        page: format!("{url}{}", search.href("/incidents")),
        begun: Moment::from_unix_seconds(0).unwrap_or(Moment::NEVER),
        entries: found.items.iter().map(|item| entry(page, url, item)).collect(),
    })
}

async fn answered(
    (app, index, request): (web::Data<AppState>, web::Data<Index>, HttpRequest),
    (format, path): (Format, &'static str),
) -> Result<HttpResponse> {
    let (search, errors) = Search::read(request.query_string())?;
    errors.into_result(())?;
    let page = Page::new(&app, &request, None, None);
    let product = page.t("product");
    let feed = app.blocking(move |app| public_feed(app, &index, &page, &search.unordered(), path)).await?;
    feeds::answer(&request, format, Keeping::Public, (&feed, &product))
}

/// `GET /incidents.atom`.
pub async fn atom_feed(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    answered((app, index, request), (Format::Atom, "/incidents.atom")).await
}

/// `GET /incidents.feed.json`.
pub async fn json_feed(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    answered((app, index, request), (Format::Json, "/incidents.feed.json")).await
}
