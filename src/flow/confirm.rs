//! What was released at once is confirmed; and proposals that end because something else happened.

use super::case::case;
use super::record::{log, tell_proposer};
use super::release::{Decision, are_active, decide};
use super::store::of_subject;
use super::{MACHINE, Release, ReleaseState, ReleaseVerb};
use crate::access::Viewer;
use crate::db::Tx;
use crate::error::Result;
use crate::outbox::EventKind;

/// Agrees with what was released at once: from now on it is as if it had been approved before.
pub fn confirm(tx: &mut Tx<'_>, viewer: &Viewer, release: &Release, decision: Decision<'_>) -> Result<()> {
    let case = case(tx.conn, tx.arrived(), viewer, release, decision.is_about(release))?;
    let to = MACHINE.decide(release.state, ReleaseVerb::Confirm, &case)?;
    let comment = decision.comment()?;
    are_active(tx, release)?;
    decide(tx, viewer, release, to, &comment, release.result.as_deref())?;
    tell_proposer(tx, viewer, release, EventKind::ProposalApproved)?;
    log(tx, viewer, release, "release.confirmed")
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
