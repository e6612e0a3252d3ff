//! Requests for access to what may or may not exist.
//!
//! Nothing is looked up when one is made, so its answer cannot tell: not by its words, not by its time. It holds no
//! link to any report, and its author never learns to whom it was shown or what became of it there.

use std::cmp::Reverse;

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::json;

use crate::access::{Act, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::{access_request, access_request_dismissal};
use crate::db::{AccessRequestId, Conn, IsAmong, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::geography::CountryCode;
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::people;
use crate::web::needed;

/// So many requests an organisation may have open.
pub const MOST_OPEN: i64 = 20;
/// After so many days a request ends.
const DAYS: i64 = 90;
/// The most characters of why.
const LONGEST: usize = 2_000;

/// A request as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = access_request)]
pub struct AccessRequest {
    /// Internal.
    pub id: AccessRequestId,
    /// What the outside calls it: `Q-7K3QX9`.
    pub reference: String,
    /// Who looks for something.
    pub organisation_id: OrganisationId,
    /// A report or an incident, by a reference that may be nobody's.
    pub wanted: Option<String>,
    /// Where it happened.
    pub country: Option<String>,
    /// Not over before this day, ISO 8601.
    pub from_day: Option<String>,
    /// Begun by this day.
    pub to_day: Option<String>,
    /// Why, in words.
    pub words: String,
    /// Who asks.
    pub created_by: PersonId,
    /// Since when.
    pub created_at: Moment,
    /// When it ends by itself.
    pub ends_at: Moment,
}

impl AccessRequest {
    /// The days between which it lies.
    pub fn days(&self) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
        let day = |text: &Option<String>| text.as_deref().map(str::parse::<NaiveDate>).transpose();
        let days = (day(&self.from_day), day(&self.to_day));
        let fault = |fault| Error::stored("days", &self.reference, fault);
        Ok((days.0.map_err(fault)?, days.1.map_err(fault)?))
    }

    /// What lists of requests are sorted by: the newest first.
    pub fn queue_place(&self) -> Reverse<(i64, AccessRequestId)> {
        Reverse((self.created_at.unix_micros(), self.id.clone()))
    }
}

/// What somebody types.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// `R-…` or `I-…`.
    pub wanted: String,
    /// Two letters.
    pub country: String,
    /// ISO 8601.
    pub from: String,
    /// ISO 8601.
    pub to: String,
    /// Why.
    pub words: String,
}

struct Parsed {
    wanted: Option<String>,
    country: Option<CountryCode>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    words: String,
}

impl Input {
    fn parse(&self) -> Result<Parsed> {
        let mut faults = Fields::default();
        let [wanted, country, from, to] =
            [&self.wanted, &self.country, &self.from, &self.to].map(|text| text.trim());
        let reference = Some(wanted.to_uppercase()).filter(|wanted| !wanted.is_empty());
        if reference.as_deref().is_some_and(|reference| !is_reference(reference)) {
            faults.add("wanted", message("fault-wanted"));
        }
        let code = if country.is_empty() { None } else { country.parse::<CountryCode>().ok() };
        if code.is_none() && !country.is_empty() {
            faults.add("country", message("fault-country"));
        }
        let mut day = |name: &str, text: &str| {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
            if day.is_none() && !text.is_empty() {
                faults.add(name, message("fault-day"));
            }
            day
        };
        let (first, last) = (day("from", from), day("to", to));
        if let (Some(first), Some(last)) = (first, last)
            && first > last
        {
            faults.add("to", message("fault-period"));
        }
        if country.is_empty() && (!from.is_empty() || !to.is_empty()) {
            faults.add("country", message("fault-period-country"));
        } else if country.is_empty() && wanted.is_empty() {
            faults.add("wanted", message("fault-wanted-or-country"));
        }
        let words = needed(&mut faults, "words", &self.words, LONGEST);
        faults.into_result(Parsed { wanted: reference, country: code, from: first, to: last, words })
    }
}

