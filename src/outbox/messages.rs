//! Messages that are to be sent, and what became of them.
//!
//! A message is planned in the transaction in which somebody is told, claimed by a conditional update, sent, and ended. A
//! worker that died between sending and ending leaves it claimed: it is sent once more, with the same id, so that mail
//! programs know it again.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Cadence, MEMORY};
use crate::db::schema::{event, notification_reader, outbox};
use crate::db::{Ambient, Conn, IsAmong, MessageId, Moment, PersonId, Tx, insert_all, text_enum};
use crate::error::Result;
use crate::mail::Failure;

/// So long after it was claimed a message that has not ended may be claimed again: longer than a relay may take.
const LEASE: TimeDelta = TimeDelta::minutes(10);

text_enum! {
    /// How a message ended.
    pub(super) enum Outcome {
        /// It was taken.
        Sent = "sent",
        /// There was nothing left to tell.
        Void = "void",
        /// It could not be delivered.
        Failed = "failed",
    }
}

/// A message as a row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Message {
    /// Internal.
    pub id: MessageId,
    /// To whom.
    pub person_id: PersonId,
    /// Whether it tells of one thing at once, or of all since the last.
    pub cadence: Cadence,
    /// The thing; nothing of what tells of several.
    pub thread: String,
    /// When it is due.
    pub due_at: Moment,
    /// Counts up where something happened while it was being sent.
    pub generation: i64,
    /// How often it was tried.
    pub attempts: i32,
    claimed_at: Option<Moment>,
}

impl Message {
    /// Whether it tells of all that quiet hours have held.
    pub fn is_of_held(&self) -> bool {
        self.cadence == Cadence::AtOnce && self.thread.is_empty()
    }
}

/// What is to be planned: messages of one kind to several people.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// Whether they tell of one thing at once, or of all since the last.
    pub cadence: Cadence,
    /// The thing; nothing of those that tell of several.
    pub thread: &'a str,
    /// To whom, and when each is due.
    pub due: Vec<(PersonId, Moment)>,
    /// Whether one that is planned already is due by then, too.
    pub hastens: bool,
}

/// A message that is new.
#[derive(Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
struct New<'a> {
    id: MessageId,
    person_id: &'a PersonId,
    cadence: Cadence,
    thread: &'a str,
    due_at: Moment,
    generation: i64,
    attempts: i32,
}

/// A message that is open already: its id, whom it is for, when it is due, and whether it is being sent.
type Open = (MessageId, PersonId, Moment, Option<Moment>);

/// Plans messages. One that is planned already tells of this too; one that is being sent is due again afterwards.
pub fn plan(tx: &mut Tx<'_>, plan: &Plan<'_>) -> Result<()> {
    let people: Vec<&PersonId> = plan.due.iter().map(|(person, _)| person).collect();
    let open: Vec<Open> = outbox::table
        .filter(outbox::person_id.is_among(people))
        .filter(outbox::cadence.eq(plan.cadence))
        .filter(outbox::thread.eq(plan.thread))
        .filter(outbox::ended_at.is_null())
        .select((outbox::id, outbox::person_id, outbox::due_at, outbox::claimed_at))
        .load(tx.conn)?;
    let open: BTreeMap<PersonId, Open> = open.into_iter().map(|one| (one.1.clone(), one)).collect();
    let mut new = Vec::new();
    for (person_id, due_at) in &plan.due {
        match open.get(person_id) {
            None => new.push(New {
                id: tx.id(),
                person_id,
                cadence: plan.cadence,
                thread: plan.thread,
                due_at: *due_at,
                generation: 1,
                attempts: 0,
            }),
            Some((id, _, _, Some(_))) => {
                diesel::update(outbox::table.find(id))
                    .set((outbox::generation.eq(outbox::generation + 1), outbox::due_at.eq(due_at)))
                    .execute(tx.conn)?;
            }
            Some((id, _, planned, None)) if plan.hastens && due_at < planned => {
                diesel::update(outbox::table.find(id)).set(outbox::due_at.eq(due_at)).execute(tx.conn)?;
            }
            Some(_) => {}
        }
    }
    if !new.is_empty() {
        insert_all!(&mut *tx.conn, outbox::table, &new)?;
    }
    Ok(())
}

/// The first messages that are due and that no worker is at.
pub fn due(conn: &mut Conn, now: Moment, most: i64) -> Result<Vec<Message>> {
    Ok(outbox::table
        .filter(outbox::ended_at.is_null())
        .filter(outbox::due_at.le(now))
        .filter(outbox::claimed_at.is_null().or(outbox::claimed_at.le(now.plus(-LEASE))))
        .order((outbox::due_at, outbox::id))
        .limit(most)
        .select(Message::as_select())
        .load(conn)?)
}

