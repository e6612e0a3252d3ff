//! What was released at once is confirmed; and proposals that end because something else happened.

use super::case::case;
use super::guards::is_active;
use super::record::{log, tell_proposer};
use super::release::{Decision, decide};
use super::store::{by_id, of_subject};
use super::{MACHINE, Release, ReleaseState, ReleaseVerb};
use crate::access::Viewer;
use crate::db::{ReleaseId, Tx};
use crate::error::Result;
use crate::outbox::{self, EventKind, To};

/// Agrees with what was released at once: from now on it is as if it had been approved before.
pub fn confirm(tx: &mut Tx<'_>, viewer: &Viewer, release: &Release, decision: Decision<'_>) -> Result<()> {
    let case = case(tx.conn, tx.arrived(), viewer, release, decision.is_about(release))?;
    let to = MACHINE.decide(release.state, ReleaseVerb::Confirm, &case)?;
    let comment = decision.comment()?;
    // Its readers read it already: who of them is no active member by now keeps nobody from agreeing.
    is_active(tx, &release.organisation)?;
    decide(tx, viewer, release, to, &comment, release.result.as_deref())?;
    tell_proposer(tx, viewer, release, EventKind::ProposalApproved)?;
    log(tx, viewer, release, "release.confirmed")
}

/// The time is over in which somebody could confirm what was released at once: unless it was decided, the people of its
/// organisation are told.
pub fn lapse_due(tx: &mut Tx<'_>, id: &ReleaseId) -> Result<()> {
    let Some(release) = by_id(tx.conn, tx.now(), id)? else { return Ok(()) };
    if release.state != ReleaseState::Lapsed {
        return Ok(());
    }
    let about = (release.id.as_str(), release.subject.as_str());
    outbox::tell(tx, EventKind::ProposalLapsed, about, &To::Organisation(release.organisation.clone()), None)
}

/// Ends every proposal of a text that waits or was returned.
pub fn void_unsettled(tx: &mut Tx<'_>, viewer: &Viewer, subject: &str) -> Result<()> {
    let waits = |one: &Release| one.state.is_open() || one.state == ReleaseState::Returned;
    for release in of_subject(tx.conn, tx.now(), subject)?.into_iter().filter(waits) {
        decide(tx, viewer, &release, ReleaseState::Cancelled, "", None)?;
        log(tx, viewer, &release, "release.voided")?;
    }
    Ok(())
}

/// Nobody has to confirm a text any more: another has taken its place, or it was taken back.
pub fn void_unconfirmed(tx: &mut Tx<'_>, viewer: &Viewer, subject: &str) -> Result<()> {
    let all = of_subject(tx.conn, tx.now(), subject)?.into_iter();
    let waits = |one: &Release| matches!(one.state, ReleaseState::Unconfirmed | ReleaseState::Lapsed);
    for release in all.filter(waits) {
        decide(tx, viewer, &release, ReleaseState::Cancelled, "", release.result.as_deref())?;
        log(tx, viewer, &release, "release.voided")?;
    }
    Ok(())
}
