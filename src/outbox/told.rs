//! What one person is told.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Cadence, Event, EventKind, MEMORY};
use crate::access::{Viewer, sql};
use crate::db::schema::{notification, outbox};
use crate::db::{Conn, IsAmong, Moment, NotificationId, PersonId, Tx, insert_all};
use crate::error::{Error, Result};

/// So long it is kept that something was told, whatever became of it.
const LONGEST: TimeDelta = TimeDelta::days(180);

/// A notification as a row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = notification)]
pub struct Notification {
    /// Internal.
    pub id: NotificationId,
    /// What its reader calls it: `M-7K3QX9`. Nobody else has it.
    pub reference: String,
    /// Who is told.
    pub person_id: PersonId,
    /// What happened.
    pub kind: EventKind,
    /// The internal id of what it happened to.
    pub subject: String,
    /// The internal id of the thing that it belongs to.
    pub thread: String,
    /// When it happened last.
    pub at: Moment,
    /// When its reader opened it.
    pub read_at: Option<Moment>,
}

/// A notification that is new.
#[derive(Insertable)]
#[diesel(table_name = notification, treat_none_as_default_value = false)]
struct New<'a> {
    id: NotificationId,
    reference: String,
    person_id: &'a PersonId,
    kind: EventKind,
    subject: &'a str,
    thread: &'a str,
    at: Moment,
}

/// Tells people of an event, in as many statements however many they are. Whoever was told of it before is told again, as of
/// something new.
pub fn notify(tx: &mut Tx<'_>, people: &[PersonId], event: &Event) -> Result<()> {
    let again = || {
        notification::table
            .filter(notification::person_id.is_among(people.to_vec()))
            .filter(notification::kind.eq(event.kind))
            .filter(notification::subject.eq(&event.subject))
    };
    let known: BTreeSet<PersonId> =
        again().select(notification::person_id).load::<PersonId>(tx.conn)?.into_iter().collect();
    if !known.is_empty() {
        diesel::update(again())
            .set((
                notification::at.eq(event.at),
                notification::read_at.eq(None::<Moment>),
                notification::settled_at.eq(None::<Moment>),
                notification::mailed_at.eq(None::<Moment>),
            ))
            .execute(tx.conn)?;
    }
    let new: Vec<&PersonId> = people.iter().filter(|person| !known.contains(*person)).collect();
    let references = free_references(tx, new.len())?;
    let row = |(person_id, reference)| New {
        id: tx.id(),
        reference,
        person_id,
        kind: event.kind,
        subject: &event.subject,
        thread: &event.thread,
        at: event.at,
    };
    let rows: Vec<New<'_>> = new.into_iter().zip(references).map(row).collect();
    if !rows.is_empty() {
        insert_all!(&mut *tx.conn, notification::table, &rows)?;
    }
    Ok(())
}

/// So many references that nothing has yet, in the order in which they were drawn: another order would tell something.
fn free_references(tx: &mut Tx<'_>, count: usize) -> Result<Vec<String>> {
    let mut free: Vec<String> = Vec::with_capacity(count);
    for _ in 0..20 {
        let drawn: Vec<String> = (free.len()..count).map(|_| tx.ambient().reference('M')).collect();
        let taken: Vec<String> = notification::table
            .filter(notification::reference.is_among(drawn.clone()))
            .select(notification::reference)
            .load(tx.conn)?;
        let mut seen: BTreeSet<String> = free.iter().cloned().chain(taken).collect();
        free.extend(drawn.into_iter().filter(|reference| seen.insert(reference.clone())));
        if free.len() == count {
            return Ok(free);
        }
    }
    Err(Error::Internal("no free references in 20 draws".into()))
}

/// What somebody was told of these kinds and has not settled, the newest first.
pub fn open_of(
    conn: &mut Conn,
    person: &PersonId,
    kinds: &[EventKind],
    most: i64,
) -> Result<Vec<Notification>> {
    Ok(notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::kind.is_among(kinds.to_vec()))
        .filter(notification::settled_at.is_null())
        .order((notification::at.desc(), notification::id.desc()))
        .limit(most)
        .select(Notification::as_select())
        .load(conn)?)
}

/// What of that they have not opened, the newest first.
pub fn unread_of(
    conn: &mut Conn,
    person: &PersonId,
    kinds: &[EventKind],
    most: i64,
) -> Result<Vec<Notification>> {
    Ok(notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::kind.is_among(kinds.to_vec()))
        .filter(notification::settled_at.is_null())
        .filter(notification::read_at.is_null())
        .order((notification::at.desc(), notification::id.desc()))
        .limit(most)
        .select(Notification::as_select())
        .load(conn)?)
}

/// How many somebody has not opened, and when the newest came: what changes whenever they are told something or look at it.
pub type Unread = (i64, Option<Moment>);

/// The same, asked in one statement.
pub fn unread_mark(conn: &mut Conn, person: &PersonId) -> Result<Unread> {
    Ok(notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::settled_at.is_null())
        .filter(notification::read_at.is_null())
        .select((diesel::dsl::count_star(), diesel::dsl::max(notification::at)))
        .first(conn)?)
}

