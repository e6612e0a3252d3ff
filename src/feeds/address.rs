//! Addresses that are read without signing in: a secret in each stands for one person, and for one thing that they follow.
//!
//! Of the secret only a hash is kept, made with the instance's key: whoever has the database has no address. What an address
//! shows is found out at each reading, from the person as they are then; that is the business of the rooms whose feeds they
//! are.

use std::fmt;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, web};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::config::InstanceKey;
use crate::db::schema::feed_address;
use crate::db::{Conn, FeedAddressId, IsAmong, Moment, PersonId, Tx, text_enum};
use crate::error::{Error, Result, message};
use crate::web::AppState;

/// So many addresses a person may have.
const MOST: usize = 50;
/// So long it is remembered that an address was revoked.
const MEMORY: TimeDelta = TimeDelta::days(30);

/// The longest that an answer waits until its day is noted.
const NOTED: Duration = Duration::from_millis(250);

text_enum! {
    /// What an address is for.
    pub enum FeedKind {
        /// What is new in a saved search; its subject is the search.
        SavedSearch = "saved_search",
        /// When actions and tasks are due that its owner reads of; its subject is its owner.
        Calendar = "calendar",
    }
}

/// An address as a row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = feed_address)]
pub struct FeedAddress {
    /// Internal.
    pub id: FeedAddressId,
    /// What its owner calls it: `F-7K3QX9`. The secret is no part of it.
    pub reference: String,
    /// What it is for.
    pub kind: FeedKind,
    /// Whose it is.
    pub person_id: PersonId,
    /// The internal id of what it is for.
    pub subject: String,
    /// Since when.
    pub created_at: Moment,
    /// The day on which it was last read, ISO 8601.
    pub used_on: Option<String>,
}

/// An address that was just made. It has no `Debug`: this is the only time that its secret is known.
pub struct Made {
    /// What its owner calls it.
    pub reference: String,
    secret: String,
}

impl Made {
    /// The path of the feed in Atom; that of the JSON Feed ends with `.json`, that of a calendar with `.ics`.
    pub fn path(&self) -> String {
        format!("/feeds/{}", self.secret)
    }
}

impl fmt::Debug for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Made").field("reference", &self.reference).finish_non_exhaustive()
    }
}

fn hash(key: &InstanceKey, secret: &str) -> Result<String> {
    key.hash("feed address", secret.as_bytes())
}

/// Makes an address for somebody.
pub fn make(
    tx: &mut Tx<'_>,
    key: &InstanceKey,
    (person, actor): (&PersonId, &Actor),
    kind: FeedKind,
    subject: &str,
) -> Result<Made> {
    tx.require_write()?;
    if own(tx.conn, person)?.len() >= MOST {
        return Err(Error::Conflict(message("conflict-too-many-addresses").with("most", MOST)));
    }
    let secret = tx.ambient().secret();
    let id: FeedAddressId = tx.id();
    let reference = tx.free_reference('F', |conn, reference| {
        feed_address::table.filter(feed_address::reference.eq(reference)).count().get_result(conn)
    })?;
    diesel::insert_into(feed_address::table)
        .values((
            feed_address::id.eq(&id),
            feed_address::reference.eq(&reference),
            feed_address::kind.eq(kind),
            feed_address::person_id.eq(person),
            feed_address::subject.eq(subject),
            feed_address::secret_hash.eq(hash(key, &secret)?),
            feed_address::created_at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    log(tx, actor, (&id, &reference), "feed.address_made")?;
    Ok(Made { reference, secret })
}

fn log(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, reference): (&FeedAddressId, &str),
    act: &'static str,
) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: SubjectKind::FeedAddress,
        subject: id.as_str(),
        owner: actor.organisation.as_ref(),
        // The row goes when the account is closed; the log goes on naming it.
        detail: json!({ "address": reference }),
    };
    audit::record(tx, actor, &entry)
}

/// Somebody's addresses that are not revoked, the newest first.
pub fn own(conn: &mut Conn, person: &PersonId) -> Result<Vec<FeedAddress>> {
    Ok(feed_address::table
        .filter(feed_address::person_id.eq(person))
        .filter(feed_address::revoked_at.is_null())
        .order((feed_address::created_at.desc(), feed_address::id.desc()))
        .select(FeedAddress::as_select())
        .load(conn)?)
}

/// The address with this secret. [`Error::NotFound`] where there is none, or none any more.
pub fn by_secret(conn: &mut Conn, key: &InstanceKey, secret: &str) -> Result<FeedAddress> {
    feed_address::table
        .filter(feed_address::secret_hash.eq(hash(key, secret)?))
        .filter(feed_address::revoked_at.is_null())
        .select(FeedAddress::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Ends an address: from now on there is nothing at it.
pub fn revoke(tx: &mut Tx<'_>, actor: &Actor, address: &FeedAddress) -> Result<()> {
    tx.require_write()?;
    diesel::update(feed_address::table.find(&address.id))
        .set(feed_address::revoked_at.eq(tx.now()))
        .execute(tx.conn)?;
    log(tx, actor, (&address.id, &address.reference), "feed.address_revoked")
}

/// Forgets all addresses of somebody: their account is closed.
pub fn forget_person(tx: &mut Tx<'_>, person: &PersonId) -> Result<()> {
    diesel::delete(feed_address::table.filter(feed_address::person_id.eq(person))).execute(tx.conn)?;
    Ok(())
}

/// Forgets all addresses of a thing that is gone.
pub fn forget_subject(tx: &mut Tx<'_>, kind: FeedKind, subject: &str) -> Result<()> {
    let of_it =
        feed_address::table.filter(feed_address::kind.eq(kind)).filter(feed_address::subject.eq(subject));
    diesel::delete(of_it).execute(tx.conn)?;
    Ok(())
}

/// Takes away what was revoked long ago.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let over = feed_address::table.filter(feed_address::revoked_at.le(tx.after(-MEMORY)));
    diesel::delete(over).execute(tx.conn)?;
    Ok(())
}

/// The references of these addresses, by id.
pub fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    let found = feed_address::table.filter(feed_address::id.is_among(ids.to_vec()));
    Ok(found.select((feed_address::id, feed_address::reference)).load(conn)?)
}

/// An address that is read for the first time on this day.
struct Used(FeedAddressId);

/// Has it noted that an address was read, once a day.
pub fn used_today(request: &HttpRequest, address: &FeedAddress, now: Moment) {
    if address.used_on.as_deref() != Some(day(now).as_str()) {
        request.extensions_mut().insert(Used(address.id.clone()));
    }
}

fn day(now: Moment) -> String {
    now.date().to_string()
}

/// Middleware: notes on which day an address was last read. After the answer was made: what answers a `GET` only reads.
pub async fn note_use(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let answer = next.call(request).await?;
    let used = answer.request().extensions_mut().remove::<Used>();
    if let (Some(Used(id)), Some(app)) = (used, answer.request().app_data::<web::Data<AppState>>().cloned()) {
        let noted = app.write(move |tx| {
            diesel::update(feed_address::table.find(&id))
                .set(feed_address::used_on.eq(day(tx.now())))
                .execute(tx.conn)?;
            Ok(())
        });
        // Where the writer is busy the answer does not wait for it.
        if let Ok(Err(error)) = actix_web::rt::time::timeout(NOTED, noted).await {
            tracing::warn!(%error, "the day on which an address was read");
        }
    }
    Ok(answer)
}
