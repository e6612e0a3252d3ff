//! The moves of a statement from its publication to its end.

use chrono::TimeDelta;
use serde_json::json;

use super::lineage::{published, write};
use super::model::Relation;
use super::store;
use crate::access::{Act, Viewer, allows};
use crate::contributions::Seen;
use crate::db::{ContributionId, MandateId, Tx};
use crate::endorsements::moment;
use crate::error::{Error, Fields, Result, message};
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::rounds;
use crate::statements::{
    self, Acting, MACHINE, NewMove, Onward, Outcome, Stage, StageCase, Statement, StatementMove,
};

/// What came of a statement is looked at so long after it began to be followed up, where nobody says when.
const USUAL: TimeDelta = TimeDelta::days(90);
/// It is asked for again so long after it was due, until it is written down.
const AGAIN: TimeDelta = TimeDelta::days(14);

/// Writes that a statement is at another stage, and tells those who read it.
fn go(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (of, row): (&Acting, &Statement),
    (to, mandate, reason): (Stage, Option<&MandateId>, &str),
) -> Result<Outcome> {
    let by = Some((&of.home, &of.person, mandate));
    statements::go_on(tx, row, Onward { to, mode: None, version: of.of.version(), by, reason })?;
    of.log(tx, viewer, "statement.moved", (mandate, json!({ "from": of.of.stage, "to": to })))?;
    let about = row.contribution_id.as_str();
    outbox::tell(tx, EventKind::StatementMoved, (about, about), &To::Coalition, Some(&of.person))?;
    Ok(Outcome::Done)
}

/// Begins to follow up what a published statement asks, for the penholder.
pub(super) fn follow_up(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let action = of.of.statement.contribution_id.clone();
    let (asks, _) = store::counts(tx.conn, &action)?;
    let penholder = of.of.statement.penholder_id.as_ref() == Some(&of.home);
    let case = StageCase { penholder, asks: asks > 0, ..StageCase::default() };
    let to = MACHINE.decide(of.of.stage, StatementMove::FollowUp, &case)?;
    let mandate = of.authority(tx, viewer)?;
    let (mut faults, now) = (Fields::default(), tx.now());
    let typed = ("review", new.review.as_deref());
    let review = moment(&mut faults, typed, ("zone", new.zone.as_deref()), now);
    faults.into_result(())?;
    let review_at = review.map_or_else(|| now.plus(USUAL), |(at, _)| at);
    let row = statements::amend(tx, &of.of.statement, |row| row.review_at = Some(review_at))?;
    timers::set(tx, TimerKind::StatementReview, action.as_str(), review_at)?;
    go(tx, viewer, (&of, &row), (to, mandate.as_ref(), ""))
}

/// Ends that, and says what came of it, for the penholder.
pub(super) fn close(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let reason = statements::reason(new.reason.as_deref())?;
    let penholder = of.of.statement.penholder_id.as_ref() == Some(&of.home);
    let case = StageCase { penholder, reason: !reason.is_empty(), ..StageCase::default() };
    let to = MACHINE.decide(of.of.stage, StatementMove::Close, &case)?;
    let mandate = of.authority(tx, viewer)?;
    timers::cancel(tx, TimerKind::StatementReview, of.of.statement.contribution_id.as_str())?;
    let row = of.of.statement.clone();
    go(tx, viewer, (&of, &row), (to, mandate.as_ref(), &reason))
}

/// Says that another published statement has taken its place, for the chair.
pub(super) fn supersede(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::ChairStatement)?;
    let named = new.successor.as_deref().map(str::trim).unwrap_or_default();
    let case = StageCase { chairs: true, succeeded: !named.is_empty(), ..StageCase::default() };
    let to = MACHINE.decide(of.of.stage, StatementMove::Supersede, &case)?;
    let successor = published(tx, viewer, ("successor", named))?;
    if successor.statement.contribution_id == of.of.statement.contribution_id {
        return Err(Error::invalid("successor", message("fault-follow-up-itself")));
    }
    write(tx, (&successor, &of.of), Relation::Supersedes, (&of, None))?;
    let successor = successor.statement.contribution_id.clone();
    let row = statements::amend(tx, &of.of.statement, |row| row.successor_id = Some(successor))?;
    timers::cancel(tx, TimerKind::StatementReview, row.contribution_id.as_str())?;
    go(tx, viewer, (&of, &row), (to, None, ""))
}

/// What came of a statement is to be looked at: the penholder is told, and again until it is written down.
pub fn review_due(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let Some(of) = statements::by_action(tx.conn, action)? else { return Ok(()) };
    let due = of.stage == Stage::FollowUp && of.review_at.is_some_and(|at| at <= tx.now());
    let Some(holder) = of.penholder_id.filter(|_| due) else { return Ok(()) };
    let about = action.as_str();
    outbox::tell(tx, EventKind::StatementReview, (about, about), &To::Organisation(holder), None)?;
    timers::set(tx, TimerKind::StatementReview, about, tx.after(AGAIN))
}
