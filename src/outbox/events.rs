//! What happened and is still to be told.

use std::fmt;

use diesel::prelude::*;

use super::EventKind;
use crate::db::schema::event;
use crate::db::{Conn, EventId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};

/// Whose matter it is. Who of them is told is decided when it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// The people of an organisation.
    Organisation(OrganisationId),
    /// One person.
    Person(PersonId),
    /// The convenors.
    Convenors,
    /// Everybody of every organisation that belongs to the coalition.
    Coalition,
    /// Those who have asked for access to something.
    Requesters,
}

impl fmt::Display for To {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation(id) => write!(f, "organisation:{}", id.as_str()),
            Self::Person(id) => write!(f, "person:{}", id.as_str()),
            Self::Convenors => f.write_str("convenors"),
            Self::Coalition => f.write_str("coalition"),
            Self::Requesters => f.write_str("requesters"),
        }
    }
}

/// What happened, as a row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = event)]
pub struct Event {
    /// Internal.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// The internal id of what it happened to.
    pub subject: String,
    /// The internal id of the one thing that it belongs to: changes of one thing are one message.
    pub thread: String,
    addressee: String,
    /// Who did it: they are not told.
    pub actor_id: Option<PersonId>,
    /// When.
    pub at: Moment,
    /// How often telling it has failed.
    pub attempts: i32,
    /// The last of those who have been told, in the order of their ids.
    pub told_to: Option<PersonId>,
}

impl Event {
    /// Whose matter it is.
    pub fn to(&self) -> Result<To> {
        match self.addressee.split_once(':') {
            Some(("organisation", id)) => Ok(To::Organisation(id.to_owned().into())),
            Some(("person", id)) => Ok(To::Person(id.to_owned().into())),
            None if self.addressee == "convenors" => Ok(To::Convenors),
            None if self.addressee == "coalition" => Ok(To::Coalition),
            None if self.addressee == "requesters" => Ok(To::Requesters),
            _ => Err(Error::stored("event", self.id.as_str(), &self.addressee)),
        }
    }
}

/// Has something told, if the transaction commits.
pub fn tell(
    tx: &mut Tx<'_>,
    kind: EventKind,
    about: (&str, &str),
    to: &To,
    by: Option<&PersonId>,
) -> Result<()> {
    let now = tx.now();
    tell_at(tx, now, kind, about, to, by)
}

/// The same of what happens later, if nothing else happens by then. Whom it concerns is asked at that moment.
pub fn tell_at(
    tx: &mut Tx<'_>,
    at: Moment,
    kind: EventKind,
    (subject, thread): (&str, &str),
    to: &To,
    by: Option<&PersonId>,
) -> Result<()> {
    tx.require_write()?;
    let id: EventId = tx.id();
    diesel::insert_into(event::table)
        .values((
            event::id.eq(id),
            event::kind.eq(kind),
            event::subject.eq(subject),
            event::thread.eq(thread),
            event::addressee.eq(to.to_string()),
            event::actor_id.eq(by.cloned()),
            event::at.eq(at),
            event::not_before.eq((at > tx.now()).then_some(at)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// What was to be told later of a subject is not told.
pub fn tell_no_more(tx: &mut Tx<'_>, kind: EventKind, subject: &str) -> Result<()> {
    let later = event::table
        .filter(event::kind.eq(kind))
        .filter(event::subject.eq(subject))
        .filter(event::not_before.gt(tx.now()))
        .filter(event::attempts.eq(0));
    diesel::delete(later).execute(tx.conn)?;
    Ok(())
}

/// What is to be told now, the oldest first.
pub fn untold(conn: &mut Conn, now: Moment, most: i64) -> Result<Vec<Event>> {
    Ok(event::table
        .filter(event::failed_at.is_null())
        .filter(event::not_before.is_null().or(event::not_before.le(now)))
        .order((event::at, event::id))
        .limit(most)
        .select(Event::as_select())
        .load(conn)?)
}

/// An event as it stands now, to go on telling it in this transaction. Nothing where it has been told, or its subject was
/// erased.
pub fn standing(tx: &mut Tx<'_>, event: &Event) -> Result<Option<Event>> {
    let open = event::table.find(&event.id).filter(event::failed_at.is_null());
    Ok(open.select(Event::as_select()).first(tx.conn).optional()?)
}

/// Everybody up to this person has been told; the others are told in further transactions.
pub fn told_up_to(tx: &mut Tx<'_>, event: &Event, person: &PersonId) -> Result<()> {
    diesel::update(event::table.find(&event.id)).set(event::told_to.eq(person)).execute(tx.conn)?;
    Ok(())
}

/// Everybody has been told: the event goes.
pub fn told(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    diesel::delete(event::table.find(&event.id)).execute(tx.conn)?;
    Ok(())
}

/// An event could not be told. It is tried again at `again`, or given up where that is nothing.
pub fn put_off(tx: &mut Tx<'_>, event: &Event, again: Option<Moment>) -> Result<()> {
    diesel::update(event::table.find(&event.id))
        .set((
            event::attempts.eq(event::attempts + 1),
            event::not_before.eq(again),
            event::failed_at.eq(again.is_none().then(|| tx.now())),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// An event that could not be told: tried again, or given up.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = event)]
pub struct Untold {
    /// What happened.
    pub kind: EventKind,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried again.
    pub not_before: Option<Moment>,
    /// When it was given up.
    pub failed_at: Option<Moment>,
}

/// What could not be told, the newest first.
pub fn failing(conn: &mut Conn, most: i64) -> Result<Vec<Untold>> {
    Ok(event::table
        .filter(event::attempts.gt(0))
        .order((event::at.desc(), event::id.desc()))
        .limit(most)
        .select(Untold::as_select())
        .load(conn)?)
}

/// Takes away what was given up long ago.
pub(super) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    diesel::delete(event::table.filter(event::failed_at.le(tx.after(-super::MEMORY)))).execute(tx.conn)?;
    Ok(())
}
