//! The rows of requests to states, and who may read one.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::{Step, Ticket, TicketState};
use crate::access::{Act, Viewer, permits, sql};
use crate::db::schema::{contribution, readable, ticket, ticket_step};
use crate::db::{ChangeKind, Conn, ContributionId, IsAmong, OrganisationId, TicketId, Tx};
use crate::error::{Error, Result};
use crate::jobs::{TimerKind, timers};
use crate::{outbox, vault};

/// Which of them are asked for.
pub(super) enum Asked<'a> {
    All,
    Called(&'a str),
    Of(&'a ContributionId),
    Among(Vec<String>),
    /// Of which the next move is that of the viewer's organisation.
    Waiting,
}

/// Those that the viewer may read, the oldest first: of the two organisations alone, who read the action now and could read the brief
/// before whose readers they were made; in an action that their own organisation began, all of its own. One statement.
pub(super) fn readable_by(conn: &mut Conn, viewer: &Viewer, asked: Asked<'_>) -> Result<Vec<Ticket>> {
    let home = sql::reading_home(viewer);
    let two = ticket::requester_id.eq(home.clone()).or(ticket::asked_id.eq(home.clone()));
    let heard = readable::table.filter(readable::id.eq(ticket::version_id)).filter(sql::could_read(viewer));
    let now = readable::table
        .filter(readable::family.eq(ticket::contribution_id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    let own = contribution::table
        .filter(contribution::id.eq(ticket::contribution_id))
        .filter(contribution::organisation_id.eq(home.clone()));
    let rows = ticket::table
        .filter(two)
        .filter(exists(heard).and(exists(now)).or(exists(own)))
        .order((ticket::requested_at, ticket::id))
        .select(Ticket::as_select())
        .into_boxed();
    let rows: Vec<Ticket> = match asked {
        Asked::All => rows,
        Asked::Called(reference) => rows.filter(ticket::reference.eq(reference.to_owned())),
        Asked::Of(action) => rows.filter(ticket::contribution_id.eq(action.clone())),
        Asked::Among(ids) => rows.filter(ticket::id.is_among(ids)),
        Asked::Waiting => {
            let waits = TicketState::ALL.iter().filter(|state| state.waits());
            let waits: Vec<String> = waits.map(|state| state.as_str().to_owned()).collect();
            rows.filter(ticket::asked_id.eq(home)).filter(ticket::state.is_among(waits))
        }
    }
    .load(conn)?;
    Ok(if permits(viewer, Act::SeeActionWork) { rows } else { Vec::new() })
}

/// The one that is called so. [`Error::NotFound`] where there is none for this viewer.
pub(super) fn one(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Ticket> {
    readable_by(conn, viewer, Asked::Called(reference))?.pop().ok_or(Error::NotFound)
}

/// One that the program itself is at.
pub(super) fn by_id(conn: &mut Conn, id: &TicketId) -> Result<Option<Ticket>> {
    Ok(ticket::table.find(id.as_str()).select(Ticket::as_select()).first(conn).optional()?)
}

/// How many an organisation has made in an action.
pub(super) fn count(conn: &mut Conn, action: &ContributionId, requester: &OrganisationId) -> Result<i64> {
    let own = ticket::table.filter(ticket::requester_id.eq(requester));
    Ok(own.filter(ticket::contribution_id.eq(action)).count().get_result(conn)?)
}

/// The steps of one, in their order.
pub(super) fn steps(conn: &mut Conn, ticket: &Ticket) -> Result<Vec<Step>> {
    Ok(ticket_step::table
        .filter(ticket_step::ticket_id.eq(ticket.id.clone()))
        .order(ticket_step::ordinal)
        .select(Step::as_select())
        .load(conn)?)
}

/// The organisation that moved each of these last: nothing of what was said with that.
pub(super) fn last_movers(conn: &mut Conn, tickets: &[Ticket]) -> Result<BTreeMap<TicketId, OrganisationId>> {
    let ids: Vec<String> = tickets.iter().map(|one| one.id.as_str().to_owned()).collect();
    let moved: Vec<(TicketId, OrganisationId)> = ticket_step::table
        .filter(ticket_step::ticket_id.is_among(ids))
        .order((ticket_step::ticket_id, ticket_step::ordinal))
        .select((ticket_step::ticket_id, ticket_step::organisation_id))
        .load(conn)?;
    Ok(moved.into_iter().collect())
}

/// A reference that none of them has.
pub(super) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('H', |conn, reference| {
        ticket::table.filter(ticket::reference.eq(reference)).count().get_result(conn)
    })
}

pub(super) fn insert(tx: &mut Tx<'_>, row: &Ticket) -> Result<()> {
    diesel::insert_into(ticket::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn insert_step(tx: &mut Tx<'_>, row: &Step) -> Result<()> {
    diesel::insert_into(ticket_step::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Moves one on, if nobody has since it was read.
pub(super) fn set_state(tx: &mut Tx<'_>, row: &Ticket, to: TicketState) -> Result<()> {
    let same = ticket::table.find(row.id.as_str()).filter(ticket::revision.eq(row.revision));
    let changed = diesel::update(same)
        .set((ticket::state.eq(to), ticket::revision.eq(row.revision + 1), ticket::changed_at.eq(tx.now())))
        .execute(tx.conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Nothing is kept of the names that were sealed with one, nor of their key: nothing is done for them any more. It is the same whether or
/// not there were any: the state does not learn that.
pub(super) fn forget_names(tx: &mut Tx<'_>, row: &Ticket) -> Result<()> {
    vault::erase(tx, row.id.as_str())?;
    diesel::update(ticket::table.find(row.id.as_str()))
        .set(ticket::beneficiaries.eq(false))
        .execute(tx.conn)?;
    // They stay in no file of the database.
    tx.change(ChangeKind::Erasure, row.id.as_str(), true).map(|_| ())
}

/// Nothing is kept of what whoever asks has said with it so far, nor of its keys: it is taken back.
pub(super) fn forget_said(tx: &mut Tx<'_>, row: &Ticket) -> Result<()> {
    let own = ticket_step::table
        .filter(ticket_step::ticket_id.eq(row.id.clone()))
        .filter(ticket_step::organisation_id.eq(row.requester_id.clone()));
    let steps: Vec<String> = own.clone().select(ticket_step::id).load(tx.conn)?;
    vault::erase_all(tx, &steps)?;
    diesel::update(own).set(ticket_step::sealed.eq(None::<Vec<u8>>)).execute(tx.conn)?;
    tx.change(ChangeKind::Erasure, row.id.as_str(), true).map(|_| ())
}

/// Nothing is kept of what was asked for in an action, nor of the keys of what was said: it is withdrawn. A fixed number of statements.
pub(super) fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let of_it = ticket::table.filter(ticket::contribution_id.eq(action.clone()));
    let tickets: Vec<String> = of_it.clone().select(ticket::id).load(tx.conn)?;
    let steps: Vec<String> = ticket_step::table
        .filter(ticket_step::ticket_id.is_among(tickets.clone()))
        .select(ticket_step::id)
        .load(tx.conn)?;
    vault::erase_all(tx, &[steps, tickets.clone()].concat())?;
    timers::cancel_all(tx, TimerKind::TicketReminder, &tickets)?;
    outbox::forget_all(tx, &tickets)?;
    diesel::delete(ticket_step::table.filter(ticket_step::ticket_id.is_among(tickets))).execute(tx.conn)?;
    diesel::delete(of_it).execute(tx.conn)?;
    // What was done elsewhere with this action goes on without naming it.
    diesel::update(ticket_step::table.filter(ticket_step::action_id.eq(action)))
        .set(ticket_step::action_id.eq(None::<ContributionId>))
        .execute(tx.conn)?;
    Ok(())
}

/// What these are called, by their internal ids: for the log.
pub fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    let found = ticket::table.filter(ticket::id.is_among(ids.to_vec()));
    Ok(found.select((ticket::id, ticket::reference)).load(conn)?)
}
