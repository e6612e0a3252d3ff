//! Somebody's calendar at an address of its own: `/feeds/{token}.ics`.
//!
//! The secret in the address stands for a person. At each reading they are looked up anew, and so is what they may read. Calendar
//! programs keep what they read in places of others: they are told references, links and times, and no title.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;
use chrono_tz::Tz;

use super::dues::{DueKind, Entry, MOST_GIVEN, each_due};
use crate::access::{Act, Viewer, allows, permits};
use crate::audit::Actor;
use crate::config::{InstanceKey, KeyedHash};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result};
use crate::feeds::{self, Calendar, Due, FeedAddress, FeedKind, Made};
use crate::language::{Language, Strings, beginning};
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
    }
}

/// That more is due than stands here: on the day on which it is read.
fn more((strings, url): (&Strings, &str), (names, address): (&KeyedHash, &FeedAddress), now: Moment) -> Due {
    let id = names.of(format!("{}|more", address.id.as_str()).as_bytes());
    let today = beginning(now.date(), Tz::UTC);
    Due {
        id: hex::encode(id.get(..16).unwrap_or(id.as_slice())),
        summary: strings.t("calendar-more"),
        href: format!("{url}/calendar"),
        at: today,
        all_day: true,
        changed_at: today,
        changes: 0,
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
    let (names, url) = (names(app.key())?, app.config().public_url.as_str());
    let (mut dues, mut cut) = (BTreeMap::new(), false);
    let span = (now.plus(-BACK), now.plus(AHEAD));
    let whole = each_due(conn, &strings, &viewer, (span, MOST_GIVEN), |one| {
        // What is settled is left out, so that programs drop it.
        if one.is_settled() {
            return;
        }
        let due = entry((&strings, url), (&names, &address), &one);
        dues.insert((one.at, one.action, one.reference), due);
        cut |= dues.len() > MOST_GIVEN && dues.pop_last().is_some();
    })?;
    let more = (cut || !whole).then(|| more((&strings, url), (&names, &address), now));
    let dues = more.into_iter().chain(dues.into_values()).collect();
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