/// Whether a text has the shape of a reference of a report or an incident. Whether there is one nobody asks.
fn is_reference(text: &str) -> bool {
    let of =
        |letter: char| letter.is_ascii_digit() || (letter.is_ascii_uppercase() && !"ILOU".contains(letter));
    let rest = text.strip_prefix("R-").or_else(|| text.strip_prefix("I-"));
    rest.is_some_and(|rest| rest.len() == 6 && rest.chars().all(of))
}

/// Makes a request. Nothing is looked up for it but what its own organisation has asked for.
pub fn make(tx: &mut Tx<'_>, viewer: &Viewer, input: &Input) -> Result<AccessRequest> {
    allows(viewer, Act::RequestAccess)?;
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let parsed = input.parse()?;
    let open: i64 = access_request::table
        .filter(access_request::organisation_id.eq(&home))
        .filter(access_request::ends_at.gt(tx.arrived()))
        .count()
        .get_result(tx.conn)?;
    if open >= MOST_OPEN {
        return Err(Error::Conflict(message("conflict-too-many-requests").with("most", MOST_OPEN)));
    }
    let row = AccessRequest {
        id: tx.id(),
        reference: free_reference(tx)?,
        organisation_id: home,
        wanted: parsed.wanted,
        country: parsed.country.map(|code| code.as_str().to_owned()),
        from_day: parsed.from.map(|day| day.to_string()),
        to_day: parsed.to.map(|day| day.to_string()),
        words: parsed.words,
        created_by: viewer.person().ok_or(Error::SignIn)?.clone(),
        created_at: tx.now(),
        ends_at: tx.after(TimeDelta::days(DAYS)),
    };
    diesel::insert_into(access_request::table).values(&row).execute(tx.conn)?;
    timers::set(tx, TimerKind::AccessRequestEnd, row.id.as_str(), row.ends_at)?;
    timers::set(tx, TimerKind::AccessRequestOwners, row.id.as_str(), tx.now())?;
    // Whether it names anything of anybody's is found out when they are told, long after it was answered.
    let about = (row.id.as_str(), row.id.as_str());
    outbox::tell(tx, EventKind::AccessAsked, about, &To::Coalition, viewer.person())?;
    log(tx, viewer, &row, &row.organisation_id, "request.made")?;
    Ok(row)
}

fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('Q', |conn, reference| {
        access_request::table.filter(access_request::reference.eq(reference)).count().get_result(conn)
    })
}

/// Writes to the log of one organisation: of the requester, or of an organisation that does not want to be shown it again.
pub(super) fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    row: &AccessRequest,
    of: &OrganisationId,
    act: &'static str,
) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: SubjectKind::AccessRequest,
        subject: row.id.as_str(),
        owner: Some(of),
        // The request is deleted when it ends; the log goes on naming it.
        detail: json!({ "request": row.reference }),
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}

