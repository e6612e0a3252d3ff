//! Whoever is invited to endorse a statement and has not answered is reminded, a day before names are closed.

use chrono::TimeDelta;

use super::state::EndorsementState;
use super::store;
use crate::db::{ContributionId, Moment, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::statements::{self, Stage};

/// So long before the end whoever has not answered is reminded.
const BEFORE: TimeDelta = TimeDelta::hours(24);

/// Names are gathered until then.
pub(super) fn remind(tx: &mut Tx<'_>, action: &ContributionId, until: Moment) -> Result<()> {
    let at = until.plus(-BEFORE);
    if at > tx.now() {
        timers::set(tx, TimerKind::EndorsementReminder, action.as_str(), at)
    } else {
        stop(tx, action)
    }
}

/// Names are gathered no more.
pub(super) fn stop(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    timers::cancel(tx, TimerKind::EndorsementReminder, action.as_str())
}

/// Reminds whoever is invited, or waits for its authority.
pub fn remind_due(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let Some(of) = statements::by_action(tx.conn, action)? else { return Ok(()) };
    let runs = of.stage == Stage::SignOn && of.sign_on_until.is_some_and(|until| until > tx.now());
    if !runs {
        return Ok(());
    }
    let rows = store::all(tx.conn, action)?;
    for row in store::last(&rows).into_values() {
        if matches!(row.state, EndorsementState::Invited | EndorsementState::AuthorityPending) {
            let about = (row.id.as_str(), action.as_str());
            let to = To::Organisation(row.organisation_id.clone());
            outbox::tell(tx, EventKind::EndorsementAsked, about, &to, None)?;
        }
    }
    Ok(())
}