/// Claims a message, as it is to be ended; nothing where another worker was quicker.
pub fn claim(tx: &mut Tx<'_>, of: Message) -> Result<Option<Message>> {
    let free = outbox::claimed_at.is_null().or(outbox::claimed_at.le(tx.after(-LEASE)));
    let standing = outbox::table
        .filter(outbox::id.eq(&of.id))
        .filter(outbox::generation.eq(of.generation))
        .filter(outbox::ended_at.is_null())
        .filter(free);
    let claimed = diesel::update(standing).set(outbox::claimed_at.eq(tx.now())).execute(tx.conn)? == 1;
    Ok(claimed.then(|| Message { claimed_at: Some(tx.now()), ..of }))
}

/// Lets go of what another process had claimed: one process serves at a time, so whoever claimed it is gone. It may have
/// been sent already, so it goes behind everything that is due: a program that is killed again and again sends nobody the
/// same message again and again.
pub fn release_claims(tx: &mut Tx<'_>) -> Result<()> {
    diesel::update(outbox::table.filter(outbox::ended_at.is_null()).filter(outbox::claimed_at.is_not_null()))
        .set((outbox::claimed_at.eq(None::<Moment>), outbox::due_at.eq(tx.now())))
        .execute(tx.conn)?;
    Ok(())
}

/// Digests, and what quiet hours held, that are overdue when the program starts would all leave at one moment: each is due after a time of its own instead.
/// One that is still to come stays where it is, so that no number of starts puts any off for ever.
pub fn spread_digests(tx: &mut Tx<'_>, time: impl Fn(&Ambient) -> TimeDelta) -> Result<()> {
    let overdue: Vec<MessageId> = outbox::table
        .filter(outbox::ended_at.is_null())
        .filter(outbox::due_at.le(tx.now()))
        .filter(outbox::cadence.ne(Cadence::AtOnce).or(outbox::thread.eq("")))
        .order((outbox::due_at, outbox::id))
        .select(outbox::id)
        .load(tx.conn)?;
    for id in overdue {
        let due_at = tx.after(time(tx.ambient()));
        diesel::update(outbox::table.find(id)).set(outbox::due_at.eq(due_at)).execute(tx.conn)?;
    }
    Ok(())
}

/// A message ends: it was taken (`sent`), or there was nothing to tell. Where something happened meanwhile it is open again.
pub fn end(tx: &mut Tx<'_>, of: &Message, sent: bool) -> Result<()> {
    finish(tx, of, if sent { Outcome::Sent } else { Outcome::Void }, None)
}

