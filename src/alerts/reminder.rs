//! The reminder to organisations that have not acknowledged an alert.
//!
//! It never comes while nobody has confirmed the alert: what a second person has not agreed to calls once and no more. And it
//! comes before the alert ends, whatever an update makes of that.

use chrono::TimeDelta;

use super::{Alert, AlertBody, AlertPhase};
use crate::contributions::{self, Contribution};
use crate::db::{ContributionId, Moment, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::people::{self, OrganisationStatus};

/// The longest time before organisations are reminded; they are after half of the time that an alert is current, if that
/// comes before.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// When those are reminded who are asked now.
fn due(tx: &Tx<'_>, body: &AlertBody) -> Moment {
    let half = body.expires_at.since(tx.now()) / 2;
    tx.after(half.min(PATIENCE))
}

/// Sets the reminder of a version that is released. One that asks again begins anew. Where others read it than the version
/// before, or for another time, those are reminded too; nobody is for whom nothing has changed.
pub(super) fn set(tx: &mut Tx<'_>, row: &Contribution<Alert>, body: &AlertBody) -> Result<()> {
    if !body.message.calls() {
        return cancel(tx, &row.id);
    }
    if row.until().is_some() {
        // Nobody has confirmed it yet: `confirmed` sets it.
        return Ok(());
    }
    let due = due(tx, body);
    let (kind, id) = (TimerKind::AlertReminder, row.id.as_str());
    if body.asks_again {
        timers::set(tx, kind, id, due)
    } else if calls_otherwise(tx, row, body)? {
        timers::set_no_later(tx, kind, id, due)
    } else {
        Ok(())
    }
}

/// Whether a version goes to others than the one before, or for another time, or is the first that two people agreed on.
fn calls_otherwise(tx: &mut Tx<'_>, row: &Contribution<Alert>, body: &AlertBody) -> Result<bool> {
    let Some(before) = contributions::version_before(tx.conn, row)? else { return Ok(true) };
    // Of what was taken from some of its readers no text is left that could be compared: those who read on were asked.
    let left = before.ended.is_some() && before.body.is_empty();
    let same_end = left || AlertBody::read(&before).is_ok_and(|before| before.expires_at == body.expires_at);
    Ok(!same_end || before.until().is_some() || !before.audience()?.contains(row.audience()?))
}

/// A second person has confirmed it: its readers are reminded as of an alert that is released now.
pub(super) fn confirmed(tx: &mut Tx<'_>, row: &Contribution<Alert>) -> Result<()> {
    let body = AlertBody::read(row)?;
    if body.phase(tx.now()) != AlertPhase::Current {
        return Ok(());
    }
    let due = due(tx, &body);
    timers::set(tx, TimerKind::AlertReminder, row.id.as_str(), due)
}

pub(super) fn cancel(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    timers::cancel(tx, TimerKind::AlertReminder, id.as_str())
}

/// Reminds those who have not answered. Who they are is found out when each is told.
pub fn remind_due(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    let Some(row) = contributions::by_ids::<Alert>(tx.conn, std::slice::from_ref(id))?.pop() else {
        return Ok(());
    };
    let goes_on = row.is_shown(tx.now())
        && row.until().is_none()
        && AlertBody::read(&row)?.phase(tx.now()) == AlertPhase::Current
        && people::organisation(tx.conn, &row.organisation_id)?.status == OrganisationStatus::Active;
    if goes_on {
        let about = (row.version.as_str(), row.id.as_str());
        outbox::tell(tx, EventKind::AlertReminder, about, &To::Coalition, None)?;
    }
    Ok(())
}
