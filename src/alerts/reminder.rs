//! The reminder to organisations that have not acknowledged an alert: one for each time that it asks.

use chrono::TimeDelta;

use super::{Alert, AlertBody, AlertPhase};
use crate::contributions;
use crate::db::{ContributionId, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};

/// The longest time before organisations are reminded; they are after half of the time that an alert is current, if that
/// comes before.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// Sets the reminder of a version that asks, and takes away that of an alert that is over.
pub(super) fn set(tx: &mut Tx<'_>, id: &ContributionId, body: &AlertBody) -> Result<()> {
    if !body.message.calls() {
        return cancel(tx, id);
    }
    if !body.asks_again {
        return Ok(());
    }
    let half = body.expires_at.since(tx.now()) / 2;
    timers::set(tx, TimerKind::AlertReminder, id.as_str(), tx.after(half.min(PATIENCE)))
}

pub(super) fn cancel(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    timers::cancel(tx, TimerKind::AlertReminder, id.as_str())
}

/// Reminds those who have not answered. Who they are is found out when each is told.
pub fn remind_due(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    let Some(row) = contributions::by_ids::<Alert>(tx.conn, std::slice::from_ref(id))?.pop() else {
        return Ok(());
    };
    let goes_on = row.is_shown(tx.now()) && AlertBody::read(&row)?.phase(tx.now()) == AlertPhase::Current;
    if goes_on {
        let about = (row.version.as_str(), row.id.as_str());
        outbox::tell(tx, EventKind::AlertReminder, about, &To::Coalition, None)?;
    }
    Ok(())
}
