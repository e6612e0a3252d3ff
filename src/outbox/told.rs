//! What one person is told.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Event, EventKind};
use crate::access::{Viewer, sql};
use crate::db::schema::notification;
use crate::db::{Conn, Moment, NotificationId, PersonId, Tx};
use crate::error::{Error, Result};

/// So long it is kept that something was told, after it was settled; and at all.
const MEMORY: TimeDelta = TimeDelta::days(30);
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

/// Tells somebody of an event. What they were told of before is told again, as new.
pub fn notify(tx: &mut Tx<'_>, person: &PersonId, event: &Event, on_dashboard: bool) -> Result<()> {
    let again = notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::kind.eq(event.kind))
        .filter(notification::subject.eq(&event.subject));
    let told = diesel::update(again)
        .set((
            notification::at.eq(event.at),
            notification::on_dashboard.eq(on_dashboard),
            notification::read_at.eq(None::<Moment>),
            notification::settled_at.eq(None::<Moment>),
            notification::mailed_at.eq(None::<Moment>),
        ))
        .execute(tx.conn)?;
    if told > 0 {
        return Ok(());
    }
    let id: NotificationId = tx.id();
    let reference = tx.free_reference('M', |conn, reference| {
        notification::table.filter(notification::reference.eq(reference)).count().get_result(conn)
    })?;
    diesel::insert_into(notification::table)
        .values((
            notification::id.eq(id),
            notification::reference.eq(reference),
            notification::person_id.eq(person),
            notification::kind.eq(event.kind),
            notification::subject.eq(&event.subject),
            notification::thread.eq(&event.thread),
            notification::at.eq(event.at),
            notification::on_dashboard.eq(on_dashboard),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// What somebody was told and has not settled, the newest first.
pub fn open_of(conn: &mut Conn, person: &PersonId, most: i64) -> Result<Vec<Notification>> {
    Ok(notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::settled_at.is_null())
        .filter(notification::on_dashboard.eq(true))
        .order((notification::at.desc(), notification::id.desc()))
        .limit(most)
        .select(Notification::as_select())
        .load(conn)?)
}

/// What of that they have not opened, the newest first.
pub fn unread_of(conn: &mut Conn, person: &PersonId, most: i64) -> Result<Vec<Notification>> {
    Ok(notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::settled_at.is_null())
        .filter(notification::read_at.is_null())
        .filter(notification::on_dashboard.eq(true))
        .order((notification::at.desc(), notification::id.desc()))
        .limit(most)
        .select(Notification::as_select())
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
        .filter(notification::kind.eq_any(kinds.to_vec()))
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
    diesel::update(notification::table.filter(notification::id.eq_any(ids.to_vec())))
        .set(notification::settled_at.eq(tx.now()))
        .execute(tx.conn)?;
    Ok(())
}

/// Nor does anything that the dashboard showed somebody up to a moment: what came after the page was made is kept, and what
/// is told by mail alone.
pub fn settle_all(tx: &mut Tx<'_>, person: &PersonId, until: Moment) -> Result<()> {
    let open = notification::table
        .filter(notification::person_id.eq(person))
        .filter(notification::settled_at.is_null())
        .filter(notification::on_dashboard.eq(true))
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
