//! What pages that are open ask for while somebody looks at them: whether there is anything new.

use std::collections::BTreeMap;

use actix_web::http::header::{ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use crate::accounts::{self, Menu};
use crate::db::Moment;
use crate::error::Result;
use crate::outbox;
use crate::people;
use crate::web::{AppState, etag};

/// What has settled itself since somebody was told of it is counted anew after so many seconds.
const STALE: i64 = 300;

/// How much waits behind the entries of the menu, by their addresses.
#[derive(Serialize)]
struct News {
    made: Moment,
    counts: BTreeMap<&'static str, u64>,
}

/// `GET /notifications/news`: two statements where nothing is new. It does not count as a use of the session, so a page that is
/// left open keeps nobody signed in. The mark of change is made of the reader's own notifications alone: it tells nothing of
/// what happens elsewhere.
pub async fn news(
    app: web::Data<AppState>,
    menu: web::Data<Menu>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let now = app.ambient().now();
    let cookie = accounts::cookie(&app, &request);
    let key = app.key().keyed("news")?;
    let (person, mark) = app
        .read(move |conn| {
            let person = accounts::signed_in(conn, cookie.as_deref(), now)?;
            let (unread, newest) = outbox::unread_mark(conn, &person)?;
            let newest = newest.map_or(0, Moment::unix_micros);
            let text = format!("{} {unread} {newest} {}", person.as_str(), now.unix_seconds() / STALE);
            Ok((person, etag(&hex::encode(key.of(text.as_bytes()).get(..12).unwrap_or_default()))))
        })
        .await?;
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known == Some(mark.as_str()) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, mark)).finish());
    }
    let counts = app
        .read(move |conn| {
            let viewer = people::viewer_for(conn, &person, now)?;
            menu.waiting(conn, &viewer, now).map(|waiting| waiting.counts)
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, mark)).json(News { made: now, counts }))
}
