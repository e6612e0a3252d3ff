//! What is to be told to whom: rows of ids, never a text.
//!
//! A change that somebody is to learn of writes an [`Event`] in its own transaction ([`tell`]). `notifications` turns events
//! into what each person is told, and decides with the rule what that is; this room knows no rule. It stands below all rooms
//! that change something, so that each can tell, and erasing and closing accounts can make forget.

mod events;
mod kinds;
mod messages;
mod preferences;
mod told;
mod topics;

use chrono::TimeDelta;
use diesel::prelude::*;

pub use events::{
    Event, To, Untold, failing, put_off, standing, tell, tell_at, tell_no_more, told, told_up_to, untold,
};
pub use kinds::EventKind;
pub use messages::{
    Figures, Message, Plan, Undelivered, claim, due, end, figures, held_is_leaving, hold, plan, plan_held,
    postpone, refusals, release_claims, retry, spread_digests, undelivered,
};
pub use preferences::{
    Hours, Preference, Reader, by_handle, forget_preferences, preferences_of, preferences_of_each, reader,
    readers, replace_handle, set_hours, set_preference, set_refused,
};
pub use told::{
    Notification, Unread, by_reference, crowded, notify, open_of, reached, set_mailed, set_read, settle,
    settle_all, unmailed, unmailed_apart, unread_mark, unread_of,
};
pub use topics::{Cadence, Topic};

use crate::db::schema::{event, notification, notification_preference, notification_reader, outbox};
use crate::db::{IsAmong, PersonId, Tx};
use crate::error::Result;

/// So long what ended is kept: told and settled, sent, or given up.
const MEMORY: TimeDelta = TimeDelta::days(30);

/// Forgets all that was to be told about something that is erased.
pub fn forget(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    diesel::delete(event::table.filter(event::subject.eq(subject))).execute(tx.conn)?;
    diesel::delete(notification::table.filter(notification::subject.eq(subject))).execute(tx.conn)?;
    // A message names no subject but by its thread, and tells nothing if it finds nothing.
    diesel::delete(outbox::table.filter(outbox::thread.eq(subject))).execute(tx.conn)?;
    Ok(())
}

/// The same of many, with as many statements however many they are.
pub fn forget_all(tx: &mut Tx<'_>, subjects: &[String]) -> Result<()> {
    let events = event::table.filter(event::subject.is_among(subjects.to_vec()));
    diesel::delete(events).execute(tx.conn)?;
    let told = notification::table.filter(notification::subject.is_among(subjects.to_vec()));
    diesel::delete(told).execute(tx.conn)?;
    let messages = outbox::table.filter(outbox::thread.is_among(subjects.to_vec()));
    diesel::delete(messages).execute(tx.conn)?;
    Ok(())
}

/// Forgets all of one kind that was to be told about what belongs to a thing.
pub fn forget_of_thread(tx: &mut Tx<'_>, kind: EventKind, thread: &str) -> Result<()> {
    let events = event::table.filter(event::kind.eq(kind)).filter(event::thread.eq(thread));
    diesel::delete(events).execute(tx.conn)?;
    let told = notification::table.filter(notification::kind.eq(kind));
    diesel::delete(told.filter(notification::thread.eq(thread))).execute(tx.conn)?;
    Ok(())
}

/// What people were told of these kinds about a thing, and what they are still to be told, is of another from now on, which says the same
/// in its place. Nobody is told of anything by that.
pub fn follow(tx: &mut Tx<'_>, kinds: &[EventKind], (subject, next): (&str, &str)) -> Result<()> {
    tx.require_write()?;
    let events = event::table.filter(event::kind.is_among(kinds.to_vec()));
    diesel::update(events.filter(event::subject.eq(subject)))
        .set(event::subject.eq(next))
        .execute(tx.conn)?;
    let told = notification::table.filter(notification::kind.is_among(kinds.to_vec()));
    diesel::update(told.filter(notification::subject.eq(subject)))
        .set(notification::subject.eq(next))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets all that somebody was to be told: their account is closed.
pub fn forget_person(tx: &mut Tx<'_>, person: &PersonId) -> Result<()> {
    let to = To::Person(person.clone()).to_string();
    diesel::delete(event::table.filter(event::addressee.eq(to))).execute(tx.conn)?;
    diesel::delete(notification::table.filter(notification::person_id.eq(person))).execute(tx.conn)?;
    diesel::delete(outbox::table.filter(outbox::person_id.eq(person))).execute(tx.conn)?;
    diesel::delete(
        notification_preference::table.filter(notification_preference::owner_id.eq(person.as_str())),
    )
    .execute(tx.conn)?;
    diesel::delete(notification_reader::table.find(person)).execute(tx.conn)?;
    Ok(())
}

/// Takes away what no longer serves: what was settled long ago, and messages that ended long ago.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    events::forget_old(tx)?;
    told::forget_old(tx)?;
    messages::forget_old(tx)
}