fn finish(tx: &mut Tx<'_>, of: &Message, outcome: Outcome, failure: Option<Failure>) -> Result<()> {
    let ours = outbox::table.filter(outbox::id.eq(&of.id)).filter(outbox::claimed_at.eq(of.claimed_at));
    let ended = diesel::update(ours.filter(outbox::generation.eq(of.generation)))
        .set((
            outbox::ended_at.eq(tx.now()),
            outbox::outcome.eq(outcome),
            outbox::failure.eq(failure.map(Failure::as_str)),
        ))
        .execute(tx.conn)?;
    if ended == 0 {
        diesel::update(ours)
            .set((outbox::claimed_at.eq(None::<Moment>), outbox::attempts.eq(0)))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// A message is to wait until its reader may be disturbed.
pub fn postpone(tx: &mut Tx<'_>, of: &Message, due_at: Moment) -> Result<()> {
    let ours = outbox::table.filter(outbox::id.eq(&of.id)).filter(outbox::claimed_at.eq(of.claimed_at));
    diesel::update(ours)
        .set((outbox::claimed_at.eq(None::<Moment>), outbox::due_at.eq(due_at)))
        .execute(tx.conn)?;
    Ok(())
}

/// What a message was to tell goes along with what else quiet hours hold: one message tells of all of it.
pub fn hold(tx: &mut Tx<'_>, of: &Message, due_at: Moment) -> Result<()> {
    end(tx, of, false)?;
    plan_held(tx, &of.person_id, due_at)
}

/// Plans the message that tells somebody of all that quiet hours have held. One that is planned already tells of this too, at
/// the earlier moment, and begins anew: what failed before says nothing of what it tells now.
pub fn plan_held(tx: &mut Tx<'_>, person: &PersonId, due_at: Moment) -> Result<()> {
    let due = vec![(person.clone(), due_at)];
    plan(tx, &Plan { cadence: Cadence::AtOnce, thread: "", due, hastens: true })?;
    if let Some((id, None)) = held(tx.conn, person)? {
        diesel::update(outbox::table.find(&id))
            .set((outbox::attempts.eq(0), outbox::failure.eq(None::<&str>)))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// The message, not ended yet, that tells somebody of what quiet hours have held, and since when it is claimed.
fn held(conn: &mut Conn, person: &PersonId) -> Result<Option<(MessageId, Option<Moment>)>> {
    Ok(outbox::table
        .filter(outbox::person_id.eq(person))
        .filter(outbox::cadence.eq(Cadence::AtOnce))
        .filter(outbox::thread.eq(""))
        .filter(outbox::ended_at.is_null())
        .select((outbox::id, outbox::claimed_at))
        .first(conn)
        .optional()?)
}

/// Whether that message is being sent at this moment.
pub fn held_is_leaving(conn: &mut Conn, person: &PersonId) -> Result<bool> {
    Ok(held(conn, person)?.is_some_and(|(_, claimed_at)| claimed_at.is_some()))
}

/// A message was not taken. It is tried again at `again`, or has failed where that is nothing.
pub fn retry(tx: &mut Tx<'_>, of: &Message, failure: Failure, again: Option<Moment>) -> Result<()> {
    let Some(again) = again else { return finish(tx, of, Outcome::Failed, Some(failure)) };
    let ours = outbox::table.filter(outbox::id.eq(&of.id)).filter(outbox::claimed_at.eq(of.claimed_at));
    diesel::update(ours)
        .set((
            outbox::claimed_at.eq(None::<Moment>),
            outbox::due_at.eq(again),
            outbox::attempts.eq(of.attempts + 1),
            outbox::failure.eq(failure.as_str()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// How mail does, for a monitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many messages are due and not taken yet.
    pub due: i64,
    /// How many seconds the oldest of these has been due.
    pub oldest: i64,
    /// How many were refused or could not be handed over, and are tried again: they are due later.
    pub retrying: i64,
    /// How many are kept that could not be delivered, or not even told.
    pub failed: i64,
}

/// How mail does now.
pub fn figures(conn: &mut Conn, now: Moment) -> Result<Figures> {
    let waiting = outbox::table.filter(outbox::ended_at.is_null()).filter(outbox::due_at.le(now));
    let oldest: Option<Moment> = waiting.select(diesel::dsl::min(outbox::due_at)).first(conn)?;
    let retrying = outbox::table.filter(outbox::ended_at.is_null()).filter(outbox::attempts.gt(0));
    let failed = outbox::table.filter(outbox::outcome.eq(Outcome::Failed));
    let untold = event::table.filter(event::failed_at.is_not_null());
    Ok(Figures {
        due: waiting.count().get_result(conn)?,
        retrying: retrying.count().get_result(conn)?,
        oldest: oldest.map_or(0, |oldest| now.since(oldest).num_seconds()),
        failed: failed.count().get_result::<i64>(conn)? + untold.count().get_result::<i64>(conn)?,
    })
}

/// A message that was not taken: tried again, or given up.
#[derive(Debug, Clone)]
pub struct Undelivered {
    /// To whom.
    pub person: PersonId,
    /// Why not.
    pub failure: Failure,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried again, or was given up.
    pub at: Moment,
    /// Whether it was given up.
    pub ended: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct Trouble {
    person_id: PersonId,
    failure: Option<Failure>,
    attempts: i32,
    due_at: Moment,
    ended_at: Option<Moment>,
}

/// What was not taken, the newest first.
pub fn undelivered(conn: &mut Conn, most: i64) -> Result<Vec<Undelivered>> {
    let rows: Vec<Trouble> = outbox::table
        .filter(outbox::failure.is_not_null())
        .filter(outbox::ended_at.is_null().or(outbox::outcome.eq(Outcome::Failed)))
        .order((outbox::due_at.desc(), outbox::id.desc()))
        .limit(most)
        .select(Trouble::as_select())
        .load(conn)?;
    let one = |row: Trouble| {
        Some(Undelivered {
            person: row.person_id,
            failure: row.failure?,
            // The last attempt is counted by its end.
            attempts: row.attempts + i32::from(row.ended_at.is_some()),
            at: row.ended_at.unwrap_or(row.due_at),
            ended: row.ended_at.is_some(),
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// Those of these people to whose address nothing more is sent; and why, as long as that is known.
pub fn refusals(conn: &mut Conn, people: &[PersonId]) -> Result<BTreeMap<PersonId, Option<Failure>>> {
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    let refused: Vec<PersonId> = notification_reader::table
        .filter(notification_reader::person_id.is_among(people.to_vec()))
        .filter(notification_reader::refused_at.is_not_null())
        .select(notification_reader::person_id)
        .load(conn)?;
    let ended: Vec<(PersonId, Option<Failure>)> = outbox::table
        .filter(outbox::person_id.is_among(refused.clone()))
        .filter(outbox::outcome.eq(Outcome::Failed))
        .order((outbox::ended_at, outbox::id))
        .select((outbox::person_id, outbox::failure))
        .load(conn)?;
    let mut found: BTreeMap<PersonId, Option<Failure>> =
        refused.into_iter().map(|person| (person, None)).collect();
    for (person, failure) in ended {
        if failure.is_some_and(Failure::ends_mail) {
            found.insert(person, failure);
        }
    }
    Ok(found)
}

/// Takes away messages that ended long ago.
pub(super) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    diesel::delete(outbox::table.filter(outbox::ended_at.le(tx.after(-MEMORY)))).execute(tx.conn)?;
    Ok(())
}
