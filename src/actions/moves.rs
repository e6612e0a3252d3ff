//! How an action is moved to another stage.

use serde_json::{Value, json};

use super::leading::{leads, may_act};
use super::stage::{MACHINE, Stage, StageCase};
use super::steps::{self, NewStep, StepKind};
use super::verbs::{Acting, acting};
use super::{Action, part, store};
use crate::access::{Act, Viewer, allows};
use crate::contributions::{self, Contribution, Seen};
use crate::db::{ChangeKind, Conn, MandateId, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::mandates;
use crate::outbox::{self, EventKind, To};
use crate::web::typed;

/// The most characters of a reason.
pub(super) const LONGEST_REASON: usize = 2_000;

/// The stages to which the viewer can move an action now.
pub(super) fn open(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>) -> Result<Vec<Stage>> {
    let case = StageCase { leads: leads(conn, viewer, row)? && may_act(conn, viewer, row)?, reason: true };
    Ok(MACHINE.open_moves(row.details.stage, &case))
}

/// Moves an action to a stage. `from` is the stage that the mover saw, where they say so: two people who move one action at
/// once are told of each other.
pub fn move_on(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    (from, to, reason): (&str, &str, &str),
    seen: &Seen,
) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let to = to.parse().ok().filter(|to: &Stage| MACHINE.knows(*to));
    let to = to.ok_or_else(|| Error::invalid("to", message("fault-no-such-stage")))?;
    let reason = typed(reason, LONGEST_REASON, true).map_err(|fault| Error::invalid("reason", fault))?;
    let stage = of.row.details.stage;
    if !from.is_empty() && from != stage.as_str() {
        let word = |stage: &str| format!("state-action-{}", stage.replace('_', "-"));
        let moved =
            message("conflict-action-moved").word("from", word(from)).word("now", word(stage.as_str()));
        return Err(Error::Overtaken(moved));
    }
    let case = StageCase { leads: leads(tx.conn, viewer, &of.row)?, reason: !reason.is_empty() };
    MACHINE.decide(stage, to, &case)?;
    let mandate = of.authority(tx, viewer)?;
    let Acting { row, home, person } = of;
    store::set_stage(tx, &row.id, to)?;
    let step = NewStep {
        action: &row,
        version: &row.version,
        kind: StepKind::Moved,
        stage: Some(to),
        by: (&home, &person, mandate.as_ref()),
        other: None,
        reason,
    };
    steps::insert(tx, step)?;
    log(tx, viewer, &row, (&home, mandate.as_ref()), json!({ "from": stage, "to": to }))?;
    tx.change(ChangeKind::Action, row.id.as_str(), false)?;
    let others = part::involved(tx.conn, &row)?;
    for organisation in others.into_iter().filter(|one| *one != home) {
        let about = (row.id.as_str(), row.id.as_str());
        outbox::tell(tx, EventKind::ActionMoved, about, &To::Organisation(organisation), Some(&person))?;
    }
    Ok(())
}

/// Writes a move to the log of the organisation that began the action, and of the one that moved it. By which mandate it did is for its
/// own log alone.
fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    row: &Contribution<Action>,
    (home, mandate): (&OrganisationId, Option<&MandateId>),
    detail: Value,
) -> Result<()> {
    let owner = &row.organisation_id;
    if owner != home {
        contributions::log(tx, viewer, (owner, row.opened()), "action.moved", detail.clone())?;
    }
    let detail = mandates::logged(tx.conn, mandate, detail)?;
    contributions::log(tx, viewer, (home, row.opened()), "action.moved", detail)
}
