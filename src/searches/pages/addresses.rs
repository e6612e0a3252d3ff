//! The addresses at which somebody's feed readers and calendar programs read: made, shown once, and revoked.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, REFERRER_POLICY};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

use crate::access::{Act, permits};
use crate::accounts::{Posted, Visit};
use crate::board;
use crate::db::Moment;
use crate::error::{Error, Fields, Result, message};
use crate::feeds::{self, FeedAddress, FeedKind, Made};
use crate::searches::{self, SavedSearch, own_or_shared};
use crate::web::{Choice, Idempotent, Link, Page, faults, html_as, once};

/// The word for the calendar, where it is said what an address is for.
const CALENDAR: &str = "calendar";

/// An address as its owner sees it: never the secret.
pub(super) struct AddressRow {
    pub reference: String,
    /// The search that it is for: name and reference; nothing where it is no longer there for its owner.
    pub search: Option<(String, String)>,
    /// Whether it is for what is due.
    pub calendar: bool,
    pub at: Moment,
    /// When it was last read, in words.
    pub used: String,
    /// Where it is revoked.
    pub revocation: String,
}

/// These addresses; of those for none of these searches nothing is said but that they are there.
pub(super) fn rows_of(page: &Page, addresses: &[FeedAddress], searches: &[SavedSearch]) -> Vec<AddressRow> {
    let row = |address: &FeedAddress| {
        let search = searches.iter().find(|search| search.id.as_str() == address.subject);
        let day: Option<NaiveDate> = address.used_on.as_deref().and_then(|day| day.parse().ok());
        AddressRow {
            reference: address.reference.clone(),
            search: search.map(|search| (search.name.clone(), search.reference.clone())),
            calendar: address.kind == FeedKind::Calendar,
            at: address.created_at,
            revocation: format!("/feeds/{}/revocation", address.reference),
            used: match day {
                Some(day) => page.ta("address-used", &[("date", &page.date(day))]),
                None => page.t("address-unused"),
            },
        }
    };
    addresses.iter().map(row).collect()
}

#[derive(Template)]
#[template(path = "searches/addresses.html")]
struct AddressesPage {
    page: Page,
    rows: Vec<AddressRow>,
    /// For what an address can be made.
    choices: Vec<Choice>,
    errors: Fields,
}

async fn shown(visit: &Visit, chosen: String, errors: Fields) -> Result<HttpResponse> {
    let person = visit.visitor.person()?.clone();
    let (page, viewer) = (visit.page(), visit.viewer().clone());
    let status = if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = visit
        .app
        .read(move |conn| {
            let searches = own_or_shared(conn, &viewer)?;
            let rows = rows_of(&page, &feeds::own(conn, &person)?, &searches);
            let choice = |search: &SavedSearch| {
                let label = format!("{} ({})", search.name, search.reference);
                Choice::new(search.reference.clone(), label, search.reference == chosen)
            };
            let calendar = Choice::new(CALENDAR, page.t("address-for-calendar"), chosen == CALENDAR);
            let choices = std::iter::once(calendar).chain(searches.iter().map(choice));
            let may = permits(&viewer, Act::SaveSearches);
            let choices = choices.filter(|_| may).collect();
            Ok(AddressesPage { page, rows, choices, errors })
        })
        .await?;
    html_as(status, &visit.app, &answer.page, &answer)
}

/// `GET /feeds`: one's own addresses.
pub async fn addresses(visit: Visit) -> Result<HttpResponse> {
    shown(&visit, String::new(), Fields::default()).await
}

#[derive(Template)]
#[template(path = "searches/made.html")]
struct MadePage {
    page: Page,
    /// What it is for: where that is read, and what it is called.
    of: Link,
    /// Each address with its format; none where the form was sent a second time: they are shown once.
    made: Vec<(&'static str, String)>,
}

/// Makes an address of a search, or of the calendar where none is named, and shows it, this once: it is kept nowhere.
async fn made(posted: &Posted, search: Option<String>) -> Result<HttpResponse> {
    let person = posted.visitor.person()?.clone();
    let (key, body) = (Idempotent::of_form(&posted.request, &posted.form), posted.form.hash());
    let (viewer, instance, name) = (posted.viewer().clone(), posted.app.key().clone(), search.clone());
    let made = posted
        .app
        .write(move |tx| {
            let mut made: Option<Made> = None;
            once(tx, &person, &key, &body, |tx| {
                made = Some(match &name {
                    Some(search) => searches::make_address(tx, &instance, &viewer, search)?,
                    None => board::make_address(tx, &instance, &viewer)?,
                });
                Ok((201, serde_json::Value::Null))
            })?;
            Ok(made)
        })
        .await?;
    let (url, page) = (&posted.app.config().public_url, posted.page());
    let (of, formats): (Link, &[_]) = if let Some(search) = search {
        let href = format!("/searches/{search}");
        (Link { href, label: search }, &[("Atom", ""), ("JSON Feed", ".json")])
    } else {
        let label = page.t("calendar-heading");
        (Link { href: "/calendar".to_owned(), label }, &[("iCalendar", ".ics")])
    };
    let all = |made: Made| {
        let address = |(format, end): &(&'static str, &str)| (*format, format!("{url}{}{end}", made.path()));
        formats.iter().map(address).collect::<Vec<_>>()
    };
    let answer = MadePage { page, of, made: made.map(all).unwrap_or_default() };
    let mut page = html_as(StatusCode::CREATED, &posted.app, &answer.page, &answer)?;
    let no_referrer = HeaderValue::from_static("no-referrer");
    page.headers_mut().insert(REFERRER_POLICY, no_referrer);
    Ok(page)
}

/// `POST /feeds`: for the search that was chosen, or the calendar.
pub async fn post_address(posted: Posted) -> Result<HttpResponse> {
    let search = Some(posted.form.reference("search")).filter(|_| posted.form.text("search") != CALENDAR);
    match made(&posted, search.clone()).await {
        Ok(answer) => Ok(answer),
        Err(error) => {
            let error = match error {
                Error::NotFound => Error::invalid("search", message("fault-no-such-search")),
                other => other,
            };
            let errors = faults(error, "search")?;
            shown(&posted, search.unwrap_or_else(|| CALENDAR.to_owned()), errors).await
        }
    }
}

/// `POST /searches/{reference}/addresses`: for this search.
pub async fn post_address_of(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    made(&posted, Some(reference.into_inner())).await
}

/// `POST /feeds/{reference}/revocation`.
pub async fn revoke_address(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    posted
        .once(move |tx, visitor, _| {
            searches::revoke_address(tx, visitor.viewer(), &reference)?;
            Ok("/feeds?done=address-revoked".into())
        })
        .await
}
