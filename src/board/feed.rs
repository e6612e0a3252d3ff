//! Somebody's calendar at an address of its own: `/feeds/{token}.ics`.
//!
//! The secret in the address stands for a person. At each reading they are looked up anew, and so is what they may read. Calendar
//! programs keep what they read in places of others: they are told references, links and times, and no title.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;

use super::dues::{DueKind, Entry, due};
use crate::access::{Act, Viewer, allows, permits};
use crate::audit::Actor;
use crate::config::{InstanceKey, KeyedHash};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::feeds::{self, Calendar, Due, FeedAddress, FeedKind, Made};
use crate::language::{Language, Strings};
use crate::people;
use crate::web::AppState;

/// So long something stays that was due.
const BACK: TimeDelta = TimeDelta::days(31);
/// So far ahead it goes: further than anything can be due.
const AHEAD: TimeDelta = TimeDelta::days(3_700);

/// Makes an address of a calendar for the viewer.
pub fn make_address(tx: &mut Tx<'_>, key: &InstanceKey, viewer: &Viewer) -> Result<Made> {
    allows(viewer, Act::SaveSearches)?;
    let person = viewer.person().ok_or(Error::SignIn)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    feeds::make(tx, key, (person, &actor), FeedKind::Calendar, person.as_str())
}

/// The key for what things are called in calendars: another name at each address.
fn names(key: &InstanceKey) -> Result<KeyedHash> {
    key.keyed("calendar entry")
}

fn entry(
    (strings, url): (&Strings, &str),
    (names, address): (&KeyedHash, &FeedAddress),
    entry: &Entry,
) -> Due {
    let id = names.of(format!("{}|{}", address.id.as_str(), entry.reference).as_bytes());
    let reference = [("reference", entry.reference.as_str())];
    Due {
        id: hex::encode(id.get(..16).unwrap_or(id.as_slice())),
        summary: strings.ta(&format!("calendar-due-{}", entry.kind), &reference),
        href: format!("{url}{}", entry.place()),
        at: entry.at,
        all_day: entry.kind == DueKind::Outcome,
        changed_at: entry.changed_at,
        changes: entry.changes,
        cancelled: entry.is_cancelled(),
    }
}

fn opened(app: &AppState, conn: &mut Conn, token: &str) -> Result<(FeedAddress, Calendar)> {
    let address = feeds::by_secret(conn, app.key(), token)?;
    let person = people::person(conn, &address.person_id)?;
    let now = app.ambient().now();
    let viewer = people::viewer_for(conn, &person.id, now)?;
    if address.kind != FeedKind::Calendar || !permits(&viewer, Act::SaveSearches) {
        return Err(Error::NotFound);
    }
    let language = Language::of_tag(&person.language).unwrap_or_else(Language::english);
    let strings = Strings::of(language);
    let (entries, _) = due(conn, &strings, &viewer, (now.plus(-BACK), now.plus(AHEAD)))?;
    let (names, url) = (names(app.key())?, app.config().public_url.as_str());
    let dues = entries.iter().map(|one| entry((&strings, url), (&names, &address), one)).collect();
    let calendar = Calendar {
        product: strings.t("product"),
        name: strings.t("calendar-name"),
        language: strings.language().tag(),
        dues,
    };
    Ok((address, calendar))
}

/// `GET /feeds/{token}.ics`.
pub async fn calendar_feed(
    app: web::Data<AppState>,
    token: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = app.clone();
    let (address, calendar) = app.read(move |conn| opened(&asked, conn, &token)).await?;
    feeds::used_today(&request, &address, app.ambient().now());
    Ok(feeds::answer_calendar(&request, &calendar))
}
