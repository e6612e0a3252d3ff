//! The addresses at which somebody's feed readers read: made, shown once, and revoked.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, REFERRER_POLICY};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

use crate::access::{Act, permits};
use crate::accounts::{Posted, Visit};
use crate::db::Moment;
use crate::error::{Error, Fields, Result, message};
use crate::feeds::{self, FeedAddress, Made};
use crate::searches::{self, SavedSearch, own_or_shared};
use crate::web::{Choice, Idempotent, Page, faults, html_as, once};

/// An address as its owner sees it: never the secret.
pub(super) struct AddressRow {
    pub reference: String,
    /// The search that it is for: name and reference; nothing where it is no longer there for its owner.
    pub search: Option<(String, String)>,
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
    searches: Vec<Choice>,
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
            let may = permits(&viewer, Act::SaveSearches);
            let searches = searches.iter().filter(|_| may).map(choice).collect();
            Ok(AddressesPage { page, rows, searches, errors })
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
    search: String,
    /// Both addresses; nothing where the form was sent a second time: they are shown once.
    made: Option<[String; 2]>,
}

/// Makes an address and shows it, this once: it is kept nowhere.
async fn made(posted: &Posted, search: String) -> Result<HttpResponse> {
    let person = posted.visitor.person()?.clone();
    let (key, body) = (Idempotent::of_form(&posted.request, &posted.form), posted.form.hash());
    let (viewer, instance, name) = (posted.viewer().clone(), posted.app.key().clone(), search.clone());
    let made = posted
        .app
        .write(move |tx| {
            let mut made: Option<Made> = None;
            once(tx, &person, &key, &body, |tx| {
                made = Some(searches::make_address(tx, &instance, &viewer, &name)?);
                Ok((201, serde_json::Value::Null))
            })?;
            Ok(made)
        })
        .await?;
    let url = &posted.app.config().public_url;
    let both = |made: Made| {
        let atom = format!("{url}{}", made.path());
        [atom.clone(), format!("{atom}.json")]
    };
    let answer = MadePage { page: posted.page(), search, made: made.map(both) };
    let mut page = html_as(StatusCode::CREATED, &posted.app, &answer.page, &answer)?;
    let no_referrer = HeaderValue::from_static("no-referrer");
    page.headers_mut().insert(REFERRER_POLICY, no_referrer);
    Ok(page)
}

/// `POST /feeds`: for the search that was chosen.
pub async fn post_address(posted: Posted) -> Result<HttpResponse> {
    let search = posted.form.reference("search");
    match made(&posted, search.clone()).await {
        Ok(answer) => Ok(answer),
        Err(error) => {
            let error = match error {
                Error::NotFound => Error::invalid("search", message("fault-no-such-search")),
                other => other,
            };
            let errors = faults(error, "search")?;
            shown(&posted, search, errors).await
        }
    }
}

/// `POST /searches/{reference}/addresses`: for this search.
pub async fn post_address_of(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    made(&posted, reference.into_inner()).await
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
