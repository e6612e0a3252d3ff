//! Timers: what the program does by itself at a moment that was set before.
//!
//! A timer is written in the transaction of the change that sets its deadline. A worker claims it by a conditional
//! update and fires it in one transaction together with what it does, so exactly one of several workers fires it, once.
//! A worker that died after claiming is replaced after a lease. Whoever moves a deadline raises the generation of the
//! timer, which makes an earlier claim void. No timer decides who may read something: the rule does.

use chrono::TimeDelta;
use diesel::prelude::*;

pub use super::arrivals::PATIENCE;
use super::{Arrivals, guarded};
use crate::db::schema::timer;
use crate::db::{Conn, Database, IsAmong, Moment, TimerId, Tx, text_enum};
use crate::error::{Error, Result};

/// A deadline fires so long after it: what arrived in time is in the queue by then.
pub const SETTLING: TimeDelta = TimeDelta::seconds(10);
/// So long after it was claimed a timer that has not fired may be claimed again.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
/// So long after it could not be done yet, because something else is still on its way, it is tried again.
pub const SOON: TimeDelta = TimeDelta::seconds(5);
/// As many timers are claimed at once.
const BATCH: i64 = 50;
/// So long it is remembered that a timer has fired.
const MEMORY: TimeDelta = TimeDelta::days(7);

text_enum! {
    /// What happens when a timer fires.
    pub enum TimerKind {
        /// A report is erased: it was to be kept until now.
        ReportErasure = "report.erasure",
        /// A report will be erased soon: its organisation is told.
        ErasureWarning = "report.erasure_warning",
        /// A text ends that was released at once and that nobody has confirmed: its author is told.
        ReleaseLapse = "release.lapse",
        /// A request for access ends.
        AccessRequestEnd = "access_request.end",
        /// Organisations are looked for whose reports fit a request for access.
        AccessRequestOwners = "access_request.owners",
        /// Requests for access are looked for that fit what an organisation has released.
        AccessRequestsFitting = "access_request.fitting",
        /// Organisations that have not acknowledged an alert are reminded.
        AlertReminder = "alert.reminder",
        /// Those who see to an action are told that it is due.
        ActionDue = "action.due",
        /// Whoever does a task is told that it is due.
        ActionTaskDue = "action.task_due",
        /// What came of an action is to be looked at again.
        OutcomeReview = "comment.review",
        /// A state has not acknowledged what it is asked for.
        TicketReminder = "ticket.reminder",
        /// The concept of a joint statement lapses unless somebody sponsors it.
        StatementLapse = "statement.lapse",
        /// A consultation is over.
        StatementConsultation = "statement.consultation",
        /// A round of silence is over: what arrived in time is counted.
        SilenceDeadline = "silence.deadline",
        /// Whoever has said nothing in a round is reminded.
        SilenceReminder = "silence.reminder",
        /// Whoever is invited to endorse a statement and has not answered is reminded.
        EndorsementReminder = "endorsement.reminder",
        /// What is cleared for publication opens.
        PublicationOpening = "publication.opening",
        /// What came of a statement is to be looked at.
        StatementReview = "statement.review",
        /// A mandate ends soon: its holder and the administrators are told.
        MandateEnd = "mandate.end",
        /// What is new in saved searches is looked for, every hour.
        SearchNews = "saved_search.news",
        /// What no longer counts is taken away, every hour.
        Tidying = "tidying",
    }
}

/// A timer as a row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = timer)]
pub struct Timer {
    /// Internal.
    pub id: TimerId,
    /// When it is due.
    pub due_at: Moment,
    /// What happens then.
    pub kind: TimerKind,
    /// What it happens to: an internal id; empty where it is nothing in particular.
    pub subject: String,
    /// Counts up whenever it is set anew.
    pub generation: i64,
    /// When a worker claimed it last.
    claimed_at: Option<Moment>,
}

