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
    /// All who read what it is about.
    Everybody,
}

impl fmt::Display for To {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation(id) => write!(f, "organisation:{}", id.as_str()),
            Self::Person(id) => write!(f, "person:{}", id.as_str()),
            Self::Convenors => f.write_str("convenors"),
            Self::Everybody => f.write_str("everybody"),
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
}

impl Event {
    /// Whose matter it is.
    pub fn to(&self) -> Result<To> {
        match self.addressee.split_once(':') {
            Some(("organisation", id)) => Ok(To::Organisation(id.to_owned().into())),
            Some(("person", id)) => Ok(To::Person(id.to_owned().into())),
            None if self.addressee == "convenors" => Ok(To::Convenors),
            None if self.addressee == "everybody" => Ok(To::Everybody),
            _ => Err(Error::stored("event", self.id.as_str(), &self.addressee)),
        }
    }
}

/// Has something told, if the transaction commits.
pub fn tell(
    tx: &mut Tx<'_>,
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
            event::at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// What has not been told, the oldest first.
pub fn untold(conn: &mut Conn, most: i64) -> Result<Vec<Event>> {
    Ok(event::table.order((event::at, event::id)).limit(most).select(Event::as_select()).load(conn)?)
}

/// Takes an event away, to tell it in this transaction. Not if another worker has told it, or its subject was erased.
pub fn take(tx: &mut Tx<'_>, event: &Event) -> Result<bool> {
    Ok(diesel::delete(event::table.find(&event.id)).execute(tx.conn)? == 1)
}
