//! The timers of rounds: the deadline comes, and whoever has said nothing is reminded before it.

use chrono::TimeDelta;

use crate::db::{Arrival, Moment, RoundId, Tx};
use crate::error::Result;
use crate::jobs::{TimerKind, timers, waiting};
use crate::silence::Now;

/// So long before the deadline whoever has said nothing is reminded.
const REMINDERS: [TimeDelta; 2] = [TimeDelta::hours(24), TimeDelta::hours(2)];

/// This moment, and the earliest of the requests that wait: those of others and the one for which this is done.
pub(super) fn now(at: Moment) -> Now {
    Now { at, waiting: [waiting(at), Arrival::current()].into_iter().flatten().min() }
}

/// A round runs until then.
pub(super) fn run(tx: &mut Tx<'_>, round: &RoundId, deadline: Moment) -> Result<()> {
    timers::set(tx, TimerKind::SilenceDeadline, round.as_str(), deadline)?;
    remind_next(tx, round, deadline)
}

/// A round is adopted: what is left is its record.
pub(super) fn count(tx: &mut Tx<'_>, round: &RoundId, deadline: Moment) -> Result<()> {
    timers::set(tx, TimerKind::SilenceDeadline, round.as_str(), deadline)?;
    timers::cancel(tx, TimerKind::SilenceReminder, round.as_str())
}

/// Nothing becomes of a round by itself any more.
pub(super) fn stop(tx: &mut Tx<'_>, round: &RoundId) -> Result<()> {
    timers::cancel(tx, TimerKind::SilenceDeadline, round.as_str())?;
    timers::cancel(tx, TimerKind::SilenceReminder, round.as_str())
}

/// The next reminder of a round that runs until then, if there is one more.
pub(super) fn remind_next(tx: &mut Tx<'_>, round: &RoundId, deadline: Moment) -> Result<()> {
    let now = tx.now();
    let next = REMINDERS.into_iter().map(|before| deadline.plus(-before)).find(|at| *at > now);
    match next {
        Some(at) => timers::set(tx, TimerKind::SilenceReminder, round.as_str(), at),
        None => timers::cancel(tx, TimerKind::SilenceReminder, round.as_str()),
    }
}