/// What the viewer's organisation looks for, the newest first.
pub fn own(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<Vec<AccessRequest>> {
    allows(viewer, Act::RequestAccess)?;
    Ok(access_request::table
        .filter(access_request::organisation_id.eq(viewer.organisation().ok_or(Error::SignIn)?))
        .filter(access_request::ends_at.gt(now))
        .order((access_request::created_at.desc(), access_request::id.desc()))
        .select(AccessRequest::as_select())
        .load(conn)?)
}

/// Those who look for something.
pub fn requesters(conn: &mut Conn, now: Moment) -> Result<Vec<PersonId>> {
    Ok(access_request::table
        .filter(access_request::ends_at.gt(now))
        .order(access_request::created_by)
        .select(access_request::created_by)
        .distinct()
        .load(conn)?)
}

/// What other organisations look for and this one has not dismissed, the newest first.
pub(super) fn of_others(conn: &mut Conn, home: &OrganisationId, now: Moment) -> Result<Vec<AccessRequest>> {
    let dismissed = access_request_dismissal::table
        .filter(access_request_dismissal::request_id.eq(access_request::id))
        .filter(access_request_dismissal::organisation_id.eq(home));
    Ok(access_request::table
        .filter(access_request::organisation_id.ne(home))
        .filter(access_request::ends_at.gt(now))
        .filter(diesel::dsl::not(diesel::dsl::exists(dismissed)))
        .order((access_request::created_at.desc(), access_request::id.desc()))
        .select(AccessRequest::as_select())
        .load(conn)?)
}

/// The same, without those of organisations that are no active members: nothing can be released to them.
pub(super) fn open_to(conn: &mut Conn, home: &OrganisationId, now: Moment) -> Result<Vec<AccessRequest>> {
    let inactive = people::inactive(conn)?;
    let mut open = of_others(conn, home, now)?;
    open.retain(|request| !inactive.contains(&request.organisation_id));
    Ok(open)
}

/// An organisation does not want to be shown it again.
pub(super) fn insert_dismissal(tx: &mut Tx<'_>, row: &AccessRequest, viewer: &Viewer) -> Result<()> {
    diesel::insert_into(access_request_dismissal::table)
        .values((
            access_request_dismissal::request_id.eq(&row.id),
            access_request_dismissal::organisation_id.eq(viewer.organisation().ok_or(Error::SignIn)?),
            access_request_dismissal::dismissed_by.eq(viewer.person().ok_or(Error::SignIn)?),
            access_request_dismissal::at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Takes a request of one's own organisation back: nothing of it stays but that it was made.
pub fn take_back(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<()> {
    let arrived = tx.arrived();
    let row = own(tx.conn, viewer, arrived)?.into_iter().find(|row| row.reference == reference);
    let row = row.ok_or(Error::NotFound)?;
    remove(tx, &row.id)?;
    log(tx, viewer, &row, &row.organisation_id, "request.ended")
}

fn remove(tx: &mut Tx<'_>, id: &AccessRequestId) -> Result<()> {
    timers::cancel(tx, TimerKind::AccessRequestEnd, id.as_str())?;
    timers::cancel(tx, TimerKind::AccessRequestOwners, id.as_str())?;
    outbox::forget(tx, id.as_str())?;
    let dismissals = access_request_dismissal::table.filter(access_request_dismissal::request_id.eq(id));
    diesel::delete(dismissals).execute(tx.conn)?;
    diesel::delete(access_request::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// Takes a request away that has ended. One that has not is left alone.
pub fn end_due(tx: &mut Tx<'_>, id: &AccessRequestId) -> Result<()> {
    let ended = access_request::table.find(id).filter(access_request::ends_at.le(tx.now()));
    let ended: i64 = ended.count().get_result(tx.conn)?;
    if ended == 0 { Ok(()) } else { remove(tx, id) }
}

/// The references of these requests, by id.
pub(crate) fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    let found = access_request::table.filter(access_request::id.is_among(ids.to_vec()));
    Ok(found.select((access_request::id, access_request::reference)).load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(input: &Input) -> Vec<String> {
        match input.parse() {
            Err(Error::Invalid(Fields(faults))) => faults.into_keys().collect(),
            Err(other) => panic!("{other}"),
            Ok(_) => Vec::new(),
        }
    }

    #[test]
    fn a_request_names_what_it_looks_for() {
        let good = Input { words: "We help people there.".into(), country: "ke".into(), ..Input::default() };
        assert_eq!(faults(&good), Vec::<String>::new());
        let by_name = Input { wanted: " r-7k3qx9 ".into(), country: String::new(), ..good.clone() };
        assert_eq!(by_name.parse().unwrap_or_else(|_| panic!()).wanted.as_deref(), Some("R-7K3QX9"));
        for (wrong, field) in [
            (Input { country: String::new(), ..good.clone() }, "wanted"),
            (Input { wanted: "C-7K3QX9".into(), ..good.clone() }, "wanted"),
            (Input { wanted: "R-7K3QXU".into(), ..good.clone() }, "wanted"),
            (Input { country: "ZZ".into(), ..good.clone() }, "country"),
            (Input { from: "2026".into(), ..good.clone() }, "from"),
            (Input { from: "2026-02-02".into(), to: "2026-02-01".into(), ..good.clone() }, "to"),
            (Input { from: "2026-02-02".into(), ..by_name.clone() }, "country"),
            (Input { words: " ".into(), ..good.clone() }, "words"),
        ] {
            assert_eq!(faults(&wrong), [field], "{wrong:?}");
        }
    }
}
