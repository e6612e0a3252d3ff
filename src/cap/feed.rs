//! Public alerts for feed readers: those that are current, and for a while those that are over, so that a reader
//! who learned of an alert learns that it is over. Everybody gets the same, signed in or not.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;

use super::published::{CAP, everybody};
use crate::alerts::{ALERTS, AlertMessage, AlertPhase, Row, Search, recent};
use crate::db::Moment;
use crate::error::Result;
use crate::feeds::{self, Attachment, Entry, Feed, Format, Keeping};
use crate::index::Index;
use crate::people;
use crate::web::{AppState, Page};

/// The most alerts in a feed.
const MOST: usize = 50;
/// How long an alert that is over stays in it.
const KEPT: TimeDelta = TimeDelta::days(30);

fn entry(page: &Page, public_url: &str, organisation: &str, row: Row, at: Moment) -> Entry {
    let updated = row.changed_at(at);
    let text = row.body.text_in(&page.lang).cloned().unwrap_or_default();
    let marked = |key: &str, title: String| page.ta(key, &[("headline", &title)]);
    let title = if row.body.exercise { marked("alerts-feed-exercise", text.headline) } else { text.headline };
    let title = match row.body.phase(at) {
        AlertPhase::Current => title,
        AlertPhase::Expired => marked("alerts-feed-expired", title),
        AlertPhase::Over => marked("alerts-feed-over", title),
    };
    let message = match row.body.message {
        AlertMessage::Alert | AlertMessage::Update => String::new(),
        AlertMessage::AllClear => page.t("alert-message-all-clear"),
        AlertMessage::FalseAlarm => page.t("alert-message-false-alarm"),
    };
    let says = [message, markdown::plain_lines(&text.body), markdown::plain_lines(&text.instruction)];
    let says: Vec<String> = says.into_iter().filter(|words| !words.is_empty()).collect();
    let href = format!("{public_url}/alerts/{}", row.alert.reference);
    Entry {
        attachment: Some(Attachment { href: format!("{href}.cap"), kind: CAP }),
        href,
        title,
        says: says.join("\n"),
        language: text.language,
        authors: vec![organisation.to_owned()],
        updated,
    }
}

fn public_feed(app: &AppState, index: &Index, page: &Page, search: &Search, path: &str) -> Result<Feed> {
    let everybody = everybody(app);
    let at = everybody.at();
    let view = index.view(&ALERTS, app.database())?;
    let url = &app.config().public_url;
    let entries = app.database().read(|conn| {
        let rows = recent(conn, &view, &everybody, search, (at.plus(-KEPT), MOST))?;
        let owners = rows.iter().map(|row| row.alert.organisation_id.clone()).collect();
        let owners = people::organisations_by_ids(conn, owners)?;
        let entry = |row: Row| {
            let owner = owners.get(&row.alert.organisation_id)?.name.clone();
            Some(entry(page, url, &owner, row, at))
        };
        Ok(rows.into_iter().filter_map(entry).collect())
    })?;
    let query = search.question().to_query();
    let asked =
        |path: &str| if query.is_empty() { format!("{url}{path}") } else { format!("{url}{path}?{query}") };
    Ok(Feed {
        title: page.t("alerts-feed"),
        says: page.t("alerts-feed-text"),
        language: page.lang.clone(),
        address: Some(asked(path)),
        page: asked("/alerts"),
        begun: Moment::from_unix_seconds(0).unwrap_or(Moment::NEVER),
        entries,
    })
}

async fn answered(
    (app, index, request): (web::Data<AppState>, web::Data<Index>, HttpRequest),
    (format, path): (Format, &'static str),
) -> Result<HttpResponse> {
    let search = Search::parse(request.query_string())?;
    let page = Page::new(&app, &request, None, None);
    let product = page.t("product");
    let feed = app.blocking(move |app| public_feed(app, &index, &page, &search, path)).await?;
    feeds::answer(&request, format, Keeping::Public, (&feed, &product))
}

/// `GET /alerts.atom`.
pub async fn atom_feed(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    answered((app, index, request), (Format::Atom, "/alerts.atom")).await
}

/// `GET /alerts.feed.json`.
pub async fn json_feed(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    answered((app, index, request), (Format::Json, "/alerts.feed.json")).await
}