/// Those of these people who have at least so much open.
pub fn crowded(conn: &mut Conn, people: &[PersonId], least: i64) -> Result<Vec<PersonId>> {
    Ok(notification::table
        .filter(notification::person_id.is_among(people.to_vec()))
        .filter(notification::settled_at.is_null())
        .group_by(notification::person_id)
        .having(diesel::dsl::count_star().ge(least))
        .select(notification::person_id)
        .load(conn)?)
}

/// What somebody was told of these kinds (of one thread, where one is named), has not settled and was sent no mail about: the
/// newest, in the order in which they happened. What concerns them for long and is never mailed hides nothing that is.
pub fn unmailed(
    conn: &mut Conn,
    person: &PersonId,
    kinds: &[EventKind],
    thread: &str,
    most: i64,
) -> Result<Vec<Notification>> {
    let of_thread = notification::thread.eq(thread.to_owned());
    let mut told: Vec<Notification> = notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::kind.is_among(kinds.to_vec()))
        .filter(of_thread.or(thread.is_empty().into_sql::<Bool>()))
        .filter(notification::settled_at.is_null())
        .filter(notification::mailed_at.is_null())
        .order((notification::at.desc(), notification::id.desc()))
        .limit(most)
        .select(Notification::as_select())
        .load(conn)?;
    told.reverse();
    Ok(told)
}

/// The same of all threads of which no message at once waits that would tell it.
pub fn unmailed_apart(
    conn: &mut Conn,
    person: &PersonId,
    kinds: &[EventKind],
    most: i64,
) -> Result<Vec<Notification>> {
    let own = outbox::table
        .filter(outbox::person_id.eq(notification::person_id))
        .filter(outbox::cadence.eq(Cadence::AtOnce))
        .filter(outbox::thread.eq(notification::thread))
        .filter(outbox::ended_at.is_null());
    let mut told: Vec<Notification> = notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::kind.is_among(kinds.to_vec()))
        .filter(notification::settled_at.is_null())
        .filter(notification::mailed_at.is_null())
        .filter(not(exists(own)))
        .order((notification::at.desc(), notification::id.desc()))
        .limit(most)
        .select(Notification::as_select())
        .load(conn)?;
    told.reverse();
    Ok(told)
}

/// Who was told something of these kinds about a thing since a moment, and opened it, or was sent mail of it.
pub fn reached(
    conn: &mut Conn,
    kinds: &[EventKind],
    thread: &str,
    since: Moment,
) -> Result<BTreeSet<PersonId>> {
    let people: Vec<PersonId> = notification::table
        .filter(notification::kind.is_among(kinds.to_vec()))
        .filter(notification::thread.eq(thread))
        .filter(notification::at.ge(since))
        .filter(notification::read_at.is_not_null().or(notification::mailed_at.is_not_null()))
        .select(notification::person_id)
        .load(conn)?;
    Ok(people.into_iter().collect())
}

/// What its reader calls so; of others' there is none.
pub fn by_reference(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Notification> {
    notification::table
        .filter(notification::person_id.eq(sql::person(viewer)))
        .filter(notification::reference.eq(reference))
        .select(Notification::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Its reader opened it.
pub fn set_read(tx: &mut Tx<'_>, of: &Notification) -> Result<()> {
    tx.require_write()?;
    diesel::update(notification::table.find(&of.id))
        .set(notification::read_at.eq(tx.now()))
        .execute(tx.conn)?;
    Ok(())
}

/// These need nobody any more.
pub fn settle(tx: &mut Tx<'_>, ids: &[NotificationId]) -> Result<()> {
    diesel::update(notification::table.filter(notification::id.is_among(ids.to_vec())))
        .set(notification::settled_at.eq(tx.now()))
        .execute(tx.conn)?;
    Ok(())
}

/// Nor does anything of these kinds that somebody was told up to a moment: what came after the page was made is kept.
pub fn settle_all(tx: &mut Tx<'_>, person: &PersonId, kinds: &[EventKind], until: Moment) -> Result<()> {
    let open = notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::kind.is_among(kinds.to_vec()))
        .filter(notification::settled_at.is_null())
        .filter(notification::at.le(until));
    diesel::update(open).set(notification::settled_at.eq(tx.now())).execute(tx.conn)?;
    Ok(())
}

/// A message about these was taken. What happened to one of them since is still to be mailed.
pub fn set_mailed(tx: &mut Tx<'_>, told: &[Notification]) -> Result<()> {
    for one in told {
        let same =
            notification::table.filter(notification::id.eq(&one.id)).filter(notification::at.eq(one.at));
        diesel::update(same).set(notification::mailed_at.eq(tx.now())).execute(tx.conn)?;
    }
    Ok(())
}

/// Takes away what was settled long ago, and what is older than anybody looks back.
pub(super) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    diesel::delete(notification::table.filter(notification::at.le(tx.after(-LONGEST)))).execute(tx.conn)?;
    diesel::delete(notification::table.filter(notification::settled_at.le(tx.after(-MEMORY))))
        .execute(tx.conn)?;
    Ok(())
}