/// Sets the timer of this kind for this subject. One that was set before is moved: its old deadline is void.
pub fn set(tx: &mut Tx<'_>, kind: TimerKind, subject: &str, due_at: Moment) -> Result<()> {
    tx.require_write()?;
    let moved = diesel::update(timer::table.filter(timer::kind.eq(kind)).filter(timer::subject.eq(subject)))
        .set((
            timer::due_at.eq(due_at),
            timer::generation.eq(timer::generation + 1),
            timer::claimed_at.eq(None::<Moment>),
            timer::fired_at.eq(None::<Moment>),
        ))
        .execute(tx.conn)?;
    if moved == 0 {
        let id: TimerId = tx.id();
        diesel::insert_into(timer::table)
            .values((
                timer::id.eq(id),
                timer::due_at.eq(due_at),
                timer::kind.eq(kind),
                timer::subject.eq(subject),
                timer::generation.eq(1_i64),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// The same where no such timer has been set: for what recurs, at every start.
pub fn ensure(tx: &mut Tx<'_>, kind: TimerKind, subject: &str, due_at: Moment) -> Result<()> {
    let known: i64 = timer::table
        .filter(timer::kind.eq(kind))
        .filter(timer::subject.eq(subject))
        .filter(timer::fired_at.is_null())
        .count()
        .get_result(tx.conn)?;
    if known == 0 { set(tx, kind, subject, due_at) } else { Ok(()) }
}

/// The same, unless it is still to fire and due before.
pub fn set_no_later(tx: &mut Tx<'_>, kind: TimerKind, subject: &str, due_at: Moment) -> Result<()> {
    let before: i64 = timer::table
        .filter(timer::kind.eq(kind))
        .filter(timer::subject.eq(subject))
        .filter(timer::fired_at.is_null())
        .filter(timer::due_at.le(due_at))
        .count()
        .get_result(tx.conn)?;
    if before == 0 { set(tx, kind, subject, due_at) } else { Ok(()) }
}

/// Takes a timer back: its subject is gone, or has no deadline any more.
pub fn cancel(tx: &mut Tx<'_>, kind: TimerKind, subject: &str) -> Result<()> {
    tx.require_write()?;
    diesel::delete(timer::table.filter(timer::kind.eq(kind)).filter(timer::subject.eq(subject)))
        .execute(tx.conn)?;
    Ok(())
}

/// The same of many, in one statement.
pub fn cancel_all(tx: &mut Tx<'_>, kind: TimerKind, subjects: &[String]) -> Result<()> {
    tx.require_write()?;
    let of_them = timer::table.filter(timer::kind.eq(kind));
    diesel::delete(of_them.filter(timer::subject.is_among(subjects.to_vec()))).execute(tx.conn)?;
    Ok(())
}

/// Takes away what fired long ago.
pub fn forget_fired(tx: &mut Tx<'_>) -> Result<()> {
    diesel::delete(timer::table.filter(timer::fired_at.le(tx.after(-MEMORY)))).execute(tx.conn)?;
    Ok(())
}

/// What is done when timers fire. The folders that do it are further down, so it is handed in.
pub trait Duties: Send {
    /// What lies outside the database, before the timer fires and outside any transaction. It is done again if a worker
    /// dies meanwhile: at least once.
    fn prepare(&self, timer: &Timer) -> Result<()>;

    /// What is done in the transaction in which the timer fires: exactly once. Asks again whether it is to be done.
    fn fire(&self, tx: &mut Tx<'_>, timer: &Timer) -> Result<()>;

    /// Writes in one transaction, and wakes whoever follows.
    fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T>;
}

/// Fires what is due.
pub struct Worker<D> {
    database: Database,
    arrivals: Arrivals,
    duties: D,
}

impl<D: Duties> Worker<D> {
    /// A worker on this database. It fires no deadline past a request that arrived in time.
    pub fn new(database: Database, arrivals: Arrivals, duties: D) -> Self {
        Self { database, arrivals, duties }
    }

    /// Fires all that is due now; how many there were. Looking takes no writer's place where nothing is due. What fails is
    /// logged, keeps nothing else waiting, and is tried again after the lease; what only cannot be done yet, soon.
    pub fn work(&self) -> Result<usize> {
        let mut fired = 0;
        loop {
            let claimed = self.claim()?;
            if claimed.is_empty() {
                return Ok(fired);
            }
            for timer in &claimed {
                match guarded(|| self.fire(timer)) {
                    Ok(done) => fired += usize::from(done),
                    // After a start the index may be on its way: that is no fault.
                    Err(error @ Error::Unavailable(_)) => {
                        tracing::info!(%error, kind = %timer.kind, "a timer waits");
                        self.database.write(|tx| let_go(tx, timer)).unwrap_or_else(|error| {
                            tracing::warn!(%error, kind = %timer.kind, "a timer waits for its lease");
                        });
                    }
                    Err(error) => {
                        tracing::error!(%error, kind = %timer.kind, "a timer could not fire");
                    }
                }
            }
        }
    }

    fn claim(&self) -> Result<Vec<Timer>> {
        let now = self.database.ambient().now();
        let due = self.database.read(|conn| due(conn, self.horizon(now), now))?;
        if due.is_empty() {
            return Ok(due);
        }
        self.database.write(|tx| {
            let mut claimed = Vec::new();
            for mut timer in due {
                if claim(tx, &timer)? {
                    timer.claimed_at = Some(tx.now());
                    claimed.push(timer);
                }
            }
            Ok(claimed)
        })
    }

    /// Deadlines up to this moment may fire.
    fn horizon(&self, now: Moment) -> Moment {
        let settled = now.plus(-SETTLING);
        match self.arrivals.earliest(now.plus(-PATIENCE)) {
            // What arrived at the very moment of a deadline was in time.
            Some(earliest) => settled.min(earliest.plus(-TimeDelta::microseconds(1))),
            None => settled,
        }
    }

    /// Whether it fired: not where the timer was moved, taken back or fired by another worker since it was claimed.
    fn fire(&self, timer: &Timer) -> Result<bool> {
        self.duties.prepare(timer)?;
        self.duties.write(|tx| {
            let ours = fired(tx, timer)?;
            if ours {
                self.duties.fire(tx, timer)?;
            }
            Ok(ours)
        })
    }
}

/// The first timers that are due and that no worker is at.
fn due(conn: &mut Conn, horizon: Moment, now: Moment) -> Result<Vec<Timer>> {
    Ok(timer::table
        .filter(timer::fired_at.is_null())
        .filter(timer::due_at.le(horizon))
        .filter(timer::claimed_at.is_null().or(timer::claimed_at.le(now.plus(-LEASE))))
        .order((timer::due_at, timer::id))
        .limit(BATCH)
        .select(Timer::as_select())
        .load(conn)?)
}

/// Claims a timer, unless it was moved meanwhile or another worker was quicker.
fn claim(tx: &mut Tx<'_>, of: &Timer) -> Result<bool> {
    let free = timer::claimed_at.is_null().or(timer::claimed_at.le(tx.after(-LEASE)));
    let standing = timer::table
        .filter(timer::id.eq(&of.id))
        .filter(timer::generation.eq(of.generation))
        .filter(timer::fired_at.is_null())
        .filter(free);
    Ok(diesel::update(standing).set(timer::claimed_at.eq(tx.now())).execute(tx.conn)? == 1)
}

/// Lets a claimed timer be claimed again soon: nobody has died who would have to be waited for.
fn let_go(tx: &mut Tx<'_>, of: &Timer) -> Result<()> {
    let ours = timer::table
        .filter(timer::id.eq(&of.id))
        .filter(timer::generation.eq(of.generation))
        .filter(timer::claimed_at.eq(of.claimed_at));
    diesel::update(ours).set(timer::claimed_at.eq(tx.after(SOON - LEASE))).execute(tx.conn)?;
    Ok(())
}

/// Writes down that a timer has fired, if it is still the one that was claimed, and claimed by nobody else since.
fn fired(tx: &mut Tx<'_>, of: &Timer) -> Result<bool> {
    let ours = timer::table
        .filter(timer::id.eq(&of.id))
        .filter(timer::generation.eq(of.generation))
        .filter(timer::fired_at.is_null())
        .filter(timer::claimed_at.eq(of.claimed_at));
    Ok(diesel::update(ours).set(timer::fired_at.eq(tx.now())).execute(tx.conn)? == 1)
}
