//! That a state has not acknowledged for days what it is asked for: it is reminded, and whoever asked is told.

use chrono::TimeDelta;

use super::model::{Ticket, TicketState};
use super::store;
use crate::db::{TicketId, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};

/// So long a state has for that.
const TIME: TimeDelta = TimeDelta::days(3);

pub(super) fn set(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<()> {
    timers::set(tx, TimerKind::TicketReminder, ticket.id.as_str(), ticket.requested_at.plus(TIME))
}

pub(super) fn cancel(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<()> {
    timers::cancel(tx, TimerKind::TicketReminder, ticket.id.as_str())
}

/// Tells both, if it is still not acknowledged. Whom that concerns is asked when each is told.
pub fn remind_due(tx: &mut Tx<'_>, id: &TicketId) -> Result<()> {
    let Some(ticket) = store::by_id(tx.conn, id)?.filter(|one| one.state == TicketState::Requested) else {
        return Ok(());
    };
    let about = (ticket.id.as_str(), ticket.contribution_id.as_str());
    for (kind, to) in
        [(EventKind::TicketReminder, &ticket.asked_id), (EventKind::TicketUnanswered, &ticket.requester_id)]
    {
        outbox::tell(tx, kind, about, &To::Organisation(to.clone()), None)?;
    }
    Ok(())
}
