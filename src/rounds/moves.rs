//! The moves of a statement from the end of its negotiation to its adoption.

use serde_json::json;

use super::acting::{Acting, As, acting};
use super::{entry, tell};
use crate::access::{Act, Viewer, permits};
use crate::contributions::Seen;
use crate::db::Tx;
use crate::error::{Error, Result, message};
use crate::silence::{Deed, Effect, Ended, Outcome as End};
use crate::statements::{self, NewMove, Outcome, Stage};
use crate::vault::Vault;

/// Makes a move with a statement that is its end of a negotiation, or is in a round or past one; nothing where it is none of these.
pub(crate) fn move_on(
    tx: &mut Tx<'_>,
    _: &Vault,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Option<Outcome>> {
    let to = new.to.parse::<Stage>().ok();
    let stage = statements::find(tx.conn, viewer, reference)?.statement.stage;
    let ours = matches!(
        stage,
        Stage::Silence | Stage::Broken | Stage::Adopted | Stage::SignOn | Stage::Cleared | Stage::Published
    );
    let named = (reference, new);
    match to {
        Some(Stage::Silence) => entry::enter(tx, viewer, named, seen).map(Some),
        Some(Stage::Broken) => break_round(tx, viewer, named, seen).map(Some),
        Some(Stage::SignOn) => open_to_signatories(tx, viewer, named, seen).map(Some),
        Some(Stage::Negotiation) if ours => negotiate(tx, viewer, named, seen).map(Some),
        Some(Stage::Withdrawn) if ours => withdraw(tx, viewer, named, seen).map(Some),
        _ if ours => Err(Error::invalid("to", message("fault-statement-to"))),
        _ => Ok(None),
    }
}

/// The chair ends a round, because a word of the text has to change.
fn break_round(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = acting(tx, viewer, reference, seen)?;
    let (who, _) = of.who(tx, viewer, As::Chair)?;
    let reason = statements::reason(new.reason.as_deref())?;
    let effects = of.decide(tx, &who, &Deed::Break { reason: reason.clone() })?;
    of.write(tx, &effects, (None, "", &reason))?;
    of.log_move(tx, viewer, (None, Stage::Broken))?;
    tell::broken(tx, of.told(), &of.course)?;
    Ok(Outcome::Done)
}

/// The penholder takes a broken statement back to negotiation: whose objection stands joins those who draft, by saying what is wrong.
fn negotiate(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, _): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = acting(tx, viewer, reference, seen)?;
    let (who, mandate) = of.who(tx, viewer, As::Delegate)?;
    let effects = of.decide(tx, &who, &Deed::Negotiate)?;
    of.write(tx, &effects, (mandate.as_ref(), "", ""))?;
    of.log_move(tx, viewer, (mandate.as_ref(), Stage::Negotiation))?;
    tell::moved(tx, of.told())?;
    Ok(Outcome::Done)
}

/// A sponsor agrees to open a broken statement to those who want to sign it; once all have, the chair does so.
fn open_to_signatories(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, _): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = acting(tx, viewer, reference, seen)?;
    if !permits(viewer, Act::ChairStatement) {
        return agree(tx, viewer, &of);
    }
    let (who, _) = of.who(tx, viewer, As::Chair)?;
    let sponsors_agree = statements::disagreeing(tx.conn, &of.of.of, tx.now())?.is_empty();
    let effects = of.decide(tx, &who, &Deed::OpenToSignatories { sponsors_agree })?;
    of.write(tx, &effects, (None, "", ""))?;
    of.log_move(tx, viewer, (None, Stage::SignOn))?;
    tell::moved(tx, of.told())?;
    Ok(Outcome::Done)
}

fn agree(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting) -> Result<Outcome> {
    let mandate = statements::agree(tx, viewer, &of.of)?;
    if of.statement().stage != Stage::Broken {
        return Err(Error::Conflict(message("conflict-silence-not-broken")));
    }
    of.log(tx, viewer, "statement.signing_agreed", (mandate.as_ref(), json!({})))?;
    Ok(Outcome::Done)
}

/// A sponsor wants to give the statement up. Once all that can act have said so, it is withdrawn, and a round that runs ends with it.
fn withdraw(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = acting(tx, viewer, reference, seen)?;
    let (who, _) = of.who(tx, viewer, As::Delegate)?;
    let reason = statements::reason(new.reason.as_deref())?;
    // As if all had said so: what stands in the way otherwise is said first.
    let deed = Deed::Withdraw { sponsors_agree: true, reason: reason.clone() };
    let effects = of.decide(tx, &who, &deed)?;
    if !statements::give_up(tx, viewer, &of.of, &reason)? {
        return Ok(Outcome::Done);
    }
    let ended =
        |effect: &&Effect| matches!(effect, Effect::RoundEnded(Ended { outcome: End::Withdrawn, .. }));
    let ended: Vec<Effect> = effects.iter().filter(ended).cloned().collect();
    of.write(tx, &ended, (None, "", ""))?;
    Ok(Outcome::Done)
}
